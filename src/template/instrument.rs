//! Markers that carry a text's origin through the template engine.
//!
//! The engine passes literal text through unchanged, so it need not see it.
//! Before a policy or a clause is compiled, each run of literal text between
//! two tags is replaced by a marker: U+1FFFE, a number, U+1FFFF. The number
//! names a [`Segment`]: where the run stands in its file. U+2FFFE and a number
//! mark that a clause begins, U+2FFFF that it ends. [`crate::template::source_map`] puts
//! the text back and notes where it came from.
//!
//! Where the engine works on text (inside `{% filter %}`, `{% set %}` blocks
//! and the bodies of calls) it gets the text, behind a marker of another kind.

use std::fmt::Write as _;
use std::ops::Range;

/// In front of the number of a segment that is put back later.
pub(crate) const SEGMENT: char = '\u{1FFFE}';
/// In front of the number of a segment whose text follows.
pub(crate) const COPIED: char = '\u{3FFFE}';
/// After a number.
pub(crate) const END: char = '\u{1FFFF}';
/// In front of the number of a clause that begins.
pub(crate) const ENTER: char = '\u{2FFFE}';
/// Where a clause ends.
pub(crate) const LEAVE: char = '\u{2FFFF}';

/// A run of literal text and the tag behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where the text begins, in bytes of its file.
    pub start: u32,
    /// Its length in bytes; none if a tag follows another.
    pub length: u32,
    /// Where the tag behind it begins; what it prints maps to there.
    pub tag: u32,
}

/// A template tag in the instrumented text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands in the instrumented text, with its braces.
    pub range: Range<usize>,
    /// The clause that it calls, if it begins as a call does.
    pub clause: Option<String>,
    /// Whether it prints something; blocks such as `{% if %}` don't.
    pub prints: bool,
}

/// A text with markers.
#[derive(Debug, Default)]
pub struct Instrumented {
    /// The text for the template engine.
    pub text: String,
    /// The segments, in the order of their numbers (counted from `first`).
    pub segments: Vec<Segment>,
    /// The tags.
    pub tags: Vec<Tag>,
    /// Whether it ends inside a tag.
    pub unclosed: bool,
    /// Pairs of instrumented and original offset, for going back.
    steps: Vec<(u32, u32)>,
}

impl Instrumented {
    /// The offset in the file of an offset in the instrumented text.
    pub fn original(&self, offset: usize) -> usize {
        let at = self
            .steps
            .partition_point(|(instrumented, _)| *instrumented as usize <= offset);
        match at.checked_sub(1).map(|at| self.steps[at]) {
            Some((instrumented, original)) => original as usize + offset - instrumented as usize,
            None => 0,
        }
    }

    /// The tag around an offset of the instrumented text.
    pub fn tag_at(&self, offset: usize) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.range.contains(&offset))
    }
}

/// Replaces the literal text of `body`, which begins at byte `offset` of its
/// file; segment numbers count from `first`. `head` goes in front, `tail` behind.
pub(crate) fn instrument(
    body: &str,
    offset: usize,
    first: usize,
    head: &str,
    tail: &str,
) -> Instrumented {
    let mut writer = Writer {
        body,
        offset,
        first,
        copying: 0,
        out: Instrumented {
            text: String::with_capacity(head.len() + tail.len() + 1024),
            ..Instrumented::default()
        },
    };
    writer.out.text.push_str(head);
    let mut at = 0;
    let mut trim = false;
    while let Some(tag) = next_tag(body, at) {
        let mut end = tag.range.start;
        if tag.trims_before {
            end = at + body[at..end].trim_end().len();
        }
        writer.run(at, end, trim, tag.range.start);
        if let Some(raw) = &tag.raw {
            writer.run(raw.start, raw.end, false, raw.end);
        } else {
            writer.tag(&tag);
        }
        trim = tag.trims_after;
        at = tag.range.end;
    }
    // A tag that is not closed is the engine's to report.
    let rest = &body.as_bytes()[at..];
    if memchr::memchr_iter(b'{', rest).any(|at| matches!(rest.get(at + 1), Some(b'{' | b'%'))) {
        writer.copying += 1;
        writer.out.unclosed = true;
    }
    writer.run(at, body.len(), trim, body.len());
    writer.out.text.push_str(tail);
    writer.out
}

struct Writer<'a> {
    body: &'a str,
    offset: usize,
    first: usize,
    /// How many blocks are open in which the engine works on text.
    copying: usize,
    out: Instrumented,
}

