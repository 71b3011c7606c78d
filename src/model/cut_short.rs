//! Texts that a `#` cuts short: in `title: Terms #1`, YAML reads a comment.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::yaml::{Kind, Node};

/// Reports such texts among the values of a node.
pub(super) fn report(node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    walk("", node, source, faults);
}

fn walk(key: &str, node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) {
    match &node.kind {
        Kind::Seq(items) => {
            for item in items {
                walk(key, item, source, faults);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                walk(&entry.key, &entry.value, source, faults);
            }
        }
        Kind::Text(_) | Kind::Number(_) => faults.extend(cut(key, node, source)),
        _ => {}
    }
}

fn cut(key: &str, value: &Node, source: &Arc<Source>) -> Option<Diagnostic> {
    let (written, after) = source.text.split_at_checked(value.span.end)?;
    let comment = after.trim_start_matches([' ', '\t']);
    // An intended comment has a space after the `#`. In quotation marks, texts are whole.
    let is_meant = comment
        .strip_prefix('#')
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && !written.ends_with(['"', '\'']);
    is_meant.then(|| {
        let start = source.text.len() - comment.len();
        let comment = comment.lines().next().unwrap_or_default().trim_end();
        let message = format!("`{comment}` is a YAML comment, not part of `{key}`");
        Diagnostic::new(&codes::CUT_SHORT, message)
            .at(source, start..start + comment.len())
            .help("put the whole text in quotation marks, or write a space after the `#` of a comment")
    })
}
