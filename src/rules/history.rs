//! What became of IDs: one that was ever printed is known for ever, because
//! settings, comments and baselines hold it.

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

/// An ID whose rule is gone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The ID.
    pub id: String,
    /// The version that does not have the rule any more.
    pub since: String,
    /// Why it went.
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
    /// Nothing.
    Retired(&'r Retired),
}

pub(super) fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let word = String::deserialize(deserializer)?;
    Severity::from_word(&word)
        .ok_or_else(|| serde::de::Error::unknown_variant(&word, Severity::WORDS))
}
