//! The boundaries of sentences.

use std::ops::Range;

use super::{Block, Prose};

/// The maximum distance to search on either side of a position for the boundaries of its
/// sentence, so that a very long line is not scanned for each finding.
const FAR: usize = 2_000;

/// The maximum distance to search on either side of a position in its block or section, so that a
/// page with one very long paragraph is not scanned again for each position.
const NEAR: usize = 4_000;

impl Prose<'_> {
    /// The part of a range of text that is near a position in it.
    pub fn near(&self, whole: Range<usize>, at: &Range<usize>) -> Range<usize> {
        let mut start = at.start.saturating_sub(NEAR).max(whole.start);
        let mut end = at.end.saturating_add(NEAR).min(whole.end);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// The sentence around a position, within its block; if it is too long, only the part around
    /// the position.
    pub fn sentence(&self, at: Range<usize>) -> Range<usize> {
        let Some(block) = self.block_at(at.start) else {
            return at;
        };
        let text = &self.text[block.text.clone()];
        let (from, to) = (
            at.start - block.text.start,
            at.end.min(block.text.end) - block.text.start,
        );
        let mut first = from.saturating_sub(FAR);
        while !text.is_char_boundary(first) {
            first -= 1;
        }
        let start = (first..from).rev().find_map(|end| {
            let ends = is_stop(text, end) && text[end + 1..from].starts_with(' ');
            (ends && !goes_on(text, end)).then_some(end + 1)
        });
        let end = self.end_of_sentence(block, block.text.start + to, FAR);
        block.text.start + start.unwrap_or(first)..end
    }

    /// The end of the sentence around a position in a block, at most `far` away.
    fn end_of_sentence(&self, block: &Block, at: usize, far: usize) -> usize {
        let text = self.of_block(block);
        let from = at - block.text.start;
        let mut last = from.saturating_add(far).min(text.len());
        while !text.is_char_boundary(last) {
            last += 1;
        }
        let end = (from..last).find_map(|stop| {
            let after = || &text[stop + 1..];
            let ends = is_stop(text, stop)
                && (after().is_empty() || after().starts_with([' ', '”', '"', ')']));
            (ends && !goes_on(text, stop)).then_some(stop + 1)
        });
        block.text.start + end.unwrap_or(last)
    }

    /// The sentences of a block.
    pub fn sentences<'s>(&'s self, block: &'s Block) -> impl Iterator<Item = Range<usize>> + 's {
        let mut at = block.text.start;
        std::iter::from_fn(move || {
            if at >= block.text.end {
                return None;
            }
            let range = at..self.end_of_sentence(block, at, usize::MAX).max(at + 1);
            at = range.end;
            Some(range)
        })
    }
}

/// Whether a byte of a text may end a sentence.
fn is_stop(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b'.' | b'!' | b'?' | b';')
}

/// Whether a sentence goes on after a full stop: it belongs to an abbreviation or an ordinal such as
/// “20. Juli”.
fn goes_on(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    if text.as_bytes()[at] != b'.' {
        return false;
    }
    let after = after.trim_start_matches([' ', '\u{a0}']);
    is_abbreviation(before) || is_day(before) && MONTHS.iter().any(|month| after.starts_with(month))
}

/// German names of months, which follow ordinals.
const MONTHS: [&str; 13] = [
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Whether a text ends with a number of one or two digits.
fn is_day(before: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
}

/// Whether a text ends with an abbreviation such as `e.g` or `Art`, or with a single letter, so
/// that a full stop after it does not end the sentence.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or(before);
    if word.len() > 6 {
        return false;
    }
    word.chars().count() <= 1
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "e.g"
                | "i.e"
                | "art"
                | "arts"
                | "no"
                | "nr"
                | "abs"
                | "buchst"
                | "lit"
                | "inc"
                | "ltd"
                | "co"
                | "corp"
                | "etc"
                | "sec"
                | "z.b"
                | "u.s"
                | "st"
                | "vs"
                | "acc"
                | "approx"
                | "bzw"
                | "cf"
                | "d.h"
                | "dr"
                | "evtl"
                | "ggf"
                | "i.d.r"
                | "inkl"
                | "max"
                | "mr"
                | "mrs"
                | "p.ej"
                | "p.ex"
                | "prof"
                | "resp"
                | "u.a"
                | "usw"
                | "vgl"
                | "z.t"
                | "ziff"
                | "zzgl"
        )
}
