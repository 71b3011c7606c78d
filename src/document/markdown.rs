//! Words of Markdown.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::base::escape;
pub(crate) use crate::base::markdown::options;

/// What a sentence is read after: behind a word, “1. January” begins no list.
const WORD: &str = "x ";

fn sentence(markdown: &str) -> String {
    format!("{WORD}{}", markdown.trim_start())
}

/// The words of a sentence in Markdown, for places that print no Markdown.
pub(crate) fn plain(markdown: &str) -> String {
    let sentence = sentence(markdown);
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

/// A sentence in Markdown as HTML, for places around a text: emphasis, code, and links to
/// other sites. Of anything else, the words remain.
pub(crate) fn inline(markdown: &str) -> String {
    let sentence = sentence(markdown);
    let mut html = String::with_capacity(sentence.len() + 32);
    // Whether each open link is one.
    let mut links = Vec::new();
    for event in Parser::new_ext(&sentence, options()) {
        match event {
            Event::Text(part) => escape::html_text(&part, &mut html),
            Event::Code(part) => {
                html.push_str("<code>");
                escape::html_text(&part, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => html.push_str("</em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => html.push_str("</strong>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
                let is_link = is_web || dest_url.starts_with("mailto:");
                if is_link {
                    html.push_str("<a href=\"");
                    escape::href(&dest_url, &mut html);
                    html.push_str(match is_web {
                        true => "\" rel=\"external noopener\">",
                        false => "\">",
                    });
                }
                links.push(is_link);
            }
            Event::End(TagEnd::Link) if links.pop() == Some(true) => html.push_str("</a>"),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => html.push(' '),
            _ => {}
        }
    }
    html.strip_prefix(WORD)
        .unwrap_or(&html)
        .trim_end()
        .to_owned()
}
