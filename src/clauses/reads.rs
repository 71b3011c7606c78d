//! Which facts a text speaks of.

use std::collections::HashSet;
use std::ops::Range;

use super::{Clause, Library, conditions};
use crate::model::tables::FACTS;
use crate::template::instrument::{Instrumented, Tag};

/// A set of top-level facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FactSet(u64);

const _: () = assert!(FACTS.fields.len() <= 64);

impl FactSet {
    /// The set of the facts with these names; other names are left out.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self::default();
        for name in names {
            if let Some(at) = FACTS.fields.iter().position(|field| field.name == name) {
                set.0 |= 1 << at;
            }
        }
        set
    }

    /// The facts of both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the fact with this name is among them.
    pub fn has(self, name: &str) -> bool {
        let at = FACTS.fields.iter().position(|field| field.name == name);
        at.is_some_and(|at| self.0 & (1 << at) != 0)
    }

    /// The names, in the order of the model.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        FACTS
            .fields
            .iter()
            .enumerate()
            .filter(move |(at, _)| self.0 & (1 << at) != 0)
            .map(|(_, field)| field.name)
    }
}

/// The facts that a text's tags ask for by themselves, calls left out.
pub(super) fn in_tags(marked: &Instrumented) -> FactSet {
    in_some(marked, marked.tags.iter())
}

/// The same of one tag.
pub(super) fn in_tag(marked: &Instrumented, tag: &Tag) -> FactSet {
    in_some(marked, std::iter::once(tag))
}

fn in_some<'t>(marked: &Instrumented, tags: impl Iterator<Item = &'t Tag>) -> FactSet {
    let inside = |tag: &Tag| -> Range<usize> {
        // Clauses have names of facts.
        let skipped = tag.clause.as_ref().map_or(0, |name| {
            // `{{ <name`, with any space and dash between.
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

/// Whether a character parts names.
fn is_no_name(c: char) -> bool {
    !(c.is_alphanumeric() || c == '_')
}

impl Library {
    /// For each clause: whether it and all that it calls read shared facts alone.
    pub(super) fn find_shared_only(&self) -> Vec<bool> {
        let of_policy = |fact: &String| fact == "policy" || fact == "extra";
        let mut shared: Vec<bool> = self
            .clauses
            .iter()
            .map(|clause| !clause.uses.iter().chain(&clause.optional).any(of_policy))
            .collect();
        // A clause is as its calls are; in rounds, as calls may go any way.
        loop {
            let mut changed = false;
            for (index, clause) in self.clauses.iter().enumerate() {
                let own = clause
                    .components()
                    .all(|name| self.find(name).is_none_or(|called| shared[called]));
                changed |= shared[index] && !own;
                shared[index] &= own;
            }
            if !changed {
                return shared;
            }
        }
    }

    /// For each clause: the facts that it and all that it calls speak of.
    pub(super) fn find_reads(&self) -> Vec<FactSet> {
        // What only a comment names is not on the page.
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
        let mut reads: Vec<FactSet> = self.clauses.iter().map(declared).collect();
        loop {
            let mut changed = false;
            for (index, clause) in self.clauses.iter().enumerate() {
                let called = clause.components().filter_map(|name| self.find(name));
                let all = called.fold(reads[index], |all, called| all.and(reads[called]));
                changed |= all != reads[index];
                reads[index] = all;
            }
            if !changed {
                return reads;
            }
        }
    }
}
