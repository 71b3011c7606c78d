//! The data kept for a policy once its page is done.

use std::sync::Arc;

use super::locate::PageBlocks;
use super::memory::{Kept, Made};
use super::merge::Merged;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::check::Summary;
use crate::link::Left;
use crate::publish::Front;

/// The result for a policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its page is staged or, in a run that only checks, has been checked.
    Made,
    /// It quotes text of other pages that is not known yet.
    Waits,
    /// It is a draft, and drafts are left out.
    LeftOut,
    /// It has faults, so it has no page.
    #[default]
    Faulty,
}

/// The data kept for a policy once its page is done. There is one for every policy, so rare parts
/// are behind a pointer.
#[derive(Debug, Default)]
pub(super) struct Processed {
    pub(super) outcome: Outcome,
    /// The digest of its file.
    pub(super) digest: Digest,
    pub(super) left: Option<Box<Left>>,
    pub(super) rare: Option<Box<Rare>>,
    /// The page of an earlier run, if it is still valid.
    pub(super) kept: Option<Arc<Kept>>,
}

/// The data that only some policies have.
#[derive(Debug, Default)]
pub(super) struct Rare {
    pub(super) faults: Vec<Diagnostic>,
    /// The root's own `index.md` or a translation of it, which is shown on a hub.
    pub(super) front: Option<Front>,
    /// The data that a later run can reuse, if there will be one.
    pub(super) made: Option<Made>,
    /// The merged text of a policy that waits, so that it need not be merged again.
    pub(super) held: Option<Merged>,
    /// The findings, if it is checked.
    pub(super) checked: Option<Arc<CheckedPage>>,
}

/// The findings on an individual page.
#[derive(Debug)]
pub(super) struct CheckedPage {
    /// Findings, and the page's faults that no comment suppresses.
    pub(super) findings: Vec<Diagnostic>,
    /// The data that the check of the whole site needs.
    pub(super) summary: Summary,
    /// Where its text came from, for a preview that shows findings on the page.
    pub(super) blocks: Option<PageBlocks>,
}

impl Processed {
    pub(super) fn new(outcome: Outcome, digest: Digest, left: Option<Left>, rare: Rare) -> Self {
        let is_empty = rare.faults.is_empty()
            && rare.front.is_none()
            && rare.made.is_none()
            && rare.held.is_none()
            && rare.checked.is_none();
        Self {
            outcome,
            digest,
            left: left.map(Box::new),
            rare: (!is_empty).then(|| Box::new(rare)),
            kept: None,
        }
    }

    /// The page of an earlier run, before it is known whether it is still
    /// valid.
    pub(super) fn known(kept: &Arc<Kept>) -> Self {
        Self {
            outcome: Outcome::Waits,
            digest: kept.header.digest,
            left: Some(Box::new(kept.left())),
            rare: None,
            kept: Some(Arc::clone(kept)),
        }
    }

    pub(super) fn faults(&self) -> &[Diagnostic] {
        self.rare.as_ref().map_or(&[], |rare| &rare.faults)
    }

    /// Takes the data for other pages.
    pub(super) fn take_left(&mut self) -> Left {
        match self.left.take() {
            Some(left) => *left,
            None => Left {
                outline: None,
                references: Box::default(),
                files: Box::default(),
                digest: None,
            },
        }
    }
}
