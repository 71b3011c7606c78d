//! The words of two versions of a block.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A part of the words of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op {
    /// Words of the old text and the same words of the new one.
    Same(Range<usize>, Range<usize>),
    Deleted(Range<usize>),
    Inserted(Range<usize>),
}

/// Pieces with more words than this are not compared word by word, because the cost grows with the
/// square of their number. A time limit would produce different results on different machines.
const MOST_WORDS: usize = 2000;

/// If less than one word in this many is shared, the text was replaced, not edited.
const REPLACED: usize = 5;

/// The role of a piece of the old text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Word,
    /// Punctuation that ends a sentence or a part of one.
    End,
    Other,
}

/// The operations that turn `old` into `new`. `role` returns the role of an old
/// piece.
pub(super) fn compare(old: &[u32], new: &[u32], role: &dyn Fn(usize) -> Role) -> Vec<Op> {
    let is_word = &|at: usize| role(at) == Role::Word;
    let mut same = Vec::new();
    matches(old, new, 0, 0, &mut same, 0);
    // Runs of words that both texts contain, in order.
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (a, b, length) in same {
        match runs.last_mut() {
            Some((from, to, run)) if *from + *run == a && *to + *run == b => *run += length,
            _ => runs.push((a, b, length)),
        }
    }
    slide(old, new, &mut runs, role);
    let runs = without_islands(runs, old.len(), new.len(), is_word);
    let kept: usize = runs
        .iter()
        .flat_map(|(a, _, length)| *a..a + length)
        .filter(|at| is_word(*at))
        .count();
    let words = (0..old.len()).filter(|at| is_word(*at)).count();
    let runs = match kept * REPLACED < words.min(new.len()) {
        true => Vec::new(),
        false => runs,
    };
    ops(&runs, old.len(), new.len())
}

/// Runs of common words as operations, with the differences between them.
fn ops(runs: &[(usize, usize, usize)], old: usize, new: usize) -> Vec<Op> {
    let mut ops = Vec::new();
    let (mut at, mut beside) = (0, 0);
    for (a, b, length) in runs.iter().copied().chain([(old, new, 0)]) {
        if at < a {
            ops.push(Op::Deleted(at..a));
        }
        if beside < b {
            ops.push(Op::Inserted(beside..b));
        }
        if length > 0 {
            ops.push(Op::Same(a..a + length, b..b + length));
        }
        (at, beside) = (a + length, b + length);
    }
    ops
}

/// Finds common runs in both, in order, as positions and lengths.
fn matches(
    old: &[u32],
    new: &[u32],
    at: usize,
    beside: usize,
    found: &mut Vec<(usize, usize, usize)>,
    depth: usize,
) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    if head > 0 {
        found.push((at, beside, head));
    }
    let (old, new) = (&old[head..], &new[head..]);
    let (at, beside) = (at + head, beside + head);
    let both = old.iter().rev().zip(new.iter().rev());
    let tail = both.take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    if old.is_empty() || new.is_empty() {
    } else if old.len() + new.len() <= MOST_WORDS {
        for op in capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                found.push((at + old_index, beside + new_index, len));
            }
        }
    } else if depth < 4 {
        // Words that occur once in both divide a long text.
        let (mut from, mut to) = (0, 0);
        for (a, b) in anchors(old, new) {
            matches(
                &old[from..a],
                &new[to..b],
                at + from,
                beside + to,
                found,
                depth + 1,
            );
            found.push((at + a, beside + b, 1));
            (from, to) = (a + 1, b + 1);
        }
        if from > 0 {
            let (old, new) = (&old[from..], &new[to..]);
            matches(old, new, at + from, beside + to, found, depth + 1);
        }
    }
    if tail > 0 {
        found.push((at + old.len(), beside + new.len(), tail));
    }
}

/// The positions of items that both sequences contain exactly once, in the order of both.
pub(super) fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let mut places: HashMap<u32, (usize, usize, usize, usize)> = HashMap::new();
    for (at, key) in old.iter().enumerate() {
        let place = places.entry(*key).or_default();
        (place.0, place.1) = (place.0 + 1, at);
    }
    for (at, key) in new.iter().enumerate() {
        if let Some(place) = places.get_mut(key) {
            (place.2, place.3) = (place.2 + 1, at);
        }
    }
    let once = old.iter().enumerate().filter_map(|(at, key)| {
        let (olds, _, news, beside) = places.get(key)?;
        (*olds == 1 && *news == 1).then_some((at, *beside))
    });
    increasing(&once.collect::<Vec<_>>())
}

/// The longest subsequence of pairs, sorted by the first item, in which the second also increases.
pub(super) fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best run of each length, and the predecessor of each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = before[at];
    }
    run.reverse();
    run
}

