//! The contents of a report, whatever its format.

use std::borrow::Cow;

use super::{Diagnostic, Severity};
use crate::base::digest::Public;
use crate::base::text::counted;

/// The findings, and the policies that were checked.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The findings, in the order of reports.
    pub diagnostics: &'a [Diagnostic],
    /// The files of all policies that were checked.
    pub policies: &'a [String],
    /// The path from the working folder to the site, empty or ending with `/`. Programs that read a
    /// report resolve paths relative to the working folder.
    pub folder: &'a str,
    /// Findings of this severity or worse make the run fail.
    pub deny: Severity,
}

/// The number of findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        diagnostics.iter().map(|found| found.severity).collect()
    }

    /// The counts in words; empty if there are none.
    pub fn in_words(self) -> String {
        let counts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.notes, "note", "notes"),
        ];
        let words: Vec<String> = counts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(count, one, many))
            .collect();
        words.join(", ")
    }
}

impl FromIterator<Severity> for Counts {
    fn from_iter<T: IntoIterator<Item = Severity>>(severities: T) -> Self {
        let mut counts = Self::default();
        for severity in severities {
            *match severity {
                Severity::Error => &mut counts.errors,
                Severity::Warning => &mut counts.warnings,
                Severity::Info => &mut counts.notes,
            } += 1;
        }
        counts
    }
}

impl Report<'_> {
    /// The summary line for people: `3 errors, 1 note in 11 policies`.
    pub fn summary(&self) -> String {
        let policies = counted(self.policies.len(), "policy", "policies");
        match Counts::of(self.diagnostics).in_words() {
            words if words.is_empty() => format!("nothing found in {policies}"),
            words => format!("{words} in {policies}"),
        }
    }

    /// Whether there is a finding that makes the run fail.
    pub fn fails(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity <= self.deny)
    }

    /// A file's path, relative to the working folder.
    pub(super) fn path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self.folder.is_empty() || is_built_in(path) {
            true => Cow::Borrowed(path),
            false => Cow::Owned(format!("{}{path}", self.folder)),
        }
    }
}

/// Whether a file is built into policygen and not one of the user's files.
pub fn is_built_in(path: &str) -> bool {
    path.starts_with('<')
}

/// Identifies a finding independently of its line. `nth` counts identical findings in one file.
pub(super) fn fingerprint(diagnostic: &Diagnostic, nth: usize) -> String {
    let key = [
        diagnostic.code.id,
        diagnostic.file().unwrap_or_default(),
        &diagnostic.message,
        &nth.to_string(),
    ];
    Public::of(key.join("\0").as_bytes()).to_string()
}
