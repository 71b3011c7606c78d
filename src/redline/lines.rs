//! The changed passages of a text, as lines with a little context.

use super::compare::{Diff, Redline};
use super::pieces::Change;
use super::report::Report;
use super::summary::{Count, Part, State};
use super::text::{Kind, TokenKind};

/// The passages of a section.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) name: String,
    /// How it changed, if all of it was inserted or deleted.
    pub(super) change: Change,
    pub(super) notes: Vec<String>,
    pub(super) lines: Vec<Line>,
}

impl Passage {
    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.notes.is_empty() && self.change == Change::Same
    }
}

#[derive(Debug)]
pub(super) enum Line {
    /// Blocks that did not change.
    Skipped,
    /// A note on the block that follows.
    Note(usize, String),
    /// The depth, the text before the words, and the words.
    Words(usize, String, Vec<Run>),
}

/// Words of a line with the same change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) change: Change,
    /// Whether white space precedes it.
    pub(super) is_spaced: bool,
    pub(super) text: String,
}

/// The number of words shown on each side of a change.
const AROUND: usize = 12;

/// The changed passages.
pub(super) fn passages(report: &Report<'_>) -> Vec<Passage> {
    let redline = report.redline;
    let mut passages = Vec::new();
    for about in redline.summary().sections {
        let mut lines = Lines {
            report,
            redline,
            lines: Vec::new(),
        };
        let mut notes = Vec::new();
        match &about.part {
            Part::Title => lines.block(&redline.title, 0, ""),
            Part::Footnotes => {
                for note in &redline.notes {
                    let number = match note.block().map(|block| &block.kind) {
                        Some(Kind::Note { number }) => format!("[{number}] "),
                        _ => String::new(),
                    };
                    lines.children(note, 0, &number);
                }
            }
            Part::Beginning | Part::Section(..) => {
                let mut sections = redline.sections.iter();
                let found = sections.find(|section| section.anchor() == about.anchor);
                if let Some(section) = found {
                    notes = report.notes(section, &about);
                    if let Some(heading) = &section.heading
                        && about.state == State::Kept
                        && heading.has_changed_words()
                    {
                        lines.block(heading, 0, "");
                    }
                    notes.extend(
                        section
                            .heading
                            .as_ref()
                            .and_then(|it| report.block_note(it)),
                    );
                    for block in &section.blocks {
                        lines.block(block, 0, "");
                    }
                }
            }
        }
        let mut lines = lines.lines;
        if lines.iter().all(|line| matches!(line, Line::Skipped)) {
            lines.clear();
        }
        passages.push(Passage {
            name: report.name(&about.part),
            change: match about.state {
                State::Kept => Change::Same,
                State::Added => Change::Inserted,
                State::Removed => Change::Deleted,
            },
            notes,
            lines,
        });
    }
    passages
}

struct Lines<'r> {
    report: &'r Report<'r>,
    redline: &'r Redline<'r>,
    lines: Vec<Line>,
}

