//! Headings and footnotes in plain text.

use std::fmt::Write as _;
use std::mem;

use super::lines::Lines;
use super::{SPACES, Writer, wrap};
use crate::document::Heading;

impl Writer<'_> {
    /// Writes the current text as a heading.
    pub(super) fn heading(&mut self, heading: Heading<'_>) {
        let title = self.take();
        let title = wrap::folded(&title);
        self.plain.titles.push(title.clone().into_owned());
        self.out.gap = false;
        let is_top = heading.level() == 2;
        self.out.text.push_str(if is_top { "\n\n" } else { "\n" });
        let numbered;
        let title = match heading.shown_number(&self.input.words.page) {
            Some(number) => {
                numbered = format!("{number}. {title}");
                &numbered
            }
            None => &*title,
        };
        match is_top {
            true => self.out.underlined(title, '-'),
            false => self.out.line(title),
        }
        self.out.gap = true;
        self.plain.sections.push(self.plain.text.len());
    }

    /// Begins a footnote, which is written separately from the text around it.
    pub(super) fn begin_note(&mut self, number: Option<usize>) {
        self.flush();
        let page = mem::replace(&mut self.out, Lines::new(String::new()));
        self.interrupted.push(page);
        let marker = number.map_or(String::new(), |number| format!("[{number}] "));
        self.out.indent(&marker, &SPACES[..marker.len()]);
    }

    pub(super) fn end_note(&mut self, number: Option<usize>) {
        self.flush();
        if let Some(page) = self.interrupted.pop() {
            let note = mem::replace(&mut self.out, page);
            self.notes.extend(number.map(|number| (number, note.text)));
        }
    }

    pub(super) fn footnotes(&mut self) {
        self.notes.sort_by_key(|(number, _)| *number);
        for (_, text) in &self.notes {
            let _ = write!(self.out.text, "\n{text}");
        }
    }
}
