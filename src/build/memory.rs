//! What one run leaves for the next, of a site that is built again and again.
//!
//! A page is made of its policy's file; of what all pages share; of the clauses
//! that it calls; of what the theme is given on every page; and of what it is
//! told of the pages that it links to. When all of these are as they were, so is
//! the page, and it is handed out again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::draft::Draft;
use super::policy::Processed;
use super::survey::Survey;
use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::{self, Digest};
use crate::document::Outline;
use crate::link::{Entry, Index};
use crate::load::Site;
use crate::render::data::SiteData;

/// The pages of the runs before.
#[derive(Debug, Default)]
pub struct Memory {
    pages: HashMap<Box<str>, Arc<Kept>>,
}

impl Memory {
    /// Forgets the page of a file that has changed, by its path from the root.
    /// Most changes show in a file's times and size, but not those that come in
    /// quick succession.
    pub fn forget(&mut self, path: &str) {
        self.pages.remove(path);
    }
}

/// What is remembered of a policy at the end of a run.
#[derive(Debug, Clone)]
pub(super) enum Left {
    /// Its page was handed out again.
    Known(Arc<Kept>),
    /// Its page was made.
    New(Arc<Made>),
}

impl Left {
    pub(super) fn made(&self) -> &Made {
        match self {
            Self::Known(kept) => &kept.made,
            Self::New(made) => made,
        }
    }
}

/// A page, and what it was made of.
#[derive(Debug)]
pub(super) struct Kept {
    file: Fingerprint,
    shared: Digest,
    on_every_page: Digest,
    linked: Digest,
    pub(super) entry: Option<Entry>,
    pub(super) warnings: Vec<Diagnostic>,
    made: Arc<Made>,
}

/// What became of a policy, as far as the index does not hold it.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Its page and twins.
    pub(super) files: Vec<(String, Arc<[u8]>)>,
    pub(super) outline: Option<Arc<Outline>>,
    /// What pages that link to it can be told.
    pub(super) face: Digest,
    /// Of the policy's file.
    pub(super) digest: Digest,
    /// The clauses that the policy calls.
    calls: Box<[String]>,
}

impl Made {
    /// Nothing yet, of a policy that was read.
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            digest: draft.digest,
            calls: draft.calls(),
            ..Self::default()
        }
    }
}

/// By which a file is known without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    modified: SystemTime,
    length: u64,
    /// Which file it is, and when that was changed in any way, where systems tell.
    identity: [i64; 3],
}

impl Fingerprint {
    /// `None` if there is no such file.
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            [
                metadata.ino().cast_signed(),
                metadata.ctime(),
                metadata.ctime_nsec(),
            ]
        };
        #[cfg(not(unix))]
        let identity = [0; 3];
        Some(Self {
            modified: metadata.modified().ok()?,
            length: metadata.len(),
            identity,
        })
    }
}

/// A memory, asked about one site.
pub(super) struct Recall<'a> {
    memory: &'a Memory,
    site: &'a Site,
    clauses: HashMap<&'a str, Digest>,
    common: Digest,
    /// The policies' files, taken before any is read.
    files: Vec<Option<Fingerprint>>,
}

impl<'a> Recall<'a> {
    pub(super) fn new(memory: &'a Memory, site: &'a Site) -> Self {
        use rayon::prelude::*;
        let mut common = digest::Parts::default();
        common.add(&site.common_digest);
        common.add(site.library.as_of().date().to_string().as_bytes());
        let policies = site.tree.policies.par_iter();
        Self {
            memory,
            site,
            clauses: site.library.digests(),
            common: common.finish(),
            files: policies
                .map(|path| Fingerprint::of(&site.root.join(site.tree.shown(path))))
                .collect(),
        }
    }

    fn path(&self, policy: usize) -> String {
        self.site.tree.shown(&self.site.tree.policies[policy])
    }

