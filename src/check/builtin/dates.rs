//! Dates of the document itself, in its front matter and in its text.

use std::sync::LazyLock;

use tera::Value;

use super::Verdict;
use super::last_dates;
use super::words::{Lazy, OfBlock};
use crate::base::dates;
use crate::base::diagnostic::Fix;
use crate::check::dates::{Form, Role, Statement, dates_in, statements};
use crate::check::evaluate::{Finding, Page};
use crate::check::lexicon;
use crate::check::prose::Block;
use crate::check::view::{self, inside};
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

/// A date of last change that is in the future.
pub(super) fn future_date(page: &Page<'_>) -> Verdict {
    let updated = page.front_matter.updated;
    updated
        .filter(|updated| *updated > page.today)
        .map(|updated| Finding::somewhere(page.key("updated")).with("updated", updated.to_string()))
        .into()
}

/// A last change that is missing from the history.
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

/// Names of this document, as the subject of “last updated”.
static ITSELF: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:this|these|(?<our>our))(?<what>(?: [\w&’'-]+){0,3}? (?:policy|notice|page|document|agreement|terms|statement|addendum|policies)(?: of (?:service|use))?)(?:,? ?(?:was|is|were|are|has been|have been|became|becomes|become))?\s*$",
    )
});

/// Whether words before “last updated” refer to this page: “our terms” in a
/// privacy policy are another page.
fn is_itself(page: &Page<'_>, before: &str) -> bool {
    ITSELF.find_groups(before).any(|found| {
        let Some(what) = found.name("what").filter(|_| found.name("our").is_some()) else {
            return true;
        };
        let name = what.as_str().trim().to_lowercase().replace(' ', "-");
        let known = lexicon::document_type(&name);
        // A name that is not a document type may refer to any page.
        known == page.document || (known == name && name != "terms")
    })
}

/// Like `ITSELF`, in the other languages in which dates are recognised.
static ITSELF_ELSEWHERE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?:^|[ (])(?:dies\w*|vorliegende\w*|cette|ces|présentes?|est[ae]s?|quest[aeo]|deze|dit|niniejsz\p{L}+)(?: [\p{L}’'-]+){0,2}? (?:[\p{L}-]*(?:erklärung|bedingungen|hinweise?|richtlinie|vereinbarung|vertrag|agb|seite)|politique|charte|conditions|mentions|avis|notice|document|page|contrat|politica|información|documento|texto|nota|política|condiciones|términos|aviso|página|informativa|condizioni|termini|pagina|[\p{L}-]*verklaring|[\p{L}-]*voorwaarden|[\p{L}-]*beleid|polityk\p{L}*|regulamin\p{L}*|termos|condições)(?: [\p{L}’'-]+){0,5}$",
    )
});

/// Words before the date of a version.
static VERSION: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:version|status|fassung|stand|versión|versione|versie|versão|wersja|édition)\b",
    )
});

