//! Evaluates the conditions of rules, which decide whether a rule applies to a
//! page.

use super::Page;
use crate::check::builtin;
use crate::check::view;
use crate::rules::areas;
use crate::rules::{Condition, CountryIs, ValueIs, Words};

impl Page<'_> {
    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(not) => !self.holds(not),
            Condition::Fact(path) => self.view.has(path),
            Condition::Stated(path) => self.view.is_stated(path),
            Condition::Value(value) => self.has_value(value),
            Condition::Some(entries) => entries
                .list
                .0
                .iter()
                .filter_map(|list| self.view.list(list))
                .flatten()
                .any(|entry| view::matches(entry.value, &entries.filter)),
            Condition::Country(country) => self.lies(country),
            Condition::Date(bounds) => self.view.date(&bounds.fact).is_some_and(|date| {
                bounds.before.is_none_or(|before| date < before)
                    && bounds.from.is_none_or(|from| from <= date)
            }),
            Condition::Regime(regime) => self.regimes.contains(regime),
            Condition::StateLaw(states) => builtin::state_law(self, states),
            Condition::Text(pattern) => self.prose.has(pattern),
        }
    }

    /// Whether a fact has one of the given values; a missing fact counts as `false`.
    pub(super) fn has_value(&self, value: &ValueIs) -> bool {
        let values = self.view.values(&value.fact);
        values.iter().any(|found| value.is.has(&view::word(found)))
            || (values.is_empty() && value.is.has("false"))
    }

    fn lies(&self, country: &CountryIs) -> bool {
        let values = self.view.values(&country.fact);
        let any = |areas: &Words, lies: bool| {
            values
                .iter()
                .any(|value| areas::has(&areas.0, &view::word(value)) == lies)
        };
        country.inside.as_ref().is_none_or(|area| any(area, true))
            && country.outside.as_ref().is_none_or(|area| any(area, false))
    }
}
