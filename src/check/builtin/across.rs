//! Statements on which the pages of one site must agree.

use std::ops::Range;
use std::sync::LazyLock;

use super::words::{Lazy, denies};
use super::{Stated, security};
use crate::check::dates::{Form, dates_in};
use crate::check::evaluate::Page;
use crate::check::prose::Kind;
use crate::check::view::{self, inside};
use crate::model::language::primary;
use crate::rules::Pattern;

/// The minimum age for a service.
pub(super) fn min_age(page: &Page<'_>) -> Vec<Stated> {
    let mut said = said(page, "children.min_age", "age");
    said.extend(self::said(page, "service.min_age", "age"));
    if !page.view.has("children.min_age") && !page.view.has("service.min_age") {
        return said;
    }
    for found in page.prose.find_groups(&AGE) {
        let (Some(whole), Some(age)) = (found.get(0), found.name("age")) else {
            continue;
        };
        let prose = &page.prose;
        let sentence = &prose.text[prose.sentence(whole.range())];
        if !OTHER_AGES.is_in(sentence) && !prose.is_quoted(whole.start()) {
            let value = age.as_str().to_owned();
            said.extend(in_prose(page, age.range(), "age", value));
        }
    }
    said
}

/// A minimum age that applies to the service as a whole.
static AGE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:you|users|customers) (?:must|have to|need to) be (?:at least )?(?<age>\d\d)(?: years)?(?: old| of age)?(?: or (?:older|over|above))?(?: to (?:(?:use|access|join|sign up|register)\b|(?:have|create|open) (?:an?|your) account\b)[^.;,\n]*)?[.;]",
    )
});

/// Words of sentences that state several ages, or the age for something else.
static OTHER_AGES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(consent\w*|permission|parents?|guardians?|unless|except|if|where|countr(y|ies)|EEA|European|alcohol|drink\w*|contests?|sweepstakes?|program\w*|feature|event|account holder|paid|buy|purchase|order|adult)\b|\d\d\b.*\b\d\d\b",
    )
});

/// The value at a path in the page's facts, if there is exactly one and the
/// page reads it.
fn said(page: &Page<'_>, path: &str, key: &str) -> Vec<Stated> {
    let values = page.view.values(path);
    let (true, [value], Some(place)) = (
        page.view.reads(path),
        values.as_slice(),
        page.view.place(path),
    ) else {
        return Vec::new();
    };
    vec![Stated {
        key: key.to_owned(),
        value: view::word(value),
        place,
        merged: None,
    }]
}

/// A statement in the prose.
fn in_prose(page: &Page<'_>, range: Range<usize>, key: &str, value: String) -> Option<Stated> {
    let merged = page.prose.merged(range);
    Some(Stated {
        key: key.to_owned(),
        value,
        place: page.prose.place(merged.clone())?,
        merged: Some(merged),
    })
}

/// The date formats in use, by language.
pub(super) fn date_forms(page: &Page<'_>) -> Vec<Stated> {
    let language = primary(page.language);
    dates_in(&page.prose.text)
        .filter(|date| date.is_english && !matches!(date.form, Form::Month | Form::Other))
        .filter_map(|date| {
            let value = date.form.sample().to_owned();
            in_prose(page, date.range, language, value)
        })
        .collect()
}

/// The subprocessors that a page lists, by company and service.
pub(super) fn subprocessors(page: &Page<'_>) -> Vec<Stated> {
    let view = &page.view;
    let (true, Some(list), Some(place)) = (
        view.prints("subprocessors"),
        view.list("subprocessors"),
        view.place("subprocessors"),
    ) else {
        return Vec::new();
    };
    let today = page.today.to_string();
    let mut names: Vec<String> = list
        .iter()
        .filter(|entry| {
            let removed = inside(entry.value, "removed_on");
            removed.first().is_none_or(|date| view::word(date) > today)
        })
        .flat_map(|entry| inside(entry.value, "legal_name"))
        .map(view::word)
        .collect();
    names.sort();
    names.dedup();
    let word = |path| view.values(path).first().map(|value| view::word(value));
    vec![Stated {
        key: format!(
            "{}, {}",
            word("company.legal_name").unwrap_or_default(),
            word("service.name").unwrap_or_default()
        ),
        value: names.join("\n"),
        place,
        merged: None,
    }]
}

