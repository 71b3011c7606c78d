//! Inserts markers into a text before it is compiled.
//!
//! The engine passes literal text through unchanged, so it does not need to see the text. Before a
//! policy or a snippet is compiled, each run of literal text between two tags is replaced by a
//! marker: U+1FFFE, a number, U+1FFFF. The number identifies a [`Segment`]: the place of the run in
//! its file. U+2FFFE and a number mark the start of a snippet, U+2FFFF its end.
//! [`super::source_map`] restores the text and records its origin.
//!
//! Where the engine processes text (in `{% filter %}` and `{% set %}` blocks and in the bodies of
//! calls), it receives the text, after a marker of another kind. There, braces in comments, code
//! and raw text are printed by inserted tags.

use std::fmt::Write as _;
use std::ops::Range;

use super::amounts;
use super::loops::Loop;
use super::markers::{COPIED, END, SEGMENT};
use super::metering;
use super::tags;
use super::verbatim::{Unterminated, Verbatim};

/// A run of literal text and the tag after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The byte offset of the text in its file.
    pub start: u32,
    /// The length in bytes; zero if one tag directly follows another.
    pub length: u32,
    /// The byte offset of the tag after it, to which the output of the tag maps.
    pub tag: u32,
}

/// A template tag in the instrumented text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The byte range in the instrumented text, including the braces.
    pub range: Range<usize>,
    /// The clause that it calls, if it begins like a call.
    pub clause: Option<String>,
    /// Whether it prints something; blocks such as `{% if %}` don't.
    pub prints: bool,
    /// The role of the tag in blocks.
    pub(crate) block: tags::Block,
}

/// A text with markers.
#[derive(Debug, Default)]
pub struct Instrumented {
    /// The text for the template engine.
    pub text: String,
    /// The tags.
    pub tags: Vec<Tag>,
    /// Whether the text ends inside a tag.
    pub unclosed: bool,
    /// The comments and code in the original text.
    verbatim: Verbatim,
    /// The offset of the original text in its file.
    offset: usize,
    /// Pairs of instrumented and original offsets, for mapping back.
    steps: Vec<(u32, u32)>,
}

impl Instrumented {
    /// Converts an offset in the instrumented text to an offset in the file.
    pub fn original(&self, offset: usize) -> usize {
        let at = self
            .steps
            .partition_point(|(instrumented, _)| *instrumented as usize <= offset);
        match at.checked_sub(1).map(|at| self.steps[at]) {
            Some((instrumented, original)) => original as usize + offset - instrumented as usize,
            None => 0,
        }
    }

    /// The first unterminated comment, with its offset in the file.
    pub(crate) fn unterminated(&self) -> Option<Unterminated> {
        let found = self.verbatim.unterminated?;
        Some(Unterminated {
            start: self.offset + found.start,
            ..found
        })
    }

    /// The comments and pieces of code that begin before an offset in the file, last one first, and
    /// whether each is a comment.
    pub(crate) fn verbatim_before(
        &self,
        offset: usize,
    ) -> impl Iterator<Item = (Range<usize>, bool)> {
        let regions = self.verbatim.regions().rev();
        let regions = regions.map(|region| {
            let Range { start, end } = region.range;
            (self.offset + start..self.offset + end, region.is_comment)
        });
        regions.filter(move |(range, _)| range.start < offset)
    }

    /// The tag around an offset of the instrumented text.
    pub fn tag_at(&self, offset: usize) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.range.contains(&offset))
    }
}

/// Replaces the literal text of `body`, which begins at byte `offset` of its file, with markers,
/// and adds `head` before and `tail` after it. Also returns the segments in the order of their
/// numbers, which count from `first`.
pub(crate) fn instrument(
    body: &str,
    offset: usize,
    first: usize,
    head: &str,
    tail: &str,
) -> (Instrumented, Vec<Segment>) {
    let verbatim = Verbatim::of(body);
    let mut writer = Writer {
        body,
        offset,
        first,
        is_snippet: !head.is_empty(),
        copying: 0,
        loops: Vec::new(),
        segments: Vec::new(),
        out: Instrumented {
            offset,
            text: String::with_capacity(head.len() + tail.len() + 1024),
            ..Instrumented::default()
        },
    };
    writer.out.text.push_str(head);
    let mut at = 0;
    let mut trim = false;
    while let Some(tag) = tags::next(body, at, &verbatim) {
        let mut end = tag.range.start;
        if tag.trims_before {
            end = at + body[at..end].trim_end().len();
        }
        writer.run_before(at, end, trim, &tag);
        if let Some(raw) = &tag.raw {
            writer.run(raw.start, raw.end, false, raw.end);
        } else {
            writer.tag(&tag);
        }
        trim = tag.trims_after;
        at = tag.range.end;
    }
    // The engine reports unclosed tags.
    if tags::is_unclosed(body, at, &verbatim) {
        writer.copying += 1;
        writer.out.unclosed = true;
    }
    writer.run(at, body.len(), trim, body.len());
    writer.out.text.push_str(tail);
    writer.out.verbatim = verbatim;
    (writer.out, writer.segments)
}

