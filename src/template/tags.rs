//! Finds where tags begin and end in a text. The template engine parses their
//! contents.

use std::collections::BTreeSet;
use std::ops::Range;

use super::verbatim::Verbatim;

/// A tag: `{{ … }}`, `{% … %}`, or a whole block of raw text.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    /// The byte range, including the braces.
    pub(crate) range: Range<usize>,
    /// Whether it removes the white space before it.
    pub(super) trims_before: bool,
    /// Whether it removes the white space after it.
    pub(super) trims_after: bool,
    /// Whether it prints something; blocks such as `{% if %}` don't.
    pub(super) prints: bool,
    /// Whether the tag itself never prints anything, like `{% if %}`.
    pub(super) is_silent: bool,
    /// The clause that it calls, if it begins like a call.
    pub(crate) clause: Option<&'a str>,
    /// The role of the tag in blocks.
    pub(super) block: Block,
    /// Whether it begins a block in which the engine processes text.
    pub(super) opens: bool,
    /// Whether it ends a block in which the engine processes text.
    pub(super) closes: bool,
    /// Whether it ends a `{% for %}` block.
    pub(super) ends_loop: bool,
    /// The text of `{% raw %} … {% endraw %}`.
    pub(super) raw: Option<Range<usize>>,
}

/// The role of a tag in the blocks of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    /// Begins a block.
    Begins,
    /// Continues a block with another part: `{% else %}`.
    GoesOn,
    /// Ends a block.
    Ends,
    /// Not part of a block: prints something or sets a variable.
    No,
}

/// All tags in a text outside raw blocks, comments and code, up to an unclosed one.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let verbatim = Verbatim::of(text);
    let mut at = 0;
    let tags = std::iter::from_fn(move || {
        let tag = next(text, at, &verbatim)?;
        at = tag.range.end;
        Some(tag)
    });
    tags.filter(|tag| tag.raw.is_none())
}

/// The names of the snippets that a tag calls, anywhere in it. May include names that only look
/// like calls, such as `b` in `a < b`.
pub(crate) fn called(tag: &str) -> impl Iterator<Item = &str> {
    tag.split('<').skip(1).map(|call| {
        let call = call.trim_start();
        let end = call.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        &call[..end.unwrap_or(call.len())]
    })
}

/// The opening tag of the innermost unclosed block in a text.
pub(crate) fn unclosed_block(text: &str) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for tag in all(text) {
        match tag.block {
            Block::Begins => open.push(tag.range),
            Block::Ends => drop(open.pop()),
            Block::GoesOn | Block::No => {}
        }
    }
    open.pop()
}

/// The parts of a text within blocks such as `{% if %}`, which need not be on the page.
pub(crate) fn in_blocks(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut done) = (Vec::new(), 0_usize, 0);
    for tag in all(text) {
        if depth > 0 {
            parts.push(&text[done..tag.range.start]);
        }
        match tag.block {
            Block::Begins => depth += 1,
            Block::Ends => depth = depth.saturating_sub(1),
            Block::GoesOn | Block::No => {}
        }
        done = tag.range.end;
    }
    parts
}

/// The word that a block tag such as `{% if … %}` begins with; empty for other tags.
pub(crate) fn block_word(tag: &str) -> &str {
    let inside = tag.strip_prefix("{%").unwrap_or_default();
    let inside = inside.strip_prefix('-').unwrap_or(inside).trim_start();
    let end = inside.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    &inside[..end.unwrap_or(inside.len())]
}

/// The distinct names of the clauses that a text calls.
pub(crate) fn clauses_in(text: &str) -> BTreeSet<&str> {
    all(text).flat_map(|tag| called(&text[tag.range])).collect()
}

/// The byte range of the tag that begins at `start`; empty if it is not closed.
pub(crate) fn range_at(text: &str, start: usize) -> Range<usize> {
    let start = start.min(text.len());
    let bytes = text.as_bytes();
    let close = match bytes.get(start + 1) {
        Some(b'%') => b'%',
        _ => b'}',
    };
    start..end(bytes, start + 2, close).unwrap_or(start)
}

