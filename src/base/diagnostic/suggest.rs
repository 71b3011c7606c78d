//! "Did you mean …?"

/// The candidate closest to `word`, if one is close enough to be a slip of the
/// hand: Damerau–Levenshtein distance of at most a third of the longer word.
pub fn suggestion<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = fold(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = fold(candidate);
            let distance = strsim::damerau_levenshtein(&folded, &other);
            let longest = folded.chars().count().max(other.chars().count());
            (distance * 3 <= longest.max(3)).then_some((distance, candidate))
        })
        // `min_by_key` keeps the first of equals: candidates come in a fixed order.
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The suggestion as a help line.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    suggestion(word, candidates).map(|found| format!("did you mean `{found}`?"))
}

/// `Data-Categories` and `data_categories` are the same slip.
fn fold(word: &str) -> String {
    word.to_lowercase().replace(['-', ' '], "_")
}
