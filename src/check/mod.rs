//! `policygen check`: finds what is missing, wrong or contradictory in legal texts.
//!
//! The rules are in [`crate::rules`]. `evaluate` evaluates a requirement against a page;
//! `builtin` contains the rules that are implemented in code.
//!
//! Checking is a pure function: [`Checker::page`] turns a page into findings and a
//! [`Summary`], and [`Checker::site`] turns all summaries into findings on the site. Rules
//! do not know their levels, which are applied to their findings.
//!
//! There are three results: a rule passes, fails, or needs human review. Facts that a page
//! prints decide; if only its words decide, a finding is a warning at most.

mod baseline;
mod builtin;
mod changes;
mod checker;
mod clauses;
mod coverage;
mod dates;
mod drifted;
mod evaluate;
mod excerpt;
mod explain;
mod levels;
mod lexicon;
mod paragraphs;
mod prose;
mod recognise;
mod record;
mod regimes;
mod statements;
mod summary;
mod suppress;
mod unknown;
mod view;

pub use baseline::Baseline;
pub use checker::{Checker, Context, Input, SiteFindings};
pub use coverage::{Coverage, Row, Status};
pub(crate) use evaluate::is_name;
pub use explain::About;
#[cfg(test)]
pub(crate) use explain::is_only_by_check;
pub use levels::{Selection, is_of_build};
pub use lexicon::document_type;
pub use prose::{Block, Prose};
pub use recognise::{Recognised, Source};
pub use summary::Summary;
