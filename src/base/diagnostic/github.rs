//! Findings as GitHub workflow commands, which annotate the lines of a pull request.

use std::fmt::Write as _;

use super::lines::Lines;
use super::report::{Report, is_built_in};
use super::{Diagnostic, Severity};

/// Renders a report as one command per line.
pub fn render(report: &Report<'_>) -> String {
    let mut lines = Lines::default();
    let mut out = String::new();
    for diagnostic in report.diagnostics {
        command(diagnostic, report, &mut lines, &mut out);
    }
    out
}

fn command(diagnostic: &Diagnostic, report: &Report<'_>, lines: &mut Lines, out: &mut String) {
    out.push_str(match diagnostic.severity {
        Severity::Error => "::error ",
        Severity::Warning => "::warning ",
        Severity::Info => "::notice ",
    });
    // A finding in a built-in file is shown at the place in the user's text that uses the file.
    let label = diagnostic
        .labels
        .iter()
        .find(|label| !is_built_in(&label.place.source.path));
    match (label, &diagnostic.path) {
        (Some(label), _) => {
            let region = lines.region(&label.place);
            let path = report.path(&label.place.source.path);
            let _ = write!(out, "file={},", property(&path));
            let _ = write!(out, "line={},", region.start.line);
            // GitHub supports columns only for places on a single line.
            if region.start.line == region.end.line {
                let last = region.end.column.max(region.start.column + 1) - 1;
                let _ = write!(out, "col={},endColumn={last},", region.start.column);
            } else {
                let _ = write!(out, "endLine={},", region.end.line);
            }
        }
        (None, Some(path)) if !is_built_in(path) => {
            let _ = write!(out, "file={},", property(&report.path(path)));
        }
        (None, _) => {}
    }
    let also = diagnostic.also.iter().map(|also| also.code.id);
    let ids: Vec<&str> = [diagnostic.code.id].into_iter().chain(also).collect();
    let title = format!("{} {}", ids.join(", "), diagnostic.code.name);
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    let _ = writeln!(out, "title={}::{}", property(&title), message(&text));
}

/// Escapes line breaks and `%` in a command's message.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property, which would end at a comma or colon.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
