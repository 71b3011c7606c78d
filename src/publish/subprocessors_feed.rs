//! `subprocessors.xml`: the changes to subprocessors, as an Atom feed.

use super::atom::{self, About, FeedEntry};
use super::ledger::{self, Happens, LedgerChange, Listed};
use super::subprocessors::CSV;
use crate::base::dates;
use crate::document::markdown;
use crate::link::Index;
use crate::load::Site;
use crate::model::language::Language;
use crate::model::record::Record;
use crate::render::data::{DateData, FeedData, SubprocessorsData};

/// The feed's path.
pub(crate) const FILE: &str = "subprocessors.xml";

/// Whether the feed is written: it needs changes, and a base URL because its IDs are URLs.
pub(crate) fn is_made(site: &Site) -> bool {
    site.settings.base_url.is_some() && !ledger::changes(&site.facts).is_empty()
}

/// The feed, for the page that lists subprocessors.
pub(crate) fn data(site: &Site, doc_type: &str, language: &Language) -> Option<FeedData> {
    (doc_type == ledger::PAGE && is_made(site)).then(|| FeedData {
        title: language.words.notice.title.clone(),
        href: FILE.to_owned(),
    })
}

/// The list as data, for the page that lists subprocessors.
pub(crate) fn list(site: &Site, doc_type: &str, language: &Language) -> Option<SubprocessorsData> {
    let is_listed = doc_type == ledger::PAGE && site.facts.get("subprocessors").is_some();
    let as_of = site.evaluator.as_of();
    let changes = || ledger::changes(&site.facts).into_iter();
    is_listed.then(|| SubprocessorsData {
        changed: changes()
            .find(|change| as_of.reached(change.date))
            .map(|change| DateData::new(change.date, language)),
        csv: CSV,
    })
}

/// The feed.
pub(super) fn render(site: &Site, index: &Index<'_>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(base) = &site.settings.base_url else {
        return Ok(None);
    };
    let language = site.languages.get(&site.settings.language);
    let listed = Listed::find(site, index);
    let entries = ledger::changes(&site.facts);
    let entries = entries.iter().map(|change| FeedEntry {
        id: format!("{base}{FILE}#{}", id(change)),
        title: title(change, &language),
        date: change.date,
        url: match &listed {
            Some(listed) => listed
                .row(&site.facts, change.entry)
                .unwrap_or(listed.url.clone()),
            None => base.to_string(),
        },
        redline: None,
        text: Some(text(site, change, &language)),
        language: None,
    });
    let about = About {
        file: FILE,
        title: format!("{} · {}", language.words.notice.title, site.settings.title),
        url: format!("{base}{FILE}"),
        page: listed.as_ref().map_or(base.as_str(), |listed| &listed.url),
        language: &site.settings.language,
    };
    atom::write(site, &about, atom::unique(entries.collect()))
}

/// The unique part of an entry's ID: the company, the kind of change, and its date in the facts.
fn id(change: &LedgerChange<'_>) -> String {
    let slug = change.entry.slug().unwrap_or_default();
    let what = match change.happens {
        Happens::Added | Happens::Changed => "from",
        Happens::Removed => "until",
    };
    format!("{slug}-{what}-{}", change.date)
}

fn title(change: &LedgerChange<'_>, language: &Language) -> String {
    let words = &language.words.notice;
    let what = match change.happens {
        Happens::Added => &words.added,
        Happens::Changed => &words.changed,
        Happens::Removed => &words.removed,
    };
    let name = change.entry.text("legal_name").unwrap_or_default();
    format!("{what}: {name}")
}

fn text(site: &Site, change: &LedgerChange<'_>, language: &Language) -> String {
    let words = &language.words.notice;
    let entry = change.entry;
    let day = |key| entry.word(key).and_then(dates::parse);
    let mut parts = Vec::new();
    let mut part = |label: &str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{label} {value}")));
    };
    if change.happens == Happens::Removed {
        part(
            &words.until,
            day("removed_on").map(|day| language.date(day)),
        );
    } else {
        part(
            &words.from,
            day("effective_on").map(|day| language.date(day)),
        );
    }
    part(
        &words.purpose,
        entry
            .text("purpose")
            .map(|purpose| markdown::plain(&purpose)),
    );
    part(&words.places, places(entry, "locations", language));
    if change.happens == Happens::Added {
        let replaced = change.replaces.and_then(|other| other.text("legal_name"));
        part(&words.replaces, replaced.map(|name| name.into_owned()));
    }
    if change.happens != Happens::Removed {
        let until = ledger::objection_until(&site.facts, entry);
        part(&words.object_until, until.map(|day| language.date(day)));
    }
    parts.join(" · ")
}

/// Countries in words.
pub(super) fn places(entry: Record<'_>, key: &'static str, language: &Language) -> Option<String> {
    let places = entry.texts(key);
    let places: Vec<String> = places
        .map(|code| language.place(&code).unwrap_or_else(|| code.into_owned()))
        .collect();
    (!places.is_empty()).then(|| places.join("; "))
}
