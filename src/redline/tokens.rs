//! Splits a text into words.

use super::text::{Mark, Style, Token, TokenKind};

/// Splits a text into words and punctuation, with white space between them. `pending` holds the
/// marks before the first one; afterwards it holds those after the last one.
pub(super) fn words(text: &str, pending: &mut Vec<Mark>, mut put: impl FnMut(Token)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_whitespace() {
            if pending.last() != Some(&Mark::Space) {
                pending.push(Mark::Space);
            }
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            continue;
        }
        let (kind, length) = piece(rest);
        let (piece, after) = rest.split_at(length);
        put(Token {
            kind,
            text: piece.into(),
            style: Style::default(),
            link: None,
            before: std::mem::take(pending),
        });
        rest = after;
    }
}

/// The kind and the length of the first piece of a text.
fn piece(text: &str) -> (TokenKind, usize) {
    let mut chars = text.char_indices().peekable();
    let Some((_, first)) = chars.next() else {
        return (TokenKind::Punctuation, 0);
    };
    if !is_letter(first) || is_ideograph(first) {
        let kind = match is_ideograph(first) {
            true => TokenKind::Word,
            false => TokenKind::Punctuation,
        };
        // An accent belongs to the character before it, whatever that is.
        let end = chars.find(|(_, c)| !is_mark(*c));
        return (kind, end.map_or(text.len(), |(at, _)| at));
    }
    while let Some((at, c)) = chars.next() {
        let mut joins = || chars.peek().is_some_and(|(_, next)| is_letter(*next));
        if is_ideograph(c) || !(is_letter(c) || is_mark(c) || (is_joint(c) && joins())) {
            return (TokenKind::Word, at);
        }
    }
    (TokenKind::Word, text.len())
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Combining marks, joiners and variation selectors.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x610..=0x61A
        | 0x64B..=0x65F | 0x900..=0x903 | 0x93A..=0x94F | 0xE31..=0xE3A | 0xE47..=0xE4E
        | 0x200C..=0x200D | 0x20D0..=0x20F0 | 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF)
}

/// Characters allowed inside a word: `e-mail`, `don’t`, `1,000.50`, `name@acme.example`.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '.' | ',' | '_' | '@' | ':' | '\u{AD}'
    )
}

/// Characters of scripts that are written without spaces: each is a word.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Splits code: line breaks, runs of spaces, words, and other characters one by one.
pub(super) fn code(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |wanted: fn(char) -> bool| rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        let length = match first {
            ' ' => run(|c| c == ' '),
            c if c == '_' || c.is_alphanumeric() => run(|c| c == '_' || c.is_alphanumeric()),
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        tokens.push(Token {
            kind: TokenKind::Code,
            text: piece.into(),
            style: Style::default(),
            link: None,
            before: Vec::new(),
        });
        rest = after;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        words(text, &mut Vec::new(), |token| {
            pieces.push(token.text.into())
        });
        pieces
    }

    #[test]
    fn words_are_cut_from_punctuation() {
        assert_eq!(
            cut("We don’t keep e-mails (90 days, 1,000.50 €)."),
            [
                "We", "don’t", "keep", "e-mails", "(", "90", "days", ",", "1,000.50", "€", ")", "."
            ]
        );
        assert_eq!(cut("a@acme.example."), ["a@acme.example", "."]);
        assert_eq!(cut("隐私 x"), ["隐", "私", "x"]);
        assert_eq!(cut("5\u{a0}years"), ["5", "\u{a0}", "years"]);
        let tokens = code("if x:\n    y_1()");
        let pieces: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
        assert_eq!(pieces, ["if", " ", "x", ":", "\n", "    ", "y_1", "(", ")"]);
    }
}
