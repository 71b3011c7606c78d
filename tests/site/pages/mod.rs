//! The contents and links of pages.

mod frame;
mod links;
mod literal;
mod markdown;
mod reading;
mod theme_guide;
mod themes;
mod unpublished;
mod words;
