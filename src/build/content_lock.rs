//! The content lock: the text of a released policy changes only with a new version.

use std::sync::Arc;

use rayon::prelude::*;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::freeze::{OnDay, on_day};
use super::merge::Merged;
use super::policy::Policies;
use super::released::of_policy;
use super::since::section_name;
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Public;
use crate::base::page::PageId;
use crate::base::text::few;
use crate::clauses::STANDARD;
use crate::link::Index;
use crate::load::Site;
use crate::model::record::Record;
use crate::releases::{Origin, Release};
use crate::render;

/// Reports policies whose texts differ from their releases without stating a new version, its date
/// and a note.
pub(super) fn check(policies: &Policies<'_>, index: &Index<'_>) -> Vec<Diagnostic> {
    let site = policies.site;
    let released: Vec<(PageId, &Arc<Release>)> = index
        .iter()
        .filter_map(|(page, _)| {
            let chain = site.releases.of(&site.tree.policies[page.policy()])?;
            Some((page, chain.last()?))
        })
        .collect();
    let found = released
        .into_par_iter()
        .filter_map(|(page, release)| check_policy(policies, index, page, release));
    found.collect()
}

fn check_policy(
    policies: &Policies<'_>,
    index: &Index<'_>,
    page: PageId,
    release: &Release,
) -> Option<Diagnostic> {
    let site = policies.site;
    // Evaluate the text as of the release date: text that has come into force since then is not a
    // change.
    let evaluator = site.evaluator.on(release.released);
    let now = on_day(policies, index, page, &evaluator, &mut Vec::new())?;
    if now.text.trim_end() == release.text().trim_end() && now.title == release.title {
        return None;
    }
    if reads_the_same(policies, index, page, &now, release) {
        return None;
    }
    if let Some(effective) = announced(&now, release) {
        let today = site.evaluator.as_of().date();
        let missed = effective.filter(|effective| *effective <= today);
        return missed.map(|effective| not_released(&now, effective));
    }
    // Before the first native release there is no text to compare with.
    if release.origin == Origin::Imported {
        return None;
    }
    Some(report(site, &now, release))
}

/// Whether readers see the same text although the Markdown differs: IDs and addresses may change
/// without a release.
fn reads_the_same(
    policies: &Policies<'_>,
    index: &Index<'_>,
    page: PageId,
    now: &OnDay,
    release: &Release,
) -> bool {
    let site = policies.site;
    let draft = of_policy(&now.merged.draft, release, release.released);
    let merged = Merged::of_release(site, draft, release, &mut Vec::new());
    let seen = policies.content(index, page, &merged, render::quoting_content);
    now.title == release.title && seen.is_some_and(|seen| seen == now.content)
}

/// Whether a policy announces a new version, with a different version, a date no earlier than the
/// last release, and a note on what changed. If so, returns the date from which it applies, if
/// stated.
fn announced(now: &OnDay, release: &Release) -> Option<Option<Date>> {
    let front_matter = &now.merged.draft.front_matter;
    let version = front_matter.version.as_deref();
    let version = version.filter(|version| *version != release.version)?;
    front_matter
        .updated
        .filter(|date| *date >= release.released)?;
    let history = now
        .merged
        .own
        .iter()
        .flat_map(|facts| facts.list("history"));
    let mut notes = history.filter_map(Record::of);
    let note = notes.find(|entry| entry.text("version").as_deref() == Some(version))?;
    let noted = note.word("effective").and_then(dates::parse);
    // An `effective` date of the last release does not apply to the new version.
    let stated = front_matter.effective;
    let stated = stated.filter(|date| *date > release.effective);
    Some(noted.or(stated))
}

/// Reports a version that was due to apply by now but was never released.
fn not_released(now: &OnDay, effective: Date) -> Diagnostic {
    let draft = &now.merged.draft;
    let version = draft.front_matter.version.as_deref().unwrap_or_default();
    let message =
        format!("version {version} was due to apply from {effective}, but has not been released");
    let fault = Diagnostic::new(&codes::CHANGED_SINCE_RELEASE, message);
    let fault = match draft.place_of("version") {
        Some(place) => fault.label(place, "the page shows an earlier version"),
        None => fault.path(&draft.source.path),
    };
    fault.help("release it with `policygen release`, set a later `effective`, or undo the change")
}

