//! Statements about security.

use std::sync::LazyLock;

use super::Verdict;
use super::words::{Lazy, denies};
use crate::base::address;
use crate::base::duration::Duration;
use crate::check::evaluate::{Finding, Page, Question};
use crate::check::view::{self, inside};
use crate::rules::Pattern;

/// The kind of a measure, in words.
pub(super) fn spoken(kind: &str) -> String {
    kind.replace('_', " ")
}

/// Deviations of `security.txt` from RFC 9116.
pub(super) fn security_txt(page: &Page<'_>) -> Verdict {
    let view = &page.view;
    // There is one file for all pages.
    let once = || Question::Met("SEC851".to_owned());
    let missing = |what: &str, path: &str| {
        let finding = Finding::somewhere(view.place(path));
        Verdict::Ask(vec![once()], vec![finding.with("missing", what)])
    };
    if view.facts().values().is_empty() {
        // If the site has no facts, the file may be created by other means.
        return None.into();
    }
    if !view.has("security_txt") {
        let needs_one = ["security", "vulnerability-disclosure"].contains(&page.document);
        if !needs_one {
            return None.into();
        }
        return missing("is missing", "security_txt");
    }
    if let Some(expires) = view.date("security_txt.expires") {
        let year = Duration {
            years: 1,
            ..Duration::default()
        };
        if expires < page.today {
            let what = format!("expired on {expires}");
            return missing(&what, "security_txt.expires");
        }
        if expires > crate::base::dates::after(page.today, &year) {
            let what = format!("expires on {expires}, more than a year from now");
            return missing(&what, "security_txt.expires");
        }
    }
    let Some(policy) = view
        .values("security_txt.policy")
        .first()
        .map(|value| view::word(value))
    else {
        return missing("names no `policy`", "security_txt");
    };
    let Some(address) = below(&policy, page) else {
        // The policy is on another host, so nothing is known about it.
        return None.into();
    };
    let place = view.place("security_txt.policy");
    let what = format!("names `{policy}` as `policy`, but that page does not exist");
    Verdict::Ask(
        vec![Question::Page(address), once()],
        vec![Finding::somewhere(place).with("missing", what)],
    )
}

/// The address of a page on the site, from its URL or path.
fn below(url: &str, page: &Page<'_>) -> Option<String> {
    let base = page.settings.base_url.as_ref();
    let path = match base {
        Some(base) if url.starts_with('/') => url.strip_prefix(base.path())?,
        Some(base) => url.strip_prefix(base.as_str())?,
        None => url.strip_prefix('/').filter(|_| false)?,
    };
    let path = path.split(['#', '?']).next().unwrap_or(path);
    let path = address::asked_for(path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    let path = path.trim_end_matches('/');
    address::join("", path)
}

static CIPHER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?<name>AES|TLS)[- ]?(?<size>128|192|256|1\.[0-3])(?:[- ]bit)?\b|\b(?<bits>128|192|256)[- ]bit (?<late>AES)\b",
    )
});

/// Key sizes and versions in the text that differ from the facts.
pub(super) fn claims_agree(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let view = &page.view;
    let mut findings = Vec::new();
    for found in prose.find_groups(&CIPHER) {
        let (Some(whole), Some(name), Some(size)) = (
            found.get(0),
            found.name("name").or_else(|| found.name("late")),
            found.name("size").or_else(|| found.name("bits")),
        ) else {
            continue;
        };
        let kind = match name.as_str().to_ascii_uppercase().as_str() {
            "AES" => ("encryption_at_rest", "at rest"),
            _ => ("encryption_in_transit", "in transit"),
        };
        let sentence = &prose.text[prose.sentence(whole.range())];
        let is_about = sentence.to_lowercase().contains(kind.1);
        if !is_about || denies(sentence) || prose.is_quoted(whole.start()) {
            continue;
        }
        let list = view.list("security_measures").unwrap_or_default();
        let stated: Vec<(String, _)> = list
            .into_iter()
            .filter(|entry| {
                let kinds = inside(entry.value, "kind");
                kinds.iter().any(|known| view::word(known) == kind.0)
            })
            .filter_map(|entry| {
                let algorithm = inside(entry.value, "algorithm")
                    .first()
                    .map(|v| view::word(v))?;
                Some((algorithm, entry))
            })
            .collect();
        let same = |algorithm: &str| {
            let algorithm = algorithm.to_ascii_uppercase();
            algorithm.contains(&name.as_str().to_ascii_uppercase())
                && algorithm.contains(size.as_str())
        };
        let is_named = |algorithm: &str| {
            let algorithm = algorithm.to_ascii_uppercase();
            algorithm.contains(&name.as_str().to_ascii_uppercase())
                && algorithm.contains(|c: char| c.is_ascii_digit())
        };
        let Some((other, entry)) = stated.iter().find(|(algorithm, _)| is_named(algorithm)) else {
            continue;
        };
        // “TLS 1.2 or higher” does not contradict a higher version.
        let is_least = sentence.contains("or higher")
            || sentence.contains("or later")
            || sentence.contains("at least")
            || sentence.contains('+')
            || sentence.contains("or newer")
            || sentence.contains("minimum")
            || sentence.contains("or above")
            || sentence.contains("or better");
        if is_least || stated.iter().any(|(algorithm, _)| same(algorithm)) {
            continue;
        }
        let place = view.place_of(*entry);
        let file = place
            .as_ref()
            .map_or_else(|| "the facts".to_owned(), |place| place.source.path.clone());
        findings.push(
            Finding::text(whole.range())
                .with("kind", spoken(kind.0))
                .with("value", whole.as_str())
                .with("other", other)
                .with("place", file)
                .label(place, format!("{other} here")),
        );
    }
    Verdict::Found(findings)
}
