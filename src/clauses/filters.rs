//! Filters for legal text, in policies and clauses.

use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::scope::Scopes;
use crate::base::dates::{self, AsOf};
use crate::model::language::{Language, fill};
use crate::schema::formats;

/// The filters that texts are likely to use: those of this file, and the
/// template engine's own.
pub(super) const NAMES: &[&str] = &[
    "date",
    "duration",
    "retention",
    "country",
    "list",
    "term",
    "capfirst",
    "address",
    "link",
    "in_force",
    "upcoming",
    "removed",
    "as_controller",
    "as_processor",
    "default",
    "upper",
    "lower",
    "trim",
    "replace",
    "length",
    "first",
    "last",
    "join",
    "sort",
    "unique",
    "reverse",
    "round",
    "safe",
    "filter",
    "map",
    "group_by",
    "title",
    "capitalize",
];

/// Registers all filters, which find the page's language and the day in
/// `scopes`.
pub(super) fn register(tera: &mut Tera, scopes: &Arc<Scopes>) {
    // Filters that print words, in the page's language.
    let mut prose = |name, filter: Prose| {
        let scopes = Arc::clone(scopes);
        tera.register_filter(name, move |value: &Value, _: Kwargs, state: &State<'_>| {
            filter(value, &scopes.of(state)?.language, state)
        });
    };
    prose("date", date);
    prose("duration", duration);
    prose("retention", retention);
    prose("country", country);
    prose("list", list);
    prose("term", term);
    prose("address", address);
    prose("link", link);
    tera.register_filter("capfirst", capfirst);
    for (name, role) in [
        ("as_controller", "controller"),
        ("as_processor", "processor"),
    ] {
        tera.register_filter(name, move |value: &Value, _: Kwargs, _: &State<'_>| {
            in_role(value, role, name)
        });
    }
    for (name, wanted) in [
        ("in_force", Stage::InForce),
        ("upcoming", Stage::Upcoming),
        ("removed", Stage::Removed),
    ] {
        let scopes = Arc::clone(scopes);
        tera.register_filter(name, move |value: &Value, _: Kwargs, state: &State<'_>| {
            stage(value, wanted, &scopes.of(state)?.as_of, name)
        });
    }
}

/// A filter that prints words.
type Prose = fn(&Value, &Language, &State<'_>) -> TeraResult<Value>;

/// Entries of a list of facts that are about data of which the company is the
/// controller, which is the rule, or the processor.
fn in_role(value: &Value, role: &str, filter: &str) -> TeraResult<Value> {
    let Some(entries) = value.as_array() else {
        return Err(Error::message(format!("filter `{filter}` takes a list")));
    };
    let has_role = |entry: &&Value| {
        let roles = entry.as_map().and_then(|map| map.get(&Key::Str("role")));
        match roles.and_then(Value::as_array) {
            Some(roles) => roles.iter().any(|found| found.as_str() == Some(role)),
            None => role == "controller",
        }
    };
    Ok(entries
        .iter()
        .filter(has_role)
        .cloned()
        .collect::<Vec<_>>()
        .into())
}

fn text<'a>(value: &'a Value, filter: &str) -> TeraResult<&'a str> {
    value.as_str().ok_or_else(|| {
        Error::message(format!(
            "filter `{filter}` takes text, not {}",
            value.name()
        ))
    })
}

fn array<'a>(value: &'a Value, filter: &str) -> TeraResult<&'a [Value]> {
    value.as_array().ok_or_else(|| {
        Error::message(format!(
            "filter `{filter}` takes a list, not {}",
            value.name()
        ))
    })
}

fn date(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let text = text(value, "date")?;
    let date = dates::parse(text).ok_or_else(|| {
        Error::message(format!(
            "filter `date` takes a date such as 2026-05-23, not `{text}`"
        ))
    })?;
    Ok(Value::from(language.date(date)))
}

