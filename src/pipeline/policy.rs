//! One policy through all stages.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context as _;
use pulldown_cmark::Event;
use tera::Value;
use tera::value::Key;

use super::languages;
use super::memory::{Kept, Left, Made, face};
use crate::address;
use crate::check::{self, Checker};
use crate::clauses::{self, Evaluated, FactSet};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::digest::{self, Digest};
use crate::document::{self, Anchors, Document, Outline};
use crate::facts::{Facts, Layer};
use crate::front_matter::{self, FrontMatter, Numbering};
use crate::language::Language;
use crate::link::{self, About, Entry, Index, Linker};
use crate::load::{Read, Site, digest_source, read_source};
use crate::markdown::literal;
use crate::output::Sink;
use crate::render::data::{DateData, PageData, TwinsData, direction, toc};
use crate::render::{self, Origin, Renderer, json_ld, twins};
use crate::source::{Place, Source};
use crate::source_map::SourceMap;

/// A policy as it was read: variables and calls are still in it.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its position among the policies.
    policy: usize,
    path: Box<str>,
    parsed: Option<Parsed>,
    faults: Vec<Diagnostic>,
    digest: Digest,
}

#[derive(Debug)]
struct Parsed {
    source: Arc<Source>,
    front_matter: FrontMatter,
    facts: Option<Arc<Layer>>,
    body: Range<usize>,
}

impl Draft {
    /// The file, and where its text is behind the front matter.
    pub(super) fn body(&self) -> Option<(&Arc<Source>, &Range<usize>)> {
        let parsed = self.parsed.as_ref()?;
        Some((&parsed.source, &parsed.body))
    }

    /// The digest of its file.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// Where an alias is written, by its position in the front matter.
    pub(super) fn alias_place(&self, at: usize) -> Option<Place> {
        let (_, place) = self.parsed.as_ref()?.front_matter.aliases.get(at)?;
        place.clone()
    }

    /// Where it says what it is a translation of.
    pub(super) fn translation_place(&self) -> Option<Place> {
        let front_matter = &self.parsed.as_ref()?.front_matter;
        front_matter.translation_of.as_ref()?.1.clone()
    }
}

/// What is known of a policy without its page.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) entry: Option<Entry>,
    pub(super) outline: Option<Arc<Outline>>,
}

/// What is left of a policy when its page is done. Kept for all of them, so
/// what few have is behind a pointer.
#[derive(Debug, Default)]
pub(super) struct Processed {
    pub(super) entry: Option<Box<Entry>>,
    pub(super) digest: Digest,
    pub(super) rare: Option<Box<Rare>>,
}

/// What only some policies leave.
#[derive(Debug, Default)]
pub(super) struct Rare {
    pub(super) faults: Vec<Diagnostic>,
    /// The root's own `index.md`, which is shown on the hub.
    pub(super) front: Option<Front>,
    /// What a later run can take from this one, if there will be one.
    pub(super) left: Option<Left>,
}

/// The text of the hub.
#[derive(Debug)]
pub(super) struct Front {
    pub(super) page: PageData,
    pub(super) content: String,
}

/// Reads and parses a policy's file.
pub(super) fn read(site: &Site, policy: usize) -> Draft {
    let path = &site.tree.policies[policy];
    let mut draft = Draft {
        policy,
        path: path.clone(),
        parsed: None,
        faults: Vec::new(),
        digest: Digest::default(),
    };
    let source = match read_source(&site.root, &site.tree.shown(path), &mut draft.faults) {
        Read::Source(source) => source,
        Read::Faulty => return draft,
        Read::Missing => {
            draft.faults.push(
                Diagnostic::new(&crate::diagnostic::codes::UNREADABLE, "the file is gone")
                    .path(site.tree.shown(path)),
            );
            return draft;
        }
    };
    draft.digest = digest_source(&source);
    let Some(parts) = front_matter::split(&source, &mut draft.faults) else {
        return draft;
    };
    let (front_matter, facts) = match parts.yaml {
        Some(range) => match front_matter::read(&source, range, &mut draft.faults) {
            Some(read) => read,
            None => return draft,
        },
        None => (FrontMatter::default(), None),
    };
    draft.parsed = Some(Parsed {
        source,
        front_matter,
        facts: facts.map(Arc::new),
        body: parts.body,
    });
    draft
}

