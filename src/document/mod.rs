//! A policy with nothing left to evaluate: a tree of blocks and texts, each of
//! which knows its place in the merged text.
//!
//! [`parse()`] builds it: sections and footnotes are numbered, raw HTML is made
//! safe and balanced. Whoever writes or reads a document walks over it with
//! [`Document::walk`].

mod brackets;
mod build;
mod characters;
pub(crate) mod html;
mod labels;
pub(crate) mod markdown;
mod node;
mod notes;
mod outline;
mod parse;
mod slug;
mod unpublished;
mod walk;

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

pub(crate) use labels::Labels;
pub(crate) use node::{Link, LinkForm, Node, emptied};
pub(crate) use notes::Note;
pub(crate) use outline::{Counting, Outline, OutlineSection};
pub(crate) use parse::Input;
pub(crate) use parse::parse;
pub(crate) use walk::{Element, Heading, Leaf, Step, Walk};

use crate::model::language::CalloutWords;
use crate::template::source_map::CallId;

/// A merged and parsed policy.
#[derive(Debug)]
pub struct Document<'a> {
    /// Titles, ids and numbers, as other pages can know them. The title is the
    /// front matter's, else the text's first heading, if it is of level 1 or all
    /// others are below it, else the file's name.
    pub outline: Outline,
    pub(crate) nodes: Vec<Node<'a>>,
    /// The sections in the order of the text, as in the outline. A heading that
    /// repeats the title is none, and is not printed again.
    pub sections: Vec<Section>,
    /// Links and images, those of raw HTML among them.
    pub(crate) links: Vec<Link<'a>>,
    /// The footnotes that the text refers to, in the order of their numbers.
    pub(crate) notes: Vec<Note>,
    /// What of the merged text is not on the page: footnotes that nothing refers
    /// to, and definitions of labels that belong to one of several files.
    pub(crate) unpublished: Vec<Range<usize>>,
    /// Whether footnotes of several files have the same label.
    pub(crate) shares_labels: bool,
    /// How many words a reader reads, about.
    pub words: usize,
}

/// A heading and what is under it.
#[derive(Debug)]
pub struct Section {
    /// The heading's node.
    node: u32,
    /// Level on the page, 2 to 6: 1 is the page's title.
    pub level: u8,
    /// Level as written, 1 to 6.
    pub written: u8,
    /// What kind of section it is, where the clause that it is from says so.
    pub kind: Option<String>,
    /// The call of the clause that it is from.
    pub call: CallId,
    /// The heading's place in the merged text.
    pub range: Range<usize>,
}

/// What a callout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalloutKind {
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
    pub(crate) fn label(self, words: &CalloutWords) -> &str {
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
    pub(crate) fn class(self) -> &'static str {
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

/// Words a minute that adults read silently in English, in non-fiction
/// (Brysbaert 2019, a meta-analysis of 190 studies).
const WORDS_A_MINUTE: usize = 238;

impl Document<'_> {
    /// Reading time in whole minutes, at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}
