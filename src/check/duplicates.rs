//! Paragraphs that stand in a site twice, or nearly so.
//!
//! A page leaves behind the hashes of its longer blocks; pages with the same
//! text share them. Only when all pages were seen are blocks compared, and only
//! those whose smallest hashes agree somewhere, so that the time grows with the
//! text and not with its square.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::allow::Allowed;
use super::evaluate::Page;
use super::levels::Levels;
use super::prose::Kind;
use super::rule::Rule;
use crate::diagnostic::Diagnostic;
use crate::load::{Read, Site, read_source};
use crate::source::Source;
use crate::source_map::CallId;

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
pub(super) struct Duplicates(Mutex<Blocks>);

#[derive(Debug, Default)]
struct Blocks {
    /// Pages that were seen: some are made twice.
    pages: BTreeSet<usize>,
    /// Texts by their hash.
    texts: HashMap<u64, Text>,
}

/// A text, and where it stands first.
#[derive(Debug)]
struct Text {
    /// The hashes of its words, in order.
    words: Box<[u16]>,
    smallest: [u32; CLASSES],
    /// The first two places: policy, and bytes of its file.
    places: Vec<Spot>,
    count: usize,
}

/// Two places of a text, and how many it has in all.
type Shared = (Spot, Spot, usize);

/// A policy by its position, and bytes of its file.
type Spot = (usize, u32, u32);

impl Duplicates {
    /// Notes the blocks of a page that are its own.
    pub(super) fn note(&self, rule: &Rule, page: &Page<'_>, policy: usize, allowed: &Allowed) {
        let found: Vec<(u64, Text)> = texts(page, policy, |merged| {
            allowed.covers(&rule.id, Some(merged), None)
        });
        if found.is_empty() {
            return;
        }
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !blocks.pages.insert(policy) {
            return;
        }
        for (hash, text) in found {
            match blocks.texts.get_mut(&hash) {
                Some(known) => {
                    known.count += 1;
                    known.places.extend(text.places);
                    known.places.sort_unstable();
                    known.places.truncate(2);
                }
                None => {
                    blocks.texts.insert(hash, text);
                }
            }
        }
    }

    /// One finding for each text that stands in several places; of two pages
    /// that share several, one for all of them.
    pub(super) fn finish(self, site: &Site, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        let rule = super::registry().builtin(NAME);
        let Some((rule, severity)) = rule.and_then(|rule| Some((rule, levels.of(rule)?))) else {
            return;
        };
        let blocks = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut texts: Vec<Text> = blocks.texts.into_values().collect();
        texts.sort_unstable_by_key(|text| text.places[0]);
        let mut groups: BTreeMap<usize, (Vec<Spot>, usize)> = BTreeMap::new();
        for (at, first) in families(&texts).into_iter().enumerate() {
            let (places, count) = groups.entry(first).or_default();
            places.extend(&texts[at].places);
            places.sort_unstable();
            places.truncate(2);
            *count += texts[at].count;
        }
        // Two copies of a document are one finding, at their first blocks.
        let mut pairs: BTreeMap<(usize, usize), Vec<Shared>> = BTreeMap::new();
        for (places, count) in groups.into_values() {
            if let [first, second] = places[..] {
                let pair = pairs.entry((first.0, second.0)).or_default();
                pair.push((first, second, count));
            }
        }
        // Pairs come in the order of their first policies, which repeat.
        let mut latest: Option<(usize, Arc<Source>)> = None;
        for ((first_policy, second_policy), mut shared) in pairs {
            shared.sort_unstable();
            let Some((first, second, count)) = shared.first().copied() else {
                continue;
            };
            let one = match latest.take() {
                Some((policy, source)) if policy == first_policy => Some(source),
                _ => source(site, first_policy),
            };
            let (Some(one), Some(two)) = (one, source(site, second_policy)) else {
                continue;
            };
            latest = Some((first_policy, Arc::clone(&one)));
            let place = one.place(first.1 as usize..first.2 as usize);
            let (line, _) = place.line_col();
            let other = two.place(second.1 as usize..second.2 as usize);
            let message = super::evaluate::fill(&rule.message, |name| {
                (name == "place").then(|| format!("{}:{line}", place.source.path))
            });
            let mut diagnostic = Diagnostic::new(rule.code(), message)
                .label(other, "")
                .label(place, "it stands here first");
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
            faults.push(diagnostic);
        }
    }
}

fn source(site: &Site, policy: usize) -> Option<Arc<Source>> {
    let path = site.tree.shown(&site.tree.policies[policy]);
    match read_source(&site.root, &path, &mut Vec::new()) {
        Read::Source(source) => Some(source),
        _ => None,
    }
}

/// The longer blocks of a page that are its own, by their hashes.
fn texts(
    page: &Page<'_>,
    policy: usize,
    mut is_allowed: impl FnMut(usize) -> bool,
) -> Vec<(u64, Text)> {
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
            whole = whole.rotate_left(5) ^ hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        if words.len() < WORDS || is_allowed(block.merged.start) {
            continue;
        }
        let Some(place) = prose.place(block.merged.clone()) else {
            continue;
        };
        // What a tag prints is a fact, which changes everywhere at once.
        let written = place.source.text.get(place.range.clone());
        let written = written.map_or(0, |text| text.split_ascii_whitespace().count());
        if written * 3 < words.len() * 2 {
            continue;
        }
        words.sort_unstable();
        let spot = (policy, place.range.start as u32, place.range.end as u32);
        found.push((
            whole,
            Text {
                words: words.into(),
                smallest,
                places: vec![spot],
                count: 1,
            },
        ));
    }
    found
}

/// The hashes of the words of a text. Letters of ASCII count the same in upper
/// and lower case; all others are letters of words as they are.
fn hashes(text: &str) -> impl Iterator<Item = u64> {
    text.as_bytes()
        .split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let hash = word.iter().fold(SEED, |hash, byte| {
                (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME)
            });
            // The last bytes have not reached all bits yet.
            (hash ^ (hash >> 32)).wrapping_mul(MIX)
        })
}

/// Of FNV-1a, and of the finaliser of MurmurHash3.
const SEED: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0100_0000_01B3;
const MIX: u64 = 0xFF51_AFD7_ED55_8CCD;

/// For each text the first that it is like, or itself.
fn families(texts: &[Text]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..texts.len()).collect();
    let root = |first: &[usize], mut at: usize| {
        while first[at] != at {
            at = first[at];
        }
        at
    };
    for pair in 0..CLASSES / 2 {
        let key = |text: &Text| (text.smallest[2 * pair], text.smallest[2 * pair + 1]);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|at| key(&texts[*at]));
        for (position, at) in order.iter().enumerate() {
            for other in order[..position].iter().rev().take(TRIES) {
                if key(&texts[*other]) != key(&texts[*at]) {
                    break;
                }
                let (a, b) = (root(&first, *other), root(&first, *at));
                if a != b && alike(&texts[*other].words, &texts[*at].words) {
                    first[a.max(b)] = a.min(b);
                }
            }
        }
    }
    (0..texts.len()).map(|at| root(&first, at)).collect()
}

/// Whether two texts share nine words in ten.
fn alike(a: &[u16], b: &[u16]) -> bool {
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
