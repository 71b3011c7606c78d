//! A loaded site for one of many tenants.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::Site;
use crate::base::dates::AsOf;
use crate::base::diagnostic::Diagnostic;
use crate::clauses::Evaluator;
use crate::model::settings::Settings;
use crate::model::tenant::Tenant;

impl Site {
    /// Returns the site for a tenant, whose facts override the shared ones, on the same build date.
    /// Clauses, rules, theme and interface text are shared; queries about the date are recorded
    /// separately.
    #[must_use]
    pub fn of_tenant(&self, tenant: &Tenant, faults: &mut Vec<Diagnostic>) -> Self {
        let mut settings = Settings::clone(&self.settings);
        if let Some(title) = &tenant.title {
            settings.title.clone_from(title);
        }
        if let Some(regimes) = &tenant.regimes {
            settings.regimes.clone_from(regimes);
            self.rules.verify_regimes(regimes, faults);
        }
        settings.base_url = match (&tenant.base_url, &settings.base_url) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(base)) => base.join(&format!("{}/", tenant.id)).ok(),
            (None, None) => None,
        };
        let facts = match &tenant.facts {
            Some(layer) => Arc::new(self.facts.with(Arc::clone(layer), faults)),
            None => Arc::clone(&self.facts),
        };
        let evaluator = Evaluator::new(
            Arc::clone(&self.library),
            Arc::clone(&facts),
            Arc::clone(&self.languages),
            Arc::new(AsOf::new(self.evaluator.as_of().date())),
            settings.limits.evaluation,
        );
        Self {
            root: Arc::clone(&self.root),
            out: self.out.clone(),
            settings: Arc::new(settings),
            drafts: self.drafts,
            fragments: self.fragments,
            facts,
            library: Arc::clone(&self.library),
            evaluator: Arc::new(evaluator),
            rules: Arc::clone(&self.rules),
            languages: Arc::clone(&self.languages),
            theme: Arc::clone(&self.theme),
            releases: Arc::clone(&self.releases),
            unreleased: self.unreleased,
            replaced: self.replaced.clone(),
            tree: Arc::clone(&self.tree),
            shared_digest: self.shared_digest,
            common_digest: self.common_digest,
            look_digest: self.look_digest,
            parts: Arc::clone(&self.parts),
            shared_sources: Arc::clone(&self.shared_sources),
            done: AtomicUsize::default(),
            shared: self.shared.clone(),
        }
    }
}
