//! Clauses of the site's own that no page calls.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::evaluate::{Page, fill};
use super::levels::Levels;
use super::rule::Rule;
use crate::base::diagnostic::Diagnostic;
use crate::clauses::Clause;
use crate::load::{Site, standard_clauses};

/// The rule's name in packs.
pub(super) const NAME: &str = "unused-snippet";

/// The site's clauses that no page was seen to name, by position.
#[derive(Debug)]
pub(super) struct Unused(Mutex<BTreeSet<usize>>);

impl Unused {
    /// None of the clauses were seen yet.
    pub(super) fn new(clauses: &[Clause]) -> Self {
        let standard = standard_clauses();
        let own = clauses
            .iter()
            .enumerate()
            .filter(|(_, clause)| !clause.is_standard() && !standard.contains(&clause.name));
        Self(Mutex::new(own.map(|(at, _)| at).collect()))
    }

    /// Notes which clauses a page names. A call that a condition leaves out is
    /// one too.
    pub(super) fn note(&self, page: &Page<'_>) {
        let mut unused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if unused.is_empty() {
            return;
        }
        let origin = page.prose.origin();
        unused.retain(|at| !names(&origin.policy.text, &origin.snippets[*at].name));
    }

    /// One finding for each clause that is left.
    pub(super) fn finish(self, site: &Site, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        let rule = super::registry().builtin(NAME);
        let Some((rule, severity)) = rule.and_then(|rule| Some((rule, levels.of(rule)?))) else {
            return;
        };
        let clauses = site.library.clauses();
        let mut unused = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        // What a clause calls that is in use is in use as well.
        let mut reached: Vec<usize> = (0..clauses.len())
            .filter(|at| !unused.contains(at))
            .collect();
        while let Some(at) = reached.pop() {
            for name in clauses[at].calls() {
                let called = unused.iter().copied().find(|at| clauses[*at].name == name);
                if let Some(called) = called {
                    unused.remove(&called);
                    reached.push(called);
                }
            }
        }
        for at in unused {
            faults.push(diagnostic(rule, &clauses[at], severity));
        }
    }
}

fn diagnostic(
    rule: &'static Rule,
    clause: &Clause,
    severity: crate::base::diagnostic::Severity,
) -> Diagnostic {
    let message = fill(&rule.message, |name| {
        (name == "value").then(|| clause.name.clone())
    });
    let mut diagnostic = Diagnostic::new(rule.code(), message).path(&clause.source.path);
    diagnostic.severity = severity;
    diagnostic.help.extend(rule.help.iter().cloned());
    diagnostic
}

/// Whether a text has a tag with this name.
fn names(text: &str, name: &str) -> bool {
    let tag = format!("<{name}");
    text.match_indices(&tag).any(|(at, _)| {
        let after = &text[at + tag.len()..];
        !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}
