//! Which rules run, and the severity of their findings.

use super::About;
use super::evaluate::Finding;
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::model::levels::{Levels, Setting};
use crate::rules::{Became, Pack, Rule, RuleSet, fixed, unknown};

/// Rules that the command line selects or ignores.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// If not empty, only these rules run.
    only: Vec<String>,
    /// These rules don't run.
    ignored: Vec<String>,
    /// Whether preview rules run, regardless of the settings.
    preview: bool,
}

impl Selection {
    /// Creates a selection. If `select` is not empty, only its rules run; rules
    /// in `ignore` don't run. Preview rules can be selected only with
    /// `preview`.
    pub fn new(
        select: &[String],
        ignore: &[String],
        preview: bool,
        rules: &RuleSet,
    ) -> Result<Self, Box<Diagnostic>> {
        for word in select.iter().chain(ignore) {
            if let Some(fault) = unknown(word, rules) {
                return Err(Box::new(fault));
            }
        }
        if let Some(word) = select
            .iter()
            .find(|word| !preview && is_preview(word, rules))
        {
            return Err(Box::new(preview_is_off(word)));
        }
        for word in ignore {
            if let Some(fault) = fixed(word, rules) {
                return Err(Box::new(fault));
            }
            if select.contains(word) {
                return Err(Box::new(
                    Diagnostic::new(
                        &codes::CONFLICTING_LEVELS,
                        format!("`{word}` is both selected and ignored"),
                    )
                    .help("keep only one of the options"),
                ));
            }
        }
        Ok(Self {
            only: select.to_vec(),
            ignored: ignore.to_vec(),
            preview,
        })
    }
}

/// Whether a word is the ID of a preview rule.
fn is_preview(word: &str, rules: &RuleSet) -> bool {
    match rules.became(word) {
        Some(Became::Rule(rule, _)) => rule.preview,
        _ => rules.rule(word).is_some_and(|(_, rule)| rule.preview),
    }
}

fn preview_is_off(id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::PREVIEW_IS_OFF,
        format!("`{id}` is a preview rule and does not run"),
    )
    .help("set `check: {preview: true}` in `policygen.yaml`, or pass `--preview`")
}

/// The levels in force for a page, or for the site as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct InForce<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) settings: &'a Levels,
    /// The levels in the page's front matter.
    pub(super) page: Option<&'a Levels>,
    pub(super) selection: &'a Selection,
}

/// The rules of a pack that run.
#[derive(Debug)]
pub(super) struct ActivePack<'a> {
    pub(super) pack: &'a Pack,
    pub(super) rules: Vec<(&'a Rule, Level)>,
}

/// The severity of a rule's findings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) severity: Severity,
    /// Whether the settings or the page set it. If so, nothing lowers it.
    pub(super) is_set: bool,
}

impl Level {
    /// The severity of a finding. Unless a level is set, words alone are no reason for an error.
    pub(super) fn of(self, finding: &Finding) -> Severity {
        match self.severity {
            Severity::Error if finding.softened && !self.is_set => Severity::Warning,
            severity => severity,
        }
    }
}

impl<'a> InForce<'a> {
    /// The levels that are set for rules, in order of precedence.
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

    /// Whether preview rules run.
    pub(super) fn preview(&self) -> bool {
        self.selection.preview || self.settings.preview
    }

    /// Reports levels for preview rules that do not run.
    pub(super) fn without_effect(&self, levels: &Levels) -> Vec<Diagnostic> {
        if self.preview() {
            return Vec::new();
        }
        let levels = levels.levels.iter().filter(|level| {
            matches!(level.setting, Setting::Severity(_)) && is_preview(&level.word, self.rules)
        });
        levels
            .map(|level| preview_is_off(&level.word).label(level.place.clone(), ""))
            .collect()
    }

    /// The severity of a rule's findings; `None` if it does not run.
    pub(super) fn of(&self, rule: &Rule) -> Option<Severity> {
        self.level(&rule.id, rule.default_level())
    }

    /// The rules that run, by pack, each with the severity of its findings.
    pub(super) fn active(&self) -> Vec<ActivePack<'a>> {
        let active = |rule: &'a Rule| {
            let severity = self.of(rule).filter(|_| !rule.is_of_build())?;
            let is_set = self.sets(&rule.id);
            Some((rule, Level { severity, is_set }))
        };
        let packs = self.rules.packs();
        packs
            .map(|pack| ActivePack {
                pack,
                rules: pack.rules.iter().filter_map(active).collect(),
            })
            .collect()
    }

    /// The severity of findings with this ID; `None` if they are not reported.
    /// `default` applies if no level is set for them.
    pub(super) fn level(&self, id: &str, default: Option<Severity>) -> Option<Severity> {
        let rules = self.rules;
        if !self.preview() && is_preview(id, rules) {
            return None;
        }
        let only = &self.selection.only;
        let selected = only.iter().any(|word| rules.is(word, id));
        if !(only.is_empty() || selected || only.iter().any(|word| rules.names(word, id))) {
            return None;
        }
        // A rule's own ID is more specific than its pack.
        let exact = self.stated().find(|(word, _)| rules.is(word, id));
        let wide = || self.stated().find(|(word, _)| rules.names(word, id));
        let level = match exact.or_else(wide) {
            // A pack's level does not turn on rules that are off by default.
            Some((word, Some(_))) if default.is_none() && !rules.is(word, id) => None,
            Some((_, level)) => level,
            None => default,
        };
        // A rule that is selected by its ID runs even if it is off.
        match selected {
            true => level.or_else(|| Some(About::of(id, rules)?.code.severity)),
            false => level,
        }
    }

    /// Whether a severity is set for a rule.
    fn sets(&self, id: &str) -> bool {
        let rules = self.rules;
        let mut stated = self.stated();
        stated.any(|(word, level)| level.is_some() && (rules.is(word, id) || rules.names(word, id)))
    }

    /// Whether a word names any rule that runs.
    pub(super) fn run(&self, word: &str) -> bool {
        let mut named = self.rules.ids().filter(|id| self.rules.names(word, id));
        named.any(|id| {
            let default = About::of(id, self.rules).and_then(|about| about.level());
            self.level(id, default).is_some()
        })
    }

    /// Applies levels to a diagnostic of the build, and returns whether it is
    /// reported. Errors always are, because a site with errors can't be built.
    pub(super) fn apply(&self, found: &mut Diagnostic) -> bool {
        if found.code.severity == Severity::Error || !is_of_build(found) {
            return true;
        }
        let level = self.level(found.code.id, Some(found.severity));
        found.severity = level.unwrap_or(found.severity);
        level.is_some()
    }
}

/// Whether a diagnostic was reported by the build, not by a rule.
pub fn is_of_build(found: &Diagnostic) -> bool {
    codes::all().any(|code| std::ptr::eq(code, found.code))
}
