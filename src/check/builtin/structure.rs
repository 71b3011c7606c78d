//! The structure of a text: sections, lists, and their introductions.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::LazyLock;

use super::Verdict;
use super::numbers::{Heading, headings, number};
use super::words::Lazy;
use crate::check::dates::dates_in;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::lexicon::section_kinds;
use crate::check::prose::{Block, Kind};
use crate::document::{Element, Step};
use crate::rules::Pattern;
use crate::template::source_map::CallId;

/// The maximum number of findings of one kind before they are combined into one.
const FEW: usize = 3;

/// The number of places that a combined finding names.
const NAMED: usize = 4;

/// Combines findings into one if there are many.
pub(super) fn together(page: &Page<'_>, mut findings: Vec<Finding>, what: &str) -> Verdict {
    if findings.len() <= FEW {
        return Verdict::Found(findings);
    }
    let others = findings.split_off(1);
    let mut all = findings.remove(0);
    for other in others.iter().take(NAMED) {
        let merged = match &other.spot {
            Spot::Merged(range) => range.clone(),
            Spot::Text(range) => page.prose.merged(range.clone()),
            Spot::Page | Spot::Place(_) => continue,
        };
        all = all.label(page.prose.place(merged), "here too");
    }
    let count = others.len();
    let all = all.help(format!("{count} more {what} on this page are affected"));
    Verdict::Found(vec![all])
}

/// Headings with nothing before the next heading of the same or a higher level,
/// unless something suggests that the next one belongs to them.
pub(super) fn empty_section(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let is_empty = |at: usize| {
        // A section of a lower level is content.
        let next = sections.get(at + 1);
        next.is_none_or(|next| next.level <= sections[at].level) && page.source.is_empty_section(at)
    };
    let empty: Vec<usize> = (0..sections.len()).filter(|at| is_empty(*at)).collect();
    if empty.is_empty() {
        return None.into();
    }
    let headings = headings(page);
    let mut titles: HashMap<String, usize> = HashMap::new();
    for heading in &headings {
        *titles.entry(folded(heading.title)).or_default() += 1;
    }
    let is_text = |block: &&Block| !matches!(block.kind, Kind::Heading(_));
    let first_text = page.prose.blocks.iter().find(is_text);
    let sections = Sections {
        page,
        first_text: first_text.map_or(usize::MAX, |block| block.merged.start),
        titles,
        empty: &empty,
        headings: &headings,
    };
    let findings = empty
        .iter()
        .filter(|at| sections.has_lost_text(**at))
        .map(|at| {
            let finding = Finding {
                spot: Spot::Merged(headings[*at].range.clone()),
                ..Finding::default()
            };
            finding.with("value", headings[*at].title)
        });
    together(page, findings.collect(), "sections")
}

/// Headings that naturally have nothing under them.
static NO_LABEL: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^(?:\d+[.)]?\s+)?(?:table of |list of )?(?:contents?|index|inhalt|inhaltsverzeichnis|übersicht|sommaire|table des matières|índice|contenido|indice|sommario|inhoud|inhoudsopgave|spis treści|menu|on this page|auf dieser seite|share this article|(?:annex|annexe|anhang|anlage|appendix|schedule|exhibit|part|teil|chapter|kapitel|chapitre)\s(?-i:[\dA-Z]{1,4}))\W*$|[.:;,!…]\W*$|^\W*\(|[<>$@]|https?:",
    )
});

/// The maximum number of words in a heading that is a label, not a statement.
const LABEL: usize = 12;

/// A title, normalised for comparison.
fn folded(title: &str) -> String {
    title.trim().to_ascii_lowercase()
}

/// The sections of a page, some of which are empty.
struct Sections<'p> {
    page: &'p Page<'p>,
    headings: &'p [Heading<'p>],
    empty: &'p [usize],
    /// How often each title occurs.
    titles: HashMap<String, usize>,
    /// The start of the first text that is not a heading.
    first_text: usize,
}

