//! A text in the form that redlines compare: sections, blocks in them, and words in blocks.

use pulldown_cmark::Alignment;

use crate::document::CalloutKind;

/// The text of a page, independent of the document from which it was read.
#[derive(Debug, Clone, Default)]
pub struct Text {
    pub(super) title: Block,
    /// The text before the first heading, then a section for each heading.
    pub(super) sections: Vec<TextSection>,
    /// The footnotes, by number.
    pub(super) notes: Vec<Block>,
    pub(super) links: Vec<TextLink>,
}

/// A heading and the blocks up to the next one, whatever its level.
#[derive(Debug, Clone, Default)]
pub(super) struct TextSection {
    pub(super) heading: Option<TextHeading>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) struct TextHeading {
    pub(super) id: String,
    /// The heading as plain text.
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) number: Option<String>,
    /// The number as pages print it, such as `Annex A`.
    pub(super) shown_number: Option<String>,
    pub(super) block: Block,
}

/// A block: text, or other blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) tokens: Vec<Token>,
    /// The marks after the last word.
    pub(super) tail: Vec<Mark>,
    pub(super) children: Vec<Block>,
}

/// The kind of a block.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Kind {
    Title,
    Heading {
        level: u8,
        number: Option<String>,
    },
    #[default]
    Paragraph,
    Html,
    /// The title of a callout.
    Label,
    Term,
    Cell {
        head: bool,
        align: Align,
    },
    Code {
        language: String,
    },
    Rule,
    Quote,
    Callout {
        kind: CalloutKind,
        titled: bool,
    },
    List {
        start: Option<u64>,
        tight: bool,
    },
    Item {
        number: Option<u64>,
    },
    Definitions,
    Definition,
    Table,
    Row {
        index: usize,
    },
    Note {
        number: usize,
    },
}

/// [`Alignment`] as a comparable type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    Start,
    Center,
    End,
}

impl From<Alignment> for Align {
    fn from(align: Alignment) -> Self {
        match align {
            Alignment::Center => Self::Center,
            Alignment::Right => Self::End,
            Alignment::None | Alignment::Left => Self::Start,
        }
    }
}

impl Kind {
    /// The family of the kind: blocks of the same family can be versions of each other.
    pub(super) fn family(&self) -> u8 {
        match self {
            Self::Title => 0,
            Self::Heading { .. } => 1,
            Self::Paragraph | Self::Html => 2,
            Self::Label => 3,
            Self::Term => 4,
            Self::Cell { .. } => 5,
            Self::Code { .. } => 6,
            Self::Rule => 7,
            Self::Quote => 8,
            Self::Callout { .. } => 9,
            Self::List { .. } => 10,
            Self::Item { .. } => 11,
            Self::Definitions => 12,
            Self::Definition => 13,
            Self::Table => 14,
            Self::Row { index: 0 } => 15,
            Self::Row { .. } => 16,
            Self::Note { .. } => 17,
        }
    }

    /// Its name in JSON.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading { .. } => "heading",
            Self::Paragraph => "paragraph",
            Self::Html => "html",
            Self::Label => "label",
            Self::Term => "term",
            Self::Cell { .. } => "cell",
            Self::Code { .. } => "code",
            Self::Rule => "rule",
            Self::Quote => "quote",
            Self::Callout { .. } => "callout",
            Self::List { .. } => "list",
            Self::Item { .. } => "item",
            Self::Definitions => "definitions",
            Self::Definition => "definition",
            Self::Table => "table",
            Self::Row { .. } => "row",
            Self::Note { .. } => "footnote",
        }
    }
}

/// A word, or a piece of punctuation, with the marks before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// The text that readers see.
    pub(super) text: Box<str>,
    pub(super) style: Style,
    /// The link that it is part of, by its position in [`Text::links`].
    pub(super) link: Option<u32>,
    /// White space, and where formatting begins and ends.
    pub(super) before: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Punctuation,
    /// An intended line break.
    Break,
    /// A piece of code: a word, a run of spaces, or another character, such as a line break.
    Code,
    /// An image, by its link; the text is its description.
    Image(Option<u32>),
    /// A reference to a footnote, by its number.
    Note(usize),
    /// The name of another page or section, identified by the target of the link.
    Page(Box<str>),
    /// The marker of an item in raw HTML.
    Item,
}

impl Token {
    /// Whether white space precedes it.
    pub(super) fn is_spaced(&self) -> bool {
        self.before.contains(&Mark::Space)
    }

    pub(super) fn is_word(&self) -> bool {
        match self.kind {
            TokenKind::Word | TokenKind::Page(_) => true,
            TokenKind::Code => self.text.contains(char::is_alphanumeric),
            _ => false,
        }
    }
}

/// A mark between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Space,
    Begin(Part),
    End(Part),
    /// The address of a link that ends, or of a tag.
    Address(u32),
}

/// Formatting that plain text expresses in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Deleted,
    Inserted,
    Raised,
    Lowered,
}

/// The formatting of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style(u8);

impl Style {
    pub(super) const EMPHASIS: Self = Self(1);
    pub(super) const STRONG: Self = Self(2);
    pub(super) const CODE: Self = Self(4);
    pub(super) const DELETED: Self = Self(8);
    pub(super) const INSERTED: Self = Self(16);
    pub(super) const RAISED: Self = Self(32);
    pub(super) const LOWERED: Self = Self(64);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The part of the formatting that changes the meaning of a text.
    pub(super) fn meaning(self) -> u16 {
        u16::from(self.0 >> 3)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl From<Part> for Style {
    fn from(part: Part) -> Self {
        match part {
            Part::Deleted => Self::DELETED,
            Part::Inserted => Self::INSERTED,
            Part::Raised => Self::RAISED,
            Part::Lowered => Self::LOWERED,
        }
    }
}

/// The target of a link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextLink {
    /// The address on the page; `None` if the link is dead.
    pub(super) href: Option<String>,
    /// The address as the author wrote it.
    pub(super) written: String,
    pub(super) title: String,
    /// Whether it points outside the site.
    pub(super) leaves: bool,
}

impl TextLink {
    /// The address that readers can follow, whoever publishes the text.
    pub(super) fn outside(&self) -> Option<&str> {
        self.href.as_deref().filter(|_| self.leaves)
    }
}

impl Text {
    /// Removes the addresses of links within the site: the path of a file does not say where it was
    /// published.
    pub(super) fn without_places(mut self, base_url: Option<&str>) -> Self {
        for link in &mut self.links {
            let href = link.href.as_deref().unwrap_or_default();
            link.leaves &= !base_url.is_some_and(|base| href.starts_with(base));
            if !link.leaves {
                link.written.clear();
            }
        }
        self
    }
}

/// The marker of unnumbered items.
pub(super) const BULLET: &str = "•";
