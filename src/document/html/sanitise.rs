//! Makes raw HTML safe, tag by tag, and keeps it balanced.
//!
//! Tags may open in one piece of raw HTML and close in another, with Markdown in between, so open
//! elements are tracked from piece to piece. An element ends no later than the Markdown around it,
//! so that elements are always properly nested.

mod tokens;

use std::fmt::Write as _;

use html5ever::tokenizer::{Tag, TagKind, Token};

use super::removed::{Removed, source};
use super::{allowed, names, removed};
use crate::base::escape;
use tokens::tokens;

/// The scope of HTML outside all containers.
pub(crate) const ROOT: u32 = u32::MAX;

/// The maximum nesting depth of elements. Browsers stop at 512.
const DEEPEST: usize = 256;

/// A part of sanitised raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Tags, or the part of a tag before or after its address.
    Html(String),
    /// The address of a link or an image, which is a separate attribute.
    Address { is_image: bool, value: String },
    /// Text between tags.
    Text(String),
    /// A comment meant for policygen.
    Comment(String),
    /// An ID that the tags define.
    Id(String),
    /// A removed part that readers would miss.
    Removed(Removed),
}

/// The context of a piece of raw HTML.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    /// The container around it.
    pub(crate) scope: u32,
    /// Whether it is in a paragraph, where no other block can begin.
    pub(crate) in_paragraph: bool,
    /// Whether it is in a link.
    pub(crate) in_link: bool,
}

/// Sanitises the raw HTML of one document.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sanitiser {
    open: Vec<Open>,
    /// The number of open elements beyond the maximum nesting.
    beyond: usize,
    /// The open graphic or formula, whose parts have their own names.
    foreign: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    tag: &'static str,
    scope: u32,
}

impl Sanitiser {
    /// Sanitises a piece. Returns the code element, such as `script`, that it
    /// begins but does not end, or ends but does not begin.
    pub(crate) fn piece(
        &mut self,
        html: &str,
        context: Context,
        out: &mut Vec<Piece>,
    ) -> Option<(TagKind, String)> {
        let mut code: Option<(TagKind, String)> = None;
        for token in tokens(html) {
            let is_in_code = matches!(code, Some((TagKind::StartTag, _)));
            match token {
                Token::TagToken(tag) if allowed::is_code(&tag.name) => {
                    let ends = tag.kind == TagKind::EndTag
                        && code.as_ref().is_some_and(|(_, name)| **name == *tag.name);
                    if ends {
                        code = None;
                        out.push(Piece::Removed(Removed::Element(tag.name.to_string())));
                    } else if !is_in_code {
                        code = Some((tag.kind, tag.name.to_string()));
                    }
                }
                _ if is_in_code => {}
                Token::CharacterTokens(text) => push_text(out, &text),
                // Browsers read `</br>` as `<br>`.
                Token::TagToken(tag) if tag.kind == TagKind::StartTag || &*tag.name == "br" => {
                    self.start(&tag, context, out);
                }
                Token::TagToken(tag) => self.end(&tag.name, context, out),
                Token::DoctypeToken(_) => {
                    out.push(Piece::Removed(Removed::Instruction("<!DOCTYPE".to_owned())));
                }
                Token::CommentToken(text) if text.starts_with('?') => {
                    let name = text.split_whitespace().next().unwrap_or_default();
                    out.push(Piece::Removed(Removed::Instruction(format!("<{name}"))));
                }
                Token::CommentToken(text) if super::is_for_policygen(&text) => {
                    out.push(Piece::Comment(format!("<!--{text}-->")));
                }
                _ => {}
            }
        }
        code
    }

    /// Whether an element is known here; in a graphic or formula, this includes its parts.
    pub(crate) fn knows(&self, name: &str) -> bool {
        names::is_element(name) || (self.foreign.is_some() && names::is_part(name))
    }

    /// Whether one of these elements is open.
    pub(crate) fn is_in(&self, names: &[&str]) -> bool {
        self.open.iter().any(|open| names.contains(&open.tag))
    }