fn report(site: &Site, now: &OnDay, release: &Release) -> Diagnostic {
    let mut sections: Vec<String> = Vec::new();
    let mut first = None;
    for line in changed_lines(release.text(), &now.text) {
        // Lines that freezing rewrites are not in the merged text.
        let Some(at) = now.merged.text.find(line) else {
            continue;
        };
        let before = now.sections.iter().rev().find(|(start, _)| *start <= at);
        let name = section_name(before.map(|(_, title)| title.as_str()));
        if !sections.contains(&name) {
            sections.push(name);
        }
        first = first.or(Some(at));
    }
    let whose = match sections.len() {
        0 => String::new(),
        _ => format!(", in {}", few(&sections)),
    };
    let fault = Diagnostic::new(
        &codes::CHANGED_SINCE_RELEASE,
        format!(
            "the text changed since version {} was released{whose}, but there is no new version",
            release.version
        ),
    );
    let fault = match first {
        Some(at) => now.merged.origin(site).point(fault, at..at, "changed here"),
        None => fault.path(&now.merged.draft.source.path),
    };
    fault
        .maybe_help(facts(site, now, release))
        .maybe_help(clauses(site, release))
        .help("release it with `policygen release`, or undo the change; `policygen diff` shows what changed")
}

/// For each change, the words of its first new line or, if lines were only removed, of the line
/// before them.
fn changed_lines<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&'t str> = after.lines().collect();
    let has_words = |line: &&&str| !line.trim().is_empty();
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let found = ops.into_iter().filter_map(|op| match op {
        DiffOp::Equal { .. } => None,
        DiffOp::Delete { new_index, .. } => new[..new_index].iter().rfind(has_words),
        DiffOp::Insert {
            new_index, new_len, ..
        }
        | DiffOp::Replace {
            new_index, new_len, ..
        } => new[new_index..new_index + new_len].iter().find(has_words),
    });
    found.map(|line| words(line)).collect()
}

/// The words of a line, without the markup that freezing rewrites.
fn words(line: &str) -> &str {
    let line = line.trim();
    let line = line.trim_start_matches('#').trim_start();
    match line.rfind(" {#") {
        Some(at) if line.ends_with('}') => &line[..at],
        _ => line,
    }
}

/// The facts that differ from those of a release.
fn facts(site: &Site, now: &OnDay, release: &Release) -> Option<String> {
    let printed = super::freeze::printed(site, &now.merged);
    let mut names: Vec<String> = Vec::new();
    let all = release.facts.keys().chain(printed.keys());
    for key in all {
        let name = format!("`{key}`");
        // A fact that the text no longer prints does not count as changed.
        let before = release.facts.get(key);
        let before = match (&now.merged.printed, before, key.as_str()) {
            (Some(printed), Some(value), Some(name)) => printed.of(name, value),
            _ => before.cloned(),
        };
        if before.as_ref() != printed.get(key) && !names.contains(&name) {
            names.push(name);
        }
    }
    // The value of `retention` is derived from the categories.
    if names.iter().any(|name| name == "`data_categories`") {
        names.retain(|name| name != "`retention`");
    }
    (!names.is_empty()).then(|| format!("these facts changed: {}", few(&names)))
}

/// The clauses that differ from those of a release.
fn clauses(site: &Site, release: &Release) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, digest) in &release.clauses {
        let clause = site
            .library
            .find_in(name, &release.language)
            .map(|at| &site.library.clauses()[at]);
        let Some(clause) = clause else {
            names.push(format!("`{name}`, which was removed"));
            continue;
        };
        if Public::of(clause.source.text.as_bytes()).to_string() != *digest {
            let standard = match clause.source.path.starts_with(STANDARD) {
                true => concat!(
                    " (standard clause, policygen ",
                    env!("CARGO_PKG_VERSION"),
                    ")"
                ),
                false => "",
            };
            names.push(format!("`{name}`{standard}"));
        }
    }
    (!names.is_empty()).then(|| format!("these clauses changed: {}", few(&names)))
}
