//! The words of a document, without code, with the way back to the sources.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::{Captures, Match, Regex};

use super::lexicon;
use super::pattern::Pattern;
use super::sieve::{Needles, Sieve};
use crate::clauses::Clause;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::markdown::{html, literal};
use crate::source::{Place, Source};
use crate::source_map::{CallId, SourceMap};

/// Stands for code, which no rule reads.
const CODE: char = '\u{FFFC}';

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading; with its level on the page.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The text of a list item, or of a paragraph in one.
    Item,
    /// A cell of a table.
    Cell,
    /// Raw HTML.
    Html,
}

/// A paragraph, item, cell or heading.
#[derive(Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text, in [`Prose::text`].
    pub text: Range<usize>,
    /// Its place in the merged text.
    pub merged: Range<usize>,
    /// The section that it is in.
    pub section: Option<usize>,
    /// The call of the clause that it is from.
    pub call: CallId,
    /// Whether it stands in a block quote that is no callout.
    pub quoted: bool,
}

/// A link in the prose.
#[derive(Debug)]
pub struct Link {
    /// Its text, in [`Prose::text`].
    pub text: Range<usize>,
    /// Where it leads, as it is written.
    pub to: String,
}

/// A piece of text and where it was merged from.
#[derive(Debug, Clone, Copy)]
struct Piece {
    text: u32,
    merged: u32,
    /// Whether the two run in step.
    exact: bool,
}

/// The text of a document: one line for each block.
#[derive(Debug)]
pub struct Prose<'a> {
    /// The text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// For each section of the document its kinds, from inner to outer.
    pub kinds: Vec<Vec<&'a str>>,
    /// Comments, with their places in the merged text.
    pub comments: Vec<(String, Range<usize>)>,
    pieces: Vec<Piece>,
    own_words: OnceCell<usize>,
    sieve: OnceCell<Sieve>,
    origin: Origin<'a>,
}

