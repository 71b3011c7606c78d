//! The facts that a text shows.
//!
//! A clause that reads a fact does not necessarily show it: it may only count or name its entries.
//! The text is therefore evaluated again with another value, and shows the fact if the output
//! differs. Only the tags that read the fact are evaluated, and those with the same output in every
//! policy only once.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use super::evaluator::Evaluator;
use super::input::Input;
use super::memo::is_constant;
use super::variables::{insert_facts, insert_page};
use super::{FactSet, reads, scope};
use crate::template::budget;
use crate::template::end_segment;
use crate::template::instrument::{Instrumented, Segment, Tag, instrument};
use crate::template::source_map::{self, Segments};
use crate::template::tags::Block;

/// The maximum number of answers kept for all policies.
const KEPT: usize = 8192;

/// Whether calls with the same output in every policy show a part of a fact.
#[derive(Debug, Default)]
pub(super) struct Answers(RwLock<HashMap<String, bool>>);

impl Answers {
    fn get(&self, key: &str) -> Option<bool> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(key).copied()
    }

    fn put(&self, key: String, answer: bool) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < KEPT {
            known.insert(key, answer);
        }
    }
}

/// Sets or removes a fact and returns its previous value.
fn set(context: &mut Context, fact: &'static str, value: Option<Value>) -> Option<Value> {
    let before = context.remove(fact);
    if let Some(value) = value {
        context.insert_value(fact, value);
    }
    before
}

/// A policy's text, for determining which facts it shows.
#[derive(Debug)]
pub struct Shown<'a> {
    evaluator: &'a Evaluator,
    input: Input<'a>,
    ready: OnceCell<Ready>,
    known: RefCell<HashMap<String, bool>>,
}

/// The text, prepared for evaluation.
#[derive(Debug)]
struct Ready {
    segments: Vec<Segment>,
    first: usize,
    scope: u64,
    /// The policy's own facts as variables.
    own: Option<Context>,
    parts: Vec<Part>,
}

/// A part of the text whose output does not depend on the text around it.
#[derive(Debug)]
struct Part {
    text: String,
    reads: FactSet,
    is_shared: bool,
    now: OnceCell<Option<String>>,
}

impl<'a> Shown<'a> {
    /// Creates a value without evaluating any of the text.
    pub fn new(evaluator: &'a Evaluator, input: Input<'a>) -> Self {
        Self {
            evaluator,
            input,
            ready: OnceCell::new(),
            known: RefCell::default(),
        }
    }

    /// Whether the output differs if the fact `top` has another value, or none. `name` identifies
    /// that value.
    pub fn differs(&self, top: &'static str, name: &str, other: Option<&Value>) -> bool {
        if let Some(known) = self.known.borrow().get(name) {
            return *known;
        }
        let ready = self.ready.get_or_init(|| self.prepare());
        let mut parts = ready.parts.iter().filter(|part| part.reads.has(top));
        let differs = parts.any(|part| {
            if !part.is_shared {
                return self.is_other(ready, part, (top, other));
            }
            let key = format!("{} {name} {}", ready.scope, part.text);
            let answers = &self.evaluator.answers;
            answers.get(&key).unwrap_or_else(|| {
                let answer = self.is_other(ready, part, (top, other));
                answers.put(key, answer);
                answer
            })
        });
        self.known.borrow_mut().insert(name.to_owned(), differs);
        differs
    }

    fn prepare(&self) -> Ready {
        let Input { policy, body, .. } = &self.input;
        let library = &self.evaluator.library;
        let first = end_segment(&library.snippets);
        let text = &policy.text[body.clone()];
        let (mut marked, segments) = instrument(text, body.start, first, "", "");
        library.versions.resolve(&mut marked, self.input.language);
        let own = self.input.own_facts.map(|facts| {
            let mut context = Context::new();
            insert_facts(&mut context, facts);
            context
        });
        Ready {
            segments,
            first,
            scope: self
                .evaluator
                .scope(self.input.language, self.input.regimes),
            parts: self.parts(&marked, own.is_none()),
            own,
        }
    }

