//! The parts of raw HTML that are left out.

use std::fmt::Write as _;

use html5ever::tokenizer::Tag;

/// A part of raw HTML that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removed {
    /// The tags of an element; what is in it stays.
    Tags(String),
    /// An element with nothing in it.
    Void(String),
    /// An element and all that is in it.
    Element(String),
    /// The tags of a block within a paragraph; what is in it stays.
    Block(&'static str),
    /// An attribute of an element.
    Attribute(&'static str, String),
    /// Words that look like a tag: printed as text.
    Words(String),
    /// A declaration or processing instruction.
    Instruction(String),
}

impl Removed {
    /// What the tag that is meant begins with, without its bracket.
    pub(crate) fn begin(&self) -> &str {
        match self {
            Self::Tags(name) | Self::Void(name) | Self::Element(name) => name,
            Self::Block(name) | Self::Attribute(name, _) => name,
            Self::Words(tag) | Self::Instruction(tag) => {
                let tag = tag.trim_start_matches('<');
                let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '"'));
                &tag[..end.unwrap_or(tag.len())]
            }
        }
    }
}

/// A start tag as it may have been written.
pub(super) fn source(tag: &Tag) -> String {
    let mut text = format!("<{}", tag.name);
    for attr in &tag.attrs {
        let _ = match &*attr.value {
            "" => write!(text, " {}", attr.name.local),
            value => write!(text, " {}=\"{value}\"", attr.name.local),
        };
    }
    text.push_str(if tag.self_closing { "/>" } else { ">" });
    text
}

/// Whether an element that is left out means nothing without what is in it, or
/// is part of another that is left out.
pub(super) fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "basefont"
            | "big"
            | "blink"
            | "body"
            | "center"
            | "fieldset"
            | "font"
            | "html"
            | "label"
            | "legend"
            | "main"
            | "nobr"
            | "noframes"
            | "optgroup"
            | "option"
            | "param"
            | "rb"
            | "search"
            | "slot"
            | "source"
            | "tfoot"
            | "track"
    )
}

/// Whether the text in an element that is left out does not go on the text
/// before it.
pub(super) fn is_apart(name: &str) -> bool {
    matches!(
        name,
        "button"
            | "center"
            | "dialog"
            | "fieldset"
            | "form"
            | "legend"
            | "main"
            | "optgroup"
            | "option"
            | "output"
            | "search"
            | "select"
            | "textarea"
            | "title"
    )
}

/// Whether a block means more than its text, so that a paragraph that can't
/// hold it says less.
pub(super) fn is_missed_in_paragraph(tag: &str) -> bool {
    matches!(
        tag,
        "blockquote"
            | "details"
            | "dl"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ol"
            | "table"
            | "ul"
    )
}

/// Whether an attribute that is left out changes what a page does or shows.
pub(super) fn is_missed_attribute(name: &str, value: &str) -> bool {
    // What hides or strikes words, raises or lowers figures, or letters a list.
    let means = |value: &str| {
        let value: String = value.split_ascii_whitespace().collect();
        let value = value.to_ascii_lowercase();
        let has = |part: &str| value.contains(part);
        has("display:none")
            || has("visibility:hidden")
            || has("line-through")
            || has("vertical-align:su")
            || has("list-style")
                && ["alpha", "latin", "roman", "greek"]
                    .iter()
                    .any(|it| has(it))
    };
    match name {
        "hidden" => true,
        "style" => means(value),
        _ => name.starts_with("on"),
    }
}
