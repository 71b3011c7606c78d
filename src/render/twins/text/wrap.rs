//! Breaks text into lines.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WrapAlgorithm};

use super::lines::WIDTH;

/// Breaks a text with single spaces into lines of [`WIDTH`] columns. The first
/// line begins with `first`, the others with `rest`.
pub(super) fn wrap(text: &str, first: &str, rest: &str, out: &mut String) {
    if text.is_ascii() {
        wrap_ascii(text, first, rest, out);
        return;
    }
    // Scripts without spaces between words have special rules.
    let is_spaced = |c: char| c < '\u{2E80}';
    let separator = match text.chars().all(is_spaced) {
        true => WordSeparator::AsciiSpace,
        false => WordSeparator::UnicodeBreakProperties,
    };
    let options = Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(separator)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    for line in textwrap::wrap(text, options) {
        out.push_str(&line);
        out.push('\n');
    }
}

/// The same as [`wrap`], but faster, for ASCII, in which each byte takes one column: most text is
/// ASCII, and all text of every page is wrapped.
fn wrap_ascii(text: &str, first: &str, rest: &str, out: &mut String) {
    let mut left = text;
    let mut indent = first;
    loop {
        out.push_str(indent);
        let line = first_line(left, WIDTH.saturating_sub(indent.len()));
        out.push_str(line);
        out.push('\n');
        left = &left[line.len()..];
        match left.strip_prefix(' ') {
            Some(behind) => left = behind,
            None => return,
        }
        indent = rest;
    }
}

/// As many words from the start of a text as fit into `width`, but at least
/// one.
fn first_line(text: &str, width: usize) -> &str {
    let bytes = text.as_bytes();
    if bytes.len() <= width {
        return text;
    }
    if bytes[width] == b' ' {
        return &text[..width];
    }
    let fits = bytes[..width].iter().rposition(|byte| *byte == b' ');
    match fits.or_else(|| memchr::memchr(b' ', bytes)) {
        Some(end) => &text[..end],
        None => text,
    }
}

/// The number of columns that a text takes.
pub(super) fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

/// Whether a text is a single line with single spaces, and none at its ends.
pub(super) fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    // Without an early exit, so that many bytes are processed at once.
    let is_loose = pairs.fold(false, |found, (byte, next)| {
        found | ((*byte <= b' ') & (*next <= b' ')) | (*byte < b' ')
    });
    !is_loose && text.trim().len() == text.len()
}

/// Text with single spaces. No-break spaces are kept.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return text.into();
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast path for ASCII breaks lines at the same places as the crate.
    #[test]
    fn ascii_is_wrapped_as_any_text() {
        let mut seed = 1_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1);
            (seed >> 33) % below
        };
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..=random(60) {
                if !text.is_empty() {
                    text.push(' ');
                }
                let length = if random(20) == 0 {
                    random(120)
                } else {
                    random(12)
                } + 1;
                text.extend((0..length).map(|_| b"abc-/.,<>"[random(9) as usize] as char));
            }
            let indent = " ".repeat(random(40) as usize);
            let (first, rest) = (format!("{indent}- "), format!("{indent}  "));
            let mut short = String::new();
            wrap_ascii(&text, &first, &rest, &mut short);
            let options = Options::new(WIDTH)
                .initial_indent(&first)
                .subsequent_indent(&rest)
                .break_words(false)
                .word_separator(WordSeparator::AsciiSpace)
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .wrap_algorithm(WrapAlgorithm::FirstFit);
            assert_eq!(short, textwrap::fill(&text, options) + "\n");
        }
    }
}
