//! The entries of `history`: what changed with each version of a document.

use tera::Map;

use super::record::Record;
use crate::base::dates::{self, Date};

/// An entry of `history`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastVersion {
    /// The version.
    pub version: String,
    /// The day of the version.
    pub date: Date,
    /// The date from which it applies, if stated.
    pub effective: Option<Date>,
    /// What changed, as Markdown.
    pub summary: String,
    /// Whether the change is material, if stated.
    pub material: Option<bool>,
}

/// The entries of `history` in facts, newest first. Entries with the same date keep the order of
/// the list, which is reversed if its last entry is newer than its first.
pub fn read(facts: &Map) -> Vec<PastVersion> {
    let list = Record::all(Record::from(facts).list("history"));
    let mut entries: Vec<PastVersion> = list.filter_map(entry).collect();
    if let (Some(first), Some(last)) = (entries.first(), entries.last())
        && first.date < last.date
    {
        entries.reverse();
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    entries
}

/// Reads an entry that has all required fields. Missing ones are reported when facts are read.
fn entry(entry: Record<'_>) -> Option<PastVersion> {
    let date = |key| entry.word(key).and_then(dates::parse);
    Some(PastVersion {
        version: entry.text("version")?.into_owned(),
        date: date("date")?,
        effective: date("effective"),
        summary: entry.text("summary")?.into_owned(),
        material: entry.flag("material"),
    })
}
