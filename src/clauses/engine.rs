//! The clauses as templates of the engine.
//!
//! Compiling the standard clauses takes longer than building a small site, and most sites call few
//! of them. Therefore, a standard clause is compiled when a text first calls it, together with all
//! others that texts are known to call. A site's own clauses are compiled when it is loaded, so
//! that their errors are reported even if no page calls them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Tera, TeraResult};

use super::library::{Library, template_name};
use crate::template::tags;

/// An engine with the templates that texts have called so far.
#[derive(Debug)]
pub(super) struct Engine {
    compiled: RwLock<Compiled>,
    /// For each clause, whether a text is expected to call it.
    expected: Vec<AtomicBool>,
}

#[derive(Debug)]
struct Compiled {
    engine: Arc<Tera>,
    /// For each clause, whether the engine has it and all clauses that it calls.
    has: Vec<bool>,
}

impl Engine {
    /// Wraps an engine without templates, for this number of clauses.
    pub(super) fn new(engine: Tera, clauses: usize) -> Self {
        Self {
            compiled: RwLock::new(Compiled {
                engine: Arc::new(engine),
                has: vec![false; clauses],
            }),
            expected: (0..clauses).map(|_| AtomicBool::default()).collect(),
        }
    }
}

impl Library {
    /// Notes that a text in `language` will be evaluated, so that the clauses it calls are compiled
    /// together with those of other texts.
    pub fn expect(&self, text: &str, language: &str) {
        for name in tags::called(text) {
            if let Some(clause) = self.find_in(name, language) {
                self.engine.expected[clause].store(true, Ordering::Relaxed);
            }
        }
    }

    /// The engine with the clauses that an instrumented text calls.
    pub(super) fn engine_for(&self, text: &str) -> TeraResult<Arc<Tera>> {
        let called = tags::called(text).filter_map(|name| self.find(name));
        self.engine_with(&called.collect::<Vec<_>>())
    }

    /// The engine with these clauses and all clauses that they call.
    pub(super) fn engine_with(&self, clauses: &[usize]) -> TeraResult<Arc<Tera>> {
        let Engine { compiled, expected } = &self.engine;
        let ready = compiled.read().unwrap_or_else(PoisonError::into_inner);
        if clauses.iter().all(|clause| ready.has[*clause]) {
            return Ok(Arc::clone(&ready.engine));
        }
        drop(ready);
        let mut compiled = compiled.write().unwrap_or_else(PoisonError::into_inner);
        let compiled = &mut *compiled;
        let expected = (0..expected.len()).filter(|at| expected[*at].load(Ordering::Relaxed));
        let wanted = clauses.iter().copied().chain(expected);
        let wanted = wanted.filter(|clause| !compiled.has[*clause]);
        let mut added: Vec<usize> = wanted.flat_map(|clause| self.reached(clause)).collect();
        added.sort_unstable();
        added.dedup();
        added.retain(|clause| !compiled.has[*clause]);
        let templates = added.iter();
        let templates = templates.map(|clause| (template_name(*clause), self.template(*clause)));
        Arc::make_mut(&mut compiled.engine).add_raw_templates(templates)?;
        added.iter().for_each(|clause| compiled.has[*clause] = true);
        Ok(Arc::clone(&compiled.engine))
    }

    /// The text of a clause for the engine; that of a faulty clause prints nothing.
    fn template(&self, clause: usize) -> String {
        if self.broken.contains(&clause) {
            let name = self.component(clause);
            return format!("{{% component {name}(...rest) %}}{{% endcomponent {name} %}}");
        }
        self.clauses[clause].instrumented.text.clone()
    }
}