/// Dates of the document in its text that differ from its front matter.
pub(super) fn front_matter_vs_text(page: &Page<'_>) -> Verdict {
    let matter = page.front_matter;
    if matter.updated.is_none() && matter.effective.is_none() {
        return None.into();
    }
    let prose = &page.prose;
    let stated: Vec<Statement> = statements(prose)
        .filter(|stated| {
            let before = page.before(stated.range.clone()).trim_end();
            let is_about = stated.stands_alone(page)
                || is_itself(page, before)
                || ITSELF_ELSEWHERE.is_in(before);
            is_about && !stated.date.readings.is_empty() && !prose.is_quoted(stated.range.start)
        })
        .collect();
    // “Version of 17 May” is the date of the last change if the text states no other.
    let is_of_version = |stated: &Statement| {
        stated.role == Role::Other
            && stated.stands_alone(page)
            && VERSION.is_in(&prose.text[stated.range.clone()])
            && matter
                .effective
                .is_none_or(|effective| !stated.date.may_be(effective))
    };
    let no_change = !stated.iter().any(|stated| stated.role == Role::Changed);
    let findings = [
        ("updated", matter.updated, Role::Changed),
        ("effective", matter.effective, Role::Effective),
    ]
    .into_iter()
    .filter_map(|(key, fact, role)| {
        let fact = fact?;
        let mut about = stated.iter().filter(|stated| {
            stated.role == role || (key == "updated" && no_change && is_of_version(stated))
        });
        let date = &about.next()?.date;
        // A page that lists its versions states several such dates.
        if about.any(|other| other.date.readings != date.readings) || date.may_be(fact) {
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

/// Contradictory dates of the document in its text: it takes effect before it was changed, was
/// changed on a future day, or has two dates of last change.
pub(super) fn order_in_text(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let stated: Vec<Statement> = statements(prose)
        .filter(|stated| {
            let before = page.before(stated.range.clone()).trim_end();
            let is_about = stated.stands_alone(page)
                || is_itself(page, before)
                || ITSELF_ELSEWHERE.is_in(before);
            is_about && stated.date.readings.len() == 1 && !prose.is_quoted(stated.range.start)
        })
        .collect();
    let only = |role: Role| {
        let mut dates = stated.iter().filter(|stated| stated.role == role);
        // A list of versions has several such dates.
        dates.next().filter(|_| dates.next().is_none())
    };
    let matter = page.front_matter;
    let day = |stated: &Statement| stated.date.readings[0];
    let finding = |stated: &Statement| {
        let text = &prose.text[stated.range.clone()];
        Finding::text(stated.range.clone()).with("match", text)
    };
    let changed = only(Role::Changed).filter(|stated| stated.date.form != Form::Month);
    let effective = only(Role::Effective).filter(|stated| stated.date.form != Form::Month);
    // The rule on the front matter reports a date that differs from it, or that it shares.
    if let Some(changed) = changed.filter(|_| matter.updated.is_none())
        && day(changed) > page.today
    {
        let finding = finding(changed).with("other", page.today.to_string());
        return Some(finding.help("the build date is before that day")).into();
    }
    if let Some((first, second)) = last_dates::conflicting(page, &stated) {
        let other = &prose.text[first.range.clone()];
        let place = prose.place(prose.merged(first.range.clone()));
        let finding = finding(second).with("other", other);
        return Some(finding.label(place, "the other date of the last change")).into();
    }
    if let Some((published, changed)) = last_dates::changed_before(page) {
        let place = prose.place(prose.merged(published.range.clone()));
        let other = &prose.text[published.range.clone()];
        let finding = finding(&changed).with("other", other);
        return Some(finding.label(place, "published on this day")).into();
    }
    if let Some((published, effective)) = published_later(page) {
        let place = prose.place(prose.merged(published.range.clone()));
        let other = &prose.text[published.range.clone()];
        let finding = finding(&effective).with("other", other);
        return Some(finding.label(place, "published on this day")).into();
    }
    let (Some(changed), Some(effective)) = (changed, effective) else {
        return None.into();
    };
    // If the front matter has both, another rule compares them.
    let is_known = matter.updated.is_some() && matter.effective.is_some();
    let other = &prose.text[changed.range.clone()];
    (day(effective) < day(changed) && !is_known)
        .then(|| {
            finding(effective).with("other", other).label(
                prose.place(prose.merged(changed.range.clone())),
                "the last change",
            )
        })
        .into()
}

/// Words before the date on which a text was published.
pub(super) static PUBLISHED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:published|posted|issued|veröffentlicht|publiée?s?|mise?s? en ligne|publicad[oa]s?|(?:date|fecha) (?:de|of) publica\w+|publication|pubblicat[oaie]|gepubliceerd)\b",
    )
});

/// The maximum number of words in a paragraph about the dates of a text.
pub(super) const ABOUT_DATES: usize = 25;

