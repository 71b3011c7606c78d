//! The merged Markdown of a page.
//!
//! This is the author's Markdown, not Markdown generated from the page: it contains the output of
//! tags, and only headings, links and comments are rewritten.

mod links;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::Input;
use super::lines::{fold, indented};
use crate::base::escape;
use crate::base::literal;
use crate::document::{Counting, Element, Heading, Leaf, LinkForm, Step, Walk};
use crate::render::data::PageData;
use links::{href, inside, link};

/// A range of the merged text and its replacement.
struct Edit {
    range: Range<usize>,
    text: Cow<'static, str>,
}

/// The purpose of the Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// For readers: headings have numbers, and links point to pages.
    Twin,
    /// For a release, to be parsed as a policy's text: links are as written.
    Release,
}

/// Writes the Markdown twin of a page.
pub(crate) fn markdown(page: &PageData, input: Input<'_>, out: &mut String) {
    out.clear();
    front_matter(page, out);
    out.push_str("# ");
    escape::markdown(&page.title, out);
    out.push_str("\n\n");
    write(input, For::Twin, out);
}

/// Writes the text of a release: Markdown without tags that produces the same page, with the IDs of
/// its sections.
pub(crate) fn frozen(input: Input<'_>, out: &mut String) {
    out.clear();
    write(input, For::Release, out);
}

