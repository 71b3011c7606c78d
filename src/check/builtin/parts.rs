//! References to annexes on a page that has none.

use std::sync::LazyLock;

use super::Verdict;
use super::numbers::{headings, part};
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Kind, Prose};
use crate::rules::Pattern;

/// A reference to an annexed part, with its letter or number.
static ANNEXED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?<word>annex|annexe|schedule|exhibit|appendix|anhang|anlage|anexo|allegato|bijlage)[ \x{A0}](?<id>(?-i:[A-H]|[IVX]{1,4}|\d{1,2}[A-Z]?))\b",
    )
});

/// Words showing that an annex belongs to this text.
static OWN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^,? ?(?:(?:to|of|in) (?:this|these|the present)\b|below\b|attached\b|hereto\b|(?:which|that) (?:is|forms) (?:a |an )?(?:integral )?part\b|(?:zu |in )?(?:dieser|dieses|diesem|diesen)\b|(?:d(?:es|u)|aux?|à la) présente?s?\b|de (?:ces|cette|la présente)\b|ci-(?:dessous|joint|après)|de est[aeo]s?\b|del? (?:la |las |los )?presentes?\b)",
    )
});

/// Words showing that a reference is to another text.
static OTHERS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?-i:Act|Directive|REACH|Regulations?|GDPR|DSGVO|RGPD|SCCs?|ISO|IEC|Decision|Laws?|MSA|AVG|RODO|Order Form|Master|Main)\b|contractual clauses|standardvertragsklauseln|clauses contractuelles|cláusulas contractuales|verordnung|richtlinie|règlement|directive|reglamento|directiva|hauptvertrag|contrat principal|contrato principal|deleted|removed|intentionally)",
    )
});

/// References to annexes of the text, on a page that has no annexes at all.
pub(super) fn missing(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut has_any: Option<bool> = None;
    for found in prose.find_groups(&ANNEXED) {
        let (Some(whole), Some(id)) = (found.get(0), found.name("id")) else {
            continue;
        };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        if *has_any.get_or_insert_with(|| has_annexes(page)) {
            break;
        }
        let behind = page.behind(whole.range());
        let sentence = &prose.text[prose.sentence(whole.range())];
        let is_own = OWN.is_in(behind);
        if seen.contains(&whole.as_str())
            || !is_own
            || matches!(block.kind, Kind::Heading(_))
            || prose.is_quoted(whole.start())
            || is_linked(prose, whole.as_str(), block.text.start..block.text.end)
            || OTHERS.is_in(sentence)
        {
            continue;
        }
        seen.push(whole.as_str());
        let name = part(&found["word"]).map_or("annex", super::numbers::Part::name);
        findings.push(
            Finding::text(whole.range())
                .with("part", name)
                .with("value", id.as_str()),
        );
    }
    Verdict::Found(findings)
}

/// Whether a heading or short block of the page begins an annex.
fn has_annexes(page: &Page<'_>) -> bool {
    let prose = &page.prose;
    let is_one = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = text.split([' ', '\u{a0}', ':', '–', '-', '.']).next();
        word.and_then(part)
            .is_some_and(super::numbers::Part::is_annexed)
    };
    let annexes = || page.source.outline.sections.iter();
    annexes().any(|section| section.number.as_deref().is_some_and(is_one))
        || headings(page).iter().any(|heading| is_one(heading.title))
        || prose
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, Kind::Cell))
            .any(|block| {
                let text = prose.of_block(block);
                text.len() < TITLE && is_one(text)
            })
}

/// Only blocks shorter than this, in bytes, may be titles.
const TITLE: usize = 80;

/// Whether the text of a link contains this name, or the block contains a link.
fn is_linked(prose: &Prose<'_>, name: &str, block: std::ops::Range<usize>) -> bool {
    prose.links.iter().any(|link| {
        block.contains(&link.text.start)
            || prose
                .text
                .get(link.text.clone())
                .is_some_and(|text| text.contains(name))
    })
}
