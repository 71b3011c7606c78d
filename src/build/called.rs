//! Records the clauses that the pages of a site call, whether or not they print anything.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::merge::Merged;
use crate::clauses;
use crate::load::Site;

/// The names of the clauses called while policies were evaluated.
#[derive(Debug, Default)]
pub(super) struct Called(Mutex<BTreeSet<String>>);

impl Called {
    /// Adds the clauses that a policy calls.
    pub(super) fn add(&self, site: &Site, merged: &Merged) {
        let mut called = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut add = |name: &str| {
            if !called.contains(name) {
                called.insert(name.to_owned());
            }
        };
        let origin = merged.origin(site);
        for (call, _) in merged.map.printed() {
            if let Some(clause) = origin.called(call) {
                add(&clause.name);
            }
        }
        // Captured text may decide what is printed without being printed itself.
        if site.library.captures() || clauses::captures(&merged.draft.source.text) {
            let calls = merged.draft.calls();
            let files = site.library.files(&calls, &merged.language.tag);
            for clause in site.library.clauses() {
                if files.contains(clause.source.path.as_str()) {
                    add(&clause.name);
                }
            }
        }
    }

    pub(super) fn into_names(self) -> BTreeSet<String> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
