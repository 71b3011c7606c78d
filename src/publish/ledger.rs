//! The changes to subprocessors, by the dates in the facts.

use crate::base::dates::{self, Date};
use crate::link::{Index, IndexEntry};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::record::Record;
use crate::schema::formats;

/// The type of the page that lists subprocessors.
pub(super) const PAGE: &str = "subprocessors";

/// The kind of change to a subprocessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happens {
    Added,
    /// It continues under different conditions: an entry replaces another one for the same company.
    Changed,
    Removed,
}

/// A change to the subprocessors.
#[derive(Debug, Clone, Copy)]
pub(super) struct LedgerChange<'a> {
    pub(super) happens: Happens,
    pub(super) entry: Record<'a>,
    /// The entry that it replaces: another company, or the earlier conditions.
    pub(super) replaces: Option<Record<'a>>,
    /// The date of its announcement or, if unknown, of the change itself.
    pub(super) date: Date,
}

fn date(entry: Record<'_>, key: &'static str) -> Option<Date> {
    entry.word(key).and_then(dates::parse)
}

/// Whether an entry is a subprocessor, rather than only a processor of data for which the site's
/// company is the controller.
pub(super) fn is_subprocessor(entry: Record<'_>) -> bool {
    entry.word("role") != Some("processor")
}

/// All changes, latest first; those of the same day are in the order of the facts. An entry without
/// dates is not a change.
pub(super) fn changes(facts: &Facts) -> Vec<LedgerChange<'_>> {
    let entries: Vec<Record<'_>> = facts
        .records("subprocessors")
        .filter(|entry| is_subprocessor(*entry))
        .collect();
    let mut changes = Vec::new();
    let mut replaced_by_itself = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(day) = date(*entry, "announced_on").or(date(*entry, "effective_on")) else {
            continue;
        };
        let before = entries
            .iter()
            .enumerate()
            .position(|(other, before)| other != at && goes_on_as(*before, *entry));
        replaced_by_itself.extend(before);
        let named = entries.iter().find(|other| {
            entry.word("replaces").is_some() && other.word("id") == entry.word("replaces")
        });
        changes.push(LedgerChange {
            happens: match before {
                Some(_) => Happens::Changed,
                None => Happens::Added,
            },
            entry: *entry,
            replaces: before.map(|before| entries[before]).or(named.copied()),
            date: day,
        });
    }
    for (at, entry) in entries.iter().enumerate() {
        if let Some(day) = date(*entry, "removed_on")
            && !replaced_by_itself.contains(&at)
        {
            changes.push(LedgerChange {
                happens: Happens::Removed,
                entry: *entry,
                replaces: None,
                date: day,
            });
        }
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.date));
    changes
}

/// Whether `after` continues the same company's service without a break.
fn goes_on_as(before: Record<'_>, after: Record<'_>) -> bool {
    let is_same = before.word("legal_name") == after.word("legal_name");
    let (Some(until), Some(from)) = (date(before, "removed_on"), date(after, "effective_on"))
    else {
        return false;
    };
    let starts_first = date(before, "effective_on").is_none_or(|begun| begun < from);
    is_same && starts_first && from.days_since(until) <= 1
}

/// The date until which customers can object to a change: its announcement plus the objection
/// period.
pub(super) fn objection_until(facts: &Facts, entry: Record<'_>) -> Option<Date> {
    let policy = facts.record("subprocessor_policy")?;
    if policy.word("authorisation") == Some("specific") {
        return None;
    }
    let period = formats::duration(policy.get("objection_period")?)?;
    Some(dates::after(date(entry, "announced_on")?, &period))
}

/// The page with the list for readers.
#[derive(Debug)]
pub(super) struct Listed {
    ids: Vec<String>,
    /// The URL of the page.
    pub(super) url: String,
}

impl Listed {
    /// The page of the type `subprocessors`, in the site's language if there are several. `None` if
    /// there is no page of this type, or no base URL.
    pub(super) fn find(site: &Site, index: &Index<'_>) -> Option<Self> {
        let is_list = |entry: &IndexEntry| entry.about.doc_type() == PAGE && !entry.is_draft();
        let pages = index.iter().filter(|(_, entry)| is_list(entry));
        let (page, entry) =
            pages.min_by_key(|(_, entry)| (entry.language().is_some(), &entry.address))?;
        Some(Self {
            ids: index
                .outline(page)
                .map_or(Vec::new(), |outline| outline.html_ids.clone()),
            url: site.settings.page_url(&entry.address)?,
        })
    }

    /// The URL of an entry's row, if the page has one.
    pub(super) fn row(&self, facts: &Facts, entry: Record<'_>) -> Option<String> {
        let slug = entry.slug_among(facts.list("subprocessors"))?;
        let id = format!("subprocessor-{slug}");
        let is_there = self.ids.contains(&id);
        is_there.then(|| format!("{}#{id}", self.url))
    }
}
