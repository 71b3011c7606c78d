//! `policygen check`: what is missing, wrong or contradictory in legal texts.
//!
//! Rules come in packs, one file each under `content/rules`; a site can have
//! packs of its own ([`RuleSet`]). A rule requires something of facts, sections
//! and words ([`rule::Requirement`], put to a page in `evaluate`), or is
//! judgement in code, in `builtin`.
//!
//! Checking is a function: [`Checker::page`] turns a page into findings and a
//! [`Summary`], [`Checker::site`] turns all summaries into findings on the site.
//! Rules know nothing of settings: levels are applied to what they find.
//!
//! There are three results: a rule passes, fails, or needs human review. Facts
//! that a page prints decide; words alone never fail a rule that requires facts.

mod areas;
mod baseline;
mod builtin;
mod checker;
mod clauses;
mod coverage;
mod embedded;
mod evaluate;
mod excerpt;
mod explain;
mod levels;
mod lexicon;
mod paragraphs;
pub mod pattern;
mod prefilter;
mod prose;
mod record;
pub mod rule;
mod rule_set;
mod statements;
mod summary;
mod suppress;
mod view;

pub use baseline::Baseline;
pub use builtin::Builtin;
pub use checker::{Checker, Context, Input, SiteFindings};
pub use coverage::{Coverage, Row, Status};
pub use explain::About;
pub use levels::{Selection, is_of_build};
pub use lexicon::document_type;
pub use prose::{Block, Prose};
pub use rule_set::RuleSet;
pub use summary::Summary;
