//! Reads the files with interface text and with names of countries.

use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::words::WORDS;
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::base::text::listed;
use crate::schema::formats::country;
use crate::schema::read::Checker;
use crate::yaml::{self, Entry, Kind, Node};

/// The contents of a file in `content/words`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// `de.yaml`
    Words,
    /// `countries/de.yaml`
    Countries,
}

/// The language's tag and the contents of a file, by its path.
pub(super) fn about(path: &str) -> (&str, Holds) {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let tag = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match folder.rsplit('/').next() {
        Some("countries") => (tag, Holds::Countries),
        _ => (tag, Holds::Words),
    }
}

/// Reads a file with interface text. Texts must have the same names in braces as those of
/// `english`.
pub(super) fn words(
    source: &Arc<Source>,
    english: Option<&Map>,
    faults: &mut Vec<Diagnostic>,
) -> Map {
    let Some(node) = mapping(source, faults) else {
        return Map::default();
    };
    let mut checker = Checker::new(source, faults);
    let map = checker.fields(
        node.entries().unwrap_or_default(),
        &WORDS,
        |checker, entry| checker.unknown_key(entry, &WORDS),
    );
    if let Some(english) = english {
        compare(source, &node, english, faults);
    }
    map
}

/// Reads a file with the names of countries by their ISO 3166 codes.
pub(super) fn countries(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Map {
    let Some(node) = mapping(source, faults) else {
        return Map::default();
    };
    let mut map = Map::default();
    for Entry {
        key,
        key_span,
        value,
    } in node.entries().unwrap_or_default()
    {
        let fault = match &value.kind {
            _ if country(key).is_none() => {
                let codes = rust_iso3166::ALL.iter().map(|country| country.alpha2);
                Diagnostic::new(&codes::COUNTRY, format!("`{key}` is not a country"))
                    .at(source, key_span.clone())
                    .maybe_help(did_you_mean(key, codes))
            }
            Kind::Text(name) => {
                map.insert(Key::from(key.clone()), Value::from(name.as_str()));
                continue;
            }
            _ => Diagnostic::new(
                &codes::WRONG_TYPE,
                format!("expected text, found {}", value.type_name()),
            )
            .at(source, value.span.clone()),
        };
        faults.push(fault);
    }
    map
}

fn mapping(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let node = yaml::parse(source, 0..source.text.len(), faults)?;
    if !matches!(node.kind, Kind::Map(_) | Kind::Null) {
        faults.push(
            Diagnostic::new(
                &codes::WRONG_TYPE,
                format!("expected words as `key: text`, found {}", node.type_name()),
            )
            .at(source, node.span.clone()),
        );
        return None;
    }
    Some(node)
}

/// Reports texts whose names in braces differ from those in English.
fn compare(source: &Arc<Source>, node: &Node, english: &Map, faults: &mut Vec<Diagnostic>) {
    for entry in node.entries().unwrap_or_default() {
        // Other languages have plural forms that English lacks.
        let known = english
            .get(&Key::from(entry.key.clone()))
            .or_else(|| english.get(&Key::Str("other")));
        let Some(known) = known else { continue };
        if let Some(known) = known.as_map() {
            compare(source, &entry.value, known, faults);
        } else if let (Some(known), Kind::Text(text)) = (known.as_str(), &entry.value.kind) {
            let (wanted, found) = (names(known), names(text));
            // A singular form may omit the number.
            let missing = |name: &&str| *name != "count" && !found.contains(name);
            let unknown = found.iter().any(|name| !wanted.contains(name));
            if unknown || wanted.iter().any(missing) {
                let what = match wanted.is_empty() {
                    true => "the text can't contain names in braces".to_owned(),
                    false => {
                        let names = wanted.iter().map(|name| format!("{{{name}}}"));
                        let names: Vec<String> = names.collect();
                        format!(
                            "the text must contain {}",
                            listed(names.iter().map(|n| &**n))
                        )
                    }
                };
                faults.push(
                    Diagnostic::new(&codes::WORDS, what)
                        .at(source, entry.value.span.clone())
                        .help(format!("the English text is \"{known}\"")),
                );
            }
        }
    }
}

/// The names in braces, sorted.
fn names(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let mut names: Vec<&str> = parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Entity, Type};

    /// Texts that are missing in other languages fall back to English, so English must be complete,
    /// except for lists, which ICU joins.
    #[test]
    fn english_has_every_word() {
        let text = include_str!("../../../content/words/en.yaml");
        let mut faults = Vec::new();
        let map = words(&Source::new("en.yaml", text), None, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        whole(&WORDS, &map);
    }

    fn whole(schema: &Entity, map: &Map) {
        for field in schema.fields.iter().filter(|field| field.name != "lists") {
            let value = map.get(&Key::Str(field.name));
            match (&field.ty, value.and_then(Value::as_map)) {
                (Type::Entity(part), Some(map)) if part.field("few").is_none() => whole(part, map),
                (Type::Entity(_), Some(forms)) => assert!(forms.contains_key(&Key::Str("other"))),
                _ => assert!(value.and_then(Value::as_str).is_some(), "{}", field.name),
            }
        }
    }
}
