//! Letters that are written as a base letter and a combining accent, as some editors on macOS do.

use icu_normalizer::properties::CanonicalCompositionBorrowed;

/// The last letter of European languages that have patterns.
const LAST: char = '\u{17F}';

/// Whether a text may contain such a letter: the accents begin with this byte.
pub(super) fn may_be_in(text: &str) -> bool {
    memchr::memchr(0xCC, text.as_bytes()).is_some()
}

/// The parts of a text: each with the letter that it makes, or `None` if it stays as it is.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut from = 0;
    let mut pending = None;
    let mut pairs = text.char_indices().zip(text.char_indices().skip(1));
    std::iter::from_fn(move || {
        if let Some(part) = pending.take() {
            return Some(part);
        }
        let found = pairs.find_map(|((at, base), (_, accent))| {
            let end = at + base.len_utf8() + accent.len_utf8();
            Some((at, end, composed(base, accent)?))
        });
        match found {
            Some((at, end, letter)) => {
                let before = &text[from..at];
                from = end;
                let part = (&text[at..end], Some(letter));
                if before.is_empty() {
                    return Some(part);
                }
                pending = Some(part);
                Some((before, None))
            }
            None => {
                let rest = &text[from..];
                from = text.len();
                (!rest.is_empty()).then_some((rest, None))
            }
        }
    })
}

fn composed(base: char, accent: char) -> Option<char> {
    const COMPOSITION: CanonicalCompositionBorrowed<'static> = CanonicalCompositionBorrowed::new();
    let letter = COMPOSITION.compose(base, accent)?;
    (letter <= LAST).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn letters_and_accents() {
        let found: Vec<_> = parts("beha\u{308}lt e\u{301}t\u{e9} x\u{308}").collect();
        let expected = [
            ("beh", None),
            ("a\u{308}", Some('ä')),
            ("lt ", None),
            ("e\u{301}", Some('é')),
            ("té x\u{308}", None),
        ];
        assert_eq!(found, expected);
        assert_eq!(parts("").count(), 0);
        assert_eq!(
            parts("u\u{308}").collect::<Vec<_>>(),
            [("u\u{308}", Some('ü'))]
        );
    }
}