/// The only dates of publication and of effect, if the text takes effect before it is published.
/// Both must be about the document: alone in their sentences, or together in a short paragraph.
fn published_later(page: &Page<'_>) -> Option<(Statement, Statement)> {
    let prose = &page.prose;
    let mut published: Option<Statement> = None;
    let mut effective: Option<Statement> = None;
    for stated in statements(prose) {
        let is_published =
            stated.role == Role::Other && PUBLISHED.is_in(&prose.text[stated.range.clone()]);
        let of = match stated.role {
            Role::Effective => &mut effective,
            Role::Other if is_published => &mut published,
            _ => continue,
        };
        // A list of versions has several such dates.
        if of.is_some() || stated.date.form == Form::Month || stated.date.readings.len() != 1 {
            return None;
        }
        *of = Some(stated);
    }
    let (published, effective) = (published?, effective?);
    let block = |stated: &Statement| prose.block_at(stated.range.start);
    let (first, second) = (block(&published)?, block(&effective)?);
    let is_about = |block: &Block| {
        let text = prose.of_block(block);
        text.len() < ABOUT_DATES * 12 && text.split_whitespace().count() <= ABOUT_DATES
    };
    let are_together = first.text == second.text && is_about(first);
    let are_alone = published.stands_alone(page) && effective.stands_alone(page);
    let is_quoted = prose.is_quoted(published.range.start);
    let is_later = published.date.readings[0] > effective.date.readings[0];
    (is_later && (are_together || are_alone) && !is_quoted).then_some((published, effective))
}

/// Words that state the date format, and numbers that only look like dates.
static READ: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"/\d{1,2}/\d{1,2}/\d{4}|\d/\d{1,2}/\d{4}/|https?://\S*/\d{1,2}/\d{4}|\b(?:DD/MM|MM/DD|TT/MM|JJ/MM)",
    )
});

/// The most common English words.
static ENGLISH: Lazy =
    LazyLock::new(|| Pattern::new(r"\b(?:the|of|and|to|we|our|you|is|this|on|by|from|updated)\b"));

/// The number of common words required to recognise English.
const FEW: usize = 3;

/// The minimum number of words in a block whose language can be recognised.
const SHORT: usize = 5;

/// Dates that can be read in two ways, where neither the language nor other dates on the page
/// resolve the ambiguity.
pub(super) fn ambiguous(page: &Page<'_>) -> Verdict {
    // Other languages have only one way to write dates.
    if page.language != "en" {
        return None.into();
    }
    let prose = &page.prose;
    let dates: Vec<_> = dates_in(&prose.text)
        .filter(|date| date.form == Form::Slashes)
        .collect();
    let is_settled = |month_first: bool| {
        dates.iter().any(|date| {
            let text = &prose.text[date.range.clone()];
            let first = text
                .split('/')
                .next()
                .and_then(|day| day.parse::<u32>().ok());
            date.readings.len() == 1 && first.is_some_and(|first| (first <= 12) == month_first)
        })
    };
    if is_settled(true) != is_settled(false) {
        return None.into();
    }
    let is_english = ENGLISH.find(&prose.text).take(FEW).count() == FEW;
    let mut english = OfBlock::new();
    let findings = dates.iter().filter(|date| {
        let sentence = &prose.text[prose.sentence(date.range.clone())];
        matches!(*date.readings, [one, other] if one != other)
            && !READ.is_in(sentence)
            && prose.block_at(date.range.start).is_some_and(|block| {
                let text = prose.of_block(block);
                match text.split_whitespace().take(SHORT).count() < SHORT {
                    true => is_english,
                    false => english.get(block, || ENGLISH.is_in(text)),
                }
            })
    });
    let findings = findings.map(|date| {
        let text = &prose.text[date.range.clone()];
        Finding::text(date.range.clone()).with("match", text)
    });
    Verdict::Found(findings.collect())
}
