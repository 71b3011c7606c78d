//! Groups words into blocks and nests blocks.

use std::borrow::Cow;

use super::super::text::{Block, Kind, Mark, Style, TextHeading, TextSection, Token, TokenKind};
use super::super::tokens;
use super::Reader;
use crate::base::literal;

impl Reader<'_> {
    pub(super) fn text(&mut self, text: &str) {
        let text = literal::reveal(text);
        let mut found = Vec::new();
        tokens::words(&text, &mut self.pending, |token| found.push(token));
        for token in found {
            self.put(token);
        }
    }

    pub(super) fn space(&mut self) {
        self.pending.push(Mark::Space);
    }

    /// Adds a token that is not text.
    pub(super) fn token(&mut self, kind: TokenKind, text: &str) {
        // A line break at the beginning of a block is invisible.
        if kind == TokenKind::Break && self.line.is_none() && self.pending.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.pending);
        self.put(Token {
            kind,
            text: literal::reveal(text).into(),
            style: Style::default(),
            link: None,
            before,
        });
    }

    pub(super) fn put(&mut self, token: Token) {
        let (style, link) = (self.style, self.link);
        let line = self.begin_line();
        line.tokens.push(Token {
            style,
            link,
            ..token
        });
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Begin(part) => self.style = self.style.with(part.into()),
            Mark::End(part) => self.style = self.style.without(part.into()),
            Mark::Space | Mark::Address(_) => {}
        }
        self.pending.push(mark);
    }

    /// Begins a block that contains others.
    pub(super) fn begin(&mut self, kind: Kind) {
        self.end_line();
        self.open.push(Block {
            kind,
            ..Block::default()
        });
    }

    pub(super) fn end(&mut self) {
        self.end_line();
        if let Some(block) = self.open.pop() {
            self.push(block);
        }
    }

    pub(super) fn begin_text(&mut self, kind: Kind) {
        self.end_line();
        self.next = kind;
    }

    pub(super) fn begin_line(&mut self) -> &mut Block {
        let next = &mut self.next;
        self.line.get_or_insert_with(|| Block {
            kind: std::mem::take(next),
            ..Block::default()
        })
    }

    pub(super) fn end_line(&mut self) {
        // Marks without words: a link or tag without text.
        let is_seen = |mark: &Mark| match mark {
            Mark::Space => false,
            Mark::Address(link) => {
                let links = &self.linked.document.links;
                let link = links.get(*link as usize).map(|link| self.link(link));
                link.is_some_and(|link| link.leaves)
            }
            Mark::Begin(_) | Mark::End(_) => true,
        };
        if self.line.is_none() && self.pending.iter().any(is_seen) {
            self.begin_line();
        }
        let tail = std::mem::take(&mut self.pending);
        self.next = Kind::Paragraph;
        let Some(line) = self.line.take() else {
            return;
        };
        let block = Block { tail, ..line };
        match self.heading.take() {
            Some(heading) => self.sections.push(TextSection {
                heading: Some(TextHeading {
                    id: heading.id().to_owned(),
                    title: literal::reveal(heading.title()).into_owned(),
                    level: heading.level(),
                    number: heading.number().map(str::to_owned),
                    shown_number: heading.shown_number(self.words).map(Cow::into_owned),
                    block,
                }),
                blocks: Vec::new(),
            }),
            None => self.push(block),
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        let blocks = match (self.open.last_mut(), self.sections.last_mut()) {
            (Some(open), _) => &mut open.children,
            (None, Some(section)) => &mut section.blocks,
            (None, None) => return,
        };
        blocks.push(block);
    }
}
