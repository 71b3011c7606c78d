//! The merged Markdown of a page.
//!
//! It is the author's Markdown, not Markdown made of the page: what tags have
//! printed stands in it, and only headings, links and comments are written anew.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Input;
use crate::base::literal;
use crate::document::html;
use crate::render::data::PageData;

/// A range of the merged text and what stands there instead.
struct Edit {
    range: Range<usize>,
    text: Cow<'static, str>,
}

/// Where a fact's characters are written in another way than in a sentence.
enum Zone {
    Code,
    Html,
}

/// Writes the Markdown twin of a page.
pub fn markdown(page: &PageData, input: Input<'_>, out: &mut String) {
    out.clear();
    front_matter(page, out);
    out.push_str("# ");
    escape(&page.title, out);
    out.push_str("\n\n");

    let (edits, zones) = read(input);
    let mut zones = zones.into_iter().peekable();
    let mut done = 0;
    let mut copy = |range: Range<usize>, out: &mut String| {
        let mut at = range.start;
        while at < range.end {
            while zones.next_if(|(zone, _)| zone.end <= at).is_some() {}
            let (end, zone) = match zones.peek() {
                Some((zone, kind)) if zone.start <= at => (zone.end, Some(kind)),
                Some((zone, _)) => (zone.start, None),
                None => (range.end, None),
            };
            let end = end.min(range.end);
            let text = &input.merged[at..end];
            match zone {
                Some(Zone::Code) => out.push_str(&literal::reveal(text)),
                Some(Zone::Html) => out.push_str(&html::tame(&literal::reveal_html(text))),
                None => fold(&literal::reveal_markdown(text), out),
            }
            at = end;
        }
    };
    for edit in edits {
        if edit.range.start < done {
            continue;
        }
        copy(done..edit.range.start, out);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    copy(done..input.merged.len(), out);
    out.truncate(out.trim_end().len());
    out.push('\n');
    // The digest is the same wherever the sources were checked out.
    if memchr::memchr(b'\r', out.as_bytes()).is_some() {
        *out = out.replace("\r\n", "\n");
    }
}

/// What the page says about itself, as front matter.
fn front_matter(page: &PageData, out: &mut String) {
    out.push_str("---\n");
    let mut line = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            // JSON's strings are YAML's.
            let quoted = serde_json::Value::from(value);
            let _ = writeln!(out, "{key}: {quoted}");
        }
    };
    line("title", Some(&page.title));
    line("type", Some(&page.doc_type));
    line("summary", page.summary.as_deref());
    line("version", page.version.as_deref());
    line("language", Some(&page.language));
    line("canonical", page.canonical.as_deref());
    let mut date = |key: &str, date: &Option<crate::render::data::DateData>| {
        if let Some(date) = date {
            let _ = writeln!(out, "{key}: {}", date.iso);
        }
    };
    date("updated", &page.updated);
    date("effective", &page.effective);
    out.push_str("---\n\n");
}

/// The edits, sorted, and the zones, in order.
fn read(input: Input<'_>) -> (Vec<Edit>, Vec<(Range<usize>, Zone)>) {
    let document = input.document;
    let mut edits = Vec::new();
    let mut zones = Vec::new();
    let mut sections = document
        .sections
        .iter()
        .zip(&document.outline.sections)
        .peekable();
    let events = &document.events;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let Some((section, heading)) = sections.next_if(|(section, _)| section.event == at)
                else {
                    // The page's title, which is printed already.
                    edits.push(Edit {
                        range: range.clone(),
                        text: "".into(),
                    });
                    continue;
                };
                let inside = inside(input, at, range);
                let head = &"###### "[6 - usize::from(section.level)..];
                edits.push(Edit {
                    range: range.start..inside.start,
                    text: match &heading.number {
                        Some(number) => format!("{head}{number}. ").into(),
                        None => head.into(),
                    },
                });
                let end = if input.merged[range.clone()].ends_with('\n') {
                    "\n"
                } else {
                    ""
                };
                edits.push(Edit {
                    range: inside.end..range.end,
                    text: [" {#", &heading.id, "}", end].concat().into(),
                });
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) if !matches!(link_type, LinkType::Autolink | LinkType::Email) => {
                link(input, at, range, dest_url, title, "[", &mut edits);
            }
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => link(input, at, range, dest_url, title, "![", &mut edits),
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => {
                zones.push((range.clone(), Zone::Code));
            }
            Event::InlineHtml(text) => raw_html(text, range, &mut edits, &mut zones),
            Event::Start(Tag::HtmlBlock) => {
                let block = &input.merged[range.clone()];
                raw_html(block, range, &mut edits, &mut zones);
            }
            _ => {}
        }
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    zones.sort_by_key(|(range, _)| range.start);
    (edits, zones)
}

fn raw_html(
    text: &str,
    range: &Range<usize>,
    edits: &mut Vec<Edit>,
    zones: &mut Vec<(Range<usize>, Zone)>,
) {
    if html::is_comment(text) {
        edits.push(Edit {
            range: range.clone(),
            text: "".into(),
        });
    } else {
        zones.push((range.clone(), Zone::Html));
    }
}

/// What is inside an element: from its first event's place to its last's.
fn inside(input: Input<'_>, at: usize, range: &Range<usize>) -> Range<usize> {
    let events = &input.document.events;
    let mut depth = 0;
    let mut inside: Option<Range<usize>> = None;
    for (event, place) in &events[at..] {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        let is_outermost = matches!(event, Event::Start(_)) && depth == 1 && inside.is_none();
        if is_outermost && place == range {
            continue;
        }
        inside = Some(match inside {
            Some(found) => found.start.min(place.start)..found.end.max(place.end),
            None => place.clone(),
        });
    }
    inside.unwrap_or(range.end..range.end)
}

/// A link whose destination or text is another than in the source.
fn link(
    input: Input<'_>,
    at: usize,
    range: &Range<usize>,
    dest: &str,
    title: &str,
    open: &str,
    edits: &mut Vec<Edit>,
) {
    let Some(target) = input.target(at) else {
        return;
    };
    let href = input.base.href(&target.href, target.internal);
    let is_empty = matches!(
        input.event(at + 1),
        Event::End(TagEnd::Link | TagEnd::Image)
    );
    if href == dest && !is_empty {
        return;
    }
    let mut tail = String::from("](");
    if href.contains(['(', ')', ' ']) {
        let _ = write!(tail, "<{href}>");
    } else {
        tail.push_str(&href);
    }
    if !title.is_empty() {
        let _ = write!(tail, " \"{}\"", title.replace('"', "\\\""));
    }
    tail.push(')');
    if is_empty {
        let mut text = open.to_owned();
        if let Some(label) = &target.label {
            escape(label, &mut text);
        }
        edits.push(Edit {
            range: range.clone(),
            text: (text + &tail).into(),
        });
    } else {
        let inside = inside(input, at, range);
        edits.push(Edit {
            range: inside.end..range.end,
            text: tail.into(),
        });
    }
}

/// Text as Markdown that reads as that text.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Adds text with no more than one empty line in a row: tags that stand alone
/// on their lines leave runs of them.
fn fold(text: &str, out: &mut String) {
    let (mut done, mut start) = (0, 0);
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = &text[start..at];
        if line.trim().is_empty() {
            out.push_str(&text[done..start]);
            if !out.ends_with("\n\n") {
                out.push_str(&text[start..=at]);
            }
            done = at + 1;
        }
        start = at + 1;
    }
    out.push_str(&text[done..]);
}
