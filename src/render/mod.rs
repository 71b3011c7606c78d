//! From documents to the bytes of pages.

mod body;
pub mod data;
mod footnotes;
mod theme;

pub use body::{Origin, body};
pub use theme::{Pager, Rendered, Renderer, Theme};
