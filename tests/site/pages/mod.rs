//! The contents and links of pages.

mod aliases;
mod dead_links;
mod frame;
mod links;
mod literal;
mod markdown;
mod marks;
mod misread;
mod reading;
mod theme_guide;
mod themes;
mod unpublished;
mod words;
