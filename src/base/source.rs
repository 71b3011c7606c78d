//! Source files, and places in them.

use std::ops::Range;
use std::sync::Arc;

use super::text::floor;

/// A text file of the site, as it was read.
///
/// Sources are reference-counted: a diagnostic keeps its file alive, while a policy without
/// diagnostics is dropped as soon as its page is staged.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path relative to the site's root, with `/` on every platform. Built-in files are shown
    /// as `<policygen>/…`.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
}

impl Source {
    /// Wraps a text that was read from `path`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
        })
    }

    /// The place of a range of bytes in this file.
    pub fn place(self: &Arc<Self>, range: Range<usize>) -> Place {
        Place {
            source: Arc::clone(self),
            range,
        }
    }

    /// The place of a range that may exceed the text or split a character.
    pub(crate) fn place_within(self: &Arc<Self>, range: Range<usize>) -> Place {
        let range = self.place(range).clamped();
        self.place(range)
    }
}

/// A range of bytes in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes from the start of [`Source::text`].
    pub range: Range<usize>,
}

impl Place {
    /// The range, clamped to the text and to whole characters.
    pub fn clamped(&self) -> Range<usize> {
        let text = &self.source.text;
        let start = floor(text, self.range.start);
        start..floor(text, self.range.end).max(start)
    }

    /// The text at this place.
    pub fn text(&self) -> &str {
        &self.source.text[self.clamped()]
    }

    /// The line and column of the start, both counted from 1. Columns count characters.
    pub fn line_col(&self) -> (usize, usize) {
        let text = &self.source.text;
        let at = self.clamped().start;
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}
