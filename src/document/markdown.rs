//! Words of Markdown.

use pulldown_cmark::{Event, Parser, TagEnd};

pub(crate) use crate::base::markdown::options;

/// The words of a sentence in Markdown, for places that print no Markdown.
pub(crate) fn plain(markdown: &str) -> String {
    // Behind a word, “1. January” begins no list.
    const WORD: &str = "x ";
    let sentence = format!("{WORD}{}", markdown.trim_start());
    let mut text = String::with_capacity(sentence.len());
    for event in Parser::new_ext(&sentence, options()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => text.push(' '),
            _ => {}
        }
    }
    text.strip_prefix(WORD)
        .unwrap_or(&text)
        .trim_end()
        .to_owned()
}
