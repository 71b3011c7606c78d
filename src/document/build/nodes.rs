//! Adds nodes to the tree.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Builder;
use crate::base::literal;
use crate::document::html::{Meaning, RawHtml};
use crate::document::node::{Kind, Link, LinkForm, Node};

impl<'a> Builder<'a, '_> {
    pub(super) fn push(&mut self, kind: Kind<'a>, range: &Range<usize>) {
        let end = self.built.nodes.len() as u32 + 1;
        self.built.nodes.push(Node {
            kind,
            start: range.start as u32,
            stop: range.end as u32,
            end,
        });
    }

    pub(super) fn leaf(&mut self, kind: Kind<'a>, range: &Range<usize>) {
        self.push(kind, range);
    }

    /// Adds a text. The parser splits texts where markup could begin: pieces that stand together in
    /// the source become one node.
    pub(super) fn text_leaf(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        let source = self.text;
        let within = |start: u32, piece: &str| {
            let whole = source.get(start as usize..range.end)?;
            let end = whole.as_bytes().get(whole.len() - piece.len()..)?;
            std::ptr::eq(end, piece.as_bytes()).then_some(whole)
        };
        if self.text_from < self.built.nodes.len()
            && !self.is_code()
            && let CowStr::Borrowed(piece) = &text
            && let Some(last) = self.built.nodes.last_mut()
            && last.stop as usize == range.start
            && piece.len() == range.len()
            && let Kind::Text(CowStr::Borrowed(before)) = &mut last.kind
            && before.len() == (last.stop - last.start) as usize
            && let Some(whole) = within(last.start, piece)
        {
            *before = whole;
            last.stop = range.end as u32;
            return;
        }
        self.leaf(Kind::Text(text), range);
    }

    pub(super) fn open(&mut self, kind: Kind<'a>, range: &Range<usize>) {
        if kind.is_block() {
            self.before_block(range.start);
        }
        self.open.push(self.built.nodes.len() as u32);
        self.push(kind, range);
    }

    /// Closes the innermost container at `at` in the text.
    pub(super) fn close(&mut self, at: usize) {
        let Some(node) = self.open.last().copied() else {
            return;
        };
        self.leave_html(node, at);
        self.open.pop();
        if self
            .code
            .as_ref()
            .is_some_and(|code| code.depth > self.open.len())
        {
            self.code = None;
        }
        self.built.nodes[node as usize].end = self.built.nodes.len() as u32;
    }

    pub(super) fn link(
        &mut self,
        form: LinkForm,
        is_image: bool,
        written: CowStr<'a>,
        title: CowStr<'a>,
        range: &Range<usize>,
    ) -> u32 {
        let index = self.built.links.len();
        self.built.links.push(Link {
            index,
            form,
            is_image,
            is_empty: false,
            written,
            title,
            range: range.clone(),
        });
        index as u32
    }
}

/// The text of a heading's nodes.
pub(super) fn title(nodes: &[Node<'_>]) -> String {
    let mut title = String::new();
    let mut raw = RawHtml::default();
    for node in nodes {
        match &node.kind {
            Kind::Text(text) | Kind::Code(text) => title.push_str(&literal::reveal(text)),
            Kind::SoftBreak | Kind::HardBreak => title.push(' '),
            Kind::Html(html) => {
                for meaning in raw.read(html) {
                    match meaning {
                        Meaning::Image(alt) => title.push_str(&alt),
                        Meaning::LineBreak => title.push(' '),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    title.truncate(title.trim_end().len());
    title
}
