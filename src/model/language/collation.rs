//! The order of titles: as readers of a language expect it, with numbers by their value.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use super::locale::locale;

/// Puts titles in order.
pub struct Collation {
    whole: Option<CollatorBorrowed<'static>>,
    letters: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of the language of a BCP 47 tag.
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

    /// Which of two titles comes first. Titles that read the same are in the order of their bytes.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let order = self.whole.as_ref();
        let order = order.map_or(Ordering::Equal, |order| order.compare(one, other));
        order.then_with(|| one.cmp(other))
    }

    /// Whether two letters are the same, except for accents and case.
    pub fn is_same_letter(&self, one: &str, other: &str) -> bool {
        let letters = self.letters.as_ref();
        letters.map_or(one == other, |letters| letters.compare(one, other).is_eq())
    }
}
