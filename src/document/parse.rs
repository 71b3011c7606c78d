//! From merged Markdown to a document.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::callouts;
use super::slug::Slugger;
use super::{Document, Outline, OutlineSection, Section};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::literal;
use crate::document::{html, markdown};
use crate::template::Origin;
use crate::template::source_map::{CallId, SourceMap};

/// What a document is parsed from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The merged Markdown.
    pub text: &'a str,
    /// The way back to the sources.
    pub origin: Origin<'a>,
    /// The title, if the front matter has one.
    pub title: Option<&'a str>,
    /// Whether sections are numbered.
    pub numbered: bool,
}

/// A heading as it is met, before levels, ids and numbers are settled.
struct Heading {
    event: usize,
    level: u8,
    id: Option<String>,
    title: String,
    range: Range<usize>,
    call: CallId,
}

/// What is noted of a text while it is parsed.
#[derive(Default)]
struct Found {
    headings: Vec<Heading>,
    in_heading: bool,
    /// Events that block quotes begin with.
    quotes: Vec<usize>,
    /// Events of the definitions of footnotes.
    footnotes: Vec<Range<usize>>,
    /// Ids that raw HTML defines.
    html_ids: Vec<(String, Range<usize>)>,
    has_html: bool,
    /// The lines of the block of HTML that is being read.
    html_block: String,
}

impl Found {
    fn note(&mut self, index: usize, event: &Event<'_>, range: &Range<usize>, map: &SourceMap) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.in_heading = true;
                self.headings.push(Heading {
                    event: index,
                    level: *level as u8,
                    id: id.as_ref().map(|id| literal::reveal(id).into_owned()),
                    title: String::new(),
                    range: range.clone(),
                    call: map.call_at(range.start),
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                if let Some(heading) = self.headings.last_mut() {
                    heading.title.truncate(heading.title.trim_end().len());
                }
            }
            Event::Text(text) | Event::Code(text) if self.in_heading => {
                if let Some(heading) = self.headings.last_mut() {
                    heading.title.push_str(&literal::reveal(text));
                }
            }
            Event::SoftBreak | Event::HardBreak if self.in_heading => {
                if let Some(heading) = self.headings.last_mut() {
                    heading.title.push(' ');
                }
            }
            Event::Start(Tag::BlockQuote(_)) => self.quotes.push(index),
            Event::Start(Tag::FootnoteDefinition(_)) => {
                self.footnotes.push(index..index + 1);
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some(open) = self.footnotes.last_mut().filter(|open| open.len() == 1) {
                    open.end = index + 1;
                }
            }
            Event::Html(text) => self.html_block.push_str(text),
            Event::End(TagEnd::HtmlBlock) => {
                self.has_html |= !html::is_comment(&self.html_block);
                let ids = html::ids(&self.html_block).into_iter();
                self.html_ids.extend(ids.map(|id| (id, range.clone())));
            }
            Event::InlineHtml(text) => {
                self.has_html |= !html::is_comment(text);
                let ids = html::ids(text).into_iter();
                self.html_ids.extend(ids.map(|id| (id, range.clone())));
            }
            _ => {}
        }
    }
}

/// Parses merged Markdown.
///
/// `events` is a buffer for them, empty but with room from the document before.
pub fn parse<'a>(
    input: Input<'a>,
    mut events: Vec<(Event<'a>, Range<usize>)>,
    faults: &mut Vec<Diagnostic>,
) -> Document<'a> {
    events.reserve(input.text.len() / 8);
    let mut found = Found::default();
    for (event, range) in Parser::new_ext(input.text, markdown::options()).into_offset_iter() {
        found.note(events.len(), &event, &range, input.origin.map);
        match event {
            // One event for all lines of a block: a comment may have several.
            Event::Html(_) => {}
            Event::End(TagEnd::HtmlBlock) => {
                let block = std::mem::take(&mut found.html_block);
                events.push((Event::Html(block.into()), range.clone()));
                events.push((event, range));
            }
            _ => events.push((event, range)),
        }
    }
    let callouts = callouts::find(&mut events, &found.quotes, input.text);
    let Found {
        mut headings,
        footnotes,
        html_ids,
        has_html,
        ..
    } = found;
    shift_clauses(&mut headings, input.origin.map);

    let (title, repeated) = title(&input, &headings, faults);
    if let Some(index) = repeated {
        headings.remove(index);
    }
    let (sections, listed) = sections(headings, &input, &html_ids, faults);
    Document {
        outline: Outline {
            title,
            numbered: input.numbered,
            sections: listed,
            html_ids: html_ids.into_iter().map(|(id, _)| id).collect(),
        },
        events,
        sections,
        callouts,
        footnotes,
        has_html,
        words: count_words(input.text),
    }
}

/// How many words a text has, about: what white space parts, without the marks
/// of headings, lists and table cells.
///
/// Every letter of a site comes through here, so it is written for the
/// compiler to make vector instructions of it: equal slices, no branches, and
/// counts of a piece that fit into a byte. That is ten times as fast.
fn count_words(text: &str) -> usize {
    const PIECE: usize = 192;
    let text = [b" ", text.as_bytes(), b" "].concat();
    let length = text.len() - 2;
    let before = text[..length].chunks(PIECE);
    let here = text[1..=length].chunks(PIECE);
    let after = text[2..].chunks(PIECE);
    before
        .zip(here)
        .zip(after)
        .map(|((before, here), after)| {
            let mut words = 0_u8;
            for ((before, here), after) in before.iter().zip(here).zip(after) {
                let begins = (*before <= b' ') & (*here > b' ');
                let is_mark = (*here == b'|')
                    | (*here == b'#')
                    | (*here == b'-')
                    | (*here == b'*')
                    | (*here == b'+')
                    | (*here == b'>');
                words += u8::from(begins & !(is_mark & (*after <= b' ')));
            }
            usize::from(words)
        })
        .sum()
}

