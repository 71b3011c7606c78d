//! The inputs of filters besides their arguments: the page's language and regimes, and the build
//! date.
//!
//! The template engine passes the surrounding variables to a filter, but no data about the
//! evaluation. Every context therefore has a variable with the number of its scope, which every
//! clause inherits from its caller, and filters look up the scope by this number. This keeps the
//! compiled clauses independent of language, regimes and date.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Error, State, TeraResult};

use crate::base::dates::AsOf;
use crate::model::language::Language;

/// The variable that contains the number of a scope.
pub(super) const VARIABLE: &str = "_scope";

/// The inputs of filters besides their arguments.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) language: Arc<Language>,
    pub(super) as_of: Arc<AsOf>,
    /// The regimes that apply to the page.
    pub(super) regimes: Box<[String]>,
}

/// The scopes in use.
#[derive(Debug, Default)]
pub(super) struct Scopes(RwLock<Numbered>);

#[derive(Debug, Default)]
struct Numbered {
    scopes: HashMap<u64, Arc<Scope>>,
    last: u64,
}

impl Scopes {
    /// Adds a scope, which is kept until its registration is dropped.
    pub(super) fn register(self: &Arc<Self>, scope: Scope) -> Registration {
        let mut numbered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        numbered.last += 1;
        let number = numbered.last;
        numbered.scopes.insert(number, Arc::new(scope));
        Registration {
            scopes: Arc::clone(self),
            number,
        }
    }

    /// The scope in which a filter is called.
    pub(super) fn of(&self, state: &State<'_>) -> TeraResult<Arc<Scope>> {
        let number = state.get::<u64>(VARIABLE)?;
        let numbered = self.0.read().unwrap_or_else(PoisonError::into_inner);
        number
            .and_then(|number| numbered.scopes.get(&number).map(Arc::clone))
            .ok_or_else(|| Error::message(format!("the variable `{VARIABLE}` is reserved")))
    }
}

/// Keeps a scope in use until it is dropped.
#[derive(Debug)]
pub(super) struct Registration {
    scopes: Arc<Scopes>,
    /// The number of the scope.
    pub(super) number: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        let mut numbered = self
            .scopes
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        numbered.scopes.remove(&self.number);
    }
}
