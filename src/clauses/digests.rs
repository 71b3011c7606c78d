//! What a clause prints depends on its file and those of all that it calls.

use std::collections::HashMap;

use super::Library;
use super::instrument::Instrumented;
use crate::digest::{self, Digest};

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
    /// For each clause, by name: the digest of its file and of those of all
    /// clauses that it calls, directly or not.
    pub fn digests(&self) -> HashMap<&str, Digest> {
        let clauses = self.clauses();
        let own: Vec<Digest> = clauses
            .iter()
            .map(|clause| digest::of(clause.source.text.as_bytes()))
            .collect();
        let all = |start: usize| {
            let mut reached = vec![start];
            let mut at = 0;
            while let Some(clause) = reached.get(at).map(|clause| &clauses[*clause]) {
                for called in called(&clause.instrumented).filter_map(|name| self.find(name)) {
                    if !reached.contains(&called) {
                        reached.push(called);
                    }
                }
                at += 1;
            }
            let mut parts = digest::Parts::default();
            for clause in reached {
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
