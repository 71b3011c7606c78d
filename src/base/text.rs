//! The English of messages: lists, sentences and I/O errors.

/// Names in a message: `a`, `b` and `c`, each in backquotes.
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    join_and(&words)
}

/// Joins items as messages do: `a`, `a and b`, `a, b and c`.
pub fn join_and<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// A number of things in a message: `1 error`, `3 errors`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A sentence as part of another: its first letter in lower case, unless more
/// capitals follow, as in `HTML`.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// An I/O error without the operating system's error number.
pub fn io_error(error: &std::io::Error) -> String {
    let text = error.to_string();
    lower_first(text.split(" (os error").next().unwrap_or_default())
}
