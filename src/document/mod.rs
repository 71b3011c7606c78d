//! A fully evaluated policy: a tree of blocks and texts, each with its place in the merged text.
//!
//! [`parse()`] builds the tree, numbers sections and footnotes, and makes raw HTML safe and
//! balanced. All code that writes or reads a document walks over it with [`Document::walk`].

mod backslashes;
mod brackets;
mod build;
mod characters;
mod dashes;
mod embeds;
pub(crate) mod html;
mod labels;
pub(crate) mod markdown;
mod misread;
mod node;
mod notes;
mod only_code;
mod outline;
mod parse;
mod slug;
mod title;
mod underscores;
mod unintended;
mod unpublished;
mod walk;

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

pub(crate) use labels::Labels;
pub(crate) use misread::no_text;
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
    /// Titles, IDs and numbers, for use by other pages. The title is from the front matter, or else
    /// from the text's first heading, if its level is 1 or all others are below it, or else from
    /// the file name.
    pub outline: Outline,
    pub(crate) nodes: Vec<Node<'a>>,
    /// The sections in text order, as in the outline. A heading that repeats the title is not a
    /// section and is not printed again.
    pub sections: Vec<Section>,
    /// Links and images, including those in raw HTML.
    pub(crate) links: Vec<Link<'a>>,
    /// The footnotes that the text refers to, in numerical order.
    pub(crate) notes: Vec<Note>,
    /// Parts of the merged text that are not on the page: unused footnotes, link definitions that
    /// serve as comments, and definitions whose labels are hidden because the text combines several
    /// files.
    pub(crate) unpublished: Vec<Range<usize>>,
    /// Whether footnotes in several files have the same label.
    pub(crate) shares_labels: bool,
    /// The approximate number of words on the page.
    pub words: usize,
}

/// A heading and the text below it.
#[derive(Debug)]
pub struct Section {
    /// The heading's node.
    node: u32,
    /// The level on the page, 2 to 6; level 1 is the page title.
    pub level: u8,
    /// The level as written, 1 to 6.
    pub written: u8,
    /// The kind of section, if its clause states one.
    pub kind: Option<String>,
    /// The clause call that it comes from.
    pub call: CallId,
    /// The heading's place in the merged text.
    pub range: Range<usize>,
}

/// The purpose of a callout.
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
    /// `[!SUMMARY]`: a summary of a section, for readers in a hurry.
    Summary,
}

impl CalloutKind {
    /// The label of a callout without a title.
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

    /// The name in CSS classes.
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

/// The average number of words per minute that adults read silently in English non-fiction
/// (Brysbaert 2019, a meta-analysis of 190 studies).
const WORDS_A_MINUTE: usize = 238;

impl Document<'_> {
    /// The reading time in whole minutes, at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}
