//! The fact values that a text prints.
//!
//! The engine evaluates on the calling thread and offers filters and its escape function no place
//! to keep a record, so the record is thread-local and is reset for each evaluation. Printed text
//! is identified by its hash, ignoring ASCII case, because filters change the case of words.

use std::borrow::Cow;
use std::cell::RefCell;

use tera::value::Key;
use tera::{Map, Value};
use twox_hash::XxHash3_64;

use super::{FactSet, FieldSet};
use crate::model::facts::Facts;
use crate::model::tables::FACTS;
use crate::schema::{Entity, Type};

/// The fields that name list entries.
const NAMES: [&str; 6] = [
    "label",
    "name",
    "legal_name",
    "trading_name",
    "class",
    "data",
];

thread_local! {
    static RECORD: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Starts a new record.
pub(super) fn begin() {
    RECORD.with_borrow_mut(Vec::clear);
}

/// Records that a text is printed.
pub(super) fn note(text: &str) {
    RECORD.with_borrow_mut(|record| record.push(hash(text)));
}

/// Records that a whole value is printed, with its texts and keys.
pub(super) fn note_all(value: &Value) {
    if let Some(text) = value.as_str() {
        note(text);
    } else if let Some(list) = value.as_array() {
        list.iter().for_each(note_all);
    } else if let Some(map) = value.as_map() {
        for (key, value) in map {
            if let Some(key) = key.as_str() {
                RECORD.with_borrow_mut(|record| record.push(hash_key(key)));
            }
            note_all(value);
        }
    }
}

/// Adds the record of an earlier, identical output.
pub(super) fn note_again(noted: &[u64]) {
    RECORD.with_borrow_mut(|record| record.extend_from_slice(noted));
}

/// Records which Markdown values of the facts in `names` a text contains. The engine prints them
/// unchanged, except perhaps for the case of the first letter, which is ignored.
pub(super) fn note_markdown(facts: &Facts, names: FactSet, text: Option<&str>) {
    fn walk(value: &Value, text: &[u8]) {
        if let Some(found) = value.as_str().filter(|_| value.is_safe()) {
            let mut rest = found.chars();
            if rest.next().is_some()
                && memchr::memmem::find(text, rest.as_str().as_bytes()).is_some()
            {
                note(found);
            }
        } else if let Some(list) = value.as_array() {
            list.iter().for_each(|entry| walk(entry, text));
        } else if let Some(map) = value.as_map() {
            map.values().for_each(|value| walk(value, text));
        }
    }
    let Some(text) = text else { return };
    let values = names
        .names()
        .filter_map(|name| facts.printed().get(&Key::Str(name)));
    values.for_each(|value| walk(value, text.as_bytes()));
}

/// Returns the result of `f` and everything that it recorded.
pub(super) fn noted<T>(f: impl FnOnce() -> T) -> (T, Vec<u64>) {
    let before = RECORD.take();
    let result = f();
    (result, RECORD.replace(before))
}

fn hash(text: &str) -> u64 {
    let folded = match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    };
    XxHash3_64::oneshot(folded.as_bytes())
}

/// The hash of a key, which differs from that of any text.
fn hash_key(key: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(1, key.as_bytes())
}

/// The values that a text prints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Printed {
    /// The hashes of texts and keys, sorted.
    hashes: Vec<u64>,
    /// The fields mentioned in its tags and in those of the clauses that it calls.
    fields: FieldSet,
}

