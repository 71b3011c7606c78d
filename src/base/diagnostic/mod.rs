//! Faults and findings in the user's sources, as data.
//!
//! One fault never hides others: stages return values *and* diagnostics. [`human`] renders
//! diagnostics for a terminal; [`json`], [`sarif`], [`github`] and [`junit`] render them for
//! programs; [`codes`] lists the codes.

pub mod codes;
pub mod fix;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
mod lines;
mod report;
pub mod sarif;
mod suggest;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use codes::Code;
pub use report::{Counts, Report, is_built_in};
pub use suggest::{did_you_mean, suggestion};

use rayon::prelude::*;

use crate::base::source::{Place, Source};
use crate::base::text::counted;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The sources can't be built as they are.
    Error,
    /// Probably not what was meant; the build continues.
    Warning,
    /// Worth a look, or undecidable.
    Info,
}

impl Severity {
    /// The names of the severities for people, from most to least severe.
    pub const WORDS: &'static [&'static str] = &["error", "warning", "note"];

    /// The accepted names, including `info`, which programs use for notes.
    pub const READ: &'static [&'static str] = &["error", "warning", "note", "info"];

    /// The name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            _ => self.shown(),
        }
    }

    /// The name for people.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "note",
        }
    }

    /// The severity that has this name, for people or for programs.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Info]
            .into_iter()
            .find(|severity| severity.word() == word || severity.shown() == word)
    }
}

/// A place that a diagnostic points to, with a text about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// The label's text; may be empty.
    pub text: String,
}

/// A safe fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The place of the text to replace.
    pub place: Place,
    /// The new text.
    pub text: String,
}

/// A fault or finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of fault.
    pub code: &'static Code,
    /// The severity, after settings are applied.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// The first label marks the fault; the others explain it.
    pub labels: Vec<Label>,
    /// The file or folder, for faults without a place in a text.
    pub path: Option<String>,
    /// Ways to fix it, one sentence each.
    pub help: Vec<String>,
    /// Changes that fix it, if the fix is mechanical and certain.
    pub fixes: Vec<Fix>,
    /// Other kinds to which this diagnostic belongs; they are not reported separately.
    pub also: Vec<Also>,
}

/// Another kind to which a diagnostic belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// The kind.
    pub code: &'static Code,
    /// The message that it would have had.
    pub message: String,
}

impl Diagnostic {
    /// Creates a diagnostic with the code's default severity.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            labels: Vec::new(),
            path: None,
            help: Vec::new(),
            fixes: Vec::new(),
            also: Vec::new(),
        }
    }

    /// Adds a label without text. The first label is the primary place.
    pub fn at(self, source: &Arc<Source>, range: Range<usize>) -> Self {
        self.label(source.place_within(range), "")
    }

    /// Adds a label with text.
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// Sets the file or folder, for diagnostics without a place in a text.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds a sentence on how to fix it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a help line if there is one.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }

    /// The file that the diagnostic is about, if any.
    pub fn file(&self) -> Option<&str> {
        match self.labels.first() {
            Some(label) => Some(&label.place.source.path),
            None => self.path.as_deref(),
        }
    }

    /// The order in reports: by file, place, code and message. Settings and facts come first,
    /// because their faults can cause others in texts; built-in files come last.
    pub fn report_order(&self, other: &Self) -> Ordering {
        let start = |d: &Self| d.labels.first().map_or(0, |l| l.place.range.start);
        let kind = |d: &Self| match d.file() {
            Some(file) if is_built_in(file) => 2,
            Some(file) if !(file.ends_with(".yaml") || file.ends_with(".yml")) => 1,
            _ => 0,
        };
        let order = kind(self).cmp(&kind(other));
        order.then_with(|| {
            (self.file(), start(self), self.code.id, &self.message).cmp(&(
                other.file(),
                start(other),
                other.code.id,
                &other.message,
            ))
        })
    }
}

/// Sorts diagnostics for reporting and merges repeats. A fault in a clause that a hundred policies
/// call is reported once, and so is an unknown key in all files of a folder.
pub fn settle(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.par_sort_by(Diagnostic::report_order);
    diagnostics.dedup();
    fold_needs(diagnostics);
    let mut first: HashMap<_, usize> = HashMap::with_capacity(diagnostics.len());
    let mut repeats = vec![0_usize; diagnostics.len()];
    let mut is_repeat = vec![false; diagnostics.len()];
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let place = match diagnostic.labels.first() {
            Some(_) if diagnostic.code.once_per_site => None,
            Some(label) => Some((label.place.source.path.as_str(), label.place.range.start)),
            None => diagnostic.path.as_deref().map(|path| (path, 0)),
        };
        let key = (diagnostic.code.id, diagnostic.message.as_str(), place);
        let known = *first.entry(key).or_insert(at);
        if known != at {
            repeats[known] += 1;
            is_repeat[at] = true;
        }
    }
    for (diagnostic, repeats) in diagnostics.iter_mut().zip(repeats) {
        if repeats > 0 {
            let places = match diagnostic.code.once_per_site {
                true => counted(repeats, "other file", "other files"),
                false => counted(repeats, "other call", "other calls"),
            };
            diagnostic.help.push(format!("the same in {places}"));
        }
    }
    let mut is_repeat = is_repeat.into_iter();
    diagnostics.retain(|_| !is_repeat.next().unwrap_or_default());
}

/// Merges faults about texts that need a fact into the fault about the fact itself, which comes
/// first in the order of reports.
fn fold_needs(diagnostics: &mut Vec<Diagnostic>) {
    let place = |d: &Diagnostic| {
        let label = d.labels.first()?;
        Some((label.place.source.path.clone(), label.place.range.start))
    };
    let mut facts: HashMap<_, usize> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for mut found in diagnostics.drain(..) {
        let fact = place(&found).and_then(|at| facts.get(&at).copied());
        match fact {
            Some(fact) if found.code == &codes::MISSING_FACT && found.labels.len() > 1 => {
                for label in found.labels.drain(1..) {
                    if !kept[fact].labels.contains(&label) {
                        kept[fact].labels.push(label);
                    }
                }
            }
            _ => {
                if let (true, Some(at)) = (found.code == &codes::FIELD_NOT_KNOWN_YET, place(&found))
                {
                    facts.insert(at, kept.len());
                }
                kept.push(found);
            }
        }
    }
    *diagnostics = kept;
}

/// Whether any diagnostic is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
