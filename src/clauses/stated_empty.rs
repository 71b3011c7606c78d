//! Errors about custom data that a text prints but that is stated without a value: `{p: null}`,
//! `{p: ""}`. They point at the front matter.

use super::input::Input;
use super::not_known;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::model::front_matter;
use crate::yaml::{self, Kind};

/// The path of the custom data that a message about a missing variable refers to, and where it is
/// stated.
pub(super) fn variable(input: &Input<'_>, message: &str) -> Option<(String, Place)> {
    let path = message.strip_prefix("there is no variable `")?;
    let path = path.trim_end_matches('`');
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
        _ => false,
    };
    is_empty.then(|| (path.to_owned(), source.place(span)))
}

/// Moves the error to where the value is stated.
pub(super) fn point(fault: Diagnostic, path: &str, place: Place) -> Diagnostic {
    let message = format!("`{path}` is empty, and the text needs it");
    not_known::needed(fault, message, path, place)
}
