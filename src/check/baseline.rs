//! Findings that a site starts with: only new ones count.
//!
//! An entry names a rule, a file and a message, not a line: it holds when lines
//! move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::levels::is_of_build;
use crate::base::diagnostic::{Diagnostic, Severity};

/// Grows when a file means something else than before.
const VERSION: u32 = 1;

/// How many findings of each kind are known.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Kind, usize>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    path: String,
    rule: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<KnownFinding>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFinding {
    path: String,
    rule: String,
    message: String,
    count: usize,
}

impl Baseline {
    /// All of these findings. Errors of the build are none: a site with them
    /// can't be built, whatever a baseline says.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut kinds = BTreeMap::new();
        for kind in diagnostics.iter().filter_map(kind) {
            *kinds.entry(kind).or_insert(0) += 1;
        }
        Self(kinds)
    }

    /// Reads what [`Self::to_text`] wrote; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => {
                return Err(format!(
                    "it has version {version}, and this program reads version {VERSION}"
                ));
            }
            None => return Err("it has no `version`".to_owned()),
        }
        let file: File = serde_json::from_value(value)
            .map_err(|error| format!("it is not a baseline: {error}"))?;
        let mut kinds = BTreeMap::new();
        for entry in file.findings {
            let kind = Kind {
                path: entry.path,
                rule: entry.rule,
                message: entry.message,
            };
            *kinds.entry(kind).or_insert(0) += entry.count;
        }
        Ok(Self(kinds))
    }

    /// As a file: JSON, sorted.
    pub fn to_text(&self) -> serde_json::Result<String> {
        let findings = self.0.iter().map(|(kind, count)| KnownFinding {
            path: kind.path.clone(),
            rule: kind.rule.clone(),
            message: kind.message.clone(),
            count: *count,
        });
        let file = File {
            version: VERSION,
            findings: findings.collect(),
        };
        serde_json::to_string_pretty(&file).map(|text| text + "\n")
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes known findings out, and gives those that are not found any more.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut left = self.0.clone();
        diagnostics.retain(|diagnostic| {
            let known = kind(diagnostic).and_then(|kind| left.get_mut(&kind));
            match known {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        left.retain(|_, count| *count > 0);
        Self(left)
    }

    /// The same without those of another.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let left = self.0.iter().map(|(kind, count)| {
            let gone = others.0.get(kind).copied().unwrap_or_default();
            (kind.clone(), count.saturating_sub(gone))
        });
        Self(left.filter(|(_, count)| *count > 0).collect())
    }
}

fn kind(diagnostic: &Diagnostic) -> Option<Kind> {
    if is_of_build(diagnostic) && diagnostic.code.severity == Severity::Error {
        return None;
    }
    Some(Kind {
        path: diagnostic.file().unwrap_or_default().to_owned(),
        rule: diagnostic.code.id.to_owned(),
        message: diagnostic.message.clone(),
    })
}
