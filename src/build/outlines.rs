//! The sections of policies, for links that name them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::draft;
use super::survey::survey;
use crate::document::Outline;
use crate::load::Site;

/// The outlines of policies that were asked for, or came along.
#[derive(Debug, Default)]
pub(super) struct Outlines(Mutex<HashMap<usize, Arc<Outline>>>);

impl Outlines {
    /// Adds outlines that are known.
    pub(super) fn extend(&self, known: impl IntoIterator<Item = (usize, Arc<Outline>)>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(known);
    }

    /// The outline of a policy, which is read once more if it is not known.
    pub(super) fn get(&self, site: &Site, policy: usize) -> Option<Arc<Outline>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outline) = known.get(&policy) {
            return Some(Arc::clone(outline));
        }
        drop(known);
        let outline = survey(site, &draft::read(site, policy)).outline?;
        self.extend([(policy, Arc::clone(&outline))]);
        Some(outline)
    }
}
