//! The hubs: an index page for each language that lists the documents, split into pages if there
//! are many.

mod frame;
mod groups;
mod listing;

use rayon::prelude::*;

pub(crate) use frame::{documents, frames, home, links, owner};
use groups::Group;
pub(crate) use listing::{Listing, shows};

use super::Front;
use crate::base::address;
use crate::load::Site;
use crate::render::data::{DocumentData, GroupData, HubData, direction};
use crate::render::{Pager, Rendered, Renderer};

/// The maximum number of documents on a page of the hub.
const PER_PAGE: usize = 500;
/// The minimum number of documents for a list of recent changes.
const MIN_FOR_RECENT: usize = 9;
/// The number of documents in that list.
const RECENT: usize = 5;
/// The number of documents above which the hub links to its groups.
const LONG: usize = 40;

/// Renders the pages of the hubs, and passes each to `put` with its file name.
pub(super) fn render(
    listing: &Listing<'_, '_>,
    renderer: &Renderer<'_>,
    fronts: &[Front],
    put: impl Fn(&str, Rendered) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<()> {
    let site = listing.site;
    if let Some(only) = listing.only() {
        let own = only.header_in(site, &site.settings.language);
        let href = site.settings.href(&own.address);
        let canonical = site.settings.page_url(&own.address);
        let language = own.language().unwrap_or(&site.settings.language);
        let title = own.about.title();
        let page = renderer.redirect(title, language, &href, canonical.as_deref(), "");
        return put("index.html", page);
    }
    for (language, address) in listing.hubs() {
        let front = fronts.iter().find(|front| *front.address == *address);
        render_hub(listing, renderer, language, address, front, &put)?;
    }
    Ok(())
}

fn render_hub(
    listing: &Listing<'_, '_>,
    renderer: &Renderer<'_>,
    tag: &str,
    address: &str,
    front: Option<&Front>,
    put: &(impl Fn(&str, Rendered) -> anyhow::Result<()> + Sync),
) -> anyhow::Result<()> {
    let site = listing.site;
    let groups: Vec<Group<'_, '_>> = match front {
        Some(_) if !site.settings.hub.list => Vec::new(),
        _ => listing.groups(tag),
    };
    let count = listing.documents.len();
    let recent = match groups.is_empty() {
        true => Vec::new(),
        false => recent(listing, &groups, tag),
    };
    let pages = groups::pages(listing, &groups, tag, PER_PAGE);
    let language = site.languages.get(tag);
    pages.par_iter().enumerate().try_for_each(|(at, groups)| {
        let file = page_file(site, address, at);
        let other = |at| address::encode(&page_file(site, address, at)).into_owned();
        let pager = Pager {
            number: at + 1,
            count: pages.len(),
            previous: at.checked_sub(1).map(other),
            next: (at + 1 < pages.len()).then(|| other(at + 1)),
            root: address::to_root(&file),
            canonical: {
                let base = site.settings.base_url.as_ref();
                base.map(|base| format!("{base}{}", address::asked_for(&file)))
            },
        };
        let all = groups.iter().flat_map(|group: &GroupData| &group.documents);
        let documents: Vec<DocumentData> = all.cloned().collect();
        let is_first = at == 0;
        let hub = HubData {
            language: tag.to_owned(),
            direction: direction(tag),
            groups: groups.clone(),
            long: count > LONG && groups.len() > 1,
            recent: match is_first {
                true => recent.clone(),
                false => Vec::new(),
            },
            translations: match is_first {
                true => listing.translations(),
                false => Vec::new(),
            },
        };
        let front = front
            .filter(|_| is_first)
            .map(|front| (&front.page, front.content.as_str()));
        put(
            &file,
            renderer.hub(&documents, &hub, front, &language, &pager),
        )
    })
}

/// The most recently changed documents, newest first. Empty if the list would be useless: on small
/// sites, and if all documents changed on the same day.
fn recent(
    listing: &Listing<'_, '_>,
    groups: &[Group<'_, '_>],
    language: &str,
) -> Vec<DocumentData> {
    let site = listing.site;
    if listing.documents.len() < MIN_FOR_RECENT {
        return Vec::new();
    }
    let dated = groups.iter().flat_map(Group::listed);
    let mut dated: Vec<_> = dated
        .filter_map(|document| Some((document.changed(site, language)?, document)))
        .collect();
    // The sort is stable: documents of the same day stay in the order of the hub.
    dated.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    let (Some((newest, _)), Some((oldest, _))) = (dated.first(), dated.last()) else {
        return Vec::new();
    };
    if newest == oldest {
        return Vec::new();
    }
    let newest = dated.into_iter().take(RECENT);
    newest
        .map(|(_, document)| document.data(site, language))
        .collect()
}

/// The files of hubs, except the first page in the site's language.
pub(super) fn files(listing: &Listing<'_, '_>) -> Vec<String> {
    let pages = listing.documents.len().div_ceil(PER_PAGE).max(1);
    let hubs = listing.hubs();
    hubs.flat_map(|(_, address)| (0..pages).map(move |at| (address, at)))
        .filter(|(address, at)| !address.is_empty() || *at > 0)
        .map(|(address, at)| page_file(listing.site, address, at))
        .collect()
}

/// The file of a page of the hub at an address; pages are counted from 0.
fn page_file(site: &Site, hub: &str, at: usize) -> String {
    let page = match (hub, at) {
        (hub, 0) => hub.to_owned(),
        ("", at) => format!("page/{}", at + 1),
        (hub, at) => format!("{hub}/page/{}", at + 1),
    };
    address::file(&page, site.settings.urls)
}
