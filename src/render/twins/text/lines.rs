//! Lines of plain text, with what they begin with and the gaps between them.

use super::wrap::{display_width, wrap};

/// Columns of a line, as mail and terminals have them.
pub(super) const WIDTH: usize = 76;

/// Lines that are being written.
pub(super) struct Lines {
    pub(super) text: String,
    /// Whether an empty line goes before what comes next.
    pub(super) gap: bool,
    /// What the next line begins with, and those after it. Both are as long.
    first: String,
    rest: String,
    /// The lengths of `rest` before each indent.
    indents: Vec<usize>,
}

impl Lines {
    /// Lines in a buffer, which is emptied.
    pub(super) fn new(mut text: String) -> Self {
        text.clear();
        Self {
            text,
            gap: false,
            first: String::new(),
            rest: String::new(),
            indents: Vec::new(),
        }
    }

    /// Begins the next line with `first` and those after it with `rest`, behind
    /// what they begin with already. Both are as long.
    pub(super) fn indent(&mut self, first: &str, rest: &str) {
        self.indents.push(self.rest.len());
        self.first.push_str(first);
        self.rest.push_str(rest);
    }

    /// Takes the last indent back.
    pub(super) fn outdent(&mut self) {
        let length = self.indents.pop().unwrap_or(0);
        self.first.truncate(length);
        self.rest.truncate(length);
    }

    /// Columns that are left for text.
    pub(super) fn width(&self) -> usize {
        WIDTH.saturating_sub(self.rest.len())
    }

    /// Writes the empty line that is due.
    pub(super) fn close_gap(&mut self) {
        if std::mem::take(&mut self.gap) {
            self.text.push_str(self.rest.trim_end_matches(' '));
            self.text.push('\n');
        }
    }

    /// Writes one line as it is.
    pub(super) fn line(&mut self, text: &str) {
        self.begin();
        self.text.push_str(text);
        self.end();
    }

    /// Begins a line that is written piece by piece.
    pub(super) fn begin(&mut self) {
        self.close_gap();
        self.text.push_str(&self.first);
    }

    /// Ends a line.
    pub(super) fn end(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        self.text.push('\n');
        self.first.clone_from(&self.rest);
    }

    /// Writes a text of single spaces in as many lines as it takes.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.close_gap();
        wrap(text, &self.first, &self.rest, &mut self.text);
        self.first.clone_from(&self.rest);
    }

    /// Writes a title with a line below.
    pub(super) fn underlined(&mut self, title: &str, line: char) {
        self.line(title);
        self.begin();
        let width = display_width(title);
        self.text.extend(std::iter::repeat_n(line, width));
        self.end();
    }
}
