//! `policygen check`: what is missing, wrong or contradictory in legal texts.
//!
//! Rules come in packs, one file each under `packs/`. What a rule asks for is
//! either said there, as a requirement on facts, sections and words
//! ([`rule::Requirement`], put to a page in `evaluate`), or is judgement in
//! code, in `builtin`. The [`Checker`] puts them all to each page. Rules know
//! nothing of settings: levels are applied to what they find.
//!
//! There are three results. A rule passes, fails, or can't tell: facts that a
//! page prints decide, words alone never fail a rule that asks for facts.

mod across;
mod allow;
mod areas;
mod baseline;
mod builtin;
mod checker;
mod coverage;
mod doubt;
mod duplicates;
mod evaluate;
mod explain;
mod levels;
mod lexicon;
pub mod pattern;
mod prose;
mod registry;
pub mod rule;
mod sieve;
mod unused;
mod view;

pub use baseline::Baseline;
pub use checker::{Checker, Input};
pub use coverage::{Coverage, Row, Status};
pub use explain::About;
pub use levels::{CHECK, Levels, is_of_build};
pub use lexicon::document_type;
pub use prose::{Block, Prose};
pub use registry::{Registry, registry};
