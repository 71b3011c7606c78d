//! policygen builds static sites of legal pages from policies written as code,
//! and reports problems in them.
//!
//! # The stages
//!
//! ```text
//! load      disk                -> Site        settings, facts, clauses, rules and theme, read once
//!
//!           front matter of all policies -> Directory: titles and addresses
//!           then each policy independently, in parallel:
//! read      Source              -> Draft       front matter and facts, typed, with places
//! merge     Draft               -> Merged      tags evaluated with facts and date: Markdown and its source map
//! parse     Merged              -> Document    sections, ids, numbers, safe HTML; no variable left
//! link      Document, Directory -> Linked      every reference resolved or reported, or the page waits
//! check     Linked              -> findings    and a summary for the rules on the whole site; renders only own templates
//! render    Linked, theme       -> bytes       HTML, text, Markdown, JSON: pure writers over one walk
//!
//!           then over the Index that the policies left:
//!           pages that waited are linked and rendered
//! publish   Index               -> files       hub, feed, sitemap, redirects, files for programs
//! write     staged files        -> output      all of them, or none
//! ```
//!
//! [`build`] is the only module that orders them; stages don't call each other. A policy is dropped
//! when its page is staged: only the index grows with the site. `serve` runs the same stages again,
//! with a [`build::Memory`] of the pages that have not changed, and `batch` runs them for each of
//! many tenants. `docs/ARCHITECTURE.md` is the map.
//!
//! # Invariants
//!
//! - Faults in the user's sources are [`base::diagnostic::Diagnostic`]s, collected so that all of
//!   them are reported at once. [`anyhow::Error`] is for failures of the program itself.
//! - Every policy ends up with a page or an error.
//! - [`load`] is the only module that reads the site's text, and [`output`] the only one
//!   that writes its output.
//! - The library never prints, exits, reads the date or changes the working directory. The build
//!   date is an input, used only to decide what is in force.
//! - The same input produces the same bytes, in any order of files and on any number of threads.
//! - Standard clauses and the default theme get no special treatment: a site's own clauses and
//!   themes can do everything they do.
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
//!     placeholders: false,
//!     unreleased: false,
//! };
//! let mut faults = Vec::new();
//! let site = load::load(&options, &mut faults)?;
//! let built = build::run(&site, &Compare::new(&site.out), faults)?;
//! assert_eq!(built.diagnostics[0].code.name, "missing-fact");
//! # Ok(())
//! # }
//! ```

pub mod base;
pub mod batch;
pub mod build;
pub mod check;
pub mod clauses;
mod document;
#[cfg(test)]
mod fuzz;
mod link;
pub mod load;
pub mod model;
pub mod output;
pub mod publish;
pub mod redline;
pub mod releases;
mod render;
pub mod rules;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod start;
mod template;
mod yaml;
