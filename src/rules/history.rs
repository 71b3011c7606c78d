//! The history of IDs. An ID that was ever printed is kept permanently, because settings, comments
//! and baselines may use it.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::{Rule, schema};
use crate::base::diagnostic::Severity;

/// An earlier ID of a rule: it was renamed, or merged into another.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// The ID.
    pub id: String,
    /// The version that has the rule under its new ID.
    pub since: String,
}

/// An ID whose rule was retired.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The ID.
    pub id: String,
    /// The version that no longer has the rule.
    pub since: String,
    /// Why it was retired.
    pub why: String,
}

/// The severity that a rule had before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relevelled {
    /// The severity.
    #[serde(deserialize_with = "severity")]
    #[schemars(schema_with = "schema::severity")]
    pub was: Severity,
    /// The version that has the new one.
    pub since: String,
}

/// What became of an ID.
#[derive(Debug, Clone, Copy)]
pub enum Became<'r> {
    /// A rule with another ID.
    Rule(&'r Rule, &'r Former),
    /// Nothing: its rule was retired.
    Retired(&'r Retired),
}

pub(super) fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let word = String::deserialize(deserializer)?;
    Severity::from_word(&word)
        .ok_or_else(|| serde::de::Error::unknown_variant(&word, Severity::WORDS))
}
