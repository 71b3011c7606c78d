//! Ids of sections from their headings.

/// Gives each heading an id that no other has. The form is the one that code
/// hosts use for Markdown headings, so that links written for them work here.
#[derive(Debug, Default)]
pub(super) struct Slugger {
    // A page has few sections, so looking through them beats hashing.
    used: Vec<String>,
}

impl Slugger {
    /// Takes an id that is given. Says whether it was free.
    pub(super) fn reserve(&mut self, id: &str) -> bool {
        let free = !self.is_used(id);
        if free {
            self.used.push(id.to_owned());
        }
        free
    }

    /// An id for a heading without one.
    pub(super) fn slug(&mut self, title: &str) -> String {
        let base = slug(title);
        let mut id = base.clone();
        let mut count = 0;
        while self.is_used(&id) {
            count += 1;
            id = format!("{base}-{count}");
        }
        self.used.push(id.clone());
        id
    }

    fn is_used(&self, id: &str) -> bool {
        self.used.iter().any(|used| used == id)
    }
}

/// Lower case, spaces as `-`, punctuation left out; letters of all scripts stay.
fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.trim().chars() {
        match c {
            ' ' | '\t' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            // Accents that stand as characters of their own.
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

/// An anchor without all that slug rules differ in: case, punctuation and a
/// number in front.
pub fn loose(anchor: &str) -> String {
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
