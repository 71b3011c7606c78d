//! Renders documents as the bytes of pages.

mod body;
pub(crate) mod content;
mod csp;
pub(crate) mod data;
mod footnotes;
mod history;
mod json_ld;
mod mentions;
mod opening;
mod phrases;
mod renderer;
mod table;
mod template;
mod theme;
mod theme_file;
mod toc;
pub(crate) mod twins;

pub(crate) use body::body;
pub(crate) use content::{content, quoting_content};
pub(crate) use csp::Csp;
pub(crate) use history::history;
pub(crate) use json_ld::{LinkedFacts, json_ld, json_ld_about};
pub(crate) use opening::opening;
pub(crate) use renderer::{Pager, Rendered, Renderer};
pub(crate) use theme::{FRAGMENT, PAGE, Theme, ThemeFile};
pub(crate) use toc::toc;