/// Moves the headings of clauses to where they are called: under a heading of
/// level 3 a clause that begins at level 2 moves down by one, unless the call
/// says `level={2}`.
fn shift_clauses(headings: &mut [Heading], map: &SourceMap) {
    // For each call: by how much it moves, and the level of its last heading.
    let mut calls: BTreeMap<CallId, (i8, u8)> = BTreeMap::new();
    for heading in headings {
        let parent = map.parent(heading.call);
        let above = calls.get(&parent).map_or(0, |(_, level)| *level);
        let (shift, last) = calls.entry(heading.call).or_insert_with(|| {
            let wanted = match (heading.call, map.level(heading.call)) {
                (CallId::POLICY, _) => heading.level,
                (_, Some(level)) => level,
                (_, None) => above.max(heading.level),
            };
            (wanted as i8 - heading.level as i8, 0)
        });
        heading.level = heading.level.saturating_add_signed(*shift).clamp(1, 6);
        *last = heading.level;
    }
}

/// The title, and the heading that prints it already, if there is one.
fn title(
    input: &Input<'_>,
    headings: &[Heading],
    faults: &mut Vec<Diagnostic>,
) -> (String, Option<usize>) {
    let first = headings.first().filter(|heading| heading.level == 1);
    let folded = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    match (input.title, first) {
        (Some(title), Some(first)) if folded(&first.title) == folded(title) => {
            (title.to_owned(), Some(0))
        }
        (Some(title), _) => (title.to_owned(), None),
        (None, Some(first)) if !first.title.is_empty() => (first.title.clone(), Some(0)),
        _ => {
            let title = title_from_path(&input.origin.policy.path);
            faults.push(
                Diagnostic::new(
                    &codes::NO_TITLE,
                    format!("the policy has no title; “{title}” was made of the file's name"),
                )
                .path(&input.origin.policy.path)
                .help("begin the file with front matter: `---`, `title: …`, `---`"),
            );
            (title, None)
        }
    }
}

/// `terms_of-service.md` is "Terms of service"; `legal/index.md` is "Legal".
fn title_from_path(path: &str) -> String {
    let name = crate::base::address::name(path);
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled".to_owned(),
    }
}

fn sections(
    headings: Vec<Heading>,
    input: &Input<'_>,
    html_ids: &[(String, Range<usize>)],
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Section>, Vec<OutlineSection>) {
    // The page's title is the only heading of level 1.
    let top = headings
        .iter()
        .map(|heading| heading.level)
        .min()
        .unwrap_or(2);
    let level = |heading: &Heading| (heading.level + 2 - top).min(6);

    let mut slugger = Slugger::default();
    let mut given: Vec<(&str, &Range<usize>)> = Vec::new();
    let in_html = html_ids.iter().map(|(id, range)| (id, range));
    let in_headings = headings.iter().filter_map(|heading| {
        let id = heading.id.as_ref()?;
        Some((id, &heading.range))
    });
    for (id, range) in in_html.chain(in_headings) {
        if !slugger.reserve(id) {
            report_duplicate(id, range, &given, input, faults);
        }
        given.push((id, range));
    }
    let mut numbers = [0_usize; 5];
    let mut sections = Vec::with_capacity(headings.len());
    let mut listed = Vec::with_capacity(headings.len());
    for heading in headings {
        let level = level(&heading);
        let number = input.numbered.then(|| {
            let depth = level as usize - 2;
            numbers[depth] += 1;
            numbers[depth + 1..].fill(0);
            let parts: Vec<String> = numbers[..=depth].iter().map(ToString::to_string).collect();
            parts.join(".")
        });
        let id = match heading.id {
            Some(id) => id,
            None => slugger.slug(&heading.title),
        };
        let kind = input.origin.kind(heading.call).map(str::to_owned);
        sections.push(Section {
            event: heading.event,
            level,
            kind,
            call: heading.call,
            range: heading.range,
        });
        listed.push(OutlineSection {
            id,
            title: heading.title,
            level,
            number,
        });
    }
    (sections, listed)
}

fn report_duplicate(
    id: &str,
    again: &Range<usize>,
    given: &[(&str, &Range<usize>)],
    input: &Input<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut diagnostic = Diagnostic::new(
        &codes::DUPLICATE_SECTION_ID,
        format!("two elements of the page have the id `{id}`"),
    );
    let first = given.iter().find(|(other, _)| *other == id);
    let first = first.map(|(_, range)| (*range, "first given here"));
    for (range, words) in [Some((again, "given again")), first].into_iter().flatten() {
        diagnostic = input.origin.point(diagnostic, range.clone(), words);
    }
    let same_clause = match diagnostic
        .labels
        .iter()
        .filter(|label| label.text.ends_with("given here") || label.text == "given again")
        .collect::<Vec<_>>()
        .as_slice()
    {
        [again, first] => again.place == first.place,
        _ => false,
    };
    faults.push(diagnostic.help(if same_clause {
        "call the clause once, or leave `{#id}` out of its heading"
    } else {
        "give one of them another id"
    }));
}
