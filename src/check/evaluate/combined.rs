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
        matches.into_iter().flatten().filter_map(|(first, block)| {
            let whole = self.whole(&first, others, block)?;
            Some(Together {
                first,
                whole,
                block,
            })
        })
    }

    /// A match, extended to the matches of further patterns in its sentence; `None` if neither the
    /// sentence nor the introduction of its list has one of them.
    pub(super) fn whole(
        &self,
        first: &Range<usize>,
        others: &[Pattern],
        block: &Block,
    ) -> Option<Range<usize>> {
        if others.is_empty() {
            return Some(first.clone());
        }
        let prose = &self.prose;
        let sentence = prose.sentence(self.within(first));
        let text = &prose.text[sentence.clone()];
        let intro = prose.introduction(block).map(|one| prose.of_block(one));
        let mut whole = first.clone();
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
