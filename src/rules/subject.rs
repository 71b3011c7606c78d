//! What rules of several packs find missing alike.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Rule;

/// What a rule finds missing: rules of several packs with one subject report it
/// once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a subject, or a mapping of what is missing to subjects"
)]
pub enum Subject {
    /// Whatever the rule misses is this.
    Whole(String),
    /// Each thing that is missing by itself: facts and sections, with the names
    /// of those that other rules call otherwise.
    Parts(BTreeMap<String, String>),
}

impl Rule {
    /// The subject that the rule as a whole is about.
    pub fn whole_subject(&self) -> Option<&str> {
        match &self.subject {
            Some(Subject::Whole(subject)) => Some(subject),
            _ => None,
        }
    }

    /// The subject of something that it finds missing.
    pub(crate) fn subject_of<'n>(&'n self, missing: &'n str) -> &'n str {
        let bare = missing.trim_matches('`');
        match &self.subject {
            Some(Subject::Whole(subject)) => subject,
            Some(Subject::Parts(parts)) => parts.get(bare).map_or(bare, String::as_str),
            None => bare,
        }
    }
}
