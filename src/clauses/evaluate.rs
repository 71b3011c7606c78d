//! Evaluating the text of a policy.

use std::io::{self, Write};
use std::sync::{Arc, PoisonError};

use tera::value::Key;
use tera::{Context, Map, Tera, Value};

use super::library::{Library, template_index};
use super::memo::is_constant;
use super::trouble::{self, Trouble};
use super::{FactSet, conditions, filters, reads};
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::model::facts::Facts;
use crate::model::front_matter::FrontMatter;
use crate::model::tables::FACTS;
use crate::template::end_segment;
use crate::template::instrument::{Instrumented, instrument};
use crate::template::source_map::{self, Segments, SourceMap};

/// A merged text larger than this is a loop that got out of hand.
pub(super) const MAX_MERGED: usize = 16 * 1024 * 1024;
/// So many faults of the template engine are reported for one policy.
const MAX_TROUBLES: usize = 50;
/// The engine's name for a policy's text.
const POLICY: &str = "__tera_one_off";

/// What is evaluated.
#[derive(Debug)]
pub struct Input<'a> {
    /// The policy's file.
    pub policy: &'a Arc<Source>,
    /// Its text, behind the front matter.
    pub body: std::ops::Range<usize>,
    /// What it says about itself.
    pub front_matter: &'a FrontMatter,
    /// The facts that hold for it.
    pub facts: &'a Facts,
    /// Whether some of them are its own.
    pub brings_facts: bool,
    /// The regimes that hold for it.
    pub regimes: &'a [String],
    /// The language that it is written in.
    pub language: &'a str,
}

/// A text that was evaluated.
#[derive(Debug)]
pub struct Evaluated {
    /// The merged Markdown.
    pub text: String,
    /// The way back to the sources.
    pub map: SourceMap,
    /// The facts that it speaks of.
    pub facts: FactSet,
}

impl Library {
    /// The engine for pages in `language`.
    fn engine(&self, language: &str) -> Arc<Tera> {
        let read = self.engines.read();
        let read = read.unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = read.get(language) {
            return Arc::clone(engine);
        }
        drop(read);
        let mut engine = Tera::clone(&self.base);
        filters::register(&mut engine, &self.languages.get(language), &self.as_of);
        let engine = Arc::new(engine);
        self.engines
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(language.to_owned(), Arc::clone(&engine));
        engine
    }