/// The algorithms of security measures, by kind and scope.
pub(super) fn algorithms(page: &Page<'_>) -> Vec<Stated> {
    if !page.view.prints("security_measures") {
        return Vec::new();
    }
    let list = page.view.list("security_measures").unwrap_or_default();
    list.into_iter()
        .filter_map(|entry| {
            let word = |field| inside(entry.value, field).into_iter().map(view::word);
            let mut scope: Vec<String> = word("scope").collect();
            scope.sort();
            let kind = word("kind").next()?;
            let mut key = security::spoken(&kind);
            if !scope.is_empty() {
                key = format!("{key} of {}", scope.join(", "));
            }
            Some(Stated {
                key,
                value: word("algorithm").next()?,
                place: page.view.place_of(entry)?,
                merged: None,
            })
        })
        .collect()
}

static NEAR_UPTIME: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:up-?time|availab(?:ility|le))\b(?: [\w’',-]+){0,8}? ?(?<after>9\d(?:\.\d+)?|100) ?%|(?<before>9\d(?:\.\d+)?|100) ?%(?: [\w’',-]+){0,4}? (?:up-?time|availab(?:ility|le))\b",
    )
});

static TIER: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(below|under|less than|lower than|falls?|drops?|at least one|if|credits?|than|was|were|has been|had|past|last (year|quarter|month)|in 20\d\d|average\w*|measured|historical\w*|so far)\b|<|≤|≥|>",
    )
});

/// The promised uptime.
pub(super) fn uptime(page: &Page<'_>) -> Vec<Stated> {
    let mut all = said(page, "sla.target", "uptime");
    let prose = &page.prose;
    if memchr::memchr(b'%', prose.text.as_bytes()).is_none() {
        return all;
    }
    for found in prose.find_groups(&NEAR_UPTIME) {
        let Some(number) = found.name("after").or_else(|| found.name("before")) else {
            continue;
        };
        let Some(block) = prose.block_at(number.start()) else {
            continue;
        };
        let sentence = &prose.text[prose.sentence(number.range())];
        if matches!(block.kind, Kind::Cell | Kind::Heading(_))
            || prose.is_quoted(number.start())
            || TIER.is_in(sentence)
            || denies(sentence)
        {
            continue;
        }
        let value = number.as_str();
        let value = match value.contains('.') {
            true => value.trim_end_matches('0').trim_end_matches('.'),
            false => value,
        };
        all.extend(in_prose(page, number.range(), "uptime", value.to_owned()));
    }
    all
}

static ABOUT_BREACHES: Lazy = LazyLock::new(|| Pattern::new(r"\b(breach\w*|incidents?)\b"));

static NOTIFYING: Lazy =
    LazyLock::new(|| Pattern::new(r"\b(notif\w+|tell|inform\w*|report\w*|alert\w*|notice)\b"));

static OTHERS_DUTY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(authorit(y|ies)|regulators?|Art(icle|\.)? ?33\(1\)|33\(1\)|you (then |must |shall |will |have to )?(notify|tell|inform|report|have)|customers? (must|shall|will) (notify|inform|report)|respond|response|acknowledg\w+|resol\w+|fix\w*|remed\w+)\b",
    )
});

/// The time within which customers are notified of a breach.
pub(super) fn breach_notice(page: &Page<'_>) -> Vec<Stated> {
    const KEY: &str = "breach";
    let mut all = Vec::new();
    if let (Some(duration), Some(place)) = (
        page.view.duration("dpa.breach_notice"),
        page.view.place("dpa.breach_notice"),
    ) {
        all.push(Stated {
            key: KEY.to_owned(),
            value: in_hours(page, &duration),
            place,
            merged: None,
        });
    }
    let prose = &page.prose;
    for stated in page.durations() {
        let Some(block) = prose.block_at(stated.range.start) else {
            continue;
        };
        let is_there = [
            "dpa_breach_and_dpia_assistance",
            "breach_notice",
            "dpa_breach",
        ]
        .iter()
        .any(|kind| prose.is_in(block, kind));
        let sentence = &prose.text[prose.sentence(stated.range.clone())];
        let is_meant = ABOUT_BREACHES.is_in(sentence)
            && NOTIFYING.is_in(sentence)
            && !OTHERS_DUTY.is_in(sentence)
            && !prose.is_quoted(stated.range.start);
        if !is_there || !is_meant {
            continue;
        }
        let value = in_hours(page, &stated.duration);
        all.extend(in_prose(page, stated.range.clone(), KEY, value));
    }
    all
}

/// The duration with its days converted to hours: two days are 48 hours.
fn in_hours(page: &Page<'_>, duration: &crate::base::duration::Duration) -> String {
    let same = crate::base::duration::Duration {
        hours: duration.hours + 24 * duration.days,
        days: 0,
        ..*duration
    };
    page.english.duration(&same)
}
