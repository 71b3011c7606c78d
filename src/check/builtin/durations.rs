//! Durations stated in the prose.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::numerals;
use super::words::Lazy;
use crate::base::duration::Duration;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::{Kind, Prose};
use crate::rules::Pattern;

/// Characters right before a number that is part of a larger number or of a range.
pub(super) const PART_OF_NUMBER: &[char] = &['.', ',', '–', '-', '−', '/', '~', '>', '<', '±'];

/// A duration in the prose.
#[derive(Debug, Clone)]
pub(crate) struct StatedDuration {
    /// Its range in the text.
    pub(crate) range: Range<usize>,
    pub(crate) duration: Duration,
}

impl StatedDuration {
    /// Shifts the range by `from` bytes, so that it applies to the enclosing text.
    pub(super) fn moved(self, from: usize) -> Self {
        let range = from + self.range.start..from + self.range.end;
        Self { range, ..self }
    }
}

static DURATION: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?<digits>\d{1,4})|(?<word>one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|twenty-four|thirty|forty-five|forty-eight|sixty|seventy-two|ninety))(?:\s\(\d+\))?[\s-](?:calendar |full |consecutive )?(?<business>business |working )?(?<unit>minute|hour|day|week|month|year)s?\b",
    )
});

impl Page<'_> {
    /// The durations in the prose, except those that are part of a range or of
    /// a larger number.
    pub(super) fn durations(&self) -> &[StatedDuration] {
        self.durations.get_or_init(|| read(&self.prose))
    }
}

fn read(prose: &Prose<'_>) -> Vec<StatedDuration> {
    let text = &prose.text;
    prose
        .find_groups(&DURATION)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let before = text[..whole.start()].trim_end();
            if before.ends_with(PART_OF_NUMBER)
                && text[..whole.start()].ends_with(|c: char| !c.is_whitespace())
            {
                return None;
            }
            let count: u32 = match found.name("digits") {
                Some(digits) => digits.as_str().parse().ok()?,
                None => numerals::value(found.name("word")?.as_str())?,
            };
            let mut duration = Duration::default();
            let unit = found.name("unit")?.as_str().to_lowercase();
            *match (unit.as_str(), found.name("business").is_some()) {
                ("day", true) => &mut duration.business_days,
                ("day", false) => &mut duration.days,
                ("minute", false) => &mut duration.minutes,
                ("hour", false) => &mut duration.hours,
                ("week", false) => &mut duration.weeks,
                ("month", false) => &mut duration.months,
                ("year", false) => &mut duration.years,
                _ => return None,
            } = count;
            Some(StatedDuration {
                range: whole.range(),
                duration,
            })
        })
        .collect()
}

/// The minimum and maximum length of a duration in hours; months and years vary.
pub(super) fn bounds(duration: &Duration) -> (f64, f64) {
    let rest = f64::from(duration.weeks) * 168.0
        + f64::from(duration.days) * 24.0
        + f64::from(duration.business_days) * 24.0 * 1.4
        + f64::from(duration.hours)
        + f64::from(duration.minutes) / 60.0
        + f64::from(duration.seconds) / 3600.0;
    let months = f64::from(duration.months + 12 * duration.years);
    // A year has 365 or 366 days, a month 28 to 31.
    let (least, most) = match duration.months {
        0 => (months * 365.0 / 12.0 * 24.0, months * 366.0 / 12.0 * 24.0),
        _ => (months * 28.0 * 24.0, months * 31.0 * 24.0),
    };
    (least + rest, most + rest)
}

/// Whether two durations may be equal.
pub(super) fn alike(a: &Duration, b: &Duration) -> bool {
    let (a, b) = (bounds(a), bounds(b));
    a.0 <= b.1 && b.0 <= a.1
}

/// The same number of days in one section, once as calendar days and once as
/// business days.
pub(super) fn calendar_vs_business_days(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let section = |stated: &StatedDuration| {
        let block = prose.block_at(stated.range.start)?;
        (!block.quoted && block.kind != Kind::Cell).then_some(block.section)
    };
    let mut findings: Vec<Finding> = Vec::new();
    // The first duration of each number of days, by section.
    let mut first: HashMap<_, &StatedDuration> = HashMap::new();
    for stated in page.durations() {
        let Duration {
            days,
            business_days,
            ..
        } = stated.duration;
        let Some(here) = section(stated).filter(|_| days + business_days > 0) else {
            continue;
        };
        first.entry((here, days, business_days)).or_insert(stated);
        let Some(other) = first.get(&(here, business_days, days)) else {
            continue;
        };
        let word = |stated: &StatedDuration| prose.text[stated.range.clone()].to_owned();
        findings.push(
            Finding::text(stated.range.clone())
                .with("text", word(other))
                .with("other", word(stated))
                .label(
                    prose.place(prose.merged(other.range.clone())),
                    "and here".to_owned(),
                ),
        );
    }
    findings.truncate(1);
    Verdict::Found(findings)
}
