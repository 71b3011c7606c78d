//! The words of a comparison in the order in which they are shown.

use super::compare::{Diff, Redline, Side};
use super::summary::Moved;
use super::text::{TextLink, Token};
use super::words::Op;

/// How a word changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    Deleted,
    Inserted,
}

/// Adjacent words with the same change.
#[derive(Debug)]
pub(super) struct Piece<'r> {
    pub(super) change: Change,
    pub(super) words: Vec<Word<'r>>,
}

/// A word as shown.
#[derive(Debug)]
pub(super) struct Word<'r> {
    pub(super) token: &'r Token,
    /// Whether white space precedes it.
    pub(super) is_spaced: bool,
    /// The link that it is part of.
    pub(super) link: Option<&'r TextLink>,
    /// Where its link pointed, if that changed.
    pub(super) moved: Option<Moved<'r>>,
}

impl<'t> Redline<'t> {
    /// The words of a block.
    pub(super) fn pieces<'r>(&'r self, diff: &'r Diff<'t>) -> Vec<Piece<'r>> {
        let mut pieces = Vec::with_capacity(diff.ops.len());
        let mut after_change = false;
        for op in &diff.ops {
            let (change, side) = match op {
                Op::Same(..) => (Change::Same, Side::New),
                Op::Deleted(_) => (Change::Deleted, Side::Old),
                Op::Inserted(_) => (Change::Inserted, Side::New),
            };
            let links: &'r [TextLink] = match side {
                Side::Old => &self.old.links,
                Side::New => &self.new.links,
            };
            let link = |link: Option<u32>| links.get(link? as usize);
            let olds = diff.tokens(Side::Old, op);
            // If only one side fills in a name, words don't match one by one.
            let olds = match olds.len() == diff.tokens(side, op).len() {
                true => olds,
                false => &[],
            };
            let words = diff.tokens(side, op).iter().enumerate().map(|(at, token)| {
                let old = olds.get(at).filter(|_| change == Change::Same);
                Word {
                    token,
                    is_spaced: token.is_spaced()
                        || at == 0 && after_change && old.is_some_and(Token::is_spaced),
                    link: link(token.link),
                    moved: old.and_then(|old| self.moved(old, token)),
                }
            });
            pieces.push(Piece {
                change,
                words: words.collect(),
            });
            after_change = change != Change::Same;
        }
        pieces
    }
}
