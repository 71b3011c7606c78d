//! Facts and their entries in words.

use tera::Value;

use super::Comparison;
use crate::base::literal;
use crate::clauses;
use crate::model::language::fill;
use crate::model::record::Record;
use crate::schema::{Entity, Type};

/// Keys that name an entry of a list, in order of preference.
const NAMES: &[&str] = &[
    "id",
    "category",
    "data",
    "legal_name",
    "name",
    "label",
    "term",
    "right",
    "kind",
    "version",
    "plan",
    "role",
    "basis",
    "mechanism",
    "title",
    "country",
    "url",
];

/// Keys whose value identifies an entry for a reader.
const SHOWN: &[&str] = &[
    "label",
    "trading_name",
    "legal_name",
    "name",
    "term",
    "title",
    "data",
    "right",
    "kind",
    "version",
    "plan",
    "role",
    "basis",
    "mechanism",
    "id",
];

impl Comparison<'_> {
    /// The name of a fact, by its key. Rare facts have no name except the key.
    pub(super) fn fact(&self, key: &str) -> String {
        let name = self.language.words.facts.get(key);
        name.map_or_else(|| spoken(key), Clone::clone)
    }

    /// The name of an entry of a list.
    pub(super) fn entity(&self, entity: &Entity) -> String {
        self.fact(&entity.name.replace(' ', "_"))
    }

    /// The key of an entry: the value of the first suitable field.
    pub(super) fn key(&self, value: &Value, is_old: bool) -> String {
        let Some(record) = Record::of(value) else {
            return self.text(&Type::Free, value, is_old);
        };
        let found = NAMES.iter().find_map(|name| record.text(name));
        found.map_or_else(|| value.to_string(), |name| name.into_owned())
    }

    /// The name of an entry with its kind: "subprocessor Stripe", "retention of
    /// Server logs".
    pub(super) fn entry_name(
        &self,
        singular: &str,
        entity: Option<&Entity>,
        value: &Value,
    ) -> String {
        let known = self.known_as(value, false);
        match (entity.map(|entity| entity.name), known) {
            (_, None) => singular.to_owned(),
            (Some("retention"), Some(known)) => fill(
                &self.language.words.redline.retention_of,
                &[("name", &known)],
            ),
            (_, Some(known)) => format!("{singular} {known}"),
        }
    }

    /// The name of an entry. `data` may be the ID of a category, which has a name.
    pub(super) fn known_as(&self, value: &Value, is_old: bool) -> Option<String> {
        let record = Record::of(value)?;
        let (key, name) = SHOWN
            .iter()
            .find_map(|key| Some((*key, record.text(key)?)))?;
        Some(match key {
            "data" => self.label("data_categories", &name, is_old),
            _ => spoken(&name),
        })
    }

    /// The name of an entry of a top-level list, by its ID.
    pub(super) fn label(&self, list: &'static str, id: &str, is_old: bool) -> String {
        let facts = match is_old {
            true => self.old,
            false => self.new,
        };
        let mut entries = Record::all(facts.list(list));
        let found = entries.find(|entry| entry.word("id") == Some(id));
        let name = found.and_then(|entry| SHOWN.iter().find_map(|key| entry.text(key)));
        name.map_or_else(|| id.to_owned(), |name| name.into_owned())
    }

    /// An entry with its place or period: "Example GmbH (Berlin, Germany)".
    pub(super) fn described(&self, ty: &Type, value: &Value, is_old: bool) -> String {
        let Some(record) = Record::of(value) else {
            return self.text(ty, value, is_old);
        };
        let name = match record.text("legal_name") {
            Some(name) => Some(name.into_owned()),
            None => self.known_as(value, is_old),
        };
        let Some(name) = name else {
            return self.text(ty, value, is_old);
        };
        let countries = |key: &'static str| {
            let value = record.get(key)?;
            Some(self.text(&Type::OneOrMore(&Type::Country), value, is_old))
        };
        let address = record.record("address");
        let city = address.and_then(|address| address.text("city"));
        let country = address.and_then(|address| address.get("country"));
        let country = country.map(|country| self.text(&Type::Country, country, is_old));
        let place = match (city, country) {
            (Some(city), Some(country)) => Some(format!("{city}, {country}")),
            (Some(city), None) => Some(city.into_owned()),
            (None, country) => country.or_else(|| countries("locations")),
        };
        let period = clauses::in_words(value, ty, self.language);
        match place.or(period) {
            Some(detail) => format!("{name} ({detail})"),
            None => name,
        }
    }

    /// A value as pages print it, or else as plain text.
    pub(super) fn text(&self, ty: &Type, value: &Value, is_old: bool) -> String {
        let ty = shape(ty, value);
        if let Some(words) = clauses::in_words(value, ty, self.language) {
            return words;
        }
        if let Some(items) = value.as_array() {
            let items = items.iter().map(|one| match Record::of(one) {
                Some(_) => self.described(item(ty), one, is_old),
                None => self.text(item(ty), one, is_old),
            });
            return self.language.list(&items.collect::<Vec<_>>());
        }
        if let Some(record) = Record::of(value) {
            let entity = ty.entity();
            let fields = record.fields().map(|(name, value)| {
                let field = entity.and_then(|entity| entity.field(name));
                let ty = field.map_or(&Type::Free, |field| &field.ty);
                format!("{}: {}", self.fact(name), self.text(ty, value, is_old))
            });
            return fields.collect::<Vec<_>>().join("; ");
        }
        match (ty, value.as_str()) {
            (Type::Ref(list), Some(id)) => self.label(list, id, is_old),
            (Type::Enum(_), Some(word)) => {
                let term = self.language.words.terms.get(word);
                term.map_or_else(|| spoken(word), Clone::clone)
            }
            (Type::Percent, None) => format!("{value} %"),
            (_, Some(text)) => literal::reveal(text).into_owned(),
            (_, None) => value.to_string(),
        }
    }
}

/// The type among several that matches a value, or the item type if a single value replaces a list.
pub(super) fn shape<'t>(ty: &'t Type, value: &Value) -> &'t Type {
    let fits = |ty: &Type| match ty {
        Type::List(_) | Type::OneOrMore(_) => value.is_array(),
        Type::Entity(_) | Type::Map(_) => value.as_map().is_some(),
        Type::Bool => value.as_bool().is_some(),
        Type::Int | Type::Integer | Type::Percent => value.is_number(),
        _ => value.as_str().is_some(),
    };
    match ty {
        Type::Any(types) => types
            .iter()
            .find(|ty| fits(ty))
            .map_or(ty, |ty| shape(ty, value)),
        Type::OneOrMore(one) if !value.is_array() => one,
        ty => ty,
    }
}

/// The type of the entries of a list.
pub(super) fn item(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::OneOrMore(item) => item,
        Type::Any(types) => types
            .iter()
            .find(|ty| matches!(ty, Type::List(_) | Type::OneOrMore(_)))
            .map_or(ty, item),
        ty => ty,
    }
}

pub(super) fn is_records(values: &[Value]) -> bool {
    values.iter().any(|value| value.as_map().is_some())
}

pub(super) fn is_stated(value: &Value) -> bool {
    !value.is_none() && !value.is_undefined()
}

/// A key or term of the model as prose.
fn spoken(key: &str) -> String {
    key.replace('_', " ")
}
