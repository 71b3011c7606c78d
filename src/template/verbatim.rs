//! Finds the comments and code in a text before its tags are evaluated. Tags inside them are text.
//!
//! Markdown determines where they are, but Markdown is parsed after evaluation. The text is
//! therefore parsed here without its tags: those that print are replaced by a letter, the others
//! are removed. Whether a tag begins in code depends on the tags before it, so this is repeated
//! until nothing changes. Texts in which this makes no difference are not parsed at all.
//!
//! Indented code is ignored, because the indentation is often that of the tags around it.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag as Markdown, TagEnd};

use super::tags::{self, Tag};
use crate::base::markdown::options;

/// The maximum number of rounds. More would only be needed if code and tags overlap.
const ROUNDS: usize = 4;

/// The comments and code in a text.
#[derive(Debug, Default)]
pub(crate) struct Verbatim {
    /// In text order, without overlaps.
    regions: Vec<Region>,
    /// The first unterminated comment.
    pub(crate) unterminated: Option<Unterminated>,
}

/// A comment or a piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) range: Range<usize>,
    pub(super) is_comment: bool,
    /// Whether it begins inside a tag, and is therefore neither.
    is_torn: bool,
}

/// An unterminated comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unterminated {
    /// The start of the comment.
    pub(crate) start: usize,
    /// The number of lines that it hides; `None` if it is printed as text because it is not closed
    /// in its paragraph.
    pub(crate) lines: Option<usize>,
}

impl Verbatim {
    /// Finds the comments and code in a text.
    pub(crate) fn of(text: &str) -> Self {
        let comments = memmem::find(text.as_bytes(), b"<!--").is_some();
        let tags = has_tags(text);
        let code = tags && may_have_tag_in_code(text);
        if !code && (!comments || are_simple(text)) {
            return Self::default();
        }
        let mut found = Skeleton::of(text, &[]).verbatim();
        if !tags {
            return found;
        }
        let mut known: Vec<Range<usize>> = Vec::new();
        for _ in 0..ROUNDS {
            let tags = found.settle(text);
            let ranges: Vec<Range<usize>> = tags.iter().map(|tag| tag.range.clone()).collect();
            if ranges == known {
                break;
            }
            found = Skeleton::of(text, &tags).verbatim();
            known = ranges;
        }
        found.settle(text);
        found
    }

    /// The comment or code around an offset.
    pub(super) fn around(&self, at: usize) -> Option<&Region> {
        let next = self
            .regions
            .partition_point(|region| region.range.start <= at);
        let region = &self.regions[next.checked_sub(1)?];
        (region.range.contains(&at) && !region.is_torn).then_some(region)
    }

    /// The comments and code.
    pub(super) fn regions(&self) -> impl DoubleEndedIterator<Item = &Region> {
        self.regions.iter().filter(|region| !region.is_torn)
    }

    /// Returns the tags outside comments and code. A comment or code that begins inside a tag is
    /// part of that tag.
    fn settle<'t>(&mut self, text: &'t str) -> Vec<Tag<'t>> {
        let mut tags = Vec::new();
        let (mut at, mut region) = (0, 0);
        while let Some(tag) = tags::next(text, at, self) {
            at = tag.range.end;
            while let Some(found) = self.regions.get_mut(region)
                && found.range.start < at
            {
                found.is_torn = found.range.start > tag.range.start;
                region += 1;
            }
            tags.push(tag);
        }
        if let Some(found) = &self.unterminated
            && tags.iter().any(|tag| tag.range.contains(&found.start))
        {
            self.unterminated = None;
        }
        tags
    }
}

/// Whether a text may have tags.
fn has_tags(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"{{").is_some() || memmem::find(text.as_bytes(), b"{%").is_some()
}

/// Whether a tag may be in code: after a fence, or between two backticks with no
/// empty line between them.
fn may_have_tag_in_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fences = [memmem::find(bytes, b"```"), memmem::find(bytes, b"~~~")];
    let fence = fences.into_iter().flatten().min();
    if fence.is_none() && memchr::memchr(b'`', bytes).is_none() {
        return false;
    }
    let mut paragraph = 0..0;
    let (mut first, mut last) = (None, None);
    for at in memchr::memchr_iter(b'{', bytes) {
        if !matches!(bytes.get(at + 1), Some(b'{' | b'%')) {
            continue;
        }
        if fence.is_some_and(|fence| fence < at) {
            return true;
        }
        if at >= paragraph.end {
            let start = memmem::rfind(&bytes[paragraph.end..at], b"\n\n");
            let start = start.map_or(paragraph.end, |found| paragraph.end + found);
            let end = memmem::find(&bytes[at..], b"\n\n");
            paragraph = start..end.map_or(bytes.len(), |found| at + found);
            let inside = &bytes[paragraph.clone()];
            first = memchr::memchr(b'`', inside).map(|found| start + found);
            last = memchr::memrchr(b'`', inside).map(|found| start + found);
        }
        if first.is_some_and(|first| first < at) && last.is_some_and(|last| last > at) {
            return true;
        }
    }
    false
}

