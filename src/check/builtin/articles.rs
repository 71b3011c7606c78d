//! Articles that a text cites but that are no longer in force.

use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page};
use crate::rules::{Articles, Pattern};

/// An article and its law, in either order.
static CITED: Lazy = LazyLock::new(|| {
    let laws = Articles::get().repealed_laws().join("|");
    let article = r"Art(?:icle|\.)?\s?";
    let number = r"\d+(?-i:[A-Z]?)\b(?:\(\d+\))*";
    Pattern::new(format!(
        r"\b{article}(?<before>{number}),?\s(?:of\s)?(?:the\s)?(?<law>{laws})\b|\b(?<its>{laws}),?\s\(?{article}(?<behind>{number})"
    ))
});

/// Words of sentences about the past.
static PAST: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:repeal\w*|omitted|former(?:ly)?|until|replac\w*|no longer|previous(?:ly)?|before)\b",
    )
});

/// Citations of articles that are no longer in force.
pub(super) fn repealed(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    for found in prose.find_groups(&CITED) {
        let group = |first: &str, second: &str| {
            let either = found.name(first).or_else(|| found.name(second));
            either.map(|group| group.as_str())
        };
        let (Some(number), Some(law)) = (group("before", "behind"), group("law", "its")) else {
            continue;
        };
        let Some(whole) = found.get(0) else { continue };
        let Some(gone) = Articles::get().repealed(law, number, page.today) else {
            continue;
        };
        let sentence = &prose.text[prose.sentence(whole.range())];
        if prose.is_quoted(whole.start()) || PAST.is_in(sentence) {
            continue;
        }
        findings.push(
            Finding::text(whole.range())
                .with("article", whole.as_str())
                .with("until", gone.until.to_string())
                .with("successor", &gone.successor),
        );
    }
    Verdict::Found(findings)
}
