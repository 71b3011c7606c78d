//! Words as numbers, so that comparing them is cheap.

use std::collections::HashMap;

use super::text::{Block, Text, TextSection, TokenKind};

/// A block with numbers for its words: two words have the same number if readers see the same word.
/// Formatting and the addresses of links don't count.
#[derive(Debug)]
pub(super) struct Keyed<'t> {
    pub(super) block: &'t Block,
    pub(super) keys: Vec<u32>,
    /// The sorted words that distinguish blocks, including those of nested blocks.
    pub(super) bag: Vec<u32>,
    /// A number that identifies its whole text.
    pub(super) id: u32,
    /// The number of words in it and in nested blocks.
    pub(super) words: usize,
    pub(super) children: Vec<Keyed<'t>>,
}

/// A section with numbers for its words.
#[derive(Debug)]
pub(super) struct KeyedSection<'t> {
    pub(super) section: &'t TextSection,
    pub(super) heading: Option<Keyed<'t>>,
    pub(super) blocks: Vec<Keyed<'t>>,
    pub(super) bag: Vec<u32>,
    pub(super) words: usize,
    /// A number that identifies its text without the heading.
    pub(super) id: u32,
}

/// The numbers assigned to the words and blocks of two texts.
#[derive(Debug, Default)]
pub(super) struct Keys<'t> {
    words: HashMap<(u16, &'t str), u32>,
    blocks: HashMap<(u8, Vec<u32>, Vec<u32>), u32>,
    notes: Vec<(usize, usize)>,
}

impl<'t> Keys<'t> {
    /// Makes references to matched footnotes count as the same word: `notes` holds their numbers in
    /// the old and the new text.
    pub(super) fn match_notes(&mut self, notes: Vec<(usize, usize)>) {
        self.notes = notes;
    }

    pub(super) fn sections(&mut self, text: &'t Text, is_old: bool) -> Vec<KeyedSection<'t>> {
        let sections = text.sections.iter();
        sections
            .map(|section| self.section(section, is_old))
            .collect()
    }

    fn section(&mut self, section: &'t TextSection, is_old: bool) -> KeyedSection<'t> {
        let blocks = self.all(&section.blocks, is_old);
        let heading = section.heading.as_ref();
        let bags = blocks.iter().flat_map(|block| block.bag.iter().copied());
        let mut bag: Vec<u32> = bags.collect();
        bag.sort_unstable();
        let ids = blocks.iter().map(|block| block.id).collect();
        KeyedSection {
            section,
            heading: heading.map(|heading| self.block(&heading.block, is_old)),
            words: blocks.iter().map(|block| block.words).sum(),
            id: self.number((u8::MAX, Vec::new(), ids)),
            blocks,
            bag,
        }
    }

    pub(super) fn all(&mut self, blocks: &'t [Block], is_old: bool) -> Vec<Keyed<'t>> {
        let blocks = blocks.iter();
        blocks.map(|block| self.block(block, is_old)).collect()
    }

    pub(super) fn block(&mut self, block: &'t Block, is_old: bool) -> Keyed<'t> {
        let children = self.all(&block.children, is_old);
        let mut keys = Vec::with_capacity(block.tokens.len());
        let (mut bag, mut short) = (Vec::new(), Vec::new());
        let mut words = 0;
        for token in &block.tokens {
            let (kind, text): (u16, &'t str) = match &token.kind {
                TokenKind::Word | TokenKind::Punctuation => (0, &token.text),
                TokenKind::Code => (1, &token.text),
                TokenKind::Break => (2, ""),
                TokenKind::Image(_) => (3, &token.text),
                TokenKind::Item => (4, &token.text),
                TokenKind::Page(page) => (5, page),
                TokenKind::Note(_) => (6, &token.text),
            };
            // Struck-out words are different words.
            let kind = kind | token.style.meaning() << 4;
            let key = match token.kind {
                TokenKind::Note(number) => self.note(number, is_old),
                _ => {
                    let next = FIRST_WORD + self.words.len() as u32;
                    *self.words.entry((kind, text)).or_insert(next)
                }
            };
            keys.push(key);
            if let TokenKind::Page(_) = token.kind {
                // The other text may spell out the name.
                for word in token.text.split_whitespace() {
                    let next = FIRST_WORD + self.words.len() as u32;
                    bag.push(*self.words.entry((0, word)).or_insert(next));
                }
                words += 1;
            } else if token.is_word() {
                words += 1;
                // Most short words are in every sentence.
                match text.chars().nth(3) {
                    Some(_) => bag.push(key),
                    None => short.push(key),
                }
            }
        }
        if bag.len() < FEW {
            bag.append(&mut short);
        }
        bag.extend(children.iter().flat_map(|child| child.bag.iter().copied()));
        bag.sort_unstable();
        let ids = children.iter().map(|child| child.id).collect();
        Keyed {
            block,
            id: self.number((block.kind.family(), keys.clone(), ids)),
            keys,
            bag,
            words: words + children.iter().map(|child| child.words).sum::<usize>(),
            children,
        }
    }

    fn number(&mut self, block: (u8, Vec<u32>, Vec<u32>)) -> u32 {
        let next = self.blocks.len() as u32;
        *self.blocks.entry(block).or_insert(next)
    }

    /// The number of a reference to a footnote: even if the footnote is matched, odd otherwise.
    fn note(&self, number: usize, is_old: bool) -> u32 {
        let found = self.notes.iter().position(|(old, new)| match is_old {
            true => *old == number,
            false => *new == number,
        });
        let half = match found {
            Some(at) => 4 * at,
            None if is_old => 4 * number + 1,
            None => 4 * number + 3,
        };
        (half as u32).min(FIRST_WORD - 1)
    }
}

/// Blocks with fewer long words are also identified by their short ones.
const FEW: usize = 4;

/// The lowest number of a word; lower numbers are those of footnotes.
const FIRST_WORD: u32 = 1 << 24;

/// The similarity of two sorted bags, from 0 to 1 (the Sørensen–Dice coefficient).
pub(super) fn similarity(one: &[u32], other: &[u32]) -> f32 {
    if one.is_empty() && other.is_empty() {
        return 1.0;
    }
    let (mut at, mut beside, mut common) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (one.get(at), other.get(beside)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                at += 1;
                beside += 1;
            }
        }
    }
    2.0 * common as f32 / (one.len() + other.len()) as f32
}
