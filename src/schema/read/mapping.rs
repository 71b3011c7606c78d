//! Mappings with known keys.

use std::ops::Range;

use tera::value::Key;
use tera::{Map, Value};

use super::{Checker, is_by_language};
use crate::base::diagnostic::codes;
use crate::base::text::listed;
use crate::schema::{Entity, Type};
use crate::yaml::{Entry, Kind, Node};

impl Checker<'_> {
    pub(super) fn entity(&mut self, node: &Node, entity: &'static Entity) -> Option<Value> {
        let Some(entries) = node.entries() else {
            return self.short_form(node, entity);
        };
        // The fields of a single contact, where contacts by kind are expected.
        if let Some(field) = entity.short.and_then(|short| entity.field(short))
            && let Type::Entity(inner) = &field.ty
            && !entries.is_empty()
            && entries.iter().all(|entry| {
                entity.field(&entry.key).is_none() && inner.field(&entry.key).is_some()
            })
        {
            let value = self.entity(node, inner)?;
            return Some(Value::from(Map::from_iter([(Key::Str(field.name), value)])));
        }
        // A text in several languages, as the short form of the mapping.
        if self.in_facts
            && let Some(field) = entity.short.and_then(|short| entity.field(short))
            && matches!(field.ty, Type::Text | Type::Markdown)
            && is_by_language(node)
            && entries
                .iter()
                .all(|entry| entity.field(&entry.key).is_none())
        {
            let text = self.value(node, &field.ty)?;
            return Some(Value::from(Map::from_iter([(Key::Str(field.name), text)])));
        }
        let before = self.faults.len();
        let map = self.fields(entries, entity, |checker, entry| {
            checker.unknown_key(entry, entity);
        });
        if self.partial {
            return Some(Value::from(map));
        }
        let given = |name: &str| {
            let mut entries = entries.iter();
            entries.any(|entry| entry.key == name && !(self.in_facts && entry.value.is_blank()))
        };
        let given: Vec<&str> = entity.names().filter(|name| given(name)).collect();
        let given = |name: &str| given.contains(&name);
        for field in entity.fields {
            if field.required && !given(field.name) && before == self.faults.len() {
                self.missing(node, entity, &format!("`{}`", field.name));
            }
        }
        if !entity.any_of.is_empty() && !entity.any_of.iter().any(|name| given(name)) {
            self.missing(
                node,
                entity,
                &format!("one of {}", listed(entity.any_of.iter().copied())),
            );
        }
        Some(Value::from(map))
    }

    fn missing(&mut self, node: &Node, entity: &'static Entity, what: &str) {
        let blank = node
            .entries()
            .and_then(|entries| entries.iter().find(|entry| entry.value.is_blank()))
            .filter(|entry| what.contains(&format!("`{}`", entry.key)));
        let span = blank.map_or_else(|| self.headline(node), |entry| entry.key_span.clone());
        let help = blank.map(|entry| format!("`{}` is not known yet: fill it in", entry.key));
        let code = match blank {
            Some(_) => &codes::FIELD_NOT_KNOWN_YET,
            None => &codes::MISSING_FIELD,
        };
        let message = format!("{} without {what}", entity.name);
        self.report(code, message, &span, help);
    }

    /// The place to report for a node: the first key of a mapping, or else the whole node.
    pub(super) fn headline(&self, node: &Node) -> Range<usize> {
        match node.entries().and_then(<[Entry]>::first) {
            Some(entry) => entry.key_span.clone(),
            None => node.span.clone(),
        }
    }

    /// Reads a scalar as the short form of a mapping with one field.
    fn short_form(&mut self, node: &Node, entity: &'static Entity) -> Option<Value> {
        let text = match &node.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text),
            _ => None,
        };
        if text.is_some_and(|text| text == "none") {
            return Some(Value::none());
        }
        let (Some(text), Some(short)) = (text, entity.short) else {
            self.report(
                &codes::WRONG_TYPE,
                format!("expected a mapping, found {}", node.type_name()),
                &node.span,
                Some(format!(
                    "{} has the keys {}",
                    entity.name,
                    listed(entity.names())
                )),
            );
            return None;
        };
        let is_url = text.starts_with("http://") || text.starts_with("https://");
        let name = if is_url && entity.field("url").is_some() {
            "url"
        } else {
            short
        };
        let field = entity.field(name)?;
        let value = self.value(node, &field.ty)?;
        Some(Value::from(Map::from_iter([(Key::Str(field.name), value)])))
    }
}

/// Reports the missing fields of a merged fact, with the dotted path of the mapping, the fields of
/// which one is required, and a message.
pub(crate) fn complete(
    value: &Value,
    ty: &'static Type,
    path: &str,
    report: &mut impl FnMut(&str, &[&'static str], String),
) {
    let (Type::Entity(entity), Some(map)) = (ty, value.as_map()) else {
        return;
    };
    let given = |name: &'static str| map.contains_key(&Key::Str(name));
    for field in entity.fields {
        match map.get(&Key::Str(field.name)) {
            Some(inner) if matches!(field.ty, Type::Entity(_)) => {
                complete(inner, &field.ty, &format!("{path}.{}", field.name), report);
            }
            Some(_) => {}
            None if field.required => {
                let message = format!("{} without `{}`", entity.name, field.name);
                report(path, &[field.name], message);
            }
            None => {}
        }
    }
    if !entity.any_of.is_empty() && !entity.any_of.iter().any(|name| given(name)) {
        let names = listed(entity.any_of.iter().copied());
        let message = format!("{} without one of {names}", entity.name);
        report(path, entity.any_of, message);
    }
}
