//! The comparison of two texts.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use super::align;
use super::keyed::{Keyed, Keys};
use super::sections::Sides;
use super::text::{Block, Kind, Text, TextSection, Token, TokenKind};
use super::words::{self, Op, Role};

/// Two versions of a text, and the changes in each part.
///
/// No part of either text is left out: [`Redline::rebuild`] can restore both.
#[derive(Debug)]
pub struct Redline<'t> {
    pub(super) old: &'t Text,
    pub(super) new: &'t Text,
    pub(super) title: Diff<'t>,
    /// In the order of the new text; a removed section comes after the one that it followed.
    pub(super) sections: Vec<SectionDiff<'t>>,
    pub(super) notes: Vec<Diff<'t>>,
}

/// A section of either text, or of both.
#[derive(Debug)]
pub(super) struct SectionDiff<'t> {
    /// The section, with its position among all.
    pub(super) old: Option<(usize, &'t TextSection)>,
    pub(super) new: Option<(usize, &'t TextSection)>,
    pub(super) heading: Option<Diff<'t>>,
    pub(super) blocks: Vec<Diff<'t>>,
    pub(super) is_moved: bool,
}

/// A block of either text, or of both. In a row, a block of neither text represents a column that
/// the row lacks.
#[derive(Debug, Default)]
pub(super) struct Diff<'t> {
    pub(super) old: Option<Version<'t>>,
    pub(super) new: Option<Version<'t>>,
    pub(super) ops: Vec<Op>,
    pub(super) children: Vec<Diff<'t>>,
    /// Whether it was elsewhere in the old text.
    pub(super) is_moved: bool,
}

/// A block and its position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'t> {
    /// The section, by its position.
    pub(super) section: usize,
    /// The position among its sibling blocks.
    pub(super) at: usize,
    pub(super) block: &'t Block,
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The earlier text.
    Old,
    /// The current text.
    New,
}

/// A block by its section and its position there.
pub(super) type Spot = (usize, usize);

impl<'t> Redline<'t> {
    /// Compares two texts.
    pub fn new(old: &'t Text, new: &'t Text) -> Self {
        let mut keys = Keys::default();
        let before = (keys.all(&old.notes, true), keys.all(&new.notes, false));
        let notes = align::blocks(&before.0, &before.1);
        let number = |note: &Block| match note.kind {
            Kind::Note { number } => number,
            _ => 0,
        };
        let matched = notes.iter().filter_map(|(a, b)| {
            Some((number(before.0[(*a)?].block), number(before.1[(*b)?].block)))
        });
        keys.match_notes(matched.collect());
        let (old_notes, new_notes) = (keys.all(&old.notes, true), keys.all(&new.notes, false));
        let notes = notes.into_iter().map(|(a, b)| {
            let old = a.map(|at| (&old_notes[at], (0, at)));
            diff(old, b.map(|at| (&new_notes[at], (0, at))))
        });
        let notes = notes.collect();
        let titles = (keys.block(&old.title, true), keys.block(&new.title, false));
        let sides = Sides {
            old: keys.sections(old, true),
            new: keys.sections(new, false),
        };
        Self {
            old,
            new,
            title: diff(Some((&titles.0, (0, 0))), Some((&titles.1, (0, 0)))),
            sections: sides.compare(),
            notes,
        }
    }

    /// One of the two texts in the form that content digests cover
    /// (`docs/guide/content-digest.md`), reconstructed from the comparison
    /// alone.
    pub fn rebuild(&self, side: Side) -> String {
        let links = match side {
            Side::Old => &self.old.links,
            Side::New => &self.new.links,
        };
        let mut text = Text {
            title: self.title.side(side).unwrap_or_default(),
            links: links.clone(),
            ..Text::default()
        };
        let mut sections: Vec<(usize, TextSection)> = Vec::new();
        let mut blocks: Vec<(Spot, Block)> = Vec::new();
        for section in &self.sections {
            let here = match side {
                Side::Old => section.old,
                Side::New => section.new,
            };
            if let Some((at, found)) = here {
                let block = section.heading.as_ref().and_then(|diff| diff.side(side));
                let heading = found.heading.clone().zip(block);
                let heading =
                    heading.map(|(heading, block)| super::text::TextHeading { block, ..heading });
                sections.push((
                    at,
                    TextSection {
                        heading,
                        blocks: Vec::new(),
                    },
                ));
            }
            blocks.extend(section.blocks.iter().filter_map(|diff| {
                let version = diff.version(side)?;
                Some(((version.section, version.at), diff.side(side)?))
            }));
        }
        sections.sort_by_key(|(at, _)| *at);
        blocks.sort_by_key(|(spot, _)| *spot);
        text.sections = sections.into_iter().map(|(_, section)| section).collect();
        for ((section, _), block) in blocks {
            if let Some(section) = text.sections.get_mut(section) {
                section.blocks.push(block);
            }
        }
        text.notes = ordered(&self.notes, side);
        text.content()
    }
}

