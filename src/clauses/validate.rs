//! Validates clauses independently of facts.

use super::{Clause, Library, closed, comments, conditions, wording};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::model::tables::FACTS;

impl Library {
    /// Reports names in the clauses' conditions that are neither declared nor
    /// defined in the clause, and tags in code.
    pub(super) fn check_conditions(
        &self,
        which: impl Fn(&Clause) -> bool,
        faults: &mut Vec<Diagnostic>,
    ) {
        for clause in self.clauses.iter().filter(|clause| which(clause)) {
            let params = clause.params.iter().map(|param| param.name.as_str());
            let declared = clause.uses.iter().chain(&clause.optional);
            let mut known: Vec<&str> = params.chain(declared.map(String::as_str)).collect();
            known.push("level");
            let tags: Vec<_> = clause
                .instrumented
                .tags
                .iter()
                .map(|tag| tag.range.clone())
                .collect();
            for name in conditions::names(&clause.instrumented.text, &tags) {
                let Some((mut message, mut help)) = wording::unknown_name(name.path, &known) else {
                    continue;
                };
                let root = name.path.split('.').next().unwrap_or_default();
                if !known.contains(&root) && FACTS.field(root).is_some() {
                    (message, help) = wording::undeclared(root);
                }
                faults.push(
                    Diagnostic::new(&codes::UNKNOWN_VARIABLE, message)
                        .label(clause.place(name.range), "")
                        .maybe_help(help),
                );
            }
            let is_fact = |name: &str| {
                let mut declared = clause.uses.iter().chain(&clause.optional);
                declared.any(|fact| fact == name)
            };
            let text = &clause.instrumented.text;
            for (range, fault) in closed::report(text, &tags, &tags, is_fact) {
                faults.push(fault.label(clause.place(range), ""));
            }
            let locals = conditions::locals(&clause.instrumented.text, &tags);
            comments::tags_in_code(
                &clause.source,
                &clause.instrumented,
                |name| known.contains(&name) || locals.contains(&name),
                |name| self.find(name).is_some(),
                faults,
            );
        }
    }

    pub(super) fn unknown_calls(&self, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
        let mut broken = Vec::new();
        for (index, clause) in self.clauses.iter().enumerate() {
            for tag in &clause.instrumented.tags {
                if let Some(name) = &tag.clause
                    && self.find(name).is_none()
                {
                    let place = clause.place(tag.range.clone());
                    faults.push(self.unknown_clause(name, place, self.similar(name)));
                    broken.push(index);
                }
            }
        }
        broken
    }

    /// Reports each cycle of calls once, starting at its first clause, and
    /// returns the clauses in cycles.
    pub(super) fn cycles(&self, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
        let calls: Vec<Vec<(usize, usize)>> = self
            .clauses
            .iter()
            .map(|clause| {
                let tags = clause.instrumented.tags.iter().enumerate();
                tags.filter_map(|(tag, found)| Some((tag, self.find(found.clause.as_deref()?)?)))
                    .collect()
            })
            .collect();
        let mut broken = Vec::new();
        let mut done = vec![false; self.clauses.len()];
        for start in 0..self.clauses.len() {
            if done[start] {
                continue;
            }
            let Some(ring) = ring_from(start, &calls) else {
                continue;
            };
            for (clause, _) in &ring {
                done[*clause] = true;
                broken.push(*clause);
            }
            let mut names: Vec<&str> = ring
                .iter()
                .map(|(clause, _)| self.clauses[*clause].name.as_str())
                .collect();
            names.push(names[0]);
            let mut diagnostic = Diagnostic::new(
                &codes::CLAUSE_CYCLE,
                format!("clauses call each other in a cycle: {}", names.join(" → ")),
            );
            for (clause, tag) in &ring {
                let clause = &self.clauses[*clause];
                let range = clause.instrumented.tags[*tag].range.clone();
                diagnostic = diagnostic.label(clause.place(range), "");
            }
            faults.push(diagnostic);
        }
        broken
    }
}

/// The first cycle of calls that `start` is part of, as (clause, tag) pairs.
fn ring_from(start: usize, calls: &[Vec<(usize, usize)>]) -> Option<Vec<(usize, usize)>> {
    let mut seen = vec![false; calls.len()];
    // Depth-first search, with the path so far: (clause, index of its next call).
    let mut path: Vec<(usize, usize)> = vec![(start, 0)];
    while let Some((clause, next)) = path.last_mut() {
        match calls[*clause].get(*next) {
            Some((_, target)) => {
                *next += 1;
                if *target == start {
                    return Some(
                        path.iter()
                            .map(|(clause, next)| (*clause, calls[*clause][next - 1].0))
                            .collect(),
                    );
                }
                if !std::mem::replace(&mut seen[*target], true) {
                    path.push((*target, 0));
                }
            }
            None => {
                path.pop();
            }
        }
    }
    None
}
