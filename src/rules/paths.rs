//! Reads the names of facts and regimes in packs; unknown names are errors.

use serde::{Deserialize, Deserializer, de};

use super::words::Words;
use crate::base::diagnostic::suggestion;
use crate::model::tables::{FACTS, REGIMES, STATES};
use crate::schema::Type;

/// The metadata of pages, which rules read like facts.
const OF_PAGE: &[&str] = &["updated", "effective", "review_by", "version"];

/// The word for all states.
pub(crate) const ANY_STATE: &str = "any";

/// The path of a fact.
#[derive(Debug, Deserialize)]
struct Fact(#[serde(deserialize_with = "fact")] String);

/// A regime.
#[derive(Debug, Deserialize)]
struct Regime(#[serde(deserialize_with = "regime")] String);

pub(super) fn fact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let path = String::deserialize(deserializer)?;
    verify(&path).map_err(de::Error::custom)?;
    Ok(path)
}

pub(super) fn facts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let paths: Vec<Fact> = Vec::deserialize(deserializer)?;
    Ok(paths.into_iter().map(|path| path.0).collect())
}

pub(super) fn lists<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
    let lists = Words::deserialize(deserializer)?;
    for path in &lists.0 {
        verify(path).map_err(de::Error::custom)?;
    }
    Ok(lists)
}

pub(super) fn regime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let regime = String::deserialize(deserializer)?;
    match REGIMES.contains(&regime.as_str()) {
        true => Ok(regime),
        false => Err(de::Error::unknown_variant(&regime, REGIMES)),
    }
}

pub(super) fn regimes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let regimes: Vec<Regime> = Vec::deserialize(deserializer)?;
    Ok(regimes.into_iter().map(|regime| regime.0).collect())
}

pub(super) fn maybe_regimes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    regimes(deserializer).map(Some)
}

pub(super) fn states<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
    let states = Words::deserialize(deserializer)?;
    let is_known = |state: &&String| *state == ANY_STATE || STATES.contains(&state.as_str());
    match states.0.iter().find(|state| !is_known(state)) {
        Some(state) => Err(de::Error::unknown_variant(state, STATES)),
        None => Ok(states),
    }
}

/// All paths of the model, in its order.
pub(super) fn all() -> Vec<String> {
    let mut found: Vec<String> = OF_PAGE.iter().map(|key| format!("page.{key}")).collect();
    for field in FACTS.fields {
        collect(field.name.to_owned(), &field.ty, &mut found);
    }
    found
}

/// Adds a path and the paths below it.
fn collect(path: String, ty: &'static Type, found: &mut Vec<String>) {
    if found.contains(&path) {
        return;
    }
    found.push(path.clone());
    let mut next = Vec::new();
    let mut keys = Vec::new();
    // No key is empty, so looking up an empty key lists all keys.
    step(ty, "", &mut next, &mut keys);
    for key in keys {
        let mut below = Vec::new();
        step(ty, key, &mut below, &mut Vec::new());
        for ty in below {
            collect(format!("{path}.{key}"), ty, found);
        }
    }
}

/// Checks that the model has a path; the error names the missing part.
fn verify(path: &str) -> Result<(), String> {
    let (top, rest) = path.split_once('.').unwrap_or((path, ""));
    let missing = |part: &str, known: Vec<&'static str>| {
        let meant = suggestion(part, known);
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?"));
        Err(format!(
            "there is no fact `{path}`{}",
            meant.unwrap_or_default()
        ))
    };
    if top == "page" {
        return match OF_PAGE.contains(&rest) {
            true => Ok(()),
            false => missing(rest, OF_PAGE.to_vec()),
        };
    }
    let Some(field) = FACTS.field(top) else {
        return missing(top, FACTS.names().collect());
    };
    let mut types = vec![&field.ty];
    for part in rest.split('.').filter(|part| !part.is_empty()) {
        let mut known = Vec::new();
        let mut next = Vec::new();
        for ty in types {
            step(ty, part, &mut next, &mut known);
        }
        if next.is_empty() {
            return missing(part, known);
        }
        types = next;
    }
    Ok(())
}

/// Collects the possible types of a key in a value of type `ty` or, if there is no such key, the
/// known keys.
fn step(
    ty: &'static Type,
    part: &str,
    found: &mut Vec<&'static Type>,
    known: &mut Vec<&'static str>,
) {
    match ty {
        Type::List(item) | Type::OneOrMore(item) => step(item, part, found, known),
        Type::Map(value) => found.push(value),
        Type::Any(types) => types.iter().for_each(|ty| step(ty, part, found, known)),
        Type::Entity(entity) => match entity.field(part) {
            Some(field) => found.push(&field.ty),
            None => known.extend(entity.names()),
        },
        Type::Free => found.push(ty),
        _ => {}
    }
}
