//! Defined terms.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::base::source::Place;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::check::view::{self, inside};
use crate::rules::Pattern;
use crate::template::source_map::CallId;

/// A definition: “X” means …, or (the “X”).
static DEFINITION: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)[“"](?<term>\p{Lu}[\p{L}\d &’'-]{0,40})[”"] (?:means?\b|refers? to\b|shall mean\b|has the meaning\b)|\((?:collectively,? |together,? |each,? |hereinafter,? |hereafter,? )?(?:the|a|an|our|your) [“"](?<named>\p{Lu}[\p{L}\d &’'-]{0,40})[”"]\)"#,
    )
});

/// Whether a definition only says where the term is defined.
fn is_elsewhere(after: &str) -> bool {
    [
        "set ",
        "given",
        "ascribed",
        "assigned",
        "stated",
        "specified",
        "provided",
        "as ",
    ]
    .iter()
    .any(|word| after.trim_start().starts_with(word))
}

/// A definition at the start of a sentence, including in languages with other
/// quotation marks.
static MEANS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)[“"„«»‘‚‹›'][\s\x{A0}\x{202F}]?(?<term>\p{Lu}[\p{L}\d &’'-]{1,40}?)[\s\x{A0}\x{202F}]?[”"“»«’‘›‹'],? (?:means?\b|refers? to\b|shall mean\b|has the meaning\b|(?:im Sinne [^.\n]{3,60}? )?(?:ist|sind|bezeichnet|bezeichnen|bedeutet|meint)\b|désigne(?:nt)?\b|signifie(?:nt)?\b|s['’]entend\b|significan?\b|designan?\b|se refiere\b|se entiende\b)"#,
    )
});

/// A definition in a section of definitions, where a colon or a dash is enough and quotation marks
/// may be missing.
static LISTED: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"(?-i)(?m:^)(?:\(?[\da-z]{1,2}[.)] ?|\d{1,2}(?:\.\d{1,2})+\.? )?(?:[“"„«»‘‚‹›'][\s\x{A0}\x{202F}]?(?<term>\p{Lu}[\p{L}\d &’'-]{2,40}?)[\s\x{A0}\x{202F}]?[”"“»«’‘›‹'][\x{A0}\x{202F} ]?(?::|[–—-] )|(?<term2>\p{Lu}[\p{L}\d &’-]{2,40}?) (?:means?|shall mean|bezeichnet|bezeichnen|bedeutet|désigne|signifie|significa|designa) )"#,
    )
});

/// Titles of pages that define terms for other texts.
static GLOSSARY: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:glossar\w*|definitions?|dictionary|begriff\w*|définitions?|lexique|definiciones)\b",
    )
});

/// Terms that are defined but not used.
pub(super) fn unused(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    let mut text: Option<String> = None;
    let listed = prose.find_groups(&LISTED).map(|found| (found, true));
    let mut seen = BTreeSet::new();
    for (found, is_listed) in prose
        .find_groups(&MEANS)
        .map(|found| (found, false))
        .chain(listed)
    {
        let term = found.name("term").or_else(|| found.name("term2"));
        let (Some(whole), Some(term)) = (found.get(0), term) else {
            continue;
        };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        if is_listed && (!DEFINES.is_in(page.heading(block)) || seen.contains(&term.start())) {
            continue;
        }
        if block.quoted
            || block.call != CallId::POLICY
            || !begins(without_article(page.before(whole.range())))
            || GLOSSARY.is_in(&page.source.outline.title)
        {
            continue;
        }
        let text = text.get_or_insert_with(|| folded(&prose.text));
        if !is_used(text, &folded(term.as_str())) {
            seen.insert(term.start());
            findings.push(Finding::text(term.range()).with("term", term.as_str()));
        }
    }
    Verdict::Found(findings)
}

/// The text before a definition, without an article: “La « Date » désigne …”.
fn without_article(before: &str) -> &str {
    const ARTICLES: &[&str] = &[
        "The", "Der", "Die", "Das", "Le", "La", "Les", "L’", "L'", "El", "Los", "Las", "Un", "Une",
        "Una", "Ein", "Eine", "A", "An",
    ];
    let trimmed = before.trim_end();
    let article = ARTICLES
        .iter()
        .find_map(|article| trimmed.strip_suffix(article));
    match article {
        Some(rest) if rest.is_empty() || rest.ends_with([' ', '\u{a0}', ')', '.']) => rest,
        _ => before,
    }
}

/// Whether a text, in lower case, has a term in a second place. Words may have other endings there.
fn is_used(text: &str, term: &str) -> bool {
    let words: Vec<&str> = term.split_whitespace().collect();
    let Some((first, rest)) = words.split_first() else {
        return true;
    };
    let goes_on = |at: &usize| {
        let mut behind = text[*at..].trim_start_matches(char::is_alphabetic);
        rest.iter().all(|word| {
            let next = behind.trim_start();
            let begins = next.starts_with(stem(word, 2));
            behind = next.trim_start_matches(char::is_alphabetic);
            begins
        })
    };
    let first = stem(first, if rest.is_empty() { 1 } else { 2 });
    let places = memchr::memmem::find_iter(text.as_bytes(), first.as_bytes());
    places.filter(goes_on).take(2).count() == 2
}

