//! Retention periods in words.

use tera::{Error, State, TeraResult, Value};

use crate::base::duration::Duration;
use crate::base::placeholder;
use crate::model::language::{Language, fill};
use crate::model::record::Record;
use crate::schema::formats;

pub(super) fn duration_words(value: &Value, language: &Language) -> Option<String> {
    let words = &language.words.retention;
    match value.as_str() {
        Some("session") => Some(words.session.clone()),
        Some("custom") => Some(words.custom.clone()),
        _ => formats::duration(value).map(|duration| language.duration(&duration)),
    }
}

pub(super) fn duration(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let words = duration_words(value, language).ok_or_else(|| {
        Error::message(format!(
            "filter `duration` takes a duration such as P90D, not `{value}`"
        ))
    })?;
    Ok(Value::from(words))
}

/// Retention in words, without a full stop: "until 90 days after the account
/// is closed".
pub(super) fn retention(
    value: &Value,
    language: &Language,
    state: &State<'_>,
) -> TeraResult<Value> {
    let escape = |value: &Value| state.escape_if_needed(value);
    let words = retention_words(value, language, &escape)?.ok_or_else(|| {
        Error::message(
            "filter `retention` takes an entry of `retention`, or a category's `retention`",
        )
    })?;
    Ok(Value::safe_string(&words))
}

/// Retention in words, like [`retention`], with texts escaped by `escape`. `None` if `value` states
/// no retention.
pub(super) fn retention_words(
    value: &Value,
    language: &Language,
    escape: &dyn Fn(&Value) -> TeraResult<String>,
) -> TeraResult<Option<String>> {
    let words = &language.words.retention;
    let get = |key| Record::of(value)?.get(key);
    let is_zero =
        |value: &Value| formats::duration(value).is_some_and(|it| it == Duration::default());
    let period_words = |value: &Value| match value.as_str() {
        Some(text) if placeholder::is(text) => escape(value).ok(),
        _ if is_zero(value) => Some(words.at_once.clone()),
        _ => duration_words(value, language),
    };
    let period = |key: &'static str| period_words(get(key)?);
    // A period of zero length that begins with an event also ends with it.
    let longer = |key: &'static str| get(key).filter(|value| !is_zero(value));
    let event = |key: &'static str| language.words.events.get(get(key)?.as_str()?);
    let joined =
        |text: &str, period: &str, event: &str| fill(text, &[("period", period), ("event", event)]);
    let mut out = if let Some(plans) = get("by_plan").and_then(Value::as_array) {
        let mut parts = Vec::new();
        for plan in Record::all(plans) {
            let name = match plan.get("plan") {
                Some(name) => escape(name)?,
                None => continue,
            };
            let period = plan.get("period");
            let period = period.and_then(period_words);
            parts.push(format!("{name}: {}", period.unwrap_or_default()));
        }
        parts.join("; ")
    } else if let Some(event) = event("until") {
        match longer("then").and_then(period_words) {
            Some(then) => joined(&words.until_after, &then, &event.after),
            None => event.until.clone(),
        }
    } else if let Some(period) = period("period") {
        match event("after") {
            Some(event) => joined(&words.after, &period, &event.after),
            None => period,
        }
    } else if let Some(criteria) = get("criteria") {
        escape(criteria)?
    } else {
        return Ok(None);
    };
    if let Some(backups) = longer("backups").and_then(period_words) {
        out.push_str(&fill(&words.backups, &[("period", &backups)]));
    }
    if get("anonymise").and_then(Value::as_bool) == Some(true) {
        out.push_str(&words.anonymised);
    }
    Ok(Some(out))
}

/// The shortest and the longest known period among the entries of `retention`; empty if no period
/// is known.
pub(super) fn span(entries: &[Value]) -> Vec<Value> {
    let entries = Record::all(entries).flat_map(|entry| {
        let plans = Record::all(entry.list("by_plan"));
        std::iter::once(entry).chain(plans)
    });
    let periods = entries.flat_map(|entry| [entry.get("period"), entry.get("then")]);
    let length = |value: &Value| {
        let days = formats::duration(value)?.about_days();
        (days > 0).then_some(days)
    };
    let mut periods: Vec<(u64, &Value)> = periods
        .flatten()
        .filter_map(|value| Some((length(value)?, value)))
        .collect();
    periods.sort_by_key(|(days, _)| *days);
    let ends = [periods.first(), periods.last()];
    ends.into_iter()
        .flatten()
        .map(|(_, value)| (*value).clone())
        .collect()
}
