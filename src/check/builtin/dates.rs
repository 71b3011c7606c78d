//! Dates of the document itself, in its front matter and in its text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Captures;
use tera::Value;

use super::Verdict;
use super::words::Lazy;
use crate::base::dates::{self, Date};
use crate::base::diagnostic::Fix;
use crate::check::evaluate::{Finding, Page};
use crate::check::lexicon;
use crate::check::prose::Kind;
use crate::check::view::{self, inside};
use crate::model::language::long_dates;
use crate::rules::Pattern;

/// A document that takes effect before it was changed.
pub(super) fn order(page: &Page<'_>) -> Verdict {
    let matter = page.front_matter;
    let (Some(updated), Some(effective)) = (matter.updated, matter.effective) else {
        return None.into();
    };
    let is_correction = |entry: &Value| {
        let says = |field, word: &str| inside(entry, field).iter().any(|v| view::word(v) == word);
        says("date", &updated.to_string()) && says("material", "false")
    };
    let history = page.view.list("history").unwrap_or_default();
    let is_fine = effective >= updated || history.iter().any(|entry| is_correction(entry.value));
    (!is_fine)
        .then(|| {
            Finding::somewhere(page.key("effective"))
                .with("updated", updated.to_string())
                .with("effective", effective.to_string())
                .label(page.key("updated"), "the last change")
        })
        .into()
}

/// A last change that is still to come.
pub(super) fn future_date(page: &Page<'_>) -> Verdict {
    let updated = page.front_matter.updated;
    updated
        .filter(|updated| *updated > page.today)
        .map(|updated| Finding::somewhere(page.key("updated")).with("updated", updated.to_string()))
        .into()
}

/// A change that the history does not have.
pub(super) fn changelog_entry(page: &Page<'_>) -> Verdict {
    let (Some(updated), Some(history)) = (page.front_matter.updated, page.view.list("history"))
    else {
        return None.into();
    };
    let version = page.front_matter.version.as_deref();
    let has_it = history.iter().any(|entry| {
        let date = inside(entry.value, "date")
            .first()
            .and_then(|date| dates::parse(date.as_str()?));
        let versions = inside(entry.value, "version");
        date.is_some_and(|date| date >= updated)
            || versions
                .iter()
                .any(|known| Some(view::word(known).as_str()) == version)
    });
    (!has_it)
        .then(|| {
            Finding::somewhere(page.view.place("history"))
                .with("updated", updated.to_string())
                .label(page.key("updated"), "the last change")
        })
        .into()
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Iso,
    DayFirst,
    MonthFirst,
    Slashes,
    Dots,
}

impl Form {
    /// A date in this form.
    pub(super) fn sample(self) -> &'static str {
        match self {
            Self::Iso => "2026-05-31",
            Self::DayFirst => "31 May 2026",
            Self::MonthFirst => "May 31, 2026",
            Self::Slashes => "31/05/2026",
            Self::Dots => "31.05.2026",
        }
    }

    /// A date in this form, if there is one way to write it so.
    fn write(self, date: Date) -> Option<String> {
        match self {
            Self::Iso => Some(date.to_string()),
            Self::DayFirst => Some(long_dates("en-GB").write(date)),
            Self::MonthFirst => Some(long_dates("en-US").write(date)),
            Self::Slashes | Self::Dots => None,
        }
    }
}

/// A date in prose.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    /// What it may mean: `5/6/2026` is two dates.
    readings: Vec<Date>,
}

const DATE: &str = r"(?:(?<iso>\d{4}-\d{2}-\d{2})|(?<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? (?<year>\d{4})|(?<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?<day2>\d{1,2})(?:st|nd|rd|th)?,? (?<year2>\d{4})|(?<first>\d{1,2})(?<stop>[./])(?<second>\d{1,2})[./](?<year3>\d{4}))\b";

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

static ANY_DATE: Lazy = LazyLock::new(|| Pattern::new(format!(r"\b{DATE}")));

/// “Last updated:” and “effective date” with the date behind it.
static STATEMENT: Lazy = LazyLock::new(|| {
    Pattern::new(format!(
        r"\b(?:(?<changed>(?:last|latest|most recently)\s(?:update|updated|revised|revision|modified|changed|amended)(?:\son|\sdate|\sas\sof)?|updated|revised)|(?<effective>effective(?:\sdate|\sas\sof|\sfrom|\son|\ssince)?))\s?:?\s?(?:on |is |was )?(?<date>{DATE})"
    ))
});