impl Lines<'_> {
    fn block(&mut self, diff: &Diff<'_>, depth: usize, lead: &str) {
        let Some(block) = diff.block() else {
            return;
        };
        let mut count = Count::default();
        self.redline.count(diff, &mut count);
        if count.is_none() {
            if !matches!(self.lines.last(), Some(Line::Skipped)) {
                self.lines.push(Line::Skipped);
            }
            return;
        }
        if let Some(note) = self.report.block_note(diff) {
            self.lines.push(Line::Note(depth, note));
        }
        match &block.kind {
            Kind::Row { .. } => {
                let mut runs = Vec::new();
                for (at, cell) in diff.children.iter().enumerate() {
                    if at > 0 {
                        runs.push(Run {
                            change: Change::Same,
                            is_spaced: true,
                            text: "|".to_owned(),
                        });
                    }
                    let mut inside = self.runs(cell);
                    if let Some(first) = inside.first_mut() {
                        first.is_spaced = true;
                    }
                    runs.append(&mut inside);
                }
                self.lines.push(Line::Words(depth, lead.to_owned(), runs));
            }
            Kind::Item { number } => {
                let lead = match number {
                    Some(number) => format!("{number}. "),
                    None => "- ".to_owned(),
                };
                self.children(diff, depth, &lead);
            }
            Kind::Quote | Kind::Callout { .. } => self.children(diff, depth + 1, lead),
            Kind::List { .. } => {
                let inner = depth + usize::from(!lead.is_empty());
                self.children(diff, inner, "");
            }
            Kind::Definitions | Kind::Table | Kind::Note { .. } => self.children(diff, depth, lead),
            Kind::Definition => self.children(diff, depth, ": "),
            Kind::Rule => {
                let change = match diff.old.is_some() {
                    true => Change::Deleted,
                    false => Change::Inserted,
                };
                let run = Run {
                    change,
                    is_spaced: false,
                    text: "***".to_owned(),
                };
                self.lines
                    .push(Line::Words(depth, lead.to_owned(), vec![run]));
            }
            Kind::Title
            | Kind::Heading { .. }
            | Kind::Paragraph
            | Kind::Html
            | Kind::Label
            | Kind::Term
            | Kind::Cell { .. }
            | Kind::Code { .. } => {
                let runs = around(self.runs(diff));
                if !runs.is_empty() {
                    self.lines.push(Line::Words(depth, lead.to_owned(), runs));
                }
            }
        }
    }

    fn children(&mut self, diff: &Diff<'_>, depth: usize, lead: &str) {
        let mut lead = lead.to_owned();
        for child in &diff.children {
            let before = self.lines.len();
            let inner = match lead.chars().all(|c| c == ' ') && !lead.is_empty() {
                true => depth + 1,
                false => depth,
            };
            self.block(child, inner, lead.trim_start());
            // Only the first line of an item has its marker.
            if self.lines.len() > before {
                lead = " ".repeat(lead.len());
            }
        }
    }

    fn runs(&self, diff: &Diff<'_>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for piece in self.redline.pieces(diff) {
            let mut run = Run {
                change: piece.change,
                is_spaced: piece.words.first().is_some_and(|word| word.is_spaced),
                text: String::new(),
            };
            let mut words = piece.words.iter().enumerate().peekable();
            while let Some((at, word)) = words.next() {
                if at > 0 && word.is_spaced && !run.text.is_empty() {
                    run.text.push(' ');
                }
                let text = &*word.token.text;
                match &word.token.kind {
                    TokenKind::Break => run.text.push(' '),
                    TokenKind::Code if text == "\n" => run.text.push_str(" ⏎ "),
                    TokenKind::Image(_) => {
                        let image = &self.report.language.words.page.image;
                        run.text.push_str(&format!("[{image}: {}]", text.trim()));
                    }
                    TokenKind::Note(number) => run.text.push_str(&format!("[{number}]")),
                    _ => run.text.push_str(text),
                }
                let Some(moved) = &word.moved else {
                    continue;
                };
                // The note on a link is written once, at its end.
                let next = words.peek().and_then(|(_, next)| next.moved.as_ref());
                if next != Some(moved) {
                    let note = self.report.link_note(moved);
                    runs.push(run);
                    runs.push(Run {
                        change: Change::Inserted,
                        is_spaced: true,
                        text: format!("[{note}]"),
                    });
                    run = Run {
                        change: Change::Same,
                        is_spaced: words.peek().is_some_and(|(_, next)| next.is_spaced),
                        text: String::new(),
                    };
                }
            }
            if !run.text.is_empty() {
                runs.push(run);
            }
        }
        runs
    }
}

/// Removes words far from any change from a line.
fn around(runs: Vec<Run>) -> Vec<Run> {
    let last = runs.len().saturating_sub(1);
    runs.into_iter()
        .enumerate()
        .map(|(at, run)| {
            let words: Vec<&str> = run.text.split(' ').collect();
            let room = match (at == 0, at == last) {
                (true, true) => usize::MAX,
                (true, _) | (_, true) => AROUND,
                _ => 2 * AROUND,
            };
            if run.change != Change::Same || words.len() <= room.saturating_add(2) {
                return run;
            }
            let (before, after) = match (at == 0, at == last) {
                (true, _) => (0, AROUND),
                (_, true) => (AROUND, 0),
                _ => (AROUND, AROUND),
            };
            let tail = words.len() - after;
            let (head, tail) = (words[..before].join(" "), words[tail..].join(" "));
            let text = format!("{head} … {tail}").trim().to_owned();
            Run { text, ..run }
        })
        .collect()
}
