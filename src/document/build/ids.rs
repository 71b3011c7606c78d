//! IDs in braces, such as `{#fees}`, with which list items can begin or end. The parser reads those
//! of headings.

use std::ops::Range;

use memchr::{memchr_iter, memmem};
use pulldown_cmark::CowStr;

use super::Builder;
use crate::document::node::Kind;
use crate::document::unpublished::What;

/// The maximum length of an ID. Without a limit, a text on one line would be scanned repeatedly.
const LONGEST: usize = 200;

impl<'a> Builder<'a, '_> {
    /// Adds a text that contains a closing brace.
    pub(super) fn text_with_ids(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        if self.is_code() {
            return self.leaf(Kind::Text(text), range);
        }
        let taken = self.item_id(&text, range);
        let length = range.end.min(self.text.len());
        let braces = memchr_iter(b'}', &self.text.as_bytes()[range.start..length]);
        let closed: Vec<usize> = braces.map(|at| range.start + at + 1).collect();
        for end in closed {
            let Some(id) = self.braced(end) else {
                continue;
            };
            if taken
                .as_ref()
                .is_none_or(|taken| !taken.contains(&id.start))
            {
                let name = self.text[id.start + 2..end - 1].to_owned();
                self.leave_out(What::Id(name), id);
            }
        }
        match taken {
            Some(taken) => self.text_without(&taken, &text, range),
            None => self.leaf(Kind::Text(text), range),
        }
    }

    /// The place of an ID in braces that ends at `end`, unless it is escaped.
    fn braced(&self, end: usize) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[..end];
        if !bytes.ends_with(b"}") {
            return None;
        }
        let from = end.saturating_sub(LONGEST);
        let start = from + memmem::rfind(&bytes[from..end], b"{#")?;
        let id = self.text.get(start + 2..end.checked_sub(1)?)?;
        // `{# … #}` is a template comment.
        let is_id = !id.is_empty() && !id.contains(['{', '}', '\\', '\n', '#']);
        let is_escaped = start > 0 && bytes[start - 1] == b'\\';
        (is_id && !is_escaped).then_some(start..end)
    }

    /// Assigns the ID at the start or end of a text to the list item that directly contains the
    /// text. Returns the place of the ID, including the space between it and the words.
    fn item_id(&mut self, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
        let nodes = &self.built.nodes;
        let mut open = self.open.iter().rev().map(|node| *node as usize);
        let innermost = open.next()?;
        let (item, first) = match nodes[innermost].kind {
            Kind::Item { .. } => (innermost, innermost + 1),
            Kind::Paragraph => (open.next()?, innermost + 1),
            _ => return None,
        };
        let Kind::Item { id: None, .. } = nodes[item].kind else {
            return None;
        };
        // Only the first paragraph counts; in tight lists, it has no node.
        if first > item + 2 || self.code.is_some() || self.text.get(range.clone()) != Some(text) {
            return None;
        }
        let begin = nodes
            .get(first)
            .map_or(range.start, |node| node.range().start);
        let is_written = |node: &super::Node<'_>| match &node.kind {
            Kind::Text(text) => self.text.get(node.range()) == Some(text),
            _ => false,
        };
        let end = memchr::memchr(b'}', text.as_bytes()).map(|at| range.start + at + 1)?;
        let at_begin = self.braced(end).filter(|id| id.start == begin);
        let place = at_begin.or_else(|| self.braced(range.end))?;
        let id = self.text[place.start + 2..place.end - 1].to_owned();
        let inside = nodes[first..].iter().rev();
        let is_text = inside
            .take_while(|node| node.range().end > place.start)
            .all(is_written);
        if id.contains(char::is_whitespace) || !is_text {
            return None;
        }
        let before = self.text[begin..place.start]
            .trim_end_matches([' ', '\t'])
            .len();
        let after = &self.text[place.end..range.end];
        let after = after.len() - after.trim_start_matches([' ', '\t']).len();
        let taken = match place.start == begin {
            true => begin..place.end + after,
            false => begin + before..place.end,
        };
        let position = self.built.html_ids.len() as u32;
        self.built.html_ids.push((id, place));
        if let Kind::Item { id, .. } = &mut self.built.nodes[item].kind {
            *id = Some(position);
        }
        Some(taken)
    }

    /// Adds a text without the ID at its start or end. The first part of the ID may already be a
    /// node, because the parser splits texts at some characters.
    fn text_without(&mut self, taken: &Range<usize>, text: &str, range: &Range<usize>) {
        while let Some(last) = self.built.nodes.last_mut()
            && last.range().end > taken.start
            && let Kind::Text(text) = &mut last.kind
        {
            let start = last.start as usize;
            if start >= taken.start {
                self.built.nodes.pop();
                continue;
            }
            *text = text[..taken.start - start].to_owned().into();
            last.stop = taken.start as u32;
            break;
        }
        for kept in [range.start..taken.start, taken.end..range.end] {
            if kept.start < kept.end {
                let text = text[kept.start - range.start..kept.end - range.start].to_owned();
                self.leaf(Kind::Text(text.into()), &kept);
            }
        }
    }
}
