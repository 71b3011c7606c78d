//! Errors about custom data that a text prints but that is stated without a value: `{p: null}`,
//! `{p: ""}`, `{p: []}`. They point at the front matter.

use super::input::Input;
use super::not_known;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::model::front_matter;
use crate::yaml::{self, Kind};

/// The end of the message.
const EMPTY: &str = " is empty, and the text needs it";

/// The path of the custom data that a message about a missing variable refers to, and where it is
/// stated.
pub(super) fn variable(input: &Input<'_>, message: &str) -> Option<(String, Place)> {
    let unknown = || message.strip_prefix("there is no variable `");
    let path = needed(message).or_else(|| Some(unknown()?.trim_end_matches('`')))?;
    path.strip_prefix("extra.")?;
    let source = input.policy;
    let mut ignored = Vec::new();
    let yaml = front_matter::split(source, &mut ignored)?.yaml?;
    let root = yaml::parse(source, yaml, &mut ignored)?;
    let (mut node, mut span) = (&root, 0..0);
    for part in path.split('.') {
        let entry = node.entries()?.iter().find(|entry| entry.key == part)?;
        node = &entry.value;
        span = entry.key_span.clone();
    }
    let is_empty = match &node.kind {
        Kind::Null => true,
        Kind::Text(text) => text.trim().is_empty(),
        Kind::Seq(items) => items.is_empty(),
        _ => false,
    };
    is_empty.then(|| (path.to_owned(), source.place(span)))
}

/// The message about a value without content.
pub(super) fn message(path: &str) -> String {
    format!("`{path}`{EMPTY}")
}

/// The path in such a message.
pub(super) fn needed(message: &str) -> Option<&str> {
    message.strip_suffix(EMPTY)?.trim_matches('`').into()
}

/// Moves the error to where the value is stated.
pub(super) fn point(fault: Diagnostic, path: &str, place: Place) -> Diagnostic {
    not_known::needed(fault, message(path), path, place)
}
