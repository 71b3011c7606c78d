//! policygen builds static sites of legal pages from policies written as code,
//! and reports what is wrong with them.
//!
//! # The stages
//!
//! ```text
//! load      disk               -> Site        settings, facts, clauses and theme, read once
//!
//!           then for each policy by itself, in parallel:
//! read      Source             -> Draft       front matter and facts, typed, with places
//! merge     Draft              -> Merged      tags evaluated: Markdown and its source map
//! parse     Merged             -> Document    sections, ids, numbers; no variable left
//! render    Document, theme    -> bytes       into a sink
//!
//!           then over the index that the policies left behind:
//! link      Index              -> Site        cross-references, hub, redirects, sitemap
//! write     staged files       -> output      one commit, or none
//! ```
//!
//! [`build`] is the one place that orders them; stages don't call each
//! other. A policy is dropped when its page is staged: only the [`link::Index`]
//! grows with the site. `serve` runs the same stages again and again, with a
//! [`build::Memory`] of the pages that come out as they were.
//!
//! # What holds everywhere
//!
//! - Faults in the user's sources are [`base::diagnostic::Diagnostic`]s, collected so
//!   that all of them are seen at once. [`anyhow::Error`] is for what the
//!   program itself could not do.
//! - [`load`] is the only module that reads the site, [`output`] the only one
//!   that writes.
//! - Nothing here prints, exits, reads the clock or changes the working
//!   folder. The date is an input, and is asked only what is in force.
//! - The same input gives the same bytes, in any order of files, on any number
//!   of threads.
//! - There is no code that treats content of ours in a special way: the
//!   standard clauses and the default theme could be anyone's.
//!
//! # Example
//!
//! ```
//! use policygen::output::Compare;
//! use policygen::{build, load};
//!
//! # fn main() -> anyhow::Result<()> {
//! let folder = tempfile::tempdir()?;
//! let policies = folder.path().join("content/policies");
//! std::fs::create_dir_all(&policies)?;
//! std::fs::write(policies.join("privacy.md"), "# Privacy\n\nWrite to {{ contact.privac.email }}.\n")?;
//!
//! let options = load::Options {
//!     root: folder.path().to_owned(),
//!     out: None,
//!     base_url: None,
//!     as_of: "2026-05-23".parse()?,
//!     drafts: false,
//!     fragments: false,
//! };
//! let mut faults = Vec::new();
//! let site = load::load(&options, &mut faults)?;
//! let built = build::run(&site, &Compare::new(&site.out), faults)?;
//! assert_eq!(built.diagnostics[0].code.name, "missing-fact");
//! # Ok(())
//! # }
//! ```

pub mod base;
pub mod build;
pub mod check;
pub mod clauses;
pub mod document;
pub mod link;
pub mod load;
pub mod model;
pub mod output;
pub mod publish;
pub mod render;
pub mod rules;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod template;
pub mod yaml;
