//! Rows of tables.

use std::ops::Range;

use crate::check::evaluate::Page;
use crate::check::prose::{Block, Kind};

/// The maximum number of cells on each side of a cell that are read.
const COLUMNS: usize = 12;

/// The indices of the blocks in the row of a cell, which is the block with this index.
pub(super) fn row(page: &Page<'_>, at: usize) -> Range<usize> {
    let prose = &page.prose;
    let cell = |at: usize| prose.blocks.get(at).filter(|cell| cell.kind == Kind::Cell);
    let are_in_one_row = |one: &Block, other: &Block| {
        let start = prose.place(one.merged.clone());
        let end = prose.place(other.merged.clone());
        start.zip(end).is_some_and(|(start, end)| {
            let between = start.source.text.get(start.range.end..end.range.start);
            between.is_some_and(|between| !between.contains('\n'))
        })
    };
    let goes_on = |at: usize| {
        let pair = cell(at).zip(cell(at + 1));
        pair.is_some_and(|(one, other)| are_in_one_row(one, other))
    };
    let mut first = at;
    while first > 0 && at - first < COLUMNS && goes_on(first - 1) {
        first -= 1;
    }
    let mut last = at;
    while last - at < COLUMNS && goes_on(last) {
        last += 1;
    }
    first..last + 1
}