impl Sections<'_> {
    /// Whether the text of an empty section is missing, that is, whether the next
    /// section is not part of it.
    fn has_lost_text(&self, at: usize) -> bool {
        let Self {
            page,
            headings,
            empty,
            ..
        } = *self;
        let own = &headings[at];
        let title = own.title.trim();
        let is_label = title.split_whitespace().count() <= LABEL
        && title.starts_with(|c: char| !c.is_lowercase())
        && title.chars().any(char::is_alphabetic)
        && !NO_LABEL.is_in(title)
        // A heading that is a link points to its text; one with a colon
        // contains its text.
        && !is_link(page, own.range.start)
        && (own.number.is_some() || !title.contains(": "))
        && dates_in(title).next().is_none();
        // Titles and subtitles come before the first text.
        let is_first = own.range.start <= self.first_text;
        let Some(next) = headings.get(at + 1) else {
            return is_label && !(is_first && at == 0);
        };
        // Entries of a table of contents, and repeated titles.
        let is_listed = self
            .titles
            .get(&folded(title))
            .is_some_and(|count| *count > 1);
        if !is_label || is_listed {
            return false;
        }
        match (&own.number, &next.number) {
            (Some(own), Some(next)) if next.is_inside(own) || own.parts == next.parts => {
                return false;
            }
            (Some(own), Some(next)) if own.is_followed_by(next) => return true,
            _ => {}
        }
        let was_left_out = was_left_out(page, own.range.end..next.range.start, at);
        if was_left_out {
            return true;
        }
        // “Requests”, and “How we handle requests”.
        if own.number.is_some() != next.number.is_some() || share_words(title, next.title) {
            return false;
        }
        if are_of_different_kinds(title, next.title) {
            return true;
        }
        let is_sibling = |other: &Heading<'_>| other.level == own.level;
        if next.level < own.level {
            // The section is the last of its siblings, and others have text.
            let before = headings[..at].iter().enumerate().rev();
            return before
                .take_while(|(_, other)| other.level >= own.level)
                .any(|(place, other)| is_sibling(other) && empty.binary_search(&place).is_err());
        }
        // The section is the only one without text, on a page whose headings all
        // have the same level.
        empty.len() == 1
            && !is_first
            && headings.len() > FEW
            && headings.iter().all(is_sibling)
            && match title.ends_with('?') {
                // On a page of questions, each has an answer.
                true => {
                    let asks = |other: &&Heading<'_>| other.title.trim_end().ends_with('?');
                    headings.iter().filter(asks).count() * 2 > headings.len()
                }
                false => title.split_whitespace().count() <= 4,
            }
    }
}

/// Whether a heading is, or begins with, a link.
fn is_link(page: &Page<'_>, heading: usize) -> bool {
    let blocks = &page.prose.blocks;
    let at = blocks.partition_point(|block| block.merged.start < heading);
    let block = blocks.get(at).filter(|block| block.merged.start == heading);
    block.is_some_and(|block| page.prose.is_in_link(block.text.start))
}

/// The number of initial letters by which words are compared: “title” and “titles”
/// count as the same.
const STEM: usize = 5;

/// Whether two headings share a longer word.
fn share_words(one: &str, other: &str) -> bool {
    let stems = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let stems = words.map(|word| word.chars().take(STEM).collect::<String>().to_lowercase());
        stems.filter(|stem| stem.chars().count() == STEM).collect()
    };
    let other = stems(other);
    stems(one).iter().any(|stem| other.contains(stem))
}

/// Whether two headings are typical of sections of different kinds.
fn are_of_different_kinds(one: &str, other: &str) -> bool {
    let (one, other) = (section_kinds(one), section_kinds(other));
    !one.is_empty() && !other.is_empty() && one.iter().all(|kind| !other.contains(kind))
}

/// Whether text may have been left out between two positions in the merged text: a
/// tag between them may have printed nothing, or the section is from a clause that
/// ends there.
fn was_left_out(page: &Page<'_>, between: Range<usize>, section: usize) -> bool {
    let sections = &page.source.sections;
    let next = sections.get(section + 1);
    if sections[section].call != CallId::POLICY {
        return next.is_none_or(|next| next.call != sections[section].call);
    }
    let start = page
        .prose
        .place(between.start.saturating_sub(1)..between.start);
    let end = page.prose.place(between.end..between.end + 1);
    let (Some(start), Some(end)) = (start, end) else {
        return false;
    };
    let text = &start.source.text;
    let text = match Arc::ptr_eq(&start.source, &end.source) {
        true => text.get(start.range.start..end.range.start),
        false => None,
    };
    text.is_some_and(|text| text.contains("{{") || text.contains("{%"))
}

/// Text that introduces everything that follows.
static AS_FOLLOWS: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"(?:as follows|wie folgt|folgendes|comme suit|ce qui suit|como sigue|lo siguiente|quanto segue|come segue|als volgt|het volgende|o seguinte|co następuje)\s?:$|\b(?:following|these) (?:terms|conditions|provisions)\b[^:.]*:$|\b(?:folgende[nr]?|nachstehende[nr]?) (?:Bedingungen|Bestimmungen|Regelungen)\b[^:.]*:$",
    )
});

/// A field to fill in, as in forms and signatures.
static FIELD: Lazy = LazyLock::new(|| {
    Pattern::new(
        r"^\W*(?:(?:[\p{L}’']+\s){0,2}(?:name|date|signature|signed|title|place|address|e-?mail|phone|telephone|fax|witness|company|position|number|reference|datum|ort|unterschrift|anschrift|telefon|firma|funktion|nom|prénom|adresse|fait à|lieu|téléphone|fecha|nombre|firmado|lugar|cargo|dirección|teléfono|luogo|nome|indirizzo|assinatura|morada|endereço|naam|handtekening|plaats|adres|podpis|imię|miejscowość)|by|data|local)(?:\s?\([^)]*\)|\s?/\s?\p{L}+){0,2}\s?:\W*$",
    )
});

