//! Helpers shared by rules about words.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Block;
use crate::rules::Pattern;

/// Replaces no-break spaces with ordinary spaces.
pub(super) fn breakable(text: &str) -> Cow<'_, str> {
    const SPACES: [char; 2] = ['\u{A0}', '\u{202F}'];
    match text.contains(SPACES) {
        true => text.replace(SPACES, " ").into(),
        false => text.into(),
    }
}

/// A pattern that is compiled once.
pub(super) type Lazy = LazyLock<Pattern>;

static DENIAL: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(not|no|never|none|without|neither|nor|cannot|instead of|nicht|kein\w*|nie|ohne|pas|sans)\b|n[’']t\b",
    )
});

/// Whether a text denies something.
pub(super) fn denies(text: &str) -> bool {
    DENIAL.is_in(text)
}

impl Page<'_> {
    /// The text before a range within its sentence.
    pub(in crate::check) fn before(&self, at: Range<usize>) -> &str {
        let sentence = self.prose.sentence(at.clone());
        &self.prose.text[sentence.start..at.start]
    }

    /// The text after a range within its sentence.
    pub(super) fn behind(&self, at: Range<usize>) -> &str {
        let sentence = self.prose.sentence(at.clone());
        &self.prose.text[at.end..sentence.end.max(at.end)]
    }

    /// The title of the section that contains a block.
    pub(super) fn heading(&self, block: &Block) -> &str {
        let sections = &self.source.outline.sections;
        let section = block.section.and_then(|section| sections.get(section));
        section.map_or("", |section| section.title.as_str())
    }

    /// A finding on text that is contradicted elsewhere on the page.
    pub(super) fn contradicted_by(&self, range: Range<usize>, other: Range<usize>) -> Finding {
        let prose = &self.prose;
        let words = |range: &Range<usize>| prose.text[range.clone()].to_owned();
        Finding::text(range.clone())
            .with("text", words(&range))
            .with("other", words(&other))
            .label(prose.place(prose.merged(other)), "and here")
    }

    /// Whether the text before a range within its sentence denies what follows.
    pub(super) fn is_denied(&self, at: Range<usize>) -> bool {
        denies(self.before(at))
    }
}

/// Whether a range is not part of a longer word.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    !text[..range.start].ends_with(is_part) && !text[range.end..].starts_with(is_part)
}

/// A property of the last block, cached so that a block with many matches is read
/// only once.
pub(super) struct OfBlock<T> {
    last: Option<(usize, T)>,
}

impl<T: Clone> OfBlock<T> {
    pub(super) fn new() -> Self {
        Self { last: None }
    }

    /// The property of a block, which `read` determines if it is not cached.
    pub(super) fn get(&mut self, block: &Block, read: impl FnOnce() -> T) -> T {
        let at = block.text.start;
        match &self.last {
            Some((last, of)) if *last == at => of.clone(),
            _ => {
                let of = read();
                self.last = Some((at, of.clone()));
                of
            }
        }
    }
}
