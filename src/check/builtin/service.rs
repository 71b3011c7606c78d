//! Rules for the documents of a service, beyond data protection law.

use super::Verdict;
use crate::base::dates;
use crate::base::duration::Duration;
use crate::check::evaluate::{Finding, Page};
use crate::check::view::{self, inside};

/// Required contents that an accessibility statement lacks.
pub(super) fn statement_fields(page: &Page<'_>) -> Verdict {
    let is_public = page.regimes.iter().any(|regime| regime == "wad");
    let wanted: &[&str] = match is_public {
        true => &[
            "conformance",
            "standard",
            "feedback",
            "prepared_on",
            "method",
        ],
        false => &["conformance", "standard"],
    };
    let missing: Vec<String> = wanted
        .iter()
        .map(|field| format!("accessibility.{field}"))
        .filter(|path| !page.view.has(path) || !page.view.prints(path))
        .map(|path| format!("`{path}`"))
        .collect();
    if missing.is_empty() {
        return None.into();
    }
    let finding = Finding::somewhere(page.view.place("accessibility"));
    let listed = |finding: Finding, word| finding.with("missing", word);
    Some(missing.into_iter().fold(finding, listed)).into()
}

/// The maximum lifetime of cookies that the French authority recommends, in months.
const COOKIE_MONTHS: u32 = 13;

/// Cookies that last longer than recommended.
pub(super) fn cookie_lifetime(page: &Page<'_>) -> Verdict {
    let most = Duration {
        months: COOKIE_MONTHS,
        ..Duration::default()
    };
    let expires = |duration: &Duration| dates::after(page.today, duration);
    let cookies = page.view.list("cookies").unwrap_or_default();
    let findings = cookies.into_iter().filter_map(|cookie| {
        let values = inside(cookie.value, "duration");
        let stays = view::duration(values.first()?)?;
        if expires(&stays) <= expires(&most) {
            return None;
        }
        let finding = Finding::somewhere(page.view.place_of(cookie));
        let mut finding = finding.with("value", page.english.duration(&stays));
        finding.entry = Some(("cookies".to_owned(), cookie.index));
        Some(finding)
    });
    Verdict::Found(findings.collect())
}

/// IDs in version 2.3 of the Transparency and Consent Framework: the list, its name
/// in messages, and the highest ID.
const TCF: &[(&str, &str, i64)] = &[
    ("purposes", "purpose", 11),
    ("special_purposes", "special purpose", 3),
    ("features", "feature", 3),
    ("special_features", "special feature", 2),
];

/// Cookies with IDs that are not in the framework, or without the consent that
/// it requires.
pub(super) fn tcf_purpose_known(page: &Page<'_>) -> Verdict {
    let cookies = page.view.list("cookies").unwrap_or_default();
    let findings = cookies.into_iter().filter_map(|cookie| {
        let ids = |list: &str| -> Vec<i64> {
            let ids = inside(cookie.value, "tcf").into_iter();
            ids.flat_map(|tcf| inside(tcf, list))
                .filter_map(|id| view::word(id).parse().ok())
                .collect()
        };
        let unknown = TCF.iter().find_map(|(list, name, last)| {
            let id = ids(list).into_iter().find(|id| !(1..=*last).contains(id))?;
            Some(format!("{name} {id}"))
        });
        let consent = inside(cookie.value, "consent")
            .first()
            .map(|word| view::word(word));
        let profile = ids("purposes").into_iter().find(|id| (3..=6).contains(id));
        let value = match (unknown, profile, consent.as_deref()) {
            (Some(unknown), _, _) => unknown,
            (None, Some(id), Some(consent)) if consent != "opt_in" => {
                format!("purpose {id} with `consent: {consent}`")
            }
            _ => return None,
        };
        let mut finding = Finding::somewhere(page.view.place_of(cookie)).with("value", value);
        finding.entry = Some(("cookies".to_owned(), cookie.index));
        Some(finding)
    });
    Verdict::Found(findings.collect())
}

/// Terms that are not available in a machine-readable format.
pub(super) fn dsa_machine_readable(page: &Page<'_>) -> Verdict {
    let has_twin = !page.settings.twins.is_empty();
    (!has_twin).then(Finding::default).into()
}

/// The notices that Texas prescribes, and the facts that require them.
const TEXAS: &[(&str, &str)] = &[
    (
        "sale.sensitive",
        "NOTICE: We may sell your sensitive personal data.",
    ),
    (
        "sale.biometric",
        "NOTICE: We may sell your biometric personal data.",
    ),
];

/// Prescribed notices that are missing; the wording must be exact.
pub(super) fn texas_notice(page: &Page<'_>) -> Verdict {
    let findings = TEXAS.iter().filter_map(|(fact, notice)| {
        let is_needed = page.view.has(fact);
        let missing = is_needed && !page.prose.text.contains(notice);
        missing.then(|| Finding::somewhere(page.view.place(fact)).with("missing", *notice))
    });
    Verdict::Found(findings.collect())
}

/// Errors in the table of service credits.
pub(super) fn credit_table(page: &Page<'_>) -> Verdict {
    let number = |path: &str| -> Option<f64> {
        page.view
            .values(path)
            .first()
            .and_then(|value| view::word(value).parse().ok())
    };
    let tiers = page.view.values("sla.tiers");
    let mut tiers: Vec<(f64, f64)> = tiers
        .into_iter()
        .filter_map(|tier| {
            let number = |field| view::word(inside(tier, field).first()?).parse().ok();
            Some((number("below")?, number("credit")?))
        })
        .collect();
    tiers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let target = number("sla.target");
    let most = number("sla.max_credit").unwrap_or(100.0).min(100.0);
    let problem = tiers
        .windows(2)
        .find_map(|pair| {
            let [(above, little), (below, much)] = pair else {
                return None;
            };
            if above == below {
                return Some(format!("two tiers apply below {above}%"));
            }
            (much <= little).then(|| {
                format!("the credit below {below}% is not higher than the one below {above}%")
            })
        })
        .or_else(|| {
            let (highest, target) = (tiers.first()?.0, target?);
            (highest > target)
                .then(|| format!("a credit is due below {highest}%, but the target is {target}%"))
        })
        .or_else(|| {
            let (_, credit) = tiers.iter().find(|(_, credit)| *credit > most)?;
            Some(format!("a credit of {credit}% exceeds {most}%"))
        })
        .or_else(|| {
            let is_open = !tiers.is_empty() && page.view.duration("sla.period").is_none();
            is_open.then(|| "no `period` over which uptime is measured".to_owned())
        });
    problem
        .map(|problem| Finding::somewhere(page.view.place("sla.tiers")).with("value", problem))
        .into()
}