/// The next tag at or after `from`, outside comments and code. Includes raw blocks in code: their
/// content is also text there, but the tags around it are not.
pub(super) fn next<'t>(body: &'t str, from: usize, verbatim: &Verbatim) -> Option<Tag<'t>> {
    let mut at = from;
    loop {
        at = next_braces(body, at)?;
        let Some(region) = verbatim.around(at) else {
            return tag(body, at);
        };
        if region.is_comment {
            at = region.range.end;
        } else if is_raw(&body[at..region.range.end]) {
            match tag(&body[..region.range.end], at) {
                Some(raw) if raw.raw.is_some() => return Some(raw),
                // No later raw block in this code can be closed either.
                _ => at = region.range.end,
            }
        } else {
            at += 1;
        }
    }
}

/// Whether an unclosed tag begins at or after `from`. All other tags must be before `from`.
pub(super) fn is_unclosed(body: &str, from: usize, verbatim: &Verbatim) -> bool {
    let mut at = from;
    while let Some(start) = next_braces(body, at) {
        match verbatim.around(start) {
            None => return true,
            Some(region) if region.is_comment => at = region.range.end,
            Some(_) => at = start + 1,
        }
    }
    false
}

/// The position of the next two braces that could begin a tag.
pub(crate) fn next_braces(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'{', bytes.get(at..)?)?;
        match bytes.get(at + 1) {
            Some(b'{' | b'%') => return Some(at),
            _ => at += 1,
        }
    }
}

/// Whether a text begins with a raw block.
fn is_raw(text: &str) -> bool {
    text.strip_prefix("{%").is_some_and(|inside| {
        let inside = inside.strip_prefix('-').unwrap_or(inside);
        inside.trim_start().starts_with("raw")
    })
}

/// The tag that begins at `start`, if it is closed.
pub(super) fn tag(body: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = body.as_bytes();
    let prints = bytes[start + 1] == b'{';
    let end = end(bytes, start + 2, if prints { b'}' } else { b'%' })?;
    let whole = &body[start + 2..end - 2];
    let trims_before = whole.starts_with('-');
    let trims_after = whole.len() > 1 && whole.ends_with('-');
    let inside = whole.trim_start_matches('-').trim_end_matches('-').trim();
    let mut tag = Tag {
        range: start..end,
        trims_before,
        trims_after,
        prints,
        block: Block::No,
        is_silent: false,
        clause: None,
        opens: false,
        closes: false,
        ends_loop: false,
        raw: None,
    };
    if let Some(call) = inside.strip_prefix('<') {
        tag.opens = !prints && !call.starts_with('/') && !call.ends_with('/');
        tag.closes = !prints && call.starts_with('/');
        tag.block = match prints || call.ends_with("/>") {
            true => Block::No,
            false if call.starts_with('/') => Block::Ends,
            false => Block::Begins,
        };
        let name_end = call
            .find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))
            .unwrap_or(call.len());
        tag.clause = Some(&call[..name_end]).filter(|name| !name.is_empty());
    } else if !prints {
        let word = inside.split(char::is_whitespace).next().unwrap_or_default();
        tag.block = match word {
            "if" | "for" | "filter" => Block::Begins,
            "elif" | "else" => Block::GoesOn,
            _ if word.starts_with("end") => Block::Ends,
            _ => Block::No,
        };
        match word {
            "raw" => {
                let (content, after) = raw_content(body, end)?;
                tag.range.end = after;
                tag.raw = Some(content);
            }
            "filter" => tag.opens = true,
            // `{% set x %}` without a value captures text.
            "set" | "set_global" => {
                tag.opens = !inside.contains('=');
                tag.is_silent = !tag.opens;
            }
            "if" | "elif" | "else" | "endif" | "for" => tag.is_silent = true,
            "endfor" => (tag.ends_loop, tag.is_silent) = (true, true),
            "endfilter" | "endset" | "endset_global" => tag.closes = true,
            _ => {}
        }
    }
    Some(tag)
}

/// The end of a tag, after its closing braces. Strings may contain braces.
fn end(bytes: &[u8], from: usize, close: u8) -> Option<usize> {
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

/// The range of the text in a raw block, and the end of the block.
fn raw_content(body: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    loop {
        let start = at + body[at..].find("{%")?;
        let end = end(body.as_bytes(), start + 2, b'%')?;
        let inside = body[start + 2..end - 2].trim_matches('-').trim();
        if inside == "endraw" {
            return Some((from..start, end));
        }
        at = start + 2;
    }
}
