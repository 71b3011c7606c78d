//! "Did you mean …?"

/// The candidate closest to `word`, if one is close enough to be a typing
/// error: Damerau–Levenshtein distance of at most a third of the longer word.
pub fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut best = None;
    for candidate in candidates {
        // A later candidate must be closer: they come in a fixed order.
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

/// The distance of two words, if they are close and it is at most `limit`.
fn distance(word: &str, other: &str, limit: usize) -> Option<usize> {
    let (length, other_length) = (word.chars().count(), other.chars().count());
    let limit = limit.min(length.max(other_length).max(3) / 3);
    if length.abs_diff(other_length) > limit {
        return None;
    }
    // A large site has thousands of names that are alike except for a few
    // characters: only these are compared.
    let is_same = |(a, b): &(char, char)| fold(*a) == fold(*b);
    let shortest = length.min(other_length);
    let before = word.chars().zip(other.chars());
    let before = before.take_while(is_same).count();
    let after = word.chars().rev().zip(other.chars().rev());
    let after = after.take(shortest - before).take_while(is_same).count();
    let differing = |word: &str, length: usize| -> Vec<char> {
        let inside = word.chars().skip(before).take(length - before - after);
        inside.map(fold).collect()
    };
    let distance = strsim::generic_damerau_levenshtein(
        &differing(word, length),
        &differing(other, other_length),
    );
    (distance <= limit).then_some(distance)
}

/// The suggestion as a help line.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    suggestion(word, candidates).map(|found| format!("did you mean `{found}`?"))
}

/// `Data-Categories` and `data_categories` are the same typing error.
fn fold(c: char) -> char {
    match c {
        '-' | ' ' => '_',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}
