//! Counts and durations in words: `90 days`, `1 year and 6 months`.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::lists::Lists;
use super::{Language, fill};
use crate::base::duration::Duration;

/// The plural rules for counted nouns: those of the page's language, or of
/// English if there is no interface text in that language.
#[derive(Debug)]
pub(super) struct Counts {
    /// `None` if the tag is not that of a language. All numbers then use the last form.
    plural: Option<PluralRules>,
    lists: Lists,
}

impl Counts {
    /// The plural rules for the language of a BCP 47 tag.
    pub(super) fn new(tag: &str, lists: Lists) -> Self {
        let locale: Locale = tag.parse().unwrap_or(Locale::UNKNOWN);
        Self {
            plural: PluralRules::try_new_cardinal((&locale).into()).ok(),
            lists,
        }
    }

    /// The plural category of a number, by its index in [`super::words::CATEGORIES`].
    fn category(&self, count: usize) -> usize {
        let rules = self.plural.as_ref();
        match rules.map_or(PluralCategory::Other, |rules| rules.category_for(count)) {
            PluralCategory::Zero => 0,
            PluralCategory::One => 1,
            PluralCategory::Two => 2,
            PluralCategory::Few => 3,
            PluralCategory::Many => 4,
            PluralCategory::Other => 5,
        }
    }
}

impl Language {
    /// A number with its unit in words. `unit` is a key of `units`.
    pub fn count(&self, count: usize, unit: &str) -> String {
        let forms = self.words.units.get(unit);
        let form = forms.map_or("{count}", |forms| forms.of(self.counts.category(count)));
        fill(form, &[("count", &count.to_string())])
    }

    /// A duration in words: `1 year and 6 months`.
    pub fn duration(&self, duration: &Duration) -> String {
        let units = [
            (duration.years, "year"),
            (duration.months, "month"),
            (duration.weeks, "week"),
            (duration.days, "day"),
            (duration.hours, "hour"),
            (duration.minutes, "minute"),
            (duration.seconds, "second"),
            (duration.business_days, "business_day"),
        ];
        let parts: Vec<String> = units
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| self.count(count as usize, unit))
            .collect();
        match parts.is_empty() {
            true => self.count(0, "day"),
            false => self.counts.lists.join(&parts),
        }
    }

    /// The time that it takes to read a text: "5 minutes to read (1100 words)".
    pub fn reading_time(&self, minutes: usize, words: usize) -> String {
        let (minutes, words) = (self.count(minutes, "minute"), self.count(words, "word"));
        let text = &self.words.page.reading_time;
        fill(text, &[("minutes", &minutes), ("words", &words)])
    }
}
