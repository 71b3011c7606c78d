//! A policy with nothing left to evaluate: Markdown events and the tree of
//! sections, each of which knows where it came from.

mod callouts;
mod outline;
mod parse;
mod slug;

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event};

pub(crate) use outline::hash;
pub use outline::{Anchors, Outline, OutlineSection};
pub use parse::{Input, parse};
pub use slug::loose;

use crate::source_map::CallId;

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

/// A block quote that begins with `[!NOTE]` or the like.
#[derive(Debug)]
pub struct Callout {
    /// Index of the block quote's start event.
    pub event: usize,
    /// Its kind.
    pub kind: BlockQuoteKind,
    /// Events of a title of its own, after the marker.
    pub title: Option<Range<usize>>,
}

/// Words a minute that adults read silently in English, in non-fiction
/// (Brysbaert 2019, a meta-analysis of 190 studies).
const WORDS_A_MINUTE: usize = 238;

impl Document<'_> {
    /// Reading time in whole minutes, at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}
