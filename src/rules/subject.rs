//! Subjects that rules of several packs may find missing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Rule;

/// The subject that a rule finds missing: rules of several packs with the same
/// subject report it only once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a subject, or a mapping of what is missing to subjects"
)]
pub enum Subject {
    /// A single subject for everything that the rule finds missing.
    Whole(String),
    /// Each missing thing separately: facts and sections, with shared names for those that other
    /// rules name differently.
    Parts(BTreeMap<String, String>),
}

impl Rule {
    /// The subject of the rule as a whole.
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
