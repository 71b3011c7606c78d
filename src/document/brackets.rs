//! Words in angle brackets that are no HTML: `<Company Name>`, `<SubTable/>`.
//!
//! The Markdown parser takes them for tags, whose text no page would show. So
//! the `<` of each is hidden from it behind a control character of one byte,
//! which leaves every place in the text as it is, and shown again after it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::html::names;

/// A text whose words in angle brackets are hidden.
pub(super) struct Hidden {
    pub(super) text: String,
    /// What stands for `<`.
    mark: char,
    /// The places of the words, with their brackets.
    places: Vec<Place>,
}

struct Place {
    range: Range<usize>,
    is_reported: bool,
}

/// What begins with `<` and a letter, or with `</` and one.
struct Bracket<'t> {
    name: &'t str,
    is_end: bool,
    /// Whether it has no attribute.
    is_bare: bool,
    /// Whether it has an attribute that is a word of a sentence.
    has_words: bool,
    /// Where it ends, if it does.
    end: Option<usize>,
}

/// Hides the words in angle brackets of a text, if it has any.
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

impl Hidden {
    /// An event with nothing hidden in it.
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
            // A comment keeps what is in it; elsewhere it is text.
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

    /// The same, of those that are reported.
    pub(super) fn reported(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let reported = self.within(range).iter().filter(|place| place.is_reported);
        reported.map(|place| place.range.clone())
    }

    /// A text cut before and after each of the words in it, with the places of
    /// its parts; as it is if it is not written as it is read.
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
            cuts.extend([place.range.start, place.range.end.min(range.end)]);
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

/// Whether a tag is none of HTML's, or one that is written like words.
pub(super) fn is_no_tag(tag: &str) -> bool {
    bracket(tag, 0).is_some_and(|bracket| {
        let name = bracket.name.to_ascii_lowercase();
        bracket.has_words || !names::is_element(&name)
    })
}

/// The name of a tag, in lower case.
pub(super) fn element(tag: &str) -> Option<String> {
    Some(bracket(tag, 0)?.name.to_ascii_lowercase())
}

/// The place of a tag in a text that begins with it.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    bracket(text, 0)?.end
}

fn places(text: &str) -> Vec<Place> {
    let bytes = text.as_bytes();
    let mut places: Vec<Place> = Vec::new();
    let mut ends: Option<HashMap<String, usize>> = None;
    // Elements whose begin was reported.
    let mut begun: HashSet<String> = HashSet::new();
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[from..]) {
        let at = from + found;
        from = at + 1;
        let skipped = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")]
            .iter()
            .find(|(open, _)| text[at..].starts_with(open));
        if let Some((open, close)) = skipped {
            if let Some(end) = memmem::find(&bytes[at + open.len()..], close.as_bytes()) {
                from = at + open.len() + end + close.len();
            }
            continue;
        }
        let Some(bracket) = bracket(text, at) else {
            continue;
        };
        let name = bracket.name.to_ascii_lowercase();
        let Some(end) = bracket.end else {
            if !is_protected(text, at) {
                let range = at..at + 1;
                places.push(Place {
                    range,
                    is_reported: false,
                });
            }
            continue;
        };
        let is_title = bracket.name.starts_with(|c: char| c.is_ascii_uppercase())
            && bracket.name.contains(|c: char| c.is_ascii_lowercase());
        let mut ends_later = || {
            let ends = ends.get_or_insert_with(|| last_ends(text));
            // `<Address>` is no address element that ends with `</address>`.
            let key = if is_title { bracket.name } else { &name };
            ends.get(key).copied().filter(|last| *last >= end)
        };
        // What is in these is not read as HTML.
        let is_closed_block = matches!(&*name, "script" | "style" | "svg" | "math" | "template");
        let is_gap = !bracket.is_end && bracket.is_bare && names::is_word(&name, is_title);
        let is_element = names::is_element(&name) && !bracket.has_words;
        if is_element && !bracket.is_end && is_closed_block {
            let close = format!("</{name}");
            let rest = &bytes[end..];
            let found = match ends_later() {
                Some(_) => rest
                    .windows(close.len())
                    .position(|window| window.eq_ignore_ascii_case(close.as_bytes())),
                None => None,
            };
            if let Some(found) = found {
                from = end + found;
                continue;
            }
            if matches!(&*name, "svg" | "math") {
                from = end;
                continue;
            }
        } else if is_element && !(is_gap && ends_later().is_none()) {
            from = end;
            continue;
        }
        if is_protected(text, at) {
            continue;
        }
        let is_reported = !bracket.is_end || !begun.contains(&name);
        if !bracket.is_end {
            begun.insert(name);
        }
        places.push(Place {
            range: at..end,
            is_reported,
        });
    }
    places
}

