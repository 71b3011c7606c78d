//! Words and sentences repeated in a row.

use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::model::language::primary;

/// Words that may correctly occur twice in a row: “had had”, “log in in the app”, “nous nous
/// réservons”, “die die”.
const MAY_REPEAT: &[&str] = &[
    "that", "had", "is", "do", "in", "on", "out", "up", "off", "over", "so", "very", "no", "bye",
    "ha", "bla", "die", "der", "das", "den", "dem", "sie", "nous", "vous", "se", "tout", "per",
    "que", "she", "her", "one", "pro", "yes", "nein", "muy", "non", "si", "en", "la", "ma", "ne",
    "can", "will", "long", "many", "much", "ever", "bis", "zu",
];

/// The languages that are checked; others may double words on purpose.
const LANGUAGES: &[&str] = &["en", "de", "fr", "es"];

/// The minimum length, in bytes, of a sentence, as opposed to an exclamation or a label.
const SENTENCE: usize = 30;

/// If the source has more than this many extra bytes between two words, a tag, a link or code
/// must be between them.
const MARKS: usize = 6;

/// Words and sentences that occur twice in a row.
pub(super) fn repeated(page: &Page<'_>) -> Verdict {
    let language = primary(page.language);
    let reads_as = page.reads_as.map_or(language, |guess| guess.tag);
    if !LANGUAGES.contains(&language) || reads_as != language {
        return None.into();
    }
    let mut findings = Vec::new();
    for block in &page.prose.blocks {
        if block.quoted || block.kind == Kind::Html {
            continue;
        }
        words(page, block, &mut findings);
        sentences(page, block, &mut findings);
    }
    Verdict::Found(findings)
}

fn words(page: &Page<'_>, block: &Block, findings: &mut Vec<Finding>) {
    let text = page.prose.of_block(block);
    let (mut earlier, mut before) = ("", "");
    let mut first = false;
    let mut start = 0;
    for word in text.split(' ') {
        let at = start;
        start += word.len() + 1;
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '”', '"', '»']);
        // Only the first word is capitalised because of its position.
        let is_first = first;
        let is_same =
            bare.len() > 1 && (bare == before || (is_first && bare.eq_ignore_ascii_case(before)));
        // In “to support support teams”, the first “support” is a verb.
        let is_verb = earlier == "to" && bare.len() > 3;
        if is_same && !is_verb && is_plain(bare) && !MAY_REPEAT.contains(&bare) {
            let range =
                block.text.start + at - before.len() - 1..block.text.start + at + bare.len();
            if is_as_written(page, &range) && !page.prose.is_quoted(range.start) {
                findings.push(finding(page, range));
            }
        }
        first = before.is_empty() || before.ends_with('.');
        (earlier, before) = (before, word);
    }
}

/// Whether a word consists only of lower-case letters; names may be doubled.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_lowercase() && c.is_alphabetic())
}

/// Whether the text omits nothing from the source within a range, except short marks.
fn is_as_written(page: &Page<'_>, range: &Range<usize>) -> bool {
    page.prose.merged(range.clone()).len() <= range.len() + MARKS
}

fn finding(page: &Page<'_>, range: Range<usize>) -> Finding {
    let text = page.prose.text[range.clone()].to_owned();
    Finding::text(range).with("match", text)
}

fn sentences(page: &Page<'_>, block: &Block, findings: &mut Vec<Finding>) {
    let text = page.prose.of_block(block);
    if text.len() < 2 * SENTENCE {
        return;
    }
    let mut before: &str = "";
    let mut start = 0;
    for sentence in text.split(". ") {
        let at = start;
        start += sentence.len() + 2;
        let bare = sentence.trim_end_matches('.');
        if bare.len() >= SENTENCE && bare == before {
            let from = block.text.start + at;
            findings.push(finding(page, from..from + bare.len()));
        }
        before = bare;
    }
}
