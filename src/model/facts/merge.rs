//! How facts override each other.

use tera::value::Key;
use tera::{Map, Value};

use crate::yaml::{Kind, Node};

/// Merges mappings key by key. All other values are replaced.
pub(super) fn merge_map(base: &mut Map, over: &Map) {
    for (key, value) in over {
        let merged = match (base.get(key).and_then(Value::as_map), value.as_map()) {
            (Some(old), Some(new)) => {
                let mut both = old.clone();
                merge_map(&mut both, new);
                Value::from(both)
            }
            _ => value.clone(),
        };
        base.insert(key.clone(), merged);
    }
}

/// Removes the values of facts that `over` states as not known yet.
pub(super) fn forget(base: &mut Map, over: &Node) {
    for entry in over.entries().unwrap_or_default() {
        let key = Key::from(entry.key.clone());
        match &entry.value.kind {
            Kind::Null => {
                base.shift_remove(&key);
            }
            Kind::Map(_) => {
                if let Some(inner) = base.get(&key).and_then(Value::as_map) {
                    let mut inner = inner.clone();
                    forget(&mut inner, &entry.value);
                    base.insert(key, Value::from(inner));
                }
            }
            _ => {}
        }
    }
}