fn duration_words(value: &Value, language: &Language) -> Option<String> {
    let words = &language.words.retention;
    match value.as_str() {
        Some("session") => Some(words.session.clone()),
        Some("custom") => Some(words.custom.clone()),
        _ => formats::duration(value).map(|duration| language.duration(&duration)),
    }
}

fn duration(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let words = duration_words(value, language).ok_or_else(|| {
        Error::message(format!(
            "filter `duration` takes a duration such as P90D, not `{value}`"
        ))
    })?;
    Ok(Value::from(words))
}

/// Retention in words, without a full stop: "until 90 days after the account
/// is closed".
fn retention(value: &Value, language: &Language, state: &State<'_>) -> TeraResult<Value> {
    let words = retention_words(value, language, state)?.ok_or_else(|| {
        Error::message(
            "filter `retention` takes an entry of `retention`, or a category's `retention`",
        )
    })?;
    Ok(Value::safe_string(&words))
}

fn retention_words(
    value: &Value,
    language: &Language,
    state: &State<'_>,
) -> TeraResult<Option<String>> {
    let words = &language.words.retention;
    let get = |key: &'static str| value.as_map().and_then(|_| value.get_from_path(key));
    let period = |key: &'static str| duration_words(get(key)?, language);
    let event = |key: &'static str| language.words.events.get(get(key)?.as_str()?);
    let joined =
        |text: &str, period: &str, event: &str| fill(text, &[("period", period), ("event", event)]);
    let mut out = if let Some(plans) = get("by_plan").and_then(Value::as_array) {
        let mut parts = Vec::new();
        for plan in plans {
            let name = match plan.get_from_path("plan") {
                Some(name) => state.escape_if_needed(name)?,
                None => continue,
            };
            let period = plan.get_from_path("period");
            let period = period.and_then(|period| duration_words(period, language));
            parts.push(format!("{name}: {}", period.unwrap_or_default()));
        }
        parts.join("; ")
    } else if let Some(event) = event("until") {
        match period("then") {
            Some(then) => joined(&words.until_after, &then, &event.after),
            None => event.until.clone(),
        }
    } else if let Some(period) = period("period") {
        match event("after") {
            Some(event) => joined(&words.after, &period, &event.after),
            None => period,
        }
    } else if let Some(criteria) = get("criteria") {
        state.escape_if_needed(criteria)?
    } else {
        return Ok(None);
    };
    if let Some(backups) = period("backups") {
        out.push_str(&fill(&words.backups, &[("period", &backups)]));
    }
    if get("anonymise").and_then(Value::as_bool) == Some(true) {
        out.push_str(&words.anonymised);
    }
    Ok(Some(out))
}

fn country(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let names = match value.as_array() {
        Some(codes) => {
            let names = codes.iter().map(|code| country_name(code, language));
            language.list(&names.collect::<TeraResult<Vec<_>>>()?)
        }
        None => country_name(value, language)?,
    };
    Ok(Value::from(names))
}

/// The name of a country, or of a part of one and its country.
fn country_name(code: &Value, language: &Language) -> TeraResult<String> {
    let code = text(code, "country")?;
    let found = formats::country(code).ok_or_else(|| {
        Error::message(format!(
            "filter `country` takes an ISO 3166 code, not `{code}`"
        ))
    })?;
    let country = language.country(found.alpha2).unwrap_or(found.name);
    let part = rust_iso3166::iso3166_2::from_code(code);
    Ok(match part {
        Some(part) => format!("{}, {country}", language.country(code).unwrap_or(part.name)),
        None => country.to_owned(),
    })
}

/// A list in words: "a, b and c". Entries that are mappings go by their
/// `label`, `name`, `legal_name` or `id`.
fn list(value: &Value, language: &Language, state: &State<'_>) -> TeraResult<Value> {
    let mut items = Vec::new();
    for item in array(value, "list")? {
        let name = match item.as_map() {
            Some(_) => ["label", "name", "legal_name", "id"]
                .into_iter()
                .find_map(|key| item.get_from_path(key)),
            None => Some(item),
        };
        if let Some(name) = name {
            items.push(state.escape_if_needed(name)?);
        }
    }
    Ok(Value::safe_string(&language.list(&items)))
}

