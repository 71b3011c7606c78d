//! `sitemap.xml`, following the protocol at <https://www.sitemaps.org>.

use std::io;

use anyhow::Context as _;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::hub::Listing;
use crate::base::page::PageId;
use crate::link::{Index, IndexEntry};
use crate::load::Site;
use crate::output::Sink;

/// The sitemap, or the index of numbered sitemaps.
pub(super) const FILE: &str = "sitemap.xml";
/// The maximum number of URLs in a sitemap. The protocol allows 50,000; a lower limit keeps memory
/// use constant.
const URLS: usize = 10_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The number of numbered sitemaps for a number of documents; a single sitemap needs no number.
pub(super) fn parts(documents: usize) -> usize {
    match documents.div_ceil(URLS) {
        0 | 1 => 0,
        parts => parts,
    }
}

/// The name of a numbered sitemap; sitemaps are counted from 0.
pub(super) fn part_file(at: usize) -> String {
    format!("sitemap-{}.xml", at + 1)
}

/// Writes the sitemap. It lists full URLs, so a site without a base URL has none.
pub(super) fn write(
    listing: &Listing<'_, '_>,
    index: &Index<'_>,
    sink: &dyn Sink,
) -> anyhow::Result<()> {
    let site = listing.site();
    let Some(base) = &site.settings.base_url else {
        return Ok(());
    };
    let entries = index
        .iter()
        .filter(|(_, entry)| !entry.is_draft() && !entry.is_retired());
    let mut entries: Vec<(PageId, &IndexEntry)> = entries.collect();
    entries.sort_unstable_by(|a, b| a.1.address.cmp(&b.1.address));
    // Hubs with their own text are among the pages.
    let is_page = |address: &str| index.at(address).is_some();
    let hubs = listing.addresses().filter(|address| !is_page(address));
    let hubs: Vec<String> = hubs
        .filter_map(|address| site.settings.page_url(address))
        .collect();
    let put = |path: &str, xml: io::Result<Vec<u8>>| {
        xml.and_then(|xml| sink.put(path, &xml))
            .with_context(|| format!("can't write {path}"))
    };
    let parts: Vec<&[(PageId, &IndexEntry)]> = entries.chunks(URLS).collect();
    match parts.as_slice() {
        [] => put(FILE, urls(site, index, &hubs, &[])),
        [entries] => put(FILE, urls(site, index, &hubs, entries)),
        parts => {
            put(FILE, list(base.as_str(), parts.len()))?;
            parts.iter().enumerate().try_for_each(|(at, entries)| {
                let hubs = if at == 0 { hubs.as_slice() } else { &[] };
                put(&part_file(at), urls(site, index, hubs, entries))
            })
        }
    }
}

/// The index of numbered sitemaps.
fn list(base: &str, parts: usize) -> io::Result<Vec<u8>> {
    let root = BytesStart::new("sitemapindex").with_attributes([("xmlns", NAMESPACE)]);
    document(root, |writer| {
        (0..parts).try_for_each(|at| {
            writer
                .create_element("sitemap")
                .write_inner_content(|writer| {
                    location(writer, &format!("{base}{}", part_file(at)))
                })?;
            line_end(writer)
        })
    })
}

/// A sitemap of these hubs and pages.
fn urls(
    site: &Site,
    index: &Index<'_>,
    hubs: &[String],
    entries: &[(PageId, &IndexEntry)],
) -> io::Result<Vec<u8>> {
    let mut root = BytesStart::new("urlset").with_attributes([("xmlns", NAMESPACE)]);
    if index.has_translations() {
        root.push_attribute(("xmlns:xhtml", XHTML));
    }
    document(root, |writer| {
        for hub in hubs {
            writer
                .create_element("url")
                .write_inner_content(|writer| location(writer, hub))?;
            line_end(writer)?;
        }
        for (policy, entry) in entries {
            let Some(url) = site.settings.page_url(&entry.address) else {
                continue;
            };
            writer.create_element("url").write_inner_content(|writer| {
                location(writer, &url)?;
                if let Some(updated) = entry.updated {
                    writer
                        .create_element("lastmod")
                        .write_text_content(BytesText::new(&updated.to_string()))?;
                }
                let translations = index.translations(*policy).iter();
                translations
                    .filter_map(|translation| index.get(*translation))
                    .filter(|translation| !translation.is_draft())
                    .try_for_each(|translation| alternate(writer, site, translation))
            })?;
            line_end(writer)?;
        }
        Ok(())
    })
}

/// An XML document with the tags of its root on separate lines.
fn document(
    root: BytesStart<'_>,
    content: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    let end = BytesEnd::from(root.name()).into_owned();
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    line_end(&mut writer)?;
    writer.write_event(Event::Start(root))?;
    line_end(&mut writer)?;
    content(&mut writer)?;
    writer.write_event(Event::End(end))?;
    line_end(&mut writer)?;
    Ok(writer.into_inner())
}

fn line_end(writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    writer.write_event(Event::Text(BytesText::from_escaped("\n")))
}

fn location(writer: &mut Writer<Vec<u8>>, url: &str) -> io::Result<()> {
    writer
        .create_element("loc")
        .write_text_content(BytesText::new(url))?;
    Ok(())
}

/// Writes a page's link to the same document in another language.
fn alternate(
    writer: &mut Writer<Vec<u8>>,
    site: &Site,
    translation: &IndexEntry,
) -> io::Result<()> {
    if let Some(url) = site.settings.page_url(&translation.address) {
        let language = translation.language().unwrap_or(&site.settings.language);
        writer
            .create_element("xhtml:link")
            .with_attributes([
                ("rel", "alternate"),
                ("hreflang", language),
                ("href", url.as_str()),
            ])
            .write_empty()?;
    }
    Ok(())
}
