//! Defined terms.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::base::source::Place;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::check::view::{self, inside};
use crate::rules::Pattern;

/// “X” means …, and (the “X”).
static DEFINITION: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)[“"](?<term>\p{Lu}[\p{L}\d &’'-]{0,40})[”"] (?:means?\b|refers? to\b|shall mean\b|has the meaning\b)|\((?:collectively,? |together,? |each,? |hereinafter,? |hereafter,? )?(?:the|a|an|our|your) [“"](?<named>\p{Lu}[\p{L}\d &’'-]{0,40})[”"]\)"#,
    )
});

/// What follows a definition that only says where the term is defined.
fn is_elsewhere(after: &str) -> bool {
    [
        "set ",
        "given",
        "ascribed",
        "assigned",
        "stated",
        "specified",
        "provided",
        "as ",
    ]
    .iter()
    .any(|word| after.trim_start().starts_with(word))
}

/// Words that a definition in a sentence of another kind follows.
fn begins(before: &str) -> bool {
    before
        .trim_matches([' ', '*', '_', '(', '-', '–', '\u{a0}'])
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')')
        .is_empty()
}

/// Where a term is defined: in the prose, if it is there, and in its file.
type Definition = (Option<Range<usize>>, Option<Place>);

/// Terms that are defined more than once.
pub(super) fn defined_once(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut terms: BTreeMap<String, Vec<Definition>> = BTreeMap::new();
    for entry in page.view.list("defined_terms").unwrap_or_default() {
        for term in inside(entry.value, "term") {
            let place = page.view.place_of(entry);
            terms
                .entry(view::word(term))
                .or_default()
                .push((None, place));
        }
    }
    for found in prose.find_groups(&DEFINITION) {
        let Some(whole) = found.get(0) else { continue };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        let refers = whole.as_str().ends_with("meaning")
            && is_elsewhere(&prose.text[whole.end()..block.text.end]);
        if block.quoted || matches!(block.kind, Kind::Heading(_)) || refers {
            continue;
        }
        let term = match (found.name("term"), found.name("named")) {
            (Some(term), _) if begins(page.before(whole.range())) => term,
            (_, Some(named)) => named,
            _ => continue,
        };
        // What a list of the facts prints is the same definition.
        let is_printed = block.call != crate::template::source_map::CallId::POLICY
            && terms.contains_key(term.as_str());
        if !is_printed {
            let place = prose.place(prose.merged(term.range()));
            let found = (Some(term.range()), place);
            terms
                .entry(term.as_str().to_owned())
                .or_default()
                .push(found);
        }
    }
    let findings = terms.into_iter().filter_map(|(term, mut places)| {
        if places.len() < 2 {
            return None;
        }
        let count = places.len();
        let (_, first) = places.remove(0);
        let (range, place) = places.remove(0);
        let finding = match range {
            Some(range) => Finding::text(range),
            None => Finding::somewhere(place),
        };
        Some(
            finding
                .with("term", term)
                .with("value", count.to_string())
                .label(first, "first defined here"),
        )
    });
    Verdict::Found(findings.collect())
}
