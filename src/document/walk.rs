//! The walk over a document, used by every writer and reader.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Alignment;

use super::node::{Kind, Link, Node};
use super::{CalloutKind, Counting, Document, Note, OutlineSection, Section};
use crate::base::literal;
use crate::model::language::PageWords;

/// A step of a walk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'w> {
    /// An element begins.
    Enter(Element<'w>),
    /// An element ends.
    Leave(Element<'w>),
    /// A node without contents.
    Leaf(Leaf<'w>),
}

/// A node that contains other nodes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Element<'w> {
    /// The heading that repeats the page's title, with its level as written.
    Title(u8),
    Heading(Heading<'w>),
    Paragraph,
    Quote,
    /// A callout. If it has a title, that is the first element inside.
    Callout {
        kind: CalloutKind,
        titled: bool,
    },
    /// The title of a callout: a whole paragraph, or the first line of one.
    CalloutTitle {
        whole: bool,
    },
    /// A code block, whose language may be empty.
    CodeBlock {
        language: &'w str,
    },
    /// A block of raw HTML: safe tags, and the text between them.
    HtmlBlock,
    List {
        start: Option<u64>,
        tight: bool,
    },
    /// A list item, with its number in an ordered list and its explicit ID.
    Item {
        number: Option<u64>,
        id: Option<&'w str>,
    },
    Definitions,
    Term,
    Definition,
    /// A table, with the number of rows excluding the header.
    Table {
        rows: usize,
    },
    /// A table row, with its position; row 0 is the header.
    Row {
        index: usize,
    },
    Cell {
        head: bool,
        align: Alignment,
    },
    Emphasis,
    Strong,
    Deleted,
    Link(&'w Link<'w>),
    Image(&'w Link<'w>),
    /// The definition of a footnote, with its number if the text refers to it.
    Note {
        number: Option<usize>,
    },
}

/// A node without contents.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leaf<'w> {
    Text(&'w str),
    Code(&'w str),
    SoftBreak,
    HardBreak,
    Rule,
    /// The footnote's number and the number of this mention, both from 1.
    NoteReference {
        number: usize,
        mention: usize,
    },
    /// Safe tags, or the part of a tag before or after its address.
    Html(&'w str),
    /// The address of a tag: `href` or `src` with a leading space.
    Address(&'w Link<'w>),
    Comment(&'w str),
}

/// A heading with the title of its section. Every step of a walk has room for a
/// heading, so it only holds references.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heading<'w> {
    index: usize,
    section: &'w Section,
    listed: &'w OutlineSection,
}

impl<'w> Heading<'w> {
    /// The position of the section among all sections.
    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// The level on the page, 2 to 6; level 1 is the page title.
    pub(crate) fn level(self) -> u8 {
        self.section.level
    }

    /// The kind of section, if its clause states one.
    pub(crate) fn kind(self) -> Option<&'w str> {
        self.section.kind.as_deref()
    }

    /// The ID, unique on the page.
    pub(crate) fn id(self) -> &'w str {
        &self.listed.id
    }

    /// The heading as plain text.
    pub(crate) fn title(self) -> &'w str {
        &self.listed.title
    }

    /// How the section is numbered in a numbered text.
    pub(crate) fn counting(self) -> Counting {
        self.listed.counting
    }

    /// The number as shown before the heading, such as `2.1` or `Annex A`.
    pub(crate) fn shown_number(self, words: &PageWords) -> Option<Cow<'w, str>> {
        self.listed.heading_number(words)
    }

    /// The number in a numbered text, such as `2.1`; in annexes, `A` and `A.1`.
    pub(crate) fn number(self) -> Option<&'w str> {
        self.listed.number.as_deref()
    }
}

/// The steps over a document or a part of it, with their places in the merged text.
#[derive(Debug)]
pub(crate) struct Walk<'w> {
    document: &'w Document<'w>,
    /// The node of the last step.
    at: usize,
    next: usize,
    end: usize,
    open: Vec<u32>,
    /// The end of the innermost open element.
    close: usize,
}

/// The value of `close` if no element is open.
const NONE: usize = usize::MAX;

impl<'w> Walk<'w> {
    fn over(document: &'w Document<'w>, nodes: Range<usize>) -> Self {
        Self {
            document,
            at: nodes.start,
            next: nodes.start,
            end: nodes.end,
            open: Vec::new(),
            close: NONE,
        }
    }

    /// The node of the last step, which identifies an element while it is open.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// A walk over the contents of the element that was just entered.
    pub(crate) fn inside(&self) -> Self {
        let end = self.document.nodes[self.at].end as usize;
        Self::over(self.document, self.at + 1..end)
    }

