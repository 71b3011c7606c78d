//! References to annexes, schedules, exhibits and appendices.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::numbered::STANDARD_CLAUSES;
use super::numbers::{Part, part};
use super::references::{begins_line, finding, read};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// An annex, schedule or the like, with its number or letter.
static ANNEXED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?<word>annex|annexe|schedule|exhibit|appendix|anhang|anlage|anexo|allegato|bijlage)[ \x{A0}](?<numbers>(?-i:[A-H]|[IVX]{1,4}|\d{1,2}[A-Z]?))(?:$|[\s,.;:)(\]–])",
    )
});

/// The numbers and letters of a page's annexes, found by their titles.
fn titles(page: &Page<'_>) -> HashSet<(Part, String)> {
    let prose = &page.prose;
    let titles = prose.find_groups(&ANNEXED).filter_map(|found| {
        let start = found.get(0)?.start();
        let block = prose.block_at(start)?;
        let is_title = begins_line(prose, block.text.start, start) && block.kind != Kind::Cell;
        let id = found.name("numbers")?.as_str().to_uppercase();
        is_title.then_some((part(&found["word"])?, id))
    });
    titles.collect()
}

/// References to annexes that the page does not have.
pub(super) fn missing(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut known: Option<(HashSet<(Part, String)>, bool)> = None;
    let mut findings = Vec::new();
    for found in prose.find_groups(&ANNEXED) {
        let Some(reference) = read(page, &found) else {
            continue;
        };
        let (titles, is_elsewhere) = known.get_or_insert_with(|| (titles(page), elsewhere(page)));
        let id = reference.numbers.as_str().to_uppercase();
        let same = titles.iter().filter(|(of, _)| *of == reference.part);
        // Annexes with Roman numerals often belong to a law.
        let is_roman = id.len() > 1 && !id.starts_with(|c: char| c.is_ascii_digit());
        let has_roman =
            || same.clone().any(|(_, other)| other == "I") && !prose.has(&STANDARD_CLAUSES);
        let is_digit = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
        let count = same.clone().count();
        let is_alike = same
            .clone()
            .all(|(_, other)| is_digit(other) == is_digit(&id));
        let is_counted = match count {
            // Annexes may be separate documents.
            1 if is_roman => has_roman() && !*is_elsewhere,
            0 | 1 => (is_digit(&id) || id.len() == 1 && id != "I") && !*is_elsewhere,
            _ => reference.is_ours || !(is_roman || id == "I"),
        };
        if is_alike && is_counted && same.clone().all(|(_, other)| !other.starts_with(&id)) {
            findings.push(finding(reference.numbers.range(), reference.part, &id));
        }
    }
    findings
}

/// Whether annexes are separate documents: the page is one, or links to one.
fn elsewhere(page: &Page<'_>) -> bool {
    let prose = &page.prose;
    let mut found = prose.find(&ANNEXED);
    ANNEXED.is_in(&page.source.outline.title) || found.any(|found| prose.is_in_link(found.start()))
}
