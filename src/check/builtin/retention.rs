//! Retention periods in the prose and in the facts.

use std::ops::Range;
use std::sync::LazyLock;

use tera::Value;

use super::Verdict;
use super::durations::{alike, bounds};
use super::words::{Lazy, denies, is_whole};
use crate::base::duration::Duration;
use crate::base::source::Place;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::check::view::{self, inside};
use crate::rules::Pattern;

/// An entry of `retention` with one period.
struct Kept {
    label: String,
    /// The names of the data in prose, in lower case.
    names: Vec<String>,
    period: Duration,
    /// Whether the period begins at the event in `until`.
    is_then: bool,
    backups: Option<Duration>,
    place: Option<Place>,
}

fn word(value: &Value, path: &str) -> Option<String> {
    inside(value, path).first().map(|found| view::word(found))
}

fn length(value: &Value, path: &str) -> Option<Duration> {
    view::duration(inside(value, path).first()?)
}

/// Retention periods in the facts.
fn kept(page: &Page<'_>) -> Vec<Kept> {
    let categories = page.view.list("data_categories").unwrap_or_default();
    let entries = page.view.list("retention").unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|entry| {
            let value = entry.value;
            let category = word(value, "category").and_then(|id| {
                let same = |value| word(value, "id").as_deref() == Some(id.as_str());
                categories.iter().find(|category| same(category.value))
            });
            let label = word(value, "label").or_else(|| word(value, "data"))?;
            let mut names = vec![label.to_lowercase()];
            if let Some(category) = category {
                for path in ["items.name", "items.aliases"] {
                    let found = inside(category.value, path);
                    names.extend(
                        found
                            .into_iter()
                            .map(|name| view::word(name).to_lowercase()),
                    );
                }
            }
            names.sort();
            names.dedup();
            let then = length(value, "then");
            let is_event = word(value, "until").is_some();
            let period = length(value, "period")
                .or(then)
                .or_else(|| is_event.then(Duration::default))?;
            let listed = format!("retention.{}", entry.index);
            let inline = || {
                let category = category?;
                page.view
                    .place(&format!("data_categories.{}.retention", category.index))
            };
            let place = match page.view.facts().place(&listed) {
                Some((place, node)) => {
                    let first = node.entries().and_then(|entries| entries.first());
                    Some(match first {
                        Some(first) => place
                            .source
                            .place(first.key_span.start..first.value.span.end),
                        None => place,
                    })
                }
                None => inline(),
            };
            Some(Kept {
                label,
                names,
                period,
                is_then: is_event,
                backups: length(value, "backups"),
                place,
            })
        })
        .collect()
}

static KEEPING: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(keep|keeps|kept|retain|retains|retained|store|stores|stored|hold|holds|held|delete|deletes|deleted|erase|erases|erased|remove|removes|removed|purged?|destroyed)\b",
    )
});

/// Words showing that a sentence is about something else, or about only some of the data.
static ASIDE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(backups?|archiv\w+|copies|unless|except\w*|if|ask|asks|request\w*|minimum|at least|longer|legal hold|trial|previous\w*|former\w*|until \d{4}|used to)\b",
    )
});

/// Words that link the name of the data to a duration if they are between the two.
const TIES: &[&str] = &[
    "is",
    "are",
    "will",
    "be",
    "automatically",
    "then",
    "kept",
    "stored",
    "retained",
    "held",
    "deleted",
    "erased",
    "removed",
    "purged",
    "destroyed",
    "for",
    "after",
    "within",
    "up",
    "to",
    "at",
    "most",
    "a",
    "maximum",
    "of",
    "only",
    "no",
    "more",
    "longer",
    "than",
    "not",
];

/// Words that may come before the name of data.
const LEADS: &[&str] = &[
    "the", "your", "our", "all", "any", "these", "keep", "keeps", "store", "stores", "retain",
    "retains", "hold", "holds", "delete", "deletes", "erase", "erases", "and", "remove", "removes",
];

