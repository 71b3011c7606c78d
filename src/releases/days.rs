//! The text of a release on later days: everything that depends on the day was evaluated when the
//! text was frozen.

use std::borrow::Cow;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::base::dates::Date;

/// The text from a day on, until the next change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// The first day.
    pub on: Date,
    /// The changes from the text on the release date to that of this day.
    pub changes: Vec<Change>,
    /// The digest of the content of the page from this day on, in the form stated by the release.
    pub content: Option<String>,
}

/// A replacement of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The first replaced line of the text on the release date, counted from 0.
    pub line: usize,
    /// The number of lines removed.
    pub lines: usize,
    /// The lines that replace them, without line ends.
    pub text: Vec<String>,
}

/// The changes that turn `before` into `after`.
pub(super) fn between(before: &str, after: &str) -> Vec<Change> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let made = capture_diff_slices(Algorithm::Myers, &old, &new);
    let made = made.into_iter().filter_map(|op| {
        let (old, range) = match op {
            DiffOp::Equal { .. } => return None,
            DiffOp::Delete {
                old_index, old_len, ..
            } => (old_index..old_index + old_len, 0..0),
            DiffOp::Insert {
                old_index,
                new_index,
                new_len,
            } => (old_index..old_index, new_index..new_index + new_len),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => (
                old_index..old_index + old_len,
                new_index..new_index + new_len,
            ),
        };
        Some(Change {
            line: old.start,
            lines: old.len(),
            text: new[range].iter().map(|&line| line.to_owned()).collect(),
        })
    });
    made.collect()
}

/// The text on a day, from the text on the release date and its later changes.
pub(super) fn on<'t>(text: &'t str, later: &[Later], day: Date) -> Cow<'t, str> {
    let come = later.iter().filter(|later| later.on <= day);
    let Some(last) = come.max_by_key(|later| later.on) else {
        return text.into();
    };
    if last.changes.is_empty() {
        return text.into();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut made: Vec<&str> = Vec::with_capacity(lines.len());
    let mut at = 0;
    for change in &last.changes {
        let line = change.line.clamp(at, lines.len());
        made.extend(&lines[at..line]);
        made.extend(change.text.iter().map(String::as_str));
        at = (line + change.lines).min(lines.len());
    }
    made.extend(&lines[at..]);
    let mut made = made.join("\n");
    made.push('\n');
    made.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Later, between, on};

    proptest! {
        #[test]
        fn changes_make_the_later_text(
            before in "([ab]{0,2}\n){1,8}",
            middle in "([ab]{0,2}\n){1,8}",
            after in "([ab]{0,2}\n){1,8}",
        ) {
            let day = |day: &str| day.parse().unwrap();
            let later = |on: &str, text: &str| Later {
                on: day(on),
                changes: between(&before, text),
            content: None,
            };
            let later = [later("2026-07-01", &middle), later("2026-08-01", &after)];
            prop_assert_eq!(on(&before, &later, day("2026-06-30")), before.as_str());
            prop_assert_eq!(on(&before, &later, day("2026-07-31")), middle);
            prop_assert_eq!(on(&before, &later, day("2027-01-01")), after);
        }
    }
}