/// The blocks of one side, in its order.
fn ordered(diffs: &[Diff<'_>], side: Side) -> Vec<Block> {
    let blocks = diffs
        .iter()
        .filter_map(|diff| Some((diff.version(side)?.at, diff.side(side)?)));
    let mut blocks: Vec<(usize, Block)> = blocks.collect();
    blocks.sort_by_key(|(at, _)| *at);
    blocks.into_iter().map(|(_, block)| block).collect()
}

impl<'t> Diff<'t> {
    pub(super) fn version(&self, side: Side) -> Option<Version<'t>> {
        match side {
            Side::Old => self.old,
            Side::New => self.new,
        }
    }

    /// The block of the new text, or else of the old one.
    pub(super) fn block(&self) -> Option<&'t Block> {
        Some(self.new.or(self.old)?.block)
    }

    /// The words of an operation on one side.
    pub(super) fn tokens(&self, side: Side, op: &Op) -> &'t [Token] {
        let range = match (op, side) {
            (Op::Same(range, _) | Op::Deleted(range), Side::Old)
            | (Op::Same(_, range) | Op::Inserted(range), Side::New) => range.clone(),
            (Op::Deleted(_), Side::New) | (Op::Inserted(_), Side::Old) => Range::default(),
        };
        let version = self.version(side);
        version.map_or(&[], |version| &version.block.tokens[range])
    }

    /// The block of one side, reconstructed from the operations.
    fn side(&self, side: Side) -> Option<Block> {
        let block = self.version(side)?.block;
        let tokens = self.ops.iter().flat_map(|op| self.tokens(side, op));
        Some(Block {
            kind: block.kind.clone(),
            tokens: tokens.cloned().collect(),
            tail: block.tail.clone(),
            children: ordered(&self.children, side),
        })
    }

    /// Whether the words of the block, or of a nested block, changed.
    pub(super) fn has_changed_words(&self) -> bool {
        let is_same = |op: &Op| matches!(op, Op::Same(..));
        // A rule or an empty block has no words to compare.
        self.old.is_some() != self.new.is_some()
            || !self.ops.iter().all(is_same)
            || self.children.iter().any(Self::has_changed_words)
    }
}

/// Compares two versions of a block, or returns a single one as it is.
pub(super) fn diff<'t>(
    old: Option<(&Keyed<'t>, Spot)>,
    new: Option<(&Keyed<'t>, Spot)>,
) -> Diff<'t> {
    let version = |(keyed, (section, at)): (&Keyed<'t>, Spot)| Version {
        section,
        at,
        block: keyed.block,
    };
    let (ops, children) = match (old, new) {
        (Some((old, (from, _))), Some((new, (to, _)))) => {
            (word_ops(old, new), inside(old, new, from, to))
        }
        (Some((old, (section, _))), None) => {
            let ops = whole(old, Op::Deleted);
            let inside = old.children.iter().enumerate();
            let inside = inside.map(|(at, child)| diff(Some((child, (section, at))), None));
            (ops, inside.collect())
        }
        (None, Some((new, (section, _)))) => {
            let ops = whole(new, Op::Inserted);
            let inside = new.children.iter().enumerate();
            let inside = inside.map(|(at, child)| diff(None, Some((child, (section, at)))));
            (ops, inside.collect())
        }
        (None, None) => (Vec::new(), Vec::new()),
    };
    Diff {
        old: old.map(version),
        new: new.map(version),
        ops,
        children,
        is_moved: false,
    }
}

fn whole(keyed: &Keyed<'_>, op: fn(Range<usize>) -> Op) -> Vec<Op> {
    match keyed.keys.is_empty() {
        true => Vec::new(),
        false => vec![op(0..keyed.keys.len())],
    }
}

