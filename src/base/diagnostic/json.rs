//! Findings as JSON, for programs.

use std::io;

use serde::Serialize;

use super::lines::{Lines, Position};
use super::report::{Counts, Report};
use super::sarif::{Citation, RuleData};
use super::{Code, Diagnostic, Severity};
use crate::base::source::Place;

/// Incremented when a field changes its meaning or is removed.
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
    certainty: &'a str,
    /// Whether the rule is in preview.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    preview: bool,
    /// Earlier IDs of the rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    formerly: Vec<String>,
    /// The IDs of other rules with the same finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<&'a str>,
    /// The legal bases of the rule and of the others with the same finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    law: Vec<Citation>,
    message: &'a str,
    /// The file, relative to the site's folder.
    path: Option<&'a str>,
    /// The place of the finding, followed by places that explain it.
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

/// A range in a file. Columns count characters; offsets count bytes and exclude a byte order mark.
#[derive(Serialize)]
struct Span<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    offset: usize,
    length: usize,
}

/// Renders a report as a JSON document. `about` describes the rules that have findings.
pub fn render(
    report: &Report<'_>,
    about: impl Fn(&'static Code) -> RuleData,
) -> serde_json::Result<String> {
    let mut lines = Lines::default();
    let document = Document {
        version: VERSION,
        policies: report.policies.len(),
        counts: Counts::of(report.diagnostics),
        findings: report
            .diagnostics
            .iter()
            .map(|diagnostic| finding(diagnostic, &about, &mut lines))
            .collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

/// Writes a finding as a line of JSON, with the tenant to which it belongs.
pub fn write_line(
    out: &mut dyn io::Write,
    tenant: &str,
    diagnostic: &Diagnostic,
    about: impl Fn(&'static Code) -> RuleData,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        tenant: &'a str,
        #[serde(flatten)]
        finding: Finding<'a>,
    }
    let mut lines = Lines::default();
    let finding = finding(diagnostic, &about, &mut lines);
    serde_json::to_writer(&mut *out, &Line { tenant, finding })?;
    out.write_all(b"\n")
}

fn finding<'a>(
    diagnostic: &'a Diagnostic,
    about: &impl Fn(&'static Code) -> RuleData,
    lines: &mut Lines,
) -> Finding<'a> {
    let rule = about(diagnostic.code);
    let mut law = rule.law;
    for also in &diagnostic.also {
        law.extend(about(also.code).law);
    }
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
        certainty: rule.certainty,
        preview: rule.preview,
        formerly: rule.formerly,
        also: diagnostic.also.iter().map(|also| also.code.id).collect(),
        law,
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
