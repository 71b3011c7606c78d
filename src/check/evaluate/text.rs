//! Patterns looked for in the prose of a page, and words that must not be there.

use std::ops::Range;

use super::{Finding, Page};
use crate::base::diagnostic::Fix;
use crate::check::prose::Block;
use crate::rules::Pattern;
use crate::rules::{Forbid, Near, Replace};

impl Page<'_> {
    /// The first match of a pattern, in a section of some kind.
    pub fn find(&self, pattern: &Pattern, section: Option<&str>) -> Option<Range<usize>> {
        self.matches(pattern, section)
            .next()
            .map(|(range, _)| range)
    }

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
        self.matches(&forbid.pattern, forbid.section.as_deref())
            .filter(|(range, block)| {
                let excused = forbid.unless.as_ref().is_some_and(|unless| {
                    let around = match forbid.near {
                        Near::Sentence => self.prose.sentence(range.clone()),
                        Near::Block => block.text.clone(),
                    };
                    unless.is_in(&self.prose.text[around])
                });
                !(excused || forbid.outside_links && self.prose.is_in_link(range.start))
            })
            .map(|(range, _)| {
                let text = self.prose.text[range.clone()].trim().to_owned();
                let fix = self.replaced(range.clone(), &forbid.replace);
                let mut finding = Finding::text(range).with("match", text);
                finding.fixes.extend(fix);
                finding
            })
            .collect()
    }
}
