//! The nodes of a document: a flat list in text order, in which each container stores its end.

use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr};

use super::CalloutKind;

/// A node and its place in the merged text.
///
/// Texts still contain the protected characters of [`crate::base::literal`],
/// which each writer restores in its own way.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// Where it begins and ends in the merged text.
    pub(super) start: u32,
    pub(super) stop: u32,
    /// The index after the last node inside.
    pub(super) end: u32,
}

impl Node<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.stop as usize
    }
}

/// The kind of a node.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    // Containers.
    /// The heading that repeats the page's title, with its level as written.
    Title(u8),
    /// A section heading, with the index of its section.
    Heading(u32),
    Paragraph,
    Quote,
    Callout {
        kind: CalloutKind,
        titled: bool,
    },
    /// The first line of a callout, after its marker.
    CalloutTitle {
        whole: bool,
    },
    /// A code block, with its info string.
    CodeBlock(CowStr<'a>),
    HtmlBlock,
    List {
        start: Option<u64>,
        tight: bool,
    },
    /// A list item, with its number in an ordered list and the position of its
    /// ID in [`super::Outline::html_ids`].
    Item {
        number: Option<u64>,
        id: Option<u32>,
    },
    Definitions,
    Term,
    Definition,
    Table {
        rows: u32,
    },
    /// A table row, with its position; row 0 is the header.
    Row(u32),
    Cell {
        head: bool,
        align: Alignment,
    },
    Emphasis,
    Strong,
    Deleted,
    /// A link, with its index in the table of links.
    Link(u32),
    Image(u32),
    /// A footnote, with its number if the text refers to it.
    Note(Option<u32>),
    // Leaves.
    Text(CowStr<'a>),
    Code(CowStr<'a>),
    SoftBreak,
    HardBreak,
    Rule,
    /// The footnote's number and the number of this mention, both from 1. Until
    /// notes are numbered, `number` is the index of the label.
    NoteReference {
        number: u32,
        mention: u32,
    },
    /// Safe tags, or the part of a tag before or after its address.
    Html(CowStr<'a>),
    /// The address of a tag, by its index in the table of links.
    Address(u32),
    Comment(CowStr<'a>),
}

impl Kind<'_> {
    /// Whether the node can't be in a paragraph.
    pub(super) fn is_block(&self) -> bool {
        matches!(
            self,
            Self::Title(_)
                | Self::Heading(_)
                | Self::Paragraph
                | Self::Quote
                | Self::Callout { .. }
                | Self::CodeBlock(_)
                | Self::List { .. }
                | Self::Definitions
                | Self::Table { .. }
                | Self::Rule
        )
    }
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkForm {
    /// As a Markdown link, reference or image.
    Markdown,
    /// As an address between `<` and `>`.
    Autolink,
    /// As an email address between `<` and `>`.
    Email,
    /// As an address in the text, without any markup.
    Bare,
    /// As an attribute of a tag.
    Html,
}

/// A link or an image.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    /// The position among the document's links.
    pub(crate) index: usize,
    pub(crate) form: LinkForm,
    pub(crate) is_image: bool,
    /// Whether it has no text and is labelled by its target.
    pub(crate) is_empty: bool,
    /// The destination as read by the parser, with protected characters.
    pub(crate) written: CowStr<'a>,
    pub(crate) title: CowStr<'a>,
    /// The place in the merged text.
    pub(crate) range: Range<usize>,
}

/// Reuses a buffer of nodes that borrow from one text for the nodes of another.
pub(crate) fn emptied(mut nodes: Vec<Node<'_>>) -> Vec<Node<'static>> {
    nodes.clear();
    // Collecting from a vector's own iterator reuses its memory.
    nodes
        .into_iter()
        .map(|_| Node {
            kind: Kind::Paragraph,
            start: 0,
            stop: 0,
            end: 0,
        })
        .collect()
}
