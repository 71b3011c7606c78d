//! Markdown reduced to words or simple HTML.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::base::escape;
pub(crate) use crate::base::markdown::options;

/// A word put before a sentence, so that “1. January” does not begin a list.
const WORD: &str = "x ";

fn sentence(markdown: &str) -> String {
    format!("{WORD}{}", markdown.trim_start())
}

/// How a tag in a sentence is treated.
enum Kept {
    /// A line break.
    Break,
    /// A tag without attributes that marks words.
    Mark(&'static str),
    /// A comment, which is dropped.
    Nothing,
    /// Text that is not an inline HTML tag, such as `<Company Name>`.
    Words,
}

/// Tags that mark words of a sentence.
const MARKS: [&str; 12] = [
    "sub", "sup", "del", "ins", "s", "b", "i", "em", "strong", "u", "small", "code",
];

fn kept(tag: &str) -> Kept {
    let tag = tag.trim();
    if tag.starts_with("<!--") {
        return Kept::Nothing;
    }
    let name = tag
        .trim_start_matches(['<', '/'])
        .trim_end_matches(['>', '/', ' ']);
    if name.eq_ignore_ascii_case("br") {
        return Kept::Break;
    }
    let known = MARKS.iter().find(|known| name == **known);
    known.map_or(Kept::Words, |known| Kept::Mark(known))
}

/// The words of a sentence in Markdown, for places that can't show formatting.
pub(crate) fn plain(markdown: &str) -> String {
    let sentence = sentence(markdown);
    let mut text = String::with_capacity(sentence.len());
    for event in Parser::new_ext(&sentence, options()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                text.push_str("~~");
            }
            Event::InlineHtml(tag) | Event::Html(tag) => match kept(&tag) {
                Kept::Break => text.push(' '),
                Kept::Mark("sup") if !tag.starts_with("</") => text.push('^'),
                Kept::Mark("del" | "s") => text.push_str("~~"),
                Kept::Mark(_) | Kept::Nothing => {}
                Kept::Words => text.push_str(&tag),
            },
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => text.push(' '),
            _ => {}
        }
    }
    text.strip_prefix(WORD)
        .unwrap_or(&text)
        .trim_end()
        .to_owned()
}

/// A sentence in Markdown as HTML, for places around a text. Keeps emphasis, code, deletions,
/// simple tags, and web and email links; anything else is reduced to its words.
pub(crate) fn inline(markdown: &str) -> String {
    let sentence = sentence(markdown);
    let mut html = String::with_capacity(sentence.len() + 32);
    // Whether each open link is kept as a link.
    let mut links = Vec::new();
    // Open tags.
    let mut marks: Vec<&str> = Vec::new();
    for event in Parser::new_ext(&sentence, options()) {
        match event {
            Event::Text(part) => escape::html_text(&part, &mut html),
            Event::Code(part) => {
                html.push_str("<code>");
                escape::html_text(&part, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(Tag::Strikethrough) => html.push_str("<del>"),
            Event::End(TagEnd::Strikethrough) => html.push_str("</del>"),
            Event::InlineHtml(tag) | Event::Html(tag) => match kept(&tag) {
                Kept::Break => html.push(' '),
                Kept::Mark(name) if !tag.starts_with("</") => {
                    marks.push(name);
                    html.push_str(&tag);
                }
                Kept::Mark(_)
                    if marks
                        .last()
                        .is_some_and(|name| *tag == *format!("</{name}>")) =>
                {
                    marks.pop();
                    html.push_str(&tag);
                }
                Kept::Nothing => {}
                Kept::Mark(_) | Kept::Words => escape::html_text(&tag, &mut html),
            },
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
    for name in marks.iter().rev() {
        html.push_str(&format!("</{name}>"));
    }
    html.strip_prefix(WORD)
        .unwrap_or(&html)
        .trim_end()
        .to_owned()
}
