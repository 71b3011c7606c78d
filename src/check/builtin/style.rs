//! Text that is hard to read.

use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::prose::Kind;
use crate::document::{Element, Step, Walk};

/// The number of words above which a sentence is long.
const LONG: usize = 40;
/// The number of bytes at the start of a long sentence that a finding marks.
const MARKED: usize = 60;

/// Sentences of more than 40 words.
pub(super) fn long_sentence(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    for block in &prose.blocks {
        if matches!(block.kind, Kind::Heading(_) | Kind::Html) || !has_spaces(prose.of_block(block))
        {
            continue;
        }
        for sentence in prose.sentences(block) {
            let text = &prose.text[sentence.clone()];
            if !has_spaces(text) {
                continue;
            }
            let words = || {
                let words = text.split_ascii_whitespace();
                words.filter(|word| word.contains(char::is_alphanumeric))
            };
            let count = words().count();
            if count <= LONG {
                continue;
            }
            // Users can't split a sentence of a standard clause.
            let at = |word: &str| sentence.start + (word.as_ptr().addr() - text.as_ptr().addr());
            let own = words().filter(|word| !prose.is_of_standard_clause(at(word)));
            if own.count() > LONG {
                let start = sentence.start + (text.len() - text.trim_start().len());
                let fits = |word: &&str| at(word) + word.len() <= start + MARKED;
                let end = words().take_while(fits).last();
                let end = end.map_or(sentence.end, |word| at(word) + word.len());
                findings.push(Finding::text(start..end).with("count", count.to_string()));
            }
        }
    }
    Verdict::Found(findings)
}

/// Whether a text has as many spaces as a long sentence; most texts don't.
fn has_spaces(text: &str) -> bool {
    // A word and a space take at least two bytes.
    text.len() >= 2 * LONG && memchr::memchr_iter(b' ', text.as_bytes()).count() >= LONG
}

/// Link texts that do not say where the links go.
const EMPTY: &[&str] = &[
    "here",
    "click here",
    "press here",
    "tap here",
    "see here",
    "right here",
    "this page",
    "this link",
    "this site",
    "at this link",
    "under this link",
    "the following link",
    "following link",
    "link",
    "read more",
    "learn more",
    "more",
    "hier",
    "hier klicken",
    "klicken sie hier",
    "an dieser stelle",
    "diesem link",
    "folgendem link",
    "unter folgendem link",
    "folgenden link",
    "unter diesem link",
    "diese seite",
    "mehr",
    "mehr erfahren",
    "weiterlesen",
    "ici",
    "cliquez ici",
    "cliquer ici",
    "ce lien",
    "lien suivant",
    "le lien suivant",
    "cette page",
    "en savoir plus",
    "lire la suite",
    "aquí",
    "aqui",
    "haga clic aquí",
    "haz clic aquí",
    "pulse aquí",
    "pinche aquí",
    "pincha aquí",
    "este enlace",
    "siguiente enlace",
    "el siguiente enlace",
    "esta página",
    "leer más",
    "más información",
    "más",
];

/// Links such as “click here”.
pub(super) fn link_text(page: &Page<'_>) -> Verdict {
    let findings = page.prose.links.iter().filter_map(|link| {
        let text = page.prose.text.get(link.text.clone())?;
        let word = text
            .trim()
            .trim_end_matches(['.', ':', '!', '…', '»', '›', '→']);
        let is_empty = EMPTY
            .iter()
            .any(|empty| word.trim_end().eq_ignore_ascii_case(empty))
            || (!word.is_ascii() && EMPTY.contains(&word.trim_end().to_lowercase().as_str()));
        is_empty.then(|| Finding::text(link.text.clone()).with("value", word.trim_end()))
    });
    Verdict::Found(findings.collect())
}

/// Lists in which only some items begin with a bold label.
pub(super) fn label_style(page: &Page<'_>) -> Verdict {
    // For each open list, its items and whether they have a label.
    let mut lists: Vec<Vec<(Range<usize>, bool)>> = Vec::new();
    let mut findings = Vec::new();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        match step {
            Step::Enter(Element::List { .. }) => lists.push(Vec::new()),
            Step::Enter(Element::Item { .. }) => {
                if let Some(items) = lists.last_mut() {
                    items.push((range, has_label(walk.inside())));
                }
            }
            Step::Leave(Element::List { .. }) => {
                let items = lists.pop().unwrap_or_default();
                let labelled = items.iter().filter(|(_, has)| *has).count();
                if labelled >= 2 {
                    for (item, _) in items.into_iter().filter(|(_, has)| !has) {
                        findings.push(Finding {
                            spot: Spot::Merged(item),
                            ..Finding::default()
                        });
                    }
                }
            }
            _ => {}
        }
    }
    Verdict::Found(findings)
}

fn has_label(item: Walk<'_>) -> bool {
    let mut steps = item.map(|(step, _)| step);
    let mut next = steps.next();
    if matches!(next, Some(Step::Enter(Element::Paragraph))) {
        next = steps.next();
    }
    matches!(next, Some(Step::Enter(Element::Strong)))
}
