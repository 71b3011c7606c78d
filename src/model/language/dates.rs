//! Dates in words: `23 May 2026`.

use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames as Names};
use icu_locale_core::Locale;
use writeable::TryWriteable as _;

use crate::base::dates::Date;

/// Long formats of the CLDR that ICU does not use: ICU combines year, month and day without the
/// additions that these languages need.
const FORMATS: &[(&str, &str)] = &[
    ("et", "d. MMMM y"),
    ("ga", "d MMMM y"),
    ("mk", "d MMMM y 'г'."),
    ("mt", "d 'ta’' MMMM y"),
    ("sl", "d. MMMM y"),
    ("sr", "d. MMMM y."),
];

/// The form of long dates in a language.
#[derive(Debug)]
pub struct LongDates {
    /// `None` if there is no data at all. Dates are then written in ISO 8601 form.
    form: Option<Form>,
}

#[derive(Debug)]
struct Form {
    names: Names<Gregorian, YMD>,
    pattern: DateTimePattern,
    /// French: "1er mai", but "2 mai". The CLDR has no ordinals for days.
    first_is_ordinal: bool,
}

impl LongDates {
    pub(super) fn new(locale: &Locale) -> Self {
        Self {
            form: Form::new(locale),
        }
    }

    /// Whether there is data for a locale, or for its language.
    pub(super) fn are_known(locale: &Locale) -> bool {
        // Without data, May is `M05`.
        let sample = |locale| Form::new(locale)?.write(icu_date(2026, 5, 23)?);
        sample(locale) != sample(&Locale::UNKNOWN)
    }

    /// A date in words.
    pub fn write(&self, date: Date) -> String {
        let day = icu_date(date.year(), date.month(), date.day());
        self.form
            .as_ref()
            .and_then(|form| form.write(day?))
            .unwrap_or_else(|| date.to_string())
    }
}

impl Form {
    fn new(locale: &Locale) -> Option<Self> {
        let formatter = Formatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
        let language = locale.id.language.as_str();
        let pattern = match FORMATS.iter().find(|(of, _)| *of == language) {
            Some((_, format)) => DateTimePattern::try_from_pattern_str(format).ok()?,
            // The pattern for years in the present, without an era.
            None => formatter.format(&icu_date(2026, 5, 23)?).pattern(),
        };
        Some(Self {
            names: Names::from_formatter(locale.into(), formatter),
            pattern,
            first_is_ordinal: language == "fr",
        })
    }

    fn write(&self, date: icu_calendar::Date<Gregorian>) -> Option<String> {
        let mut out = String::with_capacity(32);
        let formatter = self.names.with_pattern_unchecked(&self.pattern);
        formatter.format(&date).try_write_to(&mut out).ok()?.ok()?;
        if self.first_is_ordinal && out.starts_with("1 ") {
            out.insert_str(1, "er");
        }
        Some(out)
    }
}

fn icu_date(year: i32, month: u8, day: u8) -> Option<icu_calendar::Date<Gregorian>> {
    icu_calendar::Date::try_new_gregorian(year, month, day).ok()
}
