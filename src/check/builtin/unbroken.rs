//! Lines of addresses and details that run together.

use super::Verdict;
use crate::base::text::counted;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;

/// The maximum length of such a line. Lines of wrapped text are longer.
const SHORT: usize = 60;

/// The first block whose lines are details or an address, with the number of others.
pub(super) fn unbroken_lines(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut first_found: Option<Finding> = None;
    let mut others = 0;
    for block in &prose.blocks {
        if matches!(block.kind, Kind::Html | Kind::Cell | Kind::Heading(_)) {
            continue;
        }
        let mut before = None;
        for line in prose.lines(block) {
            let text = prose.text[line.text.clone()].trim();
            if is_mail(text) {
                break;
            }
            let first: Option<(&str, std::ops::Range<usize>)> =
                before.take().filter(|_| line.flows);
            let found = first.filter(|(first, _)| {
                is_short(first)
                    && !first.ends_with([',', '.', ';', ':'])
                    && !first.starts_with(char::is_lowercase)
                    && (is_detail(first) && is_detail(text) || is_town(text, first))
            });
            if let Some((first, range)) = found {
                let head: Vec<&str> = first.split_whitespace().take(6).collect();
                match first_found {
                    None => {
                        let found = Finding::text(range).with("value", head.join(" "));
                        first_found = Some(found);
                    }
                    Some(_) => others += 1,
                }
                break;
            }
            before = Some((text, line.text));
        }
    }
    let more = (others > 0).then(|| {
        let more = counted(others, "more paragraph or item", "more paragraphs or items");
        format!("the lines of {more} on this page run together, too")
    });
    let found = first_found.map(|mut found| {
        found.help.extend(more);
        found
    });
    found.into()
}

fn is_short(line: &str) -> bool {
    line.len() <= 4 * SHORT && line.chars().count() <= SHORT
}

/// Whether a line begins the header of an email, which another rule reports.
fn is_mail(line: &str) -> bool {
    let label = line
        .split_once(':')
        .map_or("", |(label, _)| label.trim_end());
    ["From", "Von", "De", "Da"].contains(&label)
}

/// Whether a line has a label: `Telephone: …`, `Status: Draft`.
fn is_detail(line: &str) -> bool {
    let Some((label, value)) = line.split_once(':') else {
        return false;
    };
    let is_part = |c: char| c.is_alphabetic() || " .-–/&'’()".contains(c);
    line.len() <= 8 * SHORT
        && label.chars().count() <= 25
        && label.starts_with(char::is_uppercase)
        && label.chars().all(is_part)
        && value.starts_with([' ', '\t', '\u{a0}'])
        && !value.trim().is_empty()
}

/// Whether a line is only a postcode and a town: `10115 Berlin`, `London SW1A 1AA`.
fn is_town(line: &str, above: &str) -> bool {
    if !is_short(line) || line.ends_with(['.', ',', ';', ':']) {
        return false;
    }
    let mut words = line.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let code = first
        .split_once('-')
        .map_or(first, |(country, code)| match country {
            "D" | "DE" | "A" | "AT" | "CH" | "F" | "FR" | "E" | "ES" | "I" | "IT" | "L" | "B" => {
                code
            }
            _ => first,
        });
    let is_code = matches!(code.len(), 4 | 5) && code.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    is_code && is_name(second) && words.count() < 4 && !is_year(code, above) || is_british(line)
}

/// Whether a number of four digits may be a year, as in `2026 Acme`: the line above it has no street
/// number.
fn is_year(code: &str, above: &str) -> bool {
    let has_digit =
        |word: Option<&str>| word.is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let mut words = above.split_whitespace();
    code.len() == 4
        && (code.starts_with("19") || code.starts_with("20"))
        && !has_digit(words.next())
        && !has_digit(words.next_back())
}

/// Whether a line ends with a British postcode.
fn is_british(line: &str) -> bool {
    let mut words = line.split_whitespace().rev();
    let (Some(inner), Some(outer)) = (words.next(), words.next()) else {
        return false;
    };
    let is_upper = |byte: u8| byte.is_ascii_uppercase();
    let inner = inner.as_bytes();
    let is_inner = matches!(inner, [a, b, c] if a.is_ascii_digit() && is_upper(*b) && is_upper(*c));
    let outer = outer.as_bytes();
    let is_outer = matches!(outer.len(), 2..=4)
        && outer[0].is_ascii_uppercase()
        && outer.iter().any(u8::is_ascii_digit)
        && outer
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_inner && is_outer && words.count() < 3
}
