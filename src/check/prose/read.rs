//! From a document to its words.

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Block, Kind, Link, Piece, Prose};
use crate::base::literal;
use crate::check::lexicon;
use crate::document::Document;
use crate::document::html;
use crate::template::Origin;

/// Stands for code, which no rule reads.
const CODE: char = '\u{FFFC}';

impl<'a> Prose<'a> {
    /// Reads a document.
    pub fn of(document: &'a Document<'_>, origin: Origin<'a>) -> Self {
        let mut reader = Reader {
            prose: Prose {
                text: String::with_capacity(document.words * 6),
                blocks: Vec::new(),
                links: Vec::new(),
                kinds: kinds(document),
                comments: Vec::new(),
                pieces: Vec::new(),
                own_words: OnceCell::new(),
                sieve: OnceCell::new(),
                origin,
            },
            open: None,
            in_code: false,
            items: 0,
            quotes: Vec::new(),
            section: 0,
            document,
        };
        for (index, (event, range)) in document.events.iter().enumerate() {
            reader.read(index, event, range);
        }
        reader.close();
        reader.prose
    }
}

/// The kinds of sections, each with those that it lies in.
fn kinds<'a>(document: &'a Document<'_>) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = Vec::with_capacity(document.sections.len());
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, section) in document.sections.iter().enumerate() {
        open.retain(|(level, _)| *level < section.level);
        let mut kinds: Vec<&str> = Vec::new();
        kinds.extend(section.kind.as_deref());
        let title = &document.outline.sections[at].title;
        kinds.extend(lexicon::section_kinds(title).iter().map(String::as_str));
        if let Some((_, above)) = open.last() {
            kinds.extend_from_slice(&all[*above]);
        }
        all.push(kinds);
        open.push((section.level, at));
    }
    all
}

struct Reader<'a, 'd> {
    prose: Prose<'a>,
    /// The block that is being read: its kind, and where it began.
    open: Option<(Kind, usize, Range<usize>)>,
    in_code: bool,
    items: usize,
    /// For each block quote that is open, whether it is a quotation.
    quotes: Vec<bool>,
    /// How many sections have begun.
    section: usize,
    document: &'d Document<'d>,
}

impl Reader<'_, '_> {
    fn read(&mut self, index: usize, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.close();
                let next = self.document.sections.get(self.section);
                let mut level = *level as u8;
                if let Some(section) = next.filter(|section| section.event == index) {
                    level = section.level;
                    self.section += 1;
                }
                self.begin(Kind::Heading(level), range);
            }
            Event::Start(Tag::Paragraph) => {
                self.close();
                let kind = if self.items > 0 {
                    Kind::Item
                } else {
                    Kind::Paragraph
                };
                self.begin(kind, range);
            }
            Event::Start(Tag::Item | Tag::DefinitionListDefinition | Tag::DefinitionListTitle) => {
                self.close();
                self.items += 1;
                self.begin(Kind::Item, range);
            }
            Event::End(
                TagEnd::Item | TagEnd::DefinitionListDefinition | TagEnd::DefinitionListTitle,
            ) => {
                self.close();
                self.items -= 1;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.close();
                let callouts = &self.document.callouts;
                let is_callout = callouts.iter().any(|callout| callout.event == index);
                self.quotes.push(!is_callout);
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.close();
                self.quotes.pop();
            }
            Event::Start(Tag::TableCell) => {
                self.close();
                self.begin(Kind::Cell, range);
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableCell) => self.close(),
            Event::Start(Tag::CodeBlock(_)) => {
                self.close();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let at = self.prose.text.len();
                self.prose.links.push(Link {
                    text: at..usize::MAX,
                    to: literal::reveal(dest_url).into_owned(),
                });
            }
            Event::End(TagEnd::Link) => {
                let at = self.prose.text.len();
                if let Some(link) = self
                    .prose
                    .links
                    .iter_mut()
                    .rev()
                    .find(|link| link.text.end == usize::MAX)
                {
                    link.text.end = at;
                }
            }
            Event::Text(text) if !self.in_code => self.text(text, range),
            Event::Code(_) => self.put(CODE.encode_utf8(&mut [0; 4]), range, false),
            Event::SoftBreak | Event::HardBreak => self.put(" ", range, false),
            Event::Html(text) | Event::InlineHtml(text) => self.html(text, range),
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind, range: &Range<usize>) {
        self.open = Some((kind, self.prose.text.len(), range.clone()));
    }

    /// Ends the block that is being read, if there is one with any text.
    fn close(&mut self) {
        let Some((kind, start, merged)) = self.open.take() else {
            return;
        };
        let end = self.prose.text.len();
        if start == end {
            return;
        }
        let call = self.prose.origin.map.call_at(merged.start);
        self.prose.blocks.push(Block {
            kind,
            text: start..end,
            merged,
            section: self.section.checked_sub(1),
            call,
            quoted: self.quotes.contains(&true),
        });
        self.prose.text.push('\n');
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let revealed = literal::reveal(text);
        let exact = revealed.len() == range.len();
        self.put(&revealed, range, exact);
    }

    fn put(&mut self, text: &str, range: &Range<usize>, exact: bool) {
        if self.open.is_none() {
            // Text of a tight list item behind a nested list, for one.
            let kind = if self.items > 0 {
                Kind::Item
            } else {
                Kind::Paragraph
            };
            self.begin(kind, range);
        }
        self.prose.pieces.push(Piece {
            text: self.prose.text.len() as u32,
            merged: range.start as u32,
            exact,
        });
        self.prose.text.push_str(text);
    }

    fn html(&mut self, text: &str, range: &Range<usize>) {
        if html::is_comment(text) {
            if text.contains("policygen:") {
                self.prose.comments.push((text.to_owned(), range.clone()));
            }
            return;
        }
        let inside = html::text(text);
        let inside = inside.trim();
        if !inside.is_empty() {
            let is_block = self.open.is_none();
            self.put(&inside.replace('\n', " "), range, false);
            if is_block {
                if let Some((kind, _, _)) = &mut self.open {
                    *kind = Kind::Html;
                }
                self.close();
            }
        }
    }
}