fn word_ops(old: &Keyed<'_>, new: &Keyed<'_>) -> Vec<Op> {
    let tokens = &old.block.tokens;
    let role = |at: usize| match &tokens[at] {
        token if token.is_word() => Role::Word,
        token if token.kind == TokenKind::Break => Role::End,
        token if matches!(&*token.text, "." | ";" | ":" | "!" | "?" | "。" | "\n") => Role::End,
        _ => Role::Other,
    };
    let ops = words::compare(&old.keys, &new.keys, &role);
    let mut spaced = Vec::with_capacity(ops.len());
    for op in ops {
        match op {
            Op::Inserted(to) => match spaced.last() {
                Some(Op::Deleted(from)) if says_the_same(old.block, new.block, from, &to) => {
                    let from = from.clone();
                    spaced.pop();
                    spaced.push(Op::Same(from, to));
                }
                _ => spaced.push(Op::Inserted(to)),
            },
            Op::Same(from, to) => spaces(old.block, new.block, from, to, &mut spaced),
            other => spaced.push(other),
        }
    }
    spaced
}

/// Whether the name of a page comes from a link in one text and is spelled out in the other.
fn says_the_same(old: &Block, new: &Block, from: &Range<usize>, to: &Range<usize>) -> bool {
    let (from, to) = (&old.tokens[from.clone()], &new.tokens[to.clone()]);
    let is_name = |token: &Token| matches!(token.kind, TokenKind::Page(_));
    let said = |tokens: &[Token]| {
        let mut said = String::new();
        for (at, token) in tokens.iter().enumerate() {
            if at > 0 && token.is_spaced() {
                said.push(' ');
            }
            said.push_str(&token.text);
        }
        said
    };
    from.iter().any(is_name) != to.iter().any(is_name) && said(from) == said(to)
}

/// Whether words differ only in the white space between them: `set up`,
/// `setup`.
fn spaces(old: &Block, new: &Block, from: Range<usize>, to: Range<usize>, ops: &mut Vec<Op>) {
    let (mut start, mut begin) = (from.start, to.start);
    let pairs = from.clone().zip(to.clone()).skip(1);
    for (a, b) in pairs {
        if old.tokens[a].is_spaced() != new.tokens[b].is_spaced() {
            if start < a {
                ops.push(Op::Same(start..a, begin..b));
            }
            ops.extend([Op::Deleted(a..a + 1), Op::Inserted(b..b + 1)]);
            (start, begin) = (a + 1, b + 1);
        }
    }
    if start < from.end {
        ops.push(Op::Same(start..from.end, begin..to.end));
    }
}

/// Compares the contents of two versions of a block.
fn inside<'t>(old: &Keyed<'t>, new: &Keyed<'t>, from: usize, to: usize) -> Vec<Diff<'t>> {
    if old.block.kind == Kind::Table {
        return super::table::rows(old, new, &|old, new, at, beside| {
            let old = old.map(|cell| (cell, (from, at)));
            diff(old, new.map(|cell| (cell, (to, beside))))
        });
    }
    if matches!(old.block.kind, Kind::Row { .. }) {
        // The table compares its cells, because it knows the columns.
        return Vec::new();
    }
    let pairs = align::blocks(&old.children, &new.children);
    moved(&pairs, &old.children, &new.children)
        .into_iter()
        .map(|((a, b), is_moved)| Diff {
            is_moved,
            ..diff(
                a.map(|at| (&old.children[at], (from, at))),
                b.map(|at| (&new.children[at], (to, at))),
            )
        })
        .collect()
}

/// Pairs blocks that are identical but out of order, and marks them as moved.
pub(super) fn moved(
    pairs: &[align::Pair],
    old: &[Keyed<'_>],
    new: &[Keyed<'_>],
) -> Vec<(align::Pair, bool)> {
    let mut gone: HashMap<u32, VecDeque<usize>> = HashMap::new();
    for pair in pairs {
        if let (Some(at), None) = pair
            && old[*at].words > 0
        {
            gone.entry(name(&old[*at])).or_default().push_back(*at);
        }
    }
    let mut taken = HashSet::new();
    let mut found: Vec<(align::Pair, bool)> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let came = match pair {
            (None, Some(at)) => gone.get_mut(&name(&new[*at])).and_then(VecDeque::pop_front),
            _ => None,
        };
        taken.extend(came);
        found.push(match came {
            Some(at) => ((Some(at), pair.1), true),
            None => (*pair, false),
        });
    }
    found.retain(|((a, b), _)| b.is_some() || a.is_none_or(|at| !taken.contains(&at)));
    found
}

/// The key of a block among its siblings: a row's first cell, or its whole text.
fn name(keyed: &Keyed<'_>) -> u32 {
    match (&keyed.block.kind, keyed.children.first()) {
        (Kind::Row { .. }, Some(first)) if first.words > 0 => first.id,
        _ => keyed.id,
    }
}
