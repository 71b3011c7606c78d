//! The text next to a call on the same line.

use super::markers::{COPIED, ENTER, LEAVE, SEGMENT};
use super::source_map::{Segments, call_marker, number};

/// Whether a call has other text on its line: `before` it, or in the marked text `after` it. If so,
/// the line breaks at the end of the called file are not part of the line.
pub(super) fn is_in_line(before: &str, after: &str, segments: Segments<'_>) -> bool {
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    if !is_marks(line) {
        return true;
    }
    let mut rest = after;
    loop {
        let mut chars = rest.chars();
        let piece = match chars.next() {
            None => return false,
            Some(SEGMENT | COPIED) => {
                let is_copied = rest.starts_with(COPIED);
                rest = chars.as_str();
                let found = number(&mut rest).and_then(|number| segments.find(number));
                match found {
                    Some((.., literal)) if !is_copied => literal,
                    _ => "",
                }
            }
            Some(ENTER) => {
                rest = chars.as_str();
                call_marker(&mut rest);
                ""
            }
            Some(LEAVE) => {
                rest = chars.as_str();
                ""
            }
            Some(_) => {
                let end = memchr::memchr(0xF0, rest.as_bytes()).unwrap_or(rest.len());
                // An emoji is not a marker but text.
                let (piece, others) = rest.split_at(end.max(rest.len() - chars.as_str().len()));
                rest = others;
                piece
            }
        };
        if let Some(first) = piece.chars().find(|c| !matches!(c, ' ' | '\t')) {
            return !matches!(first, '\n' | '\r');
        }
    }
}

/// A text without the line breaks at its end, each of which may be followed by `prefix`.
pub(super) fn ended<'t>(text: &'t str, prefix: &str) -> &'t str {
    let mut text = text;
    loop {
        let line = text.strip_suffix(prefix).unwrap_or(text);
        match line.trim_end_matches([' ', '\t']).strip_suffix('\n') {
            Some(before) => text = before.strip_suffix('\r').unwrap_or(before),
            None => return text,
        }
    }
}

/// Whether the beginning of a line contains only the markers of quotes, lists and definitions.
pub(crate) fn is_marks(line: &str) -> bool {
    line.chars()
        .all(|c| c.is_ascii_digit() || " \t>-*+.):".contains(c))
}

/// The prefix that keeps the next line in the same quote or list item as a call
/// at the end of `text`; empty if the call is in a sentence.
pub(super) fn continuation(text: &str) -> String {
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    if !is_marks(line) {
        return String::new();
    }
    line.chars()
        .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
        .collect()
}
