//! Finds the clause calls in policies.

use rayon::prelude::*;

use super::draft;
use crate::base::source::Place;
use crate::load::Site;
use crate::template::tags;

/// A call of a clause in the text of a policy.
#[derive(Debug)]
pub struct Call {
    /// The name of the clause, which may be unknown.
    pub clause: String,
    /// Where the tag begins.
    pub place: Place,
}

/// The clause calls in all policies, ordered by file and line. Skips files that can't be read.
pub fn calls(site: &Site) -> Vec<Call> {
    (0..site.tree.policies.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let mut calls = Vec::new();
            if let Some(draft) = draft::read(site, at).draft {
                let text = &draft.source.text[draft.body.clone()];
                for tag in tags::all(text) {
                    if let Some(clause) = tag.clause {
                        let start = draft.body.start + tag.range.start;
                        calls.push(Call {
                            clause: clause.to_owned(),
                            place: draft.source.place(start..start),
                        });
                    }
                }
            }
            calls
        })
        .collect()
}
