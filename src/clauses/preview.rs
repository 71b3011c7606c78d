//! The preview output for tags that fail because of unknown facts, since no placeholder for a fact
//! suits every clause.

use std::ops::Range;

use tera::Context;

use super::library::{Library, template_index};
use super::reads;
use super::trouble::Trouble;
use crate::base::diagnostic::codes;
use crate::base::placeholder;
use crate::base::source::Source;
use crate::model::facts::Facts;
use crate::template::instrument::{Instrumented, Tag};

/// The fact for retention periods, which may also be stated in `DATA`.
const PERIODS: &str = "retention";
const DATA: &str = "data_categories";

impl Library {
    /// The unknown facts that may cause a tag to fail, separated by commas.
    pub(super) fn fails_on(
        &self,
        facts: &Facts,
        trouble: &Trouble,
        marked: &Instrumented,
        tag: &Tag,
    ) -> Option<String> {
        if !facts.has_placeholders() {
            return None;
        }
        if let Some(missing) = &trouble.fact {
            let unknown = facts.unknown_at(&missing.path);
            let is_derived = missing.path == PERIODS && facts.unknown_at(DATA).is_some();
            if unknown.is_none() && !is_derived {
                return None;
            }
        }
        // A wrong argument in the policy itself is an error in the policy.
        let is_in_clause = trouble.at.as_ref();
        let is_in_clause = is_in_clause.is_some_and(|(name, _)| template_index(name).is_some());
        let can_be = trouble.fact.is_some()
            || trouble.code == &codes::TEMPLATE
            || is_in_clause && trouble.code == &codes::CLAUSE_ARGUMENT;
        if !can_be {
            return None;
        }
        let clause = tag.clause.as_deref().and_then(|name| self.find(name));
        let of_clause = clause.map(|clause| self.reads[clause]);
        let read = reads::in_tag(marked, tag).and(of_clause.unwrap_or_default());
        let mut unknown: Vec<String> = facts
            .unknown()
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| {
                let top = path.split('.').next().unwrap_or_default();
                read.has(top) || top == DATA && read.has(PERIODS)
            })
            .map(|path| facts.spoken_path(&path))
            .collect();
        unknown.dedup();
        (!unknown.is_empty()).then(|| unknown.join(", "))
    }
}

impl Library {
    /// Replaces a tag with the placeholder of a fact without moving any other text. If the tag is a
    /// clause call on a separate line, the clause's sections are kept, because other texts link to
    /// them. Returns false if there is no room.
    pub(super) fn stand_in(
        &self,
        attempt: &mut String,
        (policy, marked, tag): (&Source, &Instrumented, &Tag),
        context: &mut Context,
        fact: &str,
    ) -> bool {
        let range = &tag.range;
        let variable = format!("_{}", range.start);
        let printing = format!("{{{{{variable}|safe}}}}");
        let mut printed = Vec::new();
        let is_written = placeholder::escape(&placeholder::of(fact), &mut printed).is_ok();
        if printing.len() > range.len() || !is_written {
            return false;
        }
        let printed = String::from_utf8_lossy(&printed);
        let at = marked.original(range.start)..marked.original(range.end);
        let sections = self.sections_of(tag, &policy.text, at);
        let sections = sections.iter();
        let headings = sections.map(|id| format!("## {printed} {{#{id}}}\n"));
        let mut text = headings.collect::<Vec<_>>().join("\n");
        if text.is_empty() {
            text.push_str(&printed);
        }
        blank(attempt, range);
        attempt.replace_range(range.start..range.start + printing.len(), &printing);
        context.insert(variable, &text);
        true
    }

    /// The IDs of the sections of the clause that a tag calls, if the tag is on a separate line,
    /// except those that the policy defines itself.
    fn sections_of(&self, tag: &Tag, policy: &str, at: Range<usize>) -> Vec<&str> {
        let before = policy[..at.start].rsplit('\n').next().unwrap_or_default();
        let behind = policy[at.end..].split('\n').next().unwrap_or_default();
        let clause = tag.clause.as_deref().and_then(|name| self.find(name));
        let (Some(clause), "", "") = (clause, before, behind.trim()) else {
            return Vec::new();
        };
        let headings = |clause: &usize| ids_of(self.clauses[*clause].text());
        // If the clause has no sections, use those of the first called clause that has any.
        let reached = self.reached(clause);
        let mut ids = reached
            .iter()
            .map(headings)
            .find(|ids| !ids.is_empty())
            .unwrap_or_default();
        ids.retain(|id| !policy.contains(&format!("{{#{id}}}")));
        ids
    }
}

/// The explicit IDs of the headings in a text.
fn ids_of(text: &str) -> Vec<&str> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let ids = headings.filter_map(|line| line.trim_end().strip_suffix('}')?.rsplit_once("{#"));
    let is_id = |c: char| c.is_alphanumeric() || c == '-';
    let ids = ids.map(|(_, id)| id);
    ids.filter(|id| !id.is_empty() && id.chars().all(is_id))
        .collect()
}

/// Replaces a tag with spaces, without moving any other text.
pub(super) fn blank(text: &mut String, range: &Range<usize>) {
    text.replace_range(range.clone(), &" ".repeat(range.len()));
}