    /// Splits a text into single tags and whole blocks, since a block may print its tags any number
    /// of times. A text that sets variables is a single part.
    fn parts(&self, marked: &Instrumented, is_shared: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut depth = 0_usize;
        let mut first = 0;
        for (at, tag) in marked.tags.iter().enumerate() {
            if tag.prints && depth == 0 {
                parts.push(self.part(marked, &marked.tags[at..=at], is_shared));
                continue;
            }
            if depth == 0 {
                first = at;
            }
            match tag.block {
                _ if tag.prints => {}
                Block::Begins => depth += 1,
                Block::Ends if depth == 1 => {
                    depth = 0;
                    parts.push(self.part(marked, &marked.tags[first..=at], false));
                }
                Block::Ends if depth > 1 => depth -= 1,
                Block::GoesOn if depth > 0 => {}
                // All later tags may read the variables set by this one.
                _ => return vec![self.whole(marked)],
            }
        }
        match depth > 0 || marked.unclosed {
            true => vec![self.whole(marked)],
            false => parts,
        }
    }

    /// The part from the first of these tags to the last.
    fn part(&self, marked: &Instrumented, tags: &[Tag], is_shared: bool) -> Part {
        let library = &self.evaluator.library;
        let (Some(first), Some(last)) = (tags.first(), tags.last()) else {
            return self.whole(marked);
        };
        let text = marked.text[first.range.start..last.range.end].to_owned();
        let clause = |tag: &Tag| library.find(tag.clause.as_deref()?);
        let is_shared = is_shared
            && is_constant(&text)
            && clause(first).is_some_and(|clause| library.shared_only[clause]);
        let reads = tags.iter().fold(FactSet::default(), |all, tag| {
            let of_clause = clause(tag).map(|clause| library.reads[clause]);
            all.and(reads::in_tag(marked, tag))
                .and(of_clause.unwrap_or_default())
        });
        Part {
            text,
            reads,
            is_shared,
            now: OnceCell::new(),
        }
    }

    fn whole(&self, marked: &Instrumented) -> Part {
        let library = &self.evaluator.library;
        let calls = marked.tags.iter();
        let calls = calls.filter_map(|tag| library.find(tag.clause.as_deref()?));
        Part {
            text: marked.text.clone(),
            reads: calls.fold(reads::in_tags(marked), |all, clause| {
                all.and(library.reads[clause])
            }),
            is_shared: false,
            now: OnceCell::new(),
        }
    }

    fn is_other(&self, ready: &Ready, part: &Part, other: (&'static str, Option<&Value>)) -> bool {
        let now = part.now.get_or_init(|| self.print(ready, part, None));
        match (now, self.print(ready, part, Some(other))) {
            (Some(now), Some(then)) => {
                *now != then && self.words(ready, now) != self.words(ready, &then)
            }
            // If a part can't be evaluated, assume that it shows the fact.
            _ => true,
        }
    }

    /// Evaluates a part of the text, optionally with another value of a fact. Returns `None` if
    /// that fails.
    fn print(
        &self,
        ready: &Ready,
        part: &Part,
        other: Option<(&'static str, Option<&Value>)>,
    ) -> Option<String> {
        let evaluator = self.evaluator;
        let print = |context: &mut Context| {
            insert_page(context, &self.input);
            let before = other.map(|(top, other)| (top, set(context, top, other.cloned())));
            budget::begin(evaluator.limit);
            let text = evaluator.library.print(&part.text, context).ok();
            if let Some((top, before)) = before {
                set(context, top, before);
            }
            text
        };
        match &ready.own {
            Some(own) => {
                let mut context = own.clone();
                context.insert_value(scope::VARIABLE, ready.scope.into());
                print(&mut context)
            }
            None => evaluator.with_shared(ready.scope, print),
        }
    }

    /// The words of an evaluated text, separated by single spaces.
    fn words(&self, ready: &Ready, marked: &str) -> String {
        let segments = Segments {
            snippets: &self.evaluator.library.snippets,
            policy: self.input.policy,
            policy_segments: &ready.segments,
            policy_first: ready.first,
        };
        let (text, _) = source_map::expand(marked, segments);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
