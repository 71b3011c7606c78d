//! YAML as a tree of nodes with places. The only module that knows the parser.
//!
//! Typed reading happens on the tree (see [`crate::model::facts`]), so that every
//! fault of a file can be reported, not only the first. The tree is made from
//! the parser's events: a deserializer in between would take as long again,
//! and front matter is the largest part of a build.

mod plain;

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span};

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;

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

    /// Whether it says that there is none.
    pub fn is_none(&self) -> bool {
        matches!(&self.kind, Kind::Text(text) if text == "none")
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
/// file's start. Repeated keys are reported into `faults` and the first is
/// kept; of other faults the first is reported, and there is no tree.
pub fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    plain::read(&source.text[range.clone()], range.start)
        .or_else(|| parse_fully(source, range, faults))
}

/// The same, by the parser.
fn parse_fully(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut builder = Builder {
        source,
        base: range.start,
        open: Vec::new(),
        root: None,
        nodes: 0,
        bytes: 0,
        faults,
    };
    for event in Parser::new_from_str(&source.text[range.clone()]) {
        let done = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(0);
                let start = (range.start + offset).min(range.end);
                let fault = match error.kind() {
                    ErrorKind::RecursionLimitExceeded => too_deep(),
                    kind => syntax(&kind.to_string())
                        .maybe_help(quotes(&source.text[..range.end], start)),
                };
                Err(Box::new(fault.at(source, start..start + 1)))
            }
        };
        if let Err(fault) = done {
            builder.faults.push(*fault);
            return None;
        }
    }
    Some(builder.root.unwrap_or(Node {
        span: range.start..range.start,
        kind: Kind::Null,
    }))
}

/// Help for the most frequent mistake: a text with a colon, or with a character
/// at its head that means something to YAML.
fn quotes(text: &str, at: usize) -> Option<String> {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (_, value) = line.split_once(": ")?;
    let value = value.trim();
    let special = value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>', '?']);
    (special || value.contains(": ") && !value.starts_with(['"', '\'', '{', '[']))
        .then(|| "put the text in quotes".to_owned())
}

fn too_deep() -> Diagnostic {
    Diagnostic::new(
        &codes::YAML_LIMIT,
        format!("YAML nested deeper than {MAX_DEPTH} levels"),
    )
}

fn syntax(words: &str) -> Diagnostic {
    // The parser's errors are a phrase, some with a context after a line break.
    let words = words.lines().next().unwrap_or_default();
    Diagnostic::new(
        &codes::YAML_SYNTAX,
        format!("invalid YAML: {}", words.trim_end_matches('.')),
    )
}

/// Puts a tree together from events.
struct Builder<'a> {
    source: &'a Arc<Source>,
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    bytes: usize,
    faults: &'a mut Vec<Diagnostic>,
}

