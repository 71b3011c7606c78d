//! Orders titles as readers of a language expect, with numbers by value.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use super::locale::locale;

/// The order of titles in a language.
pub struct Collation {
    whole: Option<CollatorBorrowed<'static>>,
    letters: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order for the language of a BCP 47 tag.
    pub fn of(tag: &str) -> Self {
        let collator = |strength| {
            let mut preferences = CollatorPreferences::from(&locale(tag));
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new(preferences, options).ok()
        };
        Self {
            whole: collator(Strength::Tertiary),
            letters: collator(Strength::Primary),
        }
    }

    /// Compares two titles. Titles that compare equal in the language are ordered by their bytes.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let order = self.whole.as_ref();
        let order = order.map_or(Ordering::Equal, |order| order.compare(one, other));
        order.then_with(|| one.cmp(other))
    }

    /// Whether two letters are the same, ignoring accents and case.
    pub fn is_same_letter(&self, one: &str, other: &str) -> bool {
        let letters = self.letters.as_ref();
        letters.map_or(one == other, |letters| letters.compare(one, other).is_eq())
    }
}
