//! Turns findings into diagnostics.

use std::ops::Range;

use super::page::PageCheck;
use crate::base::diagnostic::Diagnostic;
use crate::check::evaluate::{Finding, Spot};
use crate::check::levels::Level;
use crate::rules::Rule;

impl PageCheck<'_> {
    /// Turns a finding into a diagnostic, unless a comment suppresses it.
    pub(super) fn report(
        &mut self,
        rule: &Rule,
        finding: Finding,
        level: Level,
    ) -> Option<Diagnostic> {
        let page = self.page;
        let mut diagnostic = Diagnostic::new(rule.code(), rule.message_for(&finding, page));
        let help = rule.help_for(&finding, page);
        diagnostic.severity = level.of(&finding);
        let merged: Option<Range<usize>> = match &finding.spot {
            Spot::Text(range) => Some(page.prose.merged(range.clone())),
            Spot::Merged(range) => Some(range.clone()),
            Spot::Place(_) | Spot::Page => None,
        };
        let start = merged.as_ref().map(|merged| merged.start);
        diagnostic = match (merged, finding.spot) {
            (Some(merged), _) => page.prose.point(diagnostic, merged, ""),
            (None, Spot::Place(place)) => diagnostic.label(place, ""),
            (None, _) => page.point_at_head(diagnostic),
        };
        if self.suppresses(&diagnostic, start) {
            return None;
        }
        for (place, says) in finding.labels {
            diagnostic = diagnostic.label(place, says);
        }
        diagnostic.help.extend(finding.help);
        diagnostic.help.extend(help);
        let mut laws = rule.laws_of(page.regimes);
        if let Some(law) = laws.next().filter(|_| !rule.is_house()) {
            let more = match laws.count() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            diagnostic.help.push(format!(
                "see {}{more}; `policygen explain {}`",
                law.cite, rule.id
            ));
        }
        diagnostic.fixes = finding.fixes;
        Some(diagnostic)
    }
}
