//! Numbers of sections: those of headings, and those that text refers to.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::prose::Kind;
use crate::document::{Element, Step};
use crate::rules::Pattern;

/// The number that a heading begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    parts: Vec<u32>,
    /// Whether it can be nothing else: `1.2` or `1.`, not the 3 of “3 Plans”.
    is_sure: bool,
}

impl Number {
    fn text(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(u32::to_string).collect();
        parts.join(".")
    }
}

/// Units that a heading may count.
const COUNTED: &[&str] = &["day", "week", "month", "year", "hour", "minute", "gb", "tb"];

fn number(title: &str) -> Option<Number> {
    let mut rest = title.trim_start();
    let mut is_sure = false;
    for lead in ["Section ", "Clause ", "§ ", "SECTION ", "CLAUSE "] {
        if let Some(after) = rest.strip_prefix(lead) {
            rest = after;
            is_sure = true;
        }
    }
    let mut parts = Vec::new();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 {
            return None;
        }
        parts.push(rest[..digits].parse().ok()?);
        rest = &rest[digits..];
        match rest.strip_prefix('.') {
            Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    is_sure |= parts.len() > 1;
    if let Some(after) = rest.strip_prefix(['.', ')', ':']) {
        is_sure = true;
        rest = after;
    }
    let word = rest.strip_prefix([' ', '\u{a0}', '\t']).unwrap_or(rest);
    if !rest.is_empty() && word.len() == rest.len() {
        return None;
    }
    let first = word.split_whitespace().next().unwrap_or_default();
    let counts = COUNTED.contains(&first.to_lowercase().trim_end_matches('s'));
    if !is_sure && (counts || !first.starts_with(char::is_uppercase)) {
        return None;
    }
    Some(Number { parts, is_sure })
}

/// A heading with its number.
struct Heading<'a> {
    level: u8,
    title: &'a str,
    range: Range<usize>,
    number: Option<Number>,
}

fn headings<'a>(page: &'a Page<'_>) -> Vec<Heading<'a>> {
    let sections = page.source.sections.iter();
    sections
        .zip(&page.source.outline.sections)
        .map(|(section, outline)| Heading {
            level: section.level,
            title: &outline.title,
            range: section.range.clone(),
            number: number(&outline.title),
        })
        .collect()
}

/// Headings of one level under one parent, by their positions.
fn families(headings: &[Heading<'_>]) -> Vec<Vec<usize>> {
    let mut families: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        open.retain(|(level, _)| *level <= heading.level);
        match open.last() {
            Some((level, family)) if *level == heading.level => families[*family].push(at),
            _ => {
                open.push((heading.level, families.len()));
                families.push(vec![at]);
            }
        }
    }
    families
}

/// Numbers of headings that leave one out, repeat one or run backwards.
pub(super) fn gap(page: &Page<'_>) -> Verdict {
    let headings = headings(page);
    let mut findings = Vec::new();
    for family in families(&headings) {
        let mut before: Option<&Number> = None;
        let mut may_restart = false;
        for at in family {
            let heading = &headings[at];
            let Some(number) = &heading.number else {
                may_restart = true;
                continue;
            };
            let (last, prefix) = match number.parts.split_last() {
                Some(parts) => parts,
                None => continue,
            };
            // What is no number for sure is one only in a row of them.
            if !number.is_sure && before.is_none() && *last != 1 {
                continue;
            }
            if let Some(before) = before
                && let Some((previous, same)) = before.parts.split_last()
                && same == prefix
                && *last != previous + 1
                && !(may_restart && *last == 1)
                && (number.is_sure || before.is_sure)
            {
                findings.push(Finding {
                    spot: Spot::Merged(heading.range.clone()),
                    words: vec![("before", before.text()), ("after", number.text())],
                    ..Finding::default()
                });
            }
            before = Some(number);
            may_restart = false;
        }
    }
    Verdict::Found(findings)
}

