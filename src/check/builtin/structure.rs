//! How a text is put together: sections, lists, and what leads to them.

use super::Verdict;
use crate::check::evaluate::{Lack, Page};
use crate::check::prose::Kind;

/// A heading with nothing under it before the next of its level or above.
pub(super) fn empty_section(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let events = &page.source.events;
    let lacks = sections.iter().enumerate().filter_map(|(at, section)| {
        let next = sections.get(at + 1);
        // A section of a lower level is content.
        if next.is_some_and(|next| next.level > section.level) {
            return None;
        }
        let from = page.source.end_of(section.event);
        let to = next.map_or(events.len(), |next| next.event);
        let is_empty = events[from..to].iter().all(|(event, _)| {
            let html = match event {
                pulldown_cmark::Event::Html(text) => text,
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::HtmlBlock)
                | pulldown_cmark::Event::End(pulldown_cmark::TagEnd::HtmlBlock) => return true,
                _ => return false,
            };
            crate::document::html::is_comment(html)
        });
        is_empty
            .then(|| Lack {
                spot: crate::check::evaluate::Spot::Merged(section.range.clone()),
                ..Lack::default()
            })
            .map(|lack| lack.with("value", page.source.outline.sections[at].title.clone()))
    });
    Verdict::Found(lacks.collect())
}

/// A block that ends with a colon, and nothing that it leads to.
pub(super) fn dangling_intro(page: &Page<'_>) -> Verdict {
    let blocks = &page.prose.blocks;
    let lacks = blocks.iter().enumerate().filter_map(|(at, block)| {
        let text = page.prose.of_block(block).trim_end();
        if block.kind != Kind::Paragraph || !text.ends_with(':') {
            return None;
        }
        // “The parties agree as follows:” leads to all that comes.
        if text.ends_with("as follows:") {
            return None;
        }
        let own = block
            .section
            .map_or(1, |section| page.source.sections[section].level);
        let end = match blocks.get(at + 1).map(|next| (next.kind, next)) {
            // A deeper heading is what it leads to.
            Some((Kind::Heading(level), next)) if level <= own => next.merged.start,
            Some(_) => return None,
            None => usize::MAX,
        };
        // Code and pictures are no prose, but something.
        let is_followed = page.source.events.iter().any(|(event, range)| {
            use pulldown_cmark::{Event, Tag};
            range.start >= block.merged.end
                && range.start < end
                && matches!(
                    event,
                    Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::Table(_))
                )
        });
        let words: Vec<&str> = text.split(' ').collect();
        let tail = words[words.len().saturating_sub(5)..].join(" ");
        let start = block.text.start;
        (!is_followed).then(|| Lack::text(start..start + text.len()).with("value", tail))
    });
    Verdict::Found(lacks.collect())
}

/// A heading that is more than one level below the one before it.
pub(super) fn heading_order(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let lacks = sections.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        (after.level > before.level + 1).then(|| Lack {
            spot: crate::check::evaluate::Spot::Merged(after.range.clone()),
            words: vec![
                ("before", before.level.to_string()),
                ("after", after.level.to_string()),
            ],
            ..Lack::default()
        })
    });
    Verdict::Found(lacks.collect())
}