    /// Whether any element is open.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Closes the elements that are still open in a container that ends.
    pub(crate) fn leave(&mut self, scope: u32, out: &mut String) {
        let base = self.base(scope);
        self.close(base, out);
        self.beyond = 0;
    }

    /// Ends the open paragraph in a container, where a block begins.
    pub(crate) fn end_paragraph(&mut self, scope: u32, out: &mut String) {
        if let Some(at) = self.find(scope, &["p"], &["table", "td", "th", "caption"]) {
            self.close(at, out);
        }
    }

    /// The position of the first element of a scope.
    fn base(&self, scope: u32) -> usize {
        let outer = self.open.iter().rposition(|open| open.scope != scope);
        outer.map_or(0, |at| at + 1)
    }

    /// The position of the innermost element with one of these names in a scope, unless one of the
    /// elements in `hides` is open inside it.
    fn find(&self, scope: u32, tags: &[&str], hides: &[&str]) -> Option<usize> {
        let base = self.base(scope);
        let at = self.open[base..]
            .iter()
            .rposition(|open| tags.contains(&open.tag) || hides.contains(&open.tag))?;
        tags.contains(&self.open[base + at].tag)
            .then_some(base + at)
    }

    /// Closes all elements from `at` on.
    fn close(&mut self, at: usize, out: &mut String) {
        for open in self.open.drain(at..).rev() {
            let _ = write!(out, "</{}>", open.tag);
        }
    }

    fn start(&mut self, tag: &Tag, context: Context, out: &mut Vec<Piece>) {
        let Some(name) = allowed::tag(&tag.name) else {
            return self.remove(tag, out);
        };
        if context.in_paragraph && allowed::is_block(name) {
            push_text(out, " ");
            if removed::is_missed_in_paragraph(name) {
                out.push(Piece::Removed(Removed::Block(name)));
            }
            return;
        }
        if name == "a" && (context.in_link || self.is_in_outer_link(context.scope)) {
            out.push(Piece::Removed(Removed::Tags(name.to_owned())));
            return;
        }
        if self.open.len() >= DEEPEST {
            self.beyond += usize::from(!allowed::is_void(name));
            return;
        }
        let mut html = String::new();
        if !self.make_room(name, context.scope, &mut html) {
            push_text(out, " ");
            return;
        }
        html.push('<');
        html.push_str(name);
        let mut removals = Vec::new();
        let has_id = tag.attrs.iter().any(|attr| &*attr.name.local == "id");
        for attr in &tag.attrs {
            let key: &str = &attr.name.local;
            match (name, key) {
                ("a", "href") | ("img", "src") => {
                    push(out, std::mem::take(&mut html));
                    out.push(Piece::Address {
                        is_image: name == "img",
                        value: attr.value.to_string(),
                    });
                    continue;
                }
                // Before HTML 4, anchors had a `name` instead of an ID.
                ("a", "name") if has_id => continue,
                ("a", "name") => {}
                _ if allowed::attribute(name, key, &attr.value) => {
                    if key == "class" && removed::hides(&attr.value) {
                        let hiding = Removed::Attribute(name, key.to_owned());
                        removals.push(Piece::Removed(hiding));
                    }
                }
                _ => {
                    if removed::is_missed_attribute(key, &attr.value) {
                        let removed = Removed::Attribute(name, key.to_owned());
                        removals.push(Piece::Removed(removed));
                    }
                    continue;
                }
            }
            let key = if key == "name" { "id" } else { key };
            if key == "id" {
                out.push(Piece::Id(attr.value.to_string()));
            }
            let _ = write!(html, " {key}=\"");
            escape::html(&attr.value, &mut html);
            html.push('"');
        }
        html.push('>');
        push(out, html);
        out.append(&mut removals);
        if !allowed::is_void(name) {
            self.open.push(Open {
                tag: name,
                scope: context.scope,
            });
        }
    }

