//! Markers that carry a text's origin through the template engine.
//!
//! The engine passes literal text through unchanged. So before a policy or a
//! clause is compiled, a marker is put in front of each run of literal text:
//! U+1FFFE, a number, U+1FFFF. The number names a [`Segment`]: where the run
//! begins in its file and how long it is. U+2FFFE and U+2FFFF around a number
//! mark that a clause begins, U+2FFFE alone with no number that it ends.
//! [`crate::source_map`] takes them out again.

use std::fmt::Write as _;
use std::ops::Range;

/// In front of a segment's number.
pub(crate) const SEGMENT: char = '\u{1FFFE}';
/// After a number.
pub(crate) const END: char = '\u{1FFFF}';
/// In front of the number of a clause that begins.
pub(crate) const ENTER: char = '\u{2FFFE}';
/// Where a clause ends.
pub(crate) const LEAVE: char = '\u{2FFFF}';

/// A run of literal text, or a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins, in bytes of its file.
    pub start: u32,
    /// How much of it is literal text; what comes after was printed by the
    /// tag that follows it.
    pub literal: u32,
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

/// Puts markers into `body`, which begins at byte `offset` of its file;
/// segment numbers count from `first`. `head` goes in front, `tail` behind.
pub(crate) fn instrument(body: &str, offset: usize, first: usize, head: &str, tail: &str) -> Instrumented {
    let mut writer = Writer {
        body,
        offset,
        first,
        out: Instrumented {
            text: String::with_capacity(body.len() + body.len() / 8 + head.len() + tail.len() + 64),
            ..Instrumented::default()
        },
    };
    writer.out.text.push_str(head);
    let mut at = 0;
    while at < body.len() {
        at = match next_tag(body, at) {
            Some(tag) => {
                let marked = writer.literal(at..tag.range.start);
                if !marked && !tag.trims_before {
                    writer.marker(tag.range.start, 0);
                }
                writer.tag(&tag);
                tag.range.end
            }
            None => {
                writer.literal(at..body.len());
                body.len()
            }
        };
    }
    writer.out.text.push_str(tail);
    writer.out
}

struct Writer<'a> {
    body: &'a str,
    offset: usize,
    first: usize,
    out: Instrumented,
}

impl Writer<'_> {
    /// Copies literal text, with a marker before the first visible character
    /// of each line. Says whether its last line got one.
    fn literal(&mut self, range: Range<usize>) -> bool {
        let mut line_start = range.start;
        let mut marked = false;
        while line_start < range.end {
            let line_end = memchr::memchr(b'\n', &self.body.as_bytes()[line_start..range.end])
                .map_or(range.end, |at| line_start + at + 1);
            let line = &self.body[line_start..line_end];
            let indent = line.len() - line.trim_start().len();
            self.step(line_start);
            marked = indent < line.len();
            if marked {
                self.out.text.push_str(&line[..indent]);
                self.marker(line_start + indent, line.len() - indent);
                self.step(line_start + indent);
                self.out.text.push_str(&line[indent..]);
                // A line that is whole says nothing about what follows it.
                marked = !line.ends_with('\n');
            } else {
                self.out.text.push_str(line);
            }
            line_start = line_end;
        }
        marked
    }

    fn marker(&mut self, start: usize, literal: usize) {
        let number = self.first + self.out.segments.len();
        self.out.segments.push(Segment {
            start: (self.offset + start) as u32,
            literal: literal as u32,
        });
        self.out.text.push(SEGMENT);
        let _ = write!(self.out.text, "{number}");
        self.out.text.push(END);
    }

    fn tag(&mut self, tag: &FoundTag<'_>) {
        self.step(tag.range.start);
        let start = self.out.text.len();
        self.out.text.push_str(&self.body[tag.range.clone()]);
        if !tag.raw {
            self.out.tags.push(Tag {
                range: start..self.out.text.len(),
                clause: tag.clause.map(str::to_owned),
                prints: tag.prints,
            });
        }
    }

    fn step(&mut self, body_offset: usize) {
        self.out
            .steps
            .push((self.out.text.len() as u32, (self.offset + body_offset) as u32));
    }
}

struct FoundTag<'a> {
    range: Range<usize>,
    trims_before: bool,
    prints: bool,
    clause: Option<&'a str>,
    /// `{% raw %} … {% endraw %}`: one piece, copied as it is.
    raw: bool,
}

/// The next `{{ … }}` or `{% … %}` at or after `from`. Only finds where tags
/// begin and end; what is in them is the template engine's to parse. A tag
/// that does not end is left to the engine's error message.
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
    let inside = &body[start + 2..end - 2];
    let trims_before = inside.starts_with('-');
    let inside = inside.trim_start_matches('-').trim_end_matches('-').trim();
    if !prints && inside == "raw" {
        return Some(FoundTag {
            range: start..raw_end(body, end)?,
            trims_before,
            prints: false,
            clause: None,
            raw: true,
        });
    }
    let clause = inside
        .strip_prefix('<')
        .map(|name| {
            let end = name
                .find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))
                .unwrap_or(name.len());
            &name[..end]
        })
        .filter(|name| !name.is_empty());
    Some(FoundTag {
        range: start..end,
        trims_before,
        prints,
        clause,
        raw: false,
    })
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

fn raw_end(body: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + body[at..].find("{%")?;
        let end = tag_end(body.as_bytes(), start + 2, b'%')?;
        let inside = body[start + 2..end - 2].trim_matches('-').trim();
        if inside == "endraw" {
            return Some(end);
        }
        at = start + 2;
    }
}
