//! Words and marks that the Markdown parser drops, or that have no effect where they are.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::Builder;
use crate::base::literal;
use crate::document::brackets::Hidden;
use crate::document::node::Kind;
use crate::document::outline::Counting;
use crate::document::unpublished::{Unpublished, What};

impl Builder<'_, '_> {
    /// Records a part of the text that is not published.
    pub(super) fn leave_out(&mut self, what: What, range: Range<usize>) {
        self.built.unpublished.push(Unpublished { what, range });
    }

    /// Records the label that a link refers to, if any.
    pub(super) fn refer(&mut self, link: LinkType, at: usize, label: &str) {
        use LinkType::{
            Collapsed, CollapsedUnknown, Reference, ReferenceUnknown, Shortcut, ShortcutUnknown,
        };
        if let Collapsed | CollapsedUnknown | Reference | ReferenceUnknown | Shortcut
        | ShortcutUnknown = link
        {
            let key = self.link_labels.key(at, label, self.map);
            self.used_labels.extend(key);
        }
    }

    /// Records unused link definitions, which the parser drops. Some are lines such as
    /// `[Controller]: Acme`, others serve as comments.
    pub(super) fn definitions(&mut self) {
        let labels = self.link_labels;
        for definition in labels.unused(&self.used_labels) {
            let is_address = |c: char| "./#:@?".contains(c);
            let to = definition.destination.as_str();
            let label = definition.label.clone();
            let what = match to {
                "" | "#" => What::Remark,
                _ if to.contains(is_address) => What::Unused(label),
                _ => What::Definition(label),
            };
            let range = definition.range.clone();
            self.built.unpublished.push(Unpublished { what, range });
        }
    }

    /// Records an unterminated code block, and any text after the language of a code block.
    pub(super) fn fence(&mut self, info: &str, range: &Range<usize>) {
        let start = range.start;
        if !is_closed(self.text, range) {
            let line = self.text[start..].lines().next().unwrap_or_default();
            let is_last = self.text[range.end..].trim().is_empty();
            let is_empty = self.text[start + line.len()..range.end].trim().is_empty();
            self.leave_out(
                What::Unclosed { is_last, is_empty },
                start..start + line.trim_end().len(),
            );
        }
        let Some((_, words)) = info.trim().split_once(char::is_whitespace) else {
            return;
        };
        let words = literal::reveal(words.trim()).into_owned();
        let line = self.text[start..].lines().next().unwrap_or_default();
        let end = start + line.trim_end().len();
        let from = end.saturating_sub(words.len()).max(start);
        let from = if self.text.is_char_boundary(from) {
            from
        } else {
            start
        };
        self.leave_out(What::CodeInfo(words), from..end);
    }

    /// Adds the static checkbox of a task.
    pub(super) fn task(&mut self, done: bool, range: &Range<usize>) {
        let mark = if done { "☑ " } else { "☐ " };
        self.leaf(Kind::Text(mark.into()), range);
    }

    /// Handles an event in a text with hidden words.
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

    pub(super) fn is_code(&self) -> bool {
        let innermost = self.open.last().map(|node| *node as usize);
        innermost.is_some_and(|at| matches!(self.built.nodes[at].kind, Kind::CodeBlock(_)))
    }

    /// Records the words in angle brackets in a range.
    fn words(&mut self, hidden: &Hidden, range: &Range<usize>) {
        for place in hidden.reported(range) {
            self.leave_out(What::Words, place);
        }
    }

    /// Reads the attributes after the words of a heading, other than its ID: applies those that
    /// determine its numbering, and records all others. The parser drops some of them.
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
        // Nearly all have only an ID.
        let id = text[open..open + length].strip_prefix('#');
        // Other tools write values in quotation marks.
        let is_quoted = |id: &str| id.contains(['"', '\'']);
        let of = &mut self.built.headings[heading];
        if of.id.as_deref().is_some_and(is_quoted) {
            of.id = None;
        } else if id.is_some() && id == of.id.as_deref() {
            return;
        }
        let inside = &text[open..open + length];
        // Docusaurus writes an ID as a comment.
        let is_comment = inside.starts_with("/*") && inside.ends_with("*/");
        if is_comment && self.built.headings[heading].id.is_some() {
            return;
        }
        let parts = || inside.split_ascii_whitespace();
        let has_words = parts().any(is_word);
        if has_words {
            let words: Vec<&str> = parts().filter(|part| !is_attribute(part)).collect();
            let words = literal::reveal(&words.join(" ")).into_owned();
            self.leave_out(What::HeadingWords(words), open - 1..open + length + 1);
        }
        let mut from = open;
        for attribute in parts().filter(|part| !has_words || is_attribute(part)) {
            let at = text[from..].find(attribute).map_or(from, |at| from + at);
            from = at + attribute.len();
            let of = &mut self.built.headings[heading];
            let id = attribute.strip_prefix('#').map(literal::reveal);
            if matches!(attribute, ".unnumbered" | "-") {
                of.counting = Counting::None;
            } else if attribute == ".annex" {
                of.counting = Counting::Annex;
            } else if attribute == ":" && at == open && length > 1 {
                // Kramdown's attribute lists begin with a colon.
            } else if id.is_none() || id.as_deref() != of.id.as_deref() {
                let attribute = literal::reveal(attribute).into_owned();
                self.leave_out(What::HeadingAttribute(attribute), at..from);
            }
        }
    }

    /// Records cells beyond those of the header, for which the parser emits no events.
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
}

/// Whether a part of a heading in braces is a word of its text, rather than an attribute.
fn is_word(part: &str) -> bool {
    part.starts_with(char::is_alphanumeric) && !part.contains(['=', ':'])
}

/// Whether a part of a heading in braces is an attribute, even beside words.
fn is_attribute(part: &str) -> bool {
    part.starts_with(['#', '.']) || part.contains('=') || part == "-"
}

/// Whether a fenced code block ends with a closing fence.
fn is_closed(text: &str, block: &Range<usize>) -> bool {
    let head = text[..block.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[head..block.start];
    let quotes = before.matches('>').count();
    let code = &text[block.clone()];
    let Some(mark) = code.chars().next() else {
        return true;
    };
    let length = code.chars().take_while(|c| *c == mark).count();
    let Some(last) = code.trim_end().lines().skip(1).last() else {
        return false;
    };
    // The line begins with the markers of the surrounding quotes.
    let mut line = last;
    for _ in 0..quotes {
        let rest = line.trim_start_matches([' ', '\t']);
        line = rest.strip_prefix('>').unwrap_or(rest);
    }
    let inner = before.rfind('>').map_or(before, |at| &before[at + 1..]);
    let fence = line.trim_start_matches([' ', '\t']);
    // A fence can't be indented further.
    let is_near = line.len() - fence.len() <= inner.len() + 3;
    let fence = fence.trim_end();
    is_near && fence.len() >= length && fence.chars().all(|c| c == mark)
}
