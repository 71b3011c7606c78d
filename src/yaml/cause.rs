//! Causes of errors that the parser detects only later in the text, and help with them.

use crate::base::text::floor;

/// The cause of an error.
pub(super) struct Cause {
    pub(super) at: usize,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// A tab in the indentation, an unclosed quotation mark or a `#` between brackets, near the place where the parser stopped.
/// `kind` is the reason that the parser states.
pub(super) fn cause(yaml: &str, stop: usize, kind: &str) -> Option<Cause> {
    let (is_of_tab, is_of_quote) = (kind.contains("tab"), kind.contains("quote"));
    if !is_of_tab && !is_of_quote {
        return hash(yaml, stop);
    }
    // The parser may stop before the line at fault.
    const AFTER: usize = 2;
    let (mut start, mut after) = (0, 0);
    let mut unclosed: Option<(usize, char)> = None;
    for line in yaml.split_inclusive('\n') {
        after += usize::from(start > stop);
        if after > AFTER {
            break;
        }
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line[..blank].find('\t');
        if let Some(tab) = tab.filter(|_| is_of_tab && start + line.len() > stop) {
            return Some(Cause {
                at: start + tab,
                message: "a tab in the indentation",
                help: "indent with spaces",
            });
        }
        let is_odd = |mark: char| {
            let line = line.replace("\\\"", "");
            line.matches(mark).count() % 2 == 1
        };
        let is_comment = line.trim_start().starts_with('#');
        match unclosed {
            _ if is_comment || !is_of_quote => {}
            Some((_, mark)) if is_odd(mark) => unclosed = None,
            Some(_) => {}
            None => {
                let value = line.find(": ").map(|at| line[at + 2..].trim_start());
                let mark = value.and_then(|value| value.chars().next());
                let mark = mark.filter(|c| matches!(c, '"' | '\'') && is_odd(*c));
                unclosed = mark
                    .zip(value)
                    .map(|(mark, value)| (start + line.len() - value.len(), mark));
            }
        }
        start += line.len();
    }
    unclosed.map(|(at, _)| Cause {
        at,
        message: "unterminated quoted text",
        help: "add the closing quotation mark, or remove this one",
    })
}

/// Help for the most frequent mistake: unquoted text that contains a colon or begins with a special
/// character.
pub(super) fn quotes(text: &str, at: usize) -> Option<String> {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (_, value) = line.split_once(": ")?;
    let value = value.trim();
    let special = value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>', '?']);
    (special || value.contains(": ") && !value.starts_with(['"', '\'', '{', '[']))
        .then(|| "put the text in quotes".to_owned())
}

/// A `#` after a space within a bracket that opens at `stop` or shortly before it, if the line goes on
/// with a closing bracket: YAML reads a comment there.
fn hash(yaml: &str, stop: usize) -> Option<Cause> {
    const LINES_BEFORE: usize = 3;
    let stop = floor(yaml, stop);
    if yaml[stop..].starts_with(['{', '[']) {
        return hash_within(yaml, stop);
    }
    let mut lines = memchr::memrchr_iter(b'\n', &yaml.as_bytes()[..stop]);
    let start = lines.nth(LINES_BEFORE).map_or(0, |at| at + 1);
    let opens = |(at, _): &(usize, &str)| yaml[..start + at].ends_with([' ', '\n']);
    let mut open = yaml[start..stop].match_indices(['{', '[']).filter(opens);
    open.find_map(|(at, _)| hash_within(yaml, start + at))
}

/// Such a `#` within the bracket at `open`.
fn hash_within(yaml: &str, open: usize) -> Option<Cause> {
    let bytes = yaml.as_bytes();
    let (mut at, mut depth) = (open, 0_usize);
    // The last character other than a space.
    let mut last = b' ';
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'"' | b'\'' if b"{[,:".contains(&last) => {
                at += 1 + memchr::memchr(byte, &bytes[at + 1..])?;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return None,
            b'}' | b']' => depth -= 1,
            b'#' if b" \t".contains(&bytes[at.checked_sub(1)?]) => {
                let end = memchr::memchr(b'\n', &bytes[at..]);
                let end = end.map_or(bytes.len(), |length| at + length);
                if yaml[at..end].contains(['}', ']']) {
                    return Some(Cause {
                        at,
                        message: "the rest of this line is a comment, so a bracket is not closed",
                        help: "put the text with the `#` in quotation marks",
                    });
                }
                at = end;
            }
            _ => {}
        }
        if bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace())
        {
            last = bytes[at];
        }
        at += 1;
    }
    None
}
