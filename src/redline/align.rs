//! Finds which blocks and sections are versions of each other.

use super::keyed::{Keyed, KeyedSection, similarity};
use super::words::{anchors, increasing};

/// The maximum number of sections of the same name that are compared with each
/// section of the other text.
const SAME_NAME: usize = 16;

/// A block of the old and one of the new text, by their positions.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// The minimum similarity of two versions of a block.
const ALIKE: f32 = 0.4;

/// The maximum number of pairs of blocks compared between two identical ones.
const MOST_PAIRS: usize = 100_000;

/// Pairs blocks in order: identical or similar ones together, all others alone. Deletions come
/// before insertions.
pub(super) fn blocks(old: &[Keyed<'_>], new: &[Keyed<'_>]) -> Vec<Pair> {
    let ids = |blocks: &[Keyed<'_>]| blocks.iter().map(|block| block.id).collect::<Vec<_>>();
    let (old_ids, new_ids) = (ids(old), ids(new));
    let both = old_ids.iter().zip(&new_ids);
    let head = both.take_while(|(a, b)| a == b).count();
    let both = old_ids[head..]
        .iter()
        .rev()
        .zip(new_ids[head..].iter().rev());
    let tail = both.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut pairs: Vec<Pair> = (0..head).map(|at| (Some(at), Some(at))).collect();
    let middle = (old_end - head) * (new_end - head);
    let fixed = match middle <= MOST_PAIRS {
        true => Vec::new(),
        false => anchors(&old_ids[head..old_end], &new_ids[head..new_end]),
    };
    let (mut from, mut to) = (head, head);
    for (a, b) in fixed {
        let (a, b) = (head + a, head + b);
        gap(old, new, (from, a), (to, b), &mut pairs);
        pairs.push((Some(a), Some(b)));
        (from, to) = (a + 1, b + 1);
    }
    gap(old, new, (from, old_end), (to, new_end), &mut pairs);
    pairs.extend((0..tail).map(|at| (Some(old_end + at), Some(new_end + at))));
    pairs
}

/// Pairs the blocks between two identical ones, so that as many words as possible match.
fn gap(
    old: &[Keyed<'_>],
    new: &[Keyed<'_>],
    (from, old_end): (usize, usize),
    (to, new_end): (usize, usize),
    pairs: &mut Vec<Pair>,
) {
    let (rows, columns) = (old_end - from, new_end - to);
    let mut matched = Vec::new();
    if rows * columns <= MOST_PAIRS {
        // The best total score of the blocks from each pair on.
        let width = columns + 1;
        let mut best = vec![0.0_f32; (rows + 1) * width];
        let mut worths = vec![0.0_f32; rows * columns];
        for a in (0..rows).rev() {
            for b in (0..columns).rev() {
                let worth = worth(&old[from + a], &new[to + b]);
                worths[a * columns + b] = worth;
                let paired = match worth > 0.0 {
                    true => worth + best[(a + 1) * width + b + 1],
                    false => 0.0,
                };
                let apart = best[(a + 1) * width + b].max(best[a * width + b + 1]);
                best[a * width + b] = paired.max(apart);
            }
        }
        let (mut a, mut b) = (0, 0);
        while a < rows && b < columns {
            let here = best[a * width + b];
            let worth = worths[a * columns + b];
            if worth > 0.0 && here == worth + best[(a + 1) * width + b + 1] {
                matched.push((from + a, to + b));
                (a, b) = (a + 1, b + 1);
            } else if here == best[(a + 1) * width + b] {
                a += 1;
            } else {
                b += 1;
            }
        }
    }
    let (mut at, mut beside) = (from, to);
    for (a, b) in matched.into_iter().chain([(old_end, new_end)]) {
        pairs.extend((at..a).map(|at| (Some(at), None)));
        pairs.extend((beside..b).map(|beside| (None, Some(beside))));
        if a < old_end || b < new_end {
            pairs.push((Some(a), Some(b)));
        }
        (at, beside) = (a + 1, b + 1);
    }
}

/// The score for showing two blocks as versions of each other; 0 if they are not.
fn worth(old: &Keyed<'_>, new: &Keyed<'_>) -> f32 {
    if old.block.kind.family() != new.block.kind.family() {
        return 0.0;
    }
    let size = (old.words.max(new.words) + 1) as f32;
    if old.id == new.id {
        return 2.0 * size.sqrt();
    }
    // Blocks of very different lengths can't be alike.
    let (less, more) = (
        old.bag.len().min(new.bag.len()),
        old.bag.len().max(new.bag.len()),
    );
    let alike = match row_key(old, new) {
        Some(alike) => alike,
        None if 2.0 * less as f32 / ((less + more).max(1) as f32) < ALIKE => 0.0,
        None => similarity(&old.bag, &new.bag),
    };
    match alike >= ALIKE {
        true => alike * size.sqrt(),
        false => 0.0,
    }
}

/// The similarity of rows with the same first cell: they are the same entry, whatever the other
/// cells contain.
fn row_key(old: &Keyed<'_>, new: &Keyed<'_>) -> Option<f32> {
    let is_row = matches!(old.block.kind, super::text::Kind::Row { .. });
    let (first, other) = (old.children.first()?, new.children.first()?);
    (is_row && first.words > 0 && first.id == other.id).then_some(1.0)
}

/// Returns the name of a section.
type Name<'n> = dyn Fn(&KeyedSection<'_>) -> Option<String> + 'n;

/// Whether two sections with the same name are the same section.
type Fits<'n> = dyn Fn(usize, usize) -> bool + 'n;

/// Pairs sections that are versions of each other, in any order: by ID, by heading, then by text.
pub(super) fn sections(old: &[KeyedSection<'_>], new: &[KeyedSection<'_>]) -> Vec<(usize, usize)> {
    let mut matched: Vec<(usize, usize)> = Vec::new();
    let mut old_free: Vec<bool> = vec![true; old.len()];
    let mut new_free: Vec<bool> = vec![true; new.len()];
    // The text before the first heading.
    if !old.is_empty() && !new.is_empty() {
        matched.push((0, 0));
        (old_free[0], new_free[0]) = (false, false);
    }
    let mut take = |pairs: Vec<(usize, usize)>, old_free: &mut [bool], new_free: &mut [bool]| {
        for (a, b) in pairs {
            if old_free[a] && new_free[b] {
                (old_free[a], new_free[b]) = (false, false);
                matched.push((a, b));
            }
        }
    };
    let by = |names: &Name<'_>, fits: &Fits<'_>, old_free: &[bool], new_free: &[bool]| {
        let mut places: std::collections::HashMap<String, Vec<usize>> = Default::default();
        for (at, section) in new.iter().enumerate().filter(|(at, _)| new_free[*at]) {
            if let Some(name) = names(section) {
                places.entry(name).or_default().push(at);
            }
        }
        let mut pairs = Vec::new();
        for (at, section) in old.iter().enumerate().filter(|(at, _)| old_free[*at]) {
            let Some(found) = names(section).and_then(|name| places.get_mut(&name)) else {
                continue;
            };
            let mut first = found.iter().take(SAME_NAME);
            if let Some(first) = first.position(|beside| fits(at, *beside)) {
                pairs.push((at, found.remove(first)));
            }
        }
        pairs
    };
    let title = |section: &KeyedSection<'_>| {
        let heading = section.section.heading.as_ref()?;
        Some(plain_title(&heading.title)).filter(|title| !title.is_empty())
    };
    let id = |section: &KeyedSection<'_>| Some(section.section.heading.as_ref()?.id.clone());
    let alike = |a: usize, b: usize| similarity(&old[a].bag, &new[b].bag);
    let titles_are_same = |a: usize, b: usize| title(&old[a]) == title(&new[b]);
    // By ID and heading, by the whole text, by ID and similar text, by heading and similar text,
    // then by heading alone. Below: by similar text, then by ID unless the texts differ too much.
    let steps: [(&Name<'_>, &Fits<'_>); 5] = [
        (&id, &|a, b| {
            titles_are_same(a, b) && (old[a].words == 0 || alike(a, b) > 0.2)
        }),
        (
            &|section| (section.words >= 4).then(|| section.id.to_string()),
            &|_, _| true,
        ),
        (&id, &|a, b| alike(a, b) >= ALIKE),
        (&title, &|a, b| alike(a, b) > 0.2),
        (&title, &|_, _| true),
    ];
    for (names, fits) in steps {
        let pairs = by(names, fits, &old_free, &new_free);
        take(pairs, &mut old_free, &mut new_free);
    }
    take(
        by_text(old, new, &old_free, &new_free),
        &mut old_free,
        &mut new_free,
    );
    let pairs = by(
        &id,
        &|a, b| old[a].words == 0 || new[b].words == 0 || alike(a, b) > 0.1,
        &old_free,
        &new_free,
    );
    take(pairs, &mut old_free, &mut new_free);
    matched.sort_unstable();
    matched
}

/// Pairs the most similar remaining sections, the best first.
fn by_text(
    old: &[KeyedSection<'_>],
    new: &[KeyedSection<'_>],
    old_free: &[bool],
    new_free: &[bool],
) -> Vec<(usize, usize)> {
    let free = |free: &[bool]| (0..free.len()).filter(|at| free[*at]).collect::<Vec<_>>();
    let (old_free, new_free) = (free(old_free), free(new_free));
    if old_free.len() * new_free.len() > MOST_PAIRS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for a in &old_free {
        for b in &new_free {
            let (one, other) = (&old[*a], &new[*b]);
            let texts = similarity(&one.bag, &other.bag);
            // One or two sentences may be alike by chance, unless their headings are also alike.
            let alike = match one.words.min(other.words) < 8 {
                true if texts > 0.2 => headings_alike(one, other),
                true => 0.0,
                false => texts,
            };
            if alike >= 0.5 {
                found.push((alike, *a, *b));
            }
        }
    }
    found.sort_by(|one, other| {
        let by_worth = other.0.total_cmp(&one.0);
        by_worth.then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    found.into_iter().map(|(_, a, b)| (a, b)).collect()
}

fn headings_alike(one: &KeyedSection<'_>, other: &KeyedSection<'_>) -> f32 {
    match (&one.heading, &other.heading) {
        (Some(one), Some(other)) => similarity(&one.bag, &other.bag),
        _ => 0.0,
    }
}

/// A heading in lower case, without a number typed before it.
fn plain_title(title: &str) -> String {
    let is_number = |word: &str| {
        let inside = word.trim_end_matches(['.', ')', ':']);
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        inside.len() < word.len() && inside.split('.').all(is_part)
            || inside.contains('.') && inside.split('.').all(is_part)
    };
    let rest = match title.trim().split_once(char::is_whitespace) {
        Some((first, rest)) if is_number(first) => rest,
        _ => title,
    };
    let words: Vec<String> = rest.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Which of the matched sections keep their place; the others moved. As many words as possible keep
/// their place.
pub(super) fn staying(matched: &[(usize, usize)], new: &[KeyedSection<'_>]) -> Vec<bool> {
    const MOST: usize = 1000;
    let mut stays = vec![false; matched.len()];
    if matched.len() > MOST {
        let run = increasing(matched);
        for (at, pair) in matched.iter().enumerate() {
            stays[at] = run.binary_search(pair).is_ok();
        }
        return stays;
    }
    // The heaviest run that ends with each pair.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(matched.len());
    for (at, (_, beside)) in matched.iter().enumerate() {
        let weight = new[*beside].words + 1;
        let before = (0..at).filter(|before| matched[*before].1 < *beside);
        let before = before.max_by_key(|before| best[*before].0);
        let sum = before.map_or(0, |before| best[before].0);
        best.push((sum + weight, before));
    }
    let mut next = (0..matched.len()).max_by_key(|at| best[*at].0);
    while let Some(at) = next {
        stays[at] = true;
        next = best[at].1;
    }
    stays
}