/// A collection that is being read.
enum Open {
    Seq(Range<usize>, Vec<Node>),
    Map {
        span: Range<usize>,
        entries: Vec<Entry>,
        /// The key whose value comes next.
        key: Option<(String, Range<usize>)>,
    },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Box<Diagnostic>> {
        let start = self.base + span.start.byte_offset().unwrap_or(0);
        let end = self.base + span.end.byte_offset().unwrap_or(0);
        let span = start..end.max(start);
        let limit = |message: &str| {
            Diagnostic::new(&codes::YAML_LIMIT, message).at(self.source, span.clone())
        };
        match &event {
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err(Box::new(limit("YAML aliases are not supported").help(
                    "write the value out where it is used, or quote a text that begins with `*`",
                )));
            }
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(_, anchor, _)
            | Event::MappingStart(_, anchor, _)
                if *anchor > 0 =>
            {
                return Err(Box::new(limit("YAML anchors are not supported").help(
                    "write the value out where it is used, or quote a text that begins with `&`",
                )));
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                return Err(Box::new(
                    limit("YAML tags are not supported").help("quote a text that begins with `!`"),
                ));
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Box::new(
                    limit("there is more than one YAML document in the file")
                        .help("remove the line `---`"),
                ));
            }
            _ => {}
        }
        match event {
            Event::Scalar(text, style, ..) => {
                self.nodes += 1;
                self.bytes += text.len();
                if self.nodes > MAX_NODES || self.bytes > MAX_SCALAR_BYTES {
                    return Err(Box::new(limit(&format!(
                        "YAML larger than {MAX_NODES} values or {MAX_SCALAR_BYTES} bytes of text"
                    ))));
                }
                self.scalar(text.into_owned(), style, span)
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if self.open.len() >= MAX_DEPTH {
                    return Err(Box::new(too_deep().at(self.source, span)));
                }
                if matches!(&self.open.last(), Some(Open::Map { key: None, .. })) {
                    return Err(Box::new(syntax("a key must be text").at(self.source, span)));
                }
                self.nodes += 1;
                self.open.push(match event {
                    Event::SequenceStart(..) => Open::Seq(span, Vec::with_capacity(8)),
                    _ => Open::Map {
                        span,
                        entries: Vec::with_capacity(8),
                        key: None,
                    },
                });
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.open.pop() {
                    Some(Open::Seq(span, items)) => Node {
                        span,
                        kind: Kind::Seq(items),
                    },
                    Some(Open::Map { span, entries, .. }) => Node {
                        span,
                        kind: Kind::Map(entries),
                    },
                    None => return Ok(()),
                };
                self.value(node);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: String,
        style: ScalarStyle,
        span: Range<usize>,
    ) -> Result<(), Box<Diagnostic>> {
        if let Some(Open::Map {
            key: key @ None, ..
        }) = self.open.last_mut()
        {
            if text == "<<" && style == ScalarStyle::Plain {
                return Err(Box::new(
                    Diagnostic::new(&codes::YAML_LIMIT, "merge keys (`<<`) are not supported")
                        .at(self.source, span)
                        .help("write the keys out"),
                ));
            }
            *key = Some((text, span));
            return Ok(());
        }
        let kind = match style {
            ScalarStyle::Plain => bare(text),
            _ => Kind::Text(text),
        };
        self.value(Node { span, kind });
        Ok(())
    }

    /// Takes a value that is complete.
    fn value(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Seq(_, items)) => items.push(node),
            Some(Open::Map { entries, key, .. }) => {
                let Some((key, key_span)) = key.take() else {
                    return;
                };
                match entries.iter().find(|entry| entry.key == key) {
                    Some(first) => self.faults.push(
                        Diagnostic::new(&codes::DUPLICATE_KEY, format!("`{key}` is given twice"))
                            .label(self.source.place(key_span), "given again")
                            .label(
                                self.source.place(first.key_span.clone()),
                                "first given here",
                            ),
                    ),
                    None => entries.push(Entry {
                        key,
                        key_span,
                        value: node,
                    }),
                }
            }
        }
    }
}

