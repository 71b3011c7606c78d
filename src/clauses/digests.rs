//! What a clause prints depends on its file and those of all that it calls.

use std::collections::{HashMap, HashSet};

use super::Library;
use crate::base::digest::{self, Digest};
use crate::template::instrument::Instrumented;

/// The names of clauses that a text's tags call, wherever in a tag they do; may
/// hold others that only look so, such as `b` of `a < b`.
pub(crate) fn called(marked: &Instrumented) -> impl Iterator<Item = &str> {
    marked.tags.iter().flat_map(|tag| {
        let calls = marked.text[tag.range.clone()].split('<').skip(1);
        calls.map(|call| {
            let call = call.trim_start();
            let end = call.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            &call[..end.unwrap_or(call.len())]
        })
    })
}

impl Library {
    /// A clause and all that it calls, directly or not.
    fn reached(&self, start: usize) -> Vec<usize> {
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

    /// The files of all clauses that a text with these calls is made of.
    pub fn files(&self, calls: &[String]) -> HashSet<&str> {
        let called = calls.iter().filter_map(|name| self.find(name));
        let reached = called.flat_map(|clause| self.reached(clause));
        reached
            .map(|clause| self.clauses[clause].source.path.as_str())
            .collect()
    }

    /// For each clause, by name: the digest of its file and of those of all
    /// clauses that it calls, directly or not.
    pub fn digests(&self) -> HashMap<&str, Digest> {
        let clauses = self.clauses();
        let own: Vec<Digest> = clauses
            .iter()
            .map(|clause| digest::of(clause.source.text.as_bytes()))
            .collect();
        let all = |start: usize| {
            let mut parts = digest::Parts::default();
            for clause in self.reached(start) {
                parts.add(clauses[clause].name.as_bytes());
                parts.add(&own[clause]);
            }
            parts.finish()
        };
        let named = clauses.iter().enumerate();
        named
            .map(|(at, clause)| (clause.name.as_str(), all(at)))
            .collect()
    }
}
