//! Searches the prose of a page for patterns and for forbidden text.

use std::cell::LazyCell;
use std::ops::Range;

use super::combined::alternatives;
use super::{Finding, Page};
use crate::base::diagnostic::Fix;
use crate::check::builtin;
use crate::check::prose::{Block, Kind};
use crate::rules::{Beside, Forbid, Near, Pattern, Patterns, Replace, UnlessWithin};

/// The minimum length of a word that identifies a link's target; `policy` does not.
const NAMING: usize = 8;

/// The maximum length of a line that only introduces a list, and the maximum number of its items.
const INTRO: usize = 60;
const DETAILS: usize = 8;

impl Page<'_> {
    /// All matches of a pattern with their blocks, optionally only in sections of one kind.
    pub fn matches<'s>(
        &'s self,
        pattern: &'s Pattern,
        section: Option<&'s str>,
    ) -> impl Iterator<Item = (Range<usize>, &'s Block)> {
        let prose = &self.prose;
        prose
            .find(pattern)
            .filter_map(|found| Some((found.range(), prose.block_at(found.start())?)))
            .filter(move |(_, block)| section.is_none_or(|kind| prose.is_in(block, kind)))
    }

    /// The fix for a match, if a file contains it literally.
    fn replaced(&self, range: Range<usize>, replace: &[Replace]) -> Option<Fix> {
        let text = &self.prose.text[range.clone()];
        let fixed = replace.iter().find_map(|Replace { this, by }| {
            let regex = this.regex()?;
            regex
                .is_match(text)
                .then(|| regex.replace(text, by.as_str()).into_owned())
        })?;
        let place = self.prose.place(self.prose.merged(range))?;
        let is_written = place.source.text.get(place.range.clone()) == Some(text);
        is_written.then_some(Fix { place, text: fixed })
    }

    /// Findings on forbidden text.
    pub(super) fn forbidden(&self, forbid: &Forbid) -> Vec<Finding> {
        let prose = &self.prose;
        let mut settled: Vec<Option<usize>> = Vec::new();
        let mut found: Vec<(Range<usize>, &Block)> = Vec::new();
        for (pattern, others) in alternatives(&forbid.pattern, &forbid.combined) {
            let matches = self.together(pattern, others);
            let matches = matches.filter(|one| match &forbid.section {
                Some(kind) => prose.is_in(one.block, kind),
                None => true,
            });
            let matches =
                matches.filter(|one| !(forbid.outside_quotes && prose.is_quoted(one.first.start)));
            let matches = matches.map(|one| match forbid.beside {
                // Out of context, a single word would not contradict anything.
                Some(_) => (one.whole, one.block),
                None => (one.first, one.block),
            });
            let in_links = forbid.in_links.then(|| self.destinations(pattern));
            let in_links = in_links.into_iter().flatten();
            let in_links = in_links.filter(|(range, block)| {
                if forbid.outside_quotes && prose.is_quoted(range.start) {
                    return false;
                }
                let sentence = prose.sentence(self.within(range));
                self.others(sentence, others, block).is_some()
            });
            for (range, block) in matches.chain(in_links) {
                if let Some(unless) = &forbid.unless_section
                    && unless.is_in(&prose.text[prose.sentence(self.within(&range))])
                {
                    settled.push(block.section);
                } else if !self.is_excused(forbid, &range, block) {
                    found.push((range, block));
                }
            }
        }
        found.retain(|(_, block)| !settled.contains(&block.section));
        if let Some(within) = &forbid.unless_within
            && !found.is_empty()
            && self.is_answered(within)
        {
            found.retain(|(_, block)| prose.is_in(block, &within.section));
        }
        if forbid.pattern.0.len() + forbid.combined.len() > 1 || forbid.in_links {
            found.sort_by_key(|(range, _)| (range.start, range.end));
            // The patterns of two languages may match the same words.
            found.dedup_by(|(next, _), (first, _)| next.start < first.end);
        }
        if forbid.in_links || !forbid.combined.is_empty() {
            // A sentence with both a matching name and a matching link counts once.
            found.dedup_by_key(|(range, _)| prose.sentence(range.clone()).start);
        }
        if let Some(beside) = &forbid.beside {
            let found = found.into_iter().map(|(range, _)| range);
            return self.contradicted(found, beside).into_iter().collect();
        }
        let finding = |(range, block): (Range<usize>, &Block)| {
            let text = prose.text[range.clone()].trim().to_owned();
            let fix = self.replaced(range.clone(), &forbid.replace);
            let mut finding = Finding::text(range).with("match", text);
            finding.fixes.extend(fix);
            let is_html = block.kind == Kind::Html;
            finding
                .help
                .extend(forbid.html_help.clone().filter(|_| is_html));
            finding
        };
        found.into_iter().map(finding).collect()
    }

    /// Whether a backslash comes before a match in its file.
    fn is_escaped(&self, range: &Range<usize>) -> bool {
        let place = self.prose.place(self.prose.merged(range.clone()));
        place.is_some_and(|place| place.source.text[..place.range.start].ends_with('\\'))
    }

    /// Whether a block contains a link, or the page has a link whose text contains a word of the
    /// match.
    fn is_linked(&self, range: &Range<usize>, block: &Block) -> bool {
        let prose = &self.prose;
        let words = prose.text[range.clone()].to_lowercase();
        let words: Vec<&str> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() >= NAMING || *word == "cookie")
            .collect();
        let around = &prose.text[block.text.clone()];
        let mut links = prose.links.iter();
        around.contains("://")
            || around.contains("www.")
            || links.any(|link| {
                let text = || prose.text[link.text.clone()].to_lowercase();
                block.text.contains(&link.text.start)
                    || words.iter().any(|word| text().contains(word))
            })
    }

    /// A finding on the first match that another sentence contradicts.
    fn contradicted(
        &self,
        found: impl Iterator<Item = Range<usize>>,
        beside: &Beside,
    ) -> Option<Finding> {
        let prose = &self.prose;
        let recipients = LazyCell::new(|| match beside.recipients {
            true => builtin::recipients(self),
            false => Vec::new(),
        });
        // Two matches are enough: text in the sentence of one is not in the sentence of the other.
        found.take(2).find_map(|range| {
            let sentence = prose.sentence(self.within(&range));
            let is_rest = self.has_any(&beside.only_after, &prose.text[sentence.clone()]);
            let others = alternatives(&beside.pattern, &beside.combined);
            let others = others.flat_map(|(first, others)| self.together(first, others));
            let mut others = others
                .map(|other| other.whole)
                .chain(recipients.iter().cloned());
            let other = others.find(|other| {
                !(sentence.contains(&other.start)
                    || is_rest && other.start < sentence.start
                    || prose.is_quoted(other.start)
                    || self.has_any(&beside.unless, &prose.text[prose.sentence(other.clone())]))
            })?;
            let words = |range: Range<usize>| prose.text[range].trim().to_owned();
            let place = prose.place(prose.merged(other.clone()));
            Some(
                Finding::text(range.clone())
                    .with("match", words(range))
                    .with("other", words(other))
                    .label(place, "and here"),
            )
        })
    }

    /// A match without the full stop at its end, after which another sentence begins.
    pub(super) fn within(&self, range: &Range<usize>) -> Range<usize> {
        let text = &self.prose.text[range.clone()];
        let length = text.trim_end_matches(['.', '!', '?', ' ']).len();
        match length {
            0 => range.clone(),
            _ => range.start..range.start + length,
        }
    }

    /// Whether a section of a kind has a match.
    fn is_answered(&self, within: &UnlessWithin) -> bool {
        let mut patterns = within.pattern.0.iter();
        patterns.any(|one| self.matches(one, Some(&within.section)).next().is_some())
    }

    /// Whether something near a match excuses it. The introduction of a list counts as near each of
    /// its items.
    fn is_excused(&self, forbid: &Forbid, range: &Range<usize>, block: &Block) -> bool {
        let prose = &self.prose;
        if forbid.outside_links && prose.is_in_link(range.start)
            || forbid.unlinked && self.is_linked(range, block)
            || forbid.unescaped && self.is_escaped(range)
        {
            return true;
        }
        // Text that excuses a sentence is in it or after it.
        let range = &self.within(range);
        let from = prose.sentence(range.clone()).start;
        let after = prose.near(from..block.text.end, range);
        if self.has_any(&forbid.unless_block, &prose.text[after]) {
            return true;
        }
        if forbid.unless.0.is_empty() && forbid.unless_block.0.is_empty() {
            return false;
        }
        let around = &prose.text[match forbid.near {
            Near::Sentence => prose.sentence(range.clone()),
            Near::Block => prose.near(block.text.clone(), range),
            Near::Section => prose.near(prose.around(block), range),
        }];
        let introduced = || {
            let intro = prose.introduction(block)?;
            Some(format!("{} {around}", prose.of_block(intro)))
        };
        self.has_any(&forbid.unless, around)
            || self.has_any(&forbid.unless_block, self.details(block))
            || introduced().is_some_and(|text| {
                self.has_any(&forbid.unless, &text) || self.has_any(&forbid.unless_block, &text)
            })
    }

    /// The list that specifies a paragraph, if a line such as “In particular:” after it introduces one.
    fn details(&self, block: &Block) -> &str {
        let prose = &self.prose;
        let at = prose
            .blocks
            .partition_point(|other| other.text.start <= block.text.start);
        let after = &prose.blocks[at..prose.blocks.len().min(at + 1 + DETAILS)];
        let Some((intro, items)) = after.split_first() else {
            return "";
        };
        let is_intro = intro.kind == Kind::Paragraph
            && intro.text.len() <= INTRO
            && prose.of_block(intro).trim_end().ends_with(':');
        let is_item = |item: &&Block| item.kind == Kind::Item && item.section == block.section;
        let last = items.iter().take_while(is_item).last();
        match last.filter(|_| is_intro && intro.section == block.section) {
            Some(last) => {
                let all = intro.text.end..last.text.end;
                &prose.text[prose.near(all.clone(), &(all.start..all.start))]
            }
            None => "",
        }
    }

    /// Whether a part of the page matches one of the patterns.
    fn has_any(&self, patterns: &Patterns, part: &str) -> bool {
        let mut patterns = patterns.0.iter();
        patterns.any(|one| self.prose.may_have(one.needles()) && one.is_in(part))
    }

    /// The texts of links whose destinations match a pattern but whose texts do not.
    fn destinations<'s>(
        &'s self,
        pattern: &'s Pattern,
    ) -> impl Iterator<Item = (Range<usize>, &'s Block)> {
        let prose = &self.prose;
        let leads = |to: &str| pattern.is_in(to);
        let links = prose.links.iter().filter(move |link| leads(&link.to));
        links.filter_map(move |link| {
            let block = prose.block_at(link.text.start)?;
            let text = prose.text.get(link.text.clone())?;
            (!text.trim().is_empty() && !pattern.is_in(text)).then(|| (link.text.clone(), block))
        })
    }
}
