//! What other pages can know of a document.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    /// Made for pages of many sections when an id is first looked for.
    pub(crate) ids: OnceLock<Ids>,
}

/// Pages with more ids than this have a map of them.
const LISTED: usize = 32;

/// The ids of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids {
    /// Positions in `sections`, or in `html_ids`.
    exact: HashMap<String, Result<usize, usize>>,
    /// Positions by the loose form; `None` if several sections have the same.
    loose: HashMap<String, Option<usize>>,
}

/// A section as others see it.
#[derive(Debug, Clone)]
pub struct OutlineSection {
    /// The id, unique on the page.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// Its level on the page, 2 to 6.
    pub level: u8,
    /// Its number, such as `2.1`, in a numbered text.
    pub number: Option<String>,
    /// Whether it and its subsections are left out of the numbers.
    pub unnumbered: bool,
}

impl Outline {
    /// The id that an anchor means: itself, or the only one that differs from
    /// it just in how slugs are made.
    pub fn find(&self, anchor: &str) -> Option<(&str, Option<&OutlineSection>)> {
        if self.sections.len() + self.html_ids.len() > LISTED {
            return self.find_in(self.ids.get_or_init(|| self.ids()), anchor);
        }
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

    fn find_in(&self, ids: &Ids, anchor: &str) -> Option<(&str, Option<&OutlineSection>)> {
        let at = match ids.exact.get(anchor) {
            Some(Err(html)) => return Some((&self.html_ids[*html], None)),
            Some(Ok(at)) => *at,
            None => (*ids.loose.get(&loose(anchor))?)?,
        };
        let section = &self.sections[at];
        Some((&section.id, Some(section)))
    }

    fn ids(&self) -> Ids {
        let mut ids = Ids::default();
        for (at, id) in self.html_ids.iter().enumerate() {
            ids.exact.entry(id.clone()).or_insert(Err(at));
        }
        for (at, section) in self.sections.iter().enumerate().rev() {
            ids.exact.insert(section.id.clone(), Ok(at));
            let alike = ids.loose.entry(loose(&section.id));
            alike.and_modify(|alike| *alike = None).or_insert(Some(at));
        }
        ids
    }

    /// Numbers the sections: `1`, `1.1`, `1.1.1`.
    pub(crate) fn number(&mut self) {
        let mut numbers = [0_usize; 5];
        let mut unnumbered: Option<u8> = None;
        for section in &mut self.sections {
            unnumbered = unnumbered.filter(|level| section.level > *level);
            if unnumbered.is_some() || section.unnumbered {
                unnumbered = unnumbered.or(Some(section.level));
                continue;
            }
            let depth = usize::from(section.level.clamp(2, 6)) - 2;
            numbers[depth] += 1;
            numbers[depth + 1..].fill(0);
            let parts: Vec<String> = numbers[..=depth].iter().map(ToString::to_string).collect();
            section.number = Some(parts.join("."));
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
