//! Rules that are judgement, by the name that packs call them by.

mod across;
mod structure;

use super::evaluate::{Lack, Page, Question};

/// What such a rule says of a page.
pub(super) enum Verdict {
    /// What it found, if anything.
    Found(Vec<Lack>),
    /// Only a reader can tell.
    Unknown,
    /// What holds if the site has no answer to any of the questions.
    Ask(Vec<Question>, Vec<Lack>),
}

/// A rule on one page.
pub(super) type OnPage = fn(&Page<'_>) -> Verdict;

/// The rule of a name, if it is one on single pages.
pub(super) fn on_page(name: &str) -> Option<OnPage> {
    Some(match name {
        "empty-section" => structure::empty_section,
        "dangling-intro" => structure::dangling_intro,
        _ => return None,
    })
}

/// A statement of a page that others may contradict.
#[derive(Debug)]
pub(super) struct Said {
    /// On what.
    pub(super) key: String,
    /// What, to compare and to print.
    pub(super) value: String,
    /// Where.
    pub(super) place: crate::source::Place,
}

/// What a page says on a matter.
pub(super) type OnSite = fn(&Page<'_>) -> Vec<Said>;

/// The rule of a name, if it compares what pages say.
pub(super) fn on_site(name: &str) -> Option<OnSite> {
    match name {
        "age-threshold-conflict" => Some(across::min_age),
        _ => None,
    }
}
