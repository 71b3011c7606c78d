//! Dashes within a sentence that a line break turns into bullets.

use super::unintended::{READ, continues_sentence};
use crate::base::text::floor;

/// Words that continue a sentence after a dash, rather than begin an item.
const LINKS: &[&str] = &[
    "and",
    "but",
    "except",
    "if",
    "including",
    "nor",
    "or",
    "so",
    "though",
    "unless",
    "which",
    "aber",
    "außer",
    "falls",
    "oder",
    "sofern",
    "sondern",
    "soweit",
    "und",
    "wenn",
    "et",
    "mais",
    "ou",
    "sauf",
    "si",
    "pero",
    "o",
    "salvo",
    "si",
    "y",
];

/// The minimum number of words between two dashes. A shorter text is a name that the item explains:
/// `- session - keeps you logged in`.
const BETWEEN: usize = 3;

/// Whether a list of one item, after this text, continues the sentence above it: `for ten years,⏎-
/// as the law requires -⏎and delete it`.
pub(super) fn is_wrapped(before: &str, item: &str) -> bool {
    let item = item[..floor(item, READ)].trim_end();
    let inside = item[1..].trim_start();
    // The lines of a quotation begin with its marks.
    let is_mark = |c: char| matches!(c, ' ' | '\t' | '>');
    let before = before.trim_end_matches(is_mark);
    let above = before.trim_end_matches(['\n', '\r']).rsplit('\n').next();
    let is_below_text = above.is_some_and(|above| !above.trim_start_matches(is_mark).is_empty());
    if !inside.starts_with(char::is_lowercase) || !is_below_text || !continues_sentence(before) {
        return false;
    }
    let mut words = inside.split_whitespace();
    let first = words.next().unwrap_or_default();
    if LINKS.contains(&first.trim_end_matches(',')) {
        return true;
    }
    // A dash ends the insertion.
    let between = words.position(|word| word == "-");
    if between.is_some_and(|at| at + 1 >= BETWEEN) {
        return true;
    }
    // The next line is not indented, so it belongs to the sentence rather than the item.
    let next = item
        .split_once('\n')
        .map(|(_, next)| next.strip_prefix("> ").unwrap_or(next));
    let is_lazy = next.is_some_and(|next| next.starts_with(char::is_lowercase));
    is_lazy && before.trim_end().ends_with(',')
}
