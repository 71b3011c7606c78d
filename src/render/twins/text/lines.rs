//! Lines of plain text, with their prefixes and the gaps between them.

use super::wrap::{display_width, wrap};

/// The number of columns in a line, as is usual in emails and terminals.
pub(super) const WIDTH: usize = 76;

/// Lines being written.
pub(super) struct Lines {
    pub(super) text: String,
    /// Whether an empty line comes before the next text.
    pub(super) gap: bool,
    /// The prefixes of the next line and of later ones. Both have the same
    /// length.
    first: String,
    rest: String,
    /// The lengths of `rest` before each indent.
    indents: Vec<usize>,
}

impl Lines {
    /// Creates lines in a buffer, which is cleared first.
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

    /// Begins the next line with `first` and later ones with `rest`, after any
    /// existing prefix. Both have the same length.
    pub(super) fn indent(&mut self, first: &str, rest: &str) {
        self.indents.push(self.rest.len());
        self.first.push_str(first);
        self.rest.push_str(rest);
    }

    /// Removes the last indent.
    pub(super) fn outdent(&mut self) {
        let length = self.indents.pop().unwrap_or(0);
        self.first.truncate(length);
        self.rest.truncate(length);
    }

    /// The number of columns left for text.
    pub(super) fn width(&self) -> usize {
        WIDTH.saturating_sub(self.rest.len())
    }

    /// Writes the pending empty line, if any.
    pub(super) fn close_gap(&mut self) {
        if std::mem::take(&mut self.gap) {
            self.text.push_str(self.rest.trim_end_matches(' '));
            self.text.push('\n');
        }
    }

    /// Writes a line unchanged.
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

    /// Writes a text with single spaces in as many lines as necessary.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.close_gap();
        wrap(text, &self.first, &self.rest, &mut self.text);
        self.first.clone_from(&self.rest);
    }

    /// Writes a title with a line below it.
    pub(super) fn underlined(&mut self, title: &str, line: char) {
        self.line(title);
        self.begin();
        let width = display_width(title);
        self.text.extend(std::iter::repeat_n(line, width));
        self.end();
    }
}