/// A word without its ending: up to so many letters that show case, number or gender.
fn stem(word: &str, most: usize) -> &str {
    if let Some(stem) = word.strip_suffix("ing").filter(|stem| stem.len() > ENDING) {
        // “Scraping” also covers “scrapes”.
        return stem;
    }
    let mut stem = word;
    for _ in 0..most {
        if stem.len() > ENDING && stem.ends_with(['s', 'e', 'n', 'y', 'r', 'm', 'a', 'o']) {
            stem = &stem[..stem.len() - 1];
        }
    }
    stem
}

/// The text in lower case, with hyphens replaced by spaces.
fn folded(text: &str) -> String {
    text.to_lowercase().replace(['\u{a0}', '-', '‑'], " ")
}

/// Endings are removed only from words that are longer than this.
const ENDING: usize = 4;

/// A reference to definitions that the page should have.
static GIVEN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r#"\b(?:(?:meanings? (?:given|set out|assigned|ascribed|stated|set forth|defined)|defined|explained)(?: to (?:them|it|such terms?))? (?:in|under) (?:the )?(?:section )?[“"]?definitions\b[”"]?(?: section)?|(?:in|unter|nach) (?:den |der |dem )?(?:Begriffsbestimmungen|Abschnitt [„“]?(?:Definitionen|Begriffe))[^.\n]{0,40}(?:dieser|dieses|oben|unten)|définis? (?:à|dans) (?:l['’]article |la section )?[« ]{0,2}définitions|definid[oa]s? en (?:la sección |el apartado |las )?[«“]?definiciones)"#,
    )
});

/// Headings and sentences that introduce definitions.
static DEFINES: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:defin\w+|definition\w*|interpretation|glossary|terminology|begriff\w*|définitions?|lexique|definicion\w*)\b",
    )
});

/// References to definitions on a page that has none.
pub(super) fn missing(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut found = prose.find(&GIVEN);
    let Some(found) =
        found.find(|found| !prose.is_quoted(found.start()) && !prose.is_in_link(found.start()))
    else {
        return None.into();
    };
    let mut headings = page.source.outline.sections.iter();
    let has_heading = headings.any(|section| DEFINES.is_in(&section.title));
    let behind = page.behind(found.range()).trim_start();
    // “of the Master Agreement” refers to another document.
    let is_other =
        behind.starts_with("of the ") || behind.starts_with("of our ") || behind.starts_with("in ");
    let has_some = prose.has(&MEANS);
    (!has_heading && !has_some && !is_other)
        .then(|| Finding::text(found.range()).with("match", found.as_str()))
        .into()
}

/// Whether only numbering and punctuation precede a definition in its sentence.
fn begins(before: &str) -> bool {
    before
        .trim_matches([' ', '*', '_', '(', '-', '–', '\u{a0}'])
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')')
        .is_empty()
        || is_lettered(before)
}

/// Whether a text is a letter used for numbering: `(b)`, `c.`.
fn is_lettered(text: &str) -> bool {
    let letters = text.trim().trim_matches(['(', ')', '.']);
    letters.len() == 1
        && letters != text.trim()
        && letters.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Where a term is defined: its range in the prose, if it appears there, and
/// its place in a file.
type Definition = (Option<Range<usize>>, Option<Place>);

/// Terms that are defined more than once.
pub(super) fn defined_once(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut terms: BTreeMap<String, Vec<Definition>> = BTreeMap::new();
    for entry in page.view.list("defined_terms").unwrap_or_default() {
        for term in inside(entry.value, "term") {
            let place = page.view.place_of(entry);
            terms
                .entry(view::word(term))
                .or_default()
                .push((None, place));
        }
    }
    for found in prose.find_groups(&DEFINITION) {
        let Some(whole) = found.get(0) else { continue };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        let refers = whole.as_str().ends_with("meaning")
            && is_elsewhere(&prose.text[whole.end()..block.text.end]);
        if block.quoted || matches!(block.kind, Kind::Heading(_)) || refers {
            continue;
        }
        let term = match (found.name("term"), found.name("named")) {
            (Some(term), _) if begins(page.before(whole.range())) => term,
            (_, Some(named)) => named,
            _ => continue,
        };
        // A definition printed from the facts is not a second definition.
        let is_printed = block.call != CallId::POLICY && terms.contains_key(term.as_str());
        if !is_printed {
            let place = prose.place(prose.merged(term.range()));
            let found = (Some(term.range()), place);
            terms
                .entry(term.as_str().to_owned())
                .or_default()
                .push(found);
        }
    }
    let findings = terms.into_iter().filter_map(|(term, mut places)| {
        if places.len() < 2 {
            return None;
        }
        let count = places.len();
        let (_, first) = places.remove(0);
        let (range, place) = places.remove(0);
        let finding = match range {
            Some(range) => Finding::text(range),
            None => Finding::somewhere(place),
        };
        Some(
            finding
                .with("term", term)
                .with("value", count.to_string())
                .label(first, "first defined here"),
        )
    });
    Verdict::Found(findings.collect())
}
