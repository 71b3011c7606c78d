//! What a site has besides its policies' pages: the hub, redirects, the page
//! for addresses that lead nowhere, and the sitemap.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use rayon::prelude::*;

use super::Front;
use super::addresses::alias_file;
use crate::base::address;
use crate::base::diagnostic::Diagnostic;
use crate::base::page::PageId;
use crate::document::html;
use crate::link::{Directory, Entry, Header, Index};
use crate::load::Site;
use crate::output::Sink;
use crate::render::data::{DateData, DocumentData};
use crate::render::{Pager, Rendered, Renderer};

/// Documents on a page of the hub.
const PER_PAGE: usize = 500;
/// URLs in a sitemap. The protocol of sitemaps.org allows 50,000; fewer keep
/// the memory flat.
const PER_SITEMAP: usize = 10_000;

/// The documents of a small site, in the order of the hub.
pub(crate) fn documents(site: &Site, directory: &Directory) -> Vec<DocumentData> {
    ordered(directory.iter().map(|(_, header)| header))
        .into_iter()
        .map(|entry| document(site, entry))
        .collect()
}

/// Entries by their `order`, then by title.
fn ordered<'i>(headers: impl Iterator<Item = &'i Header>) -> Vec<&'i Header> {
    let mut entries: Vec<&Header> = headers.filter(|entry| !entry.address.is_empty()).collect();
    let key = |entry: &Header| entry.order().unwrap_or(i32::MAX);
    entries.sort_unstable_by(|a, b| {
        (key(a), a.about.title(), &a.address).cmp(&(key(b), b.about.title(), &b.address))
    });
    entries
}

fn document(site: &Site, entry: &Header) -> DocumentData {
    let language = entry.language().unwrap_or(&site.settings.language);
    // Dates are written in the hub's language.
    let date = |date| DateData::new(date, &site.settings.language);
    DocumentData {
        title: entry.about.title().to_owned(),
        summary: entry.about.summary().map(str::to_owned),
        href: address::encode(&address::file(&entry.address, site.settings.urls)).into_owned(),
        language: language.to_owned(),
        updated: entry.updated.map(date),
        effective: entry.effective.map(date),
        in_force: entry
            .effective
            .is_none_or(|date| site.evaluator.as_of().reached(date)),
    }
}

/// Writes all of it.
pub(crate) fn write(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    front: Option<Front>,
    sink: &dyn Sink,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<()> {
    let entries = ordered(index.iter().map(|(_, entry)| &**entry));
    let pages: Vec<&[&Header]> = if entries.is_empty() {
        vec![&[]]
    } else {
        entries.chunks(PER_PAGE).collect()
    };
    let broken = Mutex::new(Vec::new());
    let put = |path: &str, rendered: Rendered| -> anyhow::Result<()> {
        match rendered {
            Ok(bytes) => sink
                .put(path, &bytes)
                .with_context(|| format!("can't write {path}")),
            Err(fault) => {
                broken
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(*fault);
                Ok(())
            }
        }
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
            .as_ref()
            .filter(|_| at == 0)
            .map(|front| (&front.page, front.content.as_str()));
        let language = front.map_or(&site.settings.language, |(page, _)| &page.language);
        let language = site.languages.get(language);
        put(&file, renderer.hub(&documents, front, &language, &pager))
    })?;
    let absolute = match &site.settings.base_url {
        Some(base) => base.path().to_owned(),
        None => "/".to_owned(),
    };
    put("404.html", renderer.not_found(&absolute))?;
    for (_, entry) in index.iter() {
        for file in entry.aliases().iter().filter_map(|alias| alias_file(alias)) {
            let root = address::to_root(&file);
            let page = address::file(&entry.address, site.settings.urls);
            let canonical = site.settings.page_url(&entry.address);
            let href = format!("{root}{}", address::encode(&page));
            put(
                &file,
                renderer.redirect(
                    entry.about.title(),
                    entry.language().unwrap_or(&site.settings.language),
                    &href,
                    canonical.as_deref(),
                    &root,
                ),
            )?;
        }
    }
    faults.extend(broken.into_inner().unwrap_or_else(PoisonError::into_inner));
    sitemap(site, index, sink)
}

