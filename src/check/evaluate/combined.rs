//! Patterns that match together: all of them within a sentence and the introduction of its list.

use std::ops::Range;

use super::Page;
use crate::check::prose::Block;
use crate::rules::{Pattern, Patterns};

/// A match of a pattern, and of those that must occur in the same sentence.
pub(super) struct Together<'p> {
    /// The match of the first pattern.
    pub first: Range<usize>,
    /// The words from the first of all matches to the last.
    pub whole: Range<usize>,
    pub block: &'p Block,
}

/// Single patterns and lists of them, each as its first pattern and the others.
pub(super) fn alternatives<'r>(
    alone: &'r Patterns,
    combined: &'r [Patterns],
) -> impl Iterator<Item = (&'r Pattern, &'r [Pattern])> {
    let alone = alone.0.iter().map(|one| (one, &[][..]));
    alone.chain(combined.iter().filter_map(|all| all.0.split_first()))
}

impl Page<'_> {
    /// The matches of a pattern whose sentences match all others too.
    pub(super) fn together<'s>(
        &'s self,
        first: &'s Pattern,
        others: &'s [Pattern],
    ) -> impl Iterator<Item = Together<'s>> {
        // Looking up the words of all patterns is cheaper than searching for one.
        let mut all = others.iter();
        let may_match = all.all(|one| self.prose.may_have(one.needles()));
        let matches = may_match.then(|| self.matches(first, None));
        // The last sentence: one that is a megabyte long may have thousands of matches.
        let mut last: Option<(Range<usize>, Option<Range<usize>>)> = None;
        matches
            .into_iter()
            .flatten()
            .filter_map(move |(first, block)| {
                if others.is_empty() {
                    let whole = first.clone();
                    return Some(Together {
                        first,
                        whole,
                        block,
                    });
                }
                let is_in_last =
                    |(sentence, _): &(Range<usize>, _)| sentence.contains(&first.start);
                if !last.as_ref().is_some_and(is_in_last) {
                    let sentence = self.prose.sentence(self.within(&first));
                    let others = self.others(sentence.clone(), others, block);
                    last = Some((sentence, others));
                }
                let others = last.as_ref()?.1.as_ref()?;
                let whole = first.start.min(others.start)..first.end.max(others.end);
                Some(Together {
                    first,
                    whole,
                    block,
                })
            })
    }

    /// From the first match of all patterns in a sentence to the last; `None` if neither the
    /// sentence nor the introduction of its list has one of them.
    ///
    /// If all of them are in the introduction, the range is empty: it extends no match.
    pub(super) fn others(
        &self,
        sentence: Range<usize>,
        others: &[Pattern],
        block: &Block,
    ) -> Option<Range<usize>> {
        let prose = &self.prose;
        let text = &prose.text[sentence.clone()];
        let intro = prose.introduction(block).map(|one| prose.of_block(one));
        let mut whole = Range {
            start: usize::MAX,
            end: 0,
        };
        for other in others {
            match other.find(text).next() {
                Some(found) => {
                    whole.start = whole.start.min(sentence.start + found.start());
                    whole.end = whole.end.max(sentence.start + found.end());
                }
                None if intro.is_some_and(|intro| other.is_in(intro)) => {}
                None => return None,
            }
        }
        Some(whole)
    }
}
