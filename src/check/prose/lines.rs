//! The lines of a block in its file, which the prose joins.

use std::ops::Range;

use super::{Block, Prose};

/// The end of a line within a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    /// The position of the space that replaces it in the prose.
    pub(super) at: u32,
    /// Whether the page joins the two lines.
    pub(super) is_soft: bool,
}

/// A line of a block.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its text, in [`Prose::text`].
    pub text: Range<usize>,
    /// Whether the page joins it to the line before it.
    pub flows: bool,
}

impl Prose<'_> {
    /// The lines of a block, in order.
    pub fn lines(&self, block: &Block) -> impl Iterator<Item = Line> {
        let Range { mut start, end } = block.text.clone();
        let at = |offset: usize| {
            self.breaks
                .partition_point(|one| (one.at as usize) < offset)
        };
        let mut breaks = self.breaks[at(start)..at(end)].iter();
        let mut flows = false;
        let mut is_done = false;
        std::iter::from_fn(move || {
            if is_done {
                return None;
            }
            let next = breaks.next();
            is_done = next.is_none();
            let stop = next.map_or(end, |next| next.at as usize);
            let line = Line {
                text: start..stop,
                flows,
            };
            start = (stop + 1).min(end);
            flows = next.is_some_and(|next| next.is_soft);
            Some(line)
        })
    }
}