/// Moves an insertion or deletion that could be in several places to the start of a sentence: `We
/// keep A. [We keep C.] We keep B.` reads better than `We keep A. We [keep C. We] keep B.`
fn slide(
    old: &[u32],
    new: &[u32],
    runs: &mut Vec<(usize, usize, usize)>,
    role: &dyn Fn(usize) -> Role,
) {
    for at in 0..runs.len().saturating_sub(1) {
        let (before_a, before_b, before) = runs[at];
        let (a, b, length) = runs[at + 1];
        let (end_a, end_b) = (before_a + before, before_b + before);
        let repeats = |steps: usize| {
            if end_a == a {
                new[end_b - 1 - steps] == new[b - 1 - steps]
            } else {
                end_b == b && old[end_a - 1 - steps] == old[a - 1 - steps]
            }
        };
        let begins = |steps: usize| {
            let first = end_a - steps;
            first == 0 || role(first - 1) == Role::End
        };
        let mut steps = 0;
        while !begins(steps) && steps < before && repeats(steps) {
            steps += 1;
        }
        if steps > 0 && begins(steps) {
            runs[at].2 -= steps;
            runs[at + 1] = (a - steps, b - steps, length + steps);
        }
    }
    runs.retain(|(_, _, length)| *length > 0);
}

/// Drops isolated common words between changes: a `the` or a comma that two sentences happen to
/// share makes neither of them easier to read.
fn without_islands(
    mut runs: Vec<(usize, usize, usize)>,
    old: usize,
    new: usize,
    is_word: &dyn Fn(usize) -> bool,
) -> Vec<(usize, usize, usize)> {
    let mut from = 0;
    loop {
        let changed = |at: usize, runs: &[(usize, usize, usize)]| {
            let (from, to) = match at.checked_sub(1).map(|before| runs[before]) {
                Some((a, b, length)) => (a + length, b + length),
                None => (0, 0),
            };
            let (a, b, _) = runs.get(at).copied().unwrap_or((old, new, 0));
            (a - from, b - to)
        };
        let is_island = |at: usize| {
            let (a, _, length) = runs[at];
            let (before, after) = (changed(at, &runs), changed(at + 1, &runs));
            let size = |(deleted, inserted): (usize, usize)| deleted.max(inserted);
            let words = (a..a + length).filter(|at| is_word(*at)).count();
            let weight = 2 * words + (length - words);
            size(before) > 0 && size(after) > 0 && weight <= size(before).min(size(after))
        };
        let Some(at) = (from..runs.len()).find(|at| is_island(*at)) else {
            return runs;
        };
        runs.remove(at);
        from = at.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operations on two texts of one-letter words, as `[-old-]{+new+}`.
    fn shown(old: &str, new: &str) -> String {
        let keys = |text: &str| text.chars().map(u32::from).collect::<Vec<_>>();
        let letters = |text: &str, range: Range<usize>| -> String {
            text.chars().skip(range.start).take(range.len()).collect()
        };
        let role = |at: usize| match text_at(old, at) {
            '.' => Role::End,
            _ => Role::Word,
        };
        let ops = compare(&keys(old), &keys(new), &role);
        ops.into_iter()
            .map(|op| match op {
                Op::Same(old_range, _) => letters(old, old_range),
                Op::Deleted(range) => format!("[-{}-]", letters(old, range)),
                Op::Inserted(range) => format!("{{+{}+}}", letters(new, range)),
            })
            .collect()
    }

    fn text_at(text: &str, at: usize) -> char {
        text.chars().nth(at).unwrap()
    }

    #[test]
    fn whole_sentences_are_inserted() {
        assert_eq!(shown("wka.wkb.", "wka.wkc.wkb."), "wka.{+wkc.+}wkb.");
        assert_eq!(shown("wka.wkc.wkb.", "wka.wkb."), "wka.[-wkc.-]wkb.");
        assert_eq!(shown("wka.", "wkb.wka."), "{+wkb.+}wka.");
    }

    #[test]
    fn words_are_deleted_and_inserted() {
        assert_eq!(shown("abcd", "abcd"), "abcd");
        assert_eq!(shown("abcd", "abxd"), "ab[-c-]{+x+}d");
        assert_eq!(shown("abcd", "abcde"), "abcd{+e+}");
        assert_eq!(shown("", "ab"), "{+ab+}");
        // Words shared by chance are part of the change.
        assert_eq!(shown("abcxyzd", "abc123d"), "abc[-xyz-]{+123+}d");
        assert_eq!(
            shown("abcdefghijklmn", "abvwefxyijklmn"),
            "ab[-cd-]{+vw+}ef[-gh-]{+xy+}ijklmn"
        );
        assert_eq!(
            shown("abcdefghijklmn", "abvwexyzijklmn"),
            "ab[-cdefgh-]{+vwexyz+}ijklmn"
        );
        assert_eq!(shown("abcdefgh", "zyxwvuat"), "[-abcdefgh-]{+zyxwvuat+}");
    }

    #[test]
    fn a_long_text_is_divided() {
        let old: Vec<u32> = (0..20_000).collect();
        let mut new = old.clone();
        new[7000] = 99_999;
        new.insert(12_000, 99_998);
        new.reverse();
        let ops = compare(&old, &new, &|_| Role::Word);
        assert!(!ops.is_empty());
        new.reverse();
        let ops = compare(&old, &new, &|_| Role::Word);
        assert_eq!(
            ops,
            [
                Op::Same(0..7000, 0..7000),
                Op::Deleted(7000..7001),
                Op::Inserted(7000..7001),
                Op::Same(7001..12_000, 7001..12_000),
                Op::Inserted(12_000..12_001),
                Op::Same(12_000..20_000, 12_001..20_001),
            ]
        );
    }
}
