//! Character classes in patterns, narrowed to the scripts of European languages.
//!
//! With the letters of all scripts, each `\w` in a pattern compiles to an automaton with hundreds
//! of states. The packs are for languages in Latin script; names in the texts may be Greek or
//! Cyrillic.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

/// Latin, Greek and Cyrillic letters with their marks.
const SCRIPTS: &str = r"\x00-\u{52F}\u{1E00}-\u{1FFF}";

/// Each escape, with the contents of the class that replaces it.
static NARROWED: LazyLock<[(&str, String); 6]> = LazyLock::new(|| {
    [r"\w", r"\d", r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{M}"]
        .map(|class| (class, ranges(&format!("[{class}&&[{SCRIPTS}]]"))))
});

/// The ranges of a class as written between brackets.
fn ranges(class: &str) -> String {
    let mut text = String::new();
    if let Ok(parsed) = regex_syntax::parse(class)
        && let HirKind::Class(Class::Unicode(found)) = parsed.kind()
    {
        for range in found.ranges() {
            // Letters have no special meaning between brackets, and are parsed faster unescaped.
            text.push(range.start());
            if range.start() != range.end() {
                text.extend(['-', range.end()]);
            }
        }
    }
    text
}

/// A pattern with its classes limited to a few scripts.
pub(super) fn narrowed(pattern: &str) -> Cow<'_, str> {
    replaced(pattern, |ranges| ranges)
}

/// A pattern with minimal classes, for code that examines only its words.
pub(super) fn shortened(pattern: &str) -> Cow<'_, str> {
    replaced(pattern, |_| "01")
}

fn replaced(pattern: &str, by: impl Fn(&'static str) -> &'static str) -> Cow<'_, str> {
    if !pattern.contains('\\') {
        return pattern.into();
    }
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let class = NARROWED.iter().find(|(class, _)| rest.starts_with(class));
        match class {
            Some((class, ranges)) => {
                // Brackets may be nested.
                text.extend(["[", by(ranges), "]"]);
                rest = &rest[class.len()..];
            }
            None => {
                let end = rest.chars().take(2).map(char::len_utf8).sum();
                text.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
    text.push_str(rest);
    text.into()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::narrowed;

    #[test]
    fn narrowed_patterns_match_what_they_did_in_european_texts() {
        let patterns = [
            r"^\w+$",
            r"^[\w-]+$",
            r"^[^\w]+$",
            r"^\p{Lu}\p{Ll}*$",
            r"^\\w$",
            r"^[\p{L}\d]+$",
        ];
        let texts = [
            "Müller",
            "a-b",
            "—",
            "Ünal",
            "Ελλάδα",
            "Москва",
            "\\w",
            "x3",
            "œuvre",
            "Ǆ",
            "ắ",
            "×",
        ];
        for pattern in patterns {
            let whole = Regex::new(pattern).unwrap();
            let narrow = Regex::new(&narrowed(pattern)).unwrap();
            for text in texts {
                assert_eq!(
                    whole.is_match(text),
                    narrow.is_match(text),
                    "{pattern} in {text}"
                );
            }
        }
        assert!(!Regex::new(&narrowed(r"\w")).unwrap().is_match("漢"));
    }
}
