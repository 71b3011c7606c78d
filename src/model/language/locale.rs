//! Chooses the Unicode CLDR data for a language.

use icu_locale_core::{Locale, locale, subtags::region};

use super::dates::LongDates;

/// English as most of the world writes it: `23 May 2026`, `a, b and c`.
const ENGLISH: Locale = locale!("en-GB");

/// The CLDR locale for a BCP 47 tag. English without a region is British English; languages without
/// data fall back to English.
pub(super) fn locale(tag: &str) -> Locale {
    let mut locale: Locale = tag.parse().unwrap_or(Locale::UNKNOWN);
    if is_english(&locale) && locale.id.region.is_none() {
        locale.id.region = Some(region!("GB"));
    }
    match LongDates::are_known(&locale) {
        true => locale,
        false => ENGLISH,
    }
}

/// The locale for lists. All English pages use the same words, so pages in `en-US` have no comma
/// before `and` either.
pub(super) fn for_lists(locale: Locale) -> Locale {
    match is_english(&locale) {
        true => ENGLISH,
        false => locale,
    }
}

/// Whether a locale is English, regardless of its region.
pub(super) fn is_english(locale: &Locale) -> bool {
    locale.id.language == ENGLISH.id.language
}
