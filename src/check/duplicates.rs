//! Paragraphs that stand in a site twice, or nearly so.
//!
//! A page leaves behind the hashes of its longer blocks; pages with the same
//! text share them. Only when all pages were seen are blocks compared, and only
//! those whose smallest hashes agree somewhere, so that the time grows with the
//! text and not with its square.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use rayon::prelude::*;

use super::allow::Allowed;
use super::evaluate;
use super::levels::Levels;
use super::prose::Kind;
use super::rule::Rule;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::load::{Read, Site, read_source};
use crate::template::source_map::CallId;

/// The rule's name in packs.
pub(super) const NAME: &str = "duplicate-clause";

/// Words of a block that are worth a clause.
const WORDS: usize = 25;

/// Classes that words fall in. The smallest hash of each is kept, and two
/// neighbours together are the key under which a block is looked for.
const CLASSES: usize = 8;

/// How many blocks of one key are compared with the next.
const TRIES: usize = 4;

/// The blocks of a site.
#[derive(Debug, Default)]
pub(super) struct Duplicates(Mutex<Vec<Page>>);

/// The blocks of a page.
#[derive(Debug)]
struct Page {
    policy: usize,
    /// Its file: one that findings keep anyway need not be read again.
    source: Weak<Source>,
    texts: Vec<Text>,
}

/// A text, and where it stands.
#[derive(Debug)]
struct Text {
    hash: u64,
    /// The hashes of its words, in order.
    words: Box<[u16]>,
    smallest: [u32; CLASSES],
    spot: Spot,
}

/// The first two places of a text, and how many there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Places {
    first: Spot,
    second: Option<Spot>,
    count: usize,
}

/// A policy by its position, and bytes of its file.
type Spot = (u32, u32, u32);

impl Places {
    fn one(spot: Spot) -> Self {
        Self {
            first: spot,
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
        // Nothing comes first.
        all.sort_unstable_by_key(|spot| (spot.is_none(), *spot));
        self.first = all[0].unwrap_or(self.first);
        self.second = all[1];
        self.count += others.count;
    }
}

impl Duplicates {
    /// Notes the blocks of a page that are its own.
    pub(super) fn note(
        &self,
        rule: &Rule,
        page: &evaluate::Page<'_>,
        policy: usize,
        allowed: &Allowed,
    ) {
        let texts = texts(page, policy, |merged| {
            allowed.covers(&rule.id, Some(merged), None)
        });
        if !texts.is_empty() {
            let source = Arc::downgrade(page.prose.origin().policy);
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(Page {
                    policy,
                    source,
                    texts,
                });
        }
    }