static APART: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(annex|appendix|schedule|exhibit|attachment|addendum|anhang|anlage|summary|introduction|preamble|overview|in short|contents|table of contents|definitions?|part\b|article\b|section\b|clause\b|module\b|[ivx]+\.|[a-z][.)])",
    )
});

/// Numbers that are typed before headings where the page numbers them as well.
pub(super) fn doubled(page: &Page<'_>) -> Verdict {
    let outline = &page.source.outline;
    if !outline.numbered {
        return None.into();
    }
    let typed: Vec<(Number, usize)> = (outline.sections.iter().enumerate())
        .filter(|(_, section)| section.number.is_some())
        .filter_map(|(at, section)| Some((number(&section.title)?, at)))
        .filter(|(number, _)| number.is_sure)
        .collect();
    let findings = typed.iter().filter_map(|(number, at)| {
        let section = &outline.sections[*at];
        // One “2.0 for teams” is a name, a row of them is not.
        let own = section.number.as_deref()?;
        (typed.len() > 1 || number.text() == own).then(|| {
            Finding {
                spot: Spot::Merged(page.source.sections[*at].range.clone()),
                ..Finding::default()
            }
            .with("heading", section.title.clone())
            .with("own", own)
        })
    });
    Verdict::Found(findings.collect())
}

/// Headings without a number among those that have one.
pub(super) fn mixed(page: &Page<'_>) -> Verdict {
    // Where the page numbers them, all have one.
    if page.source.outline.numbered {
        return None.into();
    }
    let headings = headings(page);
    let mut findings = Vec::new();
    for family in families(&headings) {
        let is_numbered = |at: &&usize| {
            let number = headings[**at].number.as_ref();
            number.is_some_and(|number| number.is_sure)
        };
        let numbered: Vec<usize> = family.iter().filter(is_numbered).copied().collect();
        let ([first, .., last], true) = (&*numbered, numbered.len() * 2 > family.len()) else {
            continue;
        };
        // What comes before the first number or after the last is apart on purpose.
        let between = family.iter().filter(|at| *at > first && *at < last);
        for at in between {
            let heading = &headings[*at];
            if APART.is_in(heading.title) {
                break;
            }
            let begins_so = heading.title.starts_with(|c: char| c.is_ascii_digit());
            if heading.number.is_none() && !begins_so {
                findings.push(
                    Finding {
                        spot: Spot::Merged(heading.range.clone()),
                        ..Finding::default()
                    }
                    .with("heading", heading.title),
                );
            }
        }
    }
    Verdict::Found(findings)
}

static REFERENCE: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:section|clause)(?<more>s)?[ \x{A0}](?<numbers>\d{1,2}(?:\.\d{1,2})*(?:(?:, and |, | and | or | to |–)\d{1,2}(?:\.\d{1,2})*)*)",
    )
});

/// What in a sentence makes its sections those of a law or another document.
static OTHERS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"\b(?-i:Act|Code|Statutes?|Directive|Regulations?|GDPR|DSGVO|CCPA|SCCs?|U\.?S\.?C|C\.?F\.?R|BGB|TMG|DDG|Law|Laws|Addendum|Annex|Exhibit|Schedule|Appendix|Module|DPA|Title|Order|Treaty|Decision|ISO|Statement|IDTA|EULA|MSA|NDA|AUP|SLA)\b|§|[’']s (?:own )?(?:terms|agreement|policy|contract|rules)\b|\b(?:their|its) (?:own )?(?:\w+ )?(?:terms|agreement|policy|contract|rules)\b|\bcontractual clauses\b|\bstandard clauses\b|\bsection \d{3}",
    )
});

static OURS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\([a-z0-9]+\))*,? ?(?:(?:of|in|to|under) (?:this|these)\b|above\b|below\b|here(?:of|in)\b)",
    )
});

