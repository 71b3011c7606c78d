//! Rows of tables that give a session cookie a lifetime.

use std::sync::LazyLock;

use super::Verdict;
use super::rows::row;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// A cell that calls a cookie a session cookie.
static CALLED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\bsession[ -]cookies?\b|\b(?:session|sitzungs)-?cookies?\b|\bcookies? de (?:session|sesión)\b|\btemporary cookies?\b",
    )
});

/// A type of cookie: “Technical, session”. A cookie may also be called “session”, in the first cell.
static TYPED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?:^|[,(/;] ?)(?:de )?(?:session|sesión|sitzung)(?: cookie)?(?:$|[,;)]|(?: |\s)?[/(])",
    )
});

/// Words of cells about several cookies, or about something else.
static OTHERWISE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:persistent\w*|persistant\w*|permanent\w*|dauerhaft\w*|or|oder|ou|not|no|nicht|kein\w*|pas|tokens?|ids?|data|replay|recording)\b",
    )
});

/// A cell that is nothing but a lifetime of days or more.
static LIFETIME: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:up to |max\.? |bis zu |jusqu['’]à |hasta )?(?:\d{1,4}|an?|one|two|three|six|seven|nine|ten|twelve|thirteen|fourteen|eighteen|twenty-four|thirty|sixty|ninety|einen?|ein|zwei|drei|vier|fünf|sechs|sieben|neun|zehn|zwölf|dreizehn|vierzehn|dreißig|sechzig|neunzig|une?|deux|trois|quatre|cinq|six|sept|dix|douze|treize|quinze|trente|una?|dos|tres|cuatro|cinco|seis|siete|diez|doce|trece|quince|treinta) (?:days?|weeks?|months?|years?|tage?|wochen?|monate?|jahre?|jours?|semaines?|mois|ans?|années?|días?|semanas?|mes(?:es)?|años?)\.?$",
    )
});

/// Session cookies whose row has a lifetime.
pub(super) fn in_rows(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let findings = prose.blocks.iter().enumerate().filter_map(|(at, block)| {
        let text = prose.of_block(block).trim();
        if block.kind != Kind::Cell || !LIFETIME.is_in(text) {
            return None;
        }
        let row = row(page, at);
        let is_session = row.clone().filter(|other| *other != at).any(|other| {
            let said = prose.of_block(&prose.blocks[other]).trim();
            let is_type = other > row.start && TYPED.is_in(said);
            (CALLED.is_in(said) || is_type) && !OTHERWISE.is_in(said)
        });
        is_session.then(|| Finding::text(block.text.clone()).with("match", text))
    });
    Verdict::Found(findings.collect())
}
