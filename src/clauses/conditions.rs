//! Names in conditions.
//!
//! The template engine treats an unknown name as false, which allows conditions
//! to test for a fact that may be missing. A misspelt name would silently be
//! false on every page, so the names in `{% if %}` are collected here to be
//! checked.

use std::ops::Range;

/// A dotted path in a condition, with its place in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) path: &'a str,
    pub(super) range: Range<usize>,
}

const KEYWORDS: &[&str] = &[
    "for", "if", "elif", "and", "or", "not", "in", "is", "else", "true", "false", "True", "False",
    "none", "None", "loop", "body",
];

/// The names used in conditions, except those that the text defines.
pub(super) fn names<'a>(text: &'a str, tags: &[Range<usize>]) -> Vec<Name<'a>> {
    let (mut names, locals) = read(text, tags);
    names.retain(|name| {
        let root = name.path.split('.').next().unwrap_or_default();
        !locals.contains(&root)
    });
    names
}

/// The names used anywhere in tags, except those that the text defines.
pub(super) fn variables<'a>(text: &'a str, tags: &[Range<usize>]) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut locals = locals(text, tags);
    for range in tags {
        in_expression(&text[range.clone()], range.start, &mut names, &mut locals);
    }
    names.retain(|name| {
        let root = name.path.split('.').next().unwrap_or_default();
        !locals.contains(&root)
    });
    names
}

/// The names used anywhere in tags, including those that the text defines.
pub(super) fn all<'a>(text: &'a str, tags: &[Range<usize>]) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    for range in tags {
        in_expression(
            &text[range.clone()],
            range.start,
            &mut names,
            &mut Vec::new(),
        );
    }
    names
}

/// The names that a text defines, with `{% for %}` and `{% set %}`.
pub(super) fn locals<'a>(text: &'a str, tags: &[Range<usize>]) -> Vec<&'a str> {
    read(text, tags).1
}

fn read<'a>(text: &'a str, tags: &[Range<usize>]) -> (Vec<Name<'a>>, Vec<&'a str>) {
    let mut locals: Vec<&str> = Vec::new();
    let mut names: Vec<Name<'a>> = Vec::new();
    for range in tags {
        let inside = text[range.clone()].trim_start_matches(['{', '%', '-']);
        let start = range.end - inside.len();
        let inside = inside.trim_end_matches(['}', '%', '-']);
        let mut words = inside.split_whitespace();
        match words.next() {
            Some("if" | "elif") => in_expression(inside, start, &mut names, &mut locals),
            Some("for") => locals.extend(
                words
                    .take_while(|word| *word != "in")
                    .flat_map(|word| word.split(','))
                    .filter(|word| !word.is_empty()),
            ),
            Some("set" | "set_global") => {
                locals.extend(words.next().and_then(|word| word.split('=').next()))
            }
            _ => {}
        }
    }
    (names, locals)
}

/// Collects the dotted paths in an expression and the names that it defines
/// (`[x for x in list]`). `start` is the offset of the expression in its text.
fn in_expression<'a>(
    text: &'a str,
    start: usize,
    names: &mut Vec<Name<'a>>,
    locals: &mut Vec<&'a str>,
) {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    // The previous token. The name of a filter or a test is not a variable.
    let mut before = "";
    while at < bytes.len() {
        let byte = bytes[at];
        if matches!(byte, b'"' | b'\'' | b'`') {
            let rest = &bytes[at + 1..];
            at += 2 + memchr::memchr(byte, rest).unwrap_or(rest.len());
            before = "";
        } else if byte.is_ascii_alphabetic() || byte == b'_' {
            let dotted = |byte: u8| is_name(byte) || byte == b'.';
            let end = bytes[at..]
                .iter()
                .position(|byte| !dotted(*byte))
                .map_or(bytes.len(), |length| at + length);
            let word = &text[at..end];
            let rest = text[end..].trim_start();
            let is_call = rest.starts_with('(');
            let is_argument = rest.starts_with('=') && !rest.starts_with("==");
            let after_filter = matches!(before, "|" | "is" | "is not" | ".");
            let root = word.split('.').next().unwrap_or(word);
            if before == "for" {
                locals.push(word);
                before = "";
            } else if KEYWORDS.contains(&root) {
                before = match (before, word) {
                    ("is", "not") => "is not",
                    _ => word,
                };
            } else {
                if !(is_call || is_argument || after_filter) {
                    names.push(Name {
                        path: word,
                        range: start + at..start + end,
                    });
                }
                before = "";
            }
            at = end;
        } else {
            if !byte.is_ascii_whitespace() {
                // Part of a multi-byte character is not an operator.
                before = text.get(at..at + 1).unwrap_or_default();
            }
            // Digits and the characters attached to them are numbers.
            at += 1;
            if byte.is_ascii_digit() {
                while at < bytes.len() && is_name(bytes[at]) {
                    at += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_are_names() {
        let text = "{% for s in list %}{% if s.x and dpo.email is not defined %}\
                    {% elif company | length(x=1) > 2 or f(a=b) == \"c d\" and not sale?.sells \
                    and [x for x in rights if x.y] and loop.last %}";
        let tags: Vec<Range<usize>> = text
            .match_indices("{%")
            .map(|(start, _)| start..start + text[start..].find("%}").unwrap() + 2)
            .collect();
        let found = names(text, &tags);
        let paths: Vec<&str> = found.iter().map(|name| name.path).collect();
        assert_eq!(paths, ["dpo.email", "company", "b", "sale", "rights"]);
        assert_eq!(&text[found[0].range.clone()], "dpo.email");
    }
}
