//! The twins of a page: its Markdown, its plain text and its data, for readers
//! and programs that want no HTML.

mod json;
mod lines;
mod markdown;
mod text;
mod texts;

use crate::base::address;
use crate::link::Linked;
use crate::model::language::Words;

pub(crate) use json::{Facts, json};
pub(crate) use markdown::{frozen, markdown};
pub(crate) use text::{Plain, text};

/// Buffers that the twins of one page after the other are written in.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    /// Its Markdown.
    pub markdown: String,
    /// Its plain text.
    pub plain: Plain,
    /// Its content in the form that its digest is taken of.
    pub content: String,
    /// Its data.
    pub data: Vec<u8>,
}

/// What the twins are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The document.
    pub linked: &'a Linked<'a>,
    /// The merged Markdown that it was parsed from.
    pub merged: &'a str,
    /// The way to other files.
    pub base: Base<'a>,
    /// The words of its language.
    pub words: &'a Words,
}

/// The way from twins to pages: to where the site will be, if that is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base<'a> {
    /// The way from the page to the root, as its links have it.
    pub page: &'a str,
    /// The way from the twins to the root.
    pub twin: &'a str,
    /// The site's base URL.
    pub url: Option<&'a str>,
}

impl Base<'_> {
    /// A page's link, as a twin has it.
    fn href(&self, href: &str, internal: bool) -> String {
        if !internal {
            return href.to_owned();
        }
        let path = href.strip_prefix(self.page).unwrap_or(href);
        let Some(url) = self.url else {
            return format!("{}{path}", self.twin);
        };
        let end = path.find(['#', '?']).unwrap_or(path.len());
        let (path, rest) = path.split_at(end);
        format!("{url}{}{rest}", address::asked_for(path))
    }
}
