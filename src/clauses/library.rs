//! The compiled clauses of a site.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tera::{Delimiters, Tera};

use super::engine::Engine;
use super::languages::{Folders, Versions};
use super::printing::Checked;
use super::read::read;
use super::scope::Scopes;
use super::trouble::{self, Trouble};
use super::{Clause, FactSet, FieldSet, comments, escape, filters};
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::{Place, Source};
use crate::template::Snippet;
use crate::template::instrument::Instrumented;
use crate::template::tags;

/// Compiled clauses. They do not depend on facts, languages or dates, so one library can serve any
/// number of sites.
#[derive(Debug)]
pub struct Library {
    pub(super) clauses: Vec<Clause>,
    /// Clauses with the same name in several languages.
    pub(super) versions: Versions,
    by_name: HashMap<String, usize>,
    /// The clause data that source maps need, in the order of `clauses`.
    pub(super) snippets: Vec<Snippet>,
    pub(super) engine: Engine,
    /// The scopes in which filters look up the page's language and the build date.
    pub(super) scopes: Arc<Scopes>,
    /// For each clause, whether it and all clauses that it calls read only shared facts.
    pub(super) shared_only: Vec<bool>,
    /// For each clause, the facts mentioned in it and in all clauses that it calls.
    pub(super) reads: Vec<FactSet>,
    /// For each clause, the fields mentioned in it, computed on demand.
    pub(super) own_fields: Vec<OnceLock<FieldSet>>,
    /// For each clause, the fields mentioned in it and in all clauses that it calls.
    pub(super) fields: Vec<OnceLock<FieldSet>>,
    /// Faulty clauses, which print nothing.
    pub(super) broken: Vec<usize>,
    pub(super) checked: Checked,
    /// Whether any clause captures output instead of printing it.
    pub(super) captures: bool,
}

impl Library {
    /// Reads and compiles clauses. Faulty clauses are reported and print nothing, so that policies
    /// that call them don't cause further errors.
    pub fn compile(sources: &[Arc<Source>], faults: &mut Vec<Diagnostic>) -> anyhow::Result<Self> {
        let mut library = Self::compile_in(&Folders::default(), sources, faults)?;
        let every: Vec<usize> = (0..library.clauses.len()).collect();
        library.check_conditions(Clause::is_standard, faults);
        library.compile_each(&every, faults)?;
        Ok(library)
    }

    /// Reads the clauses of a site with language folders. Its own clauses and those that they call
    /// are checked and compiled; standard clauses are compiled when a text calls them.
    pub fn compile_in(
        folders: &Folders,
        sources: &[Arc<Source>],
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Self> {
        let mut engine = Tera::new();
        engine.autoescape_on([""]);
        engine.set_escape_fn(escape::escape);
        // `{#` begins a heading ID in Markdown, so the engine's comments get delimiters that nobody
        // types. Markdown can use HTML comments.
        engine.set_delimiters(Delimiters {
            comment_start: "\u{80}".into(),
            comment_end: "\u{81}".into(),
            ..Delimiters::default()
        })?;
        let scopes = Arc::default();
        filters::register(&mut engine, &scopes);
        let (mut clauses, mut snippets) = (Vec::new(), Vec::new());
        let (components, versions) = Versions::of(sources, folders);
        let mut by_name = HashMap::new();
        for (source, component) in sources.iter().zip(components) {
            let folder = folders.language(&source.path);
            if let Some((mut clause, snippet)) = read(source, &component, folder, &snippets, faults)
            {
                if let Some(language) = &clause.language {
                    versions.resolve(&mut clause.instrumented, language);
                }
                by_name.insert(component, clauses.len());
                clauses.push(clause);
                snippets.push(snippet);
            }
        }
        let mut library = Self {
            by_name,
            versions,
            captures: clauses
                .iter()
                .any(|clause| super::captures(&clause.source.text)),
            engine: Engine::new(engine, clauses.len()),
            own_fields: vec![OnceLock::new(); clauses.len()],
            fields: vec![OnceLock::new(); clauses.len()],
            clauses,
            snippets,
            scopes,
            shared_only: Vec::new(),
            reads: Vec::new(),
            broken: Vec::new(),
            checked: Checked::default(),
        };
        library.shared_only = library.find_shared_only();
        library.reads = library.find_reads();
        library.check_conditions(|clause| !clause.is_standard(), faults);
        let mut broken = library.unknown_calls(faults);
        broken.extend(library.cycles(faults));
        library.broken = broken;
        let whole = library.clauses.iter().enumerate();
        let own = whole.filter(|(_, clause)| !clause.is_standard());
        let own: Vec<usize> = own.map(|(index, _)| index).collect();
        library.compile_each(&own, faults)?;
        Ok(library)
    }

    /// The distinct clauses that a text calls.
    pub fn called_in(&self, text: &str) -> Vec<&Clause> {
        let names = tags::clauses_in(text);
        let called = |clause: &&Clause| names.contains(clause.name.as_str());
        self.clauses().iter().filter(called).collect()
    }

    /// The clauses, in the order of their sources.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause data that source maps need.
    pub fn snippets(&self) -> &[Snippet] {
        &self.snippets
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.clauses.iter().map(|clause| clause.name.as_str())
    }

    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The name of a clause in the engine.
    pub(super) fn component(&self, index: usize) -> &str {
        let mut names = self.by_name.iter();
        let found = names.find(|(_, at)| **at == index);
        found.map_or("", |(name, _)| name.as_str())
    }

    pub(super) fn unknown_clause(
        &self,
        name: &str,
        place: Place,
        similar: Option<String>,
    ) -> Diagnostic {
        Diagnostic::new(
            &codes::UNKNOWN_CLAUSE,
            format!("there is no clause `{name}`"),
        )
        .label(place, "")
        .maybe_help(similar.or_else(|| Some("`policygen clauses` lists all clauses".to_owned())))
    }

    /// Suggests a clause instead of an unknown one.
    pub(super) fn similar(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.names())
    }

