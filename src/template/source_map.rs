//! The source map: where each piece of the merged Markdown came from.

use std::ops::Range;

use super::beside::{continuation, ended, is_in_line};
use super::instrument::Segment;
use super::markers::{COPIED, END, ENTER, LEAVE, SEGMENT};
use super::snippet::{self, Snippet, SnippetId};
use crate::base::source::Source;

/// Maps a text from the template engine back to its sources.
#[derive(Debug, Default)]
pub struct SourceMap {
    runs: Vec<Run>,
    calls: Vec<Call>,
}

/// A run of text that begins at `merged` and comes from one segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    merged: u32,
    pub(super) segment: Segment,
    /// `None` for the policy itself.
    pub(super) snippet: Option<SnippetId>,
    call: CallId,
}

/// A call of a snippet; call 0 is the policy itself, which is not called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub(super) snippet: Option<SnippetId>,
    parent: CallId,
    /// The run that was current when the call began: that of the calling tag.
    at: Option<u32>,
    /// The level that the call sets for its first heading; 0 leaves it to the
    /// headings around the call.
    level: u8,
    /// The start of the output in the merged text.
    start: u32,
    end: u32,
}

const POLICY_CALL: Call = Call {
    snippet: None,
    parent: CallId::POLICY,
    at: None,
    level: 0,
    start: 0,
    end: 0,
};

/// Identifies one call of a snippet within a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(u32);

impl CallId {
    /// The policy's own text.
    pub const POLICY: Self = Self(0);
}

/// The segments of the snippets and of the policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segments<'a> {
    /// All snippets; their segments are numbered from 0.
    pub snippets: &'a [Snippet],
    /// The policy file.
    pub policy: &'a Source,
    /// The policy's segments.
    pub policy_segments: &'a [Segment],
    /// The first number of the policy's segments, after those of the snippets.
    pub policy_first: usize,
}

impl<'a> Segments<'a> {
    pub(super) fn find(&self, number: usize) -> Option<(Option<SnippetId>, Segment, &'a str)> {
        let (snippet, segment, source) = match number.checked_sub(self.policy_first) {
            Some(index) => (None, *self.policy_segments.get(index)?, self.policy),
            None => {
                let (id, segment) = snippet::segment(self.snippets, number)?;
                (Some(id), segment, &*self.snippets[id.0].source)
            }
        };
        let start = segment.start as usize;
        let text = source.text.get(start..start + segment.length as usize)?;
        Some((snippet, segment, text))
    }
}

/// The map of a text that consists only of unchanged policy text.
pub(crate) fn identity(segment: Segment) -> SourceMap {
    SourceMap {
        runs: vec![Run {
            merged: 0,
            segment,
            snippet: None,
            call: CallId::POLICY,
        }],
        calls: vec![POLICY_CALL],
    }
}

/// The minimum length of the text that [`expand`] produces from `marked`.
pub(crate) fn expanded_length(marked: &str, segments: Segments<'_>) -> usize {
    let numbers = marked.match_indices(SEGMENT).filter_map(|(at, marker)| {
        let mut rest = &marked[at + marker.len()..];
        segments.find(number(&mut rest)?)
    });
    numbers.map(|(.., text)| text.len()).sum()
}

/// Removes the markers from `marked`, restores the text that they replace, and records its origin.
pub(crate) fn expand(marked: &str, segments: Segments<'_>) -> (String, SourceMap) {
    let literal: usize = segments
        .policy_segments
        .iter()
        .map(|segment| segment.length as usize)
        .sum();
    let mut text = String::with_capacity(literal + 2 * marked.len());
    let mut map = SourceMap {
        runs: Vec::new(),
        calls: vec![POLICY_CALL],
    };
    let mut call = CallId::POLICY;
    // The line prefix of each open call, which keeps calls inside quotes and lists inside them.
    let mut prefixes: Vec<String> = vec![String::new()];
    let mut rest = marked;
    // All markers begin with the byte 0xF0, as emoji do.
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
                if let Some((snippet, segment, literal)) = found {
                    let mut run = Run {
                        merged: text.len() as u32,
                        segment,
                        snippet,
                        call,
                    };
                    map.runs.push(run);
                    if kind == SEGMENT && prefix.is_empty() {
                        text.push_str(literal);
                    } else if kind == SEGMENT {
                        for line in literal.split_inclusive('\n') {
                            push_lines(&mut text, line, prefix);
                            let length = line.len() as u32;
                            run.segment.start += length;
                            run.segment.length -= length;
                            run.merged = text.len() as u32;
                            map.runs.push(run);
                        }
                    }
                }
            }
            Some(ENTER) => {
                let (snippet, level) = call_marker(&mut rest);
                map.calls.push(Call {
                    snippet: snippet.map(SnippetId),
                    parent: call,
                    at: (map.runs.len() as u32).checked_sub(1),
                    level,
                    start: text.len() as u32,
                    end: text.len() as u32,
                });
                call = CallId(map.calls.len() as u32 - 1);
                prefixes.push(continuation(&text));
            }
            Some(LEAVE) => {
                let start = map.calls[call.0 as usize].start as usize;
                let length = start + ended(&text[start..], prefix).len();
                if length < text.len() && is_in_line(&text[..start], rest, segments) {
                    text.truncate(length);
                    map.cut(length, call);
                }
                let left = &mut map.calls[call.0 as usize];
                left.end = text.len() as u32;
                call = left.parent;
                prefixes.pop();
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text.push_str(rest);
    (text, map)
}

