//! The numbers of the parts of a page, which references can name.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::numbers::{Mark, Part, headings, marks};
use super::subparagraphs::Sections;
use super::words::Lazy;
use crate::check::evaluate::Page;
use crate::document::{Element, Step};
use crate::rules::Pattern;

/// The minimum number of numbered lines that make up the parts of a text, as opposed to a list.
const NUMBERED: usize = 4;

/// The numbers that readers see at headings, paragraphs and items.
pub(super) struct Known {
    pub(super) marks: Vec<Mark>,
    /// All numbers, including implied ones: a 2.1 implies a 2.
    pub(super) numbers: HashSet<Vec<u32>>,
    /// Whether the headings have numbers. If not, the text is numbered in some other way.
    pub(super) counts: bool,
    /// Whether the page numbers all of its sections.
    counts_all: bool,
    /// The highest number in the page's ordered lists.
    pub(super) listed: u32,
    /// Whether the text mentions standard contractual clauses.
    pub(super) has_standard_clauses: bool,
    /// The paragraphs of its sections.
    sections: OnceCell<Sections>,
    /// The numbers before sentences, even within a paragraph: “… 2.1. Fees are …”.
    before_sentences: OnceCell<HashSet<String>>,
}

pub(super) static STANDARD_CLAUSES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"contractual clauses|standard clauses|\bSCCs?\b|standardvertragsklauseln|clauses contractuelles types|cláusulas contractuales tipo",
    )
});

impl Known {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let marks = marks(page);
        let mut numbers = HashSet::new();
        let mut add = |parts: &[u32]| {
            for end in 1..=parts.len() {
                numbers.insert(parts[..end].to_vec());
            }
        };
        let outline = &page.source.outline;
        for section in &outline.sections {
            if let Some(number) = section.number.as_deref().filter(|_| outline.numbered) {
                let parts: Vec<u32> = number
                    .split('.')
                    .filter_map(|one| one.parse().ok())
                    .collect();
                add(&parts);
            }
        }
        for heading in headings(page) {
            if let Some(number) = heading.number {
                add(&number.parts);
            }
        }
        let counts = numbers.len() > 1;
        for mark in marks.iter().filter(|mark| mark.number.is_sure) {
            for end in 1..=mark.number.parts.len() {
                numbers.insert(mark.number.parts[..end].to_vec());
            }
        }
        Self {
            marks,
            counts,
            counts_all: outline.numbered,
            listed: listed(page),
            has_standard_clauses: page.prose.has(&STANDARD_CLAUSES),
            numbers,
            sections: OnceCell::new(),
            before_sentences: OnceCell::new(),
        }
    }

    /// Whether a number precedes a sentence, even within a paragraph.
    pub(super) fn numbers_sentence(&self, page: &Page<'_>, number: &str) -> bool {
        self.before_sentences
            .get_or_init(|| before_sentences(&page.prose.text))
            .contains(number)
    }

    /// Whether lines without headings number all parts of this kind: “**§ 1 Scope.** The …”.
    pub(super) fn numbers_lines(&self, part: Part) -> bool {
        let of = match part {
            Part::Section => Part::Plain,
            part => part,
        };
        let marks = self.marks.iter().filter(|mark| mark.number.part == of);
        let numbers: Vec<u32> = marks
            .filter(|mark| mark.number.is_sure && mark.number.parts.len() == 1)
            .map(|mark| mark.number.parts[0])
            .collect();
        // A number may be missing.
        let rises = numbers.windows(2).all(|pair| pair[0] < pair[1]);
        let last = numbers.last().copied().unwrap_or_default();
        let missing =
            usize::try_from(last).map_or(usize::MAX, |last| last - numbers.len().min(last));
        rises && numbers.first() == Some(&1) && missing <= 1 && numbers.len() >= NUMBERED
    }

    /// Whether the page numbers the parts of the section of a number such as 2.6: it has a 2.1.
    pub(super) fn numbers_parts(&self, number: &str) -> bool {
        let first = number.split_once('.').map(|(first, _)| first.parse());
        matches!(first, Some(Ok(first)) if self.numbers.contains(&[first, 1][..]))
    }

    /// Whether a section of the page has no paragraph with this number.
    pub(super) fn lacks(&self, page: &Page<'_>, part: Part, section: u32, sub: u32) -> bool {
        let sections = self.sections.get_or_init(|| Sections::of(page));
        sections.lacks(part, section, sub)
    }

    /// Whether the page has, or may have, a part with this number.
    pub(super) fn has(&self, parts: &[u32]) -> bool {
        if self.numbers.contains(parts) {
            return true;
        }
        let Some((last, prefix)) = parts.split_last() else {
            return true;
        };
        // List items count as parts of their sections, and at the top level as
        // sections themselves.
        if *last <= self.listed && (prefix.is_empty() || self.numbers.contains(prefix)) {
            return true;
        }
        // If no part of the section has a number, its parts may be numbered in
        // another way.
        !self.counts_all
            && !prefix.is_empty()
            && !self
                .numbers
                .iter()
                .any(|other| other.len() == parts.len() && other.starts_with(prefix))
            && self.numbers.contains(prefix)
    }
}

/// The highest number in the ordered lists of a page.
fn listed(page: &Page<'_>) -> u32 {
    let walk = page.source.walk();
    let mut most = 0;
    for (step, _) in walk {
        if let Step::Enter(Element::Item { number, .. }) = step {
            let number = number.unwrap_or_default();
            most = most.max(u32::try_from(number).unwrap_or(u32::MAX));
        }
    }
    most
}

/// The numbers before sentences, at the start of a line or after the end of another sentence.
fn before_sentences(text: &str) -> HashSet<String> {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut found = HashSet::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + start;
        let run = &text[start..];
        let run = &run[..run.find(|c| !is_number(c)).unwrap_or(run.len())];
        at = start + run.len();
        let before = &text[..start];
        let begins = before.is_empty()
            || before.ends_with('\n')
            || (before.ends_with(char::is_whitespace)
                && before
                    .trim_end()
                    .ends_with(['.', ':', ';', ')', '?', '!', '”', '»']));
        let behind = &text[at..];
        let behind = behind.strip_prefix([')', ':']).unwrap_or(behind);
        let title = behind.trim_start();
        if begins
            && title.len() < behind.len()
            && title.starts_with(|c: char| c.is_uppercase() || "(“\"«".contains(c))
        {
            found.insert(run.trim_end_matches('.').to_owned());
        }
    }
    found
}
