//! Whole sites, built by the real program: what it writes and what it says.
//!
//! Texts that users see are compared whole with files in `snapshots/`, whole
//! sites with those in `golden/`. `UPDATE=1 cargo test --test site` writes
//! both anew: read the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod check_allow;
mod check_baseline;
mod check_coverage;
mod check_examples;
mod check_fixes;
mod check_formats;
mod check_levels;
mod clause_list;
mod clauses;
mod determinism;
mod driver;
mod embedded;
mod examples;
mod facts;
mod folders;
mod golden;
mod guide;
mod judgement;
mod languages;
mod law_facts;
mod links;
mod literal;
mod machines;
mod markdown;
mod one_fact;
mod options;
mod output;
mod output_folder;
mod page;
mod rule_list;
mod rules;
#[cfg(feature = "serve")]
mod serve;
mod sheets;
mod snapshot;
mod sources;
mod themes;