impl Writer<'_> {
    /// A run of literal text; `trim` says that the tag before it trims.
    fn run(&mut self, mut start: usize, end: usize, trim: bool, tag: usize) {
        let end = end.max(start);
        if trim {
            let run = &self.body[start..end];
            start += run.len() - run.trim_start().len();
        }
        let number = self.first + self.out.segments.len();
        self.out.segments.push(Segment {
            start: (self.offset + start) as u32,
            length: (end - start) as u32,
            tag: (self.offset + tag) as u32,
        });
        let copied = self.copying > 0;
        self.out.text.push(if copied { COPIED } else { SEGMENT });
        let _ = write!(self.out.text, "{number}{END}");
        if copied {
            self.step(start);
            self.out.text.push_str(&self.body[start..end]);
        }
    }

    fn tag(&mut self, tag: &FoundTag<'_>) {
        self.copying =
            (self.copying + usize::from(tag.opens)).saturating_sub(usize::from(tag.closes));
        self.step(tag.range.start);
        let start = self.out.text.len();
        self.out.text.push_str(&self.body[tag.range.clone()]);
        self.out.tags.push(Tag {
            range: start..self.out.text.len(),
            clause: tag.clause.map(str::to_owned),
            prints: tag.prints,
        });
    }

    fn step(&mut self, body_offset: usize) {
        self.out.steps.push((
            self.out.text.len() as u32,
            (self.offset + body_offset) as u32,
        ));
    }
}

struct FoundTag<'a> {
    range: Range<usize>,
    trims_before: bool,
    trims_after: bool,
    prints: bool,
    clause: Option<&'a str>,
    /// Whether a block begins in which the engine works on text.
    opens: bool,
    /// Whether such a block ends.
    closes: bool,
    /// `{% raw %} … {% endraw %}`: one piece, of which this is the text.
    raw: Option<Range<usize>>,
}

/// The next `{{ … }}` or `{% … %}` at or after `from`. Only finds where tags
/// begin and end; what is in them is the template engine's to parse.
fn next_tag(body: &str, from: usize) -> Option<FoundTag<'_>> {
    let bytes = body.as_bytes();
    let mut at = from;
    let start = loop {
        at += memchr::memchr(b'{', &bytes[at..])?;
        match bytes.get(at + 1) {
            Some(b'{' | b'%') => break at,
            _ => at += 1,
        }
    };
    let prints = bytes[start + 1] == b'{';
    let end = tag_end(bytes, start + 2, if prints { b'}' } else { b'%' })?;
    let whole = &body[start + 2..end - 2];
    let trims_before = whole.starts_with('-');
    let trims_after = whole.len() > 1 && whole.ends_with('-');
    let inside = whole.trim_start_matches('-').trim_end_matches('-').trim();
    let mut tag = FoundTag {
        range: start..end,
        trims_before,
        trims_after,
        prints,
        clause: None,
        opens: false,
        closes: false,
        raw: None,
    };
    if let Some(call) = inside.strip_prefix('<') {
        tag.opens = !prints && !call.starts_with('/') && !call.ends_with('/');
        tag.closes = !prints && call.starts_with('/');
        let name_end = call
            .find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))
            .unwrap_or(call.len());
        tag.clause = Some(&call[..name_end]).filter(|name| !name.is_empty());
    } else if !prints {
        let word = inside.split(char::is_whitespace).next().unwrap_or_default();
        match word {
            "raw" => {
                let (content, after) = raw_content(body, end)?;
                tag.range.end = after;
                tag.raw = Some(content);
            }
            "filter" => tag.opens = true,
            // `{% set x %}` without a value captures text.
            "set" | "set_global" => tag.opens = !inside.contains('='),
            "endfilter" | "endset" | "endset_global" => tag.closes = true,
            _ => {}
        }
    }
    Some(tag)
}

/// The end of a tag (behind its second brace); strings may hold braces.
fn tag_end(bytes: &[u8], from: usize, close: u8) -> Option<usize> {
    let mut at = from;
    while at + 1 < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1 + memchr::memchr(quote, &bytes[at + 1..])? + 1;
            }
            byte if byte == close && bytes[at + 1] == b'}' => return Some(at + 2),
            _ => at += 1,
        }
    }
    None
}

/// The text of a raw block, and where the block ends.
fn raw_content(body: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    loop {
        let start = at + body[at..].find("{%")?;
        let end = tag_end(body.as_bytes(), start + 2, b'%')?;
        let inside = body[start + 2..end - 2].trim_matches('-').trim();
        if inside == "endraw" {
            return Some((from..start, end));
        }
        at = start + 2;
    }
}
