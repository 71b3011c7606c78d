//! Recognises dates in prose, for all rules.

mod months;
mod own;
mod statement;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::dates::{self, Date};
use crate::model::language::long_dates;

pub(super) use own::has_date;
pub(super) use statement::{Role, Statement, statements};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `2026-05-31`
    Iso,
    /// `31 May 2026`
    DayFirst,
    /// `May 31, 2026`
    MonthFirst,
    /// `31/05/2026`
    Slashes,
    /// `31.05.2026` or `31-05-2026`
    Dots,
    /// `May 2026`
    Month,
    /// A date in a language whose month names are unknown.
    Other,
}

impl Form {
    /// A date in this form.
    pub(super) fn sample(self) -> &'static str {
        match self {
            Self::Iso => "2026-05-31",
            Self::DayFirst => "31 May 2026",
            Self::MonthFirst => "May 31, 2026",
            Self::Slashes => "31/05/2026",
            Self::Dots => "31.05.2026",
            Self::Month | Self::Other => "May 2026",
        }
    }

    /// Writes a date in this form, if there is only one way to do so.
    pub(super) fn write(self, date: Date) -> Option<String> {
        match self {
            Self::Iso => Some(date.to_string()),
            Self::DayFirst => Some(long_dates("en-GB").write(date)),
            Self::MonthFirst => Some(long_dates("en-US").write(date)),
            Self::Slashes | Self::Dots | Self::Month | Self::Other => None,
        }
    }
}

/// A date in prose.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    /// Whether its month is an English word or a number.
    pub(super) is_english: bool,
    /// Its possible meanings: `5/6/2026` has two dates, May 2026 has its first day, and a date in
    /// an unsupported language has none.
    pub(super) readings: Vec<Date>,
}

impl Written {
    /// Whether the text may mean this day.
    pub(super) fn may_be(&self, date: Date) -> bool {
        self.readings.iter().any(|reading| match self.form {
            Form::Month => (reading.year(), reading.month()) == (date.year(), date.month()),
            _ => *reading == date,
        })
    }
}

/// A year; the rest of the date is read before and after it.
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:19|20)[0-9]{2}").ok());

/// The text before the year of a date, in words or numbers.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let link = r"(?:(?:of|de|del|di|do|da)\s|d['’])";
    Regex::new(&format!(
        r"(?x)
        (?: \b(?<day>[0-9]{{1,2}}) (?:\s?(?:(?:st|nd|rd|th|er|ère|o)\b|[º°ª.]))? ,? \s? [-/]? (?:{link})?
            (?<month>\p{{L}}{{3,13}}) \.? ,? [-/]? \s? (?:{link})?
        | (?<month2>\p{{L}}{{3,24}}) \.? [\s/] (?:the\s)? (?<day2>[0-9]{{1,2}}) (?:st|nd|rd|th)? \s? [,.]? \s?
        | \b(?<month3>\p{{L}}{{3,13}}) \.? ,? \s (?:{link})?
        | \b(?<first>[0-9]{{1,2}}) \s? (?<stop>[./–-]) \s? (?<second>[0-9]{{1,2}}) \s? [./–-] \s?
        )$"
    ))
    .ok()
});

/// The text after the year, if the year comes first.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?<iso>-[0-9]{2}-[0-9]{2})(?:[^0-9]|$)
        |^\s?[-/.年년]\s?(?<month>[0-9]{1,2})\s?[-/.月월]\s?(?<day>[0-9]{1,2})(?:\s?[日일])?(?:[^0-9]|$)
        |^,?\s(?<name>\p{L}{3,13})\s(?<day2>[0-9]{1,2})(?:st|nd|rd|th)?\b",
    )
    .ok()
});

/// The maximum distance in bytes from the start of a date to its year.
const REACH: usize = 40;

/// The dates in a text, in order.
pub(super) fn dates_in(text: &str) -> impl Iterator<Item = Written> {
    let years = YEAR.as_ref().map(|year| year.find_iter(text));
    years
        .into_iter()
        .flatten()
        .filter_map(|year| around(text, year.range()))
}

