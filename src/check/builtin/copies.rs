//! Passages that a page prints twice.

use std::collections::HashMap;
use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Block, Kind};
use crate::template::source_map::CallId;

/// The minimum number of words in a passage. Shorter ones, such as “You can object at any time”,
/// may be repeated on purpose.
const FEWEST: usize = 12;

/// From this number of words on, another rule compares whole paragraphs of the site.
const COMPARED: usize = 25;

/// Paragraphs, and items of one list, that also appear elsewhere on the page, alone or within a longer
/// paragraph. A passage that appears more than twice is a pattern, as in descriptions of similar
/// services.
pub(super) fn twice(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let passages: Vec<&Block> = prose.blocks.iter().filter(|block| counts(block)).collect();
    // The places of each sentence, up to three.
    let mut places: HashMap<&str, Vec<(usize, Range<usize>)>> = HashMap::new();
    for (at, block) in passages.iter().enumerate() {
        for range in prose.sentences(block) {
            let sentence = prose.text[range.clone()].trim();
            if !sentence.is_empty() {
                let start = range.start + leading(&prose.text[range.clone()]);
                let known = places.entry(sentence).or_default();
                if known.len() < 3 {
                    known.push((at, start..block.text.end));
                }
            }
        }
    }
    // The number of each list: its items follow each other in a section.
    let mut lists: Vec<usize> = Vec::with_capacity(passages.len());
    for (at, block) in passages.iter().enumerate() {
        let goes_on = at.checked_sub(1).is_some_and(|before| {
            let before = passages[before];
            before.kind == Kind::Item && before.section == block.section
        });
        lists.push(if goes_on { lists[at - 1] } else { at });
    }
    let mut findings = Vec::new();
    for (at, block) in passages.iter().enumerate() {
        let text = prose.of_block(block).trim();
        if words(text) < FEWEST || is_reference(text) {
            continue;
        }
        let Some(first) = prose.sentences(block).next() else {
            continue;
        };
        let Some(known) = places.get(prose.text[first].trim()) else {
            continue;
        };
        let copies: Vec<&(usize, Range<usize>)> = known
            .iter()
            .filter(|(_, range)| begins_with(&prose.text[range.clone()], text))
            .collect();
        let [(one, first), (other, second)] = copies[..] else {
            continue;
        };
        let is_whole = |at: usize| prose.of_block(passages[at]).trim() == text;
        let are_whole = is_whole(*one) && is_whole(*other);
        // Of two equal paragraphs, report the second; otherwise, the one that is the copy.
        // Similar lists, such as those of two services, may share items.
        let in_two_lists = block.kind == Kind::Item && lists[*one] != lists[*other];
        if one == other || in_two_lists || are_whole && (at == *one || words(text) >= COMPARED) {
            continue;
        }
        let elsewhere = if at == *one { second } else { first };
        let here = block.text.start + leading(prose.of_block(block));
        let range = here..here + text.len();
        let place = prose.place(prose.merged(elsewhere.start..elsewhere.start + text.len()));
        let line = place.as_ref().map_or(0, |place| place.line_col().0);
        let finding = Finding::text(range).with("line", line.to_string());
        findings.push(finding.label(place, "it also appears here"));
    }
    Verdict::Found(findings)
}

/// Whether a block is a paragraph or an item in the policy’s own text.
fn counts(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Item)
        && !block.quoted
        && block.call == CallId::POLICY
}

/// The number of bytes of white space before a text.
fn leading(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a text begins with a passage that ends where one of its sentences does.
fn begins_with(text: &str, passage: &str) -> bool {
    text.strip_prefix(passage)
        .is_some_and(|rest| rest.trim_start().is_empty() || passage.ends_with(['.', '!', '?', ';']))
}

/// Whether a passage mainly consists of addresses, which each section may need.
fn is_reference(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}