    /// Removes the start tag of an element that is not allowed on pages.
    fn remove(&mut self, tag: &Tag, out: &mut Vec<Piece>) {
        let name: &str = &tag.name;
        if !self.knows(name) {
            return out.push(Piece::Removed(Removed::Words(source(tag))));
        }
        if removed::is_apart(name) {
            push_text(out, " ");
        }
        // In `video` and `audio`, which are reported themselves, `source` is only a part.
        let is_image = name == "source" && self.is_in(&["picture"]);
        if (is_image || !removed::is_wrapper(name)) && self.foreign.is_none() {
            let name = name.to_owned();
            out.push(Piece::Removed(match allowed::is_void(&name) {
                true => Removed::Void(name),
                false => Removed::Tags(name),
            }));
        }
        if matches!(name, "svg" | "math") && self.foreign.is_none() && !tag.self_closing {
            self.foreign = Some(name.to_owned());
        }
    }

    /// Whether a link is open around a container.
    fn is_in_outer_link(&self, scope: u32) -> bool {
        let outer = &self.open[..self.base(scope)];
        outer.iter().any(|open| open.tag == "a")
    }

    /// Closes elements that can't contain the new one, as HTML parsers do.
    /// Returns whether the element is allowed there at all.
    fn make_room(&mut self, name: &str, scope: u32, out: &mut String) -> bool {
        const CELLS: &[&str] = &["table", "td", "th", "caption"];
        if allowed::is_table_part(name) {
            let parents: &[&str] = match name {
                "td" | "th" => &["tr"],
                "tr" => &["tbody", "thead", "table"],
                "col" => &["colgroup", "table"],
                _ => &["table"],
            };
            let Some(parent) = self.find(scope, parents, &["table"]) else {
                return false;
            };
            self.close(parent + 1, out);
            return true;
        }
        if allowed::is_block(name) {
            self.end_paragraph(scope, out);
        }
        let ends = match name {
            "li" => self.find(
                scope,
                &["li"],
                &["ul", "ol", "table", "td", "th", "caption"],
            ),
            "dd" | "dt" => self.find(
                scope,
                &["dd", "dt"],
                &["dl", "table", "td", "th", "caption"],
            ),
            "a" => self.find(scope, &["a"], CELLS),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let base = self.base(scope);
                let last = self.open.len().checked_sub(1).filter(|last| *last >= base);
                last.filter(|last| matches!(self.open[*last].tag.as_bytes(), [b'h', b'1'..=b'6']))
            }
            _ => None,
        };
        if let Some(at) = ends {
            self.close(at, out);
        }
        true
    }

    fn end(&mut self, name: &str, context: Context, out: &mut Vec<Piece>) {
        let Some(name) = allowed::tag(name).filter(|name| !allowed::is_void(name)) else {
            if self.foreign.as_deref() == Some(name) {
                self.foreign = None;
            }
            if !self.knows(name) {
                out.push(Piece::Removed(Removed::Words(format!("</{name}>"))));
            } else if removed::is_apart(name) {
                push_text(out, " ");
            }
            return;
        };
        if context.in_paragraph && allowed::is_block(name) {
            push_text(out, " ");
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let hides: &[&str] = match name {
            "table" => &[],
            _ if allowed::is_table_part(name) => &["table"],
            _ => &["table", "td", "th", "caption"],
        };
        if let Some(at) = self.find(context.scope, &[name], hides) {
            let mut html = String::new();
            self.close(at, &mut html);
            push(out, html);
        }
    }
}

fn push_text(out: &mut Vec<Piece>, text: &str) {
    match out.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => out.push(Piece::Text(text.to_owned())),
    }
}

fn push(out: &mut Vec<Piece>, html: String) {
    match out.last_mut() {
        Some(Piece::Html(before)) => before.push_str(&html),
        _ if html.is_empty() => {}
        _ => out.push(Piece::Html(html)),
    }
}

#[cfg(test)]
mod tests;
