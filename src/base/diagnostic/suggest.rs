//! "Did you mean …?" suggestions.

/// The candidate closest to `word`, if it is close enough for `word` to be a typo: the
/// Damerau–Levenshtein distance is at most a third of the longer word's length.
pub fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut best = None;
    for candidate in candidates {
        // Candidates come in a fixed order, so on a tie the first one wins.
        let limit = match best {
            None => usize::MAX,
            Some((0, _)) => break,
            Some((distance, _)) => distance - 1,
        };
        if let Some(distance) = distance(word, candidate, limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The distance between two words, if it is at most `limit`.
fn distance(word: &str, other: &str, limit: usize) -> Option<usize> {
    if word.is_ascii() && other.is_ascii() {
        let (word, other) = (word.as_bytes(), other.as_bytes());
        return distance_of(word, other, |byte| fold(char::from(byte)), limit);
    }
    let chars = |word: &str| word.chars().collect::<Vec<_>>();
    distance_of(&chars(word), &chars(other), fold, limit)
}

fn distance_of<T: Copy>(
    word: &[T],
    other: &[T],
    fold: impl Fn(T) -> char,
    limit: usize,
) -> Option<usize> {
    let limit = limit.min(word.len().max(other.len()).max(3) / 3);
    if word.len().abs_diff(other.len()) > limit {
        return None;
    }
    // A large site has thousands of names that differ only in a few characters, so only those are
    // compared.
    let is_same = |(a, b): &(&T, &T)| fold(**a) == fold(**b);
    let before = word.iter().zip(other).take_while(is_same).count();
    let (word, other) = (&word[before..], &other[before..]);
    let after = word.iter().rev().zip(other.iter().rev());
    let after = after.take_while(is_same).count();
    let differing = |word: &[T]| -> Vec<char> {
        let word = &word[..word.len() - after];
        word.iter().map(|c| fold(*c)).collect()
    };
    let distance = match (word.len() - after, other.len() - after) {
        (0, length) | (length, 0) => length,
        (1, 1) => 1,
        _ => {
            let (word, other) = (differing(word), differing(other));
            // Each edit accounts for at most one missing character.
            let missing = |a: &[char], b: &[char]| a.iter().filter(|c| !b.contains(c)).count();
            if missing(&word, &other).max(missing(&other, &word)) > limit {
                return None;
            }
            strsim::generic_damerau_levenshtein(&word, &other)
        }
    };
    (distance <= limit).then_some(distance)
}

/// The suggestion as a help line.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    suggestion(word, candidates).map(|found| format!("did you mean `{found}`?"))
}

/// Folds case and separators, so that `Data-Categories` is the same as `data_categories`.
fn fold(c: char) -> char {
    match c {
        '-' | ' ' => '_',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}
