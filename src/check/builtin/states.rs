//! Laws of US states, and whether they apply to a company.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Verdict;
use crate::base::dates::Date;
use crate::check::evaluate::{Finding, Page};
use crate::check::view::{self, inside};
use crate::rules::{self, Words};

/// A state's consumer privacy law.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateLaw {
    /// The state's ISO 3166-2 code, without the country.
    state: String,
    name: String,
    #[serde(rename = "cite")]
    _cite: String,
    #[serde(rename = "url")]
    _url: String,
    /// The last threshold whose date has been reached applies.
    thresholds: Vec<Threshold>,
}

/// The threshold of a law from a given date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Threshold {
    #[serde(deserialize_with = "rules::day")]
    from: Date,
    /// The number of consumers per year at which the law applies; `None` if numbers alone don't
    /// decide.
    #[serde(default)]
    consumers: Option<u64>,
    /// The lower number that applies if data is sold.
    #[serde(default)]
    selling: Option<u64>,
    /// The threshold in words, including anything that numbers don't express.
    words: String,
}

impl Threshold {
    fn is_reached(&self, count: u64, sells: bool) -> bool {
        let reaches = |least: Option<u64>| least.is_some_and(|least| count >= least);
        reaches(self.consumers) || sells && reaches(self.selling)
    }
}

static LAWS: LazyLock<Vec<StateLaw>> = LazyLock::new(|| rules::data("us-states"));

/// Whether the law of one of these states is in force, unless the site states that others apply.
pub(in crate::check) fn state_law(page: &Page<'_>, wanted: &Words) -> bool {
    let is_stated = page.view.is_stated("us_states.states");
    let stated = page.view.values("us_states.states");
    let applies =
        |law: &&StateLaw| !is_stated || stated.iter().any(|value| view::word(value) == law.state);
    let is_in_force = |law: &StateLaw| {
        let mut thresholds = law.thresholds.iter();
        thresholds.any(|threshold| threshold.from <= page.today)
    };
    LAWS.iter()
        .filter(|law| wanted.has(rules::ANY_STATE) || wanted.has(&law.state))
        .filter(applies)
        .any(is_in_force)
}

/// Laws that apply according to the stated numbers of consumers, but that the site does not list.
pub(super) fn law_applies(page: &Page<'_>) -> Verdict {
    let stated = page.view.values("us_states.states");
    let is_stated = |state: &str| stated.iter().any(|value| view::word(value) == state);
    let sells = page.view.has("sale.sells");
    let counts = page.view.values("us_states.consumers");
    let findings = counts.into_iter().filter_map(|entry| {
        let state = view::word(inside(entry, "state").first()?);
        let count = view::word(inside(entry, "count").first()?).parse().ok()?;
        let law = LAWS.iter().find(|law| law.state == state)?;
        let mut reached = law.thresholds.iter().rev();
        let threshold = reached.find(|threshold| threshold.from <= page.today)?;
        if is_stated(&state) || !threshold.is_reached(count, sells) {
            return None;
        }
        Some(
            Finding::somewhere(page.view.place("us_states"))
                .with("state", state)
                .with("law", &law.name)
                .with("value", count.to_string())
                .with("threshold", &threshold.words),
        )
    });
    Verdict::Found(findings.collect())
}
