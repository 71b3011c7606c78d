//! What pages say of their facts to programs. Pages that print the same shared
//! facts share it.

use std::sync::{Arc, PoisonError};

use tera::Value;

use super::merge::Merged;
use super::policy::Policies;
use crate::render::data::PageData;
use crate::render::{self, twins};

/// The facts that a page prints, in the forms that programs read.
#[derive(Debug)]
pub(super) struct SharedData {
    /// Their part of the page's JSON-LD.
    linked: render::LinkedFacts,
    /// Their part of the data twin, on sites that have it.
    pub(super) facts: Option<twins::Facts>,
}

impl SharedData {
    /// The page as JSON-LD.
    pub(super) fn json_ld(&self, page: &PageData, site: &str) -> anyhow::Result<Value> {
        let json = render::json_ld(page, site, &self.linked)?;
        Ok(Value::safe_string(&json))
    }
}

impl Policies<'_> {
    /// What a page's facts say to programs.
    pub(super) fn shared_data(&self, merged: &Merged) -> anyhow::Result<Arc<SharedData>> {
        if merged.own.is_none() {
            let known = self.shared.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(shared) = known.get(&merged.facts) {
                return Ok(Arc::clone(shared));
            }
        }
        let facts = merged.facts(self.site);
        let linked = render::LinkedFacts::new(|name| {
            let found = facts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| *value)
        })?;
        let facts = match self.site.settings.twins.json {
            true => Some(twins::Facts::new(&facts)?),
            false => None,
        };
        let shared = Arc::new(SharedData { linked, facts });
        if merged.own.is_none() {
            self.shared
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(merged.facts, Arc::clone(&shared));
        }
        Ok(shared)
    }
}
