//! The prose of a document, without code, and a mapping back to the sources.

mod comments;
mod compose;
mod lines;
mod quotes;
mod read;
mod sentences;

use std::cell::OnceCell;
use std::ops::Range;

use regex::{Captures, Match, Regex};

use self::lines::Break;
pub(crate) use self::lines::Line;
use self::quotes::Quotations;
pub(super) use self::read::text_of_indented;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::clauses;
use crate::rules::Pattern;
use crate::rules::prefilter::{Needles, Prefilter};
use crate::template::Origin;
use crate::template::source_map::CallId;

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading, with its level on the page.
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
    /// Its kind.
    pub kind: Kind,
    /// Its text, in [`Prose::text`].
    pub text: Range<usize>,
    /// Its range in the merged text.
    pub merged: Range<usize>,
    /// The section that contains it.
    pub section: Option<usize>,
    /// The clause call that it comes from.
    pub call: CallId,
    /// Whether it is in a block quote that is not a callout.
    pub quoted: bool,
}

/// A comment to policygen.
#[derive(Debug)]
pub struct Comment {
    /// The whole comment, with its delimiters.
    pub text: String,
    /// Its range in the merged text.
    pub at: Range<usize>,
    /// The range of its subject in the merged text: a block with all its parts.
    pub about: Range<usize>,
    /// Whether its subject follows the comment rather than surrounds it.
    pub is_before: bool,
}

/// A link in the prose.
#[derive(Debug)]
pub struct Link {
    /// Its text, in [`Prose::text`].
    pub text: Range<usize>,
    /// Its target, as written.
    pub to: String,
}

/// A code span, or the beginning of a code block.
#[derive(Debug)]
pub struct Code {
    /// Its position in [`Prose::text`].
    pub at: usize,
    /// Its text, in one line.
    pub text: String,
}

/// The start of a piece of text, in the prose and in the merged text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    text: u32,
    merged: u32,
    /// Whether the two correspond byte for byte.
    exact: bool,
}

/// The maximum distance of an item from its introduction; further down, readers have forgotten it.
const MOST_ITEMS: usize = 40;

/// The text of a document: one line for each block.
#[derive(Debug)]
pub struct Prose<'a> {
    /// The text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// For each section of the document, its kinds and those of its parents, innermost first.
    pub kinds: Vec<Vec<&'a str>>,
    /// Comments to policygen, in order.
    pub comments: Vec<Comment>,
    /// Its code, in order.
    pub codes: Vec<Code>,
    pieces: Vec<Piece>,
    breaks: Vec<Break>,
    own_words: OnceCell<usize>,
    quotations: OnceCell<Quotations>,
    prefilter: OnceCell<Prefilter>,
    origin: Origin<'a>,
}

impl<'a> Prose<'a> {
    /// A compiled pattern, if the text may have a match.
    fn regex<'p>(&self, pattern: &'p Pattern) -> Option<&'p Regex> {
        self.may_have(pattern.needles()).then(|| pattern.regex())?
    }

    /// Whether the text may contain the literals of a pattern or word.
    pub(super) fn may_have(&self, needles: &Needles) -> bool {
        needles.may_be_in(self.prefilter.get_or_init(|| Prefilter::of(&self.text)))
    }

    /// Whether the text matches a pattern.
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

    /// The block that contains a position in the text.
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

    /// The introduction of the list that contains an item: the last block before it that is not an
    /// item, if that block ends with a colon.
    pub fn introduction(&self, block: &Block) -> Option<&Block> {
        if block.kind != Kind::Item {
            return None;
        }
        let index = self
            .blocks
            .partition_point(|other| other.text.start < block.text.start);
        let before = self.blocks[..index].iter().rev();
        let intro = before
            .take(MOST_ITEMS)
            .find(|other| other.kind != Kind::Item)?;
        let is_one =
            intro.section == block.section && self.of_block(intro).trim_end().ends_with(':');
        is_one.then_some(intro)
    }

    /// Whether a position is inside the text of a link.
    pub fn is_in_link(&self, at: usize) -> bool {
        let index = self.links.partition_point(|link| link.text.end <= at);
        self.links
            .get(index)
            .is_some_and(|link| link.text.start <= at)
    }

    /// Whether a block is in a section of this kind.
    pub fn is_in(&self, block: &Block, kind: &str) -> bool {
        let from_heading = block
            .section
            .is_some_and(|section| self.kinds[section].contains(&kind));
        from_heading || self.origin.kinds(block.call).any(|found| found == kind)
    }

    /// The range of the section that contains a block, without its subsections.
    pub fn around(&self, block: &Block) -> Range<usize> {
        let other = |other: &Block| other.section != block.section;
        let at = self
            .blocks
            .partition_point(|one| one.text.start < block.text.start);
        let first = self.blocks[..at].iter().rposition(other);
        let start = first.map_or(0, |index| self.blocks[index].text.end);
        let last = self.blocks[at..].iter().find(|one| other(one));
        start..last.map_or(self.text.len(), |next| next.text.start)
    }

    /// The first block, other than a heading, in a section of this kind.
    pub fn block_of_kind(&self, kind: &str) -> Option<&Block> {
        self.blocks
            .iter()
            .find(|block| !matches!(block.kind, Kind::Heading(_)) && self.is_in(block, kind))
    }

    /// Whether the policy's own text matches a pattern.
    pub fn says_itself(&self, pattern: &Pattern) -> bool {
        self.regex(pattern).is_some_and(|regex| {
            let own = |block: &&Block| block.call == CallId::POLICY;
            let mut own = self.blocks.iter().filter(own);
            own.any(|block| regex.is_match(self.of_block(block)))
        })
    }

    /// The number of words in the policy itself, without headings and clauses.
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

    /// The range in the merged text that corresponds to a range of the prose.
    pub fn merged(&self, range: Range<usize>) -> Range<usize> {
        let start = self.merged_at(range.start);
        let end = match range.is_empty() {
            true => start,
            false => self
                .end_of_letter(range.end)
                .unwrap_or_else(|| self.merged_at(range.end - 1) + 1),
        };
        start..end.max(start)
    }

    /// The end, in the merged text, of a letter and its accent that end at a position in the text.
    fn end_of_letter(&self, end: usize) -> Option<usize> {
        const LETTER: u32 = 4;
        let next = self
            .pieces
            .partition_point(|piece| (piece.text as usize) < end);
        let (last, next) = (
            self.pieces.get(next.checked_sub(1)?)?,
            self.pieces.get(next)?,
        );
        let is_letter = !last.exact
            && next.text as usize == end
            && next.merged.checked_sub(last.merged)? <= LETTER;
        is_letter.then_some(next.merged as usize)
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

    /// The place in a file that corresponds to a range of the merged text.
    pub fn place(&self, merged: Range<usize>) -> Option<Place> {
        self.origin.place(merged)
    }

    /// Whether the text at an offset is literally in a standard clause, rather than printed from
    /// facts or parameters.
    pub fn is_of_standard_clause(&self, at: usize) -> bool {
        let merged = self.merged(at..at + 1);
        let place = || self.origin.place(merged.clone());
        self.origin.map.printed_until(merged.start).is_none()
            && place().is_some_and(|place| place.source.path.starts_with(clauses::STANDARD))
    }

    /// Points a diagnostic at a range of merged text, and at the calls that
    /// inserted it.
    pub fn point(&self, diagnostic: Diagnostic, merged: Range<usize>, says: &str) -> Diagnostic {
        self.origin.point(diagnostic, merged, says)
    }

    /// The mapping back to the sources.
    pub fn origin(&self) -> Origin<'a> {
        self.origin
    }
}
