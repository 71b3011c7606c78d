//! Clauses that are called where only inline text fits: in a sentence, a table cell or a heading.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::markdown::options;
use crate::template::Origin;
use crate::template::beside::is_marks;
use crate::template::source_map::CallId;

/// Reports clause calls within a line of other text that print more than inline text.
pub(super) fn check(text: &str, origin: Origin<'_>, faults: &mut Vec<Diagnostic>) {
    let mut found: BTreeSet<CallId> = BTreeSet::new();
    for (call, printed) in origin.map.printed() {
        let outer = origin.map.parent(call);
        // An error reported for a call also covers the calls inside it.
        if found.contains(&outer) {
            found.insert(call);
            continue;
        }
        let Some((what, help)) = torn_by(text, &printed) else {
            continue;
        };
        found.insert(call);
        let Some((name, place)) = origin.tag(call) else {
            continue;
        };
        let fault = Diagnostic::new(
            &codes::BLOCK_IN_WORDS,
            format!("clause `{name}` produces {what} here"),
        );
        let mut fault = fault.label(place, "");
        for call in origin.map.calls(outer) {
            if let Some((name, place)) = origin.tag(call) {
                fault = fault.label(place, format!("clause `{name}` called here"));
            }
        }
        faults.push(fault.help(help));
    }
}

/// How the output of a call disrupts its line, and how to fix it.
fn torn_by(text: &str, printed: &Range<usize>) -> Option<(&'static str, &'static str)> {
    let output = text[printed.clone()].trim();
    let is_line = !output.contains('\n');
    let starts_block = |c: char| c.is_ascii_digit() || "#>-*+|`~<=:[".contains(c);
    if output.is_empty() || is_line && !output.starts_with(starts_block) {
        return None;
    }
    let start = text[..printed.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..printed.start];
    let rest = &text[printed.end..];
    let after = rest.split('\n').next().unwrap_or_default().trim();
    let is_comment = after.starts_with("<!--") && after.ends_with("-->");
    if is_marks(before) && (after.is_empty() || is_comment) {
        return None;
    }
    let mut blocks = Parser::new_ext(output, options()).into_offset_iter();
    let first = blocks.next();
    let is_paragraph = matches!(
        &first,
        Some((Event::Start(Tag::Paragraph), range)) if output[range.end..].trim().is_empty()
    );
    let one_line =
        before.trim_start().starts_with('#') || before.contains('|') || after.contains('|');
    if !is_paragraph {
        let help = "call it on a line of its own, or use a clause that consists of one paragraph";
        return Some(("block content, but only inline text is allowed", help));
    }
    let help = "write the clause on one line, or call it outside of tables and headings";
    (one_line && !is_line).then_some(("several lines, but only one is allowed", help))
}
