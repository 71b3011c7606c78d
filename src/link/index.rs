//! What is kept of a policy when its page is done.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::base::digest;
use crate::document::{Anchors, Outline};

/// A policy in the index. Only this grows with the site, so it is small.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The address without ending: `terms/eu`.
    pub address: Box<str>,
    /// What it says about itself.
    pub about: About,
    /// When it was last changed.
    pub updated: Option<NaiveDate>,
    /// From when on it applies.
    pub effective: Option<NaiveDate>,
    /// Of its Markdown twin, on sites with twins.
    pub digest: Option<Box<digest::Public>>,
    /// Its ids.
    pub anchors: Anchors,
    /// Its links to other pages.
    pub references: Box<[CrossReference]>,
    /// What few policies say.
    pub rare: Option<Box<Rare>>,
    /// Whether it has faults, so that nothing can be said about its ids.
    pub faulty: bool,
}

/// What a policy says about itself, in one text: four would take twice the room.
#[derive(Debug, Clone)]
pub struct About(Box<str>);

/// Between the parts; sources can't hold it.
const SEPARATOR: char = '\u{1FFFF}';

impl About {
    /// Puts the parts together.
    pub fn new(title: &str, doc_type: &str, version: Option<&str>, summary: Option<&str>) -> Self {
        let parts = [
            title,
            doc_type,
            version.unwrap_or_default(),
            summary.unwrap_or_default(),
        ];
        Self(parts.join(SEPARATOR.encode_utf8(&mut [0; 4])).into())
    }

    fn part(&self, at: usize) -> &str {
        self.0.split(SEPARATOR).nth(at).unwrap_or_default()
    }

    /// The title.
    pub fn title(&self) -> &str {
        self.part(0)
    }

    /// The document type.
    pub fn doc_type(&self) -> &str {
        self.part(1)
    }

    /// The version.
    pub fn version(&self) -> Option<&str> {
        Some(self.part(2)).filter(|version| !version.is_empty())
    }

    /// One line on what it is.
    pub fn summary(&self) -> Option<&str> {
        Some(self.part(3)).filter(|summary| !summary.is_empty())
    }
}

/// What few policies say; most do without the room for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rare {
    /// Old paths that redirect to the policy.
    pub aliases: Vec<String>,
    /// Position on the hub.
    pub order: Option<i32>,
    /// Its language, if it is not the site's.
    pub language: Option<String>,
    /// What changed last.
    pub change: Option<String>,
    /// The policy that it is a translation of.
    pub translation_of: Option<u32>,
}

impl Entry {
    /// Old paths that redirect to the policy.
    pub fn aliases(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.aliases)
    }

    /// Position on the hub.
    pub fn order(&self) -> Option<i32> {
        self.rare.as_ref()?.order
    }

    /// What changed last, if its history says so.
    pub fn change(&self) -> Option<&str> {
        self.rare.as_ref()?.change.as_deref()
    }

    /// The policy that it is a translation of.
    pub fn translation_of(&self) -> Option<u32> {
        self.rare.as_ref()?.translation_of
    }

    /// Its language, if it is not the site's.
    pub fn language(&self) -> Option<&str> {
        self.rare.as_ref()?.language.as_deref()
    }
}

/// A link to another policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossReference {
    /// The policy's index.
    pub target: u32,
    /// Hash of the id, if one was named.
    pub anchor: Option<u32>,
    /// Whether the link has no text and is to be filled in.
    pub unnamed: bool,
}

/// All policies of a site, by their index in the tree.
pub struct Index<'a> {
    entries: Vec<Option<Box<Entry>>>,
    /// For policies that are there in several languages: all of them, by
    /// language. Few are on most sites.
    translations: HashMap<u32, Arc<[u32]>>,
    outline: &'a (dyn Fn(usize) -> Option<Arc<Outline>> + Sync),
}

impl<'a> Index<'a> {
    /// An index; `outline` makes the outline of a policy when a link asks for
    /// titles or numbers, which are not kept.
    pub fn new(
        entries: Vec<Option<Box<Entry>>>,
        outline: &'a (dyn Fn(usize) -> Option<Arc<Outline>> + Sync),
    ) -> Self {
        Self {
            translations: translations(&entries),
            entries,
            outline,
        }
    }

    /// A policy in all its languages, itself among them; nothing if there is
    /// but one.
    pub fn translations(&self, policy: usize) -> &[u32] {
        self.translations
            .get(&(policy as u32))
            .map_or(&[], |all| all)
    }

    /// Whether a policy is there in several languages.
    pub fn has_translations(&self) -> bool {
        !self.translations.is_empty()
    }

    /// The entry of a policy; `None` for drafts that are left out.
    pub fn get(&self, policy: usize) -> Option<&Entry> {
        self.entries.get(policy)?.as_deref()
    }

    /// Puts what a policy left behind in place of what it left before.
    pub fn replace(&mut self, policy: usize, entry: Option<Box<Entry>>) {
        if let Some(place) = self.entries.get_mut(policy) {
            *place = entry;
        }
    }

    /// All entries with their policies' indices.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(policy, entry)| Some((policy, entry.as_deref()?)))
    }

    /// The outline of a policy.
    pub fn outline(&self, policy: usize) -> Option<Arc<Outline>> {
        (self.outline)(policy)
    }

    /// Whether a reference came out right when nothing but the targets' paths
    /// was known: there is such a page, at the address that its path says, with
    /// that id, and it is not to be named.
    pub fn holds(&self, reference: &CrossReference, guessed: &str) -> bool {
        let Some(entry) = self.get(reference.target as usize) else {
            return false;
        };
        !reference.unnamed
            && *entry.address == *guessed
            && (entry.faulty
                || reference
                    .anchor
                    .is_none_or(|anchor| entry.anchors.has(anchor)))
    }
}

/// Puts originals and their translations together.
fn translations(entries: &[Option<Box<Entry>>]) -> HashMap<u32, Arc<[u32]>> {
    let entry = |policy: u32| entries.get(policy as usize)?.as_deref();
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (policy, found) in entries.iter().enumerate() {
        let original = found.as_deref().and_then(Entry::translation_of);
        if let Some(original) = original.filter(|original| entry(*original).is_some()) {
            let group = groups.entry(original).or_insert_with(|| vec![original]);
            group.push(policy as u32);
        }
    }
    let mut translations = HashMap::new();
    for mut group in groups.into_values() {
        group.sort_by_key(|policy| entry(*policy).map(|entry| (entry.language(), *policy)));
        let group: Arc<[u32]> = group.into();
        translations.extend(group.iter().map(|policy| (*policy, Arc::clone(&group))));
    }
    translations
}

impl std::fmt::Debug for Index<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}
