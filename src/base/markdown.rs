//! Markdown as policygen speaks it.

use pulldown_cmark::Options;

/// The extensions that policies may use. Never `Options::all()`: subscript and
/// math would eat `~x~` and `$x$`, which contracts are full of.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_TASKLISTS
}
