//! Compares the statements of a site's pages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::builtin::Stated;
use super::evaluate::fill;
use super::excerpt::Spot;
use super::levels::InForce;
use super::record::Record;
use super::summary::Summary;
use crate::base::diagnostic::Severity;
use crate::base::text::join_and;
use crate::rules::Rule;

/// The maximum number of values of one matter that a finding names.
const VALUES: usize = 8;

/// A page's statement on a matter on which pages must agree.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Statement {
    /// The rule that compares it.
    rule: String,
    /// The matter.
    key: String,
    value: String,
    spot: Spot,
}

/// Adds a page's statements to its summary, each value with its first place.
pub(super) fn add(rule: &Rule, stated: impl IntoIterator<Item = Stated>, all: &mut Vec<Statement>) {
    let start = all.len();
    for Stated {
        key, value, place, ..
    } in stated
    {
        let mut known = all[start..].iter_mut();
        let same = known.find(|known| known.key == key && known.value == value);
        let is_first = |known: &Statement| {
            let known = known.spot.order();
            (place.source.path.as_str(), place.clamped().start as u32) < known
        };
        match same {
            Some(known) if is_first(known) => known.spot = Spot::of(&place),
            Some(_) => {}
            None => all.push(Statement {
                rule: rule.id.clone(),
                key,
                value,
                spot: Spot::of(&place),
            }),
        }
    }
}

/// One finding for each matter on which pages disagree. The summaries must be
/// in the order of their pages.
pub(super) fn compare(summaries: &[&Summary], levels: InForce<'_>) -> Vec<Record> {
    let mut matters: BTreeMap<(&str, &str), Vec<(usize, &Statement)>> = BTreeMap::new();
    for (page, summary) in summaries.iter().enumerate() {
        for statement in &summary.statements {
            let firsts = matters
                .entry((&statement.rule, &statement.key))
                .or_default();
            if firsts
                .iter()
                .all(|(_, first)| first.value != statement.value)
            {
                firsts.push((page, statement));
            }
        }
    }
    let disagreeing = matters.into_iter().filter(|(_, firsts)| firsts.len() > 1);
    disagreeing
        .filter_map(|((rule, key), mut firsts)| {
            firsts.sort_by_key(|(page, first)| (*page, first.spot.order()));
            firsts.truncate(VALUES);
            let firsts: Vec<&Statement> = firsts.into_iter().map(|(_, first)| first).collect();
            let (_, rule) = levels.rules.rule(rule)?;
            finding(rule, key, &firsts, levels.of(rule)?)
        })
        .collect()
}

fn finding(rule: &Rule, key: &str, all: &[&Statement], severity: Severity) -> Option<Record> {
    let [first, second, ..] = *all else {
        return None;
    };
    let message = fill(&rule.message, |name| {
        Some(match name {
            "value" => second.value.clone(),
            "other" => first.value.clone(),
            "place" => first.spot.path.to_string(),
            "kind" => key.to_owned(),
            "missing" => difference(first, second),
            "values" | "formats" => {
                let values: Vec<&str> = all.iter().map(|one| one.value.as_str()).collect();
                join_and(&values)
            }
            _ => return None,
        })
    });
    let mut record =
        Record::new(rule, severity, message).label(second.spot.clone(), shown(&second.value));
    for (at, other) in all.iter().enumerate() {
        if at != 1 {
            record = record.label(other.spot.clone(), shown(&other.value));
        }
    }
    record.help.extend(rule.help.iter().cloned());
    Some(record)
}

/// A value for a label; for a list, its length.
fn shown(value: &str) -> String {
    match value.lines().count() {
        0 => "none".to_owned(),
        1 => value.to_owned(),
        lines => format!("{lines} entries"),
    }
}

/// The items that only one of two lists contains; for other values, the first
/// value.
fn difference(first: &Statement, second: &Statement) -> String {
    let is_list = first.value.contains('\n') || second.value.contains('\n');
    if !is_list {
        return first.value.clone();
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (
        first.value.lines().collect(),
        second.value.lines().collect(),
    );
    let only = |here: &[&str], there: &[&str], spot: &Spot| -> Vec<String> {
        let names = here.iter().filter(|name| !there.contains(name));
        names
            .map(|name| format!("`{name}` is only in {}", spot.path))
            .collect()
    };
    let mut lines = only(&a, &b, &first.spot);
    lines.extend(only(&b, &a, &second.spot));
    join_and(&lines)
}