/// Whether two paragraphs begin with consecutive numbers, like the parts of a
/// contract.
fn is_next(text: &str, next: &str) -> bool {
    let both = (number(text), number(next));
    matches!(both, (Some(one), Some(other)) if one.is_sure && one.is_followed_by(&other))
}

/// Blocks that end with a colon but are not followed by anything.
pub(super) fn dangling_intro(page: &Page<'_>) -> Verdict {
    let blocks = &page.prose.blocks;
    let is_intro = |text: &str| text.ends_with(':') && !AS_FOLLOWS.is_in(text);
    let headings = LazyCell::new(|| headings(page));
    let things = LazyCell::new(|| things(page));
    let findings = blocks.iter().enumerate().filter_map(|(at, block)| {
        let text = page.prose.of_block(block).trim_end();
        if block.kind != Kind::Paragraph || block.quoted || !is_intro(text) {
            return None;
        }
        let level = block.section.map_or(1, |section| headings[section].level);
        let end = match blocks.get(at + 1).map(|next| (next.kind, next)) {
            // It may introduce a deeper heading.
            Some((Kind::Heading(next_level), next)) if next_level <= level => {
                let between = block.merged.end..next.merged.start;
                let leads_on = headings
                    .get(block.section.map_or(0, |section| section + 1))
                    .is_some_and(|next| share_words(text, next.title));
                if leads_on || !ends_section(page, &headings, block.section, between) {
                    return None;
                }
                next.merged.start
            }
            // “3.3 … the following:” before “3.4”.
            Some((Kind::Paragraph, next)) if is_next(text, page.prose.of_block(next)) => {
                next.merged.start
            }
            Some(_) => return None,
            None => usize::MAX,
        };
        // It may introduce the output of a tag.
        let has_tag = || {
            let place = page.prose.place(block.merged.clone());
            place.is_some_and(|place| {
                let written = &place.source.text[place.range];
                written.contains("{{") || written.contains("{%")
            })
        };
        if FIELD.is_in(text) || has_tag() {
            return None;
        }
        let first = things.partition_point(|thing| *thing < block.merged.end);
        let is_followed = things.get(first).is_some_and(|thing| *thing < end);
        let words: Vec<&str> = text.split(' ').collect();
        let tail = words[words.len().saturating_sub(5)..].join(" ");
        let start = block.text.start;
        (!is_followed).then(|| Finding::text(start..start + text.len()).with("value", tail))
    });
    together(page, findings.collect(), "sentences")
}

/// The positions of everything that a sentence can introduce, including code and
/// images.
pub(super) fn things(page: &Page<'_>) -> Vec<usize> {
    let walk = page.source.walk();
    let mut starts = Vec::new();
    for (step, range) in walk {
        if let Step::Enter(
            Element::CodeBlock { .. }
            | Element::Image(_)
            | Element::Table { .. }
            | Element::List { .. }
            | Element::Quote
            | Element::HtmlBlock,
        ) = step
        {
            starts.push(range.start);
        }
    }
    starts.sort_unstable();
    starts
}

/// Whether the heading after a section ends it, rather than being introduced by
/// its last sentence: “We use data in these ways:”, “To run the shop”.
fn ends_section(
    page: &Page<'_>,
    headings: &[Heading<'_>],
    section: Option<usize>,
    between: Range<usize>,
) -> bool {
    let own = section.map(|section| &headings[section]);
    let Some(next) = headings.get(section.map_or(0, |section| section + 1)) else {
        return false;
    };
    let number = own.and_then(|own| own.number.as_ref());
    if let (Some(own), Some(next)) = (number, &next.number) {
        return next.parts.len() <= own.parts.len();
    }
    let kinds = section_kinds(next.title);
    let of_own = own.map_or(&[][..], |own| section_kinds(own.title));
    let is_other = !kinds.is_empty()
        && kinds.iter().all(|kind| kind != "introduction")
        && kinds.iter().all(|kind| !of_own.contains(kind));
    is_other || section.is_some_and(|section| was_left_out(page, between, section))
}

/// Headings that are more than one level below the previous one.
pub(super) fn heading_order(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let findings = sections.windows(2).enumerate().filter_map(|(at, pair)| {
        let [before, after] = pair else { return None };
        let title = &page.source.outline.sections[at + 1].title;
        // Dates in small headings are not sections.
        let is_date = dates_in(title).next().is_some();
        // Messages show the levels written in the source, unless a call shifts one
        // of them.
        let is_written = before.call == after.call;
        let shown = |section: &crate::document::Section| match is_written {
            true => section.written,
            false => section.level,
        };
        (after.level > before.level + 1 && !is_date).then(|| Finding {
            spot: Spot::Merged(after.range.clone()),
            words: vec![
                ("before", shown(before).to_string()),
                ("after", shown(after).to_string()),
            ],
            ..Finding::default()
        })
    });
    together(page, findings.collect(), "headings")
}