fn written(found: &Captures<'_>) -> Option<Written> {
    let group = |name| found.name(name).map(|found| found.as_str());
    let whole = found.name("date").or_else(|| found.get(0))?;
    let date = |year: &str, month: u32, day: &str| {
        let day: u32 = day.parse().ok()?;
        dates::parse(&format!("{year}-{month:02}-{day:02}"))
    };
    let month = |word: &str| {
        let at = MONTHS
            .iter()
            .position(|month| word.eq_ignore_ascii_case(month))?;
        Some(at as u32 + 1)
    };
    let (form, readings) = if let Some(iso) = group("iso") {
        (Form::Iso, vec![dates::parse(iso)?])
    } else if let Some(day) = group("day") {
        let date = date(group("year")?, month(group("month")?)?, day)?;
        (Form::DayFirst, vec![date])
    } else if let Some(day) = group("day2") {
        let date = date(group("year2")?, month(group("month2")?)?, day)?;
        (Form::MonthFirst, vec![date])
    } else {
        let (first, second, year) = (group("first")?, group("second")?, group("year3")?);
        let day_first = date(year, second.parse().ok()?, first);
        match group("stop") {
            Some(".") => (Form::Dots, vec![day_first?]),
            _ => {
                let month_first = date(year, first.parse().ok()?, second);
                let readings: Vec<_> = day_first.into_iter().chain(month_first).collect();
                (Form::Slashes, readings)
            }
        }
    };
    (!readings.is_empty()).then(|| Written {
        range: whole.range(),
        form,
        readings,
    })
}

/// The dates in the prose.
pub(super) fn in_prose(page: &Page<'_>) -> Vec<Written> {
    page.prose
        .find_groups(&ANY_DATE)
        .filter_map(|found| written(&found))
        .collect()
}

/// What “last updated” may be about: this document.
static ITSELF: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:this|these|(?<our>our))(?<what>(?: [\w&’'-]+){0,3}? (?:policy|notice|page|document|agreement|terms|statement|addendum|policies)(?: of (?:service|use))?)(?:,? ?(?:was|is|were|are|has been|have been|became|becomes|become))?\s*$",
    )
});

/// Whether words before “last updated” name the page that they stand on: “our
/// terms” in a privacy policy are another.
fn is_itself(page: &Page<'_>, before: &str) -> bool {
    ITSELF.find_groups(before).any(|found| {
        let Some(what) = found.name("what").filter(|_| found.name("our").is_some()) else {
            return true;
        };
        let name = what.as_str().trim().to_lowercase().replace(' ', "-");
        let known = lexicon::document_type(&name);
        // A name of no type may be any page's.
        known == page.document || (known == name && name != "terms")
    })
}

/// A date of the document in its text that is not that of the front matter.
pub(super) fn front_matter_vs_text(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut stated: Vec<(Written, bool)> = Vec::new();
    for found in prose.find_groups(&STATEMENT) {
        let (Some(whole), Some(date)) = (found.get(0), written(&found)) else {
            continue;
        };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        if prose.is_quoted(whole.start()) || block.kind == Kind::Cell {
            continue;
        }
        let before = page.before(whole.range());
        let stops = [' ', '(', '*', '_', '|', '·', '•', '–', '—', '\u{a0}'];
        let begins = before.trim_matches(stops).is_empty();
        let behind = &prose.text[whole.end()..block.text.end];
        let behind = behind.trim_start_matches([' ', '\u{a0}']);
        let ends = behind.is_empty()
            || behind.starts_with(['.', ')', ';', '|', '·', '•', '–', '—', '*', '_']);
        if (begins && ends) || is_itself(page, before) {
            stated.push((date, found.name("changed").is_some()));
        }
    }
    let findings = [
        ("updated", page.front_matter.updated, true),
        ("effective", page.front_matter.effective, false),
    ]
    .into_iter()
    .filter_map(|(key, fact, is_change)| {
        let fact = fact?;
        let mut about = stated.iter().filter(|(_, change)| *change == is_change);
        // A page that lists its versions says more than one such date.
        let ((date, _), None) = (about.next()?, about.next()) else {
            return None;
        };
        if date.readings.contains(&fact) {
            return None;
        }
        let text = &prose.text[date.range.clone()];
        let mut finding = Finding::text(date.range.clone())
            .with("text", text)
            .with("fact", fact.to_string())
            .label(page.key(key), "in the front matter");
        let place = prose.place(prose.merged(date.range.clone()));
        let again = date.form.write(date.readings[0]);
        if let (Some(place), Some(again), Some(new)) = (place, again, date.form.write(fact))
            && again == text
            && place.source.text.get(place.range.clone()) == Some(text)
        {
            finding.fixes.push(Fix { place, text: new });
        }
        Some(finding)
    });
    Verdict::Found(findings.collect())
}

/// Whether a year is one that texts of today speak of.
pub(super) fn is_plausible(written: &Written) -> bool {
    written
        .readings
        .iter()
        .any(|date| (1900..2200).contains(&date.year()))
}
