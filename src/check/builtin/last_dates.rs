//! Two dates of the last change on one page.

use std::sync::LazyLock;

use super::dates::{ABOUT_DATES, PUBLISHED};
use super::words::Lazy;
use crate::check::dates::{Form, Role, Statement, statements};
use crate::check::evaluate::Page;
use crate::rules::Pattern;

/// Two statements on the last change of a page that can't both be true.
pub(super) fn conflicting<'s>(
    page: &Page<'_>,
    stated: &'s [Statement],
) -> Option<(&'s Statement, &'s Statement)> {
    two_last(page, stated).or_else(|| version_later(page, stated))
}

/// Words that can describe only one date in a text.
static LAST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:last|latest|zuletzt|letzte\w*|dernière|última|ultimo|laatst\w*|ostatni\w*)\b",
    )
});

/// Two different dates that are both stated as the date of the last change.
fn two_last<'s>(
    page: &Page<'_>,
    stated: &'s [Statement],
) -> Option<(&'s Statement, &'s Statement)> {
    let mut last = stated.iter().filter(|stated| {
        stated.role == Role::Changed
            && stated.date.form != Form::Month
            && LAST.is_in(&page.prose.text[stated.range.clone()])
    });
    let (first, second) = (last.next()?, last.next()?);
    // A page may contain several documents, each with a separate line for its date.
    let differ = first.date.readings[0] != second.date.readings[0]
        && (at_both_ends(page, first, second)
            || !(first.stands_alone(page) && second.stands_alone(page)));
    (differ && last.next().is_none()).then_some((first, second))
}

/// The number of blocks at the top and at the end of a page where the date of the whole page is.
const ENDS: usize = 3;

/// Whether one statement is at the top of a page and the other at its end.
fn at_both_ends(page: &Page<'_>, first: &Statement, second: &Statement) -> bool {
    let blocks = &page.prose.blocks;
    let index =
        |stated: &Statement| blocks.partition_point(|block| block.text.end < stated.range.start);
    index(first) < ENDS && index(second) + ENDS > blocks.len() && blocks.len() > ENDS * 4
}

/// A word for the version of a text.
static OF_VERSION: Lazy = LazyLock::new(|| Pattern::new(r"^(?:stand|fassung|version|as of)\b"));

/// The date of the version and the date of the last change, if the change came earlier: one at the
/// top of the page, the other at its end.
fn version_later<'s>(
    page: &Page<'_>,
    stated: &'s [Statement],
) -> Option<(&'s Statement, &'s Statement)> {
    let text = |stated: &Statement| &page.prose.text[stated.range.clone()];
    let day = |stated: &Statement| stated.date.readings[0];
    let mut own = stated
        .iter()
        .filter(|stated| stated.date.form != Form::Month && stated.role != Role::Effective);
    let (first, second, None) = (own.next()?, own.next()?, own.next()) else {
        return None;
    };
    let (version, changed) = match OF_VERSION.is_in(text(first)) {
        true => (first, second),
        false => (second, first),
    };
    let is_pair = OF_VERSION.is_in(text(version))
        && changed.role == Role::Changed
        && LAST.is_in(text(changed));
    (is_pair && day(version) > day(changed) && at_both_ends(page, first, second))
        .then_some((first, second))
}

/// The dates of publication and of the last change in a short paragraph, if the change came earlier.
pub(super) fn changed_before(page: &Page<'_>) -> Option<(Statement, Statement)> {
    let prose = &page.prose;
    let text = |stated: &Statement| &prose.text[stated.range.clone()];
    let (mut published, mut changed) = (Vec::new(), Vec::new());
    for stated in statements(prose).filter(|stated| !prose.is_quoted(stated.range.start)) {
        match stated.role {
            Role::Other if PUBLISHED.is_in(text(&stated)) => published.push(stated),
            Role::Changed => changed.push(stated),
            _ => {}
        }
    }
    // A list of versions has several such dates.
    let (Some(first), 1, Some(last), 1) = (
        published.pop(),
        published.len() + 1,
        changed.pop(),
        changed.len() + 1,
    ) else {
        return None;
    };
    let block = prose.block_at(first.range.start)?;
    let is_day = |one: &Statement| one.date.form != Form::Month && one.date.readings.len() == 1;
    let is_short = prose.of_block(block).split_whitespace().count() <= ABOUT_DATES;
    (is_day(&first)
        && is_day(&last)
        && is_short
        && block.text.contains(&last.range.start)
        && LAST.is_in(text(&last))
        && first.date.readings[0] > last.date.readings[0])
        .then_some((first, last))
}
