//! Transfers to other countries.

use super::Verdict;
use crate::base::text::join_and;
use crate::check::evaluate::{Finding, Page};
use crate::check::view::{self, inside};
use crate::rules::areas;

/// Recipients that rely on an adequacy decision that does not cover them.
pub(super) fn adequacy_valid(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    for (list, field) in [("subprocessors", "locations"), ("recipients", "country")] {
        if !page.view.prints(list) {
            continue;
        }
        for entry in page.view.list(list).unwrap_or_default() {
            let words = |path| -> Vec<String> {
                inside(entry.value, path)
                    .into_iter()
                    .map(view::word)
                    .collect()
            };
            let relies_on = words("transfer_mechanism.gdpr")
                .into_iter()
                .find(|word| word == "adequacy" || word == "dpf");
            let Some(mechanism) = relies_on.filter(|_| words("removed_on").is_empty()) else {
                continue;
            };
            let is_certified = words("dpf_participant") == ["true"];
            let outside: Vec<String> = words(field)
                .into_iter()
                .filter(|country| !areas::is_eea(country.split('-').next().unwrap_or(country)))
                .collect();
            let wants = |country: &String| -> Option<&'static str> {
                let is_us = country.split('-').next() == Some("US");
                let decision = areas::adequacy(country, page.today);
                match (mechanism.as_str(), decision) {
                    ("dpf", _) if !is_us => Some("a recipient in the United States"),
                    ("dpf", _) => (!is_certified).then_some("`dpf_participant: true`"),
                    (_, None) => Some("a decision of the European Commission that is in force"),
                    (_, Some(decision)) => (decision.requires.is_some() && !is_certified)
                        .then_some("`dpf_participant: true`"),
                }
            };
            let Some(missing) = outside.iter().find_map(wants) else {
                continue;
            };
            let countries: Vec<&String> = outside
                .iter()
                .filter(|country| wants(country) == Some(missing))
                .collect();
            let mut finding = Finding::somewhere(page.view.place_of(entry))
                .with("value", mechanism.clone())
                .with("country", join_and(&countries))
                .with("missing", missing);
            finding.entry = Some((list.to_owned(), entry.index));
            findings.push(finding);
        }
    }
    Verdict::Found(findings)
}
