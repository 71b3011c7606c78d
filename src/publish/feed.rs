//! `feed.xml`: the changes in all policies, and a feed for each of them.

use std::cmp::Reverse;

use anyhow::Context as _;
use rayon::prelude::*;

use super::atom::{self, About, FeedEntry};
use super::changes::{self, Change};
use super::versions;
use crate::base::address;
use crate::base::page::PageId;
use crate::document::markdown;
use crate::link::{Header, Index};
use crate::load::Site;
use crate::output::Sink;
use crate::releases::{Chain, Weight};

/// The path of the feed of all policies.
pub(crate) const FILE: &str = "feed.xml";

/// The maximum number of entries in the feed of all policies; a policy's own
/// feed has all entries.
const ENTRIES: usize = 50;

/// The path of a policy's own feed, if it has one. The front page has none, because the feed of all
/// policies has its address.
pub(crate) fn of_policy(site: &Site, header: &Header, chain: Option<&Chain>) -> Option<String> {
    // A date alone results in a single entry, which is in the feed of all policies.
    let has_history = !header.history().is_empty() || chain.is_some();
    (has_history && has_entries(site, header, chain) && !header.address.is_empty())
        .then(|| format!("{}/{FILE}", header.address))
}

/// The paths of all feeds.
pub(crate) fn files<'s>(
    site: &Site,
    documents: impl Iterator<Item = (PageId, &'s Header)>,
) -> Vec<String> {
    let mut files = Vec::new();
    for (page, header) in documents {
        let chain = chain(site, page);
        if files.is_empty() && has_entries(site, header, chain) {
            files.push(FILE.to_owned());
        }
        files.extend(of_policy(site, header, chain));
    }
    files
}

fn chain(site: &Site, page: PageId) -> Option<&Chain> {
    site.releases.of(&site.tree.policies[page.policy()])
}

/// Whether there is anything to announce about a policy. Entry IDs are URLs, so a site without a
/// base URL has no feed.
fn has_entries(site: &Site, header: &Header, chain: Option<&Chain>) -> bool {
    let is_dated = header.updated.is_some() || !header.history().is_empty() || chain.is_some();
    is_dated && !header.is_draft() && site.settings.base_url.is_some()
}

/// Writes all feeds.
pub(super) fn write(site: &Site, index: &Index<'_>, sink: &dyn Sink) -> anyhow::Result<()> {
    let Some(base) = &site.settings.base_url else {
        return Ok(());
    };
    let put = |about: &About<'_>, entries: Vec<FeedEntry>| match atom::write(site, about, entries)?
    {
        Some(bytes) => sink
            .put(about.file, &bytes)
            .with_context(|| format!("can't write {}", about.file)),
        None => Ok(()),
    };
    let documents: Vec<(PageId, &Header)> = index
        .iter()
        .map(|(page, entry)| (page, &**entry))
        .filter(|(page, header)| has_entries(site, header, chain(site, *page)))
        .collect();
    // Keep only as many entries as the feed can hold.
    let newest = documents
        .par_iter()
        .map(|(page, header)| {
            let chain = chain(site, *page);
            let mut entries = entries(site, header, chain);
            if let Some(file) = of_policy(site, header, chain) {
                let page = site.settings.page_url(&header.address).unwrap_or_default();
                let about = About {
                    file: &file,
                    title: format!("{} · {}", header.about.title(), site.settings.title),
                    url: page.clone(),
                    page: &page,
                    language: header.language().unwrap_or(&site.settings.language),
                };
                let own = entries.iter().cloned().map(|entry| FeedEntry {
                    language: None,
                    ..entry
                });
                put(&about, own.collect())?;
            }
            entries.truncate(ENTRIES);
            let placed = entries.into_iter().enumerate();
            Ok(placed
                .map(|(at, entry)| ((Reverse(entry.date), &*header.address, at), entry))
                .collect())
        })
        .try_reduce(Vec::new, |mut some, more| -> anyhow::Result<_> {
            some.extend(more);
            some.sort_by_key(|(place, _)| *place);
            some.truncate(ENTRIES);
            Ok(some)
        })?;
    let all = newest.into_iter().map(|(_, entry)| entry).collect();
    let about = About {
        file: FILE,
        title: site.settings.title.clone(),
        url: base.to_string(),
        page: base.as_str(),
        language: &site.settings.language,
    };
    put(&about, all)
}

/// The entries of a policy, newest first.
fn entries(site: &Site, header: &Header, chain: Option<&Chain>) -> Vec<FeedEntry> {
    let page = site.settings.page_url(&header.address).unwrap_or_default();
    let changes = changes::of(header, chain);
    let mut entries: Vec<FeedEntry> = changes
        .iter()
        .map(|change| of_change(site, header, chain, change, &page))
        .collect();
    if let Some(updated) = header.updated.filter(|_| !is_listed(header, &changes)) {
        entries.push(FeedEntry {
            id: format!("{page}#{updated}"),
            title: header.about.title().to_owned(),
            date: updated,
            url: page,
            redline: None,
            text: header.about.summary().map(str::to_owned),
            language: header.language().map(str::to_owned),
        });
    }
    entries.sort_by_key(|entry| Reverse(entry.date));
    atom::unique(entries)
}

/// Whether the last change of a text is among those listed.
fn is_listed(header: &Header, changes: &[Change<'_>]) -> bool {
    let is_this = |change: &Change<'_>| {
        change.is_released
            || Some(change.version) == header.about.version()
            || Some(change.date) >= header.updated
    };
    changes.iter().any(is_this)
}

fn of_change(
    site: &Site,
    header: &Header,
    chain: Option<&Chain>,
    change: &Change<'_>,
    page: &str,
) -> FeedEntry {
    let language = header.language().unwrap_or(&site.settings.language);
    let language = site.languages.get(language);
    let words = &language.words.theme;
    let version = versions::address_of(&header.address, change.version);
    let version = site.settings.page_url(&version).unwrap_or_default();
    let weight = change.weight.map(|weight| match weight {
        Weight::Material => words.change_material.clone(),
        Weight::Minor => words.change_minor.clone(),
        Weight::Editorial => words.change_editorial.clone(),
    });
    let note = change.note.map(markdown::plain);
    let what: Vec<String> = weight.into_iter().chain(note).collect();
    let what = Some(what.join(": ")).filter(|what| !what.is_empty());
    let date = change.effective.map(|date| language.date(date));
    let from = date.map(|date| format!("{} {date}", words.valid_from));
    let parts: Vec<String> = what.into_iter().chain(from).collect();
    FeedEntry {
        id: match change.is_released {
            true => version.clone(),
            false => format!("{page}#{}-{}", address::encode(change.version), change.date),
        },
        title: format!(
            "{} · {} {} · {}",
            header.about.title(),
            words.version,
            change.version,
            language.date(change.date)
        ),
        date: change.date,
        // A site that embeds fragments has no version pages.
        url: match change.is_released && !site.fragments {
            true => version,
            false => page.to_owned(),
        },
        redline: redline(site, header, chain, change),
        text: Some(parts.join(" · ")).filter(|text| !text.is_empty()),
        language: header.language().map(str::to_owned),
    }
}

/// The URL of the page with the changes of a version; `None` for the first version.
fn redline(
    site: &Site,
    header: &Header,
    chain: Option<&Chain>,
    change: &Change<'_>,
) -> Option<String> {
    let first = chain?.releases().first()?;
    let has_page = change.is_released && first.version != change.version && !site.fragments;
    let address = versions::changes(&header.address, change.version);
    has_page.then(|| site.settings.page_url(&address))?
}
