//! The pages of released versions and of their history.

use std::collections::BTreeMap;

use anyhow::Context as _;
use rayon::prelude::*;
use tera::Value;

use super::draft::{self, Draft};
use super::memory;
use super::policy::{Policies, Scratch, Work};
use super::processed::Rare;
use super::redline::TextVersion;
use super::released::{released, soften};
use crate::base::address;
use crate::base::diagnostic::{Diagnostic, settle};
use crate::base::digest::{self, Digest};
use crate::base::page::PageId;
use crate::link::{About, Header, Index, Known};
use crate::load::Site;
use crate::model::language::fill;
use crate::publish::changes;
use crate::publish::versions::{self, RedlinePage};
use crate::redline::{self, Redline, Report};
use crate::releases::{Chain, Release};
use crate::render;
use crate::render::data::{PageData, RedlineData, SiteData, VersionData, direction};

/// A document that has releases.
struct Document<'a> {
    page: PageId,
    header: &'a Header,
    draft: Draft,
    chain: &'a Chain,
}

/// Builds the pages of all versions, and a page with the history of each document. Pages of
/// the last build are kept if their inputs are the same. Returns the digests of these inputs, by
/// document address.
pub(super) fn make(
    policies: &Policies<'_>,
    index: &Index<'_>,
    site_data: &SiteData,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<BTreeMap<String, Digest>> {
    let site = policies.site;
    // A site that embeds fragments shows only the text in force.
    let mut keys = BTreeMap::new();
    if site.releases.is_empty() || site.fragments {
        return Ok(keys);
    }
    let frame = frame(site, index, site_data);
    let mut documents: Vec<Document<'_>> = Vec::new();
    for (page, header) in index.iter() {
        let Some(chain) = site.releases.of(&site.tree.policies[page.policy()]) else {
            continue;
        };
        // Its faults have already been reported.
        let Some(draft) = draft::read(site, page.policy()).draft else {
            continue;
        };
        let document = Document {
            page,
            header,
            draft,
            chain,
        };
        let address = &header.address;
        let key = key(site, &document, &frame);
        let files = versions::files(site, address, chain);
        let kept = policies.sink.keep(address, &key, &files);
        if !kept.with_context(|| format!("can't read the pages of {address}"))? {
            documents.push(document);
        }
        keys.insert(address.to_string(), key);
    }
    let versions: Vec<(&Document<'_>, usize)> = documents
        .iter()
        .flat_map(|document| (0..document.chain.releases().len()).map(move |at| (document, at)))
        .collect();
    let found: Vec<Vec<Diagnostic>> = versions
        .into_par_iter()
        .map_init(Scratch::default, |scratch, (document, at)| {
            policies.version(document, at, index, scratch)
        })
        .collect::<anyhow::Result<_>>()?;
    let before = faults.len();
    faults.extend(found.into_iter().flatten());
    for document in &documents {
        policies.history(document, index, faults)?;
        faults.extend(policies.redlines(document, index)?);
    }
    // A faulty template fails on every page; report it once.
    let mut own = faults.split_off(before);
    settle(&mut own);
    own.dedup_by(|a, b| a == b);
    faults.append(&mut own);
    Ok(keys)
}

/// The digest of the inputs that all version pages share: the theme, the site data, and the
/// addresses of other pages and their sections.
fn frame(site: &Site, index: &Index<'_>, site_data: &SiteData) -> Digest {
    let mut parts = digest::Parts::default();
    parts.add(&site.look_digest);
    parts.add(&memory::on_every_page(site_data));
    for (page, entry) in index.iter() {
        parts.add(site.tree.policies[page.policy()].as_bytes());
        parts.add(entry.address.as_bytes());
        index.add_ids(page, &mut parts);
    }
    parts.finish()
}

/// The digest of all inputs of a document’s version pages.
fn key(site: &Site, document: &Document<'_>, frame: &Digest) -> Digest {
    let as_of = site.evaluator.as_of();
    let mut parts = digest::Parts::default();
    parts.add(frame);
    parts.add(document.header.address.as_bytes());
    // The pages also show front matter, such as `extra`.
    let draft = &document.draft;
    parts.add(&draft.source.text.as_bytes()[..draft.body.start]);
    for (at, release) in document.chain.releases().iter().enumerate() {
        parts.add(release.digest.to_string().as_bytes());
        parts.add(&[document.chain.standing(at, as_of) as u8]);
        let later = release.later.iter();
        let reached = later.filter(|later| as_of.reached(later.on)).count();
        parts.add(&reached.to_le_bytes());
    }
    parts.finish()
}

impl Policies<'_> {
    /// Builds the page of a version.
    fn version(
        &self,
        document: &Document<'_>,
        at: usize,
        index: &Index<'_>,
        scratch: &mut Scratch,
    ) -> anyhow::Result<Vec<Diagnostic>> {
        let release = &document.chain.releases()[at];
        let mut faults = Vec::new();
        let merged = released(self.site, &document.draft, release, &mut faults);
        let header = header(document, release);
        let work = Work {
            page: document.page,
            header: &header,
            known: Known::All(index),
            merged: &merged,
            version: Some((document.chain, at, &document.header.address)),
        };
        let parsed = merged.document(self.site, Vec::new(), &mut faults);
        let linked = self.link(work, &parsed, &mut faults).linked;
        soften(&mut faults);
        // The document’s own page shows the same text and reports its faults.
        let is_shown = document.chain.shown(self.site.evaluator.as_of()) == Some(at);
        if is_shown && !self.site.unreleased {
            faults.clear();
        }
        let mut rare = Rare {
            faults,
            ..Rare::default()
        };
        let mut digest = None;
        self.render(work, &linked, &mut digest, scratch, &mut rare, None)?;
        Ok(rare.faults)
    }

    /// Builds the redlines between the versions of a document.
    fn redlines(
        &self,
        document: &Document<'_>,
        index: &Index<'_>,
    ) -> anyhow::Result<Vec<Diagnostic>> {
        let site = self.site;
        let address = &document.header.address;
        let pages = versions::redlines(site, address, document.chain);
        if pages.is_empty() {
            return Ok(Vec::new());
        }
        let texts: Vec<Option<TextVersion>> = document
            .chain
            .releases()
            .par_iter()
            .map(|release| {
                TextVersion::of_release(self, index, document.page, &document.draft, release)
            })
            .collect();
        let own = address::file(address, site.settings.urls);
        let history = address::file(&versions::history(address), site.settings.urls);
        let faults: Vec<Option<Diagnostic>> = pages
            .par_iter()
            .map(|page| {
                let (Some(old), Some(new)) = (&texts[page.old], &texts[page.new]) else {
                    return Ok(None);
                };
                self.redline(page, old, new, (&own, &history))
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(faults.into_iter().flatten().collect())
    }

    /// Builds the page of a redline. `own` and `history` are the files of the document’s page
    /// and of its history.
    fn redline(
        &self,
        page: &RedlinePage,
        old: &TextVersion,
        new: &TextVersion,
        (own, history): (&str, &str),
    ) -> anyhow::Result<Option<Diagnostic>> {
        let file = address::file(&page.address, self.site.settings.urls);
        let root = address::to_root(&file);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = match folder {
            "" => root.clone(),
            folder => format!("{root}{}/", address::encode(folder)),
        };
        let language = &new.language;
        let named = |text: &TextVersion| {
            let version = text.version.as_deref().unwrap_or_default();
            fill(&language.words.redline.version, &[("version", version)])
        };
        let (old_name, new_name) = (named(old), named(new));
        let compared = Redline::new(&old.text, &new.text);
        let facts = new.facts_since(old);
        let report = Report {
            redline: &compared,
            facts: &facts,
            language,
            title: &new.title,
            old: &old_name,
            new: &new_name,
        };
        let mut content = String::new();
        redline::body(&report, Some(&base), &mut content);
        let data = RedlineData {
            title: report.heading(),
            versions: report.versions(),
            language: language.tag.to_string(),
            direction: direction(&language.tag),
            href: address::encode(&file).into_owned(),
            document: Some(address::encode(own).into_owned()),
            history: Some(address::encode(history).into_owned()),
            styles: None,
        };
        match self.renderer.redline(&data, language, &content, &root) {
            Ok(bytes) => {
                self.sink
                    .put(&file, &bytes)
                    .with_context(|| format!("can't write {file}"))?;
                Ok(None)
            }
            Err(fault) => Ok(Some(*fault)),
        }
    }

    /// Builds the page with the history of a document.
    fn history(
        &self,
        document: &Document<'_>,
        index: &Index<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<()> {
        let site = self.site;
        let chain = document.chain;
        let Some(shown) = chain.shown(site.evaluator.as_of()) else {
            return Ok(());
        };
        let release = &chain.releases()[shown];
        let merged = released(site, &document.draft, release, &mut Vec::new());
        let language = &merged.language;
        let address = &document.header.address;
        let parsed = merged.document(site, Vec::new(), &mut Vec::new());
        let work = Work {
            page: document.page,
            header: document.header,
            known: Known::All(index),
            merged: &merged,
            version: None,
        };
        let file = address::file(&versions::history(address), site.settings.urls);
        let all: Vec<VersionData> = (0..chain.releases().len())
            .rev()
            .map(|at| versions::version(site, address, chain, at, language))
            .collect();
        let root = address::to_root(&file);
        let words = &language.words.theme;
        let own = address::file(address, site.settings.urls);
        let title = &parsed.outline.title;
        let mut earlier = changes::data(site, document.header, Some(chain), language);
        earlier.retain(|change| change.href.is_none());
        let content = render::history(
            &all,
            &earlier,
            (&address::encode(&own), title),
            words,
            &root,
        );
        let mut page = PageData {
            title: format!("{}: {title}", words.history),
            canonical: site.settings.page_url(&versions::history(address)),
            noindex: true,
            ..self.page_data(work, &parsed, &file)
        };
        page.about_no_text();
        page.json_ld = Value::safe_string(&render::json_ld_about(&page, self.site_data)?);
        let mut bytes = Vec::new();
        match self
            .renderer
            .page(&page, language, &content, &root, render::PAGE, &mut bytes)
        {
            Ok(()) => self
                .sink
                .put(&file, &bytes)
                .with_context(|| format!("can't write {file}"))?,
            Err(fault) => faults.push(*fault),
        }
        Ok(())
    }
}

/// The header of a version’s own page.
fn header(document: &Document<'_>, release: &Release) -> Header {
    Header {
        address: versions::address_of(&document.header.address, &release.version).into(),
        about: About::new(
            &release.title,
            &release.doc_type,
            Some(&release.version),
            release.summary.as_deref(),
        ),
        updated: release.updated,
        effective: Some(release.effective),
        rare: None,
        ids: Box::default(),
    }
}
