//! Identical or nearly identical paragraphs on a site.
//!
//! The summary of a page contains the hashes of its longer paragraphs. Once all pages are known,
//! only paragraphs that share some of their smallest hashes are compared, so that the time is not
//! quadratic in the amount of text.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::drifted;
use super::evaluate::{self, Page};
use super::levels::InForce;
use super::prose::{Block, Kind};
use super::summary::Summary;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::rules::Builtin;
use crate::template::source_map::CallId;

/// The minimum number of words in a block that is worth a clause.
const WORDS: usize = 25;

/// The number of classes into which the words of a block are divided. The smallest hash in each
/// class is kept. Those of two adjacent classes form a lookup key of the block.
const CLASSES: usize = 8;

/// The maximum number of blocks with the same key with which the next block is compared.
const TRIES: usize = 4;

/// A longer paragraph of a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Paragraph {
    hash: u64,
    /// The hashes of its words, sorted.
    words: Box<[u16]>,
    smallest: [u32; CLASSES],
    /// The range in the policy's file. Pages have many paragraphs, of which few
    /// are ever shown, so the text is not kept.
    start: u32,
    end: u32,
}

/// The first two places of a text, and the total number of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Places {
    first: Position,
    second: Option<Position>,
    count: usize,
}

/// The indices of a page and of a paragraph on it.
type Position = (u32, u32);

impl Places {
    fn one(position: Position) -> Self {
        Self {
            first: position,
            second: None,
            count: 1,
        }
    }

    fn add(&mut self, others: Self) {
        let mut all = [
            Some(self.first),
            self.second,
            Some(others.first),
            others.second,
        ];
        // `None` comes last.
        all.sort_unstable_by_key(|position| (position.is_none(), *position));
        self.first = all[0].unwrap_or(self.first);
        self.second = all[1];
        self.count += others.count;
    }
}

/// One finding for each repeated paragraph; if two pages share several, one for all of them. The
/// summaries must be sorted by page. `read` returns a policy's file.
pub(super) fn compare(
    summaries: &[&Summary],
    levels: InForce<'_>,
    read: &dyn Fn(&str) -> Option<Arc<Source>>,
) -> Vec<Diagnostic> {
    let rule = levels.rules.builtin(Builtin::DuplicateClause);
    let Some((rule, severity)) = rule.and_then(|rule| Some((rule, levels.of(rule)?))) else {
        return Vec::new();
    };
    let texts: Vec<Text<'_>> = summaries
        .iter()
        .zip(0..)
        .flat_map(|(summary, page)| {
            let paragraphs = summary.paragraphs.iter().zip(0..);
            paragraphs.map(move |(paragraph, at)| Text {
                paragraph,
                position: (page, at),
            })
        })
        .collect();
    let place = |(page, at): Position| {
        let summary = summaries[page as usize];
        let Paragraph { start, end, .. } = summary.paragraphs[at as usize];
        Some(read(&summary.file)?.place(start as usize..end as usize))
    };
    let found = |shared: Vec<Places>| {
        let Places {
            first,
            second,
            count,
        } = *shared.first()?;
        let second = second?;
        let file = |(page, _): Position| summaries[page as usize].file.as_str();
        let (first_place, second_place) = (place(first), place(second));
        let message = evaluate::fill(&rule.message, |name| {
            (name == "place").then(|| match &first_place {
                Some(place) => format!("{}:{}", file(first), place.line_col().0),
                None => file(first).to_owned(),
            })
        });
        let mut found = Diagnostic::new(rule.code(), message);
        found.severity = severity;
        found.path = second_place.is_none().then(|| file(second).to_owned());
        for (place, words) in [(second_place, ""), (first_place, "it first appears here")] {
            if let Some(place) = place {
                found = found.label(place, words);
            }
        }
        match count - 2 {
            0 => {}
            1 => found
                .help
                .push("it also appears in one more place".to_owned()),
            more => found
                .help
                .push(format!("it also appears in {more} more places")),
        }
        let more = match shared.len() - 1 {
            0 => None,
            1 => Some("one more passage".to_owned()),
            more => Some(format!("{more} more passages")),
        };
        found
            .help
            .extend(more.map(|more| match first.0 == second.0 {
                true => format!("this page repeats {more}"),
                false => format!("these two pages have {more} in common"),
            }));
        found.help.extend(rule.help.iter().cloned());
        Some(found)
    };
    let text = |position: Position| {
        let summary = summaries[position.0 as usize];
        let Paragraph { start, end, .. } = summary.paragraphs[position.1 as usize];
        let source = read(&summary.file)?;
        source
            .text
            .get(start as usize..end as usize)
            .map(str::to_owned)
    };
    let are_copies = |one: Position, other: Position| matches!((text(one), text(other)), (Some(one), Some(other)) if drifted::are_copies(&one, &other));
    let pairs = pairs(&texts, are_copies);
    pairs.into_values().filter_map(found).collect()
}

