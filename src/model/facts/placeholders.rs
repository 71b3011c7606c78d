//! Placeholders for facts that are not known yet, for previews.

use tera::value::Key;
use tera::{Map, Value};

use super::Facts;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::placeholder;
use crate::model::{normalise, tables};
use crate::schema::{Entity, Type};

/// Removes the faults about fields that are not known yet.
pub fn forgive_unknown(faults: &mut Vec<Diagnostic>) {
    faults.retain(|fault| fault.code.id != codes::FIELD_NOT_KNOWN_YET.id);
}

impl Facts {
    /// These facts, with placeholders for those that are stated as not known yet, including in
    /// layers that are added later.
    pub fn with_placeholders(self) -> Self {
        Self {
            has_placeholders: true,
            ..self
        }
    }

    /// Whether placeholders are printed.
    pub fn has_placeholders(&self) -> bool {
        self.has_placeholders
    }

    /// The values, with placeholders for facts that are not known yet.
    pub(super) fn filled_in(&self, faults: &mut Vec<Diagnostic>) -> Map {
        let mut facts = self.clone();
        facts.choose_texts();
        for (path, _) in self.unknown() {
            let parts: Vec<&str> = path.split('.').collect();
            let Some((top, rest)) = parts.split_first() else {
                continue;
            };
            let Some(ty) = type_at(&tables::FACTS, &parts) else {
                continue;
            };
            let Some(stand_in) = stand_in(ty, &self.spoken_path(&path)) else {
                continue;
            };
            let key = Key::String((*top).into());
            let value = put(facts.values.get(&key), rest, stand_in);
            facts.values.insert(key, value);
        }
        normalise::normalise(&mut facts, faults);
        facts.values
    }
}

/// The type of the fact at a path.
fn type_at(entity: &'static Entity, parts: &[&str]) -> Option<&'static Type> {
    let (first, rest) = parts.split_first()?;
    inside(&entity.field(first)?.ty, rest)
}

fn inside(ty: &'static Type, parts: &[&str]) -> Option<&'static Type> {
    let Some((first, rest)) = parts.split_first() else {
        return Some(ty);
    };
    match ty {
        Type::List(one) | Type::OneOrMore(one) if first.parse::<usize>().is_ok() => {
            inside(one, rest)
        }
        // A single value may be written instead of a list.
        Type::OneOrMore(one) => inside(one, parts),
        Type::Map(one) => inside(one, rest),
        Type::Entity(entity) => type_at(entity, parts),
        Type::Any(types) => types.iter().find_map(|ty| inside(ty, parts)),
        _ => None,
    }
}

/// The placeholder for a value of a type. Booleans have none, since either answer would be a
/// statement.
fn stand_in(ty: &'static Type, path: &str) -> Option<Value> {
    Some(match ty {
        Type::Bool => return None,
        Type::List(one) | Type::OneOrMore(one) => {
            Value::from(stand_in(one, path).into_iter().collect::<Vec<_>>())
        }
        Type::Map(_) => Value::from(Map::new()),
        Type::Entity(entity) => {
            let names = wanted(entity);
            // The placeholder of a single field has the path of the whole entry.
            let is_one = names.len() == 1;
            let mut fields = Map::new();
            for field in names.iter().filter_map(|name| entity.field(name)) {
                let value = match (&field.ty, is_one) {
                    (Type::Enum(_), true) => None,
                    (ty, true) => stand_in(ty, path),
                    (ty, false) => stand_in(ty, &format!("{path}.{}", field.name)),
                };
                fields.extend(value.map(|value| (Key::Str(field.name), value)));
            }
            (!fields.is_empty()).then(|| Value::from(fields))?
        }
        Type::Any(types) => return types.iter().find_map(|ty| stand_in(ty, path)),
        Type::Id | Type::Ref(_) => Value::from(path.replace('.', "-")),
        _ => Value::from(placeholder::of(path)),
    })
}

/// The fields without which an entry can't be printed.
fn wanted(entity: &'static Entity) -> Vec<&'static str> {
    let required = entity.fields.iter().filter(|field| field.required);
    let mut names: Vec<&str> = required.map(|field| field.name).collect();
    names.extend(entity.any_of.first());
    if names.is_empty() {
        names.extend(
            entity
                .short
                .or(entity.fields.first().map(|field| field.name)),
        );
    }
    names
}

/// A value with `new` at a path inside it, unless there is already a value.
fn put(value: Option<&Value>, parts: &[&str], new: Value) -> Value {
    let Some((first, rest)) = parts.split_first() else {
        return match value {
            Some(value) if !value.as_array().is_some_and(<[Value]>::is_empty) => value.clone(),
            _ => new,
        };
    };
    if let Some(items) = value.and_then(Value::as_array) {
        let mut items = items.to_vec();
        if let Some(item) = first.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
            *item = put(Some(item), rest, new);
        }
        return Value::from(items);
    }
    let mut fields = value.and_then(Value::as_map).cloned().unwrap_or_default();
    let key = Key::String((*first).into());
    let inner = put(fields.get(&key), rest, new);
    fields.insert(key, inner);
    Value::from(fields)
}
