//! Compares tables: rows are entries, and columns may be added or removed.

use super::align::{self, Pair};
use super::compare::{Diff, moved};
use super::keyed::Keyed;
use super::text::Kind;

/// Compares two cells or two rows, given their positions.
type Compare<'t, 'c> =
    dyn Fn(Option<&Keyed<'t>>, Option<&Keyed<'t>>, usize, usize) -> Diff<'t> + 'c;

/// Compares the rows of two versions of a table.
pub(super) fn rows<'t>(
    old: &Keyed<'t>,
    new: &Keyed<'t>,
    compare: &Compare<'t, '_>,
) -> Vec<Diff<'t>> {
    let head = |table: &Keyed<'t>| {
        let first = table.children.first();
        usize::from(first.is_some_and(|row| row.block.kind == Kind::Row { index: 0 }))
    };
    let (old_head, new_head) = (head(old), head(new));
    let columns = columns(old.children.first(), new.children.first());
    // The header rows match, whatever they contain.
    let mut pairs: Vec<(Pair, bool)> = Vec::new();
    if old_head + new_head > 0 {
        let head = |count: usize| (count > 0).then_some(0);
        pairs.push(((head(old_head), head(new_head)), false));
    }
    let (olds, news) = (&old.children[old_head..], &new.children[new_head..]);
    let below = align::blocks(olds, news);
    let below = moved(&below, olds, news).into_iter();
    pairs.extend(below.map(|((a, b), is_moved)| {
        let pair = (a.map(|at| at + old_head), b.map(|at| at + new_head));
        (pair, is_moved)
    }));
    pairs
        .into_iter()
        .map(|((a, b), is_moved)| {
            let row = |table: &Keyed<'t>, at: Option<usize>| -> Option<usize> {
                at.filter(|at| *at < table.children.len())
            };
            let (a, b) = (row(old, a), row(new, b));
            let rows = (a.map(|at| &old.children[at]), b.map(|at| &new.children[at]));
            let whole = compare(rows.0, rows.1, a.unwrap_or(0), b.unwrap_or(0));
            Diff {
                children: cells(rows, &columns, compare),
                is_moved,
                ..whole
            }
        })
        .collect()
}

/// Pairs the columns of two tables by their headers. If their number is unchanged, columns without
/// a counterpart count as renamed.
fn columns(old: Option<&Keyed<'_>>, new: Option<&Keyed<'_>>) -> Vec<Pair> {
    let cells = |row: Option<&Keyed<'_>>| row.map_or(0, |row| row.children.len());
    let (olds, news) = (cells(old), cells(new));
    match (old, new) {
        (Some(old), Some(new)) if olds != news => align::blocks(&old.children, &new.children),
        (Some(old), Some(new)) => {
            let pairs = align::blocks(&old.children, &new.children);
            let is_in_place = |(a, b): &Pair| a.is_none() || b.is_none() || a == b;
            match pairs.iter().all(is_in_place) {
                true => (0..olds).map(|at| (Some(at), Some(at))).collect(),
                false => pairs,
            }
        }
        _ => {
            let old = (0..olds).map(|at| (Some(at), None));
            old.chain((0..news).map(|at| (None, Some(at)))).collect()
        }
    }
}

/// Compares the cells of a row, one for each column of either table.
fn cells<'t>(
    (old, new): (Option<&Keyed<'t>>, Option<&Keyed<'t>>),
    columns: &[Pair],
    compare: &Compare<'t, '_>,
) -> Vec<Diff<'t>> {
    let count = |row: Option<&Keyed<'t>>| row.map_or(0, |row| row.children.len());
    let known = |side: fn(&Pair) -> Option<usize>| columns.iter().filter_map(side).count();
    // A row may have more cells than its header.
    let more_old = (known(|pair| pair.0)..count(old)).map(Some);
    let more_new = (known(|pair| pair.1)..count(new)).map(Some);
    let (mut more_old, mut more_new) = (more_old, more_new);
    let mut all = columns.to_vec();
    loop {
        match (more_old.next().flatten(), more_new.next().flatten()) {
            (None, None) => break,
            pair => all.push(pair),
        }
    }
    all.iter()
        .map(|(a, b)| {
            let cell =
                |row: Option<&Keyed<'t>>, at: Option<usize>| at.filter(|at| *at < count(row));
            let (a, b) = (cell(old, *a), cell(new, *b));
            let old = old.and_then(|row| row.children.get(a?));
            let new = new.and_then(|row| row.children.get(b?));
            compare(old, new, a.unwrap_or(0), b.unwrap_or(0))
        })
        .collect()
}
