//! Clauses: shared pieces of text that take parameters and facts.
//!
//! A clause is a Markdown file with front matter that declares its inputs. It
//! becomes a component of the template engine; markers record where each piece
//! of the text came from (see `template`).

mod arguments;
mod attempts;
mod bounds;
mod changelog;
mod closed;
mod comments;
mod compared;
mod conditions;
mod digests;
mod engine;
mod escape;
mod evaluator;
mod filtered;
mod filters;
mod foreign;
mod inline;
mod input;
mod languages;
mod library;
mod limited;
mod lines;
mod memo;
mod misread;
mod needed;
mod not_known;
mod numerals;
mod parameters;
mod preview;
mod printed;
mod printing;
mod read;
mod reads;
mod scope;
mod shown;
mod stated_empty;
#[cfg(test)]
mod tests;
mod trouble;
mod undefined;
mod validate;
mod variables;
mod wording;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use changelog::UNRELEASED;
pub use changelog::{Change, Changelog};
pub use digests::captures;
pub use evaluator::Evaluator;
pub(crate) use filters::in_words;
pub use filters::{EXAMPLE_FACTS, FILTERS, FilterData};
pub(crate) use foreign::written_for;
pub use input::{Evaluated, Input};
pub use languages::Folders;
pub(crate) use languages::SHORTEST;
pub use library::Library;
pub use printed::Printed;
pub use read::name;
pub use reads::{FactSet, FieldSet};
pub use shown::Shown;
pub(crate) use trouble::offset;

use crate::base::source::{Place, Source};
use crate::template::instrument::Instrumented;

/// A clause.
#[derive(Debug)]
pub struct Clause {
    /// The name used in calls: the file stem with `-` replaced by `_`.
    pub name: String,
    /// The source file.
    pub source: Arc<Source>,
    /// A one-line summary.
    pub summary: String,
    /// The kind of section that it prints (`retention`, `rights`, …).
    pub kind: Option<String>,
    /// The language; `None` if it suits every language or states none.
    pub language: Option<String>,
    /// The facts that it requires.
    pub uses: Vec<String>,
    /// The optional facts that it uses.
    pub optional: Vec<String>,
    /// The parameters.
    pub params: Vec<Param>,
    /// The text with markers, for the template engine.
    pub instrumented: Instrumented,
    /// The names of the clauses that it calls, in text order.
    called: Vec<String>,
    /// The range of its text in the file, after the declaration.
    body: Range<usize>,
}

/// The folder of standard clauses, as shown in messages.
pub const STANDARD: &str = "<policygen>/clauses/";

/// A parameter of a clause.
#[derive(Debug)]
pub struct Param {
    /// The name.
    pub name: String,
    /// The type, as named by the template engine.
    pub ty: String,
    /// The default value, as a template literal. A parameter without a default is required.
    pub default: Option<String>,
    /// A description.
    pub help: Option<String>,
}

impl Clause {
    /// Whether the clause is built into policygen rather than part of the site.
    pub fn is_standard(&self) -> bool {
        self.source.path.starts_with(STANDARD)
    }

    /// The text of the clause, as written.
    pub fn text(&self) -> &str {
        &self.source.text[self.body.clone()]
    }

    /// The names of the clauses that it calls, in text order.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        self.called.iter().map(String::as_str)
    }

    /// The engine's names of the clauses that it calls, in text order.
    fn components(&self) -> impl Iterator<Item = &str> {
        let tags = self.instrumented.tags.iter();
        tags.filter_map(|tag| tag.clause.as_deref())
    }

    /// The place in the file that a range of the instrumented text comes from.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.instrumented.original(range.start);
        let end = self.instrumented.original(range.end);
        self.source.place_within(start..end)
    }
}
