//! Standard clauses that have changed since the site was last reviewed, and a
//! site's own clauses with the wording of standard ones.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Context;
use super::summary::Summary;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::clauses::{Change, Clause, UNRELEASED};
use crate::model::required::RequiredVersion;

/// Changes to standard clauses, and the clauses through which pages print them.
#[derive(Debug, Default)]
pub(super) struct Changes<'a> {
    required: Option<&'a RequiredVersion>,
    changes: Vec<Change<'a>>,
    /// For each changed clause: itself and the clauses that call it.
    printed_by: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Changes<'a> {
    /// The changes since the lowest version that the settings require; none if they don't state
    /// one.
    pub(super) fn of(context: &Context<'a>) -> Self {
        let required = context.settings.required_version.as_ref();
        let Some(lowest) = required.and_then(RequiredVersion::lowest) else {
            return Self::default();
        };
        let changes = context.standard_clauses.changes_after(&lowest);
        let changed: BTreeSet<&str> = changes.iter().map(|change| change.clause).collect();
        let printed_by = changed.into_iter().map(|name| {
            let mut printed_by = BTreeSet::from([name]);
            loop {
                let calls = |clause: &&Clause| clause.calls().any(|name| printed_by.contains(name));
                let callers = context.clauses.iter().filter(calls);
                let more: Vec<&str> = callers
                    .map(|clause| clause.name.as_str())
                    .filter(|name| !printed_by.contains(name))
                    .collect();
                if more.is_empty() {
                    break (name, printed_by);
                }
                printed_by.extend(more);
            }
        });
        Self {
            required,
            printed_by: printed_by.collect(),
            changes,
        }
    }

    /// The clauses to search pages for.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.printed_by.values().flatten().copied()
    }

    /// One note for each change of a clause that a page prints.
    pub(super) fn notes(&self, summaries: &[&Summary], clauses: &[Clause]) -> Vec<Diagnostic> {
        let Some(required) = self.required else {
            return Vec::new();
        };
        let named: BTreeSet<&str> = summaries
            .iter()
            .flat_map(|summary| summary.clauses.iter().map(String::as_str))
            .collect();
        let is_printed = |change: &&Change<'_>| {
            let printed_by = self.printed_by.get(change.clause);
            printed_by.is_some_and(|names| names.iter().any(|name| named.contains(name)))
        };
        let note = |change: &Change<'_>| {
            let Change {
                clause,
                version,
                note,
            } = change;
            let version = match *version {
                UNRELEASED => "the next version",
                version => version,
            };
            let own = clauses.iter().find(|own| own.name == *clause);
            let own = own.filter(|own| !own.is_standard());
            let overridden = match own {
                Some(own) => format!(", which {} overrides,", own.source.path),
                None => String::new(),
            };
            let message =
                format!("standard clause `{clause}`{overridden} changed in {version}: {note}");
            Diagnostic::new(&codes::CLAUSE_CHANGED, message)
                .label(required.place.clone(), "")
                .help(format!(
                    "read it with `policygen clauses {clause}`; once you have reviewed all changed clauses, raise `required_version`"
                ))
        };
        self.changes.iter().filter(is_printed).map(note).collect()
    }
}

/// One note for each of the site's own clauses whose wording is that of a standard clause, in its
/// current or an earlier version.
pub(super) fn copies(context: &Context<'_>) -> Vec<Diagnostic> {
    let standard = context.standard_clauses;
    let own: Vec<&Clause> = context
        .clauses
        .iter()
        .filter(|one| !one.is_standard())
        .collect();
    // The repository of policygen is a site whose own clauses are the standard clauses.
    if own.len() == context.clauses.len() {
        return Vec::new();
    }
    let copy = |own: &&Clause| {
        let (name, version) = standard.with_words(&own.words_digest())?;
        let (latest, _) = standard.latest(name)?;
        let is_latest = latest == version;
        let message = match is_latest {
            true => format!(
                "clause `{}` has the same wording as the standard clause `{name}`",
                own.name
            ),
            false => format!(
                "clause `{}` has the wording that the standard clause `{name}` had before {latest}",
                own.name
            ),
        };
        let help = match own.name == name {
            true => "delete the file to use the standard clause; keep it if the wording must not change with an upgrade".to_owned(),
            false => format!("call `{{{{ <{name} /> }}}}` instead and delete the file; keep it if the wording must not change with an upgrade"),
        };
        Some(
            Diagnostic::new(&codes::COPIED_CLAUSE, message)
                .path(&own.source.path)
                .help(help),
        )
    };
    own.iter().filter_map(copy).collect()
}