/// What follows the number of a section of something else.
static THEIRS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\([a-z0-9]+\))*,? ?(?:of|in|under|from|to)\b|^(?:\([a-z0-9]+\))* (?:(?-i:\p{Lu})|et seq)|^[\p{L}\d%°]|^\.\d|^-",
    )
});

/// A reference by number to a section of this document that is not there.
pub(super) fn reference(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut known: Option<HashSet<String>> = None;
    let mut findings = Vec::new();
    for found in prose.find_groups(&REFERENCE) {
        let (Some(whole), Some(numbers)) = (found.get(0), found.name("numbers")) else {
            continue;
        };
        let Some(block) = prose.block_at(whole.start()) else {
            continue;
        };
        if matches!(block.kind, Kind::Heading(_))
            || prose.is_quoted(whole.start())
            || prose.is_in_link(whole.start())
        {
            continue;
        }
        let behind = &prose.text[whole.end()..block.text.end];
        let before = page.before(whole.range()).trim_end();
        let is_ours = OURS.regex().is_some_and(|regex| regex.is_match(behind));
        if !is_ours {
            let sentence = &prose.text[prose.sentence(whole.range())];
            let is_theirs = THEIRS.regex().is_some_and(|regex| regex.is_match(behind));
            let name = before.rsplit(' ').next().unwrap_or_default();
            let is_named = name.starts_with(char::is_uppercase)
                && before.len() > name.len()
                && !matches!(
                    name,
                    "See" | "In" | "Under" | "As" | "Subject" | "Per" | "With"
                );
            if is_theirs || is_named || OTHERS.is_in(sentence) {
                continue;
            }
        }
        let known = known.get_or_insert_with(|| numbers_of(page));
        // A text without numbers has its own way of counting.
        if known.len() < 2 {
            return None.into();
        }
        let mut at = numbers.start();
        for part in numbers
            .as_str()
            .split(|c: char| !c.is_ascii_digit() && c != '.')
        {
            let start = prose.text[at..].find(part).map_or(at, |offset| at + offset);
            at = start + part.len();
            let word = part.trim_end_matches('.');
            if word.is_empty() || known.contains(word) || has_item(page, known, word) {
                continue;
            }
            findings.push(Finding::text(start..start + word.len()).with("value", word));
        }
    }
    Verdict::Found(findings)
}

/// The numbers that readers see at headings and paragraphs, with those that
/// they imply: where there is a 2.1 there is a 2.
fn numbers_of(page: &Page<'_>) -> HashSet<String> {
    let mut known = HashSet::new();
    let mut add = |number: &str| {
        for (at, _) in number.match_indices('.') {
            known.insert(number[..at].to_owned());
        }
        known.insert(number.to_owned());
    };
    let outline = &page.source.outline;
    for section in &outline.sections {
        if let Some(number) = section.number.as_deref().filter(|_| outline.numbered) {
            add(number);
        }
        if let Some(number) = number(&section.title) {
            add(&number.text());
        }
    }
    if known.len() >= 2 {
        for block in &page.prose.blocks {
            let text = page.prose.of_block(block);
            if text.starts_with(|c: char| c.is_ascii_digit())
                && let Some(number) = number(text).filter(|number| number.is_sure)
            {
                known.insert(number.text());
            }
        }
    }
    known
}

/// Whether a number may be that of an item in a numbered list of its section.
fn has_item(page: &Page<'_>, known: &HashSet<String>, word: &str) -> bool {
    let Some((section, item)) = word.rsplit_once('.') else {
        return false;
    };
    let (true, Ok(item)) = (known.contains(section), item.parse::<usize>()) else {
        return false;
    };
    let mut walk = page.source.walk();
    while let Some((step, _)) = walk.next() {
        if let Step::Enter(Element::List {
            start: Some(first), ..
        }) = step
        {
            let items = walk.inside();
            let items = items.filter(|(step, _)| matches!(step, Step::Enter(Element::Item { .. })));
            if item < first as usize + items.count() {
                return true;
            }
        }
    }
    false
}
