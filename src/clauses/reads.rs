//! The facts that a text uses, and their fields.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::{Clause, Library, conditions};
use crate::model::tables::FACTS;
use crate::schema::{Entity, Type};
use crate::template::instrument::{Instrumented, Tag};

/// A set of top-level facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FactSet(u64);

const _: () = assert!(FACTS.fields.len() <= 64);

impl FactSet {
    /// The set of the facts with these names. Other names are ignored.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self::default();
        for name in names {
            if let Some(at) = FACTS.fields.iter().position(|field| field.name == name) {
                set.0 |= 1 << at;
            }
        }
        set
    }

    /// The union of both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set contains the fact with this name.
    pub fn has(self, name: &str) -> bool {
        let at = FACTS.fields.iter().position(|field| field.name == name);
        at.is_some_and(|at| self.0 & (1 << at) != 0)
    }

    /// The names of the facts, in the order of the model.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        FACTS
            .fields
            .iter()
            .enumerate()
            .filter(move |(at, _)| self.0 & (1 << at) != 0)
            .map(|(_, field)| field.name)
    }
}

/// The maximum number of field names in the model.
const MOST_FIELDS: usize = 512;

/// A set of field names, regardless of the fact that they belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FieldSet([u64; MOST_FIELDS / 64]);

/// The numbers of all field names.
static FIELDS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    fn walk(entity: &'static Entity, all: &mut Vec<&str>) {
        for field in entity.fields {
            all.push(field.name);
            entities(&field.ty, &mut |entity| walk(entity, all));
        }
    }
    let mut all = Vec::new();
    walk(&FACTS, &mut all);
    all.sort_unstable();
    all.dedup();
    all.iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect()
});

/// Calls `f` with each entity that can occur in values of a type.
fn entities(ty: &Type, f: &mut dyn FnMut(&'static Entity)) {
    match ty {
        Type::Entity(entity) => f(entity),
        Type::List(item) | Type::OneOrMore(item) | Type::Map(item) => entities(item, f),
        Type::Any(types) => types.iter().for_each(|ty| entities(ty, f)),
        _ => {}
    }
}

impl FieldSet {
    /// The fields mentioned in a text's tags.
    pub(super) fn in_tags(marked: &Instrumented) -> Self {
        let mut set = Self::default();
        for tag in &marked.tags {
            for word in marked.text[tag.range.clone()].split(is_no_name) {
                if let Some(at) = FIELDS.get(word) {
                    set.add(*at);
                }
            }
        }
        set
    }

    fn add(&mut self, at: usize) {
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    /// The union of both sets.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (bits, more) in self.0.iter_mut().zip(other.0) {
            *bits |= more;
        }
        self
    }

    /// Whether the set contains the field with this name.
    pub fn has(&self, name: &str) -> bool {
        let at = FIELDS.get(name).copied();
        at.is_some_and(|at| {
            self.0
                .get(at / 64)
                .is_some_and(|bits| bits & (1 << (at % 64)) != 0)
        })
    }
}

/// The facts that a text's tags use directly, not through calls.
pub(super) fn in_tags(marked: &Instrumented) -> FactSet {
    in_some(marked, marked.tags.iter())
}

/// The facts that one tag uses directly, not through calls.
pub(super) fn in_tag(marked: &Instrumented, tag: &Tag) -> FactSet {
    in_some(marked, std::iter::once(tag))
}

fn in_some<'t>(marked: &Instrumented, tags: impl Iterator<Item = &'t Tag>) -> FactSet {
    let inside = |tag: &Tag| -> Range<usize> {
        // A clause may have the same name as a fact.
        let skipped = tag.clause.as_ref().map_or(0, |name| {
            // `{{ <name`, with optional whitespace and a dash in between.
            let text = &marked.text[tag.range.clone()];
            memchr::memchr(b'<', text.as_bytes()).map_or(0, |at| at + 1 + name.len())
        });
        tag.range.start + skipped..tag.range.end
    };
    let tags: Vec<Range<usize>> = tags.map(inside).collect();
    FactSet::of(
        conditions::variables(&marked.text, &tags)
            .iter()
            .map(|name| name.path.split('.').next().unwrap_or_default()),
    )
}

/// Whether a character separates names.
fn is_no_name(c: char) -> bool {
    !(c.is_alphanumeric() || c == '_')
}

impl Library {
    /// For each clause, its own value joined with those of all clauses that it calls, directly or
    /// indirectly.
    fn with_called<T: Copy + PartialEq>(&self, own: Vec<T>, join: impl Fn(T, T) -> T) -> Vec<T> {
        let mut all = own;
        // Repeat until nothing changes, because clauses may call later ones.
        loop {
            let mut changed = false;
            for (index, clause) in self.clauses.iter().enumerate() {
                let called = clause.components().filter_map(|name| self.find(name));
                let joined = called.fold(all[index], |joined, called| join(joined, all[called]));
                changed |= joined != all[index];
                all[index] = joined;
            }
            if !changed {
                return all;
            }
        }
    }

    /// For each clause, whether it and all clauses that it calls read only shared facts.
    pub(super) fn find_shared_only(&self) -> Vec<bool> {
        let of_policy = |fact: &String| fact == "policy" || fact == "extra";
        let shared = |clause: &Clause| !clause.uses.iter().chain(&clause.optional).any(of_policy);
        let own = self.clauses.iter().map(shared).collect();
        self.with_called(own, |one, other| one && other)
    }

    /// The fields that a clause and all clauses that it calls mention.
    pub(super) fn fields(&self, clause: usize) -> FieldSet {
        let own = |clause: usize| {
            let mentioned = || FieldSet::in_tags(&self.clauses[clause].instrumented);
            *self.own_fields[clause].get_or_init(mentioned)
        };
        *self.fields[clause].get_or_init(|| {
            let reached = self.reached(clause).into_iter().map(own);
            reached.fold(FieldSet::default(), FieldSet::and)
        })
    }

    /// For each clause, the facts mentioned in it and in all clauses that it calls.
    pub(super) fn find_reads(&self) -> Vec<FactSet> {
        // A fact that is named only in a comment is not on the page.
        let declared = |clause: &Clause| {
            let marked = &clause.instrumented;
            let tags = marked.tags.iter();
            let words: HashSet<&str> = tags
                .flat_map(|tag| marked.text[tag.range.clone()].split(is_no_name))
                .collect();
            let names = clause.uses.iter().chain(&clause.optional);
            FactSet::of(
                names
                    .map(String::as_str)
                    .filter(|name| words.contains(name)),
            )
        };
        let own = self.clauses.iter().map(declared).collect();
        self.with_called(own, FactSet::and)
    }
}
