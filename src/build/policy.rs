//! One policy through all stages.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use anyhow::Context as _;
use pulldown_cmark::Event;
use tera::Value;

use super::draft::Draft;
use super::memory::{Kept, Left, Made, face};
use super::merge::{Events, Merged, merge};
use super::survey::{entry, faulty_entry};
use super::told::Told;
use crate::base::address;
use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::{self, Digest};
use crate::check::{self, Checker};
use crate::clauses::FactSet;
use crate::document::Document;
use crate::link::{Entry, Index, Linker};
use crate::load::Site;
use crate::output::Sink;
use crate::publish::languages;
use crate::render::data::{DateData, PageData, TwinsData, direction, toc};
use crate::render::{self, Origin, Renderer, json_ld, twins};

/// What is left of a policy when its page is done. Kept for all of them, so
/// what few have is behind a pointer.
#[derive(Debug, Default)]
pub(crate) struct Processed {
    pub(crate) entry: Option<Box<Entry>>,
    pub(crate) digest: Digest,
    pub(crate) rare: Option<Box<Rare>>,
}

/// What only some policies leave.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    pub(crate) faults: Vec<Diagnostic>,
    /// The root's own `index.md`, which is shown on the hub.
    pub(crate) front: Option<Front>,
    /// What a later run can take from this one, if there will be one.
    pub(super) left: Option<Left>,
}

/// The text of the hub.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) page: PageData,
    pub(crate) content: String,
}

/// Buffers that one policy after the other is worked on in.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    events: Events<'static>,
    html: String,
    page: Vec<u8>,
    twins: twins::Twins,
}

/// The buffer of events that borrow from one text, for those of another.
fn emptied(mut events: Events<'_>) -> Events<'static> {
    events.clear();
    // Collecting from a vector's own iterator keeps its memory.
    events
        .into_iter()
        .map(|_| (Event::SoftBreak, 0..0))
        .collect()
}

/// Makes the pages of policies.
pub(crate) struct Policies<'a> {
    pub(crate) site: &'a Site,
    pub(crate) renderer: &'a Renderer<'a>,
    pub(crate) sink: &'a dyn Sink,
    /// Puts rules to the documents, if they are to be checked.
    pub(crate) checker: Option<&'a Checker<'a>>,
    /// Whether there will be a later run.
    pub(crate) remembers: bool,
    /// What pages that speak of the same shared facts say alike.
    pub(super) told: RwLock<HashMap<FactSet, Arc<Told>>>,
}