impl Printed {
    /// Creates a set from the thread's record of a text whose tags mention `fields`.
    pub(super) fn of_record(fields: FieldSet) -> Self {
        let mut hashes = RECORD.with_borrow(Clone::clone);
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes, fields }
    }

    /// The union of both sets.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.hashes.extend_from_slice(&other.hashes);
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.fields = self.fields.and(other.fields);
        self
    }

    /// The values whose hashes are in `known`, which must be sorted.
    #[must_use]
    pub fn among(&self, known: &[u64]) -> Self {
        let is_known = |hash: &&u64| known.binary_search(hash).is_ok();
        Self {
            hashes: self.hashes.iter().filter(is_known).copied().collect(),
            fields: self.fields,
        }
    }

    /// The hashes of all texts and keys in `facts`, sorted.
    pub fn all_of(facts: &Map) -> Vec<u64> {
        let (_, mut hashes) = noted(|| facts.values().for_each(note_all));
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    /// The printed part of a top-level fact, without list entries that are not on the page and
    /// fields that are never mentioned.
    pub fn of(&self, name: &str, value: &Value) -> Option<Value> {
        let field = FACTS.field(name)?;
        self.reduced(value, &field.ty, true).value
    }

    fn has(&self, hash: u64) -> bool {
        self.hashes.binary_search(&hash).is_ok()
    }

    /// Reduces a value to its printed part. `is_named` states whether the tags mention the field
    /// that contains the value.
    fn reduced(&self, value: &Value, ty: &Type, is_named: bool) -> Reduced {
        if let Some(text) = value.as_str() {
            let is_printed = self.has(hash(text));
            return match is_word(ty, text) {
                true => Reduced::word(value, is_named || is_printed),
                false => Reduced::text(value, is_printed),
            };
        }
        if let Some(list) = value.as_array() {
            let item = item(ty);
            let mut all = Reduced::default();
            let mut kept = Vec::with_capacity(list.len());
            for entry in list {
                let mut found = self.reduced(entry, item, is_named);
                if entry.is_map() && !self.speaks_of(entry, &found) {
                    found.value = None;
                }
                kept.extend(found.value.take());
                all.add(&found);
            }
            // An empty list is also a statement.
            let is_said = !kept.is_empty() || (list.is_empty() && is_named);
            all.value = is_said.then(|| kept.into());
            return all;
        }
        if let Some(map) = value.as_map() {
            let entity = ty.entity();
            let mut all = Reduced::default();
            let mut kept = Map::new();
            for (key, value) in map {
                let (ty, is_named) = match entity {
                    Some(entity) => self.field(entity, key),
                    None => (item(ty), is_named),
                };
                // IDs identify entries across versions.
                let is_named = is_named || matches!(ty, Type::Id);
                let mut found = self.reduced(value, ty, is_named);
                if let Some(value) = found.value.take() {
                    kept.insert(key.clone(), value);
                }
                all.add(&found);
            }
            all.value = (!kept.is_empty()).then(|| kept.into());
            return all;
        }
        Reduced::word(value, is_named)
    }

    /// Whether a list entry, whose printed part is `reduced`, is on the page: its name is printed
    /// or, if it has other texts but no name, one of its texts is.
    fn speaks_of(&self, entry: &Value, reduced: &Reduced) -> bool {
        let name = |key: &&'static str| entry.as_map()?.get(&Key::Str(key))?.as_str();
        let mut names = NAMES.iter().filter_map(name).peekable();
        match names.peek() {
            Some(_) => names.any(|name| self.has(hash(name))),
            None => !reduced.has_texts || reduced.prints_texts,
        }
    }

    /// The type of a field, and whether tags mention it or filters that print whole entries include
    /// it.
    fn field(&self, entity: &'static Entity, key: &Key<'_>) -> (&'static Type, bool) {
        let name = key.as_str().unwrap_or_default();
        let is_named = self.fields.has(name) || self.has(hash_key(name));
        (
            entity.field(name).map_or(&Type::Free, |field| &field.ty),
            is_named,
        )
    }
}

/// The printed part of a value.
#[derive(Debug, Default)]
struct Reduced {
    value: Option<Value>,
    /// Whether it contains any text that would be printed unchanged.
    has_texts: bool,
    /// Whether one of these texts is printed.
    prints_texts: bool,
}

impl Reduced {
    fn text(value: &Value, is_printed: bool) -> Self {
        Self {
            value: is_printed.then(|| value.clone()),
            has_texts: true,
            prints_texts: is_printed,
        }
    }

    fn word(value: &Value, is_said: bool) -> Self {
        Self {
            value: is_said.then(|| value.clone()),
            ..Self::default()
        }
    }

    fn add(&mut self, other: &Self) {
        self.has_texts |= other.has_texts;
        self.prints_texts |= other.prints_texts;
    }
}

/// The type of the entries of a list or of a mapping with free keys.
fn item(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::OneOrMore(item) | Type::Map(item) => item,
        Type::Any(types) => types.iter().find(|ty| ty.entity().is_some()).unwrap_or(ty),
        _ => ty,
    }
}

/// Whether a text is a term of the fact model, which pages print in other words.
fn is_word(ty: &Type, text: &str) -> bool {
    match ty {
        Type::Enum(_) | Type::Id | Type::Ref(_) => true,
        Type::DurationOr(words) => words.contains(&text),
        Type::List(item) | Type::OneOrMore(item) => is_word(item, text),
        Type::Any(types) => types.iter().any(|ty| match ty {
            Type::Enum(words) | Type::DurationOr(words) => words.contains(&text),
            _ => false,
        }),
        _ => false,
    }
}
