//! Civil dates. No other module uses the date library. [`crate::model::language`] formats dates in
//! words.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike as _, NaiveDate};

use crate::base::duration::Duration;

/// A day of the Gregorian calendar, without a time or time zone. Prints in ISO
/// 8601 form: `2026-05-23`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The Unix epoch: 1 January 1970.
    pub const UNIX_EPOCH: Self = match NaiveDate::from_ymd_opt(1970, 1, 1) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MIN),
    };

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day() as u8
    }

    /// The number of days since another day; negative if the other day is later.
    pub fn days_since(self, other: Self) -> i64 {
        self.0.signed_duration_since(other.0).num_days()
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        parse(text).ok_or(InvalidDate)
    }
}

/// The error for text that [`parse`] does not accept as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("write year-month-day, such as 2026-05-23")
    }
}

impl std::error::Error for InvalidDate {}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

/// Reads an ISO 8601 calendar date in the form `YYYY-MM-DD` only.
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    // The library also accepts `2024-1-5` and surrounding spaces.
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    text.parse().ok().map(Date)
}

/// The date part of a point in time, such as `2026-05-23T10:00:00Z`; a space
/// may replace the `T`.
pub fn day_of_time(text: &str) -> Option<&str> {
    let (day, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(['T', ' '])?;
    let looks_like_time = time.len() >= 5
        && time.as_bytes()[2] == b':'
        && time
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_digit());
    (looks_like_time && parse(day).is_some()).then_some(day)
}

/// The date that is `duration` after `date`; hours and smaller units are ignored.
pub fn after(date: Date, duration: &Duration) -> Date {
    let months = chrono::Months::new(duration.years * 12 + duration.months);
    // Five business days count as a week; holidays are ignored.
    let days = duration.weeks * 7 + duration.days + duration.business_days * 7 / 5;
    let after = date.0.checked_add_months(months);
    let after = after.and_then(|date| date.checked_add_days(chrono::Days::new(u64::from(days))));
    Date(after.unwrap_or(NaiveDate::MAX))
}

/// The UTC date of a Unix timestamp in seconds, as in `SOURCE_DATE_EPOCH`.
pub fn from_epoch(seconds: i64) -> Option<Date> {
    chrono::DateTime::from_timestamp(seconds, 0).map(|time| Date(time.date_naive()))
}

/// The build date. It records the window of days for which its answers to [`AsOf::reached`] stay
/// the same: a build for any day in that window produces exactly the same site.
#[derive(Debug)]
pub struct AsOf {
    date: Date,
    window: Mutex<Window>,
}

/// The days for which a build is valid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// The first valid day; `None` if there is no lower bound.
    pub from: Option<Date>,
    /// The first day for which the build is no longer valid; `None` if there is no upper bound.
    pub before: Option<Date>,
}

impl Window {
    /// The day in the window that is nearest to `date`.
    pub(crate) fn nearest(&self, date: Date) -> Date {
        let last = self.before.and_then(|before| before.0.pred_opt());
        let date = last.map_or(date, |last| date.min(Date(last)));
        self.from.map_or(date, |from| date.max(from))
    }
}

impl AsOf {
    /// Creates a build date with an unbounded window.
    pub fn new(date: Date) -> Self {
        Self {
            date,
            window: Mutex::default(),
        }
    }

    /// The date itself. Reading it does not narrow the window, so no page may depend on it: pages
    /// must use [`AsOf::reached`].
    pub fn date(&self) -> Date {
        self.date
    }

    /// Whether `date` is on or before the build date.
    pub fn reached(&self, date: Date) -> bool {
        let reached = date <= self.date;
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if reached {
            window.from = window.from.max(Some(date));
        } else {
            window.before = Some(window.before.map_or(date, |before| before.min(date)));
        }
        reached
    }

    /// Whether `date` is before the build date.
    pub fn passed(&self, date: Date) -> bool {
        date.0
            .succ_opt()
            .is_some_and(|next| self.reached(Date(next)))
    }

    /// The days for which all answers so far would be the same.
    pub fn window(&self) -> Window {
        *self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the build date is in `window`. Does not narrow its own window.
    pub fn within(&self, window: &Window) -> bool {
        window.from.is_none_or(|from| from <= self.date)
            && window.before.is_none_or(|before| self.date < before)
    }
}
