//! Evaluates the requirements of rules against a page.

use super::each::days;
use super::finding::merged;
use super::{Answer, Finding, Outcome, Page, Question, Spot};
use crate::base::dates::after;
use crate::base::duration::Duration;
use crate::base::text::join_and;
use crate::check::view;
use crate::rules::{Includes, Requirement, Wanted};

impl Page<'_> {
    /// Evaluates a requirement against the page.
    pub fn evaluate(&self, requirement: &Requirement) -> Outcome {
        match requirement {
            Requirement::All(all) => all
                .iter()
                .map(|one| self.evaluate(one))
                .reduce(Outcome::and)
                .unwrap_or(Outcome::Pass(Vec::new())),
            Requirement::Any(any) => self.any(any),
            Requirement::Fact(path) => self.fact(path, self.view.has(path)),
            Requirement::Stated(path) => self.fact(path, self.view.is_stated(path)),
            Requirement::Each(each) => self.each(each),
            Requirement::AtLeast(wanted) => {
                let count: usize = wanted
                    .list
                    .0
                    .iter()
                    .filter(|list| self.view.prints(list))
                    .filter_map(|list| Some(self.view.list(list)?.len()))
                    .sum();
                match count >= wanted.count {
                    true => Outcome::Pass(self.cited(&wanted.list.0)),
                    false => self.open(&wanted.list.0[0]),
                }
            }
            Requirement::Includes(wanted) => self.includes(wanted),
            Requirement::Section(kind) => self.sections(std::slice::from_ref(kind)),
            Requirement::Sections(kinds) => self.sections(kinds),
            Requirement::Document(document) => Outcome::Site(
                vec![Question::Document(document.clone())],
                vec![Finding::default()],
            ),
            Requirement::Link(texts) => Outcome::Site(
                vec![Question::Link(texts.clone())],
                vec![Finding::default()],
            ),
            Requirement::Text(wanted) => {
                let found = wanted.any.iter().find_map(|pattern| {
                    let mut found = self.matches(pattern, wanted.section.as_deref());
                    found
                        .find(|(range, _)| wanted.or_denied || !self.only_denies(range))
                        .map(|(range, _)| range)
                });
                match found {
                    Some(range) => {
                        Outcome::Pass(vec![Answer::Text(self.prose.merged(range).start)])
                    }
                    None => Outcome::Open(vec![Finding::default()]),
                }
            }
            Requirement::Forbid(forbid) => {
                let found = self.forbidden(forbid);
                match found.is_empty() {
                    true => Outcome::Pass(Vec::new()),
                    false => Outcome::Fail(found),
                }
            }
            Requirement::Compare(compare) => {
                let all = self.view.durations(&compare.fact);
                if all.is_empty() || !self.view.prints(&compare.fact) {
                    return self.open(&compare.fact);
                }
                let fits = |found: &Duration| {
                    let is_long = |least: Duration| days(found) >= days(&least);
                    let is_short = |most: Duration| days(found) <= days(&most);
                    compare.at_least.is_none_or(is_long) && compare.at_most.is_none_or(is_short)
                };
                let Some(found) = all.into_iter().find(|found| !fits(found)) else {
                    return Outcome::Pass(vec![Answer::Fact(compare.fact.clone())]);
                };
                let mut finding = Finding::default().with("value", self.english.duration(&found));
                finding.spot = self.spot(&compare.fact);
                Outcome::Fail(vec![finding])
            }
            Requirement::MaxAge(max) => {
                let Some(date) = self.view.date(&max.fact) else {
                    return self.open(&max.fact);
                };
                let expires = max.period.map(|period| after(date, &period));
                if expires.is_none_or(|expires| self.today <= expires) {
                    return Outcome::Pass(vec![Answer::Fact(max.fact.clone())]);
                }
                let age = self.today.days_since(date);
                let mut finding = Finding::default()
                    .with("value", date.to_string())
                    .with("age", format!("{age} days"));
                finding.spot = self.spot(&max.fact);
                Outcome::Fail(vec![finding])
            }
            Requirement::NotPast(path) => match self.view.date(path) {
                Some(date) if date < self.today => {
                    let mut finding = Finding::default().with("value", date.to_string());
                    finding.spot = self.spot(path);
                    Outcome::Fail(vec![finding])
                }
                Some(_) => Outcome::Pass(vec![Answer::Fact(path.clone())]),
                None => self.open(path),
            },
            Requirement::Value(value) => {
                let there =
                    self.view.prints(&value.fact) && !self.view.values(&value.fact).is_empty();
                match (there, self.has_value(value)) {
                    (false, _) => self.open(&value.fact),
                    (true, true) => Outcome::Pass(vec![Answer::Fact(value.fact.clone())]),
                    (true, false) => {
                        let finding = Finding {
                            spot: self.spot(&value.fact),
                            ..Finding::default()
                        };
                        let found: Vec<String> = self
                            .view
                            .values(&value.fact)
                            .into_iter()
                            .map(view::word)
                            .collect();
                        Outcome::Fail(vec![finding.with("value", join_and(&found))])
                    }
                }
            }
            Requirement::Dated => match self.states_date() {
                true => Outcome::Pass(Vec::new()),
                false => Outcome::Open(Vec::new()),
            },
            Requirement::Builtin(builtin) => match builtin.findings(self) {
                found if found.is_empty() => Outcome::Pass(Vec::new()),
                found => Outcome::Fail(found),
            },
        }
    }

    /// Evaluates a requirement for words that the entries of a list must have
    /// and the page must print.
    fn includes(&self, wanted: &Includes) -> Outcome {
        let there = self
            .view
            .list(&wanted.list)
            .filter(|_| self.view.prints(&wanted.list));
        let is_there = there.is_some();
        let entries = there.unwrap_or_default();
        let has = |word: &str| {
            entries
                .iter()
                .flat_map(|entry| view::inside(entry.value, &wanted.field))
                .any(|value| view::word(value) == word)
        };
        let wanted_words = wanted.values.iter().filter_map(|value| match value {
            Wanted::Always(value) => Some(value),
            Wanted::When { value, when } => self.holds(when).then_some(value),
        });
        let mut finding = Finding::default();
        // Whether the facts have everything that the page does not print.
        let mut unprinted = true;
        for words in wanted_words {
            let is_stated = words.0.iter().any(|word| has(word));
            if !is_stated || !self.view.prints_word(&wanted.list, &wanted.field, words) {
                finding = finding.with("missing", format!("`{}`", words.0.join("` or `")));
                unprinted &= is_stated;
            }
        }
        if finding.words.is_empty() {
            return Outcome::Pass(self.cited(std::slice::from_ref(&wanted.list)));
        }
        if !is_there && self.view.facts().is_lost(&wanted.list) {
            return Outcome::Lost;
        }
        if !is_there {
            let absent = self.absent(&wanted.list);
            finding.help = absent.help;
            if absent.unknown.is_some() {
                (finding.unknown, finding.spot) = (absent.unknown, absent.spot);
            }
            return Outcome::Open(vec![finding]);
        }
        if unprinted {
            finding.unprinted = true;
            let help = format!(
                "`{}` contains them, but this page does not print them",
                wanted.list
            );
            return Outcome::Open(vec![finding.help(help)]);
        }
        if let Some(place) = self.view.place(&wanted.list) {
            finding.spot = Spot::Place(place);
        }
        Outcome::Fail(vec![finding])
    }

    /// Evaluates alternative requirements, up to the first that is met.
    fn any(&self, any: &[Requirement]) -> Outcome {
        let mut so_far: Option<Outcome> = None;
        for one in any {
            let outcome = self.evaluate(one);
            if matches!(outcome, Outcome::Pass(_)) {
                return outcome;
            }
            so_far = Some(match so_far {
                Some(before) => before.or(outcome),
                None => outcome,
            });
        }
        so_far.unwrap_or(Outcome::Pass(Vec::new()))
    }

    fn fact(&self, path: &str, is_there: bool) -> Outcome {
        match is_there && self.view.prints(path) {
            true => Outcome::Pass(vec![Answer::Fact(path.to_owned())]),
            false => self.open(path),
        }
    }

    /// The outcome for a missing fact, unless an error in it was already
    /// reported.
    fn open(&self, path: &str) -> Outcome {
        match self.view.facts().is_lost(path) {
            true => Outcome::Lost,
            false => Outcome::Open(vec![self.absent(path)]),
        }
    }

    /// A finding on a fact that is missing or that the page does not print.
    fn absent(&self, path: &str) -> Finding {
        let finding = Finding::missing(format!("`{path}`"));
        let top = view::top(path);
        if let Some(place) = self.view.facts().unknown_at(path) {
            return Finding {
                spot: Spot::Place(place),
                unknown: Some(path.to_owned()),
                ..finding
            };
        }
        if self.view.has(path) {
            return finding.help(format!(
                "the facts state `{path}`, but this page does not print it"
            ));
        }
        // The page prints the rest of the fact, so the missing part belongs
        // there.
        match path != top && self.view.prints(path) {
            true => match self.view.place(path) {
                Some(place) => Finding {
                    spot: Spot::Place(place),
                    ..finding
                },
                None => finding,
            },
            false => finding,
        }
    }

    pub(super) fn spot(&self, path: &str) -> Spot {
        let place = match path.strip_prefix("page.") {
            Some(key) => self.key(key),
            None => self.view.place(path),
        };
        place.map_or(Spot::Page, Spot::Place)
    }

    fn sections(&self, kinds: &[String]) -> Outcome {
        let mut answers = Vec::new();
        let mut missing = Vec::new();
        for kind in kinds {
            match self.prose.block_of_kind(kind) {
                Some(block) => answers.push(Answer::Section(kind.clone(), block.merged.start)),
                None => missing.push(Finding::missing(spoken(kind))),
            }
        }
        match missing.is_empty() {
            true => Outcome::Pass(answers),
            false => Outcome::Open(merged(Vec::new(), missing)),
        }
    }
}

/// A kind of section in words: `dpa_deletion_or_return` becomes “deletion or
/// return”.
fn spoken(kind: &str) -> String {
    let prefixes = ["dpa_", "dmca_", "vdp_", "sla_", "accessibility_"];
    let bare = prefixes.iter().find_map(|prefix| kind.strip_prefix(prefix));
    bare.unwrap_or(kind).replace('_', " ")
}
