//! Regimes for which no rule runs, and packs whose law was last checked long ago.

use super::levels::InForce;
use crate::base::dates::{Date, after};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::duration::Duration;
use crate::base::text::join_and;
use crate::model::regimes::Regimes;
use crate::rules::{Pack, Rule};

/// How long a check of a law remains valid, in months.
const MONTHS: u32 = 12;

impl InForce<'_> {
    /// Reports regimes for which no rule runs, although they have rules. Rules that are turned
    /// off are ignored, because that is intended.
    pub(super) fn idle(&self, regimes: &Regimes, today: Date) -> Vec<Diagnostic> {
        let idle = |regime: &str| {
            let rules: Vec<&Rule> = self.rules_of(regime).map(|(_, rule)| rule).collect();
            let (now, later): (Vec<&Rule>, Vec<&Rule>) =
                rules.into_iter().partition(|rule| rule.is_in_force(today));
            let first = later.iter().filter_map(|rule| rule.from).min();
            match (now.as_slice(), first) {
                ([], Some(from)) if today < from => Some(
                    Diagnostic::new(
                        &codes::IDLE_REGIME,
                        format!("no rule of the regime `{regime}` applies before {from}"),
                    )
                    .help(format!(
                        "check as of that day with `--as-of {from} --preview`"
                    )),
                ),
                ([_, ..], _) if !self.preview() && now.iter().all(|rule| rule.preview) => Some(
                    Diagnostic::new(
                        &codes::IDLE_REGIME,
                        format!("all rules of the regime `{regime}` are in preview, so none of them runs"),
                    )
                    .help("set `check: {preview: true}` in `policygen.yaml`, or pass `--preview`"),
                ),
                _ => None,
            }
        };
        let regimes = regimes.placed();
        regimes
            .filter_map(|(regime, place)| Some(idle(regime)?.label(place.clone(), "")))
            .collect()
    }

    /// A note on the packs of the regimes whose law was last checked more than 12
    /// months before the build date.
    pub(super) fn old_law(&self, regimes: &Regimes, today: Date) -> Option<Diagnostic> {
        let year = Duration {
            months: MONTHS,
            ..Duration::default()
        };
        let is_old = |pack: &&Pack| {
            let is_used = |(regime, _)| pack.rules.iter().any(|rule| rule.is_of(pack, regime));
            let checked = pack.checked.filter(|day| after(*day, &year) < today);
            checked.is_some() && regimes.placed().any(is_used)
        };
        let old: Vec<&Pack> = self.rules.packs().filter(is_old).collect();
        let first = old.iter().filter_map(|pack| pack.checked).min()?;
        let names: Vec<String> = old.iter().map(|pack| format!("`{}`", pack.name)).collect();
        let (packs, was) = match names.as_slice() {
            [_] => ("pack", "was last checked on"),
            _ => (
                "packs",
                "was last checked more than 12 months ago; the oldest check was on",
            ),
        };
        let message = format!("the law of the {packs} {} {was} {first}", join_and(&names));
        let note = Diagnostic::new(&codes::OLD_LAW, message);
        let place = regimes.placed().next().map(|(_, place)| place.clone())?;
        Some(note.label(place, ""))
    }

    fn rules_of(&self, regime: &str) -> impl Iterator<Item = (&Pack, &Rule)> {
        let rules = self.rules.rules();
        rules.filter(move |(pack, rule)| rule.is_of(pack, regime))
    }
}
