//! Rules that compare what pages of a site say.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::builtin::{self, Said};
use super::evaluate::{Page, fill};
use super::levels::Levels;
use super::rule::Rule;
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::words::join_and;

/// More than these different values of one matter are not told apart.
const VALUES: usize = 8;

/// What the pages said, by rule and matter: each value where it was said first.
#[derive(Debug, Default)]
pub(super) struct Across(Mutex<BTreeMap<Matter, Vec<First>>>);

/// A rule and what it is about.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Matter {
    rule: &'static str,
    key: String,
}

/// A value, and the first policy that has it.
#[derive(Debug)]
struct First {
    policy: usize,
    value: String,
    place: Place,
}

impl Across {
    /// Notes what a page says, if the rule compares pages.
    pub(super) fn note(&self, rule: &'static Rule, name: &str, page: &Page<'_>, policy: usize) {
        let Some(says) = builtin::on_site(name) else {
            return;
        };
        for said in says(page) {
            self.add(rule, said, policy);
        }
    }

    fn add(&self, rule: &'static Rule, said: Said, policy: usize) {
        let Said { key, value, place } = said;
        let mut matters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let firsts = matters
            .entry(Matter {
                rule: &rule.id,
                key,
            })
            .or_default();
        if let Some(known) = firsts.iter_mut().find(|first| first.value == value) {
            // In whatever order pages come, the same one is named.
            if policy < known.policy {
                known.policy = policy;
                known.place = place;
            }
            return;
        }
        firsts.push(First {
            policy,
            value,
            place,
        });
        firsts.sort_by_key(|first| first.policy);
        firsts.truncate(VALUES);
    }

    /// One finding for each matter that pages disagree on.
    pub(super) fn finish(self, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        let matters = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (matter, firsts) in matters {
            let [first, second, ..] = firsts.as_slice() else {
                continue;
            };
            let Some((_, rule)) = super::registry().rule(matter.rule) else {
                continue;
            };
            let Some(severity) = levels.of(rule) else {
                continue;
            };
            let values: Vec<String> = firsts.iter().map(|first| first.value.clone()).collect();
            let message = fill(&rule.message, |name| match name {
                "a" => Some(first.value.clone()),
                "b" => Some(second.value.clone()),
                "values" | "diff" => Some(join_and(&values)),
                "key" | "cat" => Some(matter.key.clone()),
                _ => None,
            });
            let mut diagnostic = Diagnostic::new(rule.code(), message);
            diagnostic.severity = severity;
            diagnostic = diagnostic.label(second.place.clone(), second.value.clone());
            for other in firsts
                .iter()
                .filter(|other| other.policy != second.policy || other.value != second.value)
            {
                diagnostic = diagnostic.label(other.place.clone(), other.value.clone());
            }
            diagnostic.help.extend(rule.help.iter().cloned());
            faults.push(diagnostic);
        }
    }
}
