//! Requirements on the entries of lists.

use std::cell::Cell;

use super::{Answer, Finding, Outcome, Page, Spot};
use crate::base::duration::Duration;
use crate::base::text::join_and;
use crate::check::view::{self, Item};
use crate::rules::{Each, Need};

impl Page<'_> {
    pub(super) fn each(&self, each: &Each) -> Outcome {
        let lists: Vec<&String> = each
            .list
            .0
            .iter()
            .filter(|list| self.view.prints(list))
            .collect();
        let entries: Vec<Item<'_>> = lists
            .iter()
            .filter_map(|list| self.view.list(list))
            .flatten()
            .filter(|entry| view::matches(entry.value, &each.filter))
            .collect();
        if entries.is_empty() {
            return Outcome::Nothing(self.nothing(each));
        }
        let is_lost = Cell::new(false);
        let findings: Vec<Finding> = entries
            .iter()
            .filter_map(|entry| self.wants(*entry, each, &is_lost))
            .collect();
        match (findings.is_empty(), is_lost.get()) {
            (true, false) => {
                let of = |list: &&&String| entries.iter().any(|entry| entry.list == list.as_str());
                let lists = lists.iter().filter(of);
                Outcome::Pass(lists.map(|list| Answer::Fact((*list).clone())).collect())
            }
            (true, true) => Outcome::Lost,
            // The page's words may state facts that it doesn't print.
            _ if findings.iter().all(|finding| finding.unprinted) => Outcome::Open(findings),
            (false, _) => Outcome::Fail(findings),
        }
    }

    /// The non-empty lists among these that the page prints.
    pub(super) fn cited(&self, lists: &[String]) -> Vec<Answer> {
        let has_entries = |list: &&String| {
            self.view.prints(list) && self.view.list(list).is_some_and(|list| !list.is_empty())
        };
        let lists = lists.iter().filter(has_entries);
        lists.cloned().map(Answer::Fact).collect()
    }

    /// The reason why the requirement applies to no entry of these lists.
    fn nothing(&self, each: &Each) -> String {
        let lists = each.list.0.iter();
        let names: Vec<String> = lists.clone().map(|list| format!("`{list}`")).collect();
        let names = join_and(&names);
        let has = |list: &String| self.view.list(list).is_some_and(|list| !list.is_empty());
        match lists.clone().find(|list| has(list)) {
            None => format!("no {names} stated"),
            Some(list) if !self.view.prints(list) => format!("the page does not print {names}"),
            Some(_) => format!("the rule applies to no entry of {names}"),
        }
    }

    /// Combines findings into one if all entries of a list lack the same fields, with the same
    /// evidence in the words.
    pub fn shared(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        let Some((list, _)) = findings.first().and_then(|first| first.entry.clone()) else {
            return findings;
        };
        let all = self.view.list(&list).map_or(0, |entries| entries.len());
        let is_in_list = |one: &Finding| {
            let entry = one.entry.as_ref();
            one.unknown.is_none() && entry.is_some_and(|(of, _)| *of == list)
        };
        let is_alike = findings.windows(2).all(|two| {
            let [a, b] = two else { return true };
            a.words == b.words
                && a.evidence == b.evidence
                && (a.softened, a.unprinted) == (b.softened, b.unprinted)
        });
        if findings.len() < 2
            || findings.len() != all
            || !is_alike
            || !findings.iter().all(is_in_list)
        {
            return findings;
        }
        findings.truncate(1);
        for finding in &mut findings {
            finding.entry = None;
            if !matches!(finding.spot, Spot::Text(_)) {
                finding.spot = self.spot(&list);
            }
            finding.shared = Some((list.clone(), all));
        }
        findings
    }

    /// A finding on the fields that an entry lacks, if any. A field with an error is not
    /// missing; `is_lost` records it.
    fn wants(&self, entry: Item<'_>, each: &Each, is_lost: &Cell<bool>) -> Option<Finding> {
        let lost = |field: &str| {
            let lost = self.view.has_lost(entry, field);
            is_lost.set(is_lost.get() || lost);
            lost
        };
        let is_unprinted = Cell::new(true);
        let prints = |path: &str| !each.printed || self.view.prints_of(entry, path);
        let has = |path: &str| {
            let values = view::inside(entry.value, path);
            let is_there = values.iter().any(|value| view::is_something(value));
            if is_there && prints(path) || lost(path) {
                return true;
            }
            is_unprinted.set(is_unprinted.get() && is_there);
            false
        };
        let missing: Vec<String> = each
            .needs
            .iter()
            .filter_map(|need| match need {
                Need::Field(path) => (!has(path)).then(|| format!("`{path}`")),
                Need::OneOf(paths) => (!paths.iter().any(|path| has(path))).then(|| {
                    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                    names.join(" or ")
                }),
                Need::Stated { stated } => {
                    let key = tera::value::Key::String(stated.as_str().into());
                    let said = entry
                        .value
                        .as_map()
                        .is_some_and(|map| map.contains_key(&key));
                    let is_missing = !(said && prints(stated) || lost(stated));
                    is_unprinted.set(is_unprinted.get() && (said || !is_missing));
                    is_missing.then(|| format!("`{stated}`"))
                }
                Need::Is { field, is } => {
                    let values = view::inside(entry.value, field);
                    let fits = values.iter().any(|value| is.has(&view::word(value)))
                        || (values.is_empty() && is.has("false"))
                        || lost(field);
                    is_unprinted.set(is_unprinted.get() && fits);
                    (!fits).then(|| match is.0.as_slice() {
                        [only] => format!("`{field}: {only}`"),
                        _ => format!("`{field}`"),
                    })
                }
            })
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut finding = Finding::default();
        for field in missing {
            finding = finding.with("missing", field);
        }
        finding.entry = Some((entry.list.to_owned(), entry.index));
        if is_unprinted.get() {
            finding.unprinted = true;
            let place = self.view.place_of(entry);
            return Some(finding.label(place, "stated in the facts, but not printed on this page"));
        }
        let unknown = finding
            .missing_words()
            .map(|word| self.view.unknown_in(entry, word.trim_matches('`')));
        let unknown: Option<Vec<_>> = unknown.collect();
        let place = match unknown.and_then(|unknown| unknown.into_iter().next()) {
            Some((path, place)) => {
                finding.unknown = Some(path);
                Some(place)
            }
            None => self.view.place_of(entry),
        };
        finding.spot = place.map_or(Spot::Page, Spot::Place);
        Some(finding)
    }
}

/// A duration in days, for comparisons. Months and years have their average length, which is
/// exact enough for the durations in rules.
pub(super) fn days(duration: &Duration) -> f64 {
    f64::from(duration.years) * 365.25
        + f64::from(duration.months) * 30.44
        + f64::from(duration.weeks) * 7.0
        + f64::from(duration.days)
        + f64::from(duration.business_days) * 1.4
        + f64::from(duration.hours) / 24.0
        + f64::from(duration.minutes) / 1440.0
}
