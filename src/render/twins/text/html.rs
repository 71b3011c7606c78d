//! Raw HTML in plain text.

use std::fmt::Write as _;

use super::Writer;
use crate::document::html::{Meaning, Part, RawHtml};

/// The raw HTML of a page.
#[derive(Default)]
pub(super) struct Html {
    raw: RawHtml,
    /// The starts of raised and lowered text.
    shifted: Vec<usize>,
    /// For each open ruby text, whether its bracket must be closed.
    readings: Vec<bool>,
    /// Whether white space is significant.
    pub(super) is_preformatted: bool,
    /// The address of the current tag, if the tag is a link.
    pub(super) address: Option<String>,
}

impl Writer<'_> {
    /// Writes the plain-text form of tags.
    pub(super) fn html(&mut self, html: &str) {
        for meaning in self.html.raw.read(html) {
            match meaning {
                Meaning::LineBreak if self.in_cell => self.plain.text.push_str("; "),
                Meaning::LineBreak => self.plain.text.push('\n'),
                Meaning::Image(alt) => {
                    let image = &self.input.words.page.image;
                    let _ = write!(self.plain.text, "[{image}: {alt}]");
                }
                Meaning::Expansion(title) => {
                    let _ = write!(self.plain.text, " ({title})");
                }
                Meaning::Item(marker) => self.item(marker),
                Meaning::Begin(part) => self.begin(part),
                Meaning::End(part) => self.end(part),
            }
        }
    }

    fn item(&mut self, marker: Option<String>) {
        self.part();
        let is_counted = marker.is_some();
        let marker = marker.map_or_else(|| "- ".to_owned(), |marker| marker + ". ");
        if self.in_cell {
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
            Part::Preformatted if self.in_cell || self.html.is_preformatted => self.part(),
            Part::Preformatted => {
                self.flush();
                self.out.indent("    ", "    ");
                self.html.is_preformatted = true;
            }
            Part::Cell if self.plain.text[self.start..].trim().is_empty() => {}
            Part::Cell => self.plain.text.push_str(" | "),
            Part::Definition => {
                self.part();
                if !self.in_cell {
                    self.out.gap = false;
                    self.out.indent("    ", "    ");
                }
            }
            Part::Link => {
                let address = self.html.address.take();
                self.links.push((self.plain.text.len(), address));
            }
            Part::List | Part::Item | Part::Block => self.part(),
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
            Part::Cell => {}
            Part::Link => self.end_link(),
            Part::List => {
                self.part();
                self.out.gap |= !self.in_cell && !self.html.raw.is_in_list();
            }
            Part::Definition | Part::Item => {
                self.part();
                if !self.in_cell {
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

    /// Ends the current paragraph, or the current line within a cell.
    fn part(&mut self) {
        if self.in_cell {
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
