//! Links between pages: the index that policies leave behind, and the
//! resolution of what their texts point at.

mod index;
mod resolve;

pub use index::{About, CrossReference, Entry, Index, Rare};
pub use resolve::{Linker, Target, Wanted};
