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
        if self.interrupted.is_empty() {
            self.section_notes();
        }
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
        self.leave_row();
        let page = mem::replace(&mut self.out, Lines::new(String::new()));
        self.interrupted.push((page, self.plain.text.len()));
        let marker = number.map_or(String::new(), |number| format!("[{number}] "));
        self.out.indent(&marker, &SPACES[..marker.len()]);
        self.mark(marker.trim_end());
    }

    pub(super) fn end_note(&mut self, number: Option<usize>) {
        self.flush();
        let Some((page, start)) = self.interrupted.pop() else {
            return;
        };
        let note = mem::replace(&mut self.out, page);
        self.notes.extend(number.map(|number| (number, note.text)));
        // A section that begins in a note stays where it is.
        if self.plain.sections.last().is_none_or(|last| *last <= start) {
            let text = self.plain.text.split_off(start);
            self.section_notes
                .extend(number.map(|number| (number, text)));
            self.start = start;
        }
    }

    /// Adds the notes of a section to its end, in the order of their numbers.
    fn section_notes(&mut self) {
        self.section_notes.sort_by_key(|(number, _)| *number);
        for (_, text) in self.section_notes.drain(..) {
            self.plain.text.push_str(&text);
        }
        self.start = self.plain.text.len();
    }

    pub(super) fn footnotes(&mut self) {
        self.section_notes();
        self.notes.sort_by_key(|(number, _)| *number);
        for (_, text) in &self.notes {
            let _ = write!(self.out.text, "\n{text}");
        }
    }
}
