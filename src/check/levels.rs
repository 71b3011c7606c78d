//! Which rules run, and how bad their findings are.

use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::About;
use super::registry::{names, registry};
use super::rule::{Pack, Rule};
use crate::base::diagnostic::{Diagnostic, Severity, codes, did_you_mean};
use crate::base::source::Source;
use crate::schema::{Entity, Type, entity, opt};
use crate::yaml::{Kind, Node};

/// `check:` in settings and front matter.
pub static CHECK: Entity = entity(
    "check",
    &[
        opt("levels", Type::Map(&Type::Enum(LEVELS))),
        opt("ignore", Type::OneOrMore(&Type::Text)),
    ],
);

static LEVELS: &[&str] = &["error", "warning", "info", "off"];

/// What was said of rules, packs and beginnings of ids. Later words win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    said: Vec<(String, Option<Severity>)>,
    /// If not empty, only these run.
    only: Vec<String>,
}

/// The rules of a pack that run.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) pack: &'static Pack,
    pub(super) rules: Vec<(&'static Rule, Severity)>,
}

impl Levels {
    /// Reads `check:`, whose form was checked before. Rules that are not there,
    /// and words that contradict each other, are reported.
    pub fn read(
        value: &Value,
        node: &Node,
        source: &Arc<Source>,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut levels = Self::default();
        let empty = Map::new();
        let map = value.as_map().unwrap_or(&empty);
        let mut places: Vec<(String, std::ops::Range<usize>)> = Vec::new();
        if let Some(entries) = node.get("levels").and_then(Node::entries) {
            let said = map.get(&Key::Str("levels")).and_then(Value::as_map);
            for entry in entries {
                places.push((entry.key.clone(), entry.key_span.clone()));
                let level = said
                    .and_then(|said| said.get(&Key::String(entry.key.as_str().into())))
                    .and_then(Value::as_str);
                if let Some(level) = level {
                    let severity = Severity::from_word(level);
                    levels.said.push((entry.key.clone(), severity));
                }
            }
        }
        let ignored = node.get("ignore").map(|node| match &node.kind {
            Kind::Seq(items) => items.iter().collect(),
            _ => vec![node],
        });
        for node in ignored.into_iter().flatten() {
            let Kind::Text(word) = &node.kind else {
                continue;
            };
            if let Some((_, first)) = places.iter().find(|(known, _)| known == word) {
                faults.push(
                    Diagnostic::new(
                        &codes::CONFLICTING_LEVELS,
                        format!("`{word}` is ignored, and has a level"),
                    )
                    .label(source.place(node.span.clone()), "ignored here")
                    .label(source.place(first.clone()), "given a level here")
                    .help("keep one of them"),
                );
            }
            places.push((word.clone(), node.span.clone()));
            levels.said.push((word.clone(), None));
        }
        for (word, span) in places {
            let fault = unknown(&word).or_else(|| fixed(&word));
            faults.extend(fault.map(|fault| fault.at(source, span)));
        }
        levels
    }

    /// What a caller asks for: only the rules of `select` run if there are any,
    /// those of `ignore` don't.
    pub fn asked(select: &[String], ignore: &[String]) -> Result<Self, Box<Diagnostic>> {
        for word in select.iter().chain(ignore) {
            if let Some(fault) = unknown(word) {
                return Err(Box::new(fault));
            }
        }
        for word in ignore {
            if let Some(fault) = fixed(word) {
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
            said: ignore.iter().map(|word| (word.clone(), None)).collect(),
            only: select.to_vec(),
        })
    }

    /// The same with what `others` say over it.
    #[must_use]
    pub fn with(&self, others: &Self) -> Self {
        let mut both = self.clone();
        both.said.extend_from_slice(&others.said);
        if !others.only.is_empty() {
            both.only.clone_from(&others.only);
        }
        both
    }

    /// The severity of a rule's findings; `None` if it does not run.
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        self.level(&rule.id, rule.default_level())
    }

    /// The rules that run, by pack, each with the severity of its findings.
    pub(super) fn running(&self) -> Vec<Running> {
        let running = |rule: &'static Rule| {
            let severity = self.of(rule).filter(|_| !rule.is_of_build())?;
            Some((rule, severity))
        };
        let packs = registry().packs().iter();
        packs
            .map(|pack| Running {
                pack,
                rules: pack.rules.iter().filter_map(running).collect(),
            })
            .collect()
    }

    /// The severity of what has this id, if it is `own` by itself.
    pub fn level(&self, id: &str, own: Option<Severity>) -> Option<Severity> {
        let selected = self.only.iter().any(|word| word == id);
        if !(self.only.is_empty() || selected || self.only.iter().any(|word| names(word, id))) {
            return None;
        }
        // A rule's own name says more than that of its pack.
        let exact = self.said.iter().rev().find(|(word, _)| word == id);
        let wide = || self.said.iter().rev().find(|(word, _)| names(word, id));
        let level = match exact.or_else(wide) {
            // A pack's level is not for rules that are off by themselves.
            Some((word, Some(_))) if word != id && own.is_none() => None,
            Some((_, level)) => *level,
            None => own,
        };
        // What is asked for by its own name runs, also if it is off.
        match selected {
            true => level.or_else(|| Some(About::of(id)?.code.severity)),
            false => level,
        }
    }

    /// Whether anything that a word names runs.
    pub(super) fn run(&self, word: &str) -> bool {
        registry().ids().filter(|id| names(word, id)).any(|id| {
            self.level(id, About::of(id).and_then(|about| about.level()))
                .is_some()
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

/// Whether the build finds this, not a rule.
pub fn is_of_build(found: &Diagnostic) -> bool {
    codes::ALL
        .iter()
        .any(|code| std::ptr::eq(*code, found.code))
}

/// What is wrong with a word that should name rules; `None` if nothing is.
pub(super) fn unknown(word: &str) -> Option<Diagnostic> {
    (!registry().knows(word)).then(|| {
        Diagnostic::new(&codes::UNKNOWN_RULE, format!("there is no rule `{word}`"))
            .maybe_help(did_you_mean(word, known()))
            .help("`policygen rules` lists them")
    })
}

/// What is wrong with a level, or none, for what a word names: errors of the
/// build have no other.
pub(super) fn fixed(word: &str) -> Option<Diagnostic> {
    let is_fixed = |id: &str| {
        codes::ALL
            .iter()
            .any(|code| code.id == id && code.severity == Severity::Error)
    };
    let mut named = registry().ids().filter(|id| names(word, id));
    named.all(is_fixed).then(|| {
        Diagnostic::new(
            &codes::CONFLICTING_LEVELS,
            format!("`{word}` is always an error: a site with it can't be built"),
        )
        .help("mend what it finds")
    })
}

fn known() -> impl Iterator<Item = &'static str> {
    let packs = registry().packs().iter().map(|pack| pack.name.as_str());
    registry().ids().chain(packs)
}
