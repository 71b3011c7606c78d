//! Links between pages: the front matter of all pages ([`Directory`]), the data
//! of parsed pages that others need ([`Index`]), and the resolution of links in
//! texts.

mod dead;
mod directory;
mod document;
mod find;
mod index;
mod known;
mod reference;
mod resolve;

pub(crate) use directory::{About, Directory, Header, Rare, promised_ids};
pub(crate) use document::{Linked, link};
pub(crate) use index::{Compact, Index, IndexEntry, Left};
pub(crate) use known::Known;
pub(crate) use reference::{Reference, report};
pub(crate) use resolve::{Linker, Target};
