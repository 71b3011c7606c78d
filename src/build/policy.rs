//! Takes one policy through the stages: link, check, render.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::called::Called;
use super::checked;
use super::locate::PageBlocks;
use super::memory::Made;

use super::merge::Merged;
use super::prepare::{Prepared, changed, prepare};
use super::processed::{CheckedPage, Outcome, Processed, Rare};
use super::released::soften;
use super::shared::SharedFacts;
use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes, has_errors};
use crate::base::digest;
use crate::base::intern::Interner;
use crate::base::page::PageId;
use crate::check::Checker;
use crate::document::{Document, Node, emptied};
use crate::link::{self, Compact, Header, Index, Known, Left, Linked, Linker, Reference};
use crate::load::Site;
use crate::output::Sink;
use crate::publish::{self, Front, hub, languages, retired};
use crate::releases::Chain;
use crate::render::data::SiteData;
use crate::render::{self, Renderer, twins};

/// Buffers that are reused for one policy after another.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    nodes: Vec<Node<'static>>,
    html: String,
    pub(super) page: Vec<u8>,
    pub(super) twins: twins::Twins,
}

/// The maximum number of bytes of waiting policies to hold in memory. Any others are read and
/// merged again, so that memory does not grow with the size of a site.
const MOST_HELD: usize = 8 * 1024 * 1024;

/// Takes policies through the stages.
pub(super) struct Policies<'a> {
    pub(super) site: &'a Site,
    /// The site data that every page gets.
    pub(super) site_data: &'a SiteData,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) sink: &'a dyn Sink,
    /// Checks the documents against rules, if requested.
    pub(super) checker: Option<&'a Checker<'a>>,
    /// Whether pages are rendered and staged; checking alone does not need that.
    pub(super) renders: bool,
    /// Whether there will be a later run.
    pub(super) remembers: bool,
    pub(super) strings: &'a Interner,
    /// The files of a site other than its pages and copied files.
    pub(super) made: &'a HashSet<String>,
    /// The total size of the texts of waiting policies, in bytes.
    pub(super) held: AtomicUsize,
    /// Machine-readable facts, shared by pages that print the same shared
    /// facts.
    pub(super) shared: SharedFacts,
    /// The clauses that are called, if requested.
    pub(super) called: Option<&'a Called>,
}

