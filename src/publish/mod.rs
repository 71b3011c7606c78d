//! What a site has beside its pages: the hub, redirects, and files for
//! programs.

use crate::base::page::PageId;

pub(crate) mod addresses;
pub(crate) mod hub;
pub(crate) mod languages;
pub(crate) mod machines;

/// The text of the hub: the root's own `index.md`.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) page: crate::render::data::PageData,
    pub(crate) content: String,
}

/// Something in the front matter of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// An alias, by its position.
    Alias(usize),
    /// What the page is a translation of.
    TranslationOf,
}

/// Says where something is written in the front matter of a page. Places are not
/// kept; faults are few.
pub(crate) type WrittenIn<'a> = dyn Fn(PageId, Place) -> Option<crate::base::source::Place> + 'a;