/// Adds a text, with `prefix` before each line after the first.
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

/// Consumes the snippet number and the level at the start of `rest`.
pub(super) fn call_marker(rest: &mut &str) -> (Option<usize>, u8) {
    let Some((inside, after)) = rest.split_once(END) else {
        return (None, 0);
    };
    *rest = after;
    let (snippet, level) = inside.split_once(':').unwrap_or((inside, ""));
    (snippet.parse().ok(), level.parse().unwrap_or(0))
}

/// Consumes a marker's number at the start of `rest`.
pub(super) fn number(rest: &mut &str) -> Option<usize> {
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, after) = rest.split_at(end);
    *rest = after.strip_prefix(END)?;
    digits.parse().ok()
}

impl SourceMap {
    /// Records that the text is cut after `length` bytes, within the output of `call`.
    fn cut(&mut self, length: usize, call: CallId) {
        let length = length as u32;
        for run in self.runs.iter_mut().rev() {
            if run.merged <= length {
                break;
            }
            run.merged = length;
        }
        for made in &mut self.calls[call.0 as usize..] {
            made.start = made.start.min(length);
            made.end = made.end.min(length);
        }
    }

    pub(super) fn run_at(&self, offset: usize) -> Option<&Run> {
        self.runs
            .partition_point(|run| run.merged as usize <= offset)
            .checked_sub(1)
            .map(|at| &self.runs[at])
    }

    pub(super) fn call(&self, call: CallId) -> &Call {
        &self.calls[call.0 as usize]
    }

    /// The run before the tag that made a call.
    pub(super) fn caller(&self, call: CallId) -> Option<&Run> {
        let at = self.call(call).at?;
        Some(&self.runs[at as usize])
    }

    /// The end of the text that a tag printed at `offset`; `None` if the text
    /// there is from a file.
    pub(crate) fn printed_until(&self, offset: usize) -> Option<usize> {
        let next = self
            .runs
            .partition_point(|run| run.merged as usize <= offset);
        let run = self.runs.get(next.checked_sub(1)?)?;
        let is_printed = offset - run.merged as usize >= run.segment.length as usize;
        let end = self
            .runs
            .get(next)
            .map_or(usize::MAX, |run| run.merged as usize);
        is_printed.then_some(end)
    }

    /// The call that the text at `offset` belongs to.
    pub fn call_at(&self, offset: usize) -> CallId {
        self.run_at(offset).map_or(CallId::POLICY, |run| run.call)
    }

    /// The call whose own file contains the text at `offset`. Text in the body of a call belongs to
    /// the caller.
    pub(crate) fn frame_at(&self, offset: usize) -> CallId {
        let Some(run) = self.run_at(offset) else {
            return CallId::POLICY;
        };
        self.calls(run.call)
            .find(|call| self.call(*call).snippet == run.snippet)
            .unwrap_or(CallId::POLICY)
    }

    /// All calls in text order, with the ranges of their output.
    pub(crate) fn printed(&self) -> impl Iterator<Item = (CallId, Range<usize>)> {
        let calls = (0_u32..).zip(&self.calls).skip(1);
        calls.map(|(id, call)| (CallId(id), call.start as usize..call.end as usize))
    }

    /// Frees unused memory.
    pub(crate) fn shrink(&mut self) {
        self.runs.shrink_to_fit();
        self.calls.shrink_to_fit();
    }

    /// Whether any text is from a clause.
    pub(crate) fn has_calls(&self) -> bool {
        self.calls.len() > 1
    }

    /// The call in which `call` was made.
    pub fn parent(&self, call: CallId) -> CallId {
        self.call(call).parent
    }

    /// A call and the calls around it, innermost first, excluding the policy.
    pub fn calls(&self, call: CallId) -> impl Iterator<Item = CallId> {
        std::iter::successors(Some(call), |call| Some(self.parent(*call)))
            .take_while(|call| *call != CallId::POLICY)
    }

    /// The level that `call` sets for its first heading, if it does.
    pub fn level(&self, call: CallId) -> Option<u8> {
        match self.call(call).level {
            0 => None,
            level => Some(level),
        }
    }
}

impl Run {
    /// Converts an offset in the merged text to an offset in the file. The output of a tag maps to
    /// the tag.
    pub(super) fn original(&self, merged: usize) -> usize {
        let ahead = merged - self.merged as usize;
        if ahead < self.segment.length as usize {
            self.segment.start as usize + ahead
        } else {
            self.segment.tag as usize
        }
    }
}
