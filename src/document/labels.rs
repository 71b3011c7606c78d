//! Link labels, which are separate for each file.
//!
//! The Markdown parser allows one definition per label. Before a merged text is parsed, the labels
//! of its definitions are therefore replaced by characters that nobody types, and references are
//! looked up here, by their label and the file that they are from.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use pulldown_cmark::{BrokenLink, CowStr, LinkType, Parser};

use super::{brackets, markdown};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::Origin;
use crate::template::source_map::{CallId, SourceMap};

/// The replacement for each byte of a label, so that all positions stay the same.
const HIDDEN: &str = "\u{1}";

/// The labels that a text defines.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    known: HashMap<Key, Definition>,
    /// The labels that any of the files define.
    anywhere: OnceLock<HashSet<String>>,
    /// The places of the definitions, if their labels are hidden.
    pub(super) hidden: Vec<Range<usize>>,
}

/// A file, identified by its call, and a label in it.
pub(super) type Key = (CallId, String);

#[derive(Debug)]
pub(super) struct Definition {
    /// The label as written.
    pub(super) label: String,
    pub(super) destination: String,
    title: String,
    pub(super) range: Range<usize>,
}

/// A reference to a label that its file does not define.
#[derive(Debug)]
pub(super) struct Undefined {
    pub(super) range: Range<usize>,
    pub(super) label: String,
    pub(super) is_note: bool,
}

/// The label of `[//]: # (words)`, which serves as a comment.
const COMMENT: &str = "//";

impl Labels {
    /// Finds the definitions in a merged text, and blanks those that serve as comments. If the text
    /// combines several files, the labels are hidden in `text`.
    pub(crate) fn separate(
        text: &mut String,
        origin: Origin<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let candidates = candidates(text);
        if candidates.is_empty() {
            return Self::default();
        }
        // Words in angle brackets are not addresses.
        let hidden = brackets::hide(text);
        let readable = hidden.as_ref().map_or(text.as_str(), |hidden| &hidden.text);
        let numbered = numbered(readable, &candidates);
        let parser = Parser::new_ext(&numbered, markdown::options());
        let mut found: Vec<(usize, Definition)> = parser
            .reference_definitions()
            .iter()
            .filter_map(|(number, definition)| {
                let number: usize = number.parse().ok()?;
                let label = candidates.get(number)?;
                let length = definition.span.len() - number_length(number);
                let start = label.start - 1;
                Some((
                    number,
                    Definition {
                        label: text[label.clone()].to_owned(),
                        destination: brackets::reveal(hidden.as_ref(), &definition.dest),
                        title: brackets::reveal(
                            hidden.as_ref(),
                            definition.title.as_deref().unwrap_or_default(),
                        ),
                        range: start..start + length + label.len(),
                    },
                ))
            })
            .collect();
        found.sort_by_key(|(number, _)| *number);
        let hides = origin.map.has_calls();
        let mut labels = Self::default();
        let mut comments = Vec::new();
        for (number, definition) in found {
            let label = &candidates[number];
            if text[label.clone()].trim() == COMMENT {
                comments.push(definition.range);
                continue;
            }
            let key = (origin.map.frame_at(label.start), fold(&text[label.clone()]));
            if hides {
                labels.hidden.push(definition.range.clone());
            }
            match labels.known.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(definition);
                }
                Entry::Occupied(first) => {
                    let first = first.get();
                    if first.destination != definition.destination
                        || first.title != definition.title
                    {
                        faults.push(repeated(
                            &format!("[{}]", &text[label.clone()]),
                            definition.range,
                            first.range.clone(),
                            origin,
                        ));
                    }
                }
            }
        }
        for range in comments {
            let blank: String = text[range.clone()]
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
                .collect();
            text.replace_range(range, &blank);
        }
        if hides {
            for range in &labels.hidden {
                let start = range.start + 1;
                let label = candidates.binary_search_by_key(&start, |label| label.start);
                if let Ok(at) = label {
                    let label = candidates[at].clone();
                    text.replace_range(label.clone(), &HIDDEN.repeat(label.len()));
                }
            }
        }
        labels
    }

    /// The key of the definition for a reference, if there is one.
    pub(super) fn key(&self, at: usize, label: &str, map: &SourceMap) -> Option<&Key> {
        let (key, _) = self.known.get_key_value(&(map.frame_at(at), fold(label)))?;
        Some(key)
    }

    /// The definitions without references, in no particular order.
    pub(super) fn unused(&self, used: &HashSet<&Key>) -> impl Iterator<Item = &Definition> {
        let unused = self
            .known
            .iter()
            .filter(move |(key, _)| !used.contains(key));
        unused.map(|(_, definition)| definition)
    }

    /// The target and title of a reference for which the parser has no definition. Records
    /// references to undefined labels.
    pub(super) fn resolve<'a>(
        &'a self,
        link: &BrokenLink<'_>,
        map: &SourceMap,
        undefined: &mut Vec<Undefined>,
    ) -> Option<(CowStr<'a>, CowStr<'a>)> {
        let key = (map.frame_at(link.span.start), fold(&link.reference));
        if let Some(found) = self.known.get(&key) {
            return Some((
                found.destination.as_str().into(),
                found.title.as_str().into(),
            ));
        }
        let is_meant = match link.link_type {
            LinkType::Reference | LinkType::Collapsed => true,
            // Other brackets are text, unless another file defines the label.
            LinkType::Shortcut => self.is_defined_elsewhere(&key.1),
            _ => false,
        };
        if is_meant && !is_citation(&link.reference) {
            undefined.push(Undefined {
                range: link.span.clone(),
                label: link.reference.to_string(),
                is_note: false,
            });
        }
        None
    }

    fn is_defined_elsewhere(&self, label: &str) -> bool {
        let labels = || self.known.keys().map(|(_, label)| label.clone()).collect();
        self.anywhere.get_or_init(labels).contains(label)
    }
}