impl Policies<'_> {
    /// Takes a policy through merging, rendering and staging.
    pub(crate) fn process(
        &self,
        draft: &Draft,
        index: Option<&Index<'_>>,
        scratch: &mut Scratch,
    ) -> anyhow::Result<Processed> {
        let mut rare = Rare {
            faults: draft.faults.clone(),
            ..Rare::default()
        };
        let mut made = self.remembers.then(|| Made::of(draft));
        let entry = self.stage(draft, index, scratch, &mut rare, made.as_mut())?;
        rare.left = made.map(|made| Left::New(Arc::new(made)));
        let is_empty = rare.faults.is_empty() && rare.front.is_none() && rare.left.is_none();
        Ok(Processed {
            entry: entry.map(Box::new),
            digest: draft.digest,
            rare: (!is_empty).then(|| Box::new(rare)),
        })
    }

    /// Stages a page of an earlier run again.
    pub(super) fn repeat(&self, kept: &Arc<Kept>) -> anyhow::Result<Processed> {
        let made = kept.made();
        for (path, bytes) in &made.files {
            self.sink
                .put_shared(path, bytes)
                .with_context(|| format!("can't write {path}"))?;
        }
        Ok(Processed {
            entry: kept.entry.clone().map(Box::new),
            digest: made.digest,
            rare: Some(Box::new(Rare {
                faults: kept.warnings.clone(),
                front: None,
                left: Some(Left::Known(Arc::clone(kept))),
            })),
        })
    }

    /// Stages a file, and keeps it for a later run.
    fn put(&self, path: &str, bytes: &[u8], made: Option<&mut Made>) -> anyhow::Result<()> {
        match made {
            None => self.sink.put(path, bytes),
            Some(made) => {
                let bytes: Arc<[u8]> = bytes.into();
                let put = self.sink.put_shared(path, &bytes);
                made.files.push((path.to_owned(), bytes));
                put
            }
        }
        .with_context(|| format!("can't write {path}"))
    }

    fn stage(
        &self,
        draft: &Draft,
        index: Option<&Index<'_>>,
        scratch: &mut Scratch,
        rare: &mut Rare,
        mut made: Option<&mut Made>,
    ) -> anyhow::Result<Option<Entry>> {
        let site = self.site;
        let faults = &mut rare.faults;
        let Some(parsed) = &draft.parsed else {
            return Ok(Some(faulty_entry(site, draft)));
        };
        if parsed.front_matter.draft && !site.drafts {
            return Ok(None);
        }
        let Some(merged) = merge(site, parsed, faults) else {
            return Ok(Some(faulty_entry(site, draft)));
        };
        let document = merged.document(site, std::mem::take(&mut scratch.events), faults);
        let mut entry = entry(site, draft, parsed, &document);
        languages::check_original(site, &draft.path, &parsed.front_matter, faults);
        let file = address::file(&entry.address, site.settings.urls);
        let root = address::to_root(&file);
        let mut linker = Linker {
            tree: &site.tree,
            urls: site.settings.urls,
            index,
            path: &draft.path,
            root: &root,
            language: &merged.language,
            outline: &document.outline,
            references: Vec::new(),
        };
        let origin = Origin {
            map: &merged.map,
            policy: &parsed.source,
            clauses: site.library.clauses(),
        };
        let links = render::body(&document, &mut linker, origin, &mut scratch.html, faults);
        entry.references = linker.references.into();
        if let Some(checker) = self.checker {
            checker.page(
                &check::Input {
                    policy: draft.policy,
                    doc_type: entry.about.doc_type(),
                    front_matter: &parsed.front_matter,
                    head: 0..parsed.body.start,
                    document: &document,
                    origin: check::Origin {
                        map: &merged.map,
                        policy: &parsed.source,
                        clauses: site.library.clauses(),
                    },
                    facts: merged.own.as_ref().unwrap_or(&site.facts),
                    printed: merged.facts,
                    address: &entry.address,
                    leads_to: &entry.references,
                },
                faults,
            );
            // Rules read documents: nobody looks at the page.
            scratch.events = emptied(document.events);
            return Ok(Some(entry));
        }
        let mut page = self.page_data(&merged, &document, &entry, draft, &file);
        if let Some(index) = index {
            page.translations = languages::translations(site, index, &draft.path);
        }
        let twins = twins::Input {
            document: &document,
            merged: &merged.text,
            links: &links,
            base: twins::Base {
                page: &root,
                twin: &address::to_root(&address::twin(&entry.address, "md")),
                url: site.settings.base_url.as_ref().map(|url| url.as_str()),
            },
            words: &merged.language.words,
        };
        // Only twins have a digest that others can check.
        if !site.settings.twins.is_empty() {
            let markdown = &mut scratch.twins.markdown;
            twins::markdown(&page, twins, markdown);
            let digest = digest::Public::of(markdown.as_bytes());
            page.digest = Some(digest.to_string());
            entry.digest = Some(Box::new(digest));
        }
        let told = self.told(&merged)?;
        let linked = json_ld(&page, &site.settings.title, &told.members);
        page.json_ld = Value::safe_string(&linked);
        if !has_errors(faults) {
            let made = made.as_deref_mut();
            self.put_twins(&page, twins, &told, &mut scratch.twins, made)?;
        }
        if entry.address.is_empty() {
            rare.front = Some(Front {
                page,
                content: scratch.html.clone(),
            });
        } else if !has_errors(faults) {
            let bytes = &mut scratch.page;
            let template = if site.fragments {
                render::FRAGMENT
            } else {
                render::PAGE
            };
            let language = &merged.language;
            match self
                .renderer
                .page(&page, language, &scratch.html, &root, template, bytes)
            {
                Ok(()) => self.put(&file, bytes, made.as_deref_mut())?,
                Err(fault) => faults.push(*fault),
            }
        }
        scratch.events = emptied(document.events);
        if let Some(made) = made {
            made.face = face(&entry, Some(&document.outline));
            made.outline = Some(Arc::new(document.outline));
        }
        Ok(Some(entry))
    }

    /// The files that are made of a policy.
    pub(crate) fn files(&self, address: &str) -> Vec<String> {
        let twins = TwinsData::of(address, self.site.settings.twins);
        let page = address::file(address, self.site.settings.urls);
        [Some(page), twins.markdown, twins.text, twins.json]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Stages what is written beside the page.
    fn put_twins(
        &self,
        page: &PageData,
        input: twins::Input<'_>,
        told: &Told,
        buffers: &mut twins::Twins,
        mut made: Option<&mut Made>,
    ) -> anyhow::Result<()> {
        let mut put = |path: &str, bytes: &[u8]| self.put(path, bytes, made.as_deref_mut());
        let files = &page.twins;
        if let Some(path) = &files.markdown {
            put(path, buffers.markdown.as_bytes())?;
        }
        if files.text.is_none() && files.json.is_none() {
            return Ok(());
        }
        twins::text(page, input, &mut buffers.plain);
        if let Some(path) = &files.text {
            put(path, buffers.plain.page.as_bytes())?;
        }
        if let (Some(path), Some(facts)) = (&files.json, &told.data) {
            twins::data(page, input, &buffers.plain, facts, &mut buffers.data)?;
            put(path, &buffers.data)?;
        }
        Ok(())
    }

    fn page_data(
        &self,
        merged: &Merged<'_>,
        document: &Document<'_>,
        entry: &Entry,
        draft: &Draft,
        file: &str,
    ) -> PageData {
        let site = self.site;
        let front_matter = &merged.parsed.front_matter;
        let language: &str = &merged.language.tag;
        let date = |date: chrono::NaiveDate| DateData::new(date, language);
        PageData {
            title: document.outline.title.clone(),
            doc_type: draft.doc_type(front_matter),
            summary: front_matter.summary.clone(),
            version: front_matter.version.clone(),
            language: language.to_owned(),
            direction: direction(language),
            updated: front_matter.updated.map(date),
            effective: front_matter.effective.map(date),
            in_force: front_matter
                .effective
                .is_none_or(|date| site.library.as_of().reached(date)),
            draft: front_matter.draft,
            href: address::encode(file).into_owned(),
            canonical: site.settings.page_url(&entry.address),
            translations: Vec::new(),
            toc: toc(document),
            numbered: document.outline.numbered,
            change: entry.change().map(str::to_owned),
            digest: None,
            json_ld: Value::none(),
            twins: TwinsData::of(&entry.address, site.settings.twins),
            words: document.words,
            minutes: document.minutes(),
            reading_time: merged
                .language
                .reading_time(document.minutes(), document.words),
            extra: front_matter.extra.clone(),
        }
    }
}
