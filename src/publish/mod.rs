//! Writes everything except the pages of policies: the hub, redirects, and files for programs. Most
//! output files have a module named after them.

mod acceptance;
mod addresses;
mod atom;
pub(crate) mod changes;
pub(crate) mod copied;
pub(crate) mod feed;
mod headers;
pub(crate) mod hub;
pub(crate) mod languages;
mod ledger;
mod llms;
mod named;
mod notice;
mod policies_json;
mod redirects;
pub(crate) mod retired;
mod robots;
mod server;
mod sitemap;
mod subprocessors;
pub(crate) mod subprocessors_feed;
mod used;
pub(crate) mod versions;
mod well_known;

use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::page::PageId;
use crate::base::source;
use crate::base::tree::Asset;
use crate::link::{Header, Index};
use crate::load::Site;
use crate::output::Sink;
use crate::render::data::PageData;
use crate::render::{Rendered, Renderer};
use hub::Listing;

/// The text of a hub: the root's own `index.md`, or a translation of it.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) address: Box<str>,
    pub(crate) page: PageData,
    pub(crate) content: String,
}

/// Something in the front matter of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// An alias, by its position.
    Alias(usize),
    /// The original of the page.
    TranslationOf,
}

/// Finds the place of something in the front matter of a page. Places are not stored, because
/// faults are rare.
pub(crate) type WrittenIn<'a> = dyn Fn(PageId, Place) -> Option<source::Place> + 'a;

pub(crate) use addresses::too_long;
pub(crate) use notice::write as notice;
pub use notice::{Notice, NoticeFormat};
pub(crate) use policies_json::FILE as POLICIES_FILE;
pub use policies_json::schema as policies_schema;
pub(crate) use redirects::within as alias_within;

/// Reports colliding addresses, inconsistent translations, and copied files that use others.
pub(crate) fn check(
    site: &Site,
    index: &Index<'_>,
    copied: &[&Asset],
    place: &WrittenIn<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    addresses::check(site, index, copied, place, faults);
    used::report(site, copied, faults);
    languages::check(site, index, place, faults);
}

/// Writes the pages other than those of policies: the hubs with their texts, the page for unknown
/// addresses, and redirects. Also writes the sitemap.
pub(crate) fn write_pages(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    fronts: &[Front],
    sink: &dyn Sink,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<()> {
    let broken = Mutex::new(Vec::new());
    let put = |path: &str, rendered: Rendered| match rendered {
        Ok(bytes) => sink
            .put(path, &bytes)
            .with_context(|| format!("can't write {path}")),
        Err(fault) => {
            let mut broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
            broken.push(*fault);
            Ok(())
        }
    };
    let listing = Listing::new(site, index.headers());
    hub::render(&listing, renderer, fronts, put)?;
    let base = site.settings.base_url.as_ref();
    let root = base.map_or("/", |base| base.path());
    put("404.html", renderer.not_found(root))?;
    redirects::render(site, index, renderer, put)?;
    faults.extend(broken.into_inner().unwrap_or_else(PoisonError::into_inner));
    sitemap::write(&listing, index, sink)
}

/// The files that policygen itself adds to the output of a site with these documents, except the
/// first page of the hub.
pub(crate) fn own_files<'s>(
    site: &Site,
    headers: impl Iterator<Item = (PageId, &'s Header)>,
) -> impl Iterator<Item = String> {
    let headers: Vec<_> = headers.collect();
    let documents = headers.len();
    let has_aliases = headers
        .iter()
        .any(|(_, header)| !header.aliases().is_empty());
    let listing = Listing::new(site, headers.into_iter());
    let fixed = ["404.html", sitemap::FILE, crate::output::MANIFEST];
    let mut own: Vec<String> = fixed.map(str::to_owned).into();
    own.extend(data_files(site));
    own.extend(hub::files(&listing));
    if has_aliases {
        own.extend(server::files(site));
    }
    own.extend((0..sitemap::parts(documents)).map(sitemap::part_file));
    own.extend((0..policies_json::parts(documents)).map(policies_json::part_file));
    own.extend(theme_files(site).map(|(path, _)| path.to_owned()));
    own.into_iter()
}

/// The files of the theme that pages load, by path. Built-in themes need the redline styles only if
/// there are releases.
pub(crate) fn theme_files(site: &Site) -> impl Iterator<Item = (&str, &[u8])> {
    let has_redlines = site.theme.is_own() || !site.releases.is_empty();
    let files = site.theme.assets().iter();
    let files = files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    files.filter(move |(path, _)| has_redlines || *path != REDLINE_STYLES)
}

/// The feeds, and the files of the versions of all documents.
pub(crate) fn document_files<'s>(
    site: &'s Site,
    documents: impl Iterator<Item = (PageId, &'s Header)>,
) -> impl Iterator<Item = String> + 's {
    let documents: Vec<_> = documents.collect();
    let feeds = feed::files(site, documents.iter().copied());
    let versions = documents.into_iter().flat_map(|(page, header)| {
        let chain = site.releases.of(&site.tree.policies[page.policy()]);
        chain.map_or(Vec::new(), |chain| {
            versions::files(site, &header.address, chain)
        })
    });
    feeds.into_iter().chain(versions)
}

