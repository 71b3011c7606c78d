//! Rules put to a page.
//!
//! A rule's condition says whether it is for a [`Page`] ([`Page::holds`]), its
//! requirement ([`Page::evaluate`]) comes to an [`Outcome`]: [`Answer`]s, or a
//! [`Lack`] for each thing that is missing or wrong.

mod condition;
mod lack;
mod outcome;
mod page;
mod requirement;
mod text;

pub(super) use lack::{Lack, Spot, fill};
pub(super) use outcome::{Answer, Outcome, Question};
pub(super) use page::Page;
