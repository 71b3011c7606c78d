//! Facts about the starter's fictional company that a copy of the starter still
//! states.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::view::{self, inside};
use crate::rules;

/// Facts that only the fictional company can state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Starter {
    /// The host of the company's site.
    host: String,
    /// Values, by the path of the fact.
    facts: BTreeMap<String, Vec<String>>,
    /// The dates on which security measures were verified, by kind.
    verified: BTreeMap<String, String>,
}

static STARTER: LazyLock<Starter> = LazyLock::new(|| rules::data("starter"));

/// Facts of the starter on a site that is not the starter.
pub(super) fn left_over(page: &Page<'_>) -> Verdict {
    let starter = &*STARTER;
    let host = page
        .settings
        .base_url
        .as_ref()
        .and_then(|url| url.host_str());
    if host == Some(&starter.host) {
        return None.into();
    }
    let view = &page.view;
    let mut findings = Vec::new();
    let mut add = |place, value: &str| {
        findings.push(Finding::somewhere(place).with("value", value));
    };
    // Facts that no page prints now may be printed later.
    for (path, values) in starter.facts.iter().filter(|(path, _)| view.reads(path)) {
        let (list, field) = path.split_once('.').unwrap_or((path, ""));
        for entry in view.list(list).unwrap_or_default() {
            for value in inside(entry.value, field).into_iter().map(view::word) {
                if values.contains(&value) {
                    let place = view.place_in(entry, field);
                    add(place, &value);
                }
            }
        }
    }
    let measures = view.list("security_measures").unwrap_or_default();
    for measure in measures
        .into_iter()
        .filter(|_| view.prints("security_measures"))
    {
        let is = |field: &str, wanted: &str| {
            let found = inside(measure.value, field);
            found.into_iter().any(|value| view::word(value) == wanted)
        };
        let mut verified = starter.verified.iter();
        let found = verified.find(|(kind, day)| is("kind", kind) && is("verified_on", day));
        if let Some((kind, day)) = found {
            let place = view.place_in(measure, "verified_on");
            add(
                place,
                &format!("{} of {day}", super::security::spoken(kind)),
            );
        }
    }
    Verdict::Found(findings)
}
