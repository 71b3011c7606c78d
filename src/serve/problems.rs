//! What is wrong with a site, as pages are told it.

use serde::Serialize;

use crate::diagnostic::{Counts, Diagnostic, human};
use crate::digest;

/// All that there is to say about the last build.
#[derive(Debug, Default, Serialize)]
pub(super) struct Problems {
    /// How many there are of each severity.
    summary: String,
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
}

impl Problems {
    /// Those of the sources.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        Self {
            summary: Counts::of(diagnostics).in_words(),
            problems: diagnostics.iter().map(problem).collect(),
        }
    }

    /// What the program could not do.
    pub(super) fn trouble(error: &anyhow::Error) -> Self {
        Self {
            summary: "1 error".to_owned(),
            problems: vec![Problem {
                severity: "error",
                code: None,
                file: None,
                line: None,
                column: None,
                text: format!("error: {error:#}"),
            }],
        }
    }

    /// As JSON, with its digest; both are empty if there is nothing to say.
    pub(super) fn written(&self) -> (Vec<u8>, String) {
        if self.problems.is_empty() {
            return Default::default();
        }
        let json = serde_json::to_vec(self).unwrap_or_default();
        let digest = hex(&digest::of(&json));
        (json, digest)
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
    }
}

/// A digest as pages carry it.
pub(super) fn hex(digest: &digest::Digest) -> String {
    format!("{:032x}", u128::from_be_bytes(*digest))
}
