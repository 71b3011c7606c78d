//! The language in which a page is published, and the one in which it is
//! written.

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::check::recognise;

/// A page that is published in one language but clearly written in another.
pub(super) fn differs(page: &Page<'_>) -> Verdict {
    let set = page.front_matter.language.as_deref();
    let published = set.unwrap_or(&page.settings.language);
    let guess = page
        .reads_as
        .filter(|guess| recognise::differs(*guess, published));
    guess
        .map(|guess| {
            Finding::somewhere(page.key("language"))
                .with("value", published)
                .with("name", guess.name)
                .with("match", guess.tag)
        })
        .into()
}

/// If more than one in this many paragraphs is in another language, the text counts as
/// bilingual.
const ONE_OF: usize = 6;

/// The minimum length, in bytes, of a text whose language can be recognised.
const LONG: usize = 60;

/// Paragraphs and sentences that are clearly not in the language of the page.
pub(super) fn of_paragraphs(page: &Page<'_>) -> Verdict {
    let Some(own) = page.reads_as else {
        return None.into();
    };
    let prose = &page.prose;
    let mut count = 0;
    let mut findings = Vec::new();
    for block in &prose.blocks {
        let text = prose.of_block(block);
        let is_text = matches!(block.kind, Kind::Paragraph | Kind::Item);
        if !is_text || block.quoted || text.len() < LONG {
            continue;
        }
        count += 1;
        // Host names are not words of any language.
        let is_listed = text.contains("://") || text.matches(".com").count() > 1;
        if is_listed || text.starts_with(['“', '„', '«', '"']) {
            continue;
        }
        let sentences = || {
            let mut at = block.text.start;
            let mut before = ' ';
            let ends = move |c: char| {
                let ends = c == ' ' && matches!(before, '.' | '?' | '!');
                before = c;
                ends
            };
            text.split_inclusive(ends).map(move |sentence| {
                at += sentence.len();
                (at - sentence.len(), sentence.trim_end())
            })
        };
        let mut long = sentences().filter(|(_, sentence)| sentence.len() >= LONG);
        let found = long.find_map(|(at, sentence)| {
            Some((at, sentence, recognise::of_paragraph(sentence, own)?))
        });
        if let Some((at, sentence, guess)) = found {
            let words: Vec<&str> = sentence.split(' ').take(5).collect();
            findings.push(
                Finding::text(at..at + sentence.len())
                    .with("match", words.join(" "))
                    .with("name", guess.name)
                    .with("value", own.name),
            );
        }
    }
    if findings.len() * ONE_OF > count {
        findings.clear();
    }
    Verdict::Found(findings)
}
