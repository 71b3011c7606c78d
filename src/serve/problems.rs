//! What is wrong with a site, as pages are told it.

use std::sync::Arc;

use serde::Serialize;

use crate::address;
use crate::diagnostic::{Counts, Diagnostic, human};
use crate::digest;
use crate::pipeline::Spot;

/// All that there is to say about the last build.
#[derive(Debug, Default, Serialize)]
pub(super) struct Problems {
    /// How many there are of each severity.
    summary: String,
    /// Whether they are findings of `check`, beside a page that was built.
    findings: bool,
    problems: Vec<Problem>,
}

/// One fault or finding.
#[derive(Debug, Serialize)]
struct Problem {
    severity: &'static str,
    code: Option<&'static str>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    /// As the terminal shows it.
    text: String,
    /// The block of a page that it is about.
    mark: Option<Mark>,
}

/// A block of a page, as the page's script finds it.
#[derive(Debug, Serialize)]
struct Mark {
    /// The path of the page's URL, with its file's name.
    page: String,
    /// The id of the section.
    section: Option<String>,
    /// The block's text; U+FFFC stands for code.
    text: String,
}

/// Problems as pages are sent them; all is empty if there are none.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) json: Vec<u8>,
    pub(super) digest: String,
    pub(super) findings: bool,
}

impl Problems {
    /// Those of the sources.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        Self {
            summary: Counts::of(diagnostics).in_words(),
            findings: false,
            problems: diagnostics.iter().map(problem).collect(),
        }
    }

    /// What `check` found, with the blocks that it is about, on the site below
    /// `base`.
    pub(super) fn found(diagnostics: &[Diagnostic], spots: Vec<Option<Spot>>, base: &str) -> Self {
        let mut found = Self::of(diagnostics);
        found.findings = true;
        for (problem, spot) in found.problems.iter_mut().zip(spots) {
            problem.mark = spot.map(|spot| Mark {
                page: address::encode(&format!("{base}{}", spot.file)).into_owned(),
                section: spot.section,
                text: spot.text,
            });
        }
        found
    }

    /// What the program could not do.
    pub(super) fn trouble(error: &anyhow::Error) -> Self {
        Self {
            summary: "1 error".to_owned(),
            findings: false,
            problems: vec![Problem {
                severity: "error",
                code: None,
                file: None,
                line: None,
                column: None,
                text: format!("error: {error:#}"),
                mark: None,
            }],
        }
    }

    /// As JSON, with its digest.
    pub(super) fn told(&self) -> Arc<Told> {
        if self.problems.is_empty() {
            return Arc::default();
        }
        let json = serde_json::to_vec(self).unwrap_or_default();
        let digest = hex(&digest::of(&json));
        Arc::new(Told {
            json,
            digest,
            findings: self.findings,
        })
    }
}

fn problem(diagnostic: &Diagnostic) -> Problem {
    let place = diagnostic
        .labels
        .first()
        .map(|label| label.place.line_col());
    Problem {
        severity: diagnostic.severity.word(),
        code: Some(diagnostic.code.id),
        file: diagnostic.file().map(str::to_owned),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        text: human::render(std::slice::from_ref(diagnostic), false)
            .trim_end()
            .to_owned(),
        mark: None,
    }
}

/// A digest as pages carry it.
pub(super) fn hex(digest: &digest::Digest) -> String {
    format!("{:032x}", u128::from_be_bytes(*digest))
}
