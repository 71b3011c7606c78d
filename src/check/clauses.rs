//! Custom clauses that no page calls.

use std::collections::BTreeSet;

use super::evaluate::{Page, fill};
use super::levels::InForce;
use super::summary::Summary;
use crate::base::diagnostic::Diagnostic;
use crate::clauses::{Changelog, Clause};
use crate::rules::Builtin;

/// The names of custom clauses that do not override a standard clause.
pub(super) fn own<'a>(clauses: &'a [Clause], standard: &Changelog) -> BTreeSet<&'a str> {
    let is_own = |clause: &&Clause| !clause.is_standard() && !standard.has(&clause.name);
    let own = clauses.iter().filter(is_own);
    own.map(|clause| clause.name.as_str()).collect()
}

/// The wanted clauses that a page calls, even in a branch that is not taken.
pub(super) fn named(page: &Page<'_>, wanted: &BTreeSet<&str>) -> Vec<String> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let text = &page.prose.origin().policy.text;
    let tags = memchr::memchr_iter(b'<', text.as_bytes()).map(|at| &text[at + 1..]);
    let names = tags.map(|tag| {
        let is_end = |c: char| !(c.is_alphanumeric() || c == '_');
        tag.split(is_end).next().unwrap_or_default()
    });
    let named: BTreeSet<&str> = names.filter(|name| wanted.contains(name)).collect();
    named.into_iter().map(str::to_owned).collect()
}

/// One finding for each clause that no page needs.
pub(super) fn unused(
    summaries: &[&Summary],
    own: &BTreeSet<&str>,
    clauses: &[Clause],
    levels: InForce<'_>,
) -> Vec<Diagnostic> {
    let rule = levels.rules.builtin(Builtin::UnusedSnippet);
    let Some((rule, severity)) = rule.and_then(|rule| Some((rule, levels.of(rule)?))) else {
        return Vec::new();
    };
    let named: BTreeSet<&str> = summaries
        .iter()
        .flat_map(|summary| summary.clauses.iter().map(String::as_str))
        .collect();
    let is_unused = |clause: &Clause| {
        let name = clause.name.as_str();
        own.contains(name) && !named.contains(name)
    };
    let mut unused: BTreeSet<usize> = (0..clauses.len())
        .filter(|at| is_unused(&clauses[*at]))
        .collect();
    // Clauses called by a clause in use are also in use.
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
    let diagnostic = |at: usize| {
        let clause = &clauses[at];
        let message = fill(&rule.message, |name| {
            (name == "value").then(|| clause.name.clone())
        });
        let mut diagnostic = Diagnostic::new(rule.code(), message).path(&clause.source.path);
        diagnostic.severity = severity;
        diagnostic.help.extend(rule.help.iter().cloned());
        diagnostic
    };
    unused.into_iter().map(diagnostic).collect()
}
