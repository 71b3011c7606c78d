//! The known data of other pages while the links of one page are resolved.

use std::sync::Arc;

use super::directory::{Directory, Header};
use super::index::Index;
use crate::base::page::PageId;
use crate::document::Outline;

/// The known data of other pages while the links of one page are resolved.
#[derive(Clone, Copy)]
pub(crate) enum Known<'a> {
    /// Their front matter, and the outlines of pages that have not changed
    /// since the last run.
    Headers(
        &'a Directory,
        &'a (dyn Fn(PageId) -> Option<Arc<Outline>> + Sync),
    ),
    /// Everything.
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
    /// The header of a page; `None` for drafts that are left out.
    pub(crate) fn header(&self, page: PageId) -> Option<&'a Header> {
        match self {
            Self::Headers(directory, _) => directory.get(page),
            Self::All(index) => index.get(page).map(|entry| &**entry),
        }
    }

    /// The page at an address, or one that redirects from it.
    pub(super) fn at(&self, address: &str) -> Option<PageId> {
        match self {
            Self::Headers(directory, _) => directory.at(address),
            Self::All(index) => index.at(address),
        }
    }

    /// A page in all its languages, including itself; empty if there is only
    /// one.
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
