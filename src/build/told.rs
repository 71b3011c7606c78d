//! What pages tell programs of their facts.

use std::sync::{Arc, PoisonError};

use super::merge::Merged;
use super::policy::Policies;
use crate::render::{self, twins};

/// The facts that a page speaks of, in the forms that programs read.
#[derive(Debug)]
pub(super) struct Told {
    /// Members of the page's JSON-LD.
    pub(super) members: String,
    /// Their part of the data twin, on sites that have it.
    pub(super) data: Option<twins::Facts>,
}

impl Policies<'_> {
    /// What a page's facts tell programs.
    pub(super) fn told(&self, merged: &Merged<'_>) -> anyhow::Result<Arc<Told>> {
        if merged.own.is_none() {
            let known = self.told.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(told) = known.get(&merged.facts) {
                return Ok(Arc::clone(told));
            }
        }
        let facts = merged.facts(self.site);
        let members = render::members(|name| {
            let found = facts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| *value)
        });
        let data = match self.site.settings.twins.json {
            true => Some(twins::Facts::new(&facts)?),
            false => None,
        };
        let told = Arc::new(Told { members, data });
        if merged.own.is_none() {
            self.told
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(merged.facts, Arc::clone(&told));
        }
        Ok(told)
    }
}