/// Whether what begins at `at` is none of a tag's business: written with a
/// backslash, or the address of a link.
fn is_protected(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let slashes = before.len() - before.trim_end_matches('\\').len();
    let before = before.trim_end_matches([' ', '\t']);
    slashes % 2 == 1 || before.ends_with("](") || before.ends_with("]:")
}

/// For each name, where its last end tag is.
fn last_ends(text: &str) -> HashMap<String, usize> {
    let mut ends = HashMap::new();
    for at in memmem::find_iter(text.as_bytes(), "</") {
        let rest = &text[at + 2..];
        let name = name(rest);
        ends.insert(name.to_owned(), at);
        ends.insert(name.to_ascii_lowercase(), at);
    }
    ends
}

/// The name that a text begins with, as tags may have it.
fn name(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let end = text.bytes().position(|byte| !is_part(&byte));
    &text[..end.unwrap_or(text.len())]
}

fn bracket(text: &str, at: usize) -> Option<Bracket<'_>> {
    let rest = text[at..].strip_prefix('<')?;
    let (is_end, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let name = name(rest);
    let bytes = text.as_bytes();
    let mut next = text.len() - rest.len() + name.len();
    let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b'>' | b'/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !bytes.get(next).is_none_or(ends_name)
    {
        return None;
    }
    let mut bracket = Bracket {
        name,
        is_end,
        is_bare: true,
        has_words: false,
        end: None,
    };
    while let Some(byte) = bytes.get(next) {
        match byte {
            b'>' => {
                bracket.end = Some(next + 1);
                return Some(bracket);
            }
            // A paragraph ends here, and every tag with it.
            b'\n' if is_blank_line(&bytes[next + 1..]) => return Some(bracket),
            b'<' => return Some(bracket),
            b'/' => next += 1,
            byte if byte.is_ascii_whitespace() => next += 1,
            _ => {
                let start = next;
                let ends = |byte: &u8| ends_name(byte) || *byte == b'=' || *byte == b'<';
                next += until(&bytes[next..], ends).max(1);
                let key = start..next;
                let gap = until(&bytes[next..], |byte| !byte.is_ascii_whitespace());
                bracket.is_bare = false;
                if bytes.get(next + gap) != Some(&b'=') {
                    bracket.has_words |= names::is_foreign_flag(&text[key]);
                    continue;
                }
                next += gap + 1;
                next += until(&bytes[next..], |byte| !byte.is_ascii_whitespace());
                match bytes.get(next) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let Some(end) = value_end(&bytes[next + 1..], *quote) else {
                            return Some(bracket);
                        };
                        next += end + 2;
                    }
                    _ => {
                        next += until(&bytes[next..], |byte| {
                            byte.is_ascii_whitespace() || matches!(*byte, b'>' | b'<')
                        });
                    }
                }
            }
        }
    }
    Some(bracket)
}

/// Where a value in quotes ends. None is longer than a paragraph.
fn value_end(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr2(quote, b'\n', &bytes[from..])?;
        if bytes[at] == quote {
            return Some(at);
        }
        if is_blank_line(&bytes[at + 1..]) {
            return None;
        }
        from = at + 1;
    }
}

fn until(bytes: &[u8], stop: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().position(stop).unwrap_or(bytes.len())
}

fn is_blank_line(bytes: &[u8]) -> bool {
    let end = until(bytes, |byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    bytes.get(end).is_none_or(|byte| *byte == b'\n')
}

/// The words of a tag, for messages: on one line, and not too long.
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
