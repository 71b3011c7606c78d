//! Finds texts that changed since an earlier state of a site without stating so.

use std::collections::BTreeMap;

use super::draft::{self, Draft};
use super::linked;
use super::merge::merge;
use super::redline::TextVersion;
use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::page::PageId;
use crate::base::source::Place;
use crate::base::text::few;
use crate::link::{Index, IndexEntry};
use crate::load::Site;
use crate::redline::{Part, Redline, SectionSummary, State};

/// The texts of a site's policies, by their paths from the root.
#[derive(Debug, Default)]
pub struct Texts(BTreeMap<String, Dated>);

/// A text, and the day of its last change according to its policy.
#[derive(Debug)]
struct Dated {
    text: TextVersion,
    updated: Option<Date>,
    /// The place of that day in the front matter.
    place: Option<Place>,
}

/// The texts of a site’s policies on the build date, except policies with releases, which are
/// compared with their releases.
pub fn texts(site: &Site) -> anyhow::Result<Texts> {
    let (texts, _) = linked::read(site, Vec::new(), |policies, index| {
        let mut texts = BTreeMap::new();
        for (page, _, draft) in without_releases(site, index) {
            let path = site.tree.shown(&draft.path);
            let updated = draft.front_matter.updated;
            let place = draft.place_of("updated");
            let merged = merge(site, &site.evaluator, draft, &mut Vec::new());
            let text = merged.and_then(|merged| TextVersion::of(policies, index, page, &merged));
            if let Some(text) = text {
                let dated = Dated {
                    text,
                    updated,
                    place,
                };
                texts.insert(path, dated);
            }
        }
        Texts(texts)
    })?;
    Ok(texts.unwrap_or_default())
}

/// The policies that have no releases.
pub(super) fn without_releases<'i>(
    site: &'i Site,
    index: &'i Index<'_>,
) -> impl Iterator<Item = (PageId, &'i IndexEntry, Draft)> {
    index.iter().filter_map(|(page, entry)| {
        let has_releases = site
            .releases
            .of(&site.tree.policies[page.policy()])
            .is_some();
        let draft = (!has_releases).then(|| draft::read(site, page.policy()).draft)?;
        Some((page, entry, draft?))
    })
}

/// Warns about a text that changed while `updated` did not. `says` is the label of its place;
/// without a place, the warning is about the file at `path`.
pub(super) fn undated(
    message: String,
    place: Option<Place>,
    says: &str,
    path: impl Into<String>,
) -> Diagnostic {
    let fault = Diagnostic::new(&codes::CHANGED_SINCE_REVISION, message);
    match place {
        Some(place) => fault.label(place, says),
        None => fault.path(path),
    }
}

/// How to state that a text changed.
pub(super) const DATE_IT: &str =
    "set `updated` to the date of the change, and describe the change in `history`";

/// The name of a section in messages; without a title, that of the text before the first section.
pub(super) fn section_name(title: Option<&str>) -> String {
    title.map_or("the introduction".to_owned(), |title| format!("“{title}”"))
}

impl Texts {
    /// Warns about texts that differ from `earlier`, the state at `revision`, while `updated` is
    /// the same.
    pub fn changed_since(&self, earlier: &Self, revision: &str) -> Vec<Diagnostic> {
        let policies = self.0.iter();
        let known = policies.filter_map(|(path, now)| Some((path, now, earlier.0.get(path)?)));
        known
            .filter_map(|(path, now, then)| changed(path, now, then, revision))
            .collect()
    }
}

fn changed(path: &str, now: &Dated, then: &Dated, revision: &str) -> Option<Diagnostic> {
    if now.updated != then.updated {
        return None;
    }
    let redline = Redline::new(&then.text.text, &now.text.text);
    let summary = redline.summary();
    let mut sections: Vec<String> = summary
        .sections
        .iter()
        .filter(|section| has_other_words(section))
        .map(|section| match &section.part {
            Part::Section(title, _) => section_name(Some(title)),
            Part::Title => "the title".to_owned(),
            Part::Beginning => section_name(None),
            Part::Footnotes => "the footnotes".to_owned(),
        })
        .collect();
    if sections.is_empty() {
        return None;
    }
    sections.dedup();
    let did_not = match now.updated {
        Some(_) => "`updated` did not",
        None => "the policy has no `updated`",
    };
    let message = format!(
        "the text changed since `{revision}`, in {}, but {did_not}",
        few(&sections)
    );
    let fault = undated(message, now.place.clone(), "unchanged since then", path);
    let facts = now.text.facts_since(&then.text);
    let mut names: Vec<String> = facts
        .iter()
        .map(|fact| format!("`{}`", fact.path.split('.').next().unwrap_or_default()))
        .collect();
    names.dedup();
    let facts = (!names.is_empty()).then(|| format!("these facts changed: {}", few(&names)));
    Some(fault.maybe_help(facts).help(DATE_IT))
}

/// Whether the words of a section differ, not only its links or place.
fn has_other_words(section: &SectionSummary) -> bool {
    let count = &section.count;
    section.state != State::Kept
        || section.renamed_from.is_some()
        || count.inserted + count.deleted + count.others > 0
}
