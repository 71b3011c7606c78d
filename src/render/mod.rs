//! From documents to the bytes of pages.

mod body;
pub mod content;
mod csp;
pub mod data;
mod footnotes;
mod linked;
mod table;
mod theme;
mod theme_file;
pub mod twins;

pub use body::body;
pub use content::content;
pub use csp::Csp;
pub use linked::{LinkedFacts, json_ld};
pub use theme::{FRAGMENT, PAGE, Pager, Rendered, Renderer, Theme, ThemeFile};
