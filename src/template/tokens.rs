//! The tokens of a tag, and the names that need no counting.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Name,
    Literal,
    Symbol,
}

/// The tokens of a tag, as the template engine reads it.
pub(super) fn tokens(tag: &str) -> Vec<(Token, usize, usize)> {
    let bytes = tag.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 2;
    let end = tag.len().saturating_sub(2);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    // Trimming dashes belong to the braces.
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let end = match end > at && bytes[end - 1] == b'-' {
        true => end - 1,
        false => end,
    };
    while at < end {
        let start = at;
        let kind = match bytes[at] {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1;
                while at < end && bytes[at] != quote {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                at = (at + 1).min(end);
                Token::Literal
            }
            byte if byte.is_ascii_digit() => {
                while at < end && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
                    at += 1;
                }
                Token::Literal
            }
            byte if is_name(byte) => {
                while at < end && is_name(bytes[at]) {
                    at += 1;
                }
                Token::Name
            }
            _ => {
                let rest = &bytes[at..end];
                let pair: &[&[u8]] = &[b"==", b"!=", b"<=", b">=", b"//", b"**", b"?.", b"?["];
                at += match rest {
                    rest if rest.starts_with(b"...") => 3,
                    rest if pair.iter().any(|pair| rest.starts_with(pair)) => 2,
                    _ => 1,
                };
                Token::Symbol
            }
        };
        tokens.push((kind, start, at));
    }
    tokens
}

/// Filters that read a fixed part of a value, or count their own work.
pub(super) const COUNTED: &[&str] = &[
    "date",
    "duration",
    "retention",
    "country",
    "list",
    "term",
    "address",
    "link",
    "in_force",
    "upcoming",
    "removed",
    "having",
    "as_controller",
    "as_processor",
    "applicable",
    "article",
    "reached",
    "consumers_in",
    "enforcement_bodies",
    "default",
    "first",
    "last",
    "nth",
    "get",
    "abs",
    "round",
    "int",
    "float",
    "pluralize",
    "join",
    "replace",
    "indent",
    "str",
    "unique",
];

/// Tests that depend only on the kind of a value.
pub(super) const KINDS: &[&str] = &[
    "defined",
    "undefined",
    "none",
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "iterable",
    "odd",
    "even",
    "divisible_by",
];