/// A policy's facts, text and title, merged.
struct Merged<'a> {
    text: String,
    map: SourceMap,
    parsed: &'a Parsed,
    language: Arc<Language>,
    numbered: bool,
    /// The facts that the text speaks of.
    facts: FactSet,
    /// The facts that hold for it, if some are its own.
    own: Option<Facts>,
}

/// Merges facts, clauses and text. `None` if that went wrong, or the policy is
/// a draft that is left out.
fn merge<'a>(
    site: &'a Site,
    parsed: &'a Parsed,
    faults: &mut Vec<Diagnostic>,
) -> Option<Merged<'a>> {
    let front_matter = &parsed.front_matter;
    let own: Option<Facts> = parsed
        .facts
        .as_ref()
        .map(|layer| site.facts.with(Arc::clone(layer), faults));
    let language = front_matter
        .language
        .as_deref()
        .unwrap_or(&site.settings.language);
    let input = clauses::Input {
        policy: &parsed.source,
        body: parsed.body.clone(),
        front_matter,
        facts: own.as_ref().unwrap_or(&site.facts),
        brings_facts: own.is_some(),
        regimes: front_matter
            .regimes
            .as_deref()
            .unwrap_or(&site.settings.regimes),
        language,
    };
    let Evaluated { text, map, facts } = site.library.evaluate(input, faults)?;
    let numbering = front_matter.numbering.unwrap_or(site.settings.numbering);
    Some(Merged {
        text,
        map,
        parsed,
        language: site.languages.get(language),
        numbered: numbering == Numbering::Decimal,
        facts,
        own,
    })
}

impl<'a> Merged<'a> {
    /// The facts that the text speaks of.
    fn facts<'s>(&'s self, site: &'s Site) -> Vec<(&'static str, &'s Value)> {
        let facts = self.own.as_ref().unwrap_or(&site.facts);
        self.facts
            .names()
            .filter_map(|name| Some((name, facts.get(name)?)))
            .collect()
    }

    fn document(
        &'a self,
        site: &'a Site,
        events: Events<'a>,
        faults: &mut Vec<Diagnostic>,
    ) -> Document<'a> {
        document::parse(
            document::Input {
                text: &self.text,
                map: &self.map,
                policy: &self.parsed.source,
                clauses: site.library.clauses(),
                title: self.parsed.front_matter.title.as_deref(),
                numbered: self.numbered,
            },
            events,
            faults,
        )
    }
}

/// Finds out what other pages need to know of a policy. Faults are left to
/// [`Policies::process`], which meets them again.
pub(super) fn survey(site: &Site, draft: &Draft) -> Survey {
    let Some(parsed) = &draft.parsed else {
        return Survey {
            entry: Some(faulty_entry(site, draft)),
            outline: None,
        };
    };
    if parsed.front_matter.draft && !site.drafts {
        return Survey::default();
    }
    let mut faults = Vec::new();
    let Some(merged) = merge(site, parsed, &mut faults) else {
        return Survey {
            entry: Some(faulty_entry(site, draft)),
            outline: None,
        };
    };
    let document = merged.document(site, Vec::new(), &mut faults);
    Survey {
        entry: Some(entry(site, draft, parsed, &document)),
        outline: Some(Arc::new(document.outline)),
    }
}

/// The entry of a policy that could not be merged: enough to link to it.
fn faulty_entry(site: &Site, draft: &Draft) -> Entry {
    let front_matter = draft.parsed.as_ref().map(|parsed| &parsed.front_matter);
    let slug = front_matter.and_then(|front_matter| front_matter.slug.as_deref());
    Entry {
        address: address::of_policy(&draft.path, slug).into(),
        about: About::new(&site.tree.shown(&draft.path), "", None, None),
        updated: None,
        effective: None,
        digest: None,
        anchors: Anchors::default(),
        references: Box::default(),
        rare: None,
        faulty: true,
    }
}