/// A plain scalar by the core schema of YAML 1.2: `yes` is text.
fn bare(text: String) -> Kind {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::Bool(true),
        "false" | "False" | "FALSE" => return Kind::Bool(false),
        _ => {}
    }
    if is_number(&text) {
        Kind::Number(text)
    } else {
        Kind::Text(text)
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    }
    unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && unsigned.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_json(node: &Node) -> serde_json::Value {
        use serde_json::Value;
        match &node.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(raw) => raw.parse::<i64>().map_or_else(
                |_| raw.parse::<f64>().map_or(Value::Null, Value::from),
                Value::from,
            ),
            Kind::Text(text) => Value::String(text.clone()),
            Kind::Seq(items) => items.iter().map(to_json).collect(),
            Kind::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), to_json(&entry.value)))
                    .collect(),
            ),
        }
    }

    /// The tree says what a deserializer for the same YAML says.
    #[test]
    fn agrees_with_serde() {
        let text = concat!(
            "a: 1\nb: 1.10\nc: -3\nd: .5\ne: 1e3\nf: ~\ng:\nh: null\ni: true\nj: False\n",
            "k: yes\nl: 2026-05-23\nm: 12:30\nn: '1'\no: \"x\\ty\"\np: |\n  two\n  lines\n",
            "q: >-\n  folded\n  text\nr: [a, {b: c}, []]\ns: {x: é, 'y z': 1}\nt:\n  - u: 1\n    v: 2\n",
            "  -\n    - w\n\"quoted key\": '#'\nurl: https://x.example/a?b=c#d\nplain: a b  c\n",
            "version: 1.2.3\nphone: +4930123456\nplus: '+1'\n",
        );
        let source = Source::new("test.yaml", text);
        let mut faults = Vec::new();
        let node = parse(&source, 0..text.len(), &mut faults).unwrap();
        assert_eq!(faults, []);
        let options = serde_yaml::options! { strict_booleans: true };
        let expected: serde_json::Value = serde_yaml::from_str_with_options(text, options).unwrap();
        assert_eq!(to_json(&node), expected);
    }

    fn by_parser(text: &str) -> Option<Node> {
        let mut faults = Vec::new();
        let source = Source::new("test.yaml", text);
        let node = parse_fully(&source, 0..text.len(), &mut faults);
        node.filter(|_| faults.is_empty())
    }

    const PLAIN: &[&str] = &[
        "a: 1\nb:\n  c: 'x\\'\n  d: \"y\" # why\n\n# z\ne:\n- 1\n- f: 2\n  g: true\n",
        "- a\n- [b, {c: d, e: [\"f\"]}, [], {}]\n-   x: y#z\n",
        "  a: 1\n  url: https://x.example:80/a?b=c#d\n  none:\n  - {a-b: é c  , u: http://x.y}\n  n: ~",
        "k:\n-\n  - x\n-\n  a: b\nempty:\n",
    ];

    #[test]
    fn plain_yaml_is_read_as_by_the_parser() {
        for text in PLAIN {
            let read = plain::read(text, 0);
            assert!(read.is_some(), "left to the parser: {text}");
            assert_eq!(read, by_parser(text), "{text}");
        }
    }

    /// Slips of the hand make of plain YAML another text, or no YAML at all:
    /// whatever the reader takes, the parser reads the same.
    #[test]
    fn slips_are_read_as_by_the_parser() {
        let bits = [
            "-", " ", "  ", "\n", ":", ": ", ",", "[", "]", "{", "}", "#", " #", "\"", "'", "&",
            "*", "!", "|", ">", "%", "@", "`", "?", "\\", "\t", "\r", "---\n", "...\n", "a", "1",
            "é", "<<: ", "~", "- ", "\n  ", "\n- ", "=", ".", "_", "/", "\u{85}", "\u{2028}",
            "\u{a0}",
        ];
        // A generator of numbers that are the same in each run.
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % below
        };
        let mut taken = 0;
        for _ in 0..20_000 {
            let mut text: Vec<char> = PLAIN[random(PLAIN.len())].chars().collect();
            for _ in 0..=random(3) {
                let at = random(text.len() + 1);
                let end = (at + random(4)).min(text.len());
                let bit = bits[random(bits.len())];
                match random(3) {
                    0 => drop(text.drain(at..end)),
                    1 => drop(text.splice(at..at, bit.chars())),
                    _ => drop(text.splice(at..end, bit.chars())),
                }
            }
            let text: String = text.into_iter().collect();
            if let Some(read) = plain::read(&text, 0) {
                taken += 1;
                assert_eq!(Some(read), by_parser(&text), "{text:?}");
            }
        }
        assert!(taken > 3_000, "only {taken} were read");
    }

    #[test]
    fn places_count_bytes_of_the_file() {
        let text = "---\nä: é\nb: [x, 'y']\n---\n";
        let source = Source::new("test.md", text);
        let node = parse(&source, 4..text.len() - 4, &mut Vec::new()).unwrap();
        let slice = |span: &Range<usize>| text[span.clone()].to_owned();
        let entries = node.entries().unwrap();
        assert_eq!(slice(&entries[0].key_span), "ä");
        assert_eq!(slice(&entries[0].value.span), "é");
        let Kind::Seq(items) = &entries[1].value.kind else {
            panic!("not a list");
        };
        assert_eq!(slice(&items[0].span), "x");
        assert_eq!(slice(&items[1].span), "'y'");
    }
}
