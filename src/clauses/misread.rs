//! Text in conditions that looks like another value: `no` is not false, and `19.90`, which is kept
//! as written, is not a number.

use tera::Value;

use super::conditions::Name;
use super::{bounds, compared};
use crate::base::diagnostic::{Diagnostic, codes};

/// Words for false in other versions of YAML and in other formats. In YAML 1.2 they are text, which
/// counts as true.
const FALSE: &[&str] = &[
    "no", "off", "n", "false", "0", "none", "null", "nil", "nein", "falsch", "aus", "non", "faux",
    "falso", "não", "nao", "nee", "onwaar", "nie", "fałsz",
];

/// Reports a condition on custom data that can't work as intended.
pub(super) fn condition(name: &Name<'_>, value: &Value, source: &str) -> Option<Diagnostic> {
    let path = name.path;
    let before = source[..name.range.start].trim_end();
    let rest = rest_of_tag(name, source);
    let after = rest.trim();
    // Ordering text and a number is already an error.
    let other = after.strip_prefix("==").or(after.strip_prefix("!="));
    let other = other.map(str::trim_start);
    let is_truth = |other: &str| other.starts_with("true") || other.starts_with("false");
    let warn = |message: String, help: String| {
        Some(Diagnostic::new(&codes::TEXT_AS_VALUE, message).help(help))
    };
    let Some(text) = value.as_str() else {
        let is_quoted = other.is_some_and(|other| other.starts_with(['"', '\'']));
        let is_plain = value.is_bool() || value.is_number();
        if let Some(word) = other
            .and_then(compared::quoted)
            .filter(|_| value.is_array())
        {
            return warn(
                format!("`{path}` is a list, which never equals a text"),
                format!("write `\"{word}\" in {path}`"),
            );
        }
        return match is_quoted && is_plain {
            true => warn(
                format!("`{path}` is `{value}`, which is not text"),
                format!("compare without quotation marks: `{path} == {value}`"),
            ),
            false => None,
        };
    };
    let is_tested = ends_with_any(before, &["if", "elif", "and", "or", "not", "("])
        && (matches!(after, "" | "-")
            || ["and ", "or ", "else ", ")"]
                .iter()
                .any(|end| after.starts_with(end)));
    let is_number = text.starts_with(is_digit)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' ' | 'e' | 'E'));
    if is_tested && FALSE.contains(&text.trim().to_ascii_lowercase().as_str()) {
        return warn(
            format!("`{path}` is the text `{text}`, and text that is not empty counts as true"),
            "write `false` for false, without quotation marks".to_owned(),
        );
    }
    let is_zero = is_number && text.chars().all(|c| !('1'..='9').contains(&c));
    if is_tested && is_zero {
        return warn(
            format!("`{path}` is the text `{text}`, and text that is not empty counts as true"),
            "write `0` for a number that counts as false".to_owned(),
        );
    }
    if let Some(word) = other.and_then(compared::quoted)
        && word != text
        && word.to_lowercase() == text.to_lowercase()
    {
        return warn(
            format!("`{path}` is `{text}`, which does not equal `{word}`"),
            "use the same capitals in both".to_owned(),
        );
    }
    if other.is_some_and(is_truth) {
        return warn(
            format!("`{path}` is the text `{text}`, which is neither `true` nor `false`"),
            format!(
                "compare with `\"{text}\"`, or write `true` or `false` without quotation marks"
            ),
        );
    }
    if is_number && other.is_some_and(|other| other.starts_with(is_digit)) {
        return warn(
            format!("`{path}` is text (`{text}`), not a number"),
            format!("compare with `\"{text}\"`; {KEPT}"),
        );
    }
    compared::report(name, text, source)
}

/// Reports a loop over custom data that is text: its entries would be the letters.
pub(super) fn looped(name: &Name<'_>, value: &Value, source: &str) -> Option<Diagnostic> {
    let text = value.as_str()?;
    let after = rest_of_tag(name, source);
    let is_whole = source[..name.range.start].trim_end().ends_with(" in")
        && !after.trim_start().starts_with(['[', '(', '|']);
    is_whole.then(|| {
        let path = name.path;
        Diagnostic::new(
            &codes::TEXT_AS_VALUE,
            format!("`{path}` is text, so the loop prints its letters one by one"),
        )
        .help(format!("write a list: `[{text}]`"))
    })
}

/// Why a number in free data may be a text.
pub(super) const KEPT: &str = "numbers in quotation marks, and numbers with more digits than necessary, such as `19.90`, are text";

/// The text after a name, up to the end of its tag, without counting filters.
pub(super) fn rest_of_tag(name: &Name<'_>, source: &str) -> String {
    let rest = &source[name.range.end..];
    let bytes = rest.as_bytes();
    let is_end = |at: &usize| {
        at.checked_sub(1)
            .is_some_and(|at| b"%}".contains(&bytes[at]))
    };
    let end = memchr::memchr_iter(b'}', bytes).find(is_end);
    bounds::without_counting(&rest[..end.map_or(rest.len(), |end| end - 1)])
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let rest = text.strip_suffix(word);
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric) || *word == "(")
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