/// A paragraph and its position.
#[derive(Debug, Clone, Copy)]
struct Text<'s> {
    paragraph: &'s Paragraph,
    position: Position,
}

/// The texts that occur in several places, in order, by the policies of the first two places.
/// `texts` must be sorted by position. `are_copies` decides on nearly identical texts of one page.
fn pairs(
    texts: &[Text<'_>],
    are_copies: impl Fn(Position, Position) -> bool,
) -> BTreeMap<(u32, u32), Vec<Places>> {
    let mut families: Vec<Places> = texts
        .iter()
        .map(|text| Places::one(text.position))
        .collect();
    let mut join = |first: usize, at: usize| {
        let places = families[at];
        families[first].add(places);
        families[at].second = None;
    };
    let mut hashes: Vec<(u64, usize)> = texts
        .iter()
        .map(|text| text.paragraph.hash)
        .zip(0..)
        .collect();
    hashes.par_sort_unstable();
    let mut distinct: Vec<usize> = Vec::with_capacity(texts.len());
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        same[1..].iter().for_each(|(_, at)| join(same[0].1, *at));
        distinct.push(same[0].1);
    }
    distinct.par_sort_unstable();
    let texts: Vec<Text<'_>> = distinct.iter().map(|at| texts[*at]).collect();
    for (at, first) in first_alike(&texts).into_iter().enumerate() {
        if at == first {
            continue;
        }
        // On one page, sentences about the two parties of a contract are naturally alike.
        let (one, other) = (texts[first].position, texts[at].position);
        if one.0 != other.0 || are_copies(one, other) {
            join(distinct[first], distinct[at]);
        }
    }
    // Two copies of a document produce one finding, at their first blocks.
    let mut pairs: BTreeMap<(u32, u32), Vec<Places>> = BTreeMap::new();
    for places in families {
        if let Some(second) = places.second {
            pairs
                .entry((places.first.0, second.0))
                .or_default()
                .push(places);
        }
    }
    pairs.values_mut().for_each(|shared| shared.sort_unstable());
    pairs
}

/// The longer paragraphs in a page's own text.
pub(super) fn of(page: &Page<'_>, mut is_suppressed: impl FnMut(usize) -> bool) -> Vec<Paragraph> {
    let prose = &page.prose;
    let mut found = Vec::new();
    for block in &prose.blocks {
        // Twenty-five words take at least fifty bytes.
        if block.call != CallId::POLICY
            || block.quoted
            || block.text.len() < 2 * WORDS
            // Entries of a table of contents.
            || is_link(page, block)
            // Rows of a table are naturally alike.
            || matches!(block.kind, Kind::Heading(_) | Kind::Html | Kind::Cell)
        {
            continue;
        }
        let mut words: Vec<u16> = Vec::new();
        let mut smallest = [u32::MAX; CLASSES];
        let mut whole = 0_u64;
        for hash in hashes(prose.of_block(block)) {
            words.push(hash as u16);
            let class = (hash >> 16) as usize % CLASSES;
            smallest[class] = smallest[class].min((hash >> 32) as u32);
            whole = whole.rotate_left(5) ^ hash.wrapping_mul(PRIME);
        }
        if words.len() < WORDS || is_suppressed(block.merged.start) {
            continue;
        }
        let Some(place) = prose.place(block.merged.clone()) else {
            continue;
        };
        // Text that tags print from facts changes everywhere at once.
        let written = place.source.text.get(place.range.clone());
        let written = written.map_or(0, words_in);
        if written * 3 < words.len() * 2 {
            continue;
        }
        words.sort_unstable();
        found.push(Paragraph {
            hash: whole,
            words: words.into(),
            smallest,
            start: place.range.start as u32,
            end: place.range.end as u32,
        });
    }
    found
}

