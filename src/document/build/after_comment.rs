//! Markdown after a comment, on the line on which the comment ends.
//!
//! The parser takes the whole line for raw HTML, so its marks would be printed and its links lost.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, Tag, TagEnd};

use super::Builder;
use crate::base::text::floor;
use crate::document::node::Kind;

impl Builder<'_, '_> {
    /// Reads the words after the comments of an HTML block as Markdown, if they contain any marks.
    /// Ends the block in that case.
    pub(super) fn words_after_comment(&mut self, range: &Range<usize>) -> bool {
        let Some(words) = after_comments(&self.html_block).filter(|words| may_be_markdown(words))
        else {
            return false;
        };
        // The lines of a block in a quote begin with its markers, but the words are on one line.
        let written = self.text[range.clone()].trim_end();
        if !written.ends_with(words) {
            return false;
        }
        let start = range.start + written.len() - words.len();
        let words = words.to_owned();
        let Some(events) = self.inline_events(&words, start) else {
            return false;
        };
        let block = std::mem::take(&mut self.html_block);
        let comment = block.trim_end();
        let comment = comment[..comment.len() - words.len()].to_owned();
        self.leaf(Kind::Comment(comment.into()), &(range.start..start));
        if let Some(node) = self.open.last().copied() {
            self.built.nodes[node as usize].stop = start as u32;
        }
        self.close(start);
        let outer = self.open.last();
        let outer = outer.map(|node| &self.built.nodes[*node as usize].kind);
        // Items without paragraphs stay as they are.
        let is_item = matches!(outer, Some(Kind::Item { .. }));
        for (event, range) in events {
            let is_paragraph = matches!(
                event,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            );
            if !(is_item && is_paragraph) {
                self.event(event, range);
            }
        }
        if self.has_address {
            self.link_addresses();
        }
        true
    }

    /// The events of a single paragraph of Markdown that begins at `start`, or `None` if it is
    /// plain text or contains other blocks.
    fn inline_events(
        &mut self,
        words: &str,
        start: usize,
    ) -> Option<Vec<(Event<'static>, Range<usize>)>> {
        let (labels, map) = (self.link_labels, self.map);
        let mut undefined = Vec::new();
        // References to footnotes are recognised only if the text defines them.
        let notes = notes(words);
        let text = format!("{words}\n\n{notes}");
        let parser = super::parser(&text, |link: BrokenLink<'_>| {
            let span = start + link.span.start..start + link.span.end;
            labels.resolve(&BrokenLink { span, ..link }, map, &mut undefined)
        });
        let events: Vec<_> = parser
            .into_offset_iter()
            .take_while(|(_, range)| range.start < words.len())
            .map(|(event, range)| {
                let end = range.end.min(words.len());
                (event.into_static(), start + range.start..start + end)
            })
            .collect();
        let is_plain = |event: &Event<'_>| {
            matches!(
                event,
                Event::Text(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::Paragraph)
                    | Event::End(TagEnd::Paragraph)
            )
        };
        let mut paragraphs = 0;
        for (event, _) in &events {
            match event {
                Event::Start(Tag::Paragraph) => paragraphs += 1,
                Event::Start(
                    Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. },
                ) => {}
                Event::Start(_) | Event::Rule => return None,
                _ => {}
            }
        }
        let has_marks = events.iter().any(|(event, _)| !is_plain(event));
        if paragraphs != 1 || !has_marks {
            return None;
        }
        self.built.undefined.append(&mut undefined);
        Some(events)
    }
}

/// The text after the comments at the beginning of a block, unless another comment begins in it.
fn after_comments(block: &str) -> Option<&str> {
    let mut rest = block.trim();
    let whole = rest.len();
    while let Some(inside) = rest.strip_prefix("<!--") {
        rest = inside.split_once("-->")?.1.trim_start();
    }
    (rest.len() < whole && !rest.is_empty() && !rest.contains(['\n', '\r'])).then_some(rest)
}

/// Whether a text contains a character with which marks begin.
fn may_be_markdown(text: &str) -> bool {
    text.contains(['*', '_', '`', '[', '~', '\\', '&', '<'])
}

/// The maximum number of bytes of a footnote's label.
const LABEL: usize = 100;

/// Definitions of the footnotes to which a text refers.
fn notes(words: &str) -> String {
    let mut notes = String::new();
    for rest in words.split("[^").skip(1) {
        if let Some((label, _)) = rest[..floor(rest, LABEL)].split_once(']') {
            notes.push_str(&format!("[^{label}]: x\n\n"));
        }
    }
    notes
}
