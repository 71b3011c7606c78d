//! Extracts the text of a linked document.

mod lines;

use super::text::{BULLET, Block, Kind, Mark, Part, Style, Text, TextLink, TextSection, TokenKind};
use super::tokens::{self, code};
use crate::base::literal;
use crate::document::html::{self, Meaning, RawHtml};
use crate::document::{Element, Heading, Leaf, Link, Step, Walk};
use crate::link::Linked;
use crate::model::language::PageWords;

impl Text {
    /// The text of a page. `words` is the interface text of its language.
    pub(crate) fn of(linked: &Linked<'_>, words: &PageWords) -> Self {
        let document = linked.document;
        let mut reader = Reader {
            linked,
            words,
            sections: vec![TextSection::default()],
            open: Vec::new(),
            line: None,
            next: Kind::Paragraph,
            pending: Vec::new(),
            style: Style::default(),
            link: None,
            html: RawHtml::default(),
            heading: None,
        };
        let mut title = Block {
            kind: Kind::Title,
            ..Block::default()
        };
        let shown = literal::reveal(&document.outline.title);
        tokens::words(&shown, &mut Vec::new(), |token| title.tokens.push(token));
        reader.walk(document.walk());
        let sections = std::mem::take(&mut reader.sections);
        let mut notes = Vec::with_capacity(document.notes.len());
        for note in &document.notes {
            reader.sections = vec![TextSection::default()];
            reader.walk(document.note(note));
            let inside = std::mem::take(&mut reader.sections);
            notes.push(Block {
                kind: Kind::Note {
                    number: note.number,
                },
                children: inside.into_iter().flat_map(flat).collect(),
                ..Block::default()
            });
        }
        Self {
            title,
            sections,
            notes,
            links: document
                .links
                .iter()
                .map(|link| reader.link(link))
                .collect(),
        }
    }
}

/// The blocks of a section, including its heading.
fn flat(section: TextSection) -> impl Iterator<Item = Block> {
    let heading = section.heading.map(|heading| heading.block);
    heading.into_iter().chain(section.blocks)
}

struct Reader<'d> {
    linked: &'d Linked<'d>,
    words: &'d PageWords,
    sections: Vec<TextSection>,
    /// The open containers.
    open: Vec<Block>,
    /// The current block of text.
    line: Option<Block>,
    /// The kind of the next block of text.
    next: Kind,
    /// Marks before the next word.
    pending: Vec<Mark>,
    style: Style,
    link: Option<u32>,
    html: RawHtml,
    /// The heading that is being read, if it begins a section.
    heading: Option<Heading<'d>>,
}

impl<'d> Reader<'d> {
    fn walk(&mut self, mut walk: Walk<'d>) {
        while let Some((step, _)) = walk.next() {
            match step {
                Step::Enter(element) => self.enter(element, &mut walk),
                Step::Leave(element) => self.leave(element),
                Step::Leaf(leaf) => self.leaf(leaf),
            }
        }
        self.end_line();
    }

    fn enter(&mut self, element: Element<'d>, walk: &mut Walk<'d>) {
        match element {
            Element::Title(_) | Element::Note { .. } => walk.skip_inside(),
            Element::Heading(heading) => {
                self.begin_text(Kind::Heading {
                    level: heading.level().min(6),
                    number: heading.number().map(str::to_owned),
                });
                self.begin_line();
                if self.open.is_empty() {
                    self.heading = Some(heading);
                }
            }
            Element::Paragraph => self.begin_text(Kind::Paragraph),
            Element::CalloutTitle { .. } => self.begin_text(Kind::Label),
            Element::HtmlBlock => self.begin_text(Kind::Html),
            Element::Term => self.begin_text(Kind::Term),
            Element::Cell { head, align } => self.begin_text(Kind::Cell {
                head,
                align: align.into(),
            }),
            Element::CodeBlock { language } => {
                self.code(language, walk.inside());
                walk.skip_inside();
            }
            Element::Quote => self.begin(Kind::Quote),
            Element::Callout { kind, titled } => self.begin(Kind::Callout { kind, titled }),
            Element::List { start, tight } => self.begin(Kind::List { start, tight }),
            Element::Item { number, .. } => self.begin(Kind::Item { number }),
            Element::Definitions => self.begin(Kind::Definitions),
            Element::Definition => self.begin(Kind::Definition),
            Element::Table { .. } => self.begin(Kind::Table),
            Element::Row { index } => self.begin(Kind::Row { index }),
            Element::Emphasis => self.style = self.style.with(Style::EMPHASIS),
            Element::Strong => self.style = self.style.with(Style::STRONG),
            Element::Deleted => self.mark(Mark::Begin(Part::Deleted)),
            Element::Link(link) => self.open_link(link),
            Element::Image(link) => {
                self.image(link, walk.inside());
                walk.skip_inside();
            }
        }
    }

