//! The input and wording shared by all writers of redlines.

use super::compare::{Redline, SectionDiff};
use super::facts::FactChange;
use super::summary::{Part, SectionSummary, State, Summary};
use crate::model::language::{Language, fill};

/// A comparison to write, with data on the two texts.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// The comparison.
    pub redline: &'r Redline<'r>,
    /// The facts that changed.
    pub facts: &'r [FactChange],
    /// The language of the text.
    pub language: &'r Language,
    /// The title of the text.
    pub title: &'r str,
    /// The name of the old text, such as "version 1.0".
    pub old: &'r str,
    /// The name of the new text.
    pub new: &'r str,
}

impl Report<'_> {
    /// Whether both the texts and the facts are the same.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.redline.summary().sections.is_empty()
    }

    /// The title of a redline.
    pub fn heading(&self) -> String {
        fill(&self.language.words.redline.title, &[("title", self.title)])
    }

    /// The compared versions, in one line.
    pub fn versions(&self) -> String {
        let values = [("old", self.old), ("new", self.new)];
        fill(&self.language.words.redline.versions, &values)
    }

    /// How much changed, in lines.
    pub(super) fn counts(&self, summary: &Summary) -> Vec<String> {
        let words = &self.language.words.redline;
        if summary.sections.is_empty() && self.facts.is_empty() {
            return vec![words.none.clone()];
        }
        let count = &summary.count;
        let (inserted, deleted) = (count.inserted.to_string(), count.deleted.to_string());
        let values = [("inserted", &*inserted), ("deleted", &*deleted)];
        let mut lines = vec![fill(&words.words, &values)];
        if count.links > 0 {
            let links = count.links.to_string();
            lines.push(fill(&words.links, &[("count", &links)]));
        }
        lines
    }

    /// The changed sections, by kind of change.
    pub(super) fn groups<'s>(&self, summary: &'s Summary) -> Vec<(&str, Vec<&'s SectionSummary>)> {
        let words = &self.language.words.redline;
        let of = |wanted: &dyn Fn(&SectionSummary) -> bool| {
            let sections = summary.sections.iter();
            sections
                .filter(|section| wanted(section))
                .collect::<Vec<_>>()
        };
        let groups: [(&str, Vec<&SectionSummary>); 5] = [
            (&words.added, of(&|section| section.state == State::Added)),
            (
                &words.removed,
                of(&|section| section.state == State::Removed),
            ),
            (&words.changed, of(&|section| section.is_changed())),
            (&words.moved, of(&|section| section.moved)),
            (
                &words.renamed,
                of(&|section| section.renamed_from.is_some()),
            ),
        ];
        let groups = groups.into_iter();
        groups
            .filter(|(_, sections)| !sections.is_empty())
            .collect()
    }

    /// The name of a part of the page.
    pub(super) fn name(&self, part: &Part) -> String {
        let words = &self.language.words;
        match part {
            Part::Title => self.title.to_owned(),
            Part::Beginning => words.redline.beginning.clone(),
            Part::Footnotes => words.page.footnotes.clone(),
            Part::Section(title, Some(number)) => format!("{number}. {title}"),
            Part::Section(title, None) => title.clone(),
        }
    }

    /// Notes on a section besides its words, such as its earlier place or number.
    pub(super) fn notes(&self, section: &SectionDiff<'_>, about: &SectionSummary) -> Vec<String> {
        let words = &self.language.words;
        let number = about.renumbered_from.as_deref().map(|number| {
            let values = [("number", number)];
            fill(&words.page.section, &values)
        });
        let mut notes = Vec::new();
        match (section.is_moved, &number) {
            (true, Some(number)) => {
                notes.push(fill(&words.redline.moved_number, &[("section", number)]));
            }
            (true, None) => {
                let before = section.old.and_then(|(at, _)| at.checked_sub(1));
                notes.push(match before.and_then(|at| self.old_heading(at)) {
                    Some(title) => fill(&words.redline.moved_after, &[("title", title)]),
                    None => words.redline.moved_first.clone(),
                });
            }
            (false, Some(number)) => {
                notes.push(fill(&words.redline.renumbered, &[("section", number)]));
            }
            (false, None) => {}
        }
        notes
    }

    /// The note on a block that changed its form or moved, with its earlier place.
    pub(super) fn block_note(&self, diff: &super::compare::Diff<'_>) -> Option<String> {
        let words = &self.language.words.redline;
        let (old, new) = (diff.old?, diff.new?);
        if let Some((old, new)) = diff.form() {
            return Some(fill(&words.form_changed, &[("old", &old), ("new", &new)]));
        }
        if !diff.is_moved {
            return None;
        }
        let is_same = self.redline.sections.iter().any(|section| {
            section.old.is_some_and(|(at, _)| at == old.section)
                && section.new.is_some_and(|(at, _)| at == new.section)
        });
        Some(match self.old_heading(old.section) {
            Some(title) if !is_same => fill(&words.moved_from, &[("title", title)]),
            None if !is_same => fill(&words.moved_from, &[("title", &words.beginning)]),
            _ => words.moved_within.clone(),
        })
    }

    fn old_heading(&self, at: usize) -> Option<&str> {
        let section = self.redline.old.sections.get(at)?;
        Some(&section.heading.as_ref()?.title)
    }

    /// The note on words whose link points elsewhere.
    pub(super) fn link_note(&self, moved: &super::summary::Moved<'_>) -> String {
        let words = &self.language.words.redline;
        let form = match (moved.old, moved.new) {
            _ if moved.is_image => &words.image_changed,
            (None, _) => &words.link_added,
            (_, None) => &words.link_removed,
            _ => &words.link_changed,
        };
        let (old, new) = (moved.old.unwrap_or_default(), moved.new.unwrap_or_default());
        fill(form, &[("old", old), ("new", new)])
    }
}
