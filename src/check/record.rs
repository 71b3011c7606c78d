//! Diagnostics as stored in summaries.

use serde::{Deserialize, Serialize};

use super::About;
use super::excerpt::{Restored, Spot};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::source::Place;
use crate::rules::Rule;
use crate::rules::RuleSet;

/// A diagnostic that may be reported once all pages have been checked. It has
/// no fixes, which only findings on individual pages have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The ID of its rule or code.
    pub(super) id: String,
    #[serde(with = "severity")]
    pub(super) severity: Severity,
    pub(super) message: String,
    /// The first is the primary place; others explain it.
    pub(super) labels: Vec<(Spot, String)>,
    pub(super) path: Option<String>,
    pub(super) help: Vec<String>,
}

impl Record {
    /// A finding of a rule.
    pub(super) fn new(rule: &Rule, severity: Severity, message: String) -> Self {
        Self {
            id: rule.id.clone(),
            severity,
            message,
            labels: Vec::new(),
            path: None,
            help: Vec::new(),
        }
    }

    /// Adds a label; the first one is the primary place.
    pub(super) fn label(mut self, spot: Spot, text: impl Into<String>) -> Self {
        self.labels.push((spot, text.into()));
        self
    }
}

impl From<Diagnostic> for Record {
    fn from(found: Diagnostic) -> Self {
        let spot = |place: &Place| Spot::of(place);
        Self {
            id: found.code.id.to_owned(),
            severity: found.severity,
            message: found.message,
            labels: found
                .labels
                .into_iter()
                .map(|label| (spot(&label.place), label.text))
                .collect(),
            path: found.path,
            help: found.help,
        }
    }
}

/// Turns records back into diagnostics. Records of rules that are not in the
/// set are left out, because they can't be described.
pub(super) fn restore(records: Vec<Record>, rules: &RuleSet) -> Vec<Diagnostic> {
    let spots = records.iter().flat_map(|record| &record.labels);
    let files = Restored::of(spots.map(|(spot, _)| spot));
    let diagnostic = |record: Record| {
        let mut found = Diagnostic::new(About::of(&record.id, rules)?.code, record.message);
        found.severity = record.severity;
        found.path = record.path;
        found.help = record.help;
        for (spot, text) in &record.labels {
            found = found.label(files.place(spot)?, text.as_str());
        }
        Some(found)
    };
    records.into_iter().filter_map(diagnostic).collect()
}

/// Severities by name.
mod severity {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::base::diagnostic::Severity;

    pub(super) fn serialize<S: Serializer>(
        severity: &Severity,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(severity.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Severity, D::Error> {
        let word = String::deserialize(deserializer)?;
        Severity::from_word(&word).ok_or_else(|| de::Error::unknown_variant(&word, Severity::WORDS))
    }
}
