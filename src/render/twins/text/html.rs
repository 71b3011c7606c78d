//! Raw HTML in plain text.

use std::fmt::Write as _;

use super::Writer;
use super::grid::Grid;
use crate::document::html::{Meaning, Part, RawHtml};
use crate::document::{Leaf, Step};

/// The raw HTML of a page.
#[derive(Default)]
pub(super) struct Html {
    pub(super) raw: RawHtml,
    pub(super) grid: Grid,
    /// The starts of raised and lowered text.
    shifted: Vec<usize>,
    /// For each open ruby text, whether its bracket must be closed.
    readings: Vec<bool>,
    /// Whether white space is significant.
    pub(super) is_preformatted: bool,
    /// The address of the current tag, if the tag is a link.
    pub(super) address: Option<String>,
    /// The file name of the current tag, if the tag is an image.
    pub(super) image: String,
}

impl Writer<'_> {
    /// Counts the items of lists in raw HTML that count down.
    pub(super) fn number_lists(&mut self) {
        if memchr::memmem::find(self.input.merged.as_bytes(), b"reversed").is_some() {
            let walk = self.input.linked.document.walk();
            self.html.raw = RawHtml::counting(walk.filter_map(|(step, _)| match step {
                Step::Leaf(Leaf::Html(html)) => Some(html),
                _ => None,
            }));
        }
    }

    /// Writes the plain-text form of tags.
    pub(super) fn html(&mut self, html: &str) {
        for meaning in self.html.raw.read(html) {
            match meaning {
                Meaning::LineBreak if self.is_in_cell() => self.plain.text.push_str("; "),
                Meaning::LineBreak => self.plain.text.push('\n'),
                Meaning::Image(alt) => {
                    let image = &self.input.words.page.image;
                    let _ = write!(self.plain.text, "[{image}: {alt}]");
                }
                Meaning::UndescribedImage => {
                    let image = &self.input.words.page.image;
                    let _ = write!(self.plain.text, "[{image}: {}]", self.html.image);
                }
                Meaning::Expansion(title) => {
                    let _ = write!(self.plain.text, " ({title})");
                }
                Meaning::Item(marker) => self.item(marker),
                Meaning::Cell(spans) => {
                    // Outside tables, nothing separates the cells.
                    self.html.grid.begin_cell(spans, &mut self.plain.text);
                }
                Meaning::RowGroup => self.html.grid.end_group(),
                Meaning::Begin(part) => self.begin(part),
                Meaning::End(part) => self.end(part),
            }
        }
    }

    fn item(&mut self, marker: Option<String>) {
        self.part();
        let is_counted = marker.is_some();
        let marker = marker.map_or_else(|| "- ".to_owned(), |marker| marker + ". ");
        if self.is_in_cell() {
            self.plain.text.push_str(&marker);
            return;
        }
        let rest = " ".repeat(marker.chars().count());
        self.out.indent(&marker, &rest);
        if is_counted {
            self.mark(marker.trim_end());
        }
    }

    fn begin(&mut self, part: Part) {
        let words = &self.input.words.page;
        match part {
            Part::Deleted => {
                let _ = write!(self.plain.text, "[{}: ", words.deleted);
            }
            Part::Inserted => {
                let _ = write!(self.plain.text, "[{}: ", words.inserted);
            }
            Part::Raised => self.shift('^'),
            Part::Lowered => self.shift('_'),
            Part::Quotation => self.plain.text.push('"'),
            Part::Reading => {
                // `<rp>` may already have written the bracket.
                let is_open = self.plain.text.ends_with(['(', '（']);
                self.html.readings.push(!is_open);
                if !is_open {
                    self.plain.text.push('(');
                }
            }
            Part::Preformatted if self.is_in_cell() || self.html.is_preformatted => self.part(),
            Part::Preformatted => {
                self.flush();
                self.out.indent("    ", "    ");
                self.html.is_preformatted = true;
            }
            Part::Table => {
                self.part();
                self.html.grid.begin_table();
            }
            Part::Definition => {
                self.part();
                if !self.is_in_cell() {
                    self.out.gap = false;
                    self.out.indent("    ", "    ");
                }
            }
            Part::Link => {
                let address = self.html.address.take();
                self.links.push((self.plain.text.len(), address));
            }
            Part::List | Part::Item | Part::Block | Part::Row | Part::Cell => self.part(),
        }
    }

    fn end(&mut self, part: Part) {
        match part {
            Part::Deleted | Part::Inserted => self.plain.text.push(']'),
            Part::Raised | Part::Lowered => {
                if let Some(start) = self.html.shifted.pop()
                    && let Some(inside) = self.plain.text.get(start..)
                    && is_expression(inside)
                {
                    self.plain.text.insert(start, '(');
                    self.plain.text.push(')');
                }
            }
            Part::Quotation => self.plain.text.push('"'),
            Part::Reading => {
                if self.html.readings.pop() == Some(true) {
                    self.plain.text.push(')');
                }
            }
            Part::Preformatted => {
                self.part();
                self.end_preformatted();
            }
            Part::Cell => self.html.grid.end_cell(&mut self.plain.text),
            Part::Row => {
                self.html.grid.end_row(&mut self.plain.text);
                match self.html.grid.is_nested() {
                    true => self.plain.text.push_str("; "),
                    false => self.part(),
                }
            }
            Part::Table => {
                self.html.grid.end_table();
                self.part();
            }
            Part::Link => self.end_link(),
            Part::List => {
                self.part();
                self.out.gap |= !self.is_in_cell() && !self.html.raw.is_in_list();
            }
            Part::Definition | Part::Item => {
                self.part();
                if !self.is_in_cell() {
                    self.out.outdent();
                }
            }
            Part::Block => self.part(),
        }
    }

    /// Ends preformatted text, if any is open.
    pub(super) fn end_preformatted(&mut self) {
        if self.html.is_preformatted {
            self.lines();
            self.html.is_preformatted = false;
            self.out.outdent();
            self.out.gap = true;
        }
    }

    /// Whether the text is on one line, within a cell of a table.
    pub(super) fn is_in_cell(&self) -> bool {
        self.in_cell || self.html.grid.is_in_cell()
    }

    /// Ends the row of a table in raw HTML early, for Markdown that can't be on one line.
    pub(super) fn leave_row(&mut self) {
        self.html.grid.leave_row();
        self.flush();
    }

    /// Ends the current paragraph, or the current line within a cell.
    fn part(&mut self) {
        if self.is_in_cell() {
            self.plain.text.push(' ');
        } else {
            self.flush();
        }
    }

    /// Adds the marker of an item to the text of the current section, where other text may refer to
    /// it. Must not be called while a paragraph is open.
    pub(super) fn mark(&mut self, marker: &str) {
        self.plain.text.push_str(marker);
        self.plain.text.push(' ');
        self.start = self.plain.text.len();
    }

    fn shift(&mut self, mark: char) {
        self.plain.text.push(mark);
        self.html.shifted.push(self.plain.text.len());
    }
}

/// Whether a superscript or subscript needs brackets: `x^(n+1)`, but `m^2` and `10^-6`.
fn is_expression(text: &str) -> bool {
    let operator = |c: char| matches!(c, ' ' | '+' | '-' | '−' | '·' | '×' | '/' | '=' | '*');
    text.chars().skip(1).any(operator)
}
