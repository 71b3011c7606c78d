//! Which rules run, and the severity of their findings.

use super::About;
use super::rule::{Pack, Rule};
use super::rule_set::RuleSet;
use crate::base::diagnostic::{Diagnostic, Severity, codes, did_you_mean};
use crate::model::levels::{Level, Levels, Setting};

/// Rules that the command line selects or ignores.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// If not empty, only these run.
    only: Vec<String>,
    /// These don't run.
    ignored: Vec<String>,
}

impl Selection {
    /// Only the rules of `select` run, if there are any; those of `ignore`
    /// don't.
    pub fn new(
        select: &[String],
        ignore: &[String],
        rules: &RuleSet,
    ) -> Result<Self, Box<Diagnostic>> {
        for word in select.iter().chain(ignore) {
            if let Some(fault) = unknown(word, rules) {
                return Err(Box::new(fault));
            }
        }
        for word in ignore {
            if let Some(fault) = fixed(word, rules) {
                return Err(Box::new(fault));
            }
            if select.contains(word) {
                return Err(Box::new(
                    Diagnostic::new(
                        &codes::CONFLICTING_LEVELS,
                        format!("`{word}` is selected and ignored"),
                    )
                    .help("keep one of them"),
                ));
            }
        }
        Ok(Self {
            only: select.to_vec(),
            ignored: ignore.to_vec(),
        })
    }
}

impl RuleSet {
    /// Reports words that name no rule, and words that contradict each other.
    pub fn verify(&self, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        for (at, level) in levels.levels.iter().enumerate() {
            if level.setting == Setting::Ignored {
                let before = levels.levels[..at].iter();
                let first = before.into_iter().find(|other| other.word == level.word);
                faults.extend(first.map(|first| contradiction(level, first)));
            }
            let fault = unknown(&level.word, self).or_else(|| fixed(&level.word, self));
            faults.extend(fault.map(|fault| fault.label(level.place.clone(), "")));
        }
    }
}

fn contradiction(level: &Level, first: &Level) -> Diagnostic {
    Diagnostic::new(
        &codes::CONFLICTING_LEVELS,
        format!("`{}` is ignored, and has a level", level.word),
    )
    .label(level.place.clone(), "ignored here")
    .label(first.place.clone(), "given a level here")
    .help("keep one of them")
}

/// The levels in force for a page, or for the site as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct InForce<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) settings: &'a Levels,
    /// What the page's front matter says.
    pub(super) page: Option<&'a Levels>,
    pub(super) selection: &'a Selection,
}

/// The rules of a pack that run.
#[derive(Debug)]
pub(super) struct ActivePack<'a> {
    pub(super) pack: &'a Pack,
    pub(super) rules: Vec<(&'a Rule, Severity)>,
}

impl<'a> InForce<'a> {
    /// What is said of rules, the strongest first.
    fn stated(&self) -> impl Iterator<Item = (&'a str, Option<Severity>)> {
        let ignored = self.selection.ignored.iter().rev();
        let page = self.page.map_or(&[][..], |page| &page.levels);
        let written = page.iter().rev().chain(self.settings.levels.iter().rev());
        ignored
            .map(|word| (word.as_str(), None))
            .chain(written.filter_map(|level| {
                let severity = match level.setting {
                    Setting::Severity(severity) => Some(severity),
                    Setting::Off | Setting::Ignored => None,
                    Setting::Faulty => return None,
                };
                Some((level.word.as_str(), severity))
            }))
    }

    /// The severity of a rule's findings; `None` if it does not run.
    pub(super) fn of(&self, rule: &Rule) -> Option<Severity> {
        self.level(&rule.id, rule.default_level())
    }

    /// The rules that run, by pack, each with the severity of its findings.
    pub(super) fn active(&self) -> Vec<ActivePack<'a>> {
        let active = |rule: &'a Rule| {
            let severity = self.of(rule).filter(|_| !rule.is_of_build())?;
            Some((rule, severity))
        };
        let packs = self.rules.packs();
        packs
            .map(|pack| ActivePack {
                pack,
                rules: pack.rules.iter().filter_map(active).collect(),
            })
            .collect()
    }

    /// The severity of findings with this ID, if `default` is the severity
    /// without settings.
    pub(super) fn level(&self, id: &str, default: Option<Severity>) -> Option<Severity> {
        let rules = self.rules;
        let only = &self.selection.only;
        let selected = only.iter().any(|word| word == id);
        if !(only.is_empty() || selected || only.iter().any(|word| rules.names(word, id))) {
            return None;
        }
        // A rule's own ID is more specific than its pack.
        let exact = self.stated().find(|(word, _)| *word == id);
        let wide = || self.stated().find(|(word, _)| rules.names(word, id));
        let level = match exact.or_else(wide) {
            // A pack's level does not switch on rules that are off by default.
            Some((word, Some(_))) if word != id && default.is_none() => None,
            Some((_, level)) => level,
            None => default,
        };
        // A rule that is selected by its ID runs even if it is off.
        match selected {
            true => level.or_else(|| Some(About::of(id, rules)?.code.severity)),
            false => level,
        }
    }

    /// Whether anything that a word names runs.
    pub(super) fn run(&self, word: &str) -> bool {
        let mut named = self.rules.ids().filter(|id| self.rules.names(word, id));
        named.any(|id| {
            let default = About::of(id, self.rules).and_then(|about| about.level());
            self.level(id, default).is_some()
        })
    }

    /// Applies levels to what the build found. Errors stay: a site with them
    /// can't be built.
    pub(super) fn apply(&self, found: &mut Diagnostic) -> bool {
        if found.code.severity == Severity::Error || !is_of_build(found) {
            return true;
        }
        let level = self.level(found.code.id, Some(found.code.severity));
        found.severity = level.unwrap_or(found.severity);
        level.is_some()
    }
}

/// Whether the build reported this, not a rule.
pub fn is_of_build(found: &Diagnostic) -> bool {
    codes::ALL
        .iter()
        .any(|code| std::ptr::eq(*code, found.code))
}

/// What is wrong with a word that should name rules; `None` if nothing is.
pub(super) fn unknown(word: &str, rules: &RuleSet) -> Option<Diagnostic> {
    (!rules.knows(word)).then(|| {
        let packs = rules.packs().map(|pack| pack.name.as_str());
        Diagnostic::new(&codes::UNKNOWN_RULE, format!("there is no rule `{word}`"))
            .maybe_help(did_you_mean(word, rules.ids().chain(packs)))
            .help("`policygen rules` lists them")
    })
}

/// What is wrong with a level, or none, for what a word names: errors of the
/// build have no other.
pub(super) fn fixed(word: &str, rules: &RuleSet) -> Option<Diagnostic> {
    let is_fixed = |id: &str| {
        codes::ALL
            .iter()
            .any(|code| code.id == id && code.severity == Severity::Error)
    };
    let mut named = rules.ids().filter(|id| rules.names(word, id));
    named.all(is_fixed).then(|| {
        Diagnostic::new(
            &codes::CONFLICTING_LEVELS,
            format!("`{word}` is always an error: a site with it can't be built"),
        )
        .help("mend what it finds")
    })
}