/// The document type: by default the file's stem.
fn doc_type(draft: &Draft, front_matter: &FrontMatter) -> String {
    front_matter
        .doc_type
        .clone()
        .unwrap_or_else(|| address::slugify(address::name(&draft.path)))
}

/// What changed with the version at hand, by the policy's own history.
fn change(parsed: &Parsed) -> Option<String> {
    let history = parsed.facts.as_ref()?.values.get(&Key::Str("history"))?;
    let text = |entry: &Value, key: &'static str| -> Option<String> {
        let text = entry.as_map()?.get(&Key::Str(key))?.as_str()?;
        Some(literal::reveal(text).into_owned())
    };
    let entries = history.as_array()?.iter();
    let version = &parsed.front_matter.version;
    let this = entries.clone().find(|entry| {
        let of = text(entry, "version");
        of.is_some() && of == *version
    });
    let last = this.or_else(|| entries.max_by_key(|entry| text(entry, "date")))?;
    text(last, "summary")
}

fn entry(site: &Site, draft: &Draft, parsed: &Parsed, document: &Document<'_>) -> Entry {
    let front_matter = &parsed.front_matter;
    let translation_of = languages::original(site, &draft.path, front_matter);
    let aliases = front_matter.aliases.iter().map(|(alias, _)| alias.clone());
    let rare = link::Rare {
        aliases: aliases.collect(),
        order: front_matter.order,
        language: front_matter.language.clone(),
        change: change(parsed),
        translation_of: translation_of.map(|policy| policy as u32),
    };
    Entry {
        address: address::of_policy(&draft.path, front_matter.slug.as_deref()).into(),
        about: About::new(
            &document.outline.title,
            &doc_type(draft, front_matter),
            front_matter.version.as_deref(),
            front_matter.summary.as_deref(),
        ),
        updated: front_matter.updated,
        effective: front_matter.effective,
        digest: None,
        anchors: Anchors::of(&document.outline),
        references: Box::default(),
        rare: (rare != link::Rare::default()).then(|| Box::new(rare)),
        faulty: false,
    }
}

/// Events with their places.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Buffers that one policy after the other is worked on in.
#[derive(Debug, Default)]
pub(super) struct Scratch {
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
pub(super) struct Policies<'a> {
    pub(super) site: &'a Site,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) sink: &'a dyn Sink,
    /// Puts rules to the documents, if they are to be checked.
    pub(super) checker: Option<&'a Checker<'a>>,
    /// Whether there will be a later run.
    pub(super) remembers: bool,
    /// What pages that speak of the same shared facts say alike.
    pub(super) told: RwLock<HashMap<FactSet, Arc<Told>>>,
}

/// The facts that a page speaks of, in the forms that programs read.
#[derive(Debug)]
pub(super) struct Told {
    /// Members of the page's JSON-LD.
    members: String,
    /// Their part of the data twin, on sites that have it.
    data: Option<twins::Facts>,
}

impl Policies<'_> {
    /// What a page's facts tell programs.
    fn told(&self, merged: &Merged<'_>) -> anyhow::Result<Arc<Told>> {
        if merged.own.is_none() {
            let known = self.told.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(told) = known.get(&merged.facts) {
                return Ok(Arc::clone(told));
            }
        }
        let facts = merged.facts(self.site);
        let members = render::members(|name| {
            let found = facts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| *value)
        });
        let data = match self.site.settings.twins.json {
            true => Some(twins::Facts::new(&facts)?),
            false => None,
        };
        let told = Arc::new(Told { members, data });
        if merged.own.is_none() {
            self.told
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(merged.facts, Arc::clone(&told));
        }
        Ok(told)
    }

    /// Takes a policy through merging, rendering and staging.
    pub(super) fn process(
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
    pub(super) fn files(&self, address: &str) -> Vec<String> {
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
            doc_type: doc_type(draft, front_matter),
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
