//! The changes of each version of a document, from its releases or, for versions without a release,
//! from its `history`.

use std::cmp::Ordering;

use tera::Value;

use super::versions;
use crate::base::dates::Date;
use crate::document::markdown;
use crate::link::Header;
use crate::load::Site;
use crate::model::history::PastVersion;
use crate::model::language::Language;
use crate::releases::{Chain, Origin, Release, Weight, compare};
use crate::render::data::{ChangeData, DateData};

/// The change of a version.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) version: &'a str,
    /// When it was released, or the date in `history`.
    pub(super) date: Date,
    /// The date from which it applies, if known.
    pub(super) effective: Option<Date>,
    /// How much changed, if known.
    pub(super) weight: Option<Weight>,
    /// The changes, as Markdown.
    pub(super) note: Option<&'a str>,
    /// Whether it was released, and so has its own page.
    pub(super) is_released: bool,
}

/// The changes of a document, newest first.
pub(super) fn of<'a>(header: &'a Header, chain: Option<&'a Chain>) -> Vec<Change<'a>> {
    let releases = chain.map_or(&[][..], Chain::releases);
    let entries = header.history().iter();
    let earlier: Vec<&PastVersion> = entries.filter(|entry| is_public(entry, chain)).collect();
    let mut changes: Vec<Change<'a>> = releases.iter().rev().map(|it| released(it)).collect();
    // The first version of a document changed nothing.
    if earlier.is_empty()
        && let Some(first) = changes.last_mut()
    {
        first.weight = None;
    }
    changes.extend(earlier.into_iter().map(listed));
    changes
}

/// Whether an entry of `history` is about a text that was published without a release, rather than
/// a version in preparation.
fn is_public(entry: &PastVersion, chain: Option<&Chain>) -> bool {
    let Some((chain, last)) = chain.and_then(|chain| Some((chain, chain.last()?))) else {
        return true;
    };
    entry.date <= last.released
        && chain.version(&entry.version).is_none()
        && compare(&entry.version, &last.version) != Some(Ordering::Greater)
}

fn released(release: &Release) -> Change<'_> {
    Change {
        version: &release.version,
        date: match release.origin {
            Origin::Policy => release.released,
            // It was published long before it was imported.
            Origin::Imported => release.updated.unwrap_or(release.effective),
        },
        effective: Some(release.effective),
        weight: Some(release.weight),
        note: release.note.as_deref(),
        is_released: true,
    }
}

fn listed(entry: &PastVersion) -> Change<'_> {
    Change {
        version: &entry.version,
        date: entry.date,
        effective: entry.effective,
        weight: entry.material.map(|is_material| match is_material {
            true => Weight::Material,
            false => Weight::Minor,
        }),
        note: Some(&entry.summary),
        is_released: false,
    }
}

/// The changes of a document, for its page in `language`.
pub(crate) fn data(
    site: &Site,
    header: &Header,
    chain: Option<&Chain>,
    language: &Language,
) -> Vec<ChangeData> {
    let date = |date: Date| DateData::new(date, language);
    let href = |version: &str| {
        let address = versions::address_of(&header.address, version);
        site.settings.href(&address)
    };
    of(header, chain)
        .into_iter()
        .map(|change| ChangeData {
            version: change.version.to_owned(),
            date: date(change.date),
            effective: change.effective.map(date),
            weight: change.weight.map(Weight::word),
            summary: change
                .note
                .map(|note| Value::safe_string(&markdown::inline(note))),
            text: change.note.map(markdown::plain),
            // A site that embeds fragments has no version pages.
            href: (change.is_released && !site.fragments).then(|| href(change.version)),
        })
        .collect()
}
