//! Backticks that are printed, and those that turn words into code by mistake.

use std::ops::Range;

use super::Verdict;
use super::markup::written;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::document::{Element, Leaf, Step};

/// Backticks that are printed literally, the first in each piece of text, and pairs of them that were
/// meant as apostrophes or quotation marks.
pub(super) fn stray_backtick(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        let (text, range) = match step {
            Step::Enter(Element::CodeBlock { .. } | Element::HtmlBlock) => {
                walk.skip_inside();
                continue;
            }
            Step::Leaf(Leaf::Code(code)) => {
                findings.extend(apostrophes(page, code, range));
                continue;
            }
            Step::Leaf(Leaf::Text(text)) => (text, range),
            _ => continue,
        };
        let Some(at) = memchr::memchr(b'`', text.as_bytes()) else {
            continue;
        };
        // An escaped backtick starts a new piece of text, right after its backslash.
        let before = range.start.saturating_sub(1)..range.end;
        let is_escaped =
            at == 0 && written(page, before).is_some_and(|text| text.starts_with('\\'));
        if !is_escaped {
            let start = match range.len() == text.len() {
                true => range.start + at,
                false => range.start,
            };
            findings.push(finding(
                start..range.end.min(start + 1),
                "a backtick appears in the text".to_owned(),
            ));
        }
    }
    Verdict::Found(findings)
}

fn finding(merged: Range<usize>, what: String) -> Finding {
    Finding {
        spot: Spot::Merged(merged),
        ..Finding::default()
    }
    .with("what", what)
}

/// The maximum number of characters of code in a message.
const QUOTED: usize = 40;

/// The maximum number of letters that form an ending after code: `git push`ing`.
const ENDING: usize = 3;

/// Code that begins or ends within a word: `the customer`s data and the user`s rights`.
fn apostrophes(page: &Page<'_>, code: &str, range: Range<usize>) -> Option<Finding> {
    let place = page.prose.place(range.clone())?;
    let file = &place.source.text;
    let written = file.get(place.range.clone())?;
    if !(written.starts_with('`') && written.ends_with('`') && code.contains(char::is_alphabetic)) {
        return None;
    }
    // In scripts without capitals, particles follow code directly, or nothing separates words.
    let is_letter = |c: &char| c.is_lowercase() || c.is_uppercase();
    let begins_within = file[..place.range.start].chars().next_back();
    let begins_within = begins_within.as_ref().is_some_and(is_letter);
    let after: String = file[place.range.end..]
        .chars()
        .take(ENDING + 1)
        .take_while(is_letter)
        .collect();
    let is_found = match (begins_within, code.trim().contains(char::is_whitespace)) {
        (true, true) => true,
        (true, false) => !matches!(&*after, "" | "s" | "es"),
        (false, true) => {
            let is_contraction = matches!(&*after, "t" | "ll" | "re" | "ve");
            after.chars().count() > ENDING || is_contraction
        }
        (false, false) => false,
    };
    let words: Vec<&str> = code.split_whitespace().collect();
    let mut words = words.join(" ");
    if let Some((at, _)) = words.char_indices().nth(QUOTED) {
        words.truncate(at);
        words.push('…');
    }
    is_found.then(|| {
        finding(
            range,
            format!("a backtick within a word turns “{words}” into code"),
        )
    })
}