/// The way back to the sources.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// From merged text to files.
    pub map: &'a SourceMap,
    /// The policy's file.
    pub policy: &'a Arc<Source>,
    /// The site's clauses.
    pub clauses: &'a [Clause],
}

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

    /// A pattern, compiled, if the text may have a match of it.
    fn regex<'p>(&self, pattern: &'p Pattern) -> Option<&'p Regex> {
        self.may_have(pattern.needles()).then(|| pattern.regex())?
    }

    /// Whether the text may have what a pattern or a word needs.
    pub(super) fn may_have(&self, needles: &Needles) -> bool {
        needles.may_be_in(self.sieve.get_or_init(|| Sieve::of(&self.text)))
    }

    /// Whether the text has a match of a pattern.
    pub fn has(&self, pattern: &Pattern) -> bool {
        self.regex(pattern)
            .is_some_and(|regex| regex.is_match(&self.text))
    }

    /// All matches of a pattern in the text.
    pub fn find<'s>(&'s self, pattern: &'s Pattern) -> impl Iterator<Item = Match<'s>> {
        let regex = self.regex(pattern);
        regex
            .into_iter()
            .flat_map(|regex| regex.find_iter(&self.text))
    }

    /// All matches of a pattern in the text, with their groups.
    pub fn find_groups<'s>(&'s self, pattern: &'s Pattern) -> impl Iterator<Item = Captures<'s>> {
        let regex = self.regex(pattern);
        regex
            .into_iter()
            .flat_map(|regex| regex.captures_iter(&self.text))
    }

    /// The block that a place in the text is in.
    pub fn block_at(&self, at: usize) -> Option<&Block> {
        let index = self.blocks.partition_point(|block| block.text.end < at);
        self.blocks
            .get(index)
            .filter(|block| block.text.start <= at)
    }

    /// The text of a block.
    pub fn of_block(&self, block: &Block) -> &str {
        &self.text[block.text.clone()]
    }

    /// The sentence around a place, within its block.
    pub fn sentence(&self, at: Range<usize>) -> Range<usize> {
        let Some(block) = self.block_at(at.start) else {
            return at;
        };
        let text = &self.text[block.text.clone()];
        let (from, to) = (
            at.start - block.text.start,
            at.end.min(block.text.end) - block.text.start,
        );
        let start = (0..from).rev().find_map(|end| {
            let ends = is_stop(text, end) && text[end + 1..from].starts_with(' ');
            (ends && !is_abbreviation(&text[..end])).then_some(end + 1)
        });
        block.text.start + start.unwrap_or(0)..self.end_of_sentence(block, block.text.start + to)
    }

    /// Where the sentence ends that a place in a block is in.
    fn end_of_sentence(&self, block: &Block, at: usize) -> usize {
        let text = self.of_block(block);
        let end = (at - block.text.start..text.len()).find_map(|stop| {
            let after = || &text[stop + 1..];
            let ends = is_stop(text, stop)
                && (after().is_empty() || after().starts_with([' ', '”', '"', ')']));
            (ends && !is_abbreviation(&text[..stop])).then_some(stop + 1)
        });
        block.text.start + end.unwrap_or(text.len())
    }

    /// The sentences of a block.
    pub fn sentences<'s>(&'s self, block: &'s Block) -> impl Iterator<Item = Range<usize>> + 's {
        let mut at = block.text.start;
        std::iter::from_fn(move || {
            if at >= block.text.end {
                return None;
            }
            let range = at..self.end_of_sentence(block, at).max(at + 1);
            at = range.end;
            Some(range)
        })
    }

    /// Whether a place stands between quotation marks, or in a quotation.
    pub fn is_quoted(&self, at: usize) -> bool {
        let Some(block) = self.block_at(at) else {
            return false;
        };
        let mut open = 0;
        let mut straight = false;
        for c in self.text[block.text.start..at].chars() {
            match c {
                '“' | '„' | '«' => open += 1,
                '”' | '»' => open -= 1,
                '"' => straight = !straight,
                _ => {}
            }
        }
        block.quoted || open > 0 || straight
    }

    /// Whether a place is inside the text of a link.
    pub fn is_in_link(&self, at: usize) -> bool {
        let index = self.links.partition_point(|link| link.text.end <= at);
        self.links
            .get(index)
            .is_some_and(|link| link.text.start <= at)
    }

    /// Whether a block is in a section of a kind.
    pub fn is_in(&self, block: &Block, kind: &str) -> bool {
        let from_heading = block
            .section
            .is_some_and(|section| self.kinds[section].contains(&kind));
        from_heading || self.clause_kinds(block.call).any(|found| found == kind)
    }

    /// The kinds of the clauses that a call was made in, from inner to outer.
    fn clause_kinds(&self, call: CallId) -> impl Iterator<Item = &'a str> {
        let map = self.origin.map;
        let clauses = self.origin.clauses;
        std::iter::successors(Some(call), move |call| {
            (*call != CallId::POLICY).then(|| map.parent(*call))
        })
        .filter_map(move |call| clauses[map.clause(call)?.0].kind.as_deref())
    }

    /// Whether there is a section of a kind with something in it.
    pub fn has_kind(&self, kind: &str) -> bool {
        self.block_of_kind(kind).is_some()
    }

    /// The first block of a section of a kind.
    pub fn block_of_kind(&self, kind: &str) -> Option<&Block> {
        self.blocks
            .iter()
            .find(|block| !matches!(block.kind, Kind::Heading(_)) && self.is_in(block, kind))
    }

    /// Whether the policy's own text has a section of a kind: those of clauses
    /// print facts, which answer for themselves.
    pub fn has_own_kind(&self, kind: &str) -> bool {
        self.blocks.iter().any(|block| {
            block.call == CallId::POLICY
                && !matches!(block.kind, Kind::Heading(_))
                && self.is_in(block, kind)
        })
    }

    /// Whether the policy's own text has a pattern.
    pub fn says_itself(&self, pattern: &Pattern) -> bool {
        self.regex(pattern).is_some_and(|regex| {
            let own = |block: &&Block| block.call == CallId::POLICY;
            let mut own = self.blocks.iter().filter(own);
            own.any(|block| regex.is_match(self.of_block(block)))
        })
    }

    /// How many words stand in the policy itself, not in clauses.
    pub fn own_words(&self) -> usize {
        *self.own_words.get_or_init(|| {
            self.blocks
                .iter()
                .filter(|block| {
                    block.call == CallId::POLICY && !matches!(block.kind, Kind::Heading(_))
                })
                .map(|block| 1 + memchr::memchr_iter(b' ', self.of_block(block).as_bytes()).count())
                .sum()
        })
    }

    /// The place in the merged text of a range of the prose.
    pub fn merged(&self, range: Range<usize>) -> Range<usize> {
        let start = self.merged_at(range.start);
        let end = match range.is_empty() {
            true => start,
            false => self.merged_at(range.end - 1) + 1,
        };
        start..end.max(start)
    }

    fn merged_at(&self, at: usize) -> usize {
        let index = self
            .pieces
            .partition_point(|piece| piece.text as usize <= at)
            .saturating_sub(1);
        match self.pieces.get(index) {
            Some(piece) if piece.exact => piece.merged as usize + (at - piece.text as usize),
            Some(piece) => piece.merged as usize,
            None => 0,
        }
    }

    /// The place in a file of a range of merged text.
    pub fn place(&self, merged: Range<usize>) -> Option<Place> {
        let Origin {
            map,
            policy,
            clauses,
        } = self.origin;
        map.place(merged, policy, clauses)
    }

    /// Points a diagnostic at a range of merged text, and at the calls that
    /// brought it there.
    pub fn point(&self, diagnostic: Diagnostic, merged: Range<usize>, says: &str) -> Diagnostic {
        let Origin {
            map,
            policy,
            clauses,
        } = self.origin;
        let start = merged.start;
        let Some(place) = self.place(merged) else {
            return diagnostic.path(&policy.path);
        };
        let mut diagnostic = diagnostic.label(place, says);
        for (name, place) in map.chain(start, policy, clauses) {
            diagnostic = diagnostic.label(place, format!("`{name}` is called here"));
        }
        diagnostic
    }

    /// The way back to the sources.
    pub fn origin(&self) -> Origin<'a> {
        self.origin
    }
}

/// Whether a byte of a text may end a sentence.
fn is_stop(text: &str, at: usize) -> bool {
    matches!(text.as_bytes()[at], b'.' | b'!' | b'?' | b';')
}

/// `e.g.`, `Art.`, `No.` and single letters end no sentence.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or(before);
    if word.len() > 4 {
        return false;
    }
    word.chars().count() <= 1
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "e.g"
                | "i.e"
                | "art"
                | "arts"
                | "no"
                | "nr"
                | "abs"
                | "inc"
                | "ltd"
                | "co"
                | "corp"
                | "etc"
                | "sec"
                | "z.b"
                | "u.s"
                | "st"
                | "vs"
        )
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
