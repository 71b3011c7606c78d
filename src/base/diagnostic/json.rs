//! Findings as JSON, for programs.

use serde::Serialize;

use super::lines::{Lines, Position};
use super::report::{Counts, Report};
use super::{Diagnostic, Severity};
use crate::base::source::Place;

/// Grows when a field changes its meaning or goes.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    policies: usize,
    #[serde(flatten)]
    counts: Counts,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    /// The file, relative to the site's folder.
    path: Option<&'a str>,
    /// Where it is; then what explains it.
    places: Vec<Named<'a>>,
    help: &'a [String],
    fixes: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    #[serde(flatten)]
    at: Span<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    says: &'a str,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    at: Span<'a>,
    text: &'a str,
}

/// Columns count characters; offsets count bytes, without a byte order mark.
#[derive(Serialize)]
struct Span<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    offset: usize,
    length: usize,
}

/// A report as a JSON document.
pub fn render(report: &Report<'_>) -> serde_json::Result<String> {
    let mut lines = Lines::default();
    let document = Document {
        version: VERSION,
        policies: report.policies.len(),
        counts: Counts::of(report.diagnostics),
        findings: report
            .diagnostics
            .iter()
            .map(|diagnostic| finding(diagnostic, &mut lines))
            .collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn finding<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines) -> Finding<'a> {
    let places = diagnostic.labels.iter().map(|label| Named {
        at: span(&label.place, lines),
        says: &label.text,
    });
    let places = places.collect();
    let fixes = diagnostic.fixes.iter().map(|fix| Replacement {
        at: span(&fix.place, lines),
        text: &fix.text,
    });
    Finding {
        rule: diagnostic.code.id,
        name: diagnostic.code.name,
        severity: Severity::word(diagnostic.severity),
        message: &diagnostic.message,
        path: diagnostic.file(),
        fixes: fixes.collect(),
        places,
        help: &diagnostic.help,
    }
}

fn span<'a>(place: &'a Place, lines: &mut Lines) -> Span<'a> {
    let region = lines.region(place);
    Span {
        path: &place.source.path,
        start: region.start,
        end: region.end,
        offset: region.bytes.start,
        length: region.bytes.len(),
    }
}
