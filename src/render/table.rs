//! Tables: the roles of their cells, and where long words in them may break.

use std::collections::HashSet;
use std::fmt::Write as _;

use pulldown_cmark::Alignment;

use crate::base::escape;
use crate::document::{Element, Leaf, Step, Walk};
use crate::model::language::PageWords;

/// The number of columns from which table rows become cards on phones.
const CARDS: usize = 3;
/// The number of columns from which tables may be wider than a screen and
/// scroll.
const WIDE: usize = 5;
/// The maximum length of text in the first column that names a row.
const LONGEST_NAME: usize = 80;

/// The data about a table that is needed before it is written.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The names of its columns.
    labels: Vec<String>,
    /// Whether the first cell of each row names it: none is empty, and each has an ID or is short
    /// and unique.
    is_named: bool,
    /// The column of the current cell, from 0.
    column: usize,
}

impl Shape {
    /// Reads the contents of a table.
    pub(super) fn of(inside: Walk<'_>) -> Self {
        let mut shape = Self::default();
        let mut names = HashSet::new();
        let (mut row, mut column, mut rows_named) = (0, 0, 0);
        let mut text = String::new();
        let mut has_id = false;
        for (step, _) in inside {
            match step {
                Step::Enter(Element::Row { index }) => (row, column) = (index, 0),
                Step::Enter(Element::Cell { .. }) => {
                    text.clear();
                    has_id = false;
                }
                Step::Leave(Element::Cell { .. }) => {
                    let words = text.trim();
                    if row == 0 {
                        shape.labels.push(words.to_owned());
                    } else if column == 0 {
                        let is_short = words.chars().count() <= LONGEST_NAME;
                        let is_new = !names.contains(words) && is_short;
                        let is_there = !words.is_empty() && words != "—";
                        rows_named += usize::from(is_there && (has_id || is_new));
                        names.insert(words.to_owned());
                    }
                    column += 1;
                }
                // An empty link shows the title of its target.
                Step::Enter(Element::Link(link)) if link.is_empty => {
                    text.push_str(&link.destination())
                }
                Step::Leaf(Leaf::Text(part) | Leaf::Code(part)) => text.push_str(part),
                Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => text.push(' '),
                Step::Leaf(Leaf::Html(tag)) => has_id |= tag.contains(" id=\""),
                _ => {}
            }
        }
        shape.is_named = row > 0 && rows_named == row && shape.labels.len() > 1;
        shape
    }

    /// Writes the start of the table. `number` and `heading`, the heading above it, distinguish it
    /// from other tables.
    pub(super) fn open(&self, number: usize, heading: &str, words: &PageWords, out: &mut String) {
        out.push_str(match self.labels.len() {
            WIDE.. => "<div class=\"table cards wide\"",
            CARDS.. => "<div class=\"table cards\"",
            _ => "<div class=\"table\"",
        });
        // A wide table may scroll, so it must be reachable by keyboard.
        if self.labels.len() >= WIDE {
            out.push_str(" role=\"region\" aria-label=\"");
            escape::html(&words.table, out);
            let _ = write!(out, " {number}");
            if !heading.is_empty() {
                out.push_str(": ");
                escape::html(heading, out);
            }
            out.push_str("\" tabindex=\"0\"");
        }
        out.push_str("><table>\n");
    }

    /// Writes the start of a row; row 0 is the header.
    pub(super) fn row(&mut self, index: usize, out: &mut String) {
        self.column = 0;
        out.push_str(match index {
            0 => "<thead><tr>",
            1 => "<tbody>\n<tr>",
            _ => "<tr>",
        });
    }

    /// Writes the start of a cell.
    pub(super) fn cell(&self, head: bool, align: Alignment, out: &mut String) {
        out.push_str(match (head, self.names(head)) {
            (true, _) => "<th scope=\"col\"",
            (false, true) => "<th scope=\"row\"",
            (false, false) => "<td",
        });
        match align {
            Alignment::Center => out.push_str(" class=\"center\""),
            Alignment::Right => out.push_str(" class=\"right\""),
            Alignment::None | Alignment::Left => {}
        }
        let label = self
            .labels
            .get(self.column)
            .filter(|label| !label.is_empty());
        if let Some(label) = label
            && !head
            && !self.names(head)
            && self.labels.len() >= CARDS
        {
            out.push_str(" data-label=\"");
            escape::html(label, out);
            out.push('"');
        }
        out.push('>');
    }

    /// Writes the end of a cell.
    pub(super) fn end_cell(&mut self, head: bool, out: &mut String) {
        out.push_str(match head || self.names(head) {
            true => "</th>",
            false => "</td>",
        });
        self.column += 1;
    }

    /// Whether the current cell names its row.
    fn names(&self, head: bool) -> bool {
        !head && self.is_named && self.column == 0
    }
}

/// The end of a row.
pub(super) fn row_end(index: usize) -> &'static str {
    match index {
        0 => "</tr></thead>\n",
        _ => "</tr>\n",
    }
}

/// The end of a table with this many rows below the header.
pub(super) fn end(rows: usize) -> &'static str {
    match rows {
        0 => "</table></div>\n",
        _ => "</tbody></table></div>\n",
    }
}

/// The minimum number of bytes of a word that may be split.
const LONG: usize = 20;

/// Writes the text of a cell. Cookie names and paths have no spaces, and a long one would take
/// space from the other columns. It may therefore break between its parts, before the punctuation
/// that joins them: at the end of a line, a dot would look like a full stop. Email addresses are
/// not split.
pub(super) fn text(text: &str, out: &mut String) {
    let (mut start, mut done) = (0, 0);
    for word in text.split_inclusive(' ') {
        if word.len() >= LONG && !word.contains('@') {
            for at in (1..word.len()).filter(|at| may_break(word.as_bytes(), *at)) {
                escape::html_text(&text[done..start + at], out);
                out.push_str("<wbr>");
                done = start + at;
            }
        }
        start += word.len();
    }
    escape::html_text(&text[done..], out);
}

/// Whether a word may break before the byte at `at`.
fn may_break(word: &[u8], at: usize) -> bool {
    let (before, byte) = (word[at - 1], word[at]);
    if byte.is_ascii_uppercase() {
        return before.is_ascii_lowercase();
    }
    let joins = matches!(byte, b'_' | b'.' | b'/' | b'?' | b'#' | b'&' | b'=' | b'%');
    let goes_on = |next: &u8| next.is_ascii_alphanumeric() || *next == byte;
    joins && before.is_ascii_alphanumeric() && word.get(at + 1).is_some_and(goes_on)
}
