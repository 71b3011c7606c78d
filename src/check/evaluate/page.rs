//! A page as rules see it.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::base::dates::Date;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::check::builtin::StatedDuration;
use crate::check::dates;
use crate::check::prose::Prose;
use crate::check::recognise::Guess;
use crate::check::view::{self, View};
use crate::document::Document;
use crate::model::front_matter::FrontMatter;
use crate::model::language::Language;
use crate::model::settings::Settings;
use crate::rules::{Certainty, MaxAge, Requirement, Rule};

/// A page as rules see it.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its document type.
    pub document: &'a str,
    /// The regimes that are turned on.
    pub regimes: &'a [String],
    /// Its facts.
    pub view: View<'a>,
    /// Its words.
    pub prose: Prose<'a>,
    /// The build date.
    pub today: Date,
    /// Its language, as a BCP 47 tag.
    pub language: &'a str,
    /// The detected language of its text, if it is clear.
    pub(crate) reads_as: Option<Guess>,
    /// The English interface text, for messages.
    pub english: Arc<Language>,
    /// The document.
    pub source: &'a Document<'a>,
    /// Its front matter.
    pub front_matter: &'a FrontMatter,
    /// The site's settings.
    pub settings: &'a Settings,
    /// Its address.
    pub address: &'a str,
    /// The IDs of the pages that it links to.
    pub links_to: &'a [&'a str],
    /// Durations in its prose, read on demand.
    pub(crate) durations: OnceCell<Vec<StatedDuration>>,
    /// Whether its text states its date, read on demand.
    pub(crate) is_dated: OnceCell<bool>,
}

/// Facts that any page may print, whatever its subject.
const COMMON: &[&str] = &[
    "company",
    "service",
    "contact",
    "history",
    "changes",
    "controllers",
];

/// The front matter key that identifies a page.
const TITLE: &str = "title:";

impl Page<'_> {
    /// Whether the page prints facts on its subject, and therefore probably does
    /// not state missing facts in words.
    pub fn speaks_from_facts(&self) -> bool {
        let is_about_people = matches!(
            self.document,
            "privacy" | "cookies" | "dpa" | "subprocessors"
        );
        self.view
            .printed()
            .names()
            .any(|name| !is_about_people || !COMMON.contains(&name))
    }

    /// Whether a rule has patterns for the page's language.
    pub fn is_read_for(&self, rule: &Rule) -> bool {
        let looks =
            is_about_words(&rule.check, rule.certainty) || rule.prose.patterns().next().is_some();
        looks && rule.prose.knows(self.language)
    }

    /// Whether a requirement is only about the page itself: its front matter or
    /// its date.
    pub fn is_about_page_itself(&self, requirement: &Requirement) -> bool {
        match requirement {
            Requirement::All(all) | Requirement::Any(all) => {
                all.iter().all(|one| self.is_about_page_itself(one))
            }
            Requirement::Fact(path)
            | Requirement::NotPast(path)
            | Requirement::MaxAge(MaxAge { fact: path, .. }) => view::top(path) == "page",
            Requirement::Dated => true,
            _ => false,
        }
    }

    /// Whether the page states its date in its text.
    pub(super) fn states_date(&self) -> bool {
        *self.is_dated.get_or_init(|| dates::has_date(self))
    }

    /// Points a diagnostic at the start of the page: its title, or its first line.
    pub fn point_at_head(&self, diagnostic: Diagnostic) -> Diagnostic {
        let policy = self.prose.origin().policy;
        let text = &policy.text;
        let mut at = 0;
        let mut first = None;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let range = at..at + line.trim_end().len();
            at += line.len();
            let is_rule = line.trim_end() == "---";
            if line.starts_with(TITLE) || (index == 0 && !is_rule && !range.is_empty()) {
                return diagnostic.at(policy, range);
            }
            if index > 0 && is_rule {
                break;
            }
            if first.is_none() && !is_rule && !range.is_empty() {
                first = Some(range);
            }
        }
        match first {
            Some(range) => diagnostic.at(policy, range),
            None => diagnostic.path(&policy.path),
        }
    }

    /// The place of a front matter key.
    pub fn key(&self, key: &str) -> Option<Place> {
        let policy = self.prose.origin().policy;
        let mut at = 0;
        for (index, line) in policy.text.split_inclusive('\n').enumerate() {
            if (line.trim_end() == "---") != (index == 0) {
                return None;
            }
            if line.split(':').next() == Some(key) {
                return Some(policy.place(at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        None
    }

    /// Whether the page is in English, the language that rules support best.
    pub fn is_english(&self) -> bool {
        self.language == "en" || self.language.starts_with("en-")
    }
}

/// Whether words can meet a requirement. Sections count only for rules that are
/// not certain.
fn is_about_words(requirement: &Requirement, certainty: Certainty) -> bool {
    match requirement {
        Requirement::All(all) | Requirement::Any(all) => {
            all.iter().any(|one| is_about_words(one, certainty))
        }
        Requirement::Text(_) => true,
        Requirement::Section(_) | Requirement::Sections(_) => certainty != Certainty::Certain,
        _ => false,
    }
}
