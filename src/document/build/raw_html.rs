//! Raw HTML while a document is built: safe pieces become nodes, and tags end
//! where the Markdown around them does.

use std::ops::Range;

use html5ever::tokenizer::TagKind;
use pulldown_cmark::CowStr;

use super::Builder;
use crate::base::literal;
use crate::document::html::{self, Context, Piece, ROOT, Sanitiser};
use crate::document::node::{Kind, LinkForm};

/// An element of code that began in a paragraph, such as `script`, and what
/// was known before: if it ends there too, all inside is dropped.
pub(super) struct Code {
    name: String,
    /// How many containers are open around it.
    pub(super) depth: usize,
    start: usize,
    nodes: usize,
    links: usize,
    labels: usize,
    html_ids: usize,
    html: Sanitiser,
}

impl<'a> Builder<'a, '_> {
    fn scope(&self) -> u32 {
        self.open.last().copied().unwrap_or(ROOT)
    }

    /// Ends the tags that are open in a container that ends.
    pub(super) fn leave_html(&mut self, scope: u32, at: usize) {
        if self.html.is_open() {
            let mut html = String::new();
            self.html.leave(scope, &mut html);
            self.put_html(html, at);
        }
    }

    pub(super) fn before_block(&mut self, at: usize) {
        if self.html.is_open() {
            let mut html = String::new();
            self.html.end_paragraph(self.scope(), &mut html);
            self.put_html(html, at);
        }
    }

    /// Adds tags that nobody wrote.
    fn put_html(&mut self, html: String, at: usize) {
        if !html.is_empty() {
            self.leaf(Kind::Html(html.into()), &(at..at));
        }
    }

    pub(super) fn end_html_block(&mut self, range: &Range<usize>) {
        let block = std::mem::take(&mut self.html_block);
        if html::is_comment(&block) {
            return self.leaf(Kind::Comment(block.into()), range);
        }
        let outer = self.open.len().checked_sub(2);
        let context = Context {
            scope: outer.map_or(ROOT, |at| self.open[at]),
            in_paragraph: false,
            in_link: false,
        };
        self.pieces(&block, context, range);
    }

    pub(super) fn inline_html(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        if html::is_comment(&text) {
            return self.leaf(Kind::Comment(text), range);
        }
        let mut context = Context {
            scope: self.scope(),
            in_paragraph: false,
            in_link: false,
        };
        for node in self.open.iter().rev() {
            match self.built.nodes[*node as usize].kind {
                Kind::Paragraph | Kind::Heading(_) | Kind::CalloutTitle { .. } => {
                    context.in_paragraph = true;
                    break;
                }
                Kind::Link(_) => context.in_link = true,
                Kind::Emphasis | Kind::Strong | Kind::Deleted => {}
                // The description of a picture has no tags.
                Kind::Image(_) => return,
                _ => break,
            }
        }
        let before = self.snapshot(range.start);
        match self.pieces(&text, context, range) {
            Some((TagKind::StartTag, name)) if self.code.is_none() => {
                self.code = Some(Code { name, ..before });
            }
            Some((TagKind::EndTag, name)) => self.end_code(&name, range),
            _ => {}
        }
    }

    fn snapshot(&self, start: usize) -> Code {
        Code {
            name: String::new(),
            depth: self.open.len(),
            start,
            nodes: self.built.nodes.len(),
            links: self.built.links.len(),
            labels: self.built.labels.len(),
            html_ids: self.built.html_ids.len(),
            html: self.html.clone(),
        }
    }

    /// Drops all that is inside an element of code, if this ends it.
    fn end_code(&mut self, name: &str, range: &Range<usize>) {
        let depth = self.open.len();
        let ends = |code: &mut Code| code.depth == depth && code.name == name;
        if let Some(code) = self.code.take_if(ends) {
            self.built.nodes.truncate(code.nodes);
            self.built.links.truncate(code.links);
            self.built.labels.truncate(code.labels);
            self.built.html_ids.truncate(code.html_ids);
            self.html = code.html;
            self.leaf(Kind::Html("".into()), &(code.start..range.end));
        }
    }

    /// Adds what is safe of a piece of raw HTML.
    fn pieces(
        &mut self,
        html: &str,
        context: Context,
        range: &Range<usize>,
    ) -> Option<(TagKind, String)> {
        let mut pieces = Vec::new();
        let html = literal::reveal_html(html);
        let code = self.html.piece(&html, context, &mut pieces);
        let first_id = self.built.html_ids.len();
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.leaf(Kind::Html(html.into()), range),
                Piece::Text(text) => self.leaf(Kind::Text(text.into()), range),
                Piece::Address { is_image, value } => {
                    let link = self.link(LinkForm::Html, is_image, value.into(), "".into(), range);
                    self.leaf(Kind::Address(link), range);
                }
                Piece::Id(id) => {
                    let ids = &self.built.html_ids;
                    let is_repeated =
                        ids.len() > first_id && ids.last().is_some_and(|(last, _)| *last == id);
                    if !is_repeated {
                        self.built.html_ids.push((id, range.clone()));
                    }
                }
            }
        }
        code
    }
}