    fn leave(&mut self, element: Element<'_>) {
        match element {
            Element::Paragraph
            | Element::CalloutTitle { .. }
            | Element::HtmlBlock
            | Element::Heading(_) => self.end_line(),
            Element::Term | Element::Cell { .. } => {
                self.begin_line();
                self.end_line();
            }
            Element::Quote
            | Element::Callout { .. }
            | Element::List { .. }
            | Element::Item { .. }
            | Element::Definitions
            | Element::Definition
            | Element::Table { .. }
            | Element::Row { .. } => self.end(),
            Element::Deleted => self.mark(Mark::End(Part::Deleted)),
            Element::Emphasis => self.style = self.style.without(Style::EMPHASIS),
            Element::Strong => self.style = self.style.without(Style::STRONG),
            Element::Link(link) => {
                self.mark(Mark::Address(link.index as u32));
                self.link = None;
            }
            Element::Title(_)
            | Element::Note { .. }
            | Element::CodeBlock { .. }
            | Element::Image(_) => {}
        }
    }

    fn leaf(&mut self, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Text(text) => self.text(text),
            Leaf::Code(text) => {
                let style = self.style;
                self.style = style.with(Style::CODE);
                self.text(text);
                self.style = style;
            }
            Leaf::SoftBreak => self.space(),
            Leaf::HardBreak => self.token(TokenKind::Break, ""),
            Leaf::Rule => {
                self.begin(Kind::Rule);
                self.end();
            }
            Leaf::NoteReference { number: 0, .. } | Leaf::Comment(_) => {}
            Leaf::NoteReference { number, .. } => {
                self.token(TokenKind::Note(number), &number.to_string());
            }
            Leaf::Html(html) => self.html(html),
            Leaf::Address(link) => {
                self.mark(Mark::Address(link.index as u32));
                if !link.is_image {
                    self.link = Some(link.index as u32);
                }
            }
        }
    }

    fn code(&mut self, language: &str, inside: Walk<'_>) {
        self.end_line();
        let mut text = String::new();
        for (step, _) in inside {
            if let Step::Leaf(Leaf::Text(part)) = step {
                text.push_str(&literal::reveal(part));
            }
        }
        self.push(Block {
            kind: Kind::Code {
                language: language.to_owned(),
            },
            tokens: code(&text),
            ..Block::default()
        });
    }

    fn html(&mut self, html: &str) {
        if html.starts_with("</a") {
            self.link = None;
        }
        for meaning in self.html.read(html) {
            match meaning {
                Meaning::LineBreak => self.token(TokenKind::Break, ""),
                Meaning::Image(alt) => self.token(TokenKind::Image(None), &alt),
                Meaning::Item(marker) => {
                    self.break_line();
                    self.token(TokenKind::Item, marker.as_deref().unwrap_or(BULLET));
                }
                Meaning::Cell(_) => self.break_line(),
                Meaning::Expansion(_) | Meaning::RowGroup | Meaning::UndescribedImage => {}
                Meaning::Begin(part) | Meaning::End(part) if part.is_plain() => {}
                Meaning::Begin(part) => match self::part(part) {
                    Some(part) => self.mark(Mark::Begin(part)),
                    None => self.break_line(),
                },
                Meaning::End(part) => match self::part(part) {
                    Some(part) => self.mark(Mark::End(part)),
                    None => self.break_line(),
                },
            }
        }
    }

    /// Ends a part of raw HTML: the rest becomes another block of the same kind, or is added to the
    /// same block where only one is allowed.
    fn break_line(&mut self) {
        let kind = match &self.line {
            Some(line) => line.kind.clone(),
            None => self.next.clone(),
        };
        match kind {
            Kind::Html | Kind::Paragraph => {
                self.end_line();
                self.next = kind;
            }
            _ => self.space(),
        }
    }

    fn open_link(&mut self, link: &Link<'_>) {
        self.link = Some(link.index as u32);
        let target = self.linked.target(link).filter(|_| link.is_empty);
        let Some(target) = target else {
            return;
        };
        let label = target.label.as_deref().unwrap_or_default();
        if target.internal {
            let page = link.destination().into();
            self.token(TokenKind::Page(page), label);
        } else {
            self.text(label);
        }
    }

    fn image(&mut self, link: &Link<'_>, description: Walk<'_>) {
        let mut alt = String::new();
        for (step, _) in description {
            match step {
                Step::Leaf(Leaf::Text(text) | Leaf::Code(text)) => {
                    alt.push_str(&literal::reveal(text));
                }
                Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => alt.push(' '),
                _ => {}
            }
        }
        self.token(TokenKind::Image(Some(link.index as u32)), &alt);
    }

    fn link(&self, link: &Link<'_>) -> TextLink {
        let target = self.linked.target(link);
        let leaves = |href: &str| {
            let begin = href.split(['/', '?', '#']).next().unwrap_or_default();
            begin.contains(':') || href.starts_with("//")
        };
        TextLink {
            href: target.map(|target| literal::reveal(&target.href).into_owned()),
            written: link.destination().into_owned(),
            title: literal::reveal(&link.title).into_owned(),
            leaves: target.is_some_and(|target| !target.internal && leaves(&target.href)),
        }
    }
}

/// The formatting for a tag, unless it begins a block.
fn part(part: html::Part) -> Option<Part> {
    match part {
        html::Part::Deleted => Some(Part::Deleted),
        html::Part::Inserted => Some(Part::Inserted),
        html::Part::Raised => Some(Part::Raised),
        html::Part::Lowered => Some(Part::Lowered),
        _ => None,
    }
}
