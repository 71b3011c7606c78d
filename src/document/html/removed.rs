//! The parts of raw HTML that are removed.

use std::fmt::Write as _;

use html5ever::tokenizer::Tag;

/// A removed part of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removed {
    /// The tags of an element, whose contents are kept.
    Tags(String),
    /// An element without contents.
    Void(String),
    /// An element and its contents.
    Element(String),
    /// The tags of a block within a paragraph, whose contents are kept.
    Block(&'static str),
    /// An attribute of an element.
    Attribute(&'static str, String),
    /// Words that look like a tag, which are printed as text.
    Words(String),
    /// A declaration or processing instruction.
    Instruction(String),
}

impl Removed {
    /// The beginning of the removed tag, without its bracket.
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

/// Whether a removed element is meaningless without its contents, or part of
/// another removed element.
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

/// Whether the text in a removed element is separate from the text before it.
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

/// Whether a block conveys more than its text, so that readers would miss it in
/// a paragraph, which can't contain it.
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

/// Whether classes of a widespread stylesheet hide an element on all screens.
pub(super) fn hides(classes: &str) -> bool {
    let mut classes = classes.split_ascii_whitespace();
    let shows = |class: &str| {
        let mut parts = class.split([':', '-']);
        parts.any(|part| matches!(part, "block" | "flex" | "inline" | "grid" | "table"))
    };
    let is_hidden = |class: &str| {
        matches!(
            class,
            "hidden" | "d-none" | "is-hidden" | "hide" | "invisible" | "display-none"
        )
    };
    classes.clone().any(is_hidden) && !classes.any(shows)
}

/// Whether removing an attribute changes what a page does or shows.
pub(super) fn is_missed_attribute(name: &str, value: &str) -> bool {
    // Values that hide or strike through words, raise or lower figures, or
    // number a list with letters.
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
        "hidden" | "srcset" => true,
        "style" => means(value),
        _ => name.starts_with("on"),
    }
}
