//! All clauses of a site, compiled, and the evaluation of policies with them.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, RwLock};

use tera::{Context, Delimiters, Tera};

use super::instrument::{Instrumented, instrument};
use super::memo::{Memo, is_constant};
use super::trouble::{self, Trouble};
use super::{Clause, ClauseId, filters};
use crate::dates::AsOf;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::facts::Facts;
use crate::front_matter::FrontMatter;
use crate::markdown::literal;
use crate::source::{Place, Source};
use crate::source_map::{self, Segments, SourceMap};

/// A merged text larger than this is a loop that got out of hand.
const MAX_MERGED: usize = 16 * 1024 * 1024;
/// So many faults of the template engine are reported for one policy.
const MAX_TROUBLES: usize = 50;
/// The engine's name for a policy's text.
const POLICY: &str = "__tera_one_off";

/// The clauses of a site.
#[derive(Debug)]
pub struct Library {
    clauses: Vec<Clause>,
    segments: usize,
    as_of: Arc<AsOf>,
    base: Tera,
    /// One engine for each language, as dates are written in it.
    engines: RwLock<HashMap<String, Arc<Tera>>>,
    /// For each clause: whether it and all that it calls read shared facts alone.
    shared_only: Vec<bool>,
    memo: Memo,
}

impl Library {
    /// Compiles clauses; `facts` are those that all policies share. Faulty
    /// clauses are reported and stand for nothing, so that policies that call
    /// them don't add faults of their own.
    pub fn compile(
        clauses: Vec<Clause>,
        facts: &Facts,
        language: &str,
        as_of: Arc<AsOf>,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Self> {
        let mut base = Tera::new();
        base.autoescape_on([""]);
        base.set_escape_fn(literal::escape);
        // `{#` begins a heading's id in Markdown, so comments get delimiters
        // that nobody types; Markdown has HTML's comments.
        base.set_delimiters(Delimiters {
            comment_start: "\u{80}".into(),
            comment_end: "\u{81}".into(),
            ..Delimiters::default()
        })?;
        filters::register(&mut base, language, &as_of);
        for (key, value) in facts.values() {
            if let Some(key) = key.as_str() {
                base.global_context().insert_value(key.to_owned(), value.clone());
            }
        }
        let segments = clauses
            .last()
            .map_or(0, |last| last.first_segment + last.segments.len());
        let mut library = Self {
            clauses,
            segments,
            as_of,
            base,
            engines: RwLock::default(),
            shared_only: Vec::new(),
            memo: Memo::default(),
        };
        library.shared_only = library.find_shared_only();
        let mut broken = library.unknown_calls(faults);
        broken.extend(library.cycles(faults));
        library.add_all(broken, faults)?;
        let base = Arc::new(library.base.clone());
        library
            .engines
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .insert(language.to_owned(), base);
        Ok(library)
    }

    /// The clauses, ordered by their segments.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The date that in-force questions are answered for.
    pub fn as_of(&self) -> &Arc<AsOf> {
        &self.as_of
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.clauses.iter().map(|clause| clause.name.as_str())
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names().position(|known| known == name)
    }

    fn unknown_clause(&self, name: &str, place: Place) -> Diagnostic {
        Diagnostic::new(&codes::UNKNOWN_CLAUSE, format!("there is no clause `{name}`"))
            .label(place, "")
            .maybe_help(
                did_you_mean(name, self.names())
                    .or_else(|| Some("clauses are files in `content/clauses`".to_owned())),
            )
    }

    fn unknown_calls(&self, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
        let mut broken = Vec::new();
        for (index, clause) in self.clauses.iter().enumerate() {
            for tag in &clause.instrumented.tags {
                if let Some(name) = &tag.clause
                    && self.find(name).is_none()
                {
                    faults.push(self.unknown_clause(name, clause.place(tag.range.clone())));
                    broken.push(index);
                }
            }
        }
        broken
    }

    /// Reports each ring of calls once, at its first clause by name.
    fn cycles(&self, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
        let calls: Vec<Vec<(usize, usize)>> = self
            .clauses
            .iter()
            .map(|clause| {
                let tags = clause.instrumented.tags.iter().enumerate();
                tags.filter_map(|(tag, found)| Some((tag, self.find(found.clause.as_deref()?)?)))
                    .collect()
            })
            .collect();
        let mut broken = Vec::new();
        let mut done = vec![false; self.clauses.len()];
        for start in 0..self.clauses.len() {
            if done[start] {
                continue;
            }
            let Some(ring) = ring_from(start, &calls) else {
                continue;
            };
            for (clause, _) in &ring {
                done[*clause] = true;
                broken.push(*clause);
            }
            let mut names: Vec<&str> = ring
                .iter()
                .map(|(clause, _)| self.clauses[*clause].name.as_str())
                .collect();
            names.push(names[0]);
            let mut diagnostic = Diagnostic::new(
                &codes::CLAUSE_CYCLE,
                format!("clauses call each other in a ring: {}", names.join(" → ")),
            );
            for (clause, tag) in &ring {
                let clause = &self.clauses[*clause];
                let range = clause.instrumented.tags[*tag].range.clone();
                diagnostic = diagnostic.label(clause.place(range), "");
            }
            faults.push(diagnostic);
        }
        broken
    }

    fn add_all(
        &mut self,
        mut broken: Vec<usize>,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<()> {
        // Each round reports at least one clause more, or is the last.
        for _ in 0..=self.clauses.len() {
            let templates: Vec<(String, String)> = self
                .clauses
                .iter()
                .enumerate()
                .map(|(index, clause)| {
                    let text = if broken.contains(&index) {
                        let name = &clause.name;
                        format!("{{% component {name}(...rest) %}}{{% endcomponent {name} %}}")
                    } else {
                        clause.instrumented.text.clone()
                    };
                    (template_name(index), text)
                })
                .collect();
            let error = match self.base.add_raw_templates(templates) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            let text = |name: &str| Some(self.clauses.get(template_index(name)?)?.instrumented.text.clone());
            let before = broken.len();
            for trouble in trouble::troubles(&error, text) {
                let index = trouble.at.as_ref().and_then(|(name, _)| template_index(name));
                if let Some(index) = index.filter(|index| !broken.contains(index)) {
                    broken.push(index);
                }
                faults.push(self.diagnose(trouble, None));
            }
            if broken.len() == before {
                return Err(anyhow::anyhow!("clauses can't be compiled: {error}"));
            }
        }
        Ok(())
    }

    /// The engine for pages in `language`.
    fn engine(&self, language: &str) -> Arc<Tera> {
        let read = self.engines.read();
        let read = read.unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(engine) = read.get(language) {
            return Arc::clone(engine);
        }
        drop(read);
        let mut engine = self.base.clone();
        filters::register(&mut engine, language, &self.as_of);
        let engine = Arc::new(engine);
        self.engines
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .insert(language.to_owned(), Arc::clone(&engine));
        engine
    }

    /// Evaluates the text of a policy: the merged Markdown, with the way back.
    /// `own` are the facts of this policy, if it brings any. `None` if a fault
    /// was found.
    pub fn evaluate(
        &self,
        policy: &Arc<Source>,
        body: std::ops::Range<usize>,
        front_matter: &FrontMatter,
        own: Option<&Facts>,
        language: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(String, SourceMap)> {
        let text = &policy.text[body.clone()];
        let marked = instrument(text, body.start, self.segments, "", "");
        // Without tags there is nothing to evaluate.
        if marked.tags.is_empty() && marked.segments.len() == 1 && !marked.unclosed {
            return Some((text.to_owned(), source_map::identity(marked.segments[0])));
        }
        let segments = Segments {
            clauses: &self.clauses,
            policy,
            policy_segments: &marked.segments,
            policy_first: self.segments,
        };
        let engine = self.engine(language);
        let context = context(front_matter, own);
        if own.is_none()
            && let Some(merged) = self.evaluate_with_memo(&marked, &engine, &context, language)
        {
            return Some(source_map::expand(&merged, segments));
        }
        let before = faults.len();
        let mut input = marked.text.clone();
        for tag in &marked.tags {
            if let Some(name) = &tag.clause
                && self.find(name).is_none()
            {
                let place = policy.place(marked.original(tag.range.start)..marked.original(tag.range.end));
                faults.push(self.unknown_clause(name, place));
                blank(&mut input, &tag.range);
            }
        }
        for _ in 0..MAX_TROUBLES {
            let mut out = Limited(Vec::with_capacity(input.len() * 2));
            let error = match engine.render_str_to(&input, &context, true, &mut out) {
                Ok(()) if faults.len() > before => return None,
                Ok(()) => {
                    let merged = String::from_utf8(out.0).ok()?;
                    return Some(source_map::expand(&merged, segments));
                }
                Err(error) => error,
            };
            let text = |name: &str| match template_index(name) {
                Some(index) => Some(self.clauses.get(index)?.instrumented.text.clone()),
                None => Some(marked.text.clone()),
            };
            // Blank the tag at fault and go on, to find what else is wrong.
            let mut blanked = false;
            for trouble in trouble::troubles(&error, text) {
                let at = policy_offset(&trouble, &marked);
                if let Some(tag) = at.and_then(|at| marked.tag_at(at))
                    && tag.prints
                    && !input[tag.range.clone()].trim().is_empty()
                {
                    blank(&mut input, &tag.range);
                    blanked = true;
                }
                faults.push(self.diagnose(trouble, Some((policy, &marked))));
            }
            if !blanked {
                break;
            }
        }
        None
    }

    fn diagnose(&self, trouble: Trouble, policy: Option<(&Arc<Source>, &Instrumented)>) -> Diagnostic {
        let place = |template: &str, range: std::ops::Range<usize>| -> Option<Place> {
            match template_index(template) {
                Some(index) => Some(self.clauses.get(index)?.place(range)),
                None => {
                    let (source, marked) = policy?;
                    let start = marked.original(range.start);
                    Some(source.place(start..marked.original(range.end).max(start)))
                }
            }
        };
        let mut diagnostic = Diagnostic::new(trouble.code, trouble.message).maybe_help(trouble.help);
        if let Some((template, range)) = &trouble.at {
            let found = place(template, range.clone());
            diagnostic = match found {
                Some(found) => diagnostic.label(found, ""),
                None => diagnostic,
            };
        } else if let Some((source, _)) = policy {
            diagnostic = diagnostic.path(&source.path);
        }
        let mut called = trouble.at.as_ref().and_then(|(name, _)| template_index(name));
        for (template, line, column) in &trouble.calls {
            let text = match template_index(template) {
                Some(index) => self.clauses.get(index).map(|clause| &clause.instrumented.text),
                None => policy.map(|(_, marked)| &marked.text),
            };
            let offset = text.and_then(|text| trouble::offset(text, *line, *column));
            if let (Some(offset), Some(clause)) = (offset, called)
                && let Some(found) = place(template, offset..offset)
            {
                // Point at the whole tag, whose braces come before the call.
                let start = found.source.text[..found.range.start].rfind('{').map_or(
                    found.range.start,
                    |at| at.saturating_sub(1),
                );
                let range = source_map::tag_range(&found.source, start);
                let name = &self.clauses[clause].name;
                diagnostic = diagnostic.label(
                    found.source.place(range),
                    format!("clause `{name}` called here"),
                );
            }
            called = template_index(template);
        }
        diagnostic
    }

    /// Evaluates a policy without facts of its own, with what is known of calls
    /// that it shares with others. `None` if there is nothing to share, or a
    /// fault, which is for [`Self::evaluate`] to report.
    fn evaluate_with_memo(
        &self,
        marked: &Instrumented,
        engine: &Tera,
        context: &Context,
        language: &str,
    ) -> Option<String> {
        let mut input = String::with_capacity(2 * marked.text.len());
        let mut done = 0;
        let mut left = 0;
        for tag in &marked.tags {
            let text = &marked.text[tag.range.clone()];
            let known = tag
                .clause
                .as_deref()
                .filter(|_| tag.prints && is_constant(text))
                .and_then(|name| self.find(name))
                .filter(|clause| self.shared_only[*clause])
                .and_then(|_| {
                    self.memo.output(language, text, || {
                        engine.render_str(text, &Context::new(), true).ok()
                    })
                });
            match known {
                Some(known) => {
                    input.push_str(&marked.text[done..tag.range.start]);
                    input.push_str(&known);
                    done = tag.range.end;
                }
                None => left += 1,
            }
        }
        if done == 0 {
            return None;
        }
        input.push_str(&marked.text[done..]);
        if left == 0 && !marked.unclosed {
            return Some(input);
        }
        let mut out = Limited(Vec::with_capacity(2 * input.len()));
        engine.render_str_to(&input, context, true, &mut out).ok()?;
        String::from_utf8(out.0).ok()
    }

    fn find_shared_only(&self) -> Vec<bool> {
        let of_policy = |fact: &String| fact == "policy" || fact == "extra";
        let mut shared: Vec<bool> = self
            .clauses
            .iter()
            .map(|clause| !clause.uses.iter().chain(&clause.optional).any(of_policy))
            .collect();
        // A clause is as its calls are; in rounds, as calls may go any way.
        loop {
            let mut changed = false;
            for (index, clause) in self.clauses.iter().enumerate() {
                let calls = clause.instrumented.tags.iter();
                let own = calls
                    .filter_map(|tag| tag.clause.as_deref())
                    .all(|name| self.find(name).is_none_or(|called| shared[called]));
                changed |= shared[index] && !own;
                shared[index] &= own;
            }
            if !changed {
                return shared;
            }
        }
    }

    /// The clause of an id.
    pub fn get(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0]
    }
}

/// The offset in the policy's text that a trouble goes back to.
fn policy_offset(trouble: &Trouble, marked: &Instrumented) -> Option<usize> {
    match &trouble.at {
        Some((template, range)) if template == POLICY => Some(range.start),
        _ => {
            let (_, line, column) = trouble.calls.iter().find(|(name, ..)| name == POLICY)?;
            trouble::offset(&marked.text, *line, *column)
        }
    }
}

/// Replaces a tag by spaces, so that all other places stay.
fn blank(text: &mut String, range: &std::ops::Range<usize>) {
    text.replace_range(range.clone(), &" ".repeat(range.len()));
}

fn template_name(index: usize) -> String {
    format!("clause:{index}")
}

fn template_index(name: &str) -> Option<usize> {
    name.strip_prefix("clause:")?.parse().ok()
}

/// The first ring of calls that `start` is part of, as (clause, tag) pairs.
fn ring_from(start: usize, calls: &[Vec<(usize, usize)>]) -> Option<Vec<(usize, usize)>> {
    let mut seen = vec![false; calls.len()];
    // Depth first, with the path so far: (clause, index of its next call).
    let mut path: Vec<(usize, usize)> = vec![(start, 0)];
    while let Some((clause, next)) = path.last_mut() {
        match calls[*clause].get(*next) {
            Some((_, target)) => {
                *next += 1;
                if *target == start {
                    return Some(
                        path.iter()
                            .map(|(clause, next)| (*clause, calls[*clause][next - 1].0))
                            .collect(),
                    );
                }
                if !std::mem::replace(&mut seen[*target], true) {
                    path.push((*target, 0));
                }
            }
            None => {
                path.pop();
            }
        }
    }
    None
}

/// What a policy's text can refer to besides the shared facts.
fn context(front_matter: &FrontMatter, own: Option<&Facts>) -> Context {
    let mut context = Context::new();
    if let Some(facts) = own {
        for (key, value) in facts.values() {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), value.clone());
            }
        }
    }
    let mut policy = tera::Map::new();
    let mut put = |key: &'static str, value: Option<String>| {
        if let Some(value) = value {
            policy.insert(tera::value::Key::Str(key), value.into());
        }
    };
    put("title", front_matter.title.clone());
    put("summary", front_matter.summary.clone());
    put("version", front_matter.version.clone());
    put("updated", front_matter.updated.map(|date| date.to_string()));
    put("effective", front_matter.effective.map(|date| date.to_string()));
    put("review_by", front_matter.review_by.map(|date| date.to_string()));
    context.insert_value("policy", policy.into());
    if let Some(extra) = &front_matter.extra {
        context.insert_value("extra", extra.clone());
    }
    context
}

/// A buffer that refuses to grow without bounds.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_MERGED {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "the merged text is larger than 16 MB",
            ));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
