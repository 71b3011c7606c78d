//! Where each piece of the merged Markdown came from.

use std::ops::Range;
use std::sync::Arc;

use crate::base::source::{Place, Source};
use crate::clauses::{Clause, ClauseId};
use crate::template::instrument::{COPIED, END, ENTER, LEAVE, SEGMENT, Segment};

/// A text that the template engine put together, and the way back.
#[derive(Debug, Default)]
pub struct SourceMap {
    entries: Vec<Entry>,
    calls: Vec<Call>,
}

/// From `merged` on, the text came from this segment.
#[derive(Debug, Clone, Copy)]
struct Entry {
    merged: u32,
    segment: Segment,
    /// `None` is the policy itself.
    clause: Option<ClauseId>,
    call: CallId,
}

/// A call of a clause; call 0 is the policy itself, which nobody called.
#[derive(Debug, Clone, Copy)]
struct Call {
    clause: Option<ClauseId>,
    parent: CallId,
    /// The entry in force when the call began: the calling tag's.
    at: Option<u32>,
    /// The level that the call wants for its first heading; 0 leaves it to
    /// where the call stands.
    level: u8,
}

const POLICY_CALL: Call = Call {
    clause: None,
    parent: CallId::POLICY,
    at: None,
    level: 0,
};

/// Names one call of a clause within a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(u32);

impl CallId {
    /// The policy's own text.
    pub const POLICY: Self = Self(0);
}

/// Where the segments of clauses and of the policy are to be found.
#[derive(Debug, Clone, Copy)]
pub struct Segments<'a> {
    /// All clauses, with consecutive segment numbers from 0.
    pub clauses: &'a [Clause],
    /// The policy's file.
    pub policy: &'a Source,
    /// The policy's segments, numbered behind the clauses'.
    pub policy_segments: &'a [Segment],
    /// The first number of the policy's segments.
    pub policy_first: usize,
}

impl<'a> Segments<'a> {
    fn find(&self, number: usize) -> Option<(Option<ClauseId>, Segment, &'a str)> {
        let (clause, segment, source) = match number.checked_sub(self.policy_first) {
            Some(index) => (None, *self.policy_segments.get(index)?, self.policy),
            None => {
                let index = self
                    .clauses
                    .partition_point(|clause| clause.first_segment <= number)
                    .checked_sub(1)?;
                let clause = &self.clauses[index];
                let segment = *clause
                    .instrumented
                    .segments
                    .get(number - clause.first_segment)?;
                (Some(ClauseId(index)), segment, &*clause.source)
            }
        };
        let start = segment.start as usize;
        let text = source.text.get(start..start + segment.length as usize)?;
        Some((clause, segment, text))
    }
}

/// The map of a text that came from the policy alone, unchanged.
pub fn identity(segment: Segment) -> SourceMap {
    SourceMap {
        entries: vec![Entry {
            merged: 0,
            segment,
            clause: None,
            call: CallId::POLICY,
        }],
        calls: vec![POLICY_CALL],
    }
}

