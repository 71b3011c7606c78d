//! Templates: their tags, the markers that say where text came from, and the
//! way from merged text back to the sources.

pub mod instrument;
pub(crate) mod markers;
mod origin;
mod snippet;
pub mod source_map;
pub(crate) mod tags;
#[cfg(test)]
mod tests;

pub use origin::Origin;
pub use snippet::{Snippet, SnippetId, end_segment};