/// A tag that prints a brace.
const BRACE: &str = r#"{{ "{" | safe }}"#;

struct Writer<'a> {
    body: &'a str,
    offset: usize,
    first: usize,
    /// Whether the body is a snippet's. Its output may become a value of the text that calls it.
    is_snippet: bool,
    /// The number of open blocks in which the engine processes text.
    copying: usize,
    /// The open loops.
    loops: Vec<Loop>,
    segments: Vec<Segment>,
    out: Instrumented,
}

impl Writer<'_> {
    /// Records the run of literal text before a tag, unless neither the run nor the tag can produce
    /// text.
    fn run_before(&mut self, start: usize, end: usize, trim: bool, tag: &tags::Tag<'_>) {
        let run = &self.body[start..end.max(start)];
        let is_empty = run.is_empty() || trim && run.trim_start().is_empty();
        if !(is_empty && tag.is_silent && self.copying == 0) {
            self.run(start, end, trim, tag.range.start);
        }
    }

    /// Records a run of literal text. `trim` states whether the tag before it trims white space.
    fn run(&mut self, mut start: usize, end: usize, trim: bool, tag: usize) {
        let end = end.max(start);
        if trim {
            let run = &self.body[start..end];
            start += run.len() - run.trim_start().len();
        }
        let number = self.first + self.segments.len();
        self.segments.push(Segment {
            start: (self.offset + start) as u32,
            length: (end - start) as u32,
            tag: (self.offset + tag) as u32,
        });
        let copied = self.copying > 0;
        self.out.text.push(if copied { COPIED } else { SEGMENT });
        let _ = write!(self.out.text, "{number}{END}");
        if copied {
            self.copy(start, end);
        }
    }

    /// Passes a run of text to the engine. All braces in it that could begin a tag are text, unless
    /// the whole text ends inside a tag.
    fn copy(&mut self, start: usize, end: usize) {
        let mut at = start;
        while !self.out.unclosed
            && let Some(brace) = tags::next_braces(&self.body[..end], at)
        {
            self.step(at);
            self.out.text.push_str(&self.body[at..brace]);
            self.out.text.push_str(BRACE);
            at = brace + 1;
        }
        self.step(at);
        self.out.text.push_str(&self.body[at..end]);
    }

    fn tag(&mut self, tag: &tags::Tag<'_>) {
        self.copying =
            (self.copying + usize::from(tag.opens)).saturating_sub(usize::from(tag.closes));
        self.step(tag.range.start);
        let start = self.out.text.len();
        let mut done = tag.range.start;
        let counts_output = self.is_snippet || self.copying > 0;
        let body = &self.body[tag.range.clone()];
        let (mut insertions, after) = amounts::insertions(body);
        insertions.extend(metering::insertions(body, counts_output));
        insertions.extend(after);
        insertions.sort_by_key(|insertion| insertion.at);
        for insertion in insertions {
            let at = tag.range.start + insertion.at;
            self.out.text.push_str(&self.body[done..at]);
            self.out.text.push_str(&insertion.text);
            if insertion.is_loop {
                self.loops
                    .push(Loop::begin(&self.out.text, tag.range.start));
            }
            self.step(at);
            done = at;
        }
        self.out.text.push_str(&self.body[done..tag.range.end]);
        if tag.ends_loop
            && let Some(open) = self.loops.pop()
        {
            let turn = tag.range.end - open.start + open.length_to(start);
            open.end(&mut self.out.text, turn);
        }
        self.out.tags.push(Tag {
            range: start..self.out.text.len(),
            clause: tag.clause.map(str::to_owned),
            prints: tag.prints,
            block: tag.block,
        });
    }

    fn step(&mut self, body_offset: usize) {
        self.out.steps.push((
            self.out.text.len() as u32,
            (self.offset + body_offset) as u32,
        ));
    }
}
