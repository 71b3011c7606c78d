//! The data of other pages that is known while the links of a page are resolved.

use std::sync::Arc;

use super::directory::{Directory, Header};
use super::index::Index;
use crate::base::page::PageId;
use crate::document::Outline;

/// The data of other pages that is known while the links of a page are resolved.
#[derive(Clone, Copy)]
pub(crate) enum Known<'a> {
    /// The front matter of all pages, and the outlines of those that have not
    /// changed since the last run.
    Headers(
        &'a Directory,
        &'a (dyn Fn(PageId) -> Option<Arc<Outline>> + Sync),
    ),
    /// The index of all pages.
    All(&'a Index<'a>),
}

impl std::fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Headers(..) => "Headers",
            Self::All(_) => "All",
        })
    }
}

impl<'a> Known<'a> {
    /// The header of a page; `None` for excluded drafts.
    pub(crate) fn header(&self, page: PageId) -> Option<&'a Header> {
        match self {
            Self::Headers(directory, _) => directory.get(page),
            Self::All(index) => index.get(page).map(|entry| &**entry),
        }
    }

    /// The page at an address, or the page that the address redirects to.
    pub(super) fn at(&self, address: &str) -> Option<PageId> {
        match self {
            Self::Headers(directory, _) => directory.at(address),
            Self::All(index) => index.at(address),
        }
    }

    /// All language versions of a page, including itself; empty if there is only one.
    pub(crate) fn translations(&self, page: PageId) -> &'a [PageId] {
        match self {
            Self::Headers(directory, _) => directory.translations(page),
            Self::All(index) => index.translations(page),
        }
    }

    /// The outline of a page, if it is already known and the page could be
    /// merged.
    pub(super) fn outline(&self, page: PageId) -> Option<Arc<Outline>> {
        match self {
            Self::Headers(_, outlines) => outlines(page),
            Self::All(index) => index.outline(page),
        }
    }

    /// Whether all pages are known.
    pub(crate) fn is_all(&self) -> bool {
        matches!(self, Self::All(_))
    }
}
