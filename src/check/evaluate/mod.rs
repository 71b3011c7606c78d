//! Evaluates rules against a page.
//!
//! A rule's condition says whether it applies to a [`Page`] ([`Page::holds`]); its requirement
//! ([`Page::evaluate`]) produces an [`Outcome`]: [`Answer`]s, or a [`Finding`] for each thing that
//! is missing or wrong. If no fact answers a requirement, the page's words may; see [`Evidence`].

mod combined;
mod condition;
mod denial;
mod each;
mod evidence;
mod finding;
mod outcome;
mod page;
mod requirement;
mod text;
mod unusual;
mod wording;

pub(super) use evidence::{Evidence, Weighed};
pub(crate) use finding::is_name;
pub(super) use finding::{Finding, Spot, fill};
pub(super) use outcome::{Answer, Outcome, Question};
pub(super) use page::Page;
