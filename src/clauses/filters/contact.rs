//! Addresses and links of contacts.

use tera::{Error, State, TeraResult, Value};

use super::{country_name, text};
use crate::base::{phone, placeholder};
use crate::model::language::Language;
use crate::model::record::Record;

/// A postal address on one line.
pub(super) fn address(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    address_words(value, language).map(Value::from)
}

/// The lines of a postal address.
pub(super) fn address_lines(
    value: &Value,
    language: &Language,
    _: &State<'_>,
) -> TeraResult<Value> {
    let lines = lines(value, language, "address_lines")?.into_iter();
    Ok(lines.map(Value::from).collect::<Vec<_>>().into())
}

/// A postal address on one line, as text.
pub(super) fn address_words(value: &Value, language: &Language) -> TeraResult<String> {
    Ok(lines(value, language, "address")?.join(", "))
}

fn lines(value: &Value, language: &Language, filter: &str) -> TeraResult<Vec<String>> {
    let Some(address) = Record::of(value) else {
        return Err(Error::message(format!(
            "filter `{filter}` takes an address"
        )));
    };
    let part = |key| address.word(key);
    let joined = |parts: &[Option<&str>], between: &str| {
        let parts: Vec<&str> = parts.iter().copied().flatten().collect();
        parts.join(between)
    };
    let code_last = part("country").is_some_and(|code| CODE_LAST.contains(&code));
    let place = if code_last {
        joined(
            &[
                Some(&*joined(&[part("city"), part("region")], ", "))
                    .filter(|text| !text.is_empty()),
                part("postal_code"),
            ],
            " ",
        )
    } else {
        joined(&[part("postal_code"), part("city")], " ")
    };
    let country = match address.get("country") {
        Some(code) => Some(country_name(code, language)?),
        None => None,
    };
    let parts = [
        part("name"),
        part("street"),
        part("line2"),
        (!place.is_empty()).then_some(place.as_str()),
        part("region").filter(|_| !code_last),
        country.as_deref(),
    ]
    .into_iter()
    .flatten();
    Ok(parts.map(str::to_owned).collect())
}

/// Countries in which the region and the postal code come after the city
/// (Universal Postal Union, addressing guides).
const CODE_LAST: &[&str] = &[
    "AU", "BR", "CA", "GB", "HK", "IE", "IN", "JP", "KR", "NZ", "PK", "SG", "TW", "US", "ZA",
];

/// An email address, a URL or a contact's first channel, as a Markdown link.
pub(super) fn link(value: &Value, language: &Language, state: &State<'_>) -> TeraResult<Value> {
    if let Some(contact) = Record::of(value) {
        for channel in ["email", "url"] {
            if let Some(found) = contact.get(channel) {
                return link_text(found, state);
            }
        }
        if let Some(phone) = contact.word("phone") {
            if placeholder::is(phone) {
                return Ok(Value::from(phone));
            }
            // A template can pass anything as a phone number.
            let shown = state.escape(phone)?;
            let number = phone::e164(phone).ok_or_else(|| {
                Error::message(format!(
                    "`{phone}` is not a phone number with `+` and its country code"
                ))
            })?;
            return Ok(Value::safe_string(&format!("[{shown}](tel:{number})")));
        }
        return match contact.get("post") {
            Some(post) => address(post, language, state),
            None => Err(Error::message(
                "the contact has no email address, URL, phone number or postal address",
            )),
        };
    }
    link_text(value, state)
}

fn link_text(value: &Value, state: &State<'_>) -> TeraResult<Value> {
    let target = text(value, "link")?;
    if placeholder::is(target) {
        return Ok(value.clone());
    }
    let shown = state.escape(target)?;
    let scheme = if target.contains("://") || target.starts_with('/') {
        ""
    } else {
        "mailto:"
    };
    Ok(Value::safe_string(&format!("[{shown}](<{scheme}{shown}>)")))
}
