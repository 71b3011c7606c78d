//! Section IDs, generated from headings.

use std::collections::BTreeMap;

/// Assigns a unique ID to each heading. IDs have the form that code hosts use
/// for Markdown headings, so that links written for them work here.
#[derive(Debug, Default)]
pub(super) struct Slugger {
    /// The IDs in use, each with the number to try first for its next repeat,
    /// so that even a text that consists only of headings takes linear time.
    used: BTreeMap<String, usize>,
}

impl Slugger {
    /// Reserves an explicit ID. Returns whether it was free.
    pub(super) fn reserve(&mut self, id: &str) -> bool {
        let free = !self.used.contains_key(id);
        if free {
            self.used.insert(id.to_owned(), 1);
        }
        free
    }

    /// Generates an ID for a heading without one.
    pub(super) fn slug(&mut self, title: &str) -> String {
        let base = slug(title);
        let Some(next) = self.used.get(&base) else {
            self.used.insert(base.clone(), 1);
            return base;
        };
        let mut count = *next;
        let id = loop {
            let id = format!("{base}-{count}");
            count += 1;
            if !self.used.contains_key(&id) {
                break id;
            }
        };
        self.used.insert(base, count);
        self.used.insert(id.clone(), 1);
        id
    }
}

/// Converts a title to lower case, replaces spaces with `-` and removes
/// punctuation. Letters of all scripts are kept.
fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.trim().chars() {
        match c {
            ' ' | '\t' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            // Accents that are separate characters.
            '\u{300}'..='\u{36F}' => slug.push(c),
            _ => {}
        }
    }
    if slug.is_empty() {
        "section".to_owned()
    } else {
        slug
    }
}

/// An anchor without anything that varies between slug rules: case, punctuation
/// and a leading number.
pub(crate) fn loose(anchor: &str) -> String {
    let letters: String = anchor
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let trimmed = letters.trim_start_matches(|c: char| c.is_ascii_digit());
    if trimmed.is_empty() {
        letters
    } else {
        trimmed.to_owned()
    }
}