    /// Compiles some clauses and those that they call, and reports those that are faulty.
    fn compile_each(
        &mut self,
        clauses: &[usize],
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<()> {
        // Each round except the last reports at least one more clause.
        for _ in 0..=self.clauses.len() {
            let error = match self.engine_with(clauses) {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let text = |name: &str| {
                Some(
                    self.clauses
                        .get(template_index(name)?)?
                        .instrumented
                        .text
                        .clone(),
                )
            };
            let mut broken = self.broken.clone();
            for trouble in trouble::troubles(&error, text) {
                let index = trouble
                    .at
                    .as_ref()
                    .and_then(|(name, _)| template_index(name));
                if let Some(index) = index.filter(|index| !broken.contains(index)) {
                    broken.push(index);
                }
                faults.push(self.diagnose(trouble, None));
            }
            if broken.len() == self.broken.len() {
                return Err(anyhow::anyhow!("clauses can't be compiled: {error}"));
            }
            self.broken = broken;
        }
        Ok(())
    }

    pub(super) fn diagnose(
        &self,
        trouble: Trouble,
        policy: Option<(&Arc<Source>, &Instrumented)>,
    ) -> Diagnostic {
        let place = |template: &str, range: std::ops::Range<usize>| -> Option<Place> {
            match template_index(template) {
                Some(index) => Some(self.clauses.get(index)?.place(range)),
                None => {
                    let (source, marked) = policy?;
                    let start = marked.original(range.start);
                    Some(source.place_within(start..marked.original(range.end)))
                }
            }
        };
        let mut diagnostic =
            Diagnostic::new(trouble.code, trouble.message).maybe_help(trouble.help);
        if let Some((template, range)) = &trouble.at {
            let marked = match template_index(template) {
                Some(index) => self.clauses.get(index).map(|clause| &clause.instrumented),
                None => policy.map(|(_, marked)| marked),
            };
            // The engine points at an inserted filter, which is not in the source.
            let is_bound = [&codes::VALUE_PRINTED, &codes::EVALUATION].contains(&trouble.code);
            let tag = marked.and_then(|marked| marked.tag_at(range.start));
            let range = tag.filter(|_| is_bound).map_or(range, |tag| &tag.range);
            let found = place(template, range.clone());
            if diagnostic.code == &codes::CLAUSE_ARGUMENT
                && let Some(call) = marked.and_then(|marked| marked.text.get(range.clone()))
            {
                diagnostic = self.with_parameters(diagnostic, call);
            }
            if let Some(found) = found {
                diagnostic = diagnostic.label(found.clone(), "");
                if let Some(marked) = marked {
                    diagnostic = comments::explain(diagnostic, &found, marked);
                }
            }
        } else if let Some((source, _)) = policy {
            diagnostic = diagnostic.path(&source.path);
        }
        let mut called = trouble
            .at
            .as_ref()
            .and_then(|(name, _)| template_index(name));
        for (template, at) in &trouble.calls {
            let marked = match template_index(template) {
                Some(index) => self.clauses.get(index).map(|clause| &clause.instrumented),
                None => policy.map(|(_, marked)| marked),
            };
            // The engine points inside the tag.
            let tag = marked.and_then(|marked| Some(marked.tag_at(*at)?.range.clone()));
            if let (Some(tag), Some(clause)) = (tag, called)
                && let Some(found) = place(template, tag)
            {
                let name = &self.clauses[clause].name;
                diagnostic = diagnostic.label(found, format!("clause `{name}` called here"));
            }
            called = template_index(template);
        }
        self.name_printers(diagnostic)
    }
}

pub(super) fn template_name(index: usize) -> String {
    format!("clause:{index}")
}

pub(super) fn template_index(name: &str) -> Option<usize> {
    name.strip_prefix("clause:")?.parse().ok()
}