/// Takes the markers out of `marked`, puts back the text that they stand for,
/// and notes what they said.
pub fn expand(marked: &str, segments: Segments<'_>) -> (String, SourceMap) {
    let literal: usize = segments
        .policy_segments
        .iter()
        .map(|segment| segment.length as usize)
        .sum();
    let mut text = String::with_capacity(literal + 2 * marked.len());
    let mut map = SourceMap {
        entries: Vec::new(),
        calls: vec![POLICY_CALL],
    };
    let mut call = CallId::POLICY;
    // What lines of the text in hand begin with: calls inside quotes and lists
    // stay inside them.
    let mut prefixes: Vec<String> = vec![String::new()];
    let mut rest = marked;
    // All markers begin with the byte F0, as emoji do.
    while let Some(at) = memchr::memchr(0xF0, rest.as_bytes()) {
        let (before, here) = rest.split_at(at);
        let prefix = prefixes.last().map_or("", String::as_str);
        push_lines(&mut text, before, prefix);
        let mut chars = here.chars();
        let marker = chars.next();
        rest = chars.as_str();
        match marker {
            Some(kind @ (SEGMENT | COPIED)) => {
                let found = number(&mut rest).and_then(|number| segments.find(number));
                if let Some((clause, segment, literal)) = found {
                    let mut entry = Entry {
                        merged: text.len() as u32,
                        segment,
                        clause,
                        call,
                    };
                    map.entries.push(entry);
                    if kind == SEGMENT && prefix.is_empty() {
                        text.push_str(literal);
                    } else if kind == SEGMENT {
                        for line in literal.split_inclusive('\n') {
                            push_lines(&mut text, line, prefix);
                            let length = line.len() as u32;
                            entry.segment.start += length;
                            entry.segment.length -= length;
                            entry.merged = text.len() as u32;
                            map.entries.push(entry);
                        }
                    }
                }
            }
            Some(ENTER) => {
                let (clause, level) = call_marker(&mut rest);
                map.calls.push(Call {
                    clause: clause.map(ClauseId),
                    parent: call,
                    at: (map.entries.len() as u32).checked_sub(1),
                    level,
                });
                call = CallId(map.calls.len() as u32 - 1);
                prefixes.push(continuation(&text));
            }
            Some(LEAVE) => {
                call = map.calls[call.0 as usize].parent;
                prefixes.pop();
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text.push_str(rest);
    (text, map)
}

/// Adds a text whose lines, but for the first, begin with `prefix`.
fn push_lines(text: &mut String, lines: &str, prefix: &str) {
    if prefix.is_empty() {
        text.push_str(lines);
        return;
    }
    for line in lines.split_inclusive('\n') {
        text.push_str(line);
        if line.ends_with('\n') {
            text.push_str(prefix);
        }
    }
}

/// What the next line has to begin with to be in the same quote or list item
/// as a call at the end of `text`; nothing if the call stands in a sentence.
fn continuation(text: &str) -> String {
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    let markers =
        |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit();
    if !line.chars().all(markers) {
        return String::new();
    }
    line.chars()
        .map(|c| if matches!(c, '>' | '\t') { c } else { ' ' })
        .collect()
}

/// Takes the clause's number and the level off the front of `rest`.
fn call_marker(rest: &mut &str) -> (Option<usize>, u8) {
    let Some((inside, after)) = rest.split_once(END) else {
        return (None, 0);
    };
    *rest = after;
    let (clause, level) = inside.split_once(':').unwrap_or((inside, ""));
    (clause.parse().ok(), level.parse().unwrap_or(0))
}

/// Takes a marker's number off the front of `rest`.
fn number(rest: &mut &str) -> Option<usize> {
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, after) = rest.split_at(end);
    *rest = after.strip_prefix(END)?;
    digits.parse().ok()
}

impl SourceMap {
    fn entry_at(&self, offset: usize) -> Option<&Entry> {
        self.entries
            .partition_point(|entry| entry.merged as usize <= offset)
            .checked_sub(1)
            .map(|at| &self.entries[at])
    }

    /// The call that the text at `offset` belongs to.
    pub fn call_at(&self, offset: usize) -> CallId {
        self.entry_at(offset)
            .map_or(CallId::POLICY, |entry| entry.call)
    }

    /// The call in which `call` was made.
    pub fn parent(&self, call: CallId) -> CallId {
        self.calls[call.0 as usize].parent
    }

    /// The level that `call` wants for its first heading, if it says so.
    pub fn level(&self, call: CallId) -> Option<u8> {
        match self.calls[call.0 as usize].level {
            0 => None,
            level => Some(level),
        }
    }

    /// The clause that `call` is a call of.
    pub fn clause(&self, call: CallId) -> Option<ClauseId> {
        self.calls[call.0 as usize].clause
    }

    /// The place in a file of a range of merged text. What a tag printed maps
    /// to the tag.
    pub fn place(
        &self,
        range: Range<usize>,
        policy: &Arc<Source>,
        clauses: &[Clause],
    ) -> Option<Place> {
        let entry = self.entry_at(range.start)?;
        let source = match entry.clause {
            Some(ClauseId(index)) => &clauses[index].source,
            None => policy,
        };
        let start = original(entry, range.start);
        let end = match self.entry_at(range.end.saturating_sub(1).max(range.start)) {
            Some(last) if last.clause == entry.clause => original(last, range.end),
            _ => start,
        };
        Some(source.place(start..end.max(start)))
    }

    /// The places of the calls through which `offset` came to be, innermost
    /// first, each with the name of the clause that was called.
    pub fn chain(
        &self,
        offset: usize,
        policy: &Arc<Source>,
        clauses: &[Clause],
    ) -> Vec<(String, Place)> {
        let mut chain = Vec::new();
        let mut id = self.call_at(offset);
        while id != CallId::POLICY {
            let call = &self.calls[id.0 as usize];
            if let (Some(ClauseId(clause)), Some(at)) = (call.clause, call.at) {
                let entry = &self.entries[at as usize];
                let source = match entry.clause {
                    Some(ClauseId(index)) => &clauses[index].source,
                    None => policy,
                };
                let start = entry.segment.tag as usize;
                chain.push((
                    clauses[clause].name.clone(),
                    source.place(tag_range(source, start)),
                ));
            }
            id = call.parent;
        }
        chain
    }
}

fn original(entry: &Entry, merged: usize) -> usize {
    let ahead = merged - entry.merged as usize;
    if ahead < entry.segment.length as usize {
        entry.segment.start as usize + ahead
    } else {
        entry.segment.tag as usize
    }
}

/// The tag that begins at `start`, up to its braces.
pub(crate) fn tag_range(source: &Source, start: usize) -> Range<usize> {
    let text = &source.text;
    let start = start.min(text.len());
    let rest = &text[start..];
    let end = ["}}", "%}"]
        .iter()
        .filter_map(|close| rest.find(close).map(|at| at + 2))
        .min()
        .unwrap_or(0);
    start..start + end
}
