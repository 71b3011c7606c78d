//! Patterns looked for in the prose of a page, and words that must not be there.

use std::ops::Range;

use super::{Finding, Page};
use crate::base::diagnostic::Fix;
use crate::check::prose::Block;
use crate::rules::Pattern;
use crate::rules::{Forbid, Near, Replace};

impl Page<'_> {
    /// All matches of a pattern, in sections of some kind, with their blocks.
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

    /// What mends a match, if it stands in a file as it is.
    fn replaced(&self, range: Range<usize>, replace: &[Replace]) -> Option<Fix> {
        let text = &self.prose.text[range.clone()];
        let mended = replace.iter().find_map(|Replace { this, by }| {
            let regex = this.regex()?;
            regex
                .is_match(text)
                .then(|| regex.replace(text, by.as_str()).into_owned())
        })?;
        let place = self.prose.place(self.prose.merged(range))?;
        let is_written = place.source.text.get(place.range.clone()) == Some(text);
        is_written.then_some(Fix {
            place,
            text: mended,
        })
    }

    /// What a page has of what is forbidden.
    pub(super) fn forbidden(&self, forbid: &Forbid) -> Vec<Finding> {
        let prose = &self.prose;
        let mut settled: Vec<Option<usize>> = Vec::new();
        let mut found: Vec<(Range<usize>, &Block)> = Vec::new();
        let matches = self.matches(&forbid.pattern, forbid.section.as_deref());
        let in_links = forbid
            .in_links
            .then(|| self.destinations(&forbid.pattern))
            .into_iter()
            .flatten();
        for (range, block) in matches.chain(in_links) {
            if let Some(unless) = &forbid.unless_section
                && unless.is_in(&prose.text[prose.sentence(range.clone())])
            {
                settled.push(block.section);
            } else if !self.is_excused(forbid, &range, block) {
                found.push((range, block));
            }
        }
        found.retain(|(_, block)| !settled.contains(&block.section));
        found.sort_by_key(|(range, _)| range.start);
        if forbid.in_links {
            // A sentence with the name and the address of a thing says it once.
            found.dedup_by_key(|(range, _)| prose.sentence(range.clone()).start);
        }
        found
            .into_iter()
            .map(|(range, _)| {
                let text = prose.text[range.clone()].trim().to_owned();
                let fix = self.replaced(range.clone(), &forbid.replace);
                let mut finding = Finding::text(range).with("match", text);
                finding.fixes.extend(fix);
                finding
            })
            .collect()
    }

    /// Whether something near a match excuses it. What introduces a list is near
    /// each of its items.
    fn is_excused(&self, forbid: &Forbid, range: &Range<usize>, block: &Block) -> bool {
        let prose = &self.prose;
        if forbid.outside_links && prose.is_in_link(range.start) {
            return true;
        }
        let Some(unless) = &forbid.unless else {
            return false;
        };
        let around = &prose.text[match forbid.near {
            Near::Sentence => prose.sentence(range.clone()),
            Near::Block => block.text.clone(),
        }];
        let introduced = || {
            let intro = prose.introduction(block)?;
            Some(format!("{} {around}", prose.of_block(intro)))
        };
        unless.is_in(around) || introduced().is_some_and(|text| unless.is_in(&text))
    }

    /// The texts of links whose destinations have a match, where the texts have
    /// none.
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
