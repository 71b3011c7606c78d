//! Reports facts that are marked as not known yet. Each is listed once, where
//! it is written, with all rules that need it.

use std::collections::BTreeMap;

use super::record::Record;
use super::summary::{NotKnown, Summary};
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::base::source::Place;
use crate::base::text::join_and;
use crate::model::facts::Facts;
use crate::rules::Rule;

impl NotKnown {
    /// An unknown fact at a place, and the rule that needs it, if any.
    pub(super) fn new(
        fact: String,
        place: Place,
        rule: Option<(&Rule, Severity)>,
        help: Vec<String>,
    ) -> Self {
        let code = rule.map_or(&codes::NOT_KNOWN_YET, |(rule, _)| rule.code());
        let mut finding = Diagnostic::new(code, "").label(place, "");
        finding.severity = rule.map_or(Severity::Info, |(_, severity)| severity);
        finding.help = help;
        Self {
            fact,
            rule: rule.map(|(rule, _)| rule.id.clone()),
            finding: finding.into(),
        }
    }
}

/// The facts in some files that are not known yet.
pub(super) fn of(facts: &Facts, is_in: impl Fn(&str) -> bool) -> Vec<NotKnown> {
    let unknown = facts.unknown().into_iter();
    unknown
        .filter(|(_, place)| is_in(&place.source.path))
        .map(|(fact, place)| {
            let fact = facts.spoken_path(&fact);
            NotKnown::new(fact, place, None, Vec::new())
        })
        .collect()
}

/// One finding for each fact that is not known yet. If the build reports such a
/// fact, the rules that need it are added to that diagnostic.
pub(super) fn list(
    summaries: &[&Summary],
    shared: Vec<NotKnown>,
    faults: &mut [Diagnostic],
) -> Vec<Record> {
    let of_pages = summaries.iter().flat_map(|summary| summary.unknown.clone());
    let mut facts: BTreeMap<(String, u32), Vec<NotKnown>> = BTreeMap::new();
    for one in shared.into_iter().chain(of_pages) {
        let Some((spot, _)) = one.finding.labels.first() else {
            continue;
        };
        facts.entry(spot.key()).or_default().push(one);
    }
    let mut records = Vec::new();
    for ((file, start), mut found) in facts {
        let mut rules: Vec<String> = found.iter().filter_map(|one| one.rule.clone()).collect();
        rules.sort();
        rules.dedup();
        let named: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
        let needed = match named.len() {
            0 => None,
            1 => Some(format!("{} needs it", join_and(&named))),
            _ => Some(format!("{} need it", join_and(&named))),
        };
        let mut faults = faults.iter_mut();
        let reported = faults.find(|fault| {
            fault.labels.first().is_some_and(|label| {
                label.place.source.path == file && label.place.range.start == start as usize
            })
        });
        if let Some(reported) = reported {
            reported.help.extend(needed);
            continue;
        }
        // The finding is reported for the most severe of its rules.
        found.sort_by(|a, b| {
            let order = |one: &NotKnown| (one.finding.severity, one.rule.clone());
            order(a).cmp(&order(b))
        });
        let Some(first) = found.into_iter().next() else {
            continue;
        };
        let mut record = first.finding;
        record.message = match needed {
            Some(needed) => format!("`{}` is not known yet, and {needed}", first.fact),
            None => format!("`{}` is not known yet", first.fact),
        };
        record
            .help
            .push("fill it in; write `none` if there is none, or remove the key".to_owned());
        records.push(record);
    }
    records
}
