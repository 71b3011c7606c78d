//! Alternative values of the same type, used to find out what a text shows.

use tera::value::Key;
use tera::{Map, Value};

use super::{Type, formats};

/// The parts of a value that are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Free values, such as names and periods, which are replaced.
    Free,
    /// Words from a fixed list and booleans, which are left out.
    Words,
}

impl Part {
    /// A copy of `value` with a different value at the dotted `path`, in all entries of lists that
    /// the path does not index. Returns `None` if nothing is left.
    pub(crate) fn other(self, value: &Value, ty: &'static Type, path: &str) -> Option<Value> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(items) = value.as_array() {
            let (only, inside) = match first.parse::<usize>() {
                Ok(at) => (Some(at), rest),
                Err(_) => (None, path),
            };
            let others = items.iter().enumerate().filter_map(|(at, item)| {
                let item_type = of_items(ty).filter(|_| only.is_none_or(|only| only == at));
                match item_type {
                    Some(ty) => self.other(item, ty, inside),
                    None => Some(item.clone()),
                }
            });
            return Some(others.collect::<Vec<_>>().into());
        }
        if let Some(fields) = value.as_map().filter(|_| !is_scalar(value, ty)) {
            let mut others = Map::new();
            for (key, field) in fields {
                let name = key.as_str().unwrap_or_default();
                let is_meant = first.is_empty() || first == name;
                let other = match of_field(ty, name).filter(|_| is_meant) {
                    Some(ty) => self.other(field, ty, rest),
                    None => Some(field.clone()),
                };
                if let Some(other) = other {
                    others.insert(Key::String(name.into()), other);
                }
            }
            return (!others.is_empty()).then(|| others.into());
        }
        if !path.is_empty() {
            return Some(value.clone());
        }
        match (self, replaced(value, ty)) {
            (Self::Free, Some(other)) => Some(other),
            (Self::Words, None) if !ties(ty) => None,
            _ => Some(value.clone()),
        }
    }
}

fn of_items(ty: &'static Type) -> Option<&'static Type> {
    match ty {
        Type::List(item) | Type::OneOrMore(item) => Some(item),
        Type::Any(types) => types.iter().find_map(of_items),
        // Normalised facts have lists where a single value is allowed.
        Type::Entity(_) => Some(ty),
        _ => None,
    }
}

fn of_field(ty: &'static Type, name: &str) -> Option<&'static Type> {
    match ty {
        Type::Map(item) => Some(item),
        _ => ty.entity()?.field(name).map(|field| &field.ty),
    }
}

/// Whether a mapping is a single value: a number of business days.
fn is_scalar(value: &Value, ty: &'static Type) -> bool {
    matches!(ty, Type::Duration | Type::DurationOr(_)) && formats::duration(value).is_some()
}

/// Whether a type only links entries to each other; texts need not show its values.
fn ties(ty: &'static Type) -> bool {
    match ty {
        Type::Id | Type::Ref(_) => true,
        Type::List(item) | Type::OneOrMore(item) => ties(item),
        _ => false,
    }
}

/// A different value of the same form; `None` if only fixed words are allowed.
fn replaced(value: &Value, ty: &'static Type) -> Option<Value> {
    let either = |one: &str, other: &str| -> Option<Value> {
        Some(
            if value.as_str() == Some(one) {
                other
            } else {
                one
            }
            .into(),
        )
    };
    match ty {
        Type::Any(types) => types.iter().find_map(|ty| replaced(value, ty)),
        Type::List(item) | Type::OneOrMore(item) => replaced(value, item),
        Type::Text | Type::Markdown | Type::Url | Type::Link | Type::Free => {
            Some(format!("{}x", value.as_str()?).into())
        }
        Type::Email => Some(format!("x{}", value.as_str()?).into()),
        Type::EmailOrUrl => Some(match value.as_str()? {
            url if url.contains("://") => format!("{url}x").into(),
            email => format!("x{email}").into(),
        }),
        Type::Phone => Some(format!("{}7", value.as_str()?).into()),
        Type::Date => {
            let (month, day) = value.as_str()?.rsplit_once('-')?;
            let other = if day == "02" { "03" } else { "02" };
            Some(format!("{month}-{other}").into())
        }
        Type::Duration => either("P13D", "P17D"),
        Type::DurationOr(words) => match value.as_str() {
            Some(word) if words.contains(&word) => None,
            _ => either("P13D", "P17D"),
        },
        Type::Country | Type::CountryOrArea => either("DE", "FR"),
        Type::Language => either("de", "fr"),
        Type::Int | Type::Integer | Type::Percent => {
            Some(Value::from(if value.as_i64() == Some(13) {
                14
            } else {
                13
            }))
        }
        Type::Bool | Type::Id | Type::Ref(_) | Type::Enum(_) => None,
        Type::Map(_) | Type::Entity(_) => None,
    }
}