/// Whether a block consists only of a link.
fn is_link(page: &Page<'_>, block: &Block) -> bool {
    let links = &page.prose.links;
    let at = links.partition_point(|link| link.text.start < block.text.start);
    links.get(at).is_some_and(|link| link.text == block.text)
}

/// The number of words in a text, counted by the white space before them.
fn words_in(text: &str) -> usize {
    let begins = |pair: &&[u8]| pair[0].is_ascii_whitespace() & !pair[1].is_ascii_whitespace();
    1 + text.as_bytes().windows(2).filter(begins).count()
}

/// The hashes of the words of a text. The case of ASCII letters is ignored; all non-ASCII
/// characters count as letters.
fn hashes(text: &str) -> impl Iterator<Item = u64> {
    let mut bytes = text.bytes();
    std::iter::from_fn(move || {
        let mut word = 0_u64;
        for byte in bytes.by_ref() {
            if OF_WORDS[usize::from(byte)] {
                // This bit makes letters lower case.
                word = word.rotate_left(8) ^ u64::from(byte | 0x20);
            } else if word != 0 {
                break;
            }
        }
        let hash = word.wrapping_mul(PRIME);
        (word != 0).then(|| (hash ^ (hash >> 32)).wrapping_mul(MIX))
    })
}

/// The bytes that are part of words.
static OF_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 128 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Odd multipliers: 2^64 divided by the golden ratio, and one from the finaliser of MurmurHash3.
const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
const MIX: u64 = 0xFF51_AFD7_ED55_8CCD;

/// For each text, the first text like it, or the text itself.
fn first_alike(texts: &[Text<'_>]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..texts.len()).collect();
    let root = |first: &[usize], mut at: usize| {
        while first[at] != at {
            at = first[at];
        }
        at
    };
    let alike: Vec<(usize, usize)> = (0..CLASSES / 2)
        .into_par_iter()
        .flat_map_iter(|pair| neighbours(texts, pair))
        .collect();
    for (one, other) in alike {
        let (a, b) = (root(&first, one), root(&first, other));
        first[a.max(b)] = a.min(b);
    }
    (0..texts.len()).map(|at| root(&first, at)).collect()
}

/// Pairs of texts that are alike, among those whose smallest hashes agree in two classes.
fn neighbours(texts: &[Text<'_>], pair: usize) -> Vec<(usize, usize)> {
    let key = |text: &Text<'_>| {
        let smallest = &text.paragraph.smallest;
        (smallest[2 * pair], smallest[2 * pair + 1])
    };
    let mut order: Vec<_> = texts.iter().map(key).zip(0..).collect();
    order.par_sort_unstable();
    let mut found = Vec::new();
    for (position, (key, at)) in order.iter().enumerate() {
        let before = order[..position].iter().rev().take(TRIES);
        let same = before.take_while(|(other, _)| other == key);
        let alike = same.filter(|(_, other)| alike(texts[*other].paragraph, texts[*at].paragraph));
        found.extend(alike.map(|(_, other)| (*other, *at)));
    }
    found
}

/// Whether two texts share nine words in ten.
fn alike(a: &Paragraph, b: &Paragraph) -> bool {
    // Such texts have most of their smallest hashes in common.
    let smallest = a.smallest.iter().zip(&b.smallest);
    if smallest.filter(|(a, b)| a == b).count() <= CLASSES / 2 {
        return false;
    }
    let (a, b) = (&a.words, &b.words);
    let longer = a.len().max(b.len());
    if a.len().min(b.len()) * 10 < longer * 9 {
        return false;
    }
    let (mut left, mut right, mut shared) = (0, 0, 0);
    while left < a.len() && right < b.len() {
        match a[left].cmp(&b[right]) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                left += 1;
                right += 1;
            }
        }
    }
    shared * 10 >= longer * 9
}
