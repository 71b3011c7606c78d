//! Checks words that are meant to name rules.

use std::sync::Arc;

use super::{Certainty, Rule, RuleSet};
use crate::base::diagnostic::{Diagnostic, Severity, codes, did_you_mean};
use crate::base::source::Source;
use crate::model::levels::{Level, Levels, Setting};
use crate::model::regimes::Regimes;
use crate::model::tables::REGIMES;
use crate::yaml::Node;

impl RuleSet {
    /// Reports words that name no rule, and words that contradict each other.
    pub fn verify(&self, levels: &Levels, faults: &mut Vec<Diagnostic>) {
        for (at, level) in levels.levels.iter().enumerate() {
            if level.setting == Setting::Ignored {
                let before = levels.levels[..at].iter();
                let first = before.into_iter().find(|other| other.word == level.word);
                faults.extend(first.map(|first| contradiction(level, first)));
            }
            let fault = unknown(&level.word, self).or_else(|| fixed(&level.word, self));
            faults.extend(fault.map(|fault| fault.label(level.place.clone(), "")));
        }
    }
}

impl RuleSet {
    /// Reports regimes for which no pack has a rule.
    pub fn verify_regimes(&self, regimes: &Regimes, faults: &mut Vec<Diagnostic>) {
        let rules = || self.rules();
        faults.extend(regimes.placed().filter_map(|(regime, place)| {
            // A test ensures that the regimes of the model have rules: reading all packs takes
            // longer than building a small site.
            let is_known =
                REGIMES.contains(&regime) || rules().any(|(pack, rule)| rule.is_of(pack, regime));
            (!is_known).then(|| without_rules(regime).label(place.clone(), ""))
        }));
    }
}

fn without_rules(regime: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_RULES,
        format!("no pack has a rule for the regime `{regime}`"),
    )
    .help("remove it, or write rules for it; `policygen rules` lists packs with their regimes")
}

fn contradiction(level: &Level, first: &Level) -> Diagnostic {
    Diagnostic::new(
        &codes::CONFLICTING_LEVELS,
        format!("`{}` is both ignored and given a level", level.word),
    )
    .label(level.place.clone(), "ignored here")
    .label(first.place.clone(), "level set here")
    .help("keep only one of the settings")
}

/// Reports a rule whose severity is too high: only rules decided by facts or exact text can be
/// errors.
pub(super) fn severity(rule: &Rule, node: &Node, source: &Arc<Source>) -> Option<Diagnostic> {
    let is_too_bad = rule.severity == Severity::Error && rule.certainty != Certainty::Certain;
    let span = node.get("severity").unwrap_or(node).span.clone();
    is_too_bad.then(|| {
        let (id, certainty) = (&rule.id, rule.certainty.word());
        Diagnostic::new(
            &codes::RULE_SEVERITY,
            format!("`{id}` is `{certainty}`, so its findings can't be errors"),
        )
        .at(source, span)
        .help("write `severity: warning`, or write `certainty: certain` if the rule depends only on facts or exact text")
    })
}

/// Reports a word that is meant to name rules but does not.
pub(crate) fn unknown(word: &str, rules: &RuleSet) -> Option<Diagnostic> {
    (!rules.knows(word)).then(|| {
        Diagnostic::new(&codes::UNKNOWN_RULE, format!("there is no rule `{word}`"))
            .maybe_help(did_you_mean(word, rules.ids().chain(rules.pack_names())))
            .help("`policygen rules` lists them")
    })
}

/// Reports a level for a word that names only errors of the build, whose level can't be changed.
pub(crate) fn fixed(word: &str, rules: &RuleSet) -> Option<Diagnostic> {
    let is_fixed =
        |id: &str| codes::all().any(|code| code.id == id && code.severity == Severity::Error);
    // IDs that were renamed or retired are not fixed.
    if rules.became(word).is_some() {
        return None;
    }
    let mut named = rules.ids().filter(|id| rules.names(word, id));
    named.all(is_fixed).then(|| {
        Diagnostic::new(
            &codes::CONFLICTING_LEVELS,
            format!("`{word}` is always an error: a site with this error can't be built"),
        )
        .help("fix the error instead")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_regime_has_rules() {
        let rules = RuleSet::default();
        for regime in REGIMES {
            let of_regime = rules
                .rules()
                .filter(|(pack, rule)| rule.is_of(pack, regime));
            assert!(of_regime.count() > 0, "{regime}");
        }
    }

    #[test]
    fn a_regime_without_rules_is_an_error() {
        let source = Source::new("policygen.yaml", "regimes: [gdpr, nowhere]\n");
        let regimes = Regimes::of(&["gdpr", "nowhere"], &source.place(9..24));
        let mut faults = Vec::new();
        RuleSet::default().verify_regimes(&regimes, &mut faults);
        let found: Vec<&str> = faults.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(found, ["no pack has a rule for the regime `nowhere`"]);
        assert_eq!(faults[0].severity, Severity::Error);
        assert_eq!(faults[0].labels[0].place.range, 9..24);
    }
}
