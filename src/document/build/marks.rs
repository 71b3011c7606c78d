//! Words and marks that the parser of Markdown drops, or that mean nothing where
//! they are.

use std::ops::Range;

use pulldown_cmark::Event;

use super::Builder;
use crate::base::literal;
use crate::document::brackets::Hidden;
use crate::document::labels::Labels;
use crate::document::node::Kind;
use crate::document::outline::Counting;
use crate::document::unpublished::{Unpublished, What};

impl Builder<'_, '_> {
    /// Notes what of the text is not published.
    pub(super) fn leave_out(&mut self, what: What, range: Range<usize>) {
        self.built.unpublished.push(Unpublished { what, range });
    }

    /// Notes lines such as `[Controller]: Acme`, which define a link to a page that
    /// nobody calls so. The parser drops them.
    pub(super) fn definitions(&mut self, labels: &Labels) {
        for definition in labels.definitions() {
            if !definition
                .destination
                .contains(['.', '/', '#', ':', '@', '?'])
            {
                let what = What::Definition(definition.label.clone());
                self.leave_out(what, definition.range.clone());
            }
        }
    }

    /// The box of a task, which no script ticks.
    pub(super) fn task(&mut self, done: bool, range: &Range<usize>) {
        let mark = if done { "☑ " } else { "☐ " };
        self.leaf(Kind::Text(mark.into()), range);
    }

    /// An event of a text in which words were hidden.
    pub(super) fn shown(&mut self, hidden: &Hidden, event: Event<'static>, range: Range<usize>) {
        match event {
            Event::Text(text) if !self.is_code() => {
                self.words(hidden, &range);
                for (part, range) in hidden.parts(text, range) {
                    self.event(Event::Text(part), range);
                }
            }
            Event::Html(_) => {
                self.words(hidden, &range);
                self.event(event, range);
            }
            event => self.event(event, range),
        }
    }

    fn is_code(&self) -> bool {
        let innermost = self.open.last().map(|node| *node as usize);
        innermost.is_some_and(|at| matches!(self.built.nodes[at].kind, Kind::CodeBlock(_)))
    }

    /// Notes the words in angle brackets of a range.
    fn words(&mut self, hidden: &Hidden, range: &Range<usize>) {
        for place in hidden.reported(range) {
            self.leave_out(What::Words, place);
        }
    }

    /// Reads the attributes after the words of a heading, other than its id:
    /// whether it is left out of the numbers. The parser drops some of them.
    pub(super) fn attributes(&mut self, heading: usize, words: usize, range: &Range<usize>) {
        let after = words..range.end.max(words);
        let Some(open) = memchr::memchr(b'{', &self.text.as_bytes()[after.clone()]) else {
            return;
        };
        let open = words + open + 1;
        let Some(length) = memchr::memchr(b'}', &self.text.as_bytes()[open..after.end]) else {
            return;
        };
        let text = self.text;
        // Nearly all have an id and nothing else.
        let id = text[open..open + length].strip_prefix('#');
        if id.is_some() && id == self.built.headings[heading].id.as_deref() {
            return;
        }
        let mut from = open;
        for attribute in text[open..open + length].split_ascii_whitespace() {
            let at = text[from..].find(attribute).map_or(from, |at| from + at);
            from = at + attribute.len();
            let of = &mut self.built.headings[heading];
            let id = attribute.strip_prefix('#').map(literal::reveal);
            if matches!(attribute, ".unnumbered" | "-") {
                of.counting = Counting::None;
            } else if attribute == ".annex" {
                of.counting = Counting::Annex;
            } else if attribute == ":" && at == open && length > 1 {
                // Kramdown's lists of attributes begin with it.
            } else if id.is_none() || id.as_deref() != of.id.as_deref() {
                let attribute = literal::reveal(attribute).into_owned();
                self.leave_out(What::HeadingAttribute(attribute), at..from);
            }
        }
    }

    /// Cells beyond those of the head are no events.
    pub(super) fn end_row(&mut self, range: &Range<usize>) {
        let last = self.cell_end;
        let rest = self.text[last..range.end].trim_end();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        if !rest.trim_matches([' ', '\t', '|']).is_empty() {
            let end = last + self.text[last..range.end].trim_end().len();
            let start = end - rest.trim_start_matches([' ', '\t', '|']).len();
            let columns = self.columns.len();
            self.leave_out(What::Cells { columns }, start..end);
        }
    }

    /// Notes an id in braces that a text ends with, unless it is code.
    pub(super) fn misplaced_id(&mut self, text: &str, range: &Range<usize>) {
        if memchr::memchr(b'{', text.as_bytes()).is_none() {
            return;
        }
        let id = text
            .rsplit_once("{#")
            .and_then(|(_, id)| id.split([' ', '}']).next())
            .filter(|id| !id.is_empty());
        let written = self.text[range.clone()].rfind("{#");
        let (Some(id), Some(at)) = (id, written) else {
            return;
        };
        let is_escaped = self.text[..range.start + at].ends_with('\\');
        if !is_escaped && !self.is_code() {
            let id = What::Id(id.to_owned());
            self.leave_out(id, range.start + at..range.end);
        }
    }
}
