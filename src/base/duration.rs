//! ISO 8601 durations, and business days, which ISO 8601 lacks.

/// A duration as stated in contracts: in calendar units, not in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duration {
    /// Years.
    pub years: u32,
    /// Months.
    pub months: u32,
    /// Weeks.
    pub weeks: u32,
    /// Calendar days.
    pub days: u32,
    /// Hours.
    pub hours: u32,
    /// Minutes.
    pub minutes: u32,
    /// Seconds.
    pub seconds: u32,
    /// Business days; never together with the other units.
    pub business_days: u32,
}

impl Duration {
    /// Reads an ISO 8601 duration, `P…`, with whole numbers only.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        let mut duration = Self::default();
        read_units(
            date,
            &mut [
                ('Y', &mut duration.years),
                ('M', &mut duration.months),
                ('W', &mut duration.weeks),
                ('D', &mut duration.days),
            ],
        )?;
        read_units(
            time,
            &mut [
                ('H', &mut duration.hours),
                ('M', &mut duration.minutes),
                ('S', &mut duration.seconds),
            ],
        )?;
        Some(duration)
    }

    /// A number of business days.
    pub fn business(days: u32) -> Self {
        Self {
            business_days: days,
            ..Self::default()
        }
    }

    /// The approximate number of days, for comparison; at least one unless the duration is zero.
    pub fn about_days(&self) -> u64 {
        let seconds =
            u64::from(self.hours) * 3600 + u64::from(self.minutes) * 60 + u64::from(self.seconds);
        let working = u64::from(self.business_days) * 7;
        u64::from(self.years) * 365
            + u64::from(self.months) * 30
            + u64::from(self.weeks) * 7
            + u64::from(self.days)
            + working.div_ceil(5)
            + seconds.div_ceil(86_400)
    }

    /// The duration that was probably meant, for messages: `P90D` for `90 days`.
    pub fn guess(words: &str) -> Option<String> {
        let words = words.trim().to_lowercase();
        let (count, unit) = words.split_once(' ')?;
        let count: u32 = count.parse().ok()?;
        Some(match unit.trim_end_matches('s') {
            "year" => format!("P{count}Y"),
            "month" => format!("P{count}M"),
            "week" => format!("P{count}W"),
            "day" => format!("P{count}D"),
            "hour" => format!("PT{count}H"),
            "minute" => format!("PT{count}M"),
            "second" => format!("PT{count}S"),
            "business day" | "working day" => format!("{{days: {count}, unit: business}}"),
            _ => return None,
        })
    }
}

/// Reads texts such as `1Y6M`, with units in order and each at most once.
fn read_units(mut text: &str, units: &mut [(char, &mut u32)]) -> Option<()> {
    let mut next = 0;
    while !text.is_empty() {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let count = text[..digits].parse().ok()?;
        let unit = text[digits..].chars().next()?;
        let index = next + units[next..].iter().position(|(name, _)| *name == unit)?;
        *units[index].1 = count;
        next = index + 1;
        text = &text[digits + unit.len_utf8()..];
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn reads_iso_durations() {
        let none = Duration::default();
        for (text, duration) in [
            ("P90D", Duration { days: 90, ..none }),
            (
                "P1Y6M",
                Duration {
                    years: 1,
                    months: 6,
                    ..none
                },
            ),
            (
                "P1DT12H",
                Duration {
                    days: 1,
                    hours: 12,
                    ..none
                },
            ),
            (
                "PT30S",
                Duration {
                    seconds: 30,
                    ..none
                },
            ),
            ("P0D", none),
        ] {
            assert_eq!(Duration::parse(text), Some(duration), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_one() {
        for text in [
            "", "P", "PT", "90D", "P1.5D", "P1D2M", "P1H", "P-1D", "p90d", "P1D ",
        ] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