    /// What is known of a policy, if neither its file nor what it takes from
    /// the site have changed.
    pub(super) fn policy(&self, policy: usize) -> Option<&'a Arc<Kept>> {
        let kept = self.memory.pages.get(self.path(policy).as_str())?;
        let same = self.files[policy].as_ref() == Some(&kept.file)
            && self.shared(&kept.made.calls) == kept.shared;
        same.then_some(kept)
    }

    /// What a page takes from the site.
    fn shared(&self, calls: &[String]) -> Digest {
        let mut parts = digest::Parts::default();
        parts.add(&self.common);
        for name in calls {
            let clause = self.clauses.get(name.as_str());
            parts.add(clause.map_or(&[], |digest| digest));
        }
        parts.finish()
    }

    /// What to remember of a run: all pages without errors.
    pub(super) fn learn(
        &self,
        processed: &[Processed],
        index: &Index<'_>,
        on_every_page: Digest,
        faces: &Faces,
    ) -> Memory {
        let kept = processed.iter().enumerate().filter_map(|(policy, page)| {
            let rare = page.rare.as_deref()?;
            let kept = match rare.left.as_ref()? {
                Left::Known(kept) => Arc::clone(kept),
                // The hub shows the root's own page, which is not kept for it.
                Left::New(_) if has_errors(&rare.faults) || rare.front.is_some() => return None,
                Left::New(made) => Arc::new(Kept {
                    file: self.files[policy].clone()?,
                    shared: self.shared(&made.calls),
                    on_every_page,
                    linked: faces.seen_by(policy, index),
                    entry: index.get(policy).cloned(),
                    warnings: rare.faults.clone(),
                    made: Arc::clone(made),
                }),
            };
            Some((self.path(policy).into_boxed_str(), kept))
        });
        Memory {
            pages: kept.collect(),
        }
    }
}

impl Kept {
    /// Whether the theme is given what it was given on every page.
    pub(super) fn has_surroundings(&self, on_every_page: &Digest) -> bool {
        self.on_every_page == *on_every_page
    }

    /// Whether the pages that it links to are to it what they were.
    pub(super) fn has_links(&self, policy: usize, index: &Index<'_>, faces: &Faces) -> bool {
        faces.seen_by(policy, index) == self.linked
    }

    pub(super) fn made(&self) -> &Made {
        &self.made
    }

    /// What other pages need to know of it.
    pub(super) fn survey(&self) -> Survey {
        Survey {
            entry: self.entry.clone(),
            outline: self.made.outline.clone(),
        }
    }
}

impl Survey {
    pub(super) fn face(&self) -> Digest {
        let face = |entry| face(entry, self.outline.as_deref());
        self.entry.as_ref().map(face).unwrap_or_default()
    }
}

impl Processed {
    /// The page of an earlier run that was handed out again.
    pub(super) fn kept(&self) -> Option<&Kept> {
        match self.rare.as_ref()?.left.as_ref()? {
            Left::Known(kept) => Some(kept),
            Left::New(_) => None,
        }
    }

    fn made(&self) -> Option<&Made> {
        Some(self.rare.as_ref()?.left.as_ref()?.made())
    }
}

/// What all pages are given.
pub(super) fn on_every_page(site: &SiteData) -> Digest {
    digest::of(&serde_json::to_vec(site).unwrap_or_default())
}

/// What pages can be told of each other, as digests by policy.
#[derive(Debug, Default)]
pub(super) struct Faces(Vec<Digest>);

impl Faces {
    /// Those of pages that were made.
    pub(super) fn of(processed: &[Processed]) -> Self {
        let faces = processed
            .iter()
            .map(|page| page.made().map(|made| made.face));
        Self(faces.map(Option::unwrap_or_default).collect())
    }

    /// Adds that of the next policy.
    pub(super) fn push(&mut self, face: Digest) {
        self.0.push(face);
    }

    /// Those of all pages that one links to, and of its translations.
    fn seen_by(&self, policy: usize, index: &Index<'_>) -> Digest {
        let references = index.get(policy).map_or(&[][..], |entry| &entry.references);
        let translations = index.translations(policy).iter().copied();
        let mut parts = digest::Parts::default();
        for other in references.iter().map(|to| to.target).chain(translations) {
            let face = self.0.get(other as usize);
            parts.add(face.map_or(&[], |face| face));
        }
        parts.finish()
    }
}

/// The outlines of pages that were made, by policy.
pub(super) fn outlines(processed: &[Processed]) -> impl Iterator<Item = (usize, Arc<Outline>)> {
    let made = processed.iter().enumerate();
    made.filter_map(|(policy, page)| Some((policy, page.made()?.outline.clone()?)))
}

/// What a page that links to this one can be told of it.
pub(super) fn face(entry: &Entry, outline: Option<&Outline>) -> Digest {
    let mut parts = digest::Parts::default();
    parts.add(entry.address.as_bytes());
    parts.add(&[u8::from(entry.faulty)]);
    parts.add(entry.about.title().as_bytes());
    parts.add(entry.language().unwrap_or_default().as_bytes());
    if let Some(outline) = outline {
        parts.add(outline.title.as_bytes());
        parts.add(&[u8::from(outline.numbered)]);
        for section in &outline.sections {
            parts.add(section.id.as_bytes());
            parts.add(section.title.as_bytes());
            parts.add(section.number.as_deref().unwrap_or_default().as_bytes());
        }
        for id in &outline.html_ids {
            parts.add(id.as_bytes());
        }
    }
    parts.finish()
}
