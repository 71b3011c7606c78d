//! Dates and numbers in conditions that are compared as text, letter by letter: `23.05.2025` comes
//! after `2026-01-01`, and `100` before `20`.

use super::conditions::Name;
use super::misread;
use crate::base::dates;
use crate::base::diagnostic::{Diagnostic, codes};

/// Reports a comparison of text whose letters have another order than the values.
pub(super) fn report(name: &Name<'_>, value: &str, source: &str) -> Option<Diagnostic> {
    let after = misread::rest_of_tag(name, source);
    let after = after.trim_start();
    let before = source[..name.range.start].trim_end();
    let (is_order, other) = if after.starts_with(['<', '>']) {
        let other = after.trim_start_matches(['<', '>', '=']).trim_start();
        (true, quoted(other))
    } else if let Some(other) = after.strip_prefix("==").or(after.strip_prefix("!=")) {
        (false, quoted(other.trim_start()))
    } else {
        let left = before.trim_end_matches('=');
        let left = left.strip_suffix(['<', '>'])?;
        (true, quoted_before(left.trim_end()))
    };
    let path = name.path;
    let in_turn = |text: &str| {
        Some(
            Diagnostic::new(
                &codes::TEXT_AS_VALUE,
                format!("`{text}` is compared letter by letter, not as a date"),
            )
            .help("write dates as year-month-day, such as `2026-05-23`"),
        )
    };
    let is_date = |text: &str| is_other_date(text) || dates::parse(text).is_some();
    match other {
        _ if is_order && is_other_date(value) => in_turn(value),
        Some(other) if is_order && is_other_date(other) && is_date(value) => in_turn(other),
        Some(other) if !is_order && is_date(value) && is_date(other) => {
            let differs = is_other_date(value) != is_other_date(other);
            differs
                .then(|| in_turn(if is_other_date(value) { value } else { other }))
                .flatten()
        }
        Some(other) if is_order && is_number(value) && is_number(other) => Some(
            Diagnostic::new(
                &codes::TEXT_AS_VALUE,
                format!("`{path}` is text (`{value}`), which is compared letter by letter"),
            )
            .help("write both numbers without quotation marks, in their shortest form"),
        ),
        _ => None,
    }
}

/// The text in quotation marks at the beginning of an expression.
pub(super) fn quoted(expression: &str) -> Option<&str> {
    let mark = expression.chars().next().filter(|c| "\"'`".contains(*c))?;
    expression[1..].split(mark).next()
}

/// The text in quotation marks at the end of an expression.
pub(super) fn quoted_before(expression: &str) -> Option<&str> {
    let mark = expression.chars().next_back();
    let mark = mark.filter(|c| "\"'`".contains(*c))?;
    expression[..expression.len() - 1].rsplit(mark).next()
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Whether a text is a date that is not in the form year-month-day: `23.05.2025`, `5/23/2025`,
/// `23 May 2025`.
fn is_other_date(text: &str) -> bool {
    if dates::parse(text).is_some() || text.len() > 40 {
        return false;
    }
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<&str> = parts
        .filter(|part| !part.is_empty() && !matches!(*part, "de" | "of" | "the"))
        .collect();
    let number = |part: &&str| part.parse::<u32>().ok();
    let is_year =
        |part: &&&str| part.len() == 4 && number(part).is_some_and(|year| year / 100 >= 19);
    let is_day = |part: &&&str| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_lowercase());
        part.len() - digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|day| day <= 31)
    };
    let is_word = |part: &&&str| part.chars().count() > 2 && part.chars().all(char::is_alphabetic);
    let days = parts.iter().filter(is_day).count();
    parts.len() == 3
        && parts.iter().filter(is_year).count() == 1
        && days >= 1
        && days + parts.iter().filter(is_word).count() == 2
}

#[cfg(test)]
mod tests {
    use super::is_other_date;

    #[test]
    fn dates_in_other_forms_are_recognised() {
        for date in [
            "23.05.2025",
            "5/23/2025",
            "2025/05/23",
            "23 May 2025",
            "May 23, 2025",
            "23. Mai 2025",
            "23 de mayo de 2025",
            "1er janvier 2026",
            "2025-5-3",
        ] {
            assert!(is_other_date(date), "{date}");
        }
        for other in [
            "2025-05-23",
            "2025",
            "May 2025",
            "10.1.2",
            "version 2",
            "Room 12",
            "at 9 and 17",
        ] {
            assert!(!is_other_date(other), "{other}");
        }
    }
}
