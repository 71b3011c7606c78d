//! The Markdown dialect of policygen.

use pulldown_cmark::Options;

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
