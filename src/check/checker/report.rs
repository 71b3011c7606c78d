//! What a rule found, as users are told.

use std::ops::Range;

use super::Checker;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::check::allow::Allowed;
use crate::check::evaluate::{Lack, Page, Spot};
use crate::check::rule::Rule;

/// Something that a rule found on a page.
pub(super) struct Finding {
    pub(super) rule: &'static Rule,
    pub(super) lack: Lack,
    /// Whether it is less grave than the rule says.
    pub(super) softened: bool,
}

impl Checker<'_> {
    /// A finding as a diagnostic, unless it is allowed where it stands.
    pub(super) fn report(
        &self,
        finding: Finding,
        level: Severity,
        page: &Page<'_>,
        allowed: &Allowed,
    ) -> Option<Diagnostic> {
        let Finding {
            rule,
            lack,
            softened,
        } = finding;
        let mut diagnostic = Diagnostic::new(rule.code(), rule.message_for(&lack, page));
        let help = rule.help_for(&lack, page);
        diagnostic.severity = match level {
            Severity::Error if softened => Severity::Warning,
            level => level,
        };
        let merged: Option<Range<usize>> = match &lack.spot {
            Spot::Text(range) => Some(page.prose.merged(range.clone())),
            Spot::Merged(range) => Some(range.clone()),
            Spot::Place(_) | Spot::Page => None,
        };
        let start = merged.as_ref().map(|merged| merged.start);
        diagnostic = match (merged, lack.spot) {
            (Some(merged), _) => page.prose.point(diagnostic, merged, ""),
            (None, Spot::Place(place)) => diagnostic.label(place, ""),
            (None, _) => page.point_at_head(diagnostic),
        };
        if self.allows(&diagnostic, start, allowed) {
            return None;
        }
        for (place, says) in lack.labels {
            diagnostic = diagnostic.label(place, says);
        }
        diagnostic.help.extend(lack.help);
        diagnostic.help.extend(help);
        if let Some(law) = rule
            .law
            .first()
            .filter(|law| !law.cite.starts_with("house rule"))
        {
            let more = match rule.law.len() {
                1 => String::new(),
                more => format!(" and {} more", more - 1),
            };
            diagnostic.help.push(format!(
                "see {}{more}; `policygen explain {}`",
                law.cite, rule.id
            ));
        }
        diagnostic.fixes = lack.fixes;
        Some(diagnostic)
    }
}
