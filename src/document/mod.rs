//! A policy with nothing left to evaluate: Markdown events and the tree of
//! sections, each of which knows where it came from.

mod callouts;
pub mod html;
pub mod markdown;
mod outline;
mod parse;
mod slug;

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event};

pub use outline::{Outline, OutlineSection};
pub use parse::{Input, parse};
pub use slug::loose;

use crate::model::language::CalloutWords;
use crate::template::source_map::CallId;

/// A merged and parsed policy.
#[derive(Debug)]
pub struct Document<'a> {
    /// Titles, ids and numbers, as other pages can know them. The title is the
    /// front matter's, else the text's first `#` heading, else the file's name.
    pub outline: Outline,
    /// The Markdown's events with their places in the merged text.
    pub events: Vec<(Event<'a>, Range<usize>)>,
    /// The sections in the order of the text, as in the outline. A heading that
    /// repeats the title is none, and is not printed again.
    pub sections: Vec<Section>,
    /// Block quotes that are callouts.
    pub callouts: Vec<Callout>,
    /// Events of the definitions of footnotes.
    pub footnotes: Vec<Range<usize>>,
    /// Whether there is raw HTML other than comments.
    pub has_html: bool,
    /// How many words a reader reads, about.
    pub words: usize,
}

/// A heading and what is under it.
#[derive(Debug)]
pub struct Section {
    /// Index of the heading's start event.
    pub event: usize,
    /// Level on the page, 2 to 6: 1 is the page's title.
    pub level: u8,
    /// What kind of section it is, where the clause that it is from says so.
    pub kind: Option<String>,
    /// The call of the clause that it is from.
    pub call: CallId,
    /// The heading's place in the merged text.
    pub range: Range<usize>,
}

/// What a callout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalloutKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
    /// `[!SUMMARY]`: what a section says in short, for readers in a hurry.
    Summary,
}

impl CalloutKind {
    /// The word for it where it has no title of its own.
    pub fn label(self, words: &CalloutWords) -> &str {
        match self {
            Self::Note => &words.note,
            Self::Tip => &words.tip,
            Self::Important => &words.important,
            Self::Warning => &words.warning,
            Self::Caution => &words.caution,
            Self::Summary => &words.summary,
        }
    }

    /// Its name in classes.
    pub fn class(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
            Self::Summary => "summary",
        }
    }
}

impl From<BlockQuoteKind> for CalloutKind {
    fn from(kind: BlockQuoteKind) -> Self {
        match kind {
            BlockQuoteKind::Note => Self::Note,
            BlockQuoteKind::Tip => Self::Tip,
            BlockQuoteKind::Important => Self::Important,
            BlockQuoteKind::Warning => Self::Warning,
            BlockQuoteKind::Caution => Self::Caution,
        }
    }
}

/// A block quote that begins with `[!NOTE]` or the like.
#[derive(Debug)]
pub struct Callout {
    /// Index of the block quote's start event.
    pub event: usize,
    /// Its kind.
    pub kind: CalloutKind,
    /// Events of a title of its own, after the marker.
    pub title: Option<Range<usize>>,
}

/// Words a minute that adults read silently in English, in non-fiction
/// (Brysbaert 2019, a meta-analysis of 190 studies).
const WORDS_A_MINUTE: usize = 238;

impl Document<'_> {
    /// The index behind the end of the element that starts at `at`.
    pub fn end_of(&self, at: usize) -> usize {
        let mut depth = 0;
        for (offset, (event, _)) in self.events[at..].iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return at + offset + 1;
                    }
                }
                _ => {}
            }
        }
        self.events.len()
    }

    /// Reading time in whole minutes, at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}
