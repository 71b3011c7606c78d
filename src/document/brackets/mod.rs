//! Words in angle brackets that are not HTML: `<Company Name>`, `<SubTable/>`.
//!
//! The Markdown parser treats them as tags, so pages would not show their text.
//! Each `<` is therefore replaced by a one-byte control character, which keeps
//! all positions in the text unchanged, and is restored after parsing.

mod scan;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};
use scan::{Place, bracket, is_declaration, places};

/// A text whose words in angle brackets are hidden.
pub(super) struct Hidden {
    pub(super) text: String,
    /// The character that replaces `<`.
    mark: char,
    /// The places of the words, including their brackets.
    places: Vec<Place>,
}

/// Hides the words in angle brackets in a text. Returns `None` if there are
/// none, or if every possible mark occurs in the text.
pub(super) fn hide(text: &str) -> Option<Hidden> {
    let places = places(text);
    if places.is_empty() {
        return None;
    }
    let mark = (1..=8).find(|mark| memchr::memchr(*mark, text.as_bytes()).is_none())?;
    let mark = char::from(mark);
    let mut hidden = String::with_capacity(text.len());
    let mut done = 0;
    for place in &places {
        hidden.push_str(&text[done..place.range.start]);
        hidden.push(mark);
        done = place.range.start + 1;
    }
    hidden.push_str(&text[done..]);
    Some(Hidden {
        text: hidden,
        mark,
        places,
    })
}

/// Restores the hidden brackets in a part of a text.
pub(super) fn reveal(hidden: Option<&Hidden>, part: &str) -> String {
    match hidden {
        Some(hidden) => part.replace(hidden.mark, "<"),
        None => part.to_owned(),
    }
}

impl Hidden {
    /// Restores the hidden brackets in an event.
    pub(super) fn shown(&self, event: Event<'_>) -> Event<'static> {
        let text = |text: CowStr<'_>| -> CowStr<'static> {
            match text.contains(self.mark) {
                true => text.replace(self.mark, "<").into(),
                false => text.into_static(),
            }
        };
        match event {
            Event::Text(part) => Event::Text(text(part)),
            Event::Code(part) => Event::Code(text(part)),
            Event::FootnoteReference(label) => Event::FootnoteReference(text(label)),
            // Brackets are restored in comments and escaped as text elsewhere.
            Event::InlineHtml(html) if html.starts_with("<!--") => Event::InlineHtml(text(html)),
            Event::InlineHtml(html) => Event::InlineHtml(self.escaped(html)),
            Event::Html(html) => Event::Html(self.escaped(html)),
            Event::Start(tag) => Event::Start(match tag {
                Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                } => Tag::Link {
                    link_type,
                    dest_url: text(dest_url),
                    title: text(title),
                    id: text(id),
                },
                Tag::Image {
                    link_type,
                    dest_url,
                    title,
                    id,
                } => Tag::Image {
                    link_type,
                    dest_url: text(dest_url),
                    title: text(title),
                    id: text(id),
                },
                Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                    Tag::CodeBlock(CodeBlockKind::Fenced(text(info)))
                }
                Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(text(label)),
                tag => tag.into_static(),
            }),
            event => event.into_static(),
        }
    }

    fn escaped(&self, html: CowStr<'_>) -> CowStr<'static> {
        match html.contains(self.mark) {
            true => html.replace(self.mark, "&lt;").into(),
            false => html.into_static(),
        }
    }

    /// The places of words in angle brackets that begin in a range.
    fn within(&self, range: &Range<usize>) -> &[Place] {
        let at = |offset: usize| {
            self.places
                .partition_point(|place| place.range.start < offset)
        };
        &self.places[at(range.start)..at(range.end)]
    }

    /// The places of reported words in angle brackets that begin in a range.
    pub(super) fn reported(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let reported = self.within(range).iter().filter(|place| place.is_reported);
        reported.map(|place| place.range.clone())
    }

    /// Splits a text before and after each word in angle brackets and returns
    /// the parts with their places. Returns the text as a whole if its source
    /// is written differently.
    pub(super) fn parts(
        &self,
        text: CowStr<'static>,
        range: Range<usize>,
    ) -> Vec<(CowStr<'static>, Range<usize>)> {
        let places = self.within(&range);
        if places.is_empty() || text.len() != range.len() {
            return vec![(text, range)];
        }
        let mut cuts = vec![range.start];
        for place in places {
            // One place may be within another.
            if cuts.last().is_some_and(|last| *last <= place.range.start) {
                cuts.extend([place.range.start, place.range.end.min(range.end)]);
            }
        }
        cuts.push(range.end);
        cuts.dedup();
        cuts.windows(2)
            .map(|cut| {
                let part = text[cut[0] - range.start..cut[1] - range.start].to_owned();
                (part.into(), cut[0]..cut[1])
            })
            .collect()
    }
}

/// Whether a tag is unknown or looks like words.
pub(super) fn is_no_tag(tag: &str, is_known: impl Fn(&str) -> bool) -> bool {
    is_declaration(tag.as_bytes(), 0)
        || bracket(tag, 0).is_some_and(|bracket| {
            let name = bracket.name.to_ascii_lowercase();
            bracket.has_words || !is_known(&name)
        })
}

/// Whether a block that is parsed as a declaration should be text.
pub(super) fn is_words(block: &str) -> bool {
    is_declaration(block.trim_start().as_bytes(), 0)
}

/// The name of a tag, in lower case.
pub(super) fn element(tag: &str) -> Option<String> {
    Some(bracket(tag, 0)?.name.to_ascii_lowercase())
}

/// The end of the tag at the start of a text.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    bracket(text, 0)?.end
}

/// A tag as quoted in messages: on one line, and shortened if it is long.
pub(super) fn quoted(tag: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    let words: Vec<&str> = tag.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]).into(),
        None if line == tag => tag.into(),
        None => line.into(),
    }
}
