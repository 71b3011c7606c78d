//! Footnotes: numbered in the order of their first mention, with links both ways.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::document::Document;
use crate::document::html::escape_into;
use crate::model::language::PageWords;

/// The footnotes of a document.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    definitions: Vec<(String, Range<usize>)>,
    notes: Vec<Note>,
}

/// A footnote that the text refers to.
#[derive(Debug, Clone)]
pub(super) struct Note {
    label: String,
    /// Its number on the page.
    pub(super) number: usize,
    /// Its events, from start to end of the definition.
    pub(super) events: Range<usize>,
    mentions: usize,
}

impl Footnotes {
    /// The footnotes of a text, none of them mentioned yet.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let definition = |events: &Range<usize>| match &document.events[events.start].0 {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Some((label.to_string(), events.clone()))
            }
            _ => None,
        };
        Self {
            definitions: document.footnotes.iter().filter_map(definition).collect(),
            notes: Vec::new(),
        }
    }

    /// The mark of a reference, if there is such a footnote.
    pub(super) fn reference(&mut self, label: &str, words: &PageWords) -> Option<String> {
        let at = match self.notes.iter().position(|note| note.label == label) {
            Some(at) => at,
            None => {
                let (_, events) = self.definitions.iter().find(|(known, _)| known == label)?;
                self.notes.push(Note {
                    label: label.to_owned(),
                    number: self.notes.len() + 1,
                    events: events.clone(),
                    mentions: 0,
                });
                self.notes.len() - 1
            }
        };
        let note = &mut self.notes[at];
        note.mentions += 1;
        let number = note.number;
        let id = mention_id(number, note.mentions);
        Some(format!(
            "<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn.{number}\" role=\"doc-noteref\" aria-label=\"{} {number}\">{number}</a></sup>",
            escaped(&words.footnote)
        ))
    }

    /// The footnote of a number, counted from 0. Footnotes may mention others,
    /// so there can be more of them than before after one was printed.
    pub(super) fn note(&self, index: usize) -> Option<Note> {
        self.notes.get(index).cloned()
    }
}

impl Note {
    /// Links back to each mention.
    pub(super) fn back_links(&self, words: &PageWords) -> String {
        let label = escaped(&words.back_to_text);
        let mut links = String::new();
        for mention in 1..=self.mentions {
            let id = mention_id(self.number, mention);
            let _ = write!(
                links,
                " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{label}\">↩</a>"
            );
        }
        links
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// Ids of footnotes hold a dot, which ids made of headings never do.
fn mention_id(number: usize, mention: usize) -> String {
    match mention {
        1 => format!("fnref.{number}"),
        _ => format!("fnref.{number}.{mention}"),
    }
}
