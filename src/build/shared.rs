//! Machine-readable facts of pages. Pages that print the same shared facts share the data.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tera::Value;

use super::merge::Merged;
use super::policy::Policies;
use crate::clauses::{FactSet, Printed};
use crate::render::data::{PageData, SiteData};
use crate::render::{self, twins};

/// The maximum number of entries to keep. On a site where each page prints different shared facts,
/// they would fill the memory.
const KEPT: usize = 256;

/// The facts that a page prints, in the forms that programs read.
#[derive(Debug)]
pub(super) struct SharedData {
    /// Their part of the page's JSON-LD.
    linked: render::LinkedFacts,
    /// Their part of the JSON twin, if the site has JSON twins.
    pub(super) facts: Option<twins::Facts>,
}

impl SharedData {
    /// The page as JSON-LD.
    pub(super) fn json_ld(&self, page: &PageData, site: &SiteData) -> anyhow::Result<Value> {
        let json = render::json_ld(page, site, &self.linked)?;
        Ok(Value::safe_string(&json))
    }
}

/// The data of pages that print the same shared facts.
#[derive(Debug, Default)]
pub(super) struct SharedFacts {
    known: RwLock<HashMap<(FactSet, Printed, bool), Arc<SharedData>>>,
    /// The hashes of all texts in the shared facts.
    hashes: OnceLock<Vec<u64>>,
}

impl Policies<'_> {
    /// The machine-readable facts of a page.
    pub(super) fn shared_data(&self, merged: &Merged) -> anyhow::Result<Arc<SharedData>> {
        let site = self.site;
        let regimes = merged.input(site).regimes;
        let is_gdpr = regimes.iter().any(|regime| regime == "gdpr");
        let key = match (&merged.own, &merged.printed) {
            (None, Some(printed)) => {
                let all = || Printed::all_of(site.facts.values());
                let known = self.shared.hashes.get_or_init(all);
                Some((merged.facts, printed.among(known), is_gdpr))
            }
            _ => None,
        };
        if let Some(key) = &key {
            let known = self.shared.known.read();
            if let Some(shared) = known.unwrap_or_else(PoisonError::into_inner).get(key) {
                return Ok(Arc::clone(shared));
            }
        }
        let facts = merged.facts(site);
        let linked = render::LinkedFacts::new(self.site_data, is_gdpr, |name| {
            let found = facts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value)
        })?;
        let facts = match site.settings.twins.json {
            true => Some(twins::Facts::new(&facts)?),
            false => None,
        };
        let shared = Arc::new(SharedData { linked, facts });
        if let Some(key) = key {
            let known = self.shared.known.write();
            let mut known = known.unwrap_or_else(PoisonError::into_inner);
            if known.len() < KEPT {
                known.insert(key, Arc::clone(&shared));
            }
        }
        Ok(shared)
    }
}
