//! Periods of time in prose, in English, German, French and Spanish.

use std::sync::LazyLock;

use super::durations::{PART_OF_NUMBER, StatedDuration};
use super::numerals;
use super::words::Lazy;
use crate::base::duration::Duration;
use crate::rules::Pattern;

static PERIOD: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?<one>(?:for|after|within) (?:an?|one) (?:full |whole |entire )?(?:month|year)|a (?:full|whole|entire) (?:month|year))\b|(?<half>half a year|halbe[ns] jahr|medio año)|(?<count>\d{1,4}|[\p{L}-]{2,24})(?:[\s\x{A0}]\(\d{1,4}\))?[\s\x{A0}-](?:calendar |full |further |more |another |weiteren? |volle |ganze )?(?<business>business |working )?(?:(?<minute>minute[ns]?|minutos?)|(?<hour>hours?|stunden?|heures?|horas?)|(?<day>days?|tage?n?|jours?|días?)|(?<workday>(?:werk|arbeits)tage?n?)|(?<week>weeks?|wochen?|semaines?|semanas?)|(?<month>months?|monate?n?|mois|mes(?:es)?)|(?<year>years?|jahre?n?|ans?|années?|años?))\b(?<workdays> (?:ouvrés|ouvrables|hábiles|laborables))?)",
    )
});

/// The periods in a text, except those that are part of a range or of a larger
/// number.
pub(super) fn periods_in(text: &str) -> impl Iterator<Item = StatedDuration> {
    PERIOD.find_groups(text).filter_map(|found| {
        let whole = found.get(0)?;
        if found.name("half").is_some() {
            let duration = Duration {
                months: 6,
                ..Duration::default()
            };
            let range = whole.range();
            return Some(StatedDuration { range, duration });
        }
        if found.name("one").is_some() {
            let is_year = whole.as_str().ends_with("year");
            let duration = Duration {
                years: u32::from(is_year),
                months: u32::from(!is_year),
                ..Duration::default()
            };
            let range = whole.range();
            return Some(StatedDuration { range, duration });
        }
        let count = found.name("count")?.as_str();
        let count = match count.parse() {
            Ok(count) => count,
            Err(_) => numerals::value(count)?,
        };
        let before = &text[..whole.start()];
        if before.ends_with(PART_OF_NUMBER) {
            return None;
        }
        let mut duration = Duration::default();
        let is = |name: &str| found.name(name).is_some();
        let unit = if is("workday") || is("workdays") || is("business") {
            &mut duration.business_days
        } else if is("minute") {
            &mut duration.minutes
        } else if is("hour") {
            &mut duration.hours
        } else if is("day") {
            &mut duration.days
        } else if is("week") {
            &mut duration.weeks
        } else if is("month") {
            &mut duration.months
        } else {
            &mut duration.years
        };
        *unit = count;
        Some(StatedDuration {
            range: whole.range(),
            duration,
        })
    })
}

/// The period of a text that has exactly one.
pub(super) fn only_period(text: &str) -> Option<StatedDuration> {
    let mut periods = periods_in(text);
    let first = periods.next()?;
    periods.next().is_none().then_some(first)
}