    /// Continues after the element that was just entered, without a [`Step::Leave`].
    pub(crate) fn skip_inside(&mut self) {
        if self.pop().is_some() {
            self.next = self.document.nodes[self.at].end as usize;
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let top = self.open.pop()?;
        self.close = match self.open.last() {
            Some(outer) => self.document.nodes[*outer as usize].end as usize,
            None => NONE,
        };
        Some(top as usize)
    }
}

impl<'w> Iterator for Walk<'w> {
    type Item = (Step<'w>, Range<usize>);

    // All text of a site is walked over several times. If this is inlined, a
    // step is created and matched directly, and never stored.
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let nodes = &self.document.nodes;
        let node = loop {
            if self.next == self.close
                && let Some(top) = self.pop()
            {
                self.at = top;
                let node = &nodes[top];
                return Some((self.document.step(node, true), node.range()));
            }
            if self.next >= self.end {
                return None;
            }
            let node = &nodes[self.next];
            // A footnote that nothing refers to is not on the page.
            if !matches!(node.kind, Kind::Note(None)) {
                break node;
            }
            self.next = node.end as usize;
        };
        self.at = self.next;
        self.next += 1;
        let step = self.document.step(node, false);
        if matches!(step, Step::Enter(_)) {
            self.open.push(self.at as u32);
            self.close = node.end as usize;
        }
        Some((step, node.range()))
    }
}

impl<'a> Document<'a> {
    /// Walks over the whole document in text order. Footnotes come where they are defined.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk::over(self, 0..self.nodes.len())
    }

    /// Walks over the contents of a footnote.
    pub(crate) fn note(&self, note: &Note) -> Walk<'_> {
        let node = note.node as usize;
        Walk::over(self, node + 1..self.nodes[node].end as usize)
    }

    /// The headings of all sections.
    pub(crate) fn headings(&self) -> impl Iterator<Item = Heading<'_>> {
        (0..self.sections.len()).map(|index| self.heading(index))
    }

    /// Whether a section contains nothing but comments before the next heading.
    pub(crate) fn is_empty_section(&self, index: usize) -> bool {
        let from = self.nodes[self.sections[index].node as usize].end as usize;
        let next = self.sections.get(index + 1);
        let to = next.map_or(self.nodes.len(), |next| next.node as usize);
        let is_nothing = |node: &Node<'_>| matches!(node.kind, Kind::HtmlBlock | Kind::Comment(_));
        from <= to && self.nodes[from..to].iter().all(is_nothing)
    }

    fn heading(&self, index: usize) -> Heading<'_> {
        Heading {
            index,
            section: &self.sections[index],
            listed: &self.outline.sections[index],
        }
    }

    #[inline(always)]
    fn step<'w>(&'w self, node: &'w Node<'a>, leaves: bool) -> Step<'w> {
        let element = match &node.kind {
            Kind::Title(level) => Element::Title(*level),
            Kind::Heading(index) => Element::Heading(self.heading(*index as usize)),
            Kind::Paragraph => Element::Paragraph,
            Kind::Quote => Element::Quote,
            Kind::Callout { kind, titled } => Element::Callout {
                kind: *kind,
                titled: *titled,
            },
            Kind::CalloutTitle { whole } => Element::CalloutTitle { whole: *whole },
            Kind::CodeBlock(info) => Element::CodeBlock {
                language: info.split(' ').next().unwrap_or_default(),
            },
            Kind::HtmlBlock => Element::HtmlBlock,
            Kind::List { start, tight } => Element::List {
                start: *start,
                tight: *tight,
            },
            Kind::Item { number, id } => Element::Item {
                number: *number,
                id: id.map(|id| &*self.outline.html_ids[id as usize]),
            },
            Kind::Definitions => Element::Definitions,
            Kind::Term => Element::Term,
            Kind::Definition => Element::Definition,
            Kind::Table { rows } => Element::Table {
                rows: *rows as usize,
            },
            Kind::Row(index) => Element::Row {
                index: *index as usize,
            },
            Kind::Cell { head, align } => Element::Cell {
                head: *head,
                align: *align,
            },
            Kind::Emphasis => Element::Emphasis,
            Kind::Strong => Element::Strong,
            Kind::Deleted => Element::Deleted,
            Kind::Link(index) => Element::Link(&self.links[*index as usize]),
            Kind::Image(index) => Element::Image(&self.links[*index as usize]),
            Kind::Note(number) => Element::Note {
                number: number.map(|number| number as usize),
            },
            Kind::Text(text) => return Step::Leaf(Leaf::Text(text)),
            Kind::Code(text) => return Step::Leaf(Leaf::Code(text)),
            Kind::SoftBreak => return Step::Leaf(Leaf::SoftBreak),
            Kind::HardBreak => return Step::Leaf(Leaf::HardBreak),
            Kind::Rule => return Step::Leaf(Leaf::Rule),
            Kind::NoteReference { number, mention } => {
                return Step::Leaf(Leaf::NoteReference {
                    number: *number as usize,
                    mention: *mention as usize,
                });
            }
            Kind::Html(html) => return Step::Leaf(Leaf::Html(html)),
            Kind::Address(index) => return Step::Leaf(Leaf::Address(&self.links[*index as usize])),
            Kind::Comment(comment) => return Step::Leaf(Leaf::Comment(comment)),
        };
        match leaves {
            true => Step::Leave(element),
            false => Step::Enter(element),
        }
    }
}

impl Link<'_> {
    /// The destination, as written by an author or in a fact.
    pub(crate) fn destination(&self) -> Cow<'_, str> {
        literal::reveal(&self.written)
    }

    /// The name of the file at the destination, without its folder.
    pub(crate) fn file_name(&self) -> String {
        let to = self.destination();
        let path = to.split(['?', '#']).next().unwrap_or_default();
        let name = path.trim_end_matches('/').rsplit('/').next();
        let is_data = path.starts_with("data:");
        name.filter(|_| !is_data).unwrap_or_default().to_owned()
    }

    /// The HTML attribute for the destination.
    pub(crate) fn attribute(&self) -> &'static str {
        if self.is_image { "src" } else { "href" }
    }
}
