//! YAML as a tree of nodes with places. No other module uses the parser.
//!
//! Typed values are read from the tree (see [`crate::model::facts`]), so that every fault of a file
//! can be reported, not only the first. The tree is built from the parser's events: a deserializer
//! in between would take twice as long, and reading front matter takes up the largest share of a
//! build's time.

mod cause;
mod plain;
mod tree;
pub(crate) mod typed;

use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;

/// Limits that keep hostile YAML cheap; real files stay far below them.
const MAX_DEPTH: usize = 16;
const MAX_NODES: usize = 10_000;
const MAX_SCALAR_BYTES: usize = 1024 * 1024;

/// A YAML value and its place, in bytes of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value's place. For flow collections, it is the opening bracket.
    pub span: Range<usize>,
    /// The value.
    pub kind: Kind,
}

/// The kind of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written: `1.10` stays `1.10`.
    Number(String),
    /// Any other scalar.
    Text(String),
    /// A list.
    Seq(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key; a key that is not a string is read as text.
    pub key: String,
    /// The key's place.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entries of a file's top-level mapping; an empty file has none. Anything else is
    /// reported, with `expected` as the description of what the file should contain.
    pub(crate) fn top_entries(
        &self,
        source: &Arc<Source>,
        expected: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            Kind::Null => Some(&[]),
            _ => {
                let found = self.type_name();
                let message = format!("expected {expected}, found {found}");
                let fault = Diagnostic::new(&codes::WRONG_TYPE, message);
                faults.push(fault.at(source, self.span.clone()));
                None
            }
        }
    }

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

    /// Whether the value is `none`.
    pub fn is_none(&self) -> bool {
        matches!(&self.kind, Kind::Text(text) if text == "none")
    }

    /// Whether the value is null or blank text.
    pub fn is_blank(&self) -> bool {
        match &self.kind {
            Kind::Null => true,
            Kind::Text(text) => text.trim().is_empty(),
            _ => false,
        }
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

/// Parses the YAML in `range` of a file; places in the tree are relative to the start of the file.
/// Repeated keys are reported to `faults`, and the first one is kept. Of other faults, only the
/// first is reported, and `None` is returned.
pub(crate) fn parse(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    plain::read(&source.text[range.clone()], range.start)
        .or_else(|| tree::read(source, range, faults))
}

#[cfg(test)]
mod tests;