fn write(input: Input<'_>, purpose: For, out: &mut String) {
    let (edits, code) = read(input, purpose);
    let mut code = code.into_iter().peekable();
    let mut done = 0;
    let mut copy = |range: Range<usize>, out: &mut String| {
        let mut at = range.start;
        while at < range.end {
            while code.next_if(|code| code.end <= at).is_some() {}
            let (end, in_code) = match code.peek() {
                Some(code) if code.start <= at => (code.end, true),
                Some(code) => (code.start, false),
                None => (range.end, false),
            };
            let end = end.min(range.end);
            let text = &input.merged[at..end];
            match in_code {
                true => out.push_str(&literal::reveal(text)),
                false => fold(&literal::reveal_markdown(text), out),
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
    // The line endings of the sources must not make a difference.
    if memchr::memchr(b'\r', out.as_bytes()).is_some() {
        *out = out.replace("\r\n", "\n");
    }
}

/// Writes the page's metadata as front matter.
fn front_matter(page: &PageData, out: &mut String) {
    out.push_str("---\n");
    let mut line = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {}", escape::yaml(value));
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
    history(page, out);
    out.push_str("---\n\n");
}

/// Writes the changes of each version, in the form of `history`.
fn history(page: &PageData, out: &mut String) {
    if !page.history.is_empty() {
        out.push_str("history:\n");
    }
    for change in &page.history {
        let version = escape::yaml(&change.version);
        let _ = write!(out, "- {{version: {version}, date: {}", change.date.iso);
        if let Some(effective) = &change.effective {
            let _ = write!(out, ", effective: {}", effective.iso);
        }
        if let Some(weight) = change.weight {
            let _ = write!(out, ", material: {}", weight == "material");
        }
        let summary = escape::yaml(change.text.as_deref().unwrap_or_default());
        let _ = writeln!(out, ", summary: {summary}}}");
    }
}

/// The edits, sorted, and the ranges of code, in which the characters of facts are escaped
/// differently than in prose.
fn read(input: Input<'_>, purpose: For) -> (Vec<Edit>, Vec<Range<usize>>) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut code = Vec::new();
    let shares_labels = input.linked.document.shares_labels;
    let mut walk = input.linked.document.walk();
    let mut nested = 0_usize;
    // Comments between a list and what may follow it.
    let mut separators: Vec<usize> = Vec::new();
    let mut after_list = false;
    while let Some((step, range)) = walk.next() {
        if matches!(
            step,
            Step::Enter(Element::List { .. } | Element::CodeBlock { .. })
        ) {
            // Without the comment, this would be part of the list.
            for at in separators.drain(..) {
                let line = edits[at].text.len().min(1);
                edits[at].text = ["<!-- -->", &"\n"[..line]].concat().into();
            }
        }
        let is_comment = matches!(step, Step::Enter(Element::HtmlBlock));
        if !is_comment {
            separators.clear();
            after_list = matches!(step, Step::Leave(Element::List { .. }));
        }
        match step {
            Step::Enter(element) if is_container(element) => nested += 1,
            Step::Leave(element) if is_container(element) => nested -= 1,
            Step::Enter(Element::Title(_)) => {
                // The title has already been printed.
                edits.push(Edit {
                    range,
                    text: "".into(),
                });
                walk.skip_inside();
            }
            Step::Enter(Element::Heading(of)) => {
                heading(input, purpose, of, range, &walk, &mut edits)
            }
            Step::Enter(Element::Link(of))
                if !matches!(
                    of.form,
                    LinkForm::Autolink | LinkForm::Email | LinkForm::Bare
                ) =>
            {
                link(input, purpose, of, range, &walk, &mut edits);
            }
            Step::Enter(Element::Image(of)) => {
                link(input, purpose, of, range, &walk, &mut edits);
            }
            Step::Leaf(Leaf::NoteReference { number, mention }) if shares_labels && mention > 0 => {
                edits.push(Edit {
                    range,
                    text: format!("[^{number}]").into(),
                });
            }
            Step::Enter(Element::Note {
                number: Some(number),
            }) if shares_labels => {
                let label = input.merged[range.clone()]
                    .find("]:")
                    .map_or(0, |at| at + 2);
                edits.push(Edit {
                    range: range.start..range.start + label,
                    text: format!("[^{number}]:").into(),
                });
            }
            Step::Enter(Element::CodeBlock { .. }) | Step::Leaf(Leaf::Code(_)) => code.push(range),
            Step::Enter(Element::HtmlBlock) => {
                let mut text = String::new();
                for (step, _) in walk.inside() {
                    raw_html(input, purpose, step, &mut text);
                }
                // The lines of a nested block begin with the markers of its containers. Other
                // blocks repeat the spaces before them in their text.
                if nested > 0 {
                    text = indented(text, input.merged, range.start);
                } else if input.merged[..range.start].ends_with(' ') {
                    text = text.trim_start_matches(' ').to_owned();
                }
                if after_list && text.trim().is_empty() {
                    separators.push(edits.len());
                }
                if input.merged[range.clone()].ends_with('\n') && !text.ends_with('\n') {
                    text.push('\n');
                }
                edits.push(Edit {
                    range,
                    text: text.into(),
                });
                walk.skip_inside();
            }
            Step::Leaf(Leaf::Html(_) | Leaf::Address(_) | Leaf::Comment(_))
                if !range.is_empty() =>
            {
                let mut text = String::new();
                raw_html(input, purpose, step, &mut text);
                match edits.last_mut().filter(|last| last.range == range) {
                    Some(last) => last.text.to_mut().push_str(&text),
                    None => edits.push(Edit {
                        range,
                        text: text.into(),
                    }),
                }
            }
            Step::Leaf(Leaf::Text(text)) if input.merged[range.clone()].starts_with('<') => {
                bracket(text, range, input.merged, &mut edits);
            }
            _ => {}
        }
    }
    let unpublished = &input.linked.document.unpublished;
    edits.extend(unpublished.iter().map(|range| Edit {
        // Keep the lines around it separate.
        text: match input.merged[range.clone()].ends_with('\n') {
            true => "\n".into(),
            false => "".into(),
        },
        range: range.clone(),
    }));
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    (edits, code)
}

/// Whether the lines of an element's contents begin with its markers.
fn is_container(element: Element<'_>) -> bool {
    matches!(
        element,
        Element::Quote | Element::Callout { .. } | Element::Item { .. } | Element::Definition
    )
}

/// Handles text with an angle bracket: the text of a removed tag, or words that other Markdown
/// parsers would take for a tag.
fn bracket(text: &str, range: Range<usize>, merged: &str, edits: &mut Vec<Edit>) {
    if text != &merged[range.clone()] {
        let mut escaped = String::new();
        escape::markdown(text, &mut escaped);
        match edits.last_mut().filter(|last| last.range == range) {
            Some(last) => last.text.to_mut().push_str(&escaped),
            None => edits.push(Edit {
                range,
                text: escaped.into(),
            }),
        }
        return;
    }
    let inside = text.trim_start_matches('<').trim_start_matches('/');
    let before = merged[..range.start].trim_end_matches('\\');
    let is_escaped = (range.start - before.len()) % 2 == 1;
    if !is_escaped && inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        edits.push(Edit {
            range: range.start..range.start + 1,
            text: "\\<".into(),
        });
    }
}

/// Writes raw HTML.
fn raw_html(input: Input<'_>, purpose: For, step: Step<'_>, out: &mut String) {
    match step {
        // Without a comment, two lists would become one, or one paragraph two.
        Step::Leaf(Leaf::Comment(_)) if purpose == For::Release => out.push_str("<!-- -->"),
        Step::Leaf(Leaf::Html(html)) => out.push_str(html),
        Step::Leaf(Leaf::Address(link)) => {
            let Some(target) = input.linked.target(link) else {
                return;
            };
            let _ = write!(out, " {}=\"", link.attribute());
            escape::html(&href(input, purpose, link, target), out);
            out.push('"');
        }
        Step::Leaf(Leaf::Text(text)) => escape::html(text, out),
        _ => {}
    }
}

fn heading(
    input: Input<'_>,
    purpose: For,
    heading: Heading<'_>,
    range: Range<usize>,
    walk: &Walk<'_>,
    edits: &mut Vec<Edit>,
) {
    let inside = inside(walk, &range);
    let head = &"###### "[6 - usize::from(heading.level())..];
    edits.push(Edit {
        range: range.start..inside.start,
        text: match heading.shown_number(&input.words.page) {
            Some(number) if purpose == For::Twin => format!("{head}{number}. ").into(),
            _ => head.into(),
        },
    });
    let class = match heading.counting() {
        _ if purpose == For::Twin => "",
        Counting::Usual => "",
        Counting::None => " .unnumbered",
        Counting::Annex => " .annex",
    };
    let end = if input.merged[range.clone()].ends_with('\n') {
        "\n"
    } else {
        ""
    };
    edits.push(Edit {
        range: inside.end..range.end,
        text: [" {#", heading.id(), class, "}", end].concat().into(),
    });
}