/// Whether a text states a period exactly or as a maximum.
#[derive(PartialEq, Eq)]
enum Tie {
    Exactly,
    AtMost,
}

/// How the words `between` a name and a duration link them, if they do.
fn tie(between: &str) -> Option<Tie> {
    let mut words = between.split_whitespace().peekable();
    words.peek()?;
    let mut has_preposition = false;
    let mut is_limit = false;
    for word in words {
        if !TIES.contains(&word) {
            return None;
        }
        has_preposition |= matches!(word, "for" | "after" | "within");
        is_limit |= matches!(
            word,
            "within" | "up" | "most" | "maximum" | "more" | "longer"
        );
        if word == "not" {
            return None;
        }
    }
    match (has_preposition, is_limit) {
        (false, _) => None,
        (true, true) => Some(Tie::AtMost),
        (true, false) => Some(Tie::Exactly),
    }
}

/// How `before`, in lower case, links the entry's name to the duration after
/// it, if it does.
fn named(kept: &Kept, before: &str) -> Option<Tie> {
    kept.names.iter().find_map(|name| {
        let at = before.rfind(name.as_str())?;
        let range: Range<usize> = at..at + name.len();
        if !is_whole(before, &range) {
            return None;
        }
        let lead = before[..at].trim_end();
        let last = lead.rsplit(' ').next().unwrap_or_default();
        if !(lead.is_empty() || lead.ends_with(',') || LEADS.contains(&last)) {
            return None;
        }
        tie(&before[range.end..])
    })
}

/// The word after a period, if it ties the period to an event or leaves it open.
fn trigger(behind: &str) -> Option<&str> {
    let first = behind.split_whitespace().next()?;
    matches!(
        first.trim_matches([',', '(', ')']),
        "after"
            | "from"
            | "following"
            | "of"
            | "since"
            | "before"
            | "once"
            | "when"
            | "as"
            | "unless"
            | "or"
            | "to"
            | "until"
            | "if"
            | "at"
            | "longer"
            | "more"
            | "by"
            | "on"
            | "plus"
            | "in"
            | "and"
            | "beyond"
            | "past"
            | "prior"
    )
    .then_some(first)
}

/// Periods in the prose that differ from the facts.
pub(super) fn contradiction(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut entries: Option<Vec<Kept>> = None;
    let mut findings = Vec::new();
    for stated in page.durations() {
        let Some(block) = prose.block_at(stated.range.start) else {
            continue;
        };
        let before = page.before(stated.range.clone());
        if matches!(block.kind, Kind::Heading(_) | Kind::Cell)
            || prose.is_quoted(stated.range.start)
            || !KEEPING.is_in(before)
        {
            continue;
        }
        let behind = page.behind(stated.range.clone());
        let before = before.trim_start().to_lowercase();
        if denies(
            &before
                .replace("no longer than", "")
                .replace("no more than", ""),
        ) || ASIDE.is_in(&before)
            || ASIDE.is_in(behind)
        {
            continue;
        }
        let entries = entries.get_or_insert_with(|| kept(page));
        let found: Vec<(&Kept, Tie)> = entries
            .iter()
            .filter_map(|kept| Some((kept, named(kept, &before)?)))
            .collect();
        let agrees = |kept: &Kept, tie: &Tie| {
            let counts = match (trigger(behind), kept.is_then) {
                (None, false) => true,
                (Some(word), true) => matches!(word, "after" | "from" | "following" | "of"),
                _ => false,
            };
            let text = &stated.duration;
            !counts
                || alike(text, &kept.period)
                || (*tie == Tie::AtMost && bounds(text).0 > bounds(&kept.period).1)
        };
        // If several entries have the name, one that agrees is enough.
        if found.is_empty() || found.iter().any(|(kept, tie)| agrees(kept, tie)) {
            continue;
        }
        let (kept, _) = &found[0];
        let fact = page.english.duration(&kept.period);
        findings.push(
            Finding::text(stated.range.clone())
                .with("label", &kept.label)
                .with("text", &prose.text[stated.range.clone()])
                .with("fact", &fact)
                .label(kept.place.clone(), format!("the facts say {fact} here")),
        );
    }
    Verdict::Found(findings)
}

