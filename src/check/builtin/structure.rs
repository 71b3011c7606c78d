//! How a text is put together: sections, lists, and what leads to them.

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::document::{Element, Step};

/// A heading with nothing under it before the next of its level or above.
pub(super) fn empty_section(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let findings = sections.iter().enumerate().filter_map(|(at, section)| {
        let next = sections.get(at + 1);
        // A section of a lower level is content.
        if next.is_some_and(|next| next.level > section.level) {
            return None;
        }
        let is_empty = page.source.is_empty_section(at);
        is_empty
            .then(|| Finding {
                spot: crate::check::evaluate::Spot::Merged(section.range.clone()),
                ..Finding::default()
            })
            .map(|finding| finding.with("value", page.source.outline.sections[at].title.clone()))
    });
    Verdict::Found(findings.collect())
}

/// A block that ends with a colon, and nothing that it leads to.
pub(super) fn dangling_intro(page: &Page<'_>) -> Verdict {
    let blocks = &page.prose.blocks;
    let findings = blocks.iter().enumerate().filter_map(|(at, block)| {
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
        let is_followed = page.source.walk().any(|(step, range)| {
            range.start >= block.merged.end
                && range.start < end
                && matches!(
                    step,
                    Step::Enter(
                        Element::CodeBlock { .. } | Element::Image(_) | Element::Table { .. }
                    )
                )
        });
        let words: Vec<&str> = text.split(' ').collect();
        let tail = words[words.len().saturating_sub(5)..].join(" ");
        let start = block.text.start;
        (!is_followed).then(|| Finding::text(start..start + text.len()).with("value", tail))
    });
    Verdict::Found(findings.collect())
}

/// A heading that is more than one level below the one before it.
pub(super) fn heading_order(page: &Page<'_>) -> Verdict {
    let sections = &page.source.sections;
    let findings = sections.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        (after.level > before.level + 1).then(|| Finding {
            spot: crate::check::evaluate::Spot::Merged(after.range.clone()),
            words: vec![
                ("before", before.level.to_string()),
                ("after", after.level.to_string()),
            ],
            ..Finding::default()
        })
    });
    Verdict::Found(findings.collect())
}