impl Policies<'_> {
    /// Takes a policy through all stages, as far as possible with the data that is `known` about
    /// other policies. `header` comes from the policy's front matter.
    pub(super) fn process(
        &self,
        page: PageId,
        header: Option<&Header>,
        prepared: Prepared,
        known: Known<'_>,
        scratch: &mut Scratch,
    ) -> anyhow::Result<Processed> {
        let site = self.site;
        let Prepared {
            merged,
            faults,
            digest,
            left_out,
        } = prepared;
        let mut rare = Rare {
            faults,
            ..Rare::default()
        };
        let done = |outcome, left, rare| Ok(Processed::new(outcome, digest, left, rare));
        if left_out {
            return done(Outcome::LeftOut, None, rare);
        }
        let (Some(merged), Some(header)) = (merged, header) else {
            return done(Outcome::Faulty, None, rare);
        };
        // Other pages link to the address that its front matter stated when it was first read.
        let slug = merged.draft.front_matter.slug.as_deref();
        if *header.address != *address::of_policy(&merged.draft.path, slug) {
            return done(Outcome::Faulty, None, rare);
        }
        if let Some(fault) = long_name(site, header, &merged) {
            rare.faults.push(fault);
            return done(Outcome::Faulty, None, rare);
        }
        if let Some(called) = self.called {
            called.add(site, &merged);
        }
        let mut made = self.remembers.then(|| Made::of(&merged));
        let work = Work {
            page,
            header,
            known,
            merged: &merged,
            version: None,
        };
        let mut in_text = Vec::new();
        let mut document = merged.document(site, std::mem::take(&mut scratch.nodes), &mut in_text);
        let Links {
            linked,
            references,
            mut files,
            waits,
        } = self.link(work, &document, &mut in_text);
        // Faults in the front matter can be fixed, even if there is a release.
        if merged.released {
            soften(&mut in_text);
        }
        rare.faults.append(&mut in_text);
        languages::check_original(
            site,
            &merged.draft.path,
            &merged.draft.front_matter,
            &mut rare.faults,
        );
        retired::check(
            site,
            &merged.draft.path,
            &merged.draft.front_matter,
            &mut rare.faults,
        );
        if let Some(extra) = &merged.draft.front_matter.extra {
            publish::copied::add_named(site, extra, &mut files);
        }
        files.sort_unstable();
        files.dedup();
        let mut left = Left {
            outline: Some(Compact::new(&document.outline, self.strings)),
            references: references.into(),
            files: files.into(),
            digest: None,
        };
        if let Some(checker) = self.checker {
            let targets = left.references.iter();
            let targets = targets.map(|link| &*site.tree.policies[link.target.policy()]);
            let links_to: Vec<&str> = targets.collect();
            let shown = checked::shown(work.merged, site);
            let input = checked::input(work, (&document, &links_to), &shown, site);
            let (mut findings, summary) = checker.page(&input, rare.faults.clone());
            // Nobody needs to improve a text that no longer applies.
            if header.is_retired() {
                findings.clone_from(&rare.faults);
            }
            rare.checked = Some(Arc::new(CheckedPage {
                findings,
                summary,
                blocks: made.as_ref().map(|_| PageBlocks::of(site, work, &document)),
            }));
        }
        let outcome = if !self.renders {
            Outcome::Made
        } else if waits || !self.translations_are_known(work) {
            Outcome::Waits
        } else {
            self.render(
                work,
                &linked,
                &mut left.digest,
                scratch,
                &mut rare,
                made.as_mut(),
            )?
        };
        scratch.nodes = emptied(std::mem::take(&mut document.nodes));
        rare.made = made;
        if outcome == Outcome::Waits {
            let size = merged.text.len() + merged.draft.source.text.len();
            let held = self.held.fetch_add(size, Ordering::Relaxed);
            rare.held = (held < MOST_HELD).then(|| merged.shrunk());
        }
        done(outcome, Some(left), rare)
    }

    /// Builds the page of a policy that waited for others. Faults of its text have already been
    /// reported.
    pub(super) fn finish(
        &self,
        page: PageId,
        index: &Index<'_>,
        before: &mut Processed,
        scratch: &mut Scratch,
    ) -> anyhow::Result<Option<Box<digest::Public>>> {
        let site = self.site;
        let mut reported = Vec::new();
        let mut rare = before.rare.take().map(|rare| *rare).unwrap_or_default();
        let merged = match rare.held.take() {
            Some(merged) => Some(merged),
            None => {
                let prepared = prepare(site, page, &before.digest);
                if prepared.digest != before.digest {
                    rare.faults.push(changed(site, page));
                }
                prepared.merged
            }
        };
        let (Some(merged), Some(entry)) = (merged, index.get(page)) else {
            before.outcome = Outcome::Faulty;
            before.rare = Some(Box::new(rare));
            return Ok(None);
        };
        let work = Work {
            page,
            header: entry,
            known: Known::All(index),
            merged: &merged,
            version: None,
        };
        let mut document = merged.document(site, std::mem::take(&mut scratch.nodes), &mut reported);
        let linked = self.link(work, &document, &mut reported).linked;
        let mut made = rare.made.take();
        if let Some(made) = &mut made {
            made.files.clear();
        }
        let mut digest = None;
        before.outcome = self.render(
            work,
            &linked,
            &mut digest,
            scratch,
            &mut rare,
            made.as_mut(),
        )?;
        scratch.nodes = emptied(std::mem::take(&mut document.nodes));
        rare.made = made;
        before.rare = Some(Box::new(rare));
        Ok(digest)
    }

    /// Resolves the links of a document.
    pub(super) fn link<'d>(
        &self,
        work: Work<'_>,
        document: &'d Document<'d>,
        faults: &mut Vec<Diagnostic>,
    ) -> Links<'d> {
        let site = self.site;
        let file = address::file(&work.header.address, site.settings.urls);
        let root = address::to_root(&file);
        let mut linker = Linker {
            tree: &site.tree,
            known: work.known,
            strings: self.strings,
            path: &work.merged.draft.path,
            root: &root,
            language: &work.merged.language,
            images: site.theme.csp().images(),
            outline: &document.outline,
            origin: work.merged.origin(site),
            references: Vec::new(),
            files: Vec::new(),
            made: self.made,
            settings: &site.settings,
            warned: None,
            waits: false,
        };
        let linked = link::link(document, &mut linker, faults);
        Links {
            linked,
            references: linker.references,
            files: linker.files,
            waits: linker.waits,
        }
    }

    /// Renders and stages a page and its twins.
    pub(super) fn render(
        &self,
        work: Work<'_>,
        linked: &Linked<'_>,
        digest: &mut Option<Box<digest::Public>>,
        scratch: &mut Scratch,
        rare: &mut Rare,
        mut made: Option<&mut Made>,
    ) -> anyhow::Result<Outcome> {
        let site = self.site;
        let file = address::file(&work.header.address, site.settings.urls);
        let root = address::to_root(&file);
        let words = &work.merged.language.words;
        render::body(linked, &work.merged.language, &mut scratch.html);
        let mut page = self.page_data(work, linked.document, &file);
        let twins = twins::Input {
            linked,
            merged: &work.merged.text,
            base: twins::Base {
                page: &root,
                twin: &address::to_root(&address::twin(&work.header.address, "md")),
                url: site.settings.base_url.as_ref().map(|url| url.as_str()),
            },
            words,
        };
        render::content(linked, &mut scratch.twins.content);
        let found = digest::Public::of(scratch.twins.content.as_bytes());
        page.digest = Some(found.to_string());
        *digest = Some(Box::new(found));
        let shared = self.shared_data(work.merged)?;
        page.json_ld = shared.json_ld(&page, self.site_data)?;
        if has_errors(&rare.faults) {
            return Ok(Outcome::Faulty);
        }
        self.put_twins(
            &page,
            twins,
            &shared,
            &mut scratch.twins,
            made.as_deref_mut(),
        )?;
        if hub::shows(site, work.header, |page| work.known.header(page)) {
            rare.front = Some(Front {
                address: work.header.address.clone(),
                page,
                content: scratch.html.clone(),
            });
            return Ok(Outcome::Made);
        }
        let template = match site.fragments {
            true => render::FRAGMENT,
            false => render::PAGE,
        };
        let language = &work.merged.language;
        let bytes = &mut scratch.page;
        match self
            .renderer
            .page(&page, language, &scratch.html, &root, template, bytes)
        {
            Ok(()) => self.put(&file, bytes, made)?,
            Err(fault) => {
                rare.faults.push(*fault);
                return Ok(Outcome::Faulty);
            }
        }
        Ok(Outcome::Made)
    }
}

/// A policy being processed.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) page: PageId,
    pub(super) header: &'a Header,
    pub(super) known: Known<'a>,
    pub(super) merged: &'a Merged,
    /// If this is the page of a version: the chain, the position of the version in it, and the
    /// address of the document.
    pub(super) version: Option<(&'a Chain, usize, &'a str)>,
}

/// A document with its links, and the data that they need from other pages.
pub(super) struct Links<'d> {
    pub(super) linked: Linked<'d>,
    references: Vec<Reference>,
    pub(super) files: Vec<u32>,
    waits: bool,
}

/// Reports an address that is too long for file systems.
fn long_name(site: &Site, header: &Header, merged: &Merged) -> Option<Diagnostic> {
    let files = [
        address::file(&header.address, site.settings.urls),
        address::twin(&header.address, "json"),
    ];
    let message = files.iter().find_map(|file| publish::too_long(file))?;
    Some(
        Diagnostic::new(&codes::LONG_NAME, message)
            .path(site.tree.shown(&merged.draft.path))
            .help("set a shorter `slug` in the front matter"),
    )
}
