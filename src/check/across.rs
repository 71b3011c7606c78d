//! Rules that compare what pages of a site say.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::allow::Allowed;
use super::builtin::{self, Said};
use super::evaluate::{Page, fill};
use super::levels::Levels;
use super::rule::Rule;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::base::text::join_and;

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

/// A value, and the first place that has it.
#[derive(Debug)]
struct First {
    policy: usize,
    value: String,
    place: Place,
}

impl First {
    /// In whatever order pages come, the same place is the first.
    fn order(&self) -> (usize, &str, usize) {
        (self.policy, &self.place.source.path, self.place.range.start)
    }
}

impl Across {
    /// Notes what a page says, if the rule compares pages.
    pub(super) fn note(
        &self,
        rule: &'static Rule,
        name: &str,
        page: &Page<'_>,
        policy: usize,
        allowed: &Allowed,
    ) {
        let Some(says) = builtin::on_site(name) else {
            return;
        };
        for said in says(page) {
            let merged = said.merged.as_ref();
            if merged.is_none_or(|merged| !allowed.covers(&rule.id, Some(merged.start), None)) {
                self.add(rule, said, policy);
            }
        }
    }

    fn add(&self, rule: &'static Rule, said: Said, policy: usize) {
        let Said {
            key, value, place, ..
        } = said;
        let found = First {
            policy,
            value,
            place,
        };
        let mut matters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let matter = Matter {
            rule: &rule.id,
            key,
        };
        let firsts = matters.entry(matter).or_default();
        match firsts.iter_mut().find(|first| first.value == found.value) {
            Some(known) if found.order() < known.order() => *known = found,
            Some(_) => {}
            None => firsts.push(found),
        }
        firsts.sort_by(|a, b| a.order().cmp(&b.order()));
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
            let message = fill(&rule.message, |name| {
                Some(match name {
                    "value" => second.value.clone(),
                    "other" => first.value.clone(),
                    "place" => first.place.source.path.clone(),
                    "kind" => matter.key.clone(),
                    "missing" => difference(first, second),
                    "values" | "formats" => {
                        let values: Vec<&str> =
                            firsts.iter().map(|first| first.value.as_str()).collect();
                        join_and(&values)
                    }
                    _ => return None,
                })
            });
            let mut diagnostic = Diagnostic::new(rule.code(), message);
            diagnostic.severity = severity;
            diagnostic = diagnostic.label(second.place.clone(), shown(&second.value));
            for (at, other) in firsts.iter().enumerate() {
                if at != 1 {
                    diagnostic = diagnostic.label(other.place.clone(), shown(&other.value));
                }
            }
            diagnostic.help.extend(rule.help.iter().cloned());
            faults.push(diagnostic);
        }
    }
}

/// A value in a label; of a list, how long it is.
fn shown(value: &str) -> String {
    match value.lines().count() {
        0 => "none".to_owned(),
        1 => value.to_owned(),
        lines => format!("{lines} entries"),
    }
}

/// What one of two lists lacks; of other values, the one that was said first.
fn difference(first: &First, second: &First) -> String {
    let is_list = first.value.contains('\n') || second.value.contains('\n');
    if !is_list {
        return first.value.clone();
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (
        first.value.lines().collect(),
        second.value.lines().collect(),
    );
    let only = |here: &[&str], there: &[&str], place: &Place| -> Vec<String> {
        let names = here.iter().filter(|name| !there.contains(name));
        names
            .map(|name| format!("`{name}` is only in {}", place.source.path))
            .collect()
    };
    let mut said = only(&a, &b, &first.place);
    said.extend(only(&b, &a, &second.place));
    join_and(&said)
}
