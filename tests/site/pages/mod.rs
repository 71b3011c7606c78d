//! What a page says and how it links.

mod links;
mod literal;
mod markdown;
mod theme_guide;
mod themes;
mod unpublished;
mod words;