/// Whether text in brackets after other brackets is not a label but a citation: `[1][2]`,
/// `[emphasis added][sic]`.
fn is_citation(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit()) || label.eq_ignore_ascii_case("sic")
}

/// A label in the form used for comparison.
pub(super) fn fold(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The error for a label that is defined twice in a file.
pub(super) fn repeated(
    label: &str,
    again: Range<usize>,
    first: Range<usize>,
    origin: Origin<'_>,
) -> Diagnostic {
    let fault = Diagnostic::new(
        &codes::REPEATED_LABEL,
        format!("the label `{label}` is defined twice, and this definition has no effect"),
    );
    let fault = origin.point(fault, again.start..again.start + 1, "");
    let fault = origin.point(fault, first.start..first.start + 1, "first defined here");
    fault.help("remove one of the definitions, or rename it")
}

/// The error for a reference to an undefined label or footnote.
pub(super) fn report(undefined: &Undefined, origin: Origin<'_>) -> Diagnostic {
    let label = &undefined.label;
    let (message, example) = match undefined.is_note {
        true => (
            format!("there is no footnote `[^{label}]` in this file"),
            format!("[^{label}]: …"),
        ),
        false => (
            format!("there is no link label `[{label}]` in this file"),
            format!("[{label}]: https://…"),
        ),
    };
    let mut fault = Diagnostic::new(&codes::UNDEFINED_LABEL, message);
    // Google Docs writes `days[a][b]`.
    let is_letter = label.len() == 1 && label.starts_with(|c: char| c.is_ascii_lowercase());
    if is_letter && !undefined.is_note {
        fault = fault.help("if it marks a comment of Google Docs, remove it, with the comment");
    }
    origin
        .point(fault, undefined.range.clone(), "")
        .help(format!(
            "define it in the same file, `{example}`, or escape the bracket: `\\[`"
        ))
}

/// The places of possible labels of definitions: at the start of a line, after the markers of
/// quotes and lists.
fn candidates(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for end in memmem::find_iter(bytes, b"]:") {
        let line = memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |at| at + 1);
        let marks = |byte: &u8| byte.is_ascii_digit() || b" \t>-*+.):".contains(byte);
        let Some(open) = bytes[line..end].iter().position(|byte| !marks(byte)) else {
            continue;
        };
        let label = line + open + 1..end;
        let is_label = bytes[line + open] == b'['
            && !label.is_empty()
            && bytes[label.start] != b'^'
            && !bytes[label.clone()]
                .iter()
                .any(|byte| b"[]\\".contains(byte))
            && !text[label.clone()].trim().is_empty();
        if is_label && found.last().is_none_or(|last| last.start < label.start) {
            found.push(label);
        }
    }
    found
}

/// The text with each possible label replaced by its number, so that none is defined twice.
fn numbered(text: &str, candidates: &[Range<usize>]) -> String {
    let mut numbered = String::with_capacity(text.len() + 4 * candidates.len());
    let mut done = 0;
    for (number, label) in candidates.iter().enumerate() {
        numbered.push_str(&text[done..label.start]);
        numbered.push_str(&number.to_string());
        done = label.end;
    }
    numbered.push_str(&text[done..]);
    numbered
}

fn number_length(number: usize) -> usize {
    number.to_string().len()
}