    /// Evaluates the text of a policy: the merged Markdown, with the way back.
    /// Tags at fault print nothing; `None` if more than that is missing.
    pub fn evaluate(&self, input: Input<'_>, faults: &mut Vec<Diagnostic>) -> Option<Evaluated> {
        let Input {
            policy,
            body,
            front_matter,
            facts,
            brings_facts,
            regimes,
            language,
        } = input;
        let text = &policy.text[body.clone()];
        let first = end_segment(&self.snippets);
        let (marked, own_segments) = instrument(text, body.start, first, "", "");
        // Without tags there is nothing to evaluate.
        if marked.tags.is_empty() && own_segments.len() == 1 && !marked.unclosed {
            return Some(Evaluated {
                text: text.to_owned(),
                map: source_map::identity(own_segments[0]),
                facts: FactSet::default(),
            });
        }
        let segments = Segments {
            snippets: &self.snippets,
            policy,
            policy_segments: &own_segments,
            policy_first: first,
        };
        let expanded = |merged: &str| {
            let (text, map) = source_map::expand(merged, segments);
            let called = marked.tags.iter();
            let called = called.filter_map(|tag| self.find(tag.clause.as_deref()?));
            let facts = called.fold(reads::in_tags(&marked), |facts, called| {
                facts.and(self.reads[called])
            });
            Evaluated { text, map, facts }
        };
        check_conditions(policy, &marked, faults);
        let engine = self.engine(language);
        let own = brings_facts.then_some(facts);
        let context = context(front_matter, regimes, own);
        if !brings_facts
            && !shadows_facts(&marked)
            && let Some(merged) = self.evaluate_with_memo(&marked, &engine, &context, language)
        {
            return Some(expanded(&merged));
        }
        let mut attempt = marked.text.clone();
        // Whether the text still has all its sections; then it is worth looking
        // for other faults in it.
        let mut whole = true;
        for tag in &marked.tags {
            if let Some(name) = &tag.clause
                && self.find(name).is_none()
            {
                let place =
                    policy.place(marked.original(tag.range.start)..marked.original(tag.range.end));
                faults.push(self.unknown_clause(name, place));
                blank(&mut attempt, &tag.range);
                whole = false;
            }
        }
        for _ in 0..MAX_TROUBLES {
            let mut out = Limited(Vec::with_capacity(attempt.len() * 2));
            let error = match engine.render_str_to(&attempt, &context, true, &mut out) {
                Ok(()) if !whole => return None,
                Ok(()) => {
                    let merged = String::from_utf8(out.0).ok()?;
                    return Some(expanded(&merged));
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
                    && !attempt[tag.range.clone()].trim().is_empty()
                {
                    blank(&mut attempt, &tag.range);
                    blanked = true;
                    whole &= tag.clause.is_none();
                }
                // A fact that is there but faulty was reported where it is.
                let faulty = trouble
                    .fact
                    .as_deref()
                    .is_some_and(|path| facts.is_faulty(path));
                if !faulty {
                    let unknown = trouble.fact.as_deref().and_then(|path| facts.place(path));
                    let mut fault = self.diagnose(trouble, Some((policy, &marked)));
                    if let Some((place, node)) = unknown {
                        let words = if node.is_none() {
                            "none: there is none"
                        } else {
                            "null: not known yet"
                        };
                        fault = fault.label(place, words);
                    }
                    faults.push(fault);
                }
            }
            if !blanked {
                break;
            }
        }
        None
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
}

/// What a policy's text can ask for besides facts.
const POLICY_FIELDS: &[&str] = &[
    "title",
    "summary",
    "version",
    "updated",
    "effective",
    "review_by",
    "regimes",
];

/// Where the blocks of a text begin and end: all tags that print nothing.
fn blocks(marked: &Instrumented) -> Vec<std::ops::Range<usize>> {
    let tags = marked.tags.iter().filter(|tag| !tag.prints);
    tags.map(|tag| tag.range.clone()).collect()
}

/// Whether the text makes a name that is a fact's: clauses called where it
/// holds read that instead of the shared fact.
fn shadows_facts(marked: &Instrumented) -> bool {
    conditions::locals(&marked.text, &blocks(marked))
        .iter()
        .any(|name| FACTS.field(name).is_some())
}

/// Reports names in conditions that nothing has.
fn check_conditions(policy: &Arc<Source>, marked: &Instrumented, faults: &mut Vec<Diagnostic>) {
    let tags = blocks(marked);
    if tags.is_empty() {
        return;
    }
    let mut known: Vec<&str> = FACTS.names().collect();
    known.extend(["policy", "extra"]);
    for name in conditions::names(&marked.text, &tags) {
        let unknown = match name.path.split_once('.') {
            Some(("extra", _)) => None,
            Some(("policy", field)) if !POLICY_FIELDS.contains(&field) => Some((
                format!("there is no variable `{}`", name.path),
                did_you_mean(field, POLICY_FIELDS.iter().copied()),
            )),
            Some(("policy", _)) => None,
            _ => trouble::unknown_name(name.path, &known),
        };
        if let Some((message, help)) = unknown {
            let range = marked.original(name.range.start)..marked.original(name.range.end);
            faults.push(
                Diagnostic::new(&codes::UNKNOWN_VARIABLE, message)
                    .at(policy, range)
                    .maybe_help(help),
            );
        }
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

/// What a policy's text can refer to besides the shared facts.
fn context(front_matter: &FrontMatter, regimes: &[String], own: Option<&Facts>) -> Context {
    let mut context = Context::new();
    if let Some(facts) = own {
        for (key, value) in facts.values() {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), value.clone());
            }
        }
    }
    let mut policy = Map::new();
    let mut put = |key: &'static str, value: Option<String>| {
        if let Some(value) = value {
            policy.insert(Key::Str(key), value.into());
        }
    };
    put("title", front_matter.title.clone());
    put("summary", front_matter.summary.clone());
    put("version", front_matter.version.clone());
    put("updated", front_matter.updated.map(|date| date.to_string()));
    put(
        "effective",
        front_matter.effective.map(|date| date.to_string()),
    );
    put(
        "review_by",
        front_matter.review_by.map(|date| date.to_string()),
    );
    let regimes: Vec<Value> = regimes.iter().map(|name| name.as_str().into()).collect();
    policy.insert(Key::Str("regimes"), regimes.into());
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
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too much text"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
