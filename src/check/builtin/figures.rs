//! Numbers written in words, followed by figures in brackets.

use std::sync::LazyLock;

use super::Verdict;
use super::numerals;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::rules::Pattern;

/// A number in brackets, with or without a currency or a unit.
static FIGURE: Lazy = LazyLock::new(|| {
    let sign = r"(?:EUR|USD|GBP|CHF|AUD|CAD|€|\$|£)";
    Pattern::new(format!(
        r"^\(\s?(?<before>{sign})?\s?(?<number>\d{{1,3}}(?:[., ’']\d{{3}})*(?:[.,]\d{{1,2}})?|\d{{4,6}})\s?(?<after>{sign}|%)?\s?(?<unit>(?:days?|months?|years?|hours?|weeks?|tagen?|monaten?|jahren?|jours?|mois|ans?|d.as?|meses|años?))?\)"
    ))
});

/// Currencies and words for percentages between a number and its figures.
const UNITS: &[&str] = &[
    "euro", "euros", "dollars", "dollar", "pounds", "pound", "sterling", "francs", "franken", "us",
    "percent", "per", "cent", "prozent", "pour", "por", "ciento", "u.s.",
];

/// Units of time. Before these, “one” and its equivalents in other languages
/// are numbers; elsewhere, they are articles.
static TIME: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^ (?:calendar |business |working )?(?:minute|hour|day|week|month|year|tag|woche|monat|jahr|jour|semaine|mois|an\b|année|d.a|semana|mes\b|año)",
    )
});

/// The maximum number of words in a number: “one hundred and twenty five”.
const MOST: usize = 5;

/// Numbers whose words and figures differ.
pub(super) fn differ(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let text = &prose.text;
    let mut findings = Vec::new();
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        // Most brackets contain words.
        let inside = text.as_bytes().get(open + 1..open + 3).unwrap_or_default();
        if inside.iter().all(|byte| byte.is_ascii_lowercase()) {
            continue;
        }
        let Some(found) = FIGURE.find_groups(&text[open..]).next() else {
            continue;
        };
        let Some(figure) = found.name("number").and_then(|found| read(found.as_str())) else {
            continue;
        };
        let end = open + found.get(0).map_or(0, |found| found.end());
        let has_sign = ["before", "after", "unit"]
            .iter()
            .any(|name| found.name(name).is_some());
        let behind = text[end..].strip_prefix([' ', '-', '\u{a0}']);
        let is_counting = behind.is_some_and(|word| word.starts_with(char::is_alphabetic));
        let Some((start, value)) = number_before(&text[..open]) else {
            continue;
        };
        let is_article = value == 1 && !(has_sign || TIME.is_in(&text[end..]));
        if value == figure || !(has_sign || is_counting) || is_article || prose.is_quoted(start) {
            continue;
        }
        let words = text[start..open].trim_end();
        findings.push(
            Finding::text(start..end)
                .with("text", words)
                .with("value", found["number"].to_owned()),
        );
    }
    Verdict::Found(findings)
}

/// The number in words at the end of a text, with the position where it starts.
fn number_before(text: &str) -> Option<(usize, u32)> {
    let text = text.trim_end_matches([' ', '\u{a0}']);
    let mut starts: Vec<usize> = Vec::new();
    let mut end = text.len();
    let mut rest = text;
    for _ in 0..MOST + 3 {
        let at = rest
            .rfind([' ', '\u{a0}', '\n', '(', '“', '„', '«'])
            .map_or(0, |at| {
                at + rest[at..].chars().next().map_or(1, char::len_utf8)
            });
        let word = &rest[at..];
        if starts.is_empty() && UNITS.contains(&word.to_lowercase().as_str()) {
            end = rest[..at].trim_end().len();
        } else if word.is_empty() || !word.chars().all(|c| c.is_alphabetic() || c == '-') {
            break;
        } else {
            starts.push(at);
        }
        rest = rest[..at].trim_end_matches([' ', '\u{a0}']);
        if rest.len() == text.len() {
            break;
        }
    }
    let read = |start: &usize| Some((*start, numerals::value(&text[*start..end])?));
    // Take the longest: “one hundred and twenty”, not “twenty”.
    starts.iter().take(MOST).rev().find_map(read)
}

/// The integer part of a number in figures.
fn read(figures: &str) -> Option<u32> {
    let cents = figures
        .rfind(['.', ','])
        .filter(|at| figures.len() - at <= 3);
    let whole = &figures[..cents.unwrap_or(figures.len())];
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
