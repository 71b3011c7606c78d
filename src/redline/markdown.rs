//! Redlines as Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::lines::{Line, Run, passages};
use super::pieces::Change;
use super::report::Report;
use crate::base::escape;

/// Renders a summary of the changes, then the changed passages, section by section. Deleted text is
/// struck out, and inserted text is bold.
pub fn markdown(report: &Report<'_>) -> String {
    let words = &report.language.words.redline;
    let summary = report.redline.summary();
    // Programs use this to find a comment to replace.
    let mut out = "<!-- policygen: redline -->\n\n".to_owned();
    let _ = writeln!(out, "## {}\n", escaped(&report.heading()));
    let _ = writeln!(out, "{}\n", escaped(&report.versions()));
    for line in report.counts(&summary) {
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    for (group, sections) in report.groups(&summary) {
        let names = sections
            .iter()
            .map(|section| escaped(&report.name(&section.part)));
        let names = names.collect::<Vec<_>>().join("; ");
        let _ = writeln!(out, "- {}: {names}", escaped(group));
    }
    if !report.facts.is_empty() {
        let _ = writeln!(out, "\n### {}\n", escaped(&words.facts));
        for fact in report.facts {
            let _ = writeln!(out, "- {}", escaped(&fact.in_words(report.language)));
        }
    }
    for passage in passages(report) {
        if passage.is_empty() {
            continue;
        }
        let (open, close) = match passage.change {
            Change::Same => ("", ""),
            Change::Deleted => ("<del>", "</del>"),
            Change::Inserted => ("<ins>", "</ins>"),
        };
        let _ = write!(out, "\n<details>\n<summary>{open}");
        escape::html(&passage.name, &mut out);
        let _ = writeln!(out, "{close}</summary>\n");
        for note in &passage.notes {
            let _ = writeln!(out, "*{}*\n", escaped(note));
        }
        for line in &passage.lines {
            match line {
                Line::Skipped => out.push_str("…\n\n"),
                Line::Note(depth, note) => {
                    let _ = writeln!(out, "{}*{}*\n", quote(*depth), escaped(note));
                }
                Line::Words(depth, lead, runs) => {
                    let _ = writeln!(out, "{}{}{}\n", quote(*depth), escaped(lead), marked(runs));
                }
            }
        }
        out.push_str("</details>\n");
    }
    out
}

/// The prefix of nested blocks.
fn quote(depth: usize) -> String {
    "> ".repeat(depth)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::markdown(text, &mut out);
    out
}

fn marked(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        if run.is_spaced && !out.is_empty() {
            out.push(' ');
        }
        let text = run.text.trim();
        // Markdown may not recognise marks next to punctuation.
        let ends = [text.chars().next(), text.chars().next_back()];
        let is_plain = ends.iter().flatten().all(|c| c.is_alphanumeric());
        let (open, close) = match (run.change, is_plain) {
            (Change::Same, _) => ("", ""),
            (Change::Deleted, true) => ("~~", "~~"),
            (Change::Deleted, false) => ("<del>", "</del>"),
            (Change::Inserted, true) => ("**", "**"),
            (Change::Inserted, false) => ("<ins>", "</ins>"),
        };
        out.extend([open, &escaped(text), close]);
    }
    out
}
