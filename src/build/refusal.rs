//! Reasons why a text can’t be released as it is, and warnings to review before release.

use std::cmp::Ordering;
use std::sync::Arc;

use tera::value::Key;

use super::draft;
use super::freeze::Frozen;
use super::release::Plan;
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Code, Diagnostic, codes};
use crate::base::duration::Duration;
use crate::base::source::Source;
use crate::base::text::{counted, few};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::releases::{Chain, Release, Weight, compare, file_name};
use crate::schema::formats;

pub(super) fn refuse(code: &'static Code, message: String, source: &Source) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, message).path(&source.path))
}

/// Why a release is refused; `None` if it is not.
pub(super) fn refusal(
    site: &Site,
    plan: &Plan,
    frozen: &Frozen,
    chain: &Chain,
    policy: &draft::Draft,
) -> Option<Diagnostic> {
    let source = &policy.source;
    if let Some(fault) = out_of_order(site, plan, frozen, chain, source) {
        return Some(fault);
    }
    let today = site.evaluator.as_of().date();
    if plan.note.is_none() {
        let message = "the release does not say what changed".to_owned();
        let fault = refuse(&codes::RELEASE_NOTE, message, source);
        return Some(fault.help("describe the change in a sentence with `--note`"));
    }
    let own = policy.facts.as_ref();
    let own = own.map(|layer| site.facts.with(Arc::clone(layer), &mut Vec::new()));
    let promised = notice(own.as_ref().unwrap_or(&site.facts));
    let (promised, words) = promised.filter(|_| plan.weight != Weight::Editorial)?;
    let earliest = dates::after(today, &promised);
    (plan.effective < earliest).then(|| {
        let message = format!(
            "the release would take effect on {}, but the policy promises notice of {words}, so {earliest} at the earliest",
            plan.effective
        );
        let fault = refuse(&codes::SHORT_NOTICE, message, source);
        fault.help(format!(
            "pass `--effective {earliest}`, or `--editorial` if no right or duty changes"
        ))
    })
}

/// Warns about changed facts in a release that should only change wording.
pub(super) fn more_than_wording(
    frozen: &Frozen,
    last: &Release,
    source: &Source,
) -> Option<Diagnostic> {
    let names = frozen.facts.keys().chain(last.facts.keys());
    let names = names.filter_map(|name| name.as_str());
    let changed = names.filter(|name| {
        let key = Key::Str(name);
        // The history is not part of the text.
        *name != "history" && frozen.facts.get(&key) != last.facts.get(&key)
    });
    let mut changed: Vec<String> = changed.map(|name| format!("`{name}`")).collect();
    changed.sort();
    changed.dedup();
    (!changed.is_empty()).then(|| {
        let message = format!(
            "the release is editorial, but facts that it prints changed since version {}: {}",
            last.version,
            few(&changed)
        );
        let fault = *refuse(&codes::EDITORIAL_FACTS, message, source);
        fault.help("release it without `--editorial` if a right or duty changes; `policygen release --withdraw` withdraws a release before it takes effect")
    })
}

/// Why a text can’t follow the last release; `None` if it can.
pub(super) fn out_of_order(
    site: &Site,
    plan: &Plan,
    frozen: &Frozen,
    chain: &Chain,
    source: &Source,
) -> Option<Diagnostic> {
    let today = site.evaluator.as_of().date();
    let refuse = |code, message: String| Some(*refuse(code, message, source));
    let last = chain.last()?;
    let version = &plan.version;
    // Compare the two texts as of today.
    if last.text_on(today).trim_end() == frozen.text.trim_end() && last.title == frozen.title {
        return refuse(
            &codes::NOTHING_TO_RELEASE,
            format!(
                "nothing changed since version {} was released",
                last.version
            ),
        );
    }
    let mut releases = chain.releases().iter();
    if releases.any(|other| file_name(&other.version) == file_name(version)) {
        let fault = refuse(
            &codes::RELEASE_VERSION,
            format!("version {version} has already been released"),
        );
        return fault.map(|fault| fault.help("set a new one with `--version`"));
    }
    if let Some(Ordering::Less | Ordering::Equal) = compare(version, &last.version) {
        return refuse(
            &codes::RELEASE_VERSION,
            format!(
                "version {version} does not come after version {}, the last release",
                last.version
            ),
        )
        .map(|fault| fault.maybe_help(take_back(last, today)));
    }
    if today < last.released {
        return refuse(
            &codes::RELEASE_DATE,
            format!(
                "the build date, {today}, is before {}, when version {} was released",
                last.released, last.version
            ),
        );
    }
    if plan.effective < last.effective {
        return refuse(
            &codes::RELEASE_DATE,
            format!(
                "the release would take effect on {}, before version {}, which takes effect on {}",
                plan.effective, last.version, last.effective
            ),
        )
        .map(|fault| {
            let fault = fault.help(format!(
                "pass `--effective {}`, or a later date",
                last.effective
            ));
            fault.maybe_help(take_back(last, today))
        });
    }
    None
}

/// How to withdraw the last release before it takes effect.
fn take_back(last: &Release, today: Date) -> Option<String> {
    let version = &last.version;
    (today < last.effective).then(|| {
        format!(
            "`--withdraw {version}` withdraws version {version}, which has not taken effect yet"
        )
    })
}

/// The promised notice period for changes, and its wording.
fn notice(facts: &Facts) -> Option<(Duration, String)> {
    let changes = facts.record("changes")?;
    let period = formats::duration(changes.get("notice_period")?)?;
    let words = match changes.word("notice_period") {
        Some(word) => format!("`{word}`"),
        None => counted(
            period.business_days as usize,
            "business day",
            "business days",
        ),
    };
    Some((period, words))
}
