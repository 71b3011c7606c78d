//! Words that stay on the same line as the number beside them: units and months.

use std::collections::HashSet;

use super::dates::LongDates;
use super::words::Words;
use crate::base::dates;

/// The words of a language that no line break may separate from their number.
#[derive(Debug)]
pub struct Together {
    units: HashSet<String>,
    months: HashSet<String>,
}

/// Units that are the same in all languages, and words for hours.
const UNITS: &[&str] = &[
    "%", "‰", "€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF", "JPY", "kB", "KB", "MB", "GB", "TB",
    "kg", "km", "m", "px", "am", "pm", "a.m.", "p.m.", "UTC", "CET", "Uhr",
];

impl Together {
    pub(super) fn new(words: &Words, dates: &LongDates) -> Self {
        let forms = words.units.values().flat_map(|forms| forms.all());
        let units = forms.flat_map(|form| form.split(' '));
        let units = units.filter(|word| !word.contains('{'));
        Self {
            units: units
                .chain(UNITS.iter().copied())
                .map(str::to_owned)
                .collect(),
            months: (1..=12).filter_map(|month| name(month, dates)).collect(),
        }
    }

    /// Whether a word is a unit.
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Whether a word is a month, as written in dates of the language.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.contains(word)
    }
}

/// The name of a month: the longest word without a digit in a date of the language.
fn name(month: u8, dates: &LongDates) -> Option<String> {
    let date = dates::parse(&format!("2026-{month:02}-15"))?;
    let written = dates.write(date);
    let words = written.split(' ').map(|word| word.trim_end_matches(','));
    let words = words.filter(|word| !word.contains(|c: char| c.is_numeric()));
    words
        .max_by_key(|word| word.chars().count())
        .map(str::to_owned)
}