static AT_ONCE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:immediately|instantly|at once|right away|straight away|without (?:any )?delay)\b[^\n.;]{0,40}\b(?:delete|erase|remove|destroy)[sd]?|(?:delete|erase|remove|destroy)(?:s|d|ed)?\b[^\n.;]{0,80}\b(?:immediately|instantly|at once|right away|straight away|without (?:any )?delay))\b",
    )
});

static EVERYTHING: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(all|every|any and all)( of)?( (the|your|their|our users[’']?|personal|account|user|customer))* (data|information|records)\b|\beverything\b",
    )
});

/// Promises to delete everything at once that contradict the facts.
pub(super) fn erasure_vs_retention(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    for found in prose.find(&AT_ONCE) {
        let sentence = prose.sentence(found.range());
        let text = &prose.text[sentence.clone()];
        if !EVERYTHING.is_in(text)
            || denies(
                &text
                    .replace("without delay", "")
                    .replace("without any delay", ""),
            )
            || prose.is_quoted(found.start())
        {
            continue;
        }
        let lasts = |duration: &Duration| bounds(duration).1 > 0.0;
        let entries = kept(page);
        let contradicts = entries.iter().find_map(|kept| {
            let left = match (&kept.backups, kept.is_then) {
                (_, true) if lasts(&kept.period) => page.english.duration(&kept.period),
                (Some(backups), _) if lasts(backups) => {
                    format!("{} in backups", page.english.duration(backups))
                }
                _ => return None,
            };
            Some((kept, left))
        });
        if let Some((kept, left)) = contradicts {
            let start = sentence.start + (text.len() - text.trim_start().len());
            findings.push(
                Finding::text(start..sentence.end)
                    .with("match", found.as_str())
                    .with("label", &kept.label)
                    .with("fact", &left)
                    .label(kept.place.clone(), format!("the facts say {left} here")),
            );
        }
    }
    Verdict::Found(findings)
}

/// Children's data that is kept without a time limit or a stated purpose.
pub(super) fn child_retention_policy(page: &Page<'_>) -> Verdict {
    let groups = page.view.list("data_subjects").unwrap_or_default();
    let said = |answer: &str| -> Vec<String> {
        let groups = groups.iter();
        let groups = groups
            .filter(|group| word(group.value, "includes_children").as_deref() == Some(answer));
        groups.filter_map(|group| word(group.value, "id")).collect()
    };
    let (children, adults) = (said("true"), said("false"));
    let categories = page.view.list("data_categories").unwrap_or_default();
    let findings = categories.into_iter().filter_map(|category| {
        let subjects = inside(category.value, "subjects");
        // A category is assumed to include children's data unless the facts say otherwise.
        let is_about_children = match children.is_empty() {
            true => {
                subjects.is_empty() || subjects.iter().any(|id| !adults.contains(&view::word(id)))
            }
            false => subjects.iter().any(|id| children.contains(&view::word(id))),
        };
        if !is_about_children {
            return None;
        }
        let has = |path: &str| {
            let values = inside(category.value, path);
            values.into_iter().any(view::is_something)
        };
        let ends = ["period", "until", "by_plan"]
            .iter()
            .any(|field| has(&format!("retention.{field}")));
        let missing = match (ends, has("retention.purpose")) {
            (true, true) => return None,
            (true, false) => "`purpose` in its `retention`",
            (false, _) => "`retention` that ends",
        };
        let mut finding = Finding::somewhere(page.view.place_of(category));
        finding.words.push(("missing", missing.to_owned()));
        finding.entry = Some(("data_categories".to_owned(), category.index));
        Some(finding)
    });
    Verdict::Found(findings.collect())
}
