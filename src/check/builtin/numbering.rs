//! Inconsistencies in the numbering of headings.

use std::sync::LazyLock;

use super::Verdict;
use super::numbers::{Heading, Mark, Number, Part, headings, marks, number};
use super::ordinals;
use super::structure::together;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::prose::{self, Block};
use crate::rules::Pattern;

/// Groups of headings with the same level and parent, as indices.
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

/// Numbers of headings that skip, repeat or go backwards, unless something else on the page has
/// the missing number.
pub(super) fn gap(page: &Page<'_>) -> Verdict {
    let mut headings = headings(page);
    if headings.iter().all(|heading| heading.number.is_none()) {
        headings.extend(bold_titles(page));
        headings.sort_by_key(|heading| heading.range.start);
    }
    read_roman(&mut headings);
    ordinals::read(&mut headings);
    let families = families(&headings);
    let mut steps: Vec<Step> = families
        .iter()
        .flat_map(|family| steps(&headings, family))
        .collect();
    if steps.is_empty() {
        return None.into();
    }
    // If each number occurs twice, the text is in two languages.
    let numbered = headings.iter().filter(|heading| heading.number.is_some());
    let numbered = numbered.count();
    let again = steps.iter().filter(|step| step.kind == Kind::Again).count();
    let is_doubled = again > 1 && again * 4 > numbered;
    // A second document on the page may begin after the first heading of another.
    let begins = |step: &Step<'_>| step.to.parts == [1];
    steps.retain(|step| step.kind != Kind::Again || !(is_doubled || begins(step)));
    let marks = marks(page);
    let findings = steps.into_iter().filter(|step| {
        let between = headings[step.before].range.start..headings[step.at].range.start;
        step.kind == Kind::Again
            || !(step.is_filled(&marks, between.clone()) || has_roman(page, step, &between))
    });
    let findings = findings.map(|step| Finding {
        spot: Spot::Merged(headings[step.at].range.clone()),
        words: vec![("before", step.from.text()), ("after", step.to.text())],
        ..Finding::default()
    });
    together(page, findings.collect(), "numbers")
}

/// The maximum length of a title in bold.
const TITLE: usize = 80;

/// The level of titles in bold: below all headings.
const BOLD: u8 = 7;

/// Whether a block is a short paragraph that is entirely in bold, as headings are.
pub(super) fn is_bold(page: &Page<'_>, block: &Block) -> bool {
    let prose = &page.prose;
    let is_short = block.kind == prose::Kind::Paragraph && block.text.len() <= TITLE;
    is_short
        && prose.place(block.merged.clone()).is_some_and(|place| {
            let written = place
                .source
                .text
                .get(place.range)
                .unwrap_or_default()
                .trim();
            let inside = written
                .strip_prefix("**")
                .and_then(|rest| rest.strip_suffix("**"));
            inside.is_some_and(|inside| !inside.contains("**"))
        })
}

/// Numbered paragraphs in bold, which serve as headings: “**4. Fees**”.
fn bold_titles<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Heading<'p>> {
    let prose = &page.prose;
    prose.blocks.iter().filter_map(|block| {
        let title = prose.of_block(block);
        let is_short = title.len() <= TITLE;
        let number = number(title).filter(|number| is_short && number.is_sure)?;
        is_bold(page, block).then(|| Heading {
            level: BOLD,
            title,
            range: block.merged.clone(),
            number: Some(number),
        })
    })
}

/// A Roman numeral at the start of a title, as in “IV. Fees” and “Article IV – Fees”.
static ROMAN: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?-i:(?:(?:ARTICLE|SECTION|PART|CHAPTER|Article|Section|Part|Chapter|Artikel|Abschnitt|Teil|Titre|Chapitre|Artículo|Título|Capítulo) )?(?<number>[IVX]{1,6})(?:[.)]|\s?[-–—:]|$)(?:\s|$))",
    )
});