/// The date around a year.
fn around(text: &str, year: Range<usize>) -> Option<Written> {
    let number: i32 = text[year.clone()].parse().ok()?;
    if text[..year.start].ends_with(|c: char| c.is_ascii_digit())
        || text[year.end..].starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let day = |month: u32, day: &str| {
        let day: u32 = day.parse().ok()?;
        dates::parse(&format!("{number}-{month:02}-{day:02}"))
    };
    let written = |range, form, is_english, readings: Vec<Date>| Written {
        range,
        form,
        is_english,
        readings,
    };
    let behind = &text[year.end..];
    if let Some(found) = AFTER.as_ref()?.captures(behind) {
        let group = |name| found.name(name).map(|found| (found.as_str(), found.end()));
        let read = match (group("iso"), group("name")) {
            (Some((rest, end)), _) => {
                let date = dates::parse(&format!("{number}{rest}"));
                date.map(|date| (date, end, Form::Iso))
            }
            (_, Some((name, _))) => {
                let (day2, end) = group("day2")?;
                let date = months::month(name).and_then(|month| day(month, day2));
                date.map(|date| (date, end, Form::Month))
            }
            _ => {
                let ((month, _), (day1, end)) = (group("month")?, group("day")?);
                let date = day(month.parse().ok()?, day1);
                date.map(|date| (date, end, Form::Iso))
            }
        };
        if let Some((date, end, form)) = read {
            return Some(written(year.start..year.end + end, form, true, vec![date]));
        }
    }
    let mut from = year.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = text[from..year.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let before = &text[line..year.start];
    let found = BEFORE.as_ref()?.captures(before)?;
    let range = |start: usize| line + start..year.end;
    let group = |name| found.name(name);
    if let (Some(first), Some(stop), Some(second)) =
        (group("first"), group("stop"), group("second"))
    {
        // The second of three numbers, as in 1.2.3.2024, does not begin a date.
        let lead = before[..first.start()].chars().next_back();
        if lead.is_some_and(|c| c.is_ascii_digit() || "./-".contains(c)) {
            return None;
        }
        let day_first = day(second.as_str().parse().ok()?, first.as_str());
        let month_first = day(first.as_str().parse().ok()?, second.as_str());
        let (form, month_first) = match stop.as_str() {
            "." => (Form::Dots, month_first.filter(|_| day_first.is_none())),
            "/" => (Form::Slashes, month_first),
            _ => (Form::Dots, month_first),
        };
        let readings: Vec<Date> = day_first.into_iter().chain(month_first).collect();
        return (!readings.is_empty()).then(|| written(range(first.start()), form, true, readings));
    }
    let name = group("month")
        .or_else(|| group("month2"))
        .or_else(|| group("month3"))?;
    // The words may run together: “UpdatedMarch 3, 2026”.
    let word = name.as_str();
    let capital = word
        .rfind(char::is_uppercase)
        .filter(|at| word[..*at].ends_with(char::is_lowercase));
    let name_start = name.start() + capital.unwrap_or(0);
    let word = &word[capital.unwrap_or(0)..];
    let month = months::month(word);
    let is_english = months::is_english(word);
    match (month, group("day"), group("day2")) {
        (Some(month), Some(first), _) => {
            let date = day(month, first.as_str())?;
            Some(written(
                range(first.start()),
                Form::DayFirst,
                is_english,
                vec![date],
            ))
        }
        (Some(month), _, Some(second)) => {
            let date = day(month, second.as_str())?;
            Some(written(
                range(name_start),
                Form::MonthFirst,
                is_english,
                vec![date],
            ))
        }
        (Some(month), None, None) => {
            let date = day(month, "1")?;
            Some(written(
                range(name_start),
                Form::Month,
                is_english,
                vec![date],
            ))
        }
        (None, Some(first), _) => Some(written(
            range(first.start()),
            Form::Other,
            false,
            Vec::new(),
        )),
        // A word in an alphabet whose month names are unknown.
        (None, ..) => word
            .chars()
            .all(|c| c >= '\u{370}')
            .then(|| written(range(name_start), Form::Other, false, Vec::new())),
    }
}
