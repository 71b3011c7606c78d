//! Changes in facts, in words.

mod words;

use std::collections::HashMap;

use tera::{Map, Value};

use crate::clauses;
use crate::model::language::{Language, fill};
use crate::model::record::Record;
use crate::model::tables;
use crate::schema::Type;
use words::{is_records, is_stated, item, shape};

/// A fact that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// The path of the fact, with list entries by their ID or name: `retention.logs.period`.
    pub path: String,
    /// The name of the fact in words: "retention of Server logs".
    pub name: String,
    /// The old value in words; `None` if the fact is new.
    pub old: Option<String>,
    /// The new value in words; `None` if the fact was removed.
    pub new: Option<String>,
}

impl FactChange {
    /// The change as a line: "retention of Server logs: 30 days → 90 days".
    pub fn in_words(&self, language: &Language) -> String {
        let words = &language.words.redline;
        let name = self.name.as_str();
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{name}: {old} → {new}"),
            (None, Some(value)) => fill(&words.fact_added, &[("name", name), ("value", value)]),
            (Some(value), None) => fill(&words.fact_removed, &[("name", name), ("value", value)]),
            (None, None) => String::new(),
        }
    }
}

/// Compares two sets of facts, limited to the `printed` ones, which at least one of two texts
/// prints.
pub fn compare_printed(
    old: &Map,
    new: &Map,
    printed: &[&str],
    language: &Language,
) -> Vec<FactChange> {
    let mut changes = compare(old, new, language);
    changes.retain(|change| {
        let top = change.path.split('.').next().unwrap_or_default();
        printed.contains(&top)
    });
    changes
}

/// Compares two sets of facts, by their top-level keys. Values are in the words of a language, as
/// pages print them.
pub fn compare(old: &Map, new: &Map, language: &Language) -> Vec<FactChange> {
    let mut comparison = Comparison {
        language,
        old: Record::from(old),
        new: Record::from(new),
        changes: Vec::new(),
    };
    for field in tables::FACTS.fields {
        let old = comparison
            .old
            .get(field.name)
            .filter(|value| is_stated(value));
        let new = comparison
            .new
            .get(field.name)
            .filter(|value| is_stated(value));
        let at = At {
            path: field.name.to_owned(),
            name: comparison.fact(field.name),
        };
        comparison.values(&at, &field.ty, old, new);
    }
    // The retention of a category is also in the list of all retention periods.
    let all = comparison.changes;
    let is_listed = |change: &FactChange| {
        let path = change.path.strip_prefix("data_categories.");
        let path = path.and_then(|path| path.split_once(".retention"));
        path.is_some_and(|(category, rest)| {
            let listed = format!("retention.{category}{rest}");
            all.iter().any(|other| other.path == listed)
        })
    };
    let changes = all.iter().filter(|change| !is_listed(change));
    changes.cloned().collect()
}

/// A fact, as a path and in words.
struct At {
    path: String,
    name: String,
}

/// The keys that the wording of a whole address or retention period includes.
const IN_WORDS: &[&str] = &[
    "name",
    "street",
    "line2",
    "city",
    "region",
    "postal_code",
    "country",
    "period",
    "after",
    "until",
    "then",
    "criteria",
    "by_plan",
    "backups",
    "anonymise",
];

struct Comparison<'f> {
    language: &'f Language,
    old: Record<'f>,
    new: Record<'f>,
    changes: Vec<FactChange>,
}

impl<'f> Comparison<'f> {
    fn values(&mut self, at: &At, ty: &Type, old: Option<&'f Value>, new: Option<&'f Value>) {
        if old == new {
            return;
        }
        let (Some(from), Some(to)) = (old, new) else {
            return self.one_sided(at, ty, old, new);
        };
        let ty = shape(ty, to);
        // Facts that pages print as a unit are compared as a unit.
        let whole = |value: &Value| clauses::in_words(value, ty, self.language);
        if let (Some(old), Some(new)) = (whole(from), whole(to))
            && old != new
        {
            self.push(at, Some(old), Some(new));
            if let (Some(old), Some(new)) = (Record::of(from), Record::of(to)) {
                self.fields(at, ty, old, new, IN_WORDS);
            }
            return;
        }
        match (ty, from.as_array(), to.as_array()) {
            (_, Some(olds), Some(news)) if is_records(olds) || is_records(news) => {
                self.entries(at, item(ty), olds, news);
            }
            _ => match (Record::of(from), Record::of(to)) {
                (Some(old), Some(new)) => self.fields(at, ty, old, new, &[]),
                _ => {
                    let (old, new) = (self.text(ty, from, true), self.text(ty, to, false));
                    self.push(at, Some(old), Some(new));
                }
            },
        }
    }