/// How many pages the hub of so many documents has.
pub(crate) fn pages(documents: usize) -> usize {
    documents.div_ceil(PER_PAGE).max(1)
}

/// How many numbered sitemaps so many documents have; one needs no number.
pub(crate) fn sitemaps(documents: usize) -> usize {
    match documents.div_ceil(PER_SITEMAP) {
        0 | 1 => 0,
        parts => parts,
    }
}

/// A numbered sitemap, counted from 0.
pub(crate) fn sitemap_file(at: usize) -> String {
    format!("sitemap-{}.xml", at + 1)
}

/// A page of the hub, counted from 0.
pub(crate) fn page_file(site: &Site, at: usize) -> String {
    match at {
        0 => "index.html".to_owned(),
        at => address::file(&format!("page/{}", at + 1), site.settings.urls),
    }
}

/// Sitemaps name full URLs, so a site without a base URL has none.
fn sitemap(site: &Site, index: &Index<'_>, sink: &dyn Sink) -> anyhow::Result<()> {
    let Some(base) = &site.settings.base_url else {
        return Ok(());
    };
    let mut entries: Vec<(PageId, &Entry)> = index.iter().collect();
    entries.sort_unstable_by(|a, b| a.1.address.cmp(&b.1.address));
    let hub = !entries
        .first()
        .is_some_and(|(_, first)| first.address.is_empty());
    let parts: Vec<&[(PageId, &Entry)]> = entries.chunks(PER_SITEMAP).collect();
    let namespace = match index.has_translations() {
        true => " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"",
        false => "",
    };
    let put = |path: &str, text: &str| {
        sink.put(path, text.as_bytes())
            .with_context(|| format!("can't write {path}"))
    };
    let one = |at: usize, entries: &[(PageId, &Entry)]| {
        let mut xml = String::with_capacity(entries.len() * 120 + 200);
        let _ = writeln!(
            xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{namespace}>"
        );
        if hub && at == 0 {
            let _ = writeln!(xml, "<url><loc>{}</loc></url>", escaped(base.as_str()));
        }
        for (policy, entry) in entries {
            let path = address::public(&entry.address, site.settings.urls);
            let _ = write!(xml, "<url><loc>{}</loc>", escaped(&format!("{base}{path}")));
            if let Some(updated) = entry.updated {
                let _ = write!(xml, "<lastmod>{updated}</lastmod>");
            }
            for translation in index.translations(*policy) {
                let translation = index.get(*translation);
                let url = translation.and_then(|entry| site.settings.page_url(&entry.address));
                if let Some((entry, url)) = translation.zip(url) {
                    let language = entry.language().unwrap_or(&site.settings.language);
                    let _ = write!(
                        xml,
                        "<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\"/>",
                        escaped(&url)
                    );
                }
            }
            xml.push_str("</url>\n");
        }
        xml.push_str("</urlset>\n");
        xml
    };
    match parts.as_slice() {
        [] => put("sitemap.xml", &one(0, &[])),
        [entries] => put("sitemap.xml", &one(0, entries)),
        parts => {
            let mut xml = String::from(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
            );
            for at in 1..=parts.len() {
                let _ = writeln!(
                    xml,
                    "<sitemap><loc>{}</loc></sitemap>",
                    escaped(&format!("{base}sitemap-{at}.xml"))
                );
            }
            xml.push_str("</sitemapindex>\n");
            put("sitemap.xml", &xml)?;
            for (at, entries) in parts.iter().enumerate() {
                put(&sitemap_file(at), &one(at, entries))?;
            }
            Ok(())
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    html::escape_into(text, &mut out);
    out
}
