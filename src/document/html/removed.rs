//! What is left out of raw HTML.

use std::fmt::Write as _;

use html5ever::tokenizer::Tag;

/// What of a piece of raw HTML is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removed {
    /// An element, but for what is in it.
    Tags(String),
    /// An element with nothing in it.
    Void(String),
    /// An element and all that is in it.
    Element(String),
    /// A block within a paragraph, but for what is in it.
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