    /// One finding for each text that stands in several places; of two pages
    /// that share several, one for all of them.
    pub(super) fn finish(self, site: &Site, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        let rule = super::registry().builtin(NAME);
        let Some((rule, severity)) = rule.and_then(|rule| Some((rule, levels.of(rule)?))) else {
            return;
        };
        let mut pages = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Some are made twice.
        pages.sort_by_key(|page| page.policy);
        pages.dedup_by_key(|page| page.policy);
        let texts: Vec<&Text> = pages.iter().flat_map(|page| &page.texts).collect();
        let pairs = pairs(&texts);
        let shown: BTreeSet<u32> = pairs.keys().flat_map(|(a, b)| [*a, *b]).collect();
        let sources: HashMap<u32, Arc<Source>> = shown
            .into_par_iter()
            .filter_map(|policy| {
                let at = policy as usize;
                let page = pages.binary_search_by_key(&at, |page| page.policy);
                let kept = page.ok().and_then(|at| pages[at].source.upgrade());
                Some((policy, kept.or_else(|| source(site, at))?))
            })
            .collect();
        let place = |(policy, start, end): Spot| {
            let source = sources.get(&policy)?;
            Some(source.place(start as usize..end as usize))
        };
        let found = pairs.into_par_iter().filter_map(|(_, shared)| {
            let Places {
                first,
                second,
                count,
            } = *shared.first()?;
            let (first, second) = (place(first)?, place(second?)?);
            let (line, _) = first.line_col();
            let message = evaluate::fill(&rule.message, |name| {
                (name == "place").then(|| format!("{}:{line}", first.source.path))
            });
            let mut diagnostic = Diagnostic::new(rule.code(), message)
                .label(second, "")
                .label(first, "it stands here first");
            diagnostic.severity = severity;
            match count - 2 {
                0 => {}
                1 => diagnostic = diagnostic.help("it stands in one more place"),
                more => diagnostic = diagnostic.help(format!("it stands in {more} more places")),
            }
            match shared.len() - 1 {
                0 => {}
                1 => diagnostic = diagnostic.help("the two share one more text"),
                more => diagnostic = diagnostic.help(format!("the two share {more} more texts")),
            }
            diagnostic.help.extend(rule.help.iter().cloned());
            Some(diagnostic)
        });
        faults.par_extend(found);
    }
}

/// What stands in several places, by the policies of the first two, in order.
/// The texts come in the order of their places.
fn pairs(texts: &[&Text]) -> BTreeMap<(u32, u32), Vec<Places>> {
    let mut families: Vec<Places> = texts.iter().map(|text| Places::one(text.spot)).collect();
    let mut join = |first: usize, at: usize| {
        let places = families[at];
        families[first].add(places);
        families[at].second = None;
    };
    let mut hashes: Vec<(u64, usize)> = texts.iter().map(|text| text.hash).zip(0..).collect();
    hashes.par_sort_unstable();
    let mut distinct: Vec<usize> = Vec::with_capacity(texts.len());
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        same[1..].iter().for_each(|(_, at)| join(same[0].1, *at));
        distinct.push(same[0].1);
    }
    distinct.par_sort_unstable();
    let texts: Vec<&Text> = distinct.iter().map(|at| texts[*at]).collect();
    for (at, first) in first_alike(&texts).into_iter().enumerate() {
        if at != first {
            join(distinct[first], distinct[at]);
        }
    }
    // Two copies of a document are one finding, at their first blocks.
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

fn source(site: &Site, policy: usize) -> Option<Arc<Source>> {
    let path = site.tree.shown(&site.tree.policies[policy]);
    match read_source(&site.root, &path, &mut Vec::new()) {
        Read::Source(source) => Some(source),
        _ => None,
    }
}

/// The longer blocks of a page that are its own.
fn texts(
    page: &evaluate::Page<'_>,
    policy: usize,
    mut is_allowed: impl FnMut(usize) -> bool,
) -> Vec<Text> {
    let prose = &page.prose;
    let mut found = Vec::new();
    for block in &prose.blocks {
        // Twenty-five words are fifty bytes at least.
        if block.call != CallId::POLICY
            || block.quoted
            || block.text.len() < 2 * WORDS
            // Rows of a table are alike by nature.
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
        if words.len() < WORDS || is_allowed(block.merged.start) {
            continue;
        }
        let Some(place) = prose.place(block.merged.clone()) else {
            continue;
        };
        // What a tag prints is a fact, which changes everywhere at once.
        let written = place.source.text.get(place.range.clone());
        let written = written.map_or(0, words_in);
        if written * 3 < words.len() * 2 {
            continue;
        }
        words.sort_unstable();
        let spot = (
            policy as u32,
            place.range.start as u32,
            place.range.end as u32,
        );
        found.push(Text {
            hash: whole,
            words: words.into(),
            smallest,
            spot,
        });
    }
    found
}

/// How many words a text has, by the white space before them.
fn words_in(text: &str) -> usize {
    let begins = |pair: &&[u8]| pair[0].is_ascii_whitespace() & !pair[1].is_ascii_whitespace();
    1 + text.as_bytes().windows(2).filter(begins).count()
}

/// The hashes of the words of a text. Letters of ASCII count the same in upper
/// and lower case; all others are letters of words.
fn hashes(text: &str) -> impl Iterator<Item = u64> {
    let mut bytes = text.bytes();
    std::iter::from_fn(move || {
        let mut word = 0_u64;
        for byte in bytes.by_ref() {
            if OF_WORDS[usize::from(byte)] {
                // The bit of lower case.
                word = word.rotate_left(8) ^ u64::from(byte | 0x20);
            } else if word != 0 {
                break;
            }
        }
        let hash = word.wrapping_mul(PRIME);
        (word != 0).then(|| (hash ^ (hash >> 32)).wrapping_mul(MIX))
    })
}

/// The bytes that words are made of.
static OF_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 128 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// An odd number to multiply with, of 2^64 and the golden ratio, and that of the
/// finaliser of MurmurHash3.
const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
const MIX: u64 = 0xFF51_AFD7_ED55_8CCD;

/// For each text the first that it is like, or itself.
fn first_alike(texts: &[&Text]) -> Vec<usize> {
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

/// Texts that are alike, of those whose smallest hashes agree in two classes.
fn neighbours(texts: &[&Text], pair: usize) -> Vec<(usize, usize)> {
    let key = |text: &Text| (text.smallest[2 * pair], text.smallest[2 * pair + 1]);
    let mut order: Vec<_> = texts.iter().map(|text| key(text)).zip(0..).collect();
    order.par_sort_unstable();
    let mut found = Vec::new();
    for (position, (key, at)) in order.iter().enumerate() {
        let before = order[..position].iter().rev().take(TRIES);
        let same = before.take_while(|(other, _)| other == key);
        let alike = same.filter(|(_, other)| alike(texts[*other], texts[*at]));
        found.extend(alike.map(|(_, other)| (*other, *at)));
    }
    found
}

/// Whether two texts share nine words in ten.
fn alike(a: &Text, b: &Text) -> bool {
    // Those that do have most of their smallest hashes in common.
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
