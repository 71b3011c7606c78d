//! The hub: the index page that lists the documents, in pages if they are many.

use rayon::prelude::*;

use super::Front;
use crate::base::address;
use crate::link::{Directory, Header, Index};
use crate::load::Site;
use crate::render::data::{DateData, DocumentData};
use crate::render::{Pager, Rendered, Renderer};

/// Documents on a page of the hub.
const PER_PAGE: usize = 500;

/// The documents of a small site, in the order of the hub.
pub(crate) fn documents(site: &Site, directory: &Directory) -> Vec<DocumentData> {
    ordered(directory.iter().map(|(_, header)| header))
        .into_iter()
        .map(|entry| document(site, entry))
        .collect()
}

/// Entries by their `order`, then by title.
fn ordered<'i>(headers: impl Iterator<Item = &'i Header>) -> Vec<&'i Header> {
    let mut entries: Vec<&Header> = headers
        .filter(|entry| !entry.address.is_empty() && !entry.is_retired())
        .collect();
    let key = |entry: &Header| entry.order().unwrap_or(i32::MAX);
    entries.sort_unstable_by(|a, b| {
        (key(a), a.about.title(), &a.address).cmp(&(key(b), b.about.title(), &b.address))
    });
    entries
}

fn document(site: &Site, entry: &Header) -> DocumentData {
    let language = entry.language().unwrap_or(&site.settings.language);
    // Dates are written in the hub's language.
    let hub = site.languages.get(&site.settings.language);
    let date = |date| DateData::new(date, &hub);
    DocumentData {
        title: entry.about.title().to_owned(),
        summary: entry.about.summary().map(str::to_owned),
        href: site.settings.href(&entry.address),
        language: language.to_owned(),
        updated: entry.updated.map(date),
        effective: entry.effective.map(date),
        in_force: entry
            .effective
            .is_none_or(|date| site.evaluator.as_of().reached(date)),
    }
}

/// Renders the pages of the hub, and passes each to `put` with its file.
pub(super) fn render(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    front: Option<&Front>,
    put: impl Fn(&str, Rendered) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<()> {
    let entries = ordered(index.iter().map(|(_, entry)| &**entry));
    let pages: Vec<&[&Header]> = if entries.is_empty() {
        vec![&[]]
    } else {
        entries.chunks(PER_PAGE).collect()
    };
    pages.par_iter().enumerate().try_for_each(|(at, entries)| {
        let file = page_file(site, at);
        let documents: Vec<DocumentData> =
            entries.iter().map(|entry| document(site, entry)).collect();
        let pager = Pager {
            number: at + 1,
            count: pages.len(),
            previous: at.checked_sub(1).map(|at| page_file(site, at)),
            next: (at + 1 < pages.len()).then(|| page_file(site, at + 1)),
            root: address::to_root(&file),
            canonical: {
                let base = site.settings.base_url.as_ref();
                base.map(|base| format!("{base}{}", address::asked_for(&file)))
            },
        };
        let front = front
            .filter(|_| at == 0)
            .map(|front| (&front.page, front.content.as_str()));
        let language = front.map_or(&site.settings.language, |(page, _)| &page.language);
        let language = site.languages.get(language);
        put(&file, renderer.hub(&documents, front, &language, &pager))
    })
}

/// How many pages the hub of so many documents has.
pub(crate) fn pages(documents: usize) -> usize {
    documents.div_ceil(PER_PAGE).max(1)
}

/// A page of the hub, counted from 0.
pub(crate) fn page_file(site: &Site, at: usize) -> String {
    match at {
        0 => "index.html".to_owned(),
        at => address::file(&format!("page/{}", at + 1), site.settings.urls),
    }
}
