//! What other pages can know of a document.

use super::slug::loose;
use crate::model::language::{PageWords, fill};

/// The sections of a page, for links from other pages.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The page's title.
    pub title: String,
    /// Whether its sections are numbered.
    pub numbered: bool,
    /// Its sections.
    pub sections: Vec<OutlineSection>,
    /// Ids that raw HTML defines.
    pub html_ids: Vec<String>,
}

/// A section as others see it.
#[derive(Debug, Clone)]
pub struct OutlineSection {
    /// The id, unique on the page.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// Its number, such as `2.1`, in a numbered text.
    pub number: Option<String>,
}

impl Outline {
    /// The id that an anchor means: itself, or the only one that differs from
    /// it just in how slugs are made.
    pub fn find(&self, anchor: &str) -> Option<(&str, Option<&OutlineSection>)> {
        if let Some(section) = self.sections.iter().find(|section| section.id == anchor) {
            return Some((&section.id, Some(section)));
        }
        if let Some(id) = self.html_ids.iter().find(|id| *id == anchor) {
            return Some((id, None));
        }
        let wanted = loose(anchor);
        let mut alike = self
            .sections
            .iter()
            .filter(|section| loose(&section.id) == wanted);
        match (alike.next(), alike.next()) {
            (Some(section), None) => Some((&section.id, Some(section))),
            _ => None,
        }
    }

    /// How a link without text names a section of this page.
    pub fn label(&self, section: &OutlineSection, words: &PageWords) -> String {
        match (&section.number, self.numbered) {
            (Some(number), true) => fill(&words.section, &[("number", number)]),
            _ => section.title.clone(),
        }
    }
}

/// The ids of a page as hashes: small enough to keep for every page of a site.
#[derive(Debug, Default, Clone)]
pub struct Anchors(Box<[u32]>);

impl Anchors {
    /// The ids of a page.
    pub fn of(outline: &Outline) -> Self {
        let ids = outline.sections.iter().map(|section| &section.id);
        let mut hashes: Vec<u32> = ids.chain(&outline.html_ids).map(|id| hash(id)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into_boxed_slice())
    }

    /// Whether the page has this id, but for one chance in a hundred million.
    pub fn has(&self, hash: u32) -> bool {
        self.0.binary_search(&hash).is_ok()
    }
}

/// The hash of an id.
pub(crate) fn hash(id: &str) -> u32 {
    let [.., a, b, c, d] = crate::base::digest::of(id.as_bytes());
    u32::from_be_bytes([a, b, c, d])
}