/// The value of a Roman numeral, if it is in standard form.
fn roman(text: &str) -> Option<u32> {
    const PARTS: &[(&str, u32)] = &[("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)];
    let (mut rest, mut value) = (text, 0);
    for (sign, worth) in PARTS {
        while let Some(after) = rest.strip_prefix(sign) {
            (rest, value) = (after, value + worth);
        }
    }
    let is_usual = !["IIII", "VV", "XXXX"].iter().any(|odd| text.contains(odd));
    (rest.is_empty() && is_usual).then_some(value)
}

/// A Roman numeral at the start of a line that is not a heading.
static ROMAN_LINE: Lazy =
    LazyLock::new(|| Pattern::new(r"^\W*(?-i:(?:\p{L}+ )?(?<number>[IVX]{1,6}))\b"));

/// Whether a line between two headings begins with the missing Roman numeral.
fn has_roman(page: &Page<'_>, step: &Step<'_>, between: &std::ops::Range<usize>) -> bool {
    let (Some(from), Some(to)) = (step.from.parts.last(), step.to.parts.last()) else {
        return true;
    };
    let prose = &page.prose;
    let mut blocks = prose.blocks.iter();
    blocks.any(|block| {
        between.contains(&block.merged.start)
            && ROMAN_LINE
                .find_groups(prose.of_block(block))
                .next()
                .and_then(|found| roman(&found["number"]))
                .is_some_and(|number| number > *from && number < *to)
    })
}

/// Reads the Roman numerals of headings if they are numbers rather than letters, that is, if
/// both I and II occur.
fn read_roman(headings: &mut [Heading<'_>]) {
    let found: Vec<(usize, u32)> = headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.number.is_none())
        .filter_map(|(at, heading)| {
            let found = ROMAN.find_groups(heading.title).next()?;
            Some((at, roman(&found["number"])?))
        })
        .collect();
    let has = |wanted| found.iter().any(|(_, number)| *number == wanted);
    if !(has(1) && has(2)) {
        return;
    }
    for (at, number) in found {
        headings[at].number = Some(Number {
            part: Part::Plain,
            parts: vec![number],
            is_sure: true,
            is_lettered: false,
        });
    }
}

/// How the number of a heading fails to follow the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It skips numbers.
    Gap,
    /// It is the same.
    Again,
    /// It is smaller.
    Back,
}

/// Two headings whose numbers are not consecutive.
struct Step<'a> {
    kind: Kind,
    before: usize,
    at: usize,
    from: &'a Number,
    to: &'a Number,
}

impl Step<'_> {
    /// Whether another line between the two headings has a missing number or a subdivision of
    /// one.
    fn is_filled(&self, marks: &[Mark], between: std::ops::Range<usize>) -> bool {
        let (Some((from, prefix)), Some(to)) = (self.from.parts.split_last(), self.to.parts.last())
        else {
            return true;
        };
        marks
            .iter()
            .filter(|mark| between.contains(&mark.at))
            .any(|mark| {
                let parts = &mark.number.parts;
                parts.starts_with(prefix)
                    && parts
                        .get(prefix.len())
                        .is_some_and(|number| match self.kind {
                            Kind::Back => number + 1 == *to,
                            _ => number > from && number < to,
                        })
            })
    }
}

/// The steps between the numbers of a family that are not consecutive.
fn steps<'a>(headings: &'a [Heading<'_>], family: &[usize]) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    let mut before: Option<(usize, &Number)> = None;
    let mut may_restart = false;
    let mut runs_on = false;
    for &at in family {
        let Some(number) = &headings[at].number else {
            may_restart = true;
            continue;
        };
        let Some((last, prefix)) = number.parts.split_last() else {
            continue;
        };
        // A doubtful number counts only in a sequence.
        if !number.is_sure && before.is_none() && *last != 1 {
            continue;
        }
        if let Some((place, from)) = before
            && let Some((previous, same)) = from.parts.split_last()
            && same == prefix
            && from.part == number.part
            && (number.is_sure || from.is_sure)
        {
            let kind = match last {
                // The numbers restart, as for another document on the same page.
                0 | 1 if *previous > 1 => None,
                last if *last == previous + 1 => {
                    runs_on = true;
                    None
                }
                last if last > previous => Some(Kind::Gap),
                last if last == previous => (!number.is_lettered).then_some(Kind::Again),
                _ => Some(Kind::Back),
            };
            let kind = kind.filter(|kind| *kind == Kind::Gap || !may_restart);
            steps.extend(kind.map(|kind| Step {
                kind,
                before: place,
                at,
                from,
                to: number,
            }));
        }
        before = Some((at, number));
        may_restart = false;
    }
    // These are probably versions, latest first.
    if !runs_on {
        steps.retain(|step| step.kind != Kind::Back);
    }
    steps
}

static APART: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(annex|appendix|schedule|exhibit|attachment|addendum|anhang|anlage|summary|introduction|preamble|overview|in short|contents|table of contents|definitions?|part\b|article\b|section\b|clause\b|module\b|[ivx]+\.|[a-z][.)])",
    )
});

/// Numbers typed in headings that the page numbers automatically.
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
        // A single “2.0 for teams” is a name; several such headings are not.
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

/// Unnumbered headings among numbered ones.
pub(super) fn mixed(page: &Page<'_>) -> Verdict {
    // If the page numbers its headings, all of them have a number.
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
        // Headings before the first or after the last number are left unnumbered on purpose.
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
