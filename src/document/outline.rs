//! The parts of a document that other pages can use.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use super::html::letters;
use super::slug::loose;
use crate::model::language::{PageWords, fill};

/// The sections of a page, for links from other pages.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The page title.
    pub title: String,
    /// Whether the sections are numbered.
    pub numbered: bool,
    /// The sections.
    pub sections: Vec<OutlineSection>,
    /// The IDs of other elements: list items and those that raw HTML defines.
    pub html_ids: Vec<String>,
    /// Built when an ID is first looked up, for pages with many sections.
    pub(crate) ids: OnceLock<Ids>,
}

/// The number of IDs above which a page has a map of them.
const LISTED: usize = 32;

/// The IDs of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids {
    /// Positions in `sections` (`Ok`) or in `html_ids` (`Err`).
    exact: HashMap<String, Result<usize, usize>>,
    /// Positions in `sections` by the loose form of the ID; `None` if several sections have the
    /// same form.
    loose: HashMap<String, Option<usize>>,
}

/// A section as seen by other pages.
#[derive(Debug, Clone)]
pub struct OutlineSection {
    /// The ID, unique on the page.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// The level on the page, 2 to 6.
    pub level: u8,
    /// The number in a numbered text, such as `2.1`; in annexes, `A` and `A.1`.
    pub number: Option<String>,
    /// How the section is numbered.
    pub counting: Counting,
}

/// How a section of a numbered text is numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counting {
    /// Like the sections around it.
    #[default]
    Usual,
    /// Neither the section nor its subsections are numbered.
    None,
    /// With a letter, which also begins the numbers of its subsections.
    Annex,
}

impl OutlineSection {
    /// The text that refers to the section by number.
    fn reference(&self, words: &PageWords) -> Option<String> {
        let words = match self.counting {
            Counting::Annex => &words.annex,
            _ => &words.section,
        };
        let number = self.number.as_deref()?;
        Some(fill(words, &[("number", number)]))
    }

    /// The number as shown before the heading, such as `2.1` or `Annex A`.
    pub(crate) fn heading_number(&self, words: &PageWords) -> Option<Cow<'_, str>> {
        let number = self.number.as_deref()?;
        match self.counting {
            Counting::Annex => self.reference(words).map(Cow::from),
            _ => Some(number.into()),
        }
    }
}

impl Outline {
    /// Whether an anchor is that of the title, which other generators print as a heading with an ID.
    /// Here, it is the top of the page.
    pub fn is_title(&self, anchor: &str) -> bool {
        loose(anchor) == loose(&self.title)
    }

    /// The ID that an anchor refers to, with its section if it has one. It is the anchor itself, or
    /// the only section ID that differs from it only by slug rules.
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

    /// Numbers the sections: `1`, `1.1`, `1.1.1`; annexes `A`, `A.1`.
    pub(crate) fn number(&mut self) {
        let mut numbers = [0_usize; 5];
        let mut annexes = 0;
        // The surrounding unnumbered section or annex, and its level.
        let mut outer: Option<(Counting, u8)> = None;
        for section in &mut self.sections {
            outer = outer.filter(|(_, level)| section.level > *level);
            if outer.is_none() && section.counting != Counting::Usual {
                outer = Some((section.counting, section.level));
                annexes += usize::from(section.counting == Counting::Annex);
            }
            let depth = usize::from(section.level.clamp(2, 6)) - 2;
            match outer {
                Some((Counting::Annex, level)) => {
                    let mut number = letters(annexes).to_uppercase();
                    let first = usize::from(level.clamp(2, 6)) - 1;
                    if section.level == level {
                        numbers[first..].fill(0);
                    } else {
                        // Within an annex, all subsections are numbered alike.
                        section.counting = Counting::Usual;
                        count(&mut numbers, depth);
                        for part in &numbers[first..=depth] {
                            let _ = write!(number, ".{part}");
                        }
                    }
                    section.number = Some(number);
                }
                Some(_) => {}
                None => {
                    count(&mut numbers, depth);
                    let parts: Vec<String> =
                        numbers[..=depth].iter().map(ToString::to_string).collect();
                    section.number = Some(parts.join("."));
                }
            }
        }
    }

    /// The text for a link to a section of this page, if the link has none.
    pub fn label(&self, section: &OutlineSection, words: &PageWords) -> String {
        let number = section.reference(words).filter(|_| self.numbered);
        number.unwrap_or_else(|| section.title.clone())
    }
}

/// Counts a section of this depth.
fn count(numbers: &mut [usize; 5], depth: usize) {
    numbers[depth] += 1;
    numbers[depth + 1..].fill(0);
}
