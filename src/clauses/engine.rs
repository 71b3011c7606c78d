//! The clauses as templates of the engine.
//!
//! Compiling the standard clauses takes longer than building a small site, and most sites call few
//! of them. So each is compiled when a text first calls it; those of a site are compiled at once,
//! so that their errors are reported even if no page calls them.

use std::sync::{Arc, PoisonError, RwLock};

use tera::{Tera, TeraResult};

/// The number of times that templates are added before all are: each time, the engine goes
/// through those that it has.
const MAX_ROUNDS: usize = 8;

/// An engine with the templates that texts have called so far.
#[derive(Debug)]
pub(super) struct Engine(RwLock<Compiled>);

#[derive(Debug)]
struct Compiled {
    engine: Arc<Tera>,
    /// For each clause, whether the engine has it, and so all that it calls.
    has: Vec<bool>,
    rounds: usize,
}

impl Engine {
    /// An engine for this number of clauses, without any of them.
    pub(super) fn new(engine: Tera, clauses: usize) -> Self {
        Self(RwLock::new(Compiled {
            engine: Arc::new(engine),
            has: vec![false; clauses],
            rounds: 0,
        }))
    }

    /// The engine with some clauses; `reached` adds all that they call, and `template` returns the
    /// name and text of one.
    pub(super) fn with(
        &self,
        called: &[usize],
        reached: impl Fn(usize) -> Vec<usize>,
        template: impl Fn(usize) -> (String, String),
    ) -> TeraResult<Arc<Tera>> {
        let compiled = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if called.iter().all(|clause| compiled.has[*clause]) {
            return Ok(Arc::clone(&compiled.engine));
        }
        drop(compiled);
        let mut compiled = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let compiled = &mut *compiled;
        compiled.rounds += 1;
        let mut added: Vec<usize> = if compiled.rounds < MAX_ROUNDS {
            called.iter().flat_map(|clause| reached(*clause)).collect()
        } else {
            (0..compiled.has.len()).collect()
        };
        added.retain(|clause| !compiled.has[*clause]);
        added.sort_unstable();
        added.dedup();
        let templates = added.iter().map(|clause| template(*clause));
        Arc::make_mut(&mut compiled.engine).add_raw_templates(templates)?;
        added.iter().for_each(|clause| compiled.has[*clause] = true);
        Ok(Arc::clone(&compiled.engine))
    }
}