/// A word of the fact model in words of prose: `scc` is "standard contractual
/// clauses".
fn term(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let word = text(value, "term")?;
    Ok(match language.words.terms.get(word) {
        Some(term) => Value::from(term.as_str()),
        None => Value::from(word.replace('_', " ")),
    })
}

/// Text with its first letter in upper case, the rest as it is.
fn capfirst(text: tera::StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    let mut chars = text.as_str().chars();
    let capital = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    };
    text.inherit_safety(capital)
}

/// A postal address on one line.
fn address(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    if value.as_map().is_none() {
        return Err(Error::message("filter `address` takes an address"));
    }
    let part = |key: &'static str| value.get_from_path(key).and_then(Value::as_str);
    let joined = |parts: &[Option<&str>], between: &str| {
        let parts: Vec<&str> = parts.iter().copied().flatten().collect();
        parts.join(between)
    };
    let code_last = value
        .get_from_path("country")
        .and_then(Value::as_str)
        .is_some_and(|code| CODE_LAST.contains(&code));
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
    let country = match value.get_from_path("country") {
        Some(code) => Some(country_name(code, language)?),
        None => None,
    };
    let parts: Vec<&str> = [
        part("name"),
        part("street"),
        part("line2"),
        (!place.is_empty()).then_some(place.as_str()),
        part("region").filter(|_| !code_last),
        country.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok(Value::from(parts.join(", ")))
}

/// Countries that write the postal code behind the place, with the region
/// (Universal Postal Union, addressing guides).
const CODE_LAST: &[&str] = &[
    "AU", "BR", "CA", "GB", "HK", "IE", "IN", "JP", "KR", "NZ", "PK", "SG", "TW", "US", "ZA",
];

/// An e-mail address, a URL, or a contact's first channel as a Markdown link.
fn link(value: &Value, language: &Language, state: &State<'_>) -> TeraResult<Value> {
    if value.as_map().is_some() {
        for channel in ["email", "url"] {
            if let Some(found) = value.get_from_path(channel) {
                return link_text(found, state);
            }
        }
        if let Some(phone) = value.get_from_path("phone").and_then(Value::as_str) {
            return Ok(Value::safe_string(&format!("[{phone}](tel:{phone})")));
        }
        return match value.get_from_path("post") {
            Some(post) => address(post, language, state),
            None => Err(Error::message(
                "the contact has no e-mail address, URL, phone or post",
            )),
        };
    }
    link_text(value, state)
}

fn link_text(value: &Value, state: &State<'_>) -> TeraResult<Value> {
    let target = text(value, "link")?;
    let shown = state.escape(target)?;
    let scheme = if target.contains("://") || target.starts_with('/') {
        ""
    } else {
        "mailto:"
    };
    Ok(Value::safe_string(&format!("[{shown}](<{scheme}{shown}>)")))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Upcoming,
    InForce,
    Removed,
}

/// The entries of a list that are at this stage, by `effective_on` and
/// `removed_on`; entries without dates are in force.
fn stage(value: &Value, wanted: Stage, as_of: &AsOf, filter: &str) -> TeraResult<Value> {
    let reached = |entry: &Value, key: &str| {
        entry
            .get_from_path(key)
            .and_then(Value::as_str)
            .and_then(dates::parse)
            .map(|date| as_of.reached(date))
    };
    let entries: Vec<Value> = array(value, filter)?
        .iter()
        .filter(|entry| {
            let stage = if reached(entry, "removed_on") == Some(true) {
                Stage::Removed
            } else if reached(entry, "effective_on") == Some(false) {
                Stage::Upcoming
            } else {
                Stage::InForce
            };
            stage == wanted
        })
        .cloned()
        .collect();
    Ok(Value::from(entries))
}
