//! Backslashes of Windows paths, which Markdown reads as escapes and does not print:
//! `C:\Users\_shared`, `\\server\share`.

use super::misread::Found;
use super::node::{Kind, Node};
use crate::base::diagnostic::codes;
use crate::base::text::floor;

/// The maximum number of bytes of a path that are read before and after a backslash.
const READ: usize = 160;

/// The maximum number of escapes on a page that are examined: each costs a look at the text around
/// it, and no text that people write has so many.
const MOST: usize = 10_000;

/// Finds the first such backslash in each path.
pub(super) fn report(text: &str, nodes: &[Node<'_>], found: &mut Vec<Found>) {
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return;
    }
    // The end of the last path that was found.
    let mut done = 0;
    let mut left = MOST;
    // The end of the text before, whose last backslash is printed.
    let mut printed = 0;
    let mut report = |at: usize| {
        if at < done || left == 0 {
            return;
        }
        left -= 1;
        if let Some(end) = path_around(text, at) {
            done = end;
            found.push(Found {
                code: &codes::MARK_IN_WORDS,
                range: at..at + 1,
                message: "this backslash is read as an escape and does not appear on the page"
                    .to_owned(),
                help: "put the path in backticks, or double each backslash".to_owned(),
            });
        }
    };
    for node in nodes {
        let start = node.start as usize;
        match node.kind {
            Kind::Text(_) | Kind::HardBreak => {
                let at = match node.kind {
                    Kind::HardBreak => Some(start),
                    _ => start.checked_sub(1).filter(|at| *at >= printed),
                };
                if let Some(at) = at.filter(|at| text.as_bytes().get(*at) == Some(&b'\\')) {
                    report(at);
                }
                printed = node.stop as usize;
            }
            Kind::Code(_) | Kind::CodeBlock(_) => printed = node.stop as usize,
            _ => {}
        }
    }
}

/// The end of the path around the backslash of an escape, if there is one.
fn path_around(text: &str, at: usize) -> Option<usize> {
    let from = {
        let from = at.saturating_sub(READ);
        (from..=at).find(|from| text.is_char_boundary(*from))?
    };
    let before = &text[from..at];
    let before = before.rsplit(['\n', '`', '|', '<', '>']).next()?;
    let after = &text[at..floor(text, (at + READ).min(text.len()))];
    let is_end = |c: char| c.is_whitespace() || matches!(c, '`' | '|' | '<' | '>');
    let after = after.split(is_end).next()?;
    // `a\|b` is the escape of a table.
    if after.is_empty() || after == "\\" && text[at + 1..].starts_with(['|', '<', '>', '`']) {
        return None;
    }
    let end = at + after.len().max(1);
    let word = before.rsplit(char::is_whitespace).next()?;
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\\' | '%'));
    let is_network = word.is_empty() && is_network_path(after);
    // `\\` prints a backslash.
    let is_path = is_network
        || !after.starts_with("\\\\")
            && (begins_with_drive(word, after)
                || word.starts_with('%') && word[1..].contains('%')
                || word.starts_with("\\\\")
                || word.starts_with(char::is_alphanumeric) && has_folder(word)
                || after.starts_with("\\_") && is_in_spaced_path(before));
    is_path.then_some(end)
}

/// Whether a text is the path of a share, such as `\\server\share`.
fn is_network_path(text: &str) -> bool {
    let Some(inside) = text.strip_prefix("\\\\") else {
        return false;
    };
    let (host, rest) = inside.split_once('\\').unwrap_or((inside, ""));
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    !host.is_empty() && host.chars().all(is_host) && rest.starts_with(char::is_alphanumeric)
}

/// Whether a text begins with a drive, as `C:\` does. A drive right before the backslash is one only
/// if a name follows: `plan A:\*` refers to a note.
fn begins_with_drive(before: &str, after: &str) -> bool {
    let mut chars = before.chars();
    let is_drive =
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    is_drive
        && match chars.next() {
            None => {
                !after.starts_with("\\*") && after.chars().nth(2).is_some_and(char::is_alphanumeric)
            }
            next => next == Some('\\'),
        }
}

/// Whether a text contains a backslash that is printed: `Software\Policies`.
fn has_folder(text: &str) -> bool {
    text.split('\\')
        .skip(1)
        .any(|part| part.starts_with(char::is_alphanumeric))
}

/// Whether a line ends within a path with spaces: `C:\Program Files`.
fn is_in_spaced_path(before: &str) -> bool {
    let Some(colon) = before.rfind(":\\") else {
        return false;
    };
    let drive = before[..colon].chars().next_back();
    let is_drive = drive.is_some_and(|c| c.is_ascii_alphabetic())
        && !before[..colon - 1].ends_with(char::is_alphanumeric);
    let inside = &before[colon + 2..];
    is_drive && !inside.contains([',', ';', '"', '“', '”', '(', ')', ':', '.'])
}
