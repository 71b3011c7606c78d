//! The Markdown dialect of policygen.

use pulldown_cmark::{Event, Options, Parser};

/// The extensions that policies may use. `Options::all()` would add subscript and math, which
/// consume `~x~` and `$x$`, and contracts are full of these.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_TASKLISTS
}

/// The characters that an entity such as `&auml;` stands for, or the text itself.
pub(crate) fn entity(text: &str) -> String {
    let texts = Parser::new(text).filter_map(|event| match event {
        Event::Text(text) => Some(text),
        _ => None,
    });
    texts.map(|text| text.into_string()).collect()
}