/// The files that [`write_data`] writes.
fn data_files(site: &Site) -> Vec<String> {
    let fact = |name: &'static str| site.facts.get(name).is_some();
    [
        (llms::FILE, llms::is_written(site)),
        (robots::FILE, !site.tree.has_asset(robots::FILE)),
        (headers::FILE, site.settings.headers),
        (NOJEKYLL, writes_nojekyll(site)),
        (subprocessors::CSV, fact("subprocessors")),
        (subprocessors::JSON, fact("subprocessors")),
        (subprocessors_feed::FILE, subprocessors_feed::is_made(site)),
    ]
    .into_iter()
    .filter(|(_, made)| *made)
    .map(|(path, _)| path.to_owned())
    .chain(well_known::files(site))
    .collect()
}

/// Reports files that are useless on the build date or at their addresses.
pub(crate) fn report_useless(site: &Site, faults: &mut Vec<Diagnostic>) {
    well_known::report(site, faults);
}

/// Writes files for programs.
pub(crate) fn write_data(site: &Site, index: &Index<'_>, sink: &dyn Sink) -> anyhow::Result<()> {
    let put = |path: &str, bytes: Option<Vec<u8>>| match bytes {
        Some(bytes) => sink
            .put(path, &bytes)
            .with_context(|| format!("can't write {path}")),
        None => Ok(()),
    };
    policies_json::write(site, index, sink)?;
    feed::write(site, index, sink)?;
    put(robots::FILE, robots::render(site).map(String::into_bytes))?;
    for (file, text) in server::render(site, index) {
        put(file, Some(text.into_bytes()))?;
    }
    put(
        headers::FILE,
        headers::render(site, index).map(String::into_bytes),
    )?;
    put(NOJEKYLL, writes_nojekyll(site).then(Vec::new))?;
    for (file, bytes) in well_known::render(site, index)? {
        put(&file, bytes)?;
    }
    put(
        llms::FILE,
        llms::render(site, index).map(String::into_bytes),
    )?;
    if site.facts.get("subprocessors").is_some() {
        let rows = subprocessors::list(site, index);
        put(subprocessors::CSV, Some(subprocessors::to_csv(&rows)?))?;
        put(subprocessors::JSON, Some(pretty(&rows)?))?;
        put(
            subprocessors_feed::FILE,
            subprocessors_feed::render(site, index)?,
        )?;
    }
    Ok(())
}

/// The stylesheet of redlines, loaded in addition to the stylesheet of all pages.
pub(crate) const REDLINE_STYLES: &str = "assets/redline.css";

/// An empty file without which GitHub Pages leaves out `.well-known` and renders Markdown as pages.
const NOJEKYLL: &str = ".nojekyll";

/// Whether [`NOJEKYLL`] is written; it is not if the policies' folder contains one.
fn writes_nojekyll(site: &Site) -> bool {
    site.settings.publishing.nojekyll && !site.fragments && !site.tree.has_asset(NOJEKYLL)
}

/// Pretty-printed JSON.
fn pretty(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
