//! Remembers pages from one run of `serve` to the next: a page is rebuilt only if its file, its
//! input from the site, or its quotes from other pages have changed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::header::ReadHeader;
use super::merge::Merged;
use super::processed::{CheckedPage, Outcome, Processed};
use crate::base::diagnostic::{Diagnostic, has_errors};
use crate::base::digest::{self, Digest};
use crate::base::intern::Interner;
use crate::base::page::PageId;
use crate::document::Outline;
use crate::link::{Index, IndexEntry, Left};
use crate::load::Site;
use crate::render::data::SiteData;

/// The pages of earlier runs.
#[derive(Debug, Default)]
pub struct Memory {
    pages: HashMap<Box<str>, Arc<Kept>>,
    strings: Arc<Interner>,
}

impl Memory {
    /// Forgets the page of a file that has changed, given by its path from the root. Most changes
    /// show in a file's times and size, but changes in quick succession may not.
    pub fn forget(&mut self, path: &str) {
        self.pages.remove(path);
    }

    /// The strings of its pages' outlines.
    pub(super) fn strings(&self) -> Arc<Interner> {
        Arc::clone(&self.strings)
    }
}

/// A page and its inputs.
#[derive(Debug)]
pub(super) struct Kept {
    file: Fingerprint,
    shared: Digest,
    on_every_page: Digest,
    linked: Digest,
    pub(super) header: ReadHeader,
    left: Left,
    pub(super) warnings: Vec<Diagnostic>,
    pub(super) checked: Option<Arc<CheckedPage>>,
    made: Made,
}

/// The result for a policy, except its part of the index.
#[derive(Debug)]
pub(super) struct Made {
    /// Its page and twins.
    pub(super) files: Vec<(String, Arc<[u8]>)>,
    /// The clauses that the policy calls.
    calls: Box<[String]>,
}

impl Made {
    /// The empty result of a merged policy.
    pub(super) fn of(merged: &Merged) -> Self {
        Self {
            files: Vec::new(),
            calls: merged.draft.calls(),
        }
    }
}

/// Identifies a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    modified: SystemTime,
    length: u64,
    /// The identity of the file and the time of its last change of any kind, if the system reports
    /// them.
    identity: [i64; 3],
}

impl Fingerprint {
    /// Returns `None` if the file does not exist.
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

/// A memory, queried for one site.
pub(super) struct Recall<'a> {
    memory: &'a Memory,
    site: &'a Site,
    clauses: HashMap<&'a str, Digest>,
    common: Digest,
    /// The fingerprints of the policies' files, taken before any file is read.
    files: Vec<Option<Fingerprint>>,
}

impl<'a> Recall<'a> {
    pub(super) fn new(memory: &'a Memory, site: &'a Site) -> Self {
        use rayon::prelude::*;
        let mut common = digest::Parts::default();
        common.add(&site.common_digest);
        common.add(site.evaluator.as_of().date().to_string().as_bytes());
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

    /// The kept page, if neither its file nor its input from the site has
    /// changed.
    pub(super) fn page(&self, page: PageId) -> Option<&'a Arc<Kept>> {
        let policy = page.policy();
        let kept = self.memory.pages.get(self.path(policy).as_str())?;
        let same = self.files[policy].as_ref() == Some(&kept.file)
            && self.shared(&kept.made.calls) == kept.shared;
        same.then_some(kept)
    }

    /// The digest of a page's input from the site.
    fn shared(&self, calls: &[String]) -> Digest {
        let mut parts = digest::Parts::default();
        parts.add(&self.common);
        for name in calls {
            let clause = self.clauses.get(name.as_str());
            parts.add(clause.map_or(&[], |digest| digest));
        }
        parts.finish()
    }

    /// Collects what to remember from a run: all pages without errors.
    pub(super) fn learn(
        &self,
        processed: &mut [Processed],
        announced: &[Digest],
        index: &Index<'_>,
        on_every_page: Digest,
    ) -> Memory {
        let pages = processed.iter_mut().enumerate();
        let kept = pages.filter_map(|(policy, done)| {
            let page = PageId::working(policy);
            let kept = match (done.kept.take(), done.outcome) {
                (Some(kept), _) => kept,
                (None, Outcome::Made) => {
                    let rare = done.rare.as_mut()?;
                    // The hub shows the root's own page, which is not kept.
                    if has_errors(&rare.faults) || rare.front.is_some() {
                        return None;
                    }
                    let entry = index.get(page)?;
                    Arc::new(Kept {
                        file: self.files[policy].clone()?,
                        shared: self.shared(&rare.made.as_ref()?.calls),
                        on_every_page,
                        linked: seen_by(page, index),
                        header: ReadHeader {
                            header: Some((**entry).clone()),
                            digest: announced[policy],
                        },
                        left: entry.left().distrusting(),
                        warnings: rare.faults.clone(),
                        checked: rare.checked.clone(),
                        made: rare.made.take()?,
                    })
                }
                _ => return None,
            };
            Some((self.path(policy).into_boxed_str(), kept))
        });
        Memory {
            pages: kept.collect(),
            strings: Arc::clone(&self.memory.strings),
        }
    }
}

impl Kept {
    /// Whether the page is still valid: neither the theme's input nor the linked pages, as far as
    /// the page shows them, have changed.
    pub(super) fn holds(&self, page: PageId, index: &Index<'_>, on_every_page: &Digest) -> bool {
        self.on_every_page == *on_every_page && seen_by(page, index) == self.linked
    }

    /// Its outline, with its strings in `strings`.
    pub(super) fn outline(&self, strings: &Interner) -> Option<Arc<Outline>> {
        Some(Arc::new(self.left.outline.as_ref()?.expand(strings)))
    }

    pub(super) fn made(&self) -> &Made {
        &self.made
    }

    /// The data that other pages need from it.
    pub(super) fn left(&self) -> Left {
        self.left.clone()
    }
}

/// The digest of the input of all pages.
pub(super) fn on_every_page(site: &SiteData) -> Digest {
    digest::of(&serde_json::to_vec(site).unwrap_or_default())
}

/// The digest of the data that a page uses from the pages it links to and from its translations.
fn seen_by(page: PageId, index: &Index<'_>) -> Digest {
    let references = index.get(page).map_or(&[][..], IndexEntry::references);
    let translations = index.translations(page).iter().copied();
    let mut parts = digest::Parts::default();
    for other in references
        .iter()
        .map(|reference| reference.target)
        .chain(translations)
    {
        let face = index.get(other).map(face);
        parts.add(face.as_ref().map_or(&[], |face| face));
    }
    parts.finish()
}

/// The digest of the data that pages linking to this one can use.
fn face(entry: &IndexEntry) -> Digest {
    let mut parts = digest::Parts::default();
    parts.add(entry.address.as_bytes());
    parts.add(entry.about.title().as_bytes());
    parts.add(entry.language().unwrap_or_default().as_bytes());
    match &entry.left().outline {
        Some(outline) => parts.add(&outline.digest()),
        None => parts.add(b"faulty"),
    }
    parts.finish()
}