    /// Adds a fact that only one side has; for a list, its entries one by one.
    fn one_sided(&mut self, at: &At, ty: &Type, old: Option<&'f Value>, new: Option<&'f Value>) {
        let list = old.or(new).and_then(Value::as_array);
        if list.is_some_and(is_records) {
            let list = |side: Option<&'f Value>| side.and_then(Value::as_array);
            let (old, new) = (list(old), list(new));
            return self.entries(
                at,
                item(ty),
                old.unwrap_or_default(),
                new.unwrap_or_default(),
            );
        }
        let text = |value: &Value, is_old| self.text(shape(ty, value), value, is_old);
        let (old, new) = (
            old.map(|old| text(old, true)),
            new.map(|new| text(new, false)),
        );
        self.push(at, old, new);
    }

    fn fields(&mut self, at: &At, ty: &Type, old: Record<'f>, new: Record<'f>, without: &[&str]) {
        let entity = ty.entity();
        let mut names: Vec<&'f str> = old.fields().map(|(name, _)| name).collect();
        let added = new.fields().map(|(name, _)| name);
        names.extend(added.filter(|name| !old.fields().any(|(known, _)| known == *name)));
        names.retain(|name| !without.contains(name));
        for name in names {
            let value = |record: Record<'f>| {
                let mut fields = record.fields();
                let (_, value) = fields.find(|(known, _)| *known == name)?;
                Some(value).filter(|value| is_stated(value))
            };
            let ty = entity.and_then(|entity| entity.field(name));
            let ty = ty.map_or(&Type::Free, |field| &field.ty);
            let at = At {
                path: format!("{}.{name}", at.path),
                name: format!("{}: {}", at.name, self.fact(name)),
            };
            self.values(&at, ty, value(old), value(new));
        }
    }

    /// Compares the entries of two lists, matched by their names.
    fn entries(&mut self, at: &At, ty: &Type, olds: &'f [Value], news: &'f [Value]) {
        let entity = ty.entity();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut keyed = |values: &'f [Value], is_old: bool| {
            seen.clear();
            let key = |value: &'f Value| {
                let name = self.key(value, is_old);
                let count = seen.entry(name.clone()).or_default();
                *count += 1;
                ((name, *count), value)
            };
            values.iter().map(key).collect::<Vec<_>>()
        };
        let (olds, news) = (keyed(olds, true), keyed(news, false));
        let singular = entity.map_or_else(|| at.name.clone(), |entity| self.entity(entity));
        for (key, old) in &olds {
            let new = news.iter().find(|(other, _)| other == key);
            let at = At {
                path: format!("{}.{}", at.path, key.0),
                name: self.entry_name(&singular, entity, new.map_or(old, |(_, new)| new)),
            };
            match new {
                Some((_, new)) => self.values(&at, ty, Some(old), Some(new)),
                None => {
                    let text = self.described(ty, old, true);
                    self.push(
                        &At {
                            name: singular.clone(),
                            ..at
                        },
                        Some(text),
                        None,
                    );
                }
            }
        }
        for (key, new) in news {
            if !olds.iter().any(|(other, _)| *other == key) {
                let text = self.described(ty, new, false);
                let at = At {
                    path: format!("{}.{}", at.path, key.0),
                    name: singular.clone(),
                };
                self.push(&at, None, Some(text));
            }
        }
    }

    fn push(&mut self, at: &At, old: Option<String>, new: Option<String>) {
        if old != new {
            self.changes.push(FactChange {
                path: at.path.clone(),
                name: at.name.clone(),
                old,
                new,
            });
        }
    }
}
