//! Redlines: the word-by-word changes between two versions of a text.
//!
//! A [`Text`] is read from a linked document and is independent of it. [`Redline::new`] compares
//! two of them: sections first, by ID and by content; then their blocks; then the words of two
//! versions of a block. [`facts`] compares facts. See `docs/guide/redlines.md`.

mod align;
mod compare;
mod content;
pub mod facts;
mod file;
mod html;
mod json;
mod keyed;
mod lines;
mod markdown;
mod numbers;
mod pieces;
mod read;
mod report;
mod sections;
mod summary;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod words;

pub use compare::{Redline, Side};
pub use facts::FactChange;
pub use file::MarkdownFile;
pub use html::body;
pub use json::json;
pub use markdown::markdown;
pub use report::Report;
pub use summary::{Count, Part, SectionSummary, State, Summary};
pub use terminal::terminal;
pub use text::Text;
