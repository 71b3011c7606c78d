//! YAML as a tree of nodes with places. The only module that knows the parser.
//!
//! Typed reading happens on the tree (see [`crate::facts`]), so that every
//! fault of a file can be reported, not only the first.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy};

use crate::diagnostic::{Diagnostic, codes};
use crate::source::Source;

/// Limits that keep hostile YAML cheap; real files stay far below them.
const MAX_DEPTH: usize = 16;
const MAX_NODES: usize = 10_000;
const MAX_SCALAR_BYTES: usize = 1024 * 1024;

/// A YAML value and where it stands, in bytes of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value's place. Flow collections point at their bracket.
    pub span: Range<usize>,
    /// The value.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written: `1.10` stays `1.10`.
    Number(String),
    /// Any other scalar.
    Text(String),
    /// A list.
    Seq(Vec<Node>),
    /// A mapping in the order of the file.
    Map(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key; YAML keys of other types are taken as text.
    pub key: String,
    /// The key's place.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entries, if this is a mapping.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The type in words, for messages.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "text",
            Kind::Seq(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

/// Parses the YAML in `range` of a file; places in the tree count from the
/// file's start. Repeated keys are reported into `faults` and the first is kept.
pub fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let text = &source.text[range.clone()];
    match serde_yaml::from_str_with_options::<Node>(text, options()) {
        Ok(mut node) => {
            settle(&mut node, source, range.start, faults);
            Some(node)
        }
        Err(error) => {
            faults.push(fault(&error, source, &range));
            None
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        with_snippet: false,
        strict_booleans: true,
        reject_unsupported_tags: true,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_anchors: 0,
            max_aliases: 0,
            max_documents: 1,
            max_total_scalar_bytes: MAX_SCALAR_BYTES,
        },
    }
}

/// Words the parser's error anew where its own words are about the parser.
fn fault(error: &serde_yaml::Error, source: &Arc<Source>, range: &Range<usize>) -> Diagnostic {
    use serde_yaml::Error;
    use serde_yaml::budget::BudgetBreach;
    let error = error.without_snippet();
    let start = error
        .location()
        .and_then(|location| location.span().byte_offset())
        .map_or(range.start, |offset| range.start + offset as usize)
        .min(range.end);
    let limit = |message: String| Diagnostic::new(&codes::YAML_LIMIT, message);
    let diagnostic = match error {
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. } => {
                limit("YAML anchors and aliases are not supported".into())
                    .help("write the value out where it is used")
            }
            BudgetBreach::Depth { .. } => {
                limit(format!("YAML nested deeper than {MAX_DEPTH} levels"))
            }
            BudgetBreach::Documents { .. } => {
                limit("more than one YAML document in one file".into())
                    .help("remove the line `---` inside the file")
            }
            _ => limit(format!(
                "YAML larger than {MAX_NODES} values or {MAX_SCALAR_BYTES} bytes of text"
            )),
        },
        Error::MultipleDocuments { .. } => limit("more than one YAML document in one file".into())
            .help("remove the line `---` inside the file"),
        Error::UnknownAnchor { .. } => limit("YAML anchors and aliases are not supported".into())
            .help("write the value out where it is used, or quote a text that begins with `*`"),
        Error::UnsupportedTag { tag, .. } => limit(format!("YAML tag `{tag}` is not supported"))
            .help("quote a text that begins with `!`"),
        other => {
            let words = other.to_string();
            let words = words.lines().next().unwrap_or_default();
            let words = words.strip_prefix("error: ").unwrap_or(words);
            Diagnostic::new(
                &codes::YAML_SYNTAX,
                format!("invalid YAML: {}", plain(words)),
            )
        }
    };
    diagnostic.at(source, start..start + 1)
}

/// The parser's message without its own line and column, which count from the
/// start of the front matter.
fn plain(words: &str) -> &str {
    let words = words.find(" at line ").map_or(words, |at| &words[..at]);
    let words = match words.split_once(": ") {
        Some((head, rest)) if head.starts_with("line ") => rest,
        _ => words,
    };
    words.trim_end_matches('.')
}

/// Makes places absolute, puts back numbers as written, reports repeated keys.
fn settle(node: &mut Node, source: &Arc<Source>, base: usize, faults: &mut Vec<Diagnostic>) {
    shift(&mut node.span, base);
    match &mut node.kind {
        Kind::Number(raw) => {
            if let Some(text) = source.text.get(node.span.clone()) {
                raw.clear();
                raw.push_str(text.trim());
            }
        }
        Kind::Seq(items) => {
            for item in items {
                settle(item, source, base, faults);
            }
        }
        Kind::Map(entries) => {
            let mut index = 0;
            while index < entries.len() {
                shift(&mut entries[index].key_span, base);
                let (seen, rest) = entries.split_at_mut(index);
                let entry = &mut rest[0];
                if let Some(first) = seen.iter().find(|other| other.key == entry.key) {
                    faults.push(
                        Diagnostic::new(
                            &codes::DUPLICATE_KEY,
                            format!("`{}` is given twice", entry.key),
                        )
                        .label(source.place(entry.key_span.clone()), "given again")
                        .label(source.place(first.key_span.clone()), "first given here"),
                    );
                    entries.remove(index);
                } else {
                    settle(&mut entry.value, source, base, faults);
                    index += 1;
                }
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Text(_) => {}
    }
}

fn shift(span: &mut Range<usize>, base: usize) {
    span.start += base;
    span.end += base;
}

fn byte_span(location: &serde_yaml::Location) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    start..start + span.byte_len().unwrap_or(0) as usize
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Kind>::deserialize(deserializer)?;
        Ok(Node {
            span: byte_span(&spanned.referenced),
            kind: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_none<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Kind, E> {
        Ok(Kind::Bool(value))
    }

    // Numbers are read back from the source by `settle`.
    fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
        Ok(Kind::Number(String::new()))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
        Ok(Kind::Number(String::new()))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Kind, E> {
        Ok(Kind::Number(String::new()))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Kind, E> {
        Ok(Kind::Number(String::new()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
        Ok(Kind::Number(String::new()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Kind, E> {
        Ok(Kind::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Kind, E> {
        Ok(Kind::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Kind, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element::<Node>()? {
            items.push(item);
        }
        Ok(Kind::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Kind, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            if key.value == "<<" {
                return Err(A::Error::custom("merge keys (`<<`) are not supported"));
            }
            let value = access.next_value::<Node>()?;
            entries.push(Entry {
                key_span: byte_span(&key.referenced),
                key: key.value,
                value,
            });
        }
        Ok(Kind::Map(entries))
    }
}
