//! Facts that two files of shared facts state differently.

use std::sync::Arc;

use tera::{Map, Value};

use super::Layer;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Place;

/// The place where a layer states a fact. A short form states several facts with one key.
fn nearest(layer: &Layer, path: &str) -> Option<Place> {
    let mut path = path;
    loop {
        if let Some(place) = layer.key(path) {
            return Some(place);
        }
        path = path.rsplit_once('.')?.0;
    }
}

/// Reports facts that a later file states differently from an earlier one. The keys of a mapping
/// may be spread over several files.
pub(super) fn report(layers: &[Arc<Layer>], faults: &mut Vec<Diagnostic>) {
    for (at, later) in layers.iter().enumerate() {
        for earlier in &layers[..at] {
            let (before, after) = (&earlier.values, &later.values);
            differing(before, after, "", &mut |path| {
                let found = Diagnostic::new(
                    &codes::CONTRADICTION,
                    format!("`{path}` is stated in two files, with different values"),
                );
                let place = nearest(later, path).map(|place| (place, String::new()));
                let other = nearest(earlier, path).map(|place| (place, "and here".to_owned()));
                let labels = place.into_iter().chain(other);
                let found = labels.fold(found, |found, (place, says)| found.label(place, says));
                faults.push(found.help("remove it from one of the files"));
            });
        }
    }
}

fn differing(before: &Map, after: &Map, prefix: &str, tell: &mut impl FnMut(&str)) {
    let says = |value: &Value| value.as_array().is_none_or(|list| !list.is_empty());
    for (key, value) in after {
        let (Some(other), Some(name)) = (before.get(key), key.as_str()) else {
            continue;
        };
        let path = format!("{prefix}{name}");
        match (other.as_map(), value.as_map()) {
            (Some(one), Some(two)) => differing(one, two, &format!("{path}."), tell),
            _ if other != value && says(other) && says(value) => tell(&path),
            _ => {}
        }
    }
}

impl Layer {
    /// The place of the key at a dotted path in the file.
    fn key(&self, path: &str) -> Option<Place> {
        let mut node = &self.node;
        let mut span = None;
        for part in path.split('.') {
            let mut entries = node.entries()?.iter();
            let entry = entries.find(|entry| entry.key == part)?;
            (node, span) = (&entry.value, Some(entry.key_span.clone()));
        }
        span.map(|span| self.source.place(span))
    }
}
