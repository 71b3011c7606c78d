//! Tables in plain text.

use std::ops::Range;

use super::lines::Lines;
use super::wrap::display_width;

/// The current table, with its cells in one string.
#[derive(Default)]
pub(super) struct Table {
    text: String,
    cells: Vec<Range<usize>>,
    /// The first cell of each row.
    rows: Vec<usize>,
}

impl Table {
    /// Resets the table for reuse.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.rows.clear();
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(self.cells.len());
    }

    pub(super) fn cell(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push(start..self.text.len());
    }

    fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        let end = self.rows.get(row + 1).copied();
        let cells = match self.rows.get(row) {
            Some(start) => &self.cells[*start..end.unwrap_or(self.cells.len())],
            None => &[],
        };
        cells.iter().map(|cell| &self.text[cell.clone()])
    }

    /// All rows, including the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        (0..self.rows.len()).map(|row| self.row(row))
    }

    /// Writes the table in columns or, if it is too wide, as a list of its rows.
    pub(super) fn write(&self, out: &mut Lines) {
        let mut widths: Vec<usize> = Vec::new();
        for row in 0..self.rows.len() {
            for (at, cell) in self.row(row).enumerate() {
                let width = display_width(cell);
                match widths.get_mut(at) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
        let whole = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        if whole <= out.width() {
            self.columns(&widths, out);
        } else {
            self.list(out);
        }
    }

    fn columns(&self, widths: &[usize], out: &mut Lines) {
        let row = |row: usize, out: &mut Lines| {
            out.begin();
            for (cell, width) in self.row(row).zip(widths) {
                out.text.push_str(cell);
                let missing = width.saturating_sub(display_width(cell)) + 2;
                out.text.extend(std::iter::repeat_n(' ', missing));
            }
            out.end();
        };
        row(0, out);
        out.begin();
        for width in widths {
            out.text.extend(std::iter::repeat_n('-', *width));
            out.text.push_str("  ");
        }
        out.end();
        for body in 1..self.rows.len() {
            row(body, out);
        }
    }

    fn list(&self, out: &mut Lines) {
        // Each row labels its cells, except the first one and those without text.
        let heads: Vec<&str> = self.row(0).filter(|head| !head.is_empty()).collect();
        if !heads.is_empty() {
            out.paragraph(&heads.join(" | "));
            out.gap = true;
        }
        for cells in self.rows().skip(1) {
            let mut named = cells.zip(self.row(0)).filter(|(cell, _)| !cell.is_empty());
            if let Some((first, _)) = named.next() {
                out.paragraph(first);
            }
            out.indent("  ", "  ");
            for (cell, name) in named {
                out.paragraph(&format!("{name}: {cell}"));
            }
            out.outdent();
            out.gap = true;
        }
    }
}
