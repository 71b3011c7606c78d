//! Redlines for a terminal.

use textwrap::{Options, WordSplitter};

use super::lines::{Line, Run, passages};
use super::pieces::Change;
use super::report::Report;
use crate::base::text::visible;

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// Renders a summary of the changes, then the changed passages, in lines of `width` columns.
/// Deleted text is in `[-…-]` and inserted text in `{+…+}`, with or without colors.
pub fn terminal(report: &Report<'_>, width: usize, color: bool) -> String {
    let mut out = Writer {
        out: String::new(),
        width,
        color,
    };
    let summary = report.redline.summary();
    out.styled(BOLD, &report.heading());
    out.line("", "", &report.versions());
    for line in report.counts(&summary) {
        out.line("", "  ", &line);
    }
    for (group, sections) in report.groups(&summary) {
        let names = sections.iter().map(|section| report.name(&section.part));
        let names = names.collect::<Vec<_>>().join("; ");
        out.line("", "  ", &format!("{group}: {names}"));
    }
    if !report.facts.is_empty() {
        out.blank();
        out.styled(BOLD, &report.language.words.redline.facts);
        for fact in report.facts {
            out.line("  ", "    ", &fact.in_words(report.language));
        }
    }
    for passage in passages(report) {
        if passage.is_empty() {
            continue;
        }
        out.blank();
        let (style, open, close) = marks(passage.change);
        out.styled(
            &format!("{BOLD}{style}"),
            &format!("{open}{}{close}", passage.name),
        );
        for note in &passage.notes {
            out.styled(DIM, &format!("  [{note}]"));
        }
        for line in passage.lines {
            match line {
                Line::Skipped => out.styled(DIM, "  …"),
                Line::Note(depth, note) => {
                    let indent = "  ".repeat(depth + 1);
                    out.styled(DIM, &format!("{indent}[{note}]"));
                }
                Line::Words(depth, lead, runs) => out.words(depth, &lead, &runs),
            }
        }
    }
    out.out
}

/// The color of a change, and the marks around it.
fn marks(change: Change) -> (&'static str, &'static str, &'static str) {
    match change {
        Change::Same => ("", "", ""),
        Change::Deleted => (RED, "[-", "-]"),
        Change::Inserted => (GREEN, "{+", "+}"),
    }
}

struct Writer {
    out: String,
    width: usize,
    color: bool,
}

impl Writer {
    fn blank(&mut self) {
        self.out.push('\n');
    }

    fn styled(&mut self, style: &str, text: &str) {
        let text = visible(text);
        match self.color {
            true => self.out.extend([style, &text, RESET, "\n"]),
            false => self.out.extend([&*text, "\n"]),
        }
    }

    fn line(&mut self, first: &str, rest: &str, text: &str) {
        self.wrap(first, rest, &visible(text));
    }

    fn words(&mut self, depth: usize, lead: &str, runs: &[Run]) {
        let mut text = String::new();
        for run in runs {
            if run.is_spaced && !text.is_empty() {
                text.push(' ');
            }
            let words = visible(&run.text);
            let (style, open, close) = marks(run.change);
            match self.color && !style.is_empty() {
                // Each word has its own color, so that no line depends on the previous one.
                true => {
                    let marked = format!("{open}{words}{close}");
                    let words = marked
                        .split(' ')
                        .map(|word| format!("{style}{word}{RESET}"));
                    text.push_str(&words.collect::<Vec<_>>().join(" "));
                }
                false => text.extend([open, &words, close]),
            }
        }
        let first = format!("{}{lead}", "  ".repeat(depth + 1));
        let rest = " ".repeat(first.chars().count());
        self.wrap(&first, &rest, &text);
    }

    fn wrap(&mut self, first: &str, rest: &str, text: &str) {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        for line in textwrap::wrap(text, options) {
            self.out.extend([line.trim_end(), "\n"]);
        }
    }
}
