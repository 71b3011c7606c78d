//! Whole sites, built by the real program: the files and messages it produces.
//!
//! Each folder covers one subject. Texts that users see are compared with files
//! in `snapshots/`, sites with those in `golden/`. `UPDATE=1 cargo test --test
//! site` rewrites both: review the diff before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod batch;
mod build;
mod check;
mod clauses;
mod cli;
mod diff;
mod driver;
mod facts;
mod guide;
mod languages;
mod output;
mod page;
mod pages;
mod releases;
#[cfg(feature = "serve")]
mod serve;
mod snapshot;
