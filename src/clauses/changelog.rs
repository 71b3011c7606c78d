//! The changes in the standard clauses, by version.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use semver::Version;
use serde::Deserialize;

use super::Clause;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest;
use crate::base::source::Source;
use crate::yaml::{self, typed};

/// The standard clauses of all versions, latest first.
#[derive(Debug, Default)]
pub struct Changelog {
    releases: Vec<Release>,
}

/// The entries of a version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    version: String,
    clauses: BTreeMap<String, Edition>,
}

/// A clause that a version added or changed.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a digest, or a mapping with `digest` and `change`"
)]
enum Edition {
    /// A new clause.
    Added(String),
    /// An existing clause with new wording.
    Changed { digest: String, change: String },
}

impl Edition {
    fn digest(&self) -> &str {
        match self {
            Self::Added(digest) | Self::Changed { digest, .. } => digest,
        }
    }
}

/// A change to a standard clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'c> {
    /// The name of the clause.
    pub clause: &'c str,
    /// The version with the change.
    pub version: &'c str,
    /// A one-line summary.
    pub note: &'c str,
}

/// The version name for unreleased changes.
pub(crate) const UNRELEASED: &str = "unreleased";

impl Changelog {
    /// Reads a changelog.
    pub fn read(source: &Arc<Source>) -> Result<Self, Box<Diagnostic>> {
        let mut faults = Vec::new();
        let node = yaml::parse(source, 0..source.text.len(), &mut faults);
        if let Some(fault) = faults.pop() {
            return Err(Box::new(fault));
        }
        let Some(node) = node else {
            return Ok(Self::default());
        };
        let releases = typed::read(&node).map_err(|misfit| {
            Box::new(Diagnostic::new(misfit.code, misfit.message).at(source, misfit.span))
        })?;
        Ok(Self { releases })
    }

    /// Whether a standard clause with this name exists or has existed.
    pub fn has(&self, name: &str) -> bool {
        let mut releases = self.releases.iter();
        releases.any(|release| release.clauses.contains_key(name))
    }

    /// The distinct names of all clauses, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all: std::collections::BTreeSet<&str> = self
            .releases
            .iter()
            .flat_map(|release| release.clauses.keys().map(String::as_str))
            .collect();
        all.into_iter()
    }

    /// The entries of a clause, latest first.
    fn entries<'c>(&'c self, name: &str) -> impl Iterator<Item = (&'c str, &'c Edition)> {
        let releases = self.releases.iter();
        releases.filter_map(move |release| {
            let entry = release.clauses.get(name)?;
            Some((release.version.as_str(), entry))
        })
    }

    /// The version with the latest wording of a clause, and its digest.
    pub fn latest(&self, name: &str) -> Option<(&str, &str)> {
        let (version, entry) = self.entries(name).next()?;
        Some((version, entry.digest()))
    }

    /// The version that added a clause.
    pub fn since(&self, name: &str) -> Option<&str> {
        self.entries(name).last().map(|(version, _)| version)
    }

    /// The standard clause with this wording, and the version that introduced
    /// it.
    pub fn with_words(&self, digest: &str) -> Option<(&str, &str)> {
        self.releases.iter().find_map(|release| {
            let mut clauses = release.clauses.iter();
            let (name, _) = clauses.find(|(_, entry)| entry.digest() == digest)?;
            Some((name.as_str(), release.version.as_str()))
        })
    }

    /// All changes to a clause, latest first.
    pub fn changes_of<'c>(&'c self, name: &str) -> impl Iterator<Item = Change<'c>> {
        let name = self.releases.iter().find_map(|release| {
            let (name, _) = release.clauses.get_key_value(name)?;
            Some(name.as_str())
        });
        let entries = name.into_iter().flat_map(|name| self.entries(name));
        entries.filter_map(move |(version, entry)| match entry {
            Edition::Changed { change, .. } => Some(Change {
                clause: name?,
                version,
                note: change,
            }),
            Edition::Added(_) => None,
        })
    }

    /// The changes after a version, sorted by clause name, then latest first.
    pub fn changes_after<'c>(&'c self, version: &Version) -> Vec<Change<'c>> {
        let names: Vec<&str> = self.names().collect();
        let changes = names.into_iter().flat_map(|name| self.changes_of(name));
        let is_later = |change: &Change<'_>| match Version::parse(change.version) {
            Ok(of_change) => of_change > *version,
            // Unreleased: later than any version.
            Err(_) => change.version == UNRELEASED,
        };
        changes.filter(is_later).collect()
    }
}

impl Clause {
    /// A digest of the clause's parameters and words. Line wrapping, the summary and help texts do
    /// not affect it.
    pub fn words_digest(&self) -> String {
        let mut parts = digest::Parts::default();
        for param in &self.params {
            parts.add(param.name.as_bytes());
            parts.add(param.ty.as_bytes());
            parts.add(param.default.as_deref().unwrap_or_default().as_bytes());
        }
        for word in self.text().split_whitespace() {
            parts.add(word.as_bytes());
        }
        Hex(&parts.finish()).to_string()
    }
}

/// Half of a digest in hexadecimal, which is enough to guard against mistakes.
struct Hex<'d>(&'d digest::Digest);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Prevents YAML parsers from reading the digest as a number.
        f.write_str("x")?;
        let mut bytes = self.0.iter().take(8);
        bytes.try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
