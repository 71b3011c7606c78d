//! Links in the Markdown of a page.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::super::Input;
use super::{Edit, For};
use crate::base::escape;
use crate::base::literal;
use crate::document::{Link, Walk};
use crate::link::Target;

/// The range of the contents of the element just entered, from the start of its first node to the
/// end of its last.
pub(super) fn inside(walk: &Walk<'_>, range: &Range<usize>) -> Range<usize> {
    let mut inside: Option<Range<usize>> = None;
    for (_, place) in walk.inside() {
        inside = Some(match inside {
            Some(found) => found.start.min(place.start)..found.end.max(place.end),
            None => place,
        });
    }
    inside.unwrap_or(range.end..range.end)
}

/// Adds an edit for a link whose destination or text differs from the source.
pub(super) fn link(
    input: Input<'_>,
    purpose: For,
    link: &Link<'_>,
    range: Range<usize>,
    walk: &Walk<'_>,
    edits: &mut Vec<Edit>,
) {
    let Some(target) = input.linked.target(link) else {
        // The page shows the text without a link.
        if purpose == For::Twin && !link.is_empty && link.destination().starts_with("#?") {
            let inside = inside(walk, &range);
            for range in [range.start..inside.start, inside.end..range.end] {
                edits.push(Edit {
                    range,
                    text: "".into(),
                });
            }
        }
        return;
    };
    let href = href(input, purpose, link, target);
    // The definition of the link's label may not be published.
    let is_hidden =
        !input.linked.document.unpublished.is_empty() && input.merged[range.clone()].ends_with(']');
    if href == *link.written && !link.is_empty && !is_hidden {
        return;
    }
    let mut tail = String::from("](");
    if href.contains(['(', ')', ' ']) {
        let _ = write!(tail, "<{href}>");
    } else {
        tail.push_str(&href);
    }
    if !link.title.is_empty() {
        let title = literal::reveal(&link.title).replace('"', "\\\"");
        let _ = write!(tail, " \"{title}\"");
    }
    tail.push(')');
    if link.is_empty {
        let mut text = String::from(if link.is_image { "![" } else { "[" });
        if let Some(label) = &target.label {
            escape::markdown(label, &mut text);
        }
        edits.push(Edit {
            range,
            text: (text + &tail).into(),
        });
    } else {
        let inside = inside(walk, &range);
        let mut end = range.end;
        // The parser does not count the empty brackets of `[text][]`.
        if &input.merged[inside.end..end] == "]" && input.merged[end..].starts_with("[]") {
            end += 2;
        }
        edits.push(Edit {
            range: inside.end..end,
            text: tail.into(),
        });
    }
}

/// The address of a link.
pub(super) fn href<'l>(
    input: Input<'_>,
    purpose: For,
    link: &'l Link<'_>,
    target: &Target,
) -> Cow<'l, str> {
    match purpose {
        For::Twin => input.base.href(&target.href, target.internal).into(),
        For::Release => link.destination(),
    }
}
