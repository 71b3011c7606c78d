//! Facts that are stated as not known yet.

use tera::Value;
use tera::value::Key;

use super::Facts;
use crate::base::source::Place;
use crate::model::tables;
use crate::yaml::{Kind, Node};

impl Facts {
    /// The place where the fact at a path, or a fact that contains it, is stated as not known yet.
    /// Returns `None` if it also has a value.
    pub fn unknown_at(&self, path: &str) -> Option<Place> {
        // An empty list states nothing; `none` states that there are no entries.
        if let Some((place, node)) = self.place(path)
            && matches!(&node.kind, Kind::Seq(items) if items.is_empty())
        {
            return Some(place);
        }
        if self.has(path) {
            return None;
        }
        let mut path = path;
        loop {
            if let Some((place, node)) = self.place(path) {
                return node.is_blank().then_some(place);
            }
            path = path.rsplit_once('.')?.0;
        }
    }

    /// All facts that are stated as not known yet, with their dotted paths.
    pub fn unknown(&self) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        for layer in &self.layers {
            for entry in layer.node.entries().unwrap_or_default() {
                if tables::FACTS.field(&entry.key).is_some() {
                    let at = layer.source.place(entry.key_span.clone());
                    self.collect_unknown(&entry.key, &entry.value, at, &mut found);
                }
            }
        }
        found
    }

    /// The first field of this name that is not known yet, for variables that refer to the entries
    /// of a list.
    pub fn unknown_field(&self, name: &str) -> Option<(String, Place)> {
        // Facts with placeholders are not missing.
        if self.has_placeholders {
            return None;
        }
        let is_it = |(path, _): &(String, Place)| path.rsplit('.').next() == Some(name);
        self.unknown().into_iter().find(is_it)
    }

    /// A dotted path with the IDs of entries instead of their positions.
    pub fn spoken_path(&self, path: &str) -> String {
        let mut parts = path.split('.');
        let top = parts.next().unwrap_or(path);
        let mut spoken = top.to_owned();
        let mut value = self.values().get(&Key::String(top.into()));
        for part in parts {
            let items = value.and_then(Value::as_array);
            let item = part.parse::<usize>().ok().zip(items);
            value = match item {
                Some((index, items)) => items.get(index),
                None => value.and_then(|value| value.as_map()?.get(&Key::String(part.into()))),
            };
            let id = match item {
                Some(_) => value.and_then(|value| value.get_from_path("id")?.as_str()),
                None => None,
            };
            spoken.push('.');
            spoken.push_str(id.unwrap_or(part));
        }
        spoken
    }

    fn collect_unknown(
        &self,
        path: &str,
        node: &Node,
        at: Place,
        found: &mut Vec<(String, Place)>,
    ) {
        match &node.kind {
            _ if node.is_blank() => {
                if !self.has(path) {
                    found.push((path.to_owned(), at));
                    return;
                }
                // Another file may state only a part of it.
                let entity = tables::FACTS
                    .field(path)
                    .and_then(|field| field.ty.entity());
                let fields = entity.map_or(&[][..], |entity| entity.fields);
                let required = fields.iter().filter(|field| field.required);
                let paths = required.map(|field| format!("{path}.{}", field.name));
                found.extend(
                    paths
                        .filter(|path| !self.has(path))
                        .map(|path| (path, at.clone())),
                );
            }
            Kind::Seq(items) if items.is_empty() => found.push((path.to_owned(), at)),
            Kind::Seq(items) => {
                let mut index = 0;
                for item in items {
                    let at_item = at.source.place(item.span.clone());
                    if item.is_blank() {
                        found.push((path.to_owned(), at.clone()));
                        continue;
                    }
                    self.collect_unknown(&format!("{path}.{index}"), item, at_item, found);
                    index += 1;
                }
            }
            Kind::Map(entries) => {
                for entry in entries {
                    let at = at.source.place(entry.key_span.clone());
                    let path = format!("{path}.{}", entry.key);
                    self.collect_unknown(&path, &entry.value, at, found);
                }
            }
            _ => {}
        }
    }
}
