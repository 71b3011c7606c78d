//! Digests of clauses: the output of a clause depends on its file and those of
//! all clauses that it calls.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Library;
use crate::base::digest::{self, Digest};
use crate::template::instrument::Instrumented;
use crate::template::tags;

/// The names of the clauses that a text's tags call. May include names that only look like calls.
fn called(marked: &Instrumented) -> impl Iterator<Item = &str> {
    let tags = marked.tags.iter();
    tags.flat_map(|tag| tags::called(&marked.text[tag.range.clone()]))
}

/// Whether a text has a block that captures its output.
pub fn captures(text: &str) -> bool {
    ["endset", "endfilter"].iter().any(|end| text.contains(end))
}

impl Library {
    /// The indices of a clause and of all clauses that it calls, directly or indirectly.
    pub(super) fn reached(&self, start: usize) -> Vec<usize> {
        let mut reached = vec![start];
        let mut at = 0;
        while let Some(clause) = reached.get(at).map(|clause| &self.clauses[*clause]) {
            for called in called(&clause.instrumented).filter_map(|name| self.find(name)) {
                if !reached.contains(&called) {
                    reached.push(called);
                }
            }
            at += 1;
        }
        reached
    }

    /// The paths of all clause files used by a text in `language` with these calls.
    pub fn files(&self, calls: &[String], language: &str) -> HashSet<&str> {
        let called = calls.iter().filter_map(|name| self.find_in(name, language));
        let reached = called.flat_map(|clause| self.reached(clause));
        reached
            .map(|clause| self.clauses[clause].source.path.as_str())
            .collect()
    }

    /// Whether a clause captures output instead of printing it.
    pub fn captures(&self) -> bool {
        self.captures
    }

    /// The digest of each clause's own files, in all its languages, by clause name.
    pub fn file_digests(&self) -> BTreeMap<&str, Digest> {
        let mut all: BTreeMap<&str, digest::Parts> = BTreeMap::new();
        for clause in self.clauses() {
            let parts = all.entry(&clause.name).or_default();
            parts.add(&digest::of(clause.source.text.as_bytes()));
        }
        let finished = all.into_iter();
        finished
            .map(|(name, parts)| (name, parts.finish()))
            .collect()
    }

    /// The digest of each clause's files and of the files of all clauses that it calls, directly or
    /// indirectly, in all its languages, by clause name.
    pub fn digests(&self) -> HashMap<&str, Digest> {
        let clauses = self.clauses();
        let own: Vec<Digest> = clauses
            .iter()
            .map(|clause| digest::of(clause.source.text.as_bytes()))
            .collect();
        let mut all: HashMap<&str, digest::Parts> = HashMap::new();
        for (start, named) in clauses.iter().enumerate() {
            let parts = all.entry(named.name.as_str()).or_default();
            for clause in self.reached(start) {
                parts.add(clauses[clause].name.as_bytes());
                parts.add(&own[clause]);
            }
        }
        let finished = all.into_iter();
        finished
            .map(|(name, parts)| (name, parts.finish()))
            .collect()
    }
}
