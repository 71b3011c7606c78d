//! Reports content that several rules find missing only once, because many laws have the same
//! requirements.

use std::collections::BTreeSet;

use super::page::PageCheck;
use crate::base::diagnostic::{Also, Diagnostic, Severity};
use crate::check::evaluate::{Finding, Spot};
use crate::check::levels::Level;
use crate::rules::{Certainty, Rule};

/// A finding of a rule about missing content.
pub(super) struct Missing<'r> {
    pub(super) rule: &'r Rule,
    pub(super) finding: Finding,
    pub(super) level: Level,
    /// The rank of the rule's pack among the packs of the page: packs that are always on come
    /// first, then the regimes in the order of the settings.
    pub(super) rank: usize,
}

/// A [`Missing`] with the parts of it that are reported.
struct Reported<'r> {
    missing: Missing<'r>,
    subjects: BTreeSet<String>,
    diagnostic: Diagnostic,
    also: Vec<(&'r Rule, String)>,
}

impl Missing<'_> {
    /// The missing subjects, in the terms that rules share.
    fn subjects(&self) -> BTreeSet<String> {
        let words = self.finding.missing_words();
        let names = words.map(|name| self.subject(name));
        let subjects: BTreeSet<String> = names.collect();
        match (self.rule.whole_subject(), &self.finding.entry) {
            (Some(subject), None) => BTreeSet::from([subject.to_owned()]),
            _ => subjects,
        }
    }

    /// The subject of something missing: from the page, from all entries of a list, or from one
    /// of them.
    fn subject(&self, name: &str) -> String {
        let finding = &self.finding;
        match (&finding.entry, &finding.shared) {
            (Some((list, index)), _) => format!("{list}.{index}.{name}"),
            (None, Some((list, _))) => {
                let path = format!("{list}.{}", name.trim_matches('`'));
                self.rule.subject_of(&path).to_owned()
            }
            (None, None) => self.rule.subject_of(name).to_owned(),
        }
    }

    /// Whether the finding has one subject as a whole, not a list of several.
    fn is_whole(&self) -> bool {
        self.rule.whole_subject().is_some() && self.finding.entry.is_none()
    }

    fn is_mergeable(&self) -> bool {
        matches!(self.finding.spot, Spot::Page | Spot::Place(_)) || self.is_whole()
    }
}

impl PageCheck<'_> {
    /// Reports missing content, each subject once. A comment that suppresses
    /// one of the rules with a subject suppresses it for all of them.
    pub(super) fn report_missing(&mut self, found: Vec<Missing<'_>>) {
        let mut all: Vec<Reported<'_>> = Vec::with_capacity(found.len());
        let mut suppressed: Vec<BTreeSet<String>> = Vec::new();
        for missing in found {
            let subjects = match missing.is_mergeable() {
                true => missing.subjects(),
                false => BTreeSet::new(),
            };
            let (rule, finding) = (missing.rule, missing.finding.clone());
            match self.report(rule, finding, missing.level) {
                Some(diagnostic) => all.push(Reported {
                    missing,
                    subjects,
                    diagnostic,
                    also: Vec::new(),
                }),
                None => suppressed.push(subjects),
            }
        }
        all.retain(|one| one.subjects.is_empty() || !suppressed.contains(&one.subjects));
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut kept: Vec<Reported<'_>> = Vec::new();
        for one in all {
            let left = one.merged_into(&mut kept);
            kept.extend(left);
        }
        for one in kept {
            self.found.push(self.finished(one));
        }
    }

    fn finished(&self, one: Reported<'_>) -> Diagnostic {
        let Reported {
            missing,
            mut diagnostic,
            also,
            ..
        } = one;
        // The message leaves out parts that other findings report.
        diagnostic.message = missing.rule.message_for(&missing.finding, self.page);
        if let Some(help) = in_words(&also, self.page.regimes) {
            diagnostic.help.push(help);
        }
        diagnostic.also = also
            .into_iter()
            .map(|(rule, message)| Also {
                code: rule.code(),
                message,
            })
            .collect();
        diagnostic
    }
}

impl<'r> Reported<'r> {
    /// The order of reports: findings with fewer subjects first, then by severity, rank and ID.
    fn order(&self) -> (usize, Severity, usize, &str) {
        let missing = &self.missing;
        let id = missing.rule.id.as_str();
        (
            self.subjects.len(),
            self.diagnostic.severity,
            missing.rank,
            id,
        )
    }

    /// Merges the parts that other findings report into those findings. Returns the rest, if any.
    fn merged_into(mut self, kept: &mut [Self]) -> Option<Self> {
        let rule = self.missing.rule;
        let mut left = self.subjects.clone();
        for other in kept.iter_mut() {
            if other.subjects.is_disjoint(&self.subjects) {
                continue;
            }
            left.retain(|subject| !other.subjects.contains(subject));
            let mut ids = other.also.iter().map(|(known, _)| &known.id);
            if other.missing.rule.id != rule.id && !ids.any(|id| *id == rule.id) {
                other.also.push((rule, self.diagnostic.message.clone()));
            }
            if other.missing.rule.certainty == Certainty::Certain {
                let severity = &mut other.diagnostic.severity;
                *severity = self.diagnostic.severity.min(*severity);
            }
            if self.missing.is_whole() && other.missing.is_whole() {
                other.missing.finding.add_missing(&self.missing.finding);
            }
        }
        if left.is_empty() && !self.subjects.is_empty() {
            return None;
        }
        if left.len() < self.subjects.len() {
            let words = self.missing.finding.missing_words();
            let gone = words.filter(|name| !left.contains(&self.missing.subject(name)));
            let gone: BTreeSet<String> = gone.map(str::to_owned).collect();
            let finding = &mut self.missing.finding;
            finding.retain_missing(|name| !gone.contains(name));
            self.subjects = left;
        }
        Some(self)
    }
}

/// Lists the other rules with the same requirement, each with its law, if any.
fn in_words(also: &[(&Rule, String)], regimes: &[String]) -> Option<String> {
    let names = also
        .iter()
        .map(|(rule, _)| match rule.laws_of(regimes).next() {
            Some(law) if !rule.is_house() => format!("`{}` ({})", rule.id, law.cite),
            _ => format!("`{}`", rule.id),
        });
    let names: Vec<String> = names.collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("also required by {}", crate::base::text::join_and(&names)))
}