/// Whether all comments are closed before the next empty line and contain no tags, so that they
/// don't depend on Markdown.
fn are_simple(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = memmem::find(rest.as_bytes(), b"<!--") {
        // The shortest comment is `<!-->`.
        let inside = &rest[start + 2..];
        let Some(end) = memmem::find(inside.as_bytes(), b"-->") else {
            return false;
        };
        let comment = &inside[..end];
        let has_empty_line = comment
            .split('\n')
            .skip(1)
            .any(|line| line.trim_matches([' ', '\t', '>', '\r']).is_empty());
        if has_empty_line || has_tags(comment) {
            return false;
        }
        rest = &inside[end..];
    }
    true
}

/// A text without its tags.
struct Skeleton {
    text: String,
    /// Pairs of offsets, in this text and in the original text, for mapping back.
    steps: Vec<(usize, usize)>,
}

impl Skeleton {
    fn of(text: &str, tags: &[Tag<'_>]) -> Self {
        let mut skeleton = Self {
            text: String::with_capacity(text.len()),
            steps: Vec::new(),
        };
        let mut at = 0;
        let mut trims = false;
        for tag in tags {
            let mut end = tag.range.start;
            if tag.trims_before {
                end = at + text[at..end].trim_end().len();
            }
            skeleton.copy(text, at..end, trims);
            if let Some(raw) = &tag.raw {
                skeleton.copy(text, raw.clone(), false);
            } else if tag.prints {
                skeleton.steps.push((skeleton.text.len(), tag.range.start));
                skeleton.text.push('x');
            }
            trims = tag.trims_after;
            at = tag.range.end;
        }
        skeleton.copy(text, at..text.len(), trims);
        skeleton
    }

    fn copy(&mut self, text: &str, range: Range<usize>, trims: bool) {
        let mut run = &text[range.clone()];
        if trims {
            run = run.trim_start();
        }
        self.steps.push((self.text.len(), range.end - run.len()));
        self.text.push_str(run);
    }

    fn original(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|(here, _)| *here <= at);
        let step = next.checked_sub(1).map(|step| self.steps[step]);
        step.map_or(0, |(here, original)| original + (at - here))
    }

    fn verbatim(&self) -> Verbatim {
        let mut found = Verbatim::default();
        let mut fence = None;
        let mut html: Option<Range<usize>> = None;
        let mut in_code = false;
        for (event, range) in Parser::new_ext(&self.text, options()).into_offset_iter() {
            match event {
                Event::Start(Markdown::CodeBlock(kind)) => {
                    in_code = true;
                    fence = matches!(kind, CodeBlockKind::Fenced(_)).then_some(range);
                }
                Event::End(TagEnd::CodeBlock) => {
                    in_code = false;
                    if let Some(range) = fence.take() {
                        self.add(range, false, &mut found);
                    }
                }
                Event::Code(_) => self.add(range, false, &mut found),
                Event::Start(Markdown::HtmlBlock) => html = Some(range.start..range.start),
                // There is one event for each line.
                Event::Html(_) => {
                    if let Some(html) = &mut html {
                        html.end = range.end;
                    }
                }
                Event::End(TagEnd::HtmlBlock) => {
                    if let Some(html) = html.take() {
                        self.comments(html, &mut found);
                    }
                }
                Event::InlineHtml(_) => self.comments(range, &mut found),
                Event::Text(_) if !in_code && found.unterminated.is_none() => {
                    self.printed(range, &mut found);
                }
                _ => {}
            }
        }
        found
    }

    /// Adds a region of this text, which has at least one byte.
    fn add(&self, range: Range<usize>, is_comment: bool, found: &mut Verbatim) {
        let range = self.original(range.start)..self.original(range.end - 1) + 1;
        found.regions.push(Region {
            range,
            is_comment,
            is_torn: false,
        });
    }

    /// Adds the comments in a piece of HTML.
    fn comments(&self, html: Range<usize>, found: &mut Verbatim) {
        let mut at = html.start;
        while let Some(start) = self.text[at..html.end].find("<!--") {
            let start = at + start;
            // The shortest comment is `<!-->`.
            let Some(end) = self.text[start + 2..html.end].find("-->") else {
                let lines = self.text[start + 4..html.end].lines();
                let lines = lines.filter(|line| !line.trim().is_empty()).count();
                found.unterminated.get_or_insert(Unterminated {
                    start: self.original(start),
                    lines: Some(lines),
                });
                return self.add(start..html.end, true, found);
            };
            at = start + 2 + end + 3;
            self.add(start..at, true, found);
        }
    }

    /// Records printed text that looks like the beginning of a comment.
    fn printed(&self, words: Range<usize>, found: &mut Verbatim) {
        let is_start = self.text[words.start..].starts_with("<!--");
        let start = match is_start {
            true => words.start,
            false => match self.text[words.clone()].find("<!--") {
                Some(start) => words.start + start,
                None => return,
            },
        };
        let escapes = self.text[..start]
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\');
        if escapes.count() % 2 == 0 {
            found.unterminated = Some(Unterminated {
                start: self.original(start),
                lines: None,
            });
        }
    }
}
