//! Links between pages: what front matter says of all pages ([`Directory`]),
//! what parsed pages leave for others ([`Index`]), and the resolution of what
//! texts point at.

mod directory;
mod document;
mod index;
mod known;
mod reference;
mod resolve;

pub use directory::{About, Directory, Header, Rare, promised_ids};
pub use document::{Linked, link};
pub use index::{Compact, Index, IndexEntry, Left};
pub use known::Known;
pub use reference::{Reference, report};
pub use resolve::{Linker, Target, Wanted};
