//! The written forms of dates, countries, email addresses and similar values.

use email_address::EmailAddress;
use tera::Value;

use super::Type;
use crate::base::dates;
use crate::base::diagnostic::{Code, codes};
use crate::base::duration::Duration;
use crate::base::phone;

/// Areas that can be written instead of the countries in them.
pub(super) const AREAS: &[&str] = &["EU", "EEA"];

/// The reason why a text does not have the required form.
#[derive(Debug)]
pub(super) struct Invalid {
    pub(super) code: &'static Code,
    /// The required form, with an article.
    pub(super) what: &'static str,
    pub(super) help: String,
    /// The intended value, if it is certain.
    pub(super) meant: Option<String>,
}

fn invalid<T>(
    code: &'static Code,
    what: &'static str,
    help: impl Into<String>,
) -> Result<T, Invalid> {
    Err(Invalid {
        code,
        what,
        help: help.into(),
        meant: None,
    })
}

/// The duration in a value: `P90D`, or a number of business days.
pub(crate) fn duration(value: &Value) -> Option<Duration> {
    if let Some(days) = value.as_map().and_then(|_| value.get_from_path("days")) {
        return days.as_u64().map(|days| Duration::business(days as u32));
    }
    Duration::parse(value.as_str()?)
}

/// Whether a text is a valid value of a type that is defined by its form.
pub(crate) fn is(text: &str, ty: &Type) -> bool {
    matches!(read(text, ty), Some(Ok(_)))
}

/// Reads a text as a value of `ty`. Returns `None` if the type is not defined by its form.
pub(super) fn read<'a>(text: &'a str, ty: &Type) -> Option<Result<&'a str, Invalid>> {
    let is_valid = match ty {
        Type::Text => true,
        Type::Date => {
            // Other generators write a point in time, of which only the day counts.
            let day = dates::day_of_time(text).unwrap_or(text);
            return Some(match dates::parse(day) {
                Some(_) => Ok(day),
                None => invalid(
                    &codes::DATE,
                    "a date",
                    "write the date as year-month-day, such as 2026-05-23",
                ),
            });
        }
        Type::Duration => Duration::parse(text).is_some(),
        Type::DurationOr(words) => words.contains(&text) || Duration::parse(text).is_some(),
        Type::Country => country(text).is_some(),
        Type::CountryOrArea => AREAS.contains(&text) || country(text).is_some(),
        Type::Email => is_email(text),
        Type::Url => is_url(text),
        Type::Link => is_url(text) || text.starts_with('/'),
        Type::EmailOrUrl => is_url(text) || is_email(text),
        Type::Phone => phone::e164(text).is_some(),
        Type::Language => is_language(text),
        Type::Id => is_id(text),
        _ => return None,
    };
    if is_valid {
        return Some(Ok(text));
    }
    Some(match ty {
        Type::Duration | Type::DurationOr(_) => invalid(
            &codes::DURATION,
            "a duration",
            match Duration::guess(text) {
                Some(guess) => format!("did you mean `{guess}`?"),
                None => "write an ISO 8601 duration such as `P90D` or `P1Y`, or `{days: 30, unit: business}`".to_owned(),
            },
        ),
        Type::Country | Type::CountryOrArea => Err(Invalid {
            code: &codes::COUNTRY,
            what: "a country",
            help: country_help(text),
            meant: country_meant(text).map(str::to_owned),
        }),
        Type::Email => invalid(&codes::EMAIL, "an email address", "write an address such as name@domain.example"),
        Type::Url => invalid(&codes::URL, "a URL", "write it in full, with `https://`"),
        Type::Link => invalid(&codes::URL, "a URL or a path", "write `https://…` or `/path`"),
        Type::EmailOrUrl => invalid(
            &codes::URL,
            "an email address or a URL",
            "write an address such as name@domain.example, or `https://…`",
        ),
        Type::Phone => Err(Invalid {
            code: &codes::WRONG_TYPE,
            what: "a phone number",
            help: "write it in quotes with `+` and the country code, such as \"+49 30 123456\""
                .to_owned(),
            meant: phone_meant(text),
        }),
        Type::Language => invalid(
            &codes::WRONG_TYPE,
            "a language",
            "write a BCP 47 tag such as `en` or `de-AT`",
        ),
        _ => invalid(
            &codes::WRONG_TYPE,
            "an ID",
            "use lower-case letters, digits, `-` and `_`",
        ),
    })
}

fn country_help(text: &str) -> String {
    country_meant(text).map_or_else(
        || "write a two-letter ISO 3166-1 code such as `DE`; the United Kingdom is `GB`".to_owned(),
        |code| format!("did you mean `{code}`?"),
    )
}

/// The code of a country written as a name or in another form.
fn country_meant(text: &str) -> Option<&'static str> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    rust_iso3166::ALL
        .iter()
        .find(|country| same(country.name) || same(country.alpha3) || same(country.alpha2))
        .map(|found| found.alpha2)
}

/// A phone number without the zero that is dialled only within its country.
fn phone_meant(text: &str) -> Option<String> {
    let number = text.replace("(0) ", "").replace("(0)", "");
    phone::e164(&number).is_some().then_some(number)
}

/// The country of an ISO 3166-1 alpha-2 code, or of an ISO 3166-2 code that
/// begins with one.
pub(crate) fn country(code: &str) -> Option<rust_iso3166::CountryCode> {
    let (country, subdivision) = match code.split_once('-') {
        Some((country, subdivision)) => (country, Some(subdivision)),
        None => (code, None),
    };
    if subdivision.is_some() && rust_iso3166::iso3166_2::from_code(code).is_none() {
        return None;
    }
    rust_iso3166::from_alpha2(country)
}

fn is_url(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && url::Url::parse(text)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn is_email(text: &str) -> bool {
    let options = email_address::Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    EmailAddress::parse_with_options(text, options).is_ok()
}

pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}
