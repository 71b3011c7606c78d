//! The twins of a page: its Markdown, its plain text and its data, for readers
//! and programs that don't use HTML.

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

/// Buffers for twins, reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    /// Its Markdown.
    pub markdown: String,
    /// Its plain text.
    pub plain: Plain,
    /// Its content in the form that its digest covers.
    pub content: String,
    /// Its data.
    pub data: Vec<u8>,
}

/// The input for the twins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The document.
    pub linked: &'a Linked<'a>,
    /// The merged Markdown from which it was parsed.
    pub merged: &'a str,
    /// The paths to other files.
    pub base: Base<'a>,
    /// The interface text of its language.
    pub words: &'a Words,
}

/// The paths from twins to pages; links use the site's URL, if it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base<'a> {
    /// The path from the page to the root, as in its links.
    pub page: &'a str,
    /// The path from the twins to the root.
    pub twin: &'a str,
    /// The site's base URL.
    pub url: Option<&'a str>,
}

impl Base<'_> {
    /// A link of the page in the form for a twin.
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
