//! Handles raw HTML while a document is built: safe pieces become nodes, and
//! tags are closed where the Markdown around them ends.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::tokenizer::TagKind;
use memchr::memmem;
use pulldown_cmark::CowStr;

use super::Builder;
use crate::base::{escape, literal};
use crate::document::brackets;
use crate::document::html::{self, Context, Piece, ROOT, Removed, Sanitiser};
use crate::document::node::{Kind, LinkForm};
use crate::document::unpublished::What;

/// A code element that began in a paragraph, such as `script`, and the state before it. If it ends
/// in the same paragraph, it is dropped with everything inside.
pub(super) struct Code {
    name: String,
    /// The number of open containers around it.
    pub(super) depth: usize,
    start: usize,
    nodes: usize,
    links: usize,
    labels: usize,
    html_ids: usize,
    unpublished: usize,
    html: Sanitiser,
}

impl<'a> Builder<'a, '_> {
    fn scope(&self) -> u32 {
        self.open.last().copied().unwrap_or(ROOT)
    }

    /// Closes the tags that are still open in a container that ends.
    pub(super) fn leave_html(&mut self, scope: u32, at: usize) {
        if self.html.is_open() {
            let mut html = String::new();
            self.html.leave(scope, &mut html);
            self.put_html(html, at);
        }
    }

    pub(super) fn before_block(&mut self, at: usize) {
        if self.html.is_open() {
            let mut html = String::new();
            self.html.end_paragraph(self.scope(), &mut html);
            self.put_html(html, at);
        }
    }

    /// Adds tags that are not in the source.
    fn put_html(&mut self, html: String, at: usize) {
        if !html.is_empty() {
            self.leaf(Kind::Html(html.into()), &(at..at));
        }
    }

    /// Separates the words before and after an HTML block in an item without paragraphs. Otherwise,
    /// they would be joined if the block is not on the page, as with comments.
    pub(super) fn part_from_words(&mut self, at: usize) {
        let kind = |node: &u32| &self.built.nodes[*node as usize].kind;
        let outer = self.open.last().map(kind);
        let is_item = matches!(outer, Some(Kind::Item { .. } | Kind::Definition));
        let last = self.built.nodes.last().map(|node| &node.kind);
        if is_item && matches!(last, Some(Kind::Text(_) | Kind::Code(_) | Kind::Html(_))) {
            self.leaf(Kind::SoftBreak, &(at..at));
        }
    }

    pub(super) fn end_html_block(&mut self, range: &Range<usize>) {
        let block = std::mem::take(&mut self.html_block);
        self.printed_comments(range);
        if html::is_comment(&block) {
            return self.leaf(Kind::Comment(block.into()), range);
        }
        if brackets::is_words(&block) {
            self.leaf(Kind::Text(block.into()), range);
            return self.leave_out(What::Words, range.start..range.start + 1);
        }
        let outer = self.open.len().checked_sub(2);
        let context = Context {
            scope: outer.map_or(ROOT, |at| self.open[at]),
            in_paragraph: false,
            in_link: false,
        };
        if let Some((TagKind::StartTag, name)) = self.pieces(&block, context, range, true) {
            let start = self.tag(&name, range, &mut range.start.clone()).start;
            let range = start..range.end;
            self.leave_out(What::Html(Removed::Element(name)), range);
        }
    }

    pub(super) fn inline_html(&mut self, text: CowStr<'a>, range: &Range<usize>) {
        if html::is_comment(&text) {
            self.printed_comments(range);
            return self.leaf(Kind::Comment(text), range);
        }
        let mut context = Context {
            scope: self.scope(),
            in_paragraph: false,
            in_link: false,
        };
        for node in self.open.iter().rev() {
            match self.built.nodes[*node as usize].kind {
                Kind::Paragraph | Kind::Heading(_) | Kind::CalloutTitle { .. } => {
                    context.in_paragraph = true;
                    break;
                }
                Kind::Link(_) => context.in_link = true,
                Kind::Emphasis | Kind::Strong | Kind::Deleted => {}
                // Image descriptions contain no tags.
                Kind::Image(_) => return,
                _ => break,
            }
        }
        if brackets::is_no_tag(&text, |name| self.html.knows(name)) {
            self.leaf(Kind::Text(text), range);
            return self.leave_out(What::Words, range.clone());
        }
        let before = self.snapshot(range.start);
        let nodes = self.built.nodes.len();
        let code = self.pieces(&text, context, range, false);
        if self.built.nodes.len() == nodes {
            // An empty node shows that nothing is left of the tag.
            self.leaf(Kind::Html("".into()), range);
        }
        match code {
            Some((TagKind::StartTag, name)) if self.code.is_none() => {
                self.code = Some(Code { name, ..before });
            }
            Some((TagKind::EndTag, name)) => self.end_code(&name, range),
            _ => {}
        }
    }

    /// Records unterminated comments in raw HTML that were printed by a tag and hide the text after
    /// the tag.
    fn printed_comments(&mut self, range: &Range<usize>) {
        let mut at = range.start;
        while let Some(start) = memmem::find(&self.text.as_bytes()[at..range.end], b"<!--") {
            let start = at + start;
            // The shortest comment is `<!-->`.
            let inside = &self.text.as_bytes()[start + 2..range.end];
            let end = memmem::find(inside, b"-->").map(|end| start + 2 + end + 3);
            at = end.unwrap_or(range.end);
            let printed = self.map.printed_until(start);
            if printed.is_some_and(|until| end.is_none_or(|end| end > until)) {
                self.leave_out(What::Comment, start..at);
            }
        }
    }

    fn snapshot(&self, start: usize) -> Code {
        Code {
            name: String::new(),
            depth: self.open.len(),
            start,
            nodes: self.built.nodes.len(),
            links: self.built.links.len(),
            labels: self.built.labels.len(),
            html_ids: self.built.html_ids.len(),
            unpublished: self.built.unpublished.len(),
            html: self.html.clone(),
        }
    }

    /// Drops a code element and everything inside, if this tag ends it.
    fn end_code(&mut self, name: &str, range: &Range<usize>) {
        let depth = self.open.len();
        let ends = |code: &mut Code| code.depth == depth && code.name == name;
        if let Some(code) = self.code.take_if(ends) {
            self.built.nodes.truncate(code.nodes);
            self.built.links.truncate(code.links);
            self.built.labels.truncate(code.labels);
            self.built.html_ids.truncate(code.html_ids);
            self.built.unpublished.truncate(code.unpublished);
            self.html = code.html;
            let range = code.start..range.end;
            self.leaf(Kind::Html("".into()), &range);
            self.leave_out(What::Html(Removed::Element(code.name)), range);
        }
    }

    /// Adds the safe parts of a piece of raw HTML, which may be a block.
    fn pieces(
        &mut self,
        html: &str,
        context: Context,
        range: &Range<usize>,
        is_block: bool,
    ) -> Option<(TagKind, String)> {
        let mut pieces = Vec::new();
        let html = literal::reveal_html(html);
        self.cdata(&html, range);
        let code = self.html.piece(&without_cdata(&html), context, &mut pieces);
        let mut from = range.start;
        let mut written = Written {
            text: self.text,
            range: range.clone(),
            from: range.start,
            misses: if is_block { 0 } else { MISSES },
        };
        let first_id = self.built.html_ids.len();
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.leaf(Kind::Html(html.into()), range),
                Piece::Text(text) => {
                    let place = written.place(&text);
                    self.leaf(Kind::Text(text.into()), &place);
                }
                Piece::Comment(comment) => {
                    let place = written.place(&comment);
                    self.leaf(Kind::Comment(comment.into()), &place);
                }
                Piece::Address { is_image, value } => {
                    let place = match is_block {
                        true => self.tag(if is_image { "img " } else { "a " }, range, &mut from),
                        false => range.clone(),
                    };
                    let link = self.link(LinkForm::Html, is_image, value.into(), "".into(), &place);
                    self.leaf(Kind::Address(link), &place);
                }
                Piece::Id(id) => {
                    let ids = &self.built.html_ids;
                    let is_repeated =
                        ids.len() > first_id && ids.last().is_some_and(|(last, _)| *last == id);
                    if !is_repeated {
                        self.built.html_ids.push((id, range.clone()));
                    }
                }
                Piece::Removed(removed) => {
                    if let Removed::Words(words) = &removed {
                        self.leaf(Kind::Text(words.clone().into()), range);
                    }
                    let mut place = self.tag(removed.begin(), range, &mut from);
                    if let Removed::Element(name) = &removed {
                        place.end = self.element_end(name, place.end, range);
                        from = place.end;
                    }
                    self.leave_out(What::Html(removed), place);
                }
            }
        }
        code
    }

    /// Records the CDATA sections in a piece of raw HTML, unless they are part of a script or a
    /// drawing.
    fn cdata(&mut self, html: &str, range: &Range<usize>) {
        let is_code = |name: &str| {
            let bytes = html.as_bytes().windows(name.len());
            bytes
                .into_iter()
                .any(|part| part.eq_ignore_ascii_case(name.as_bytes()))
        };
        if !html.contains(CDATA)
            || ["<script", "<style", "<svg", "<math"]
                .into_iter()
                .any(is_code)
        {
            return;
        }
        let found = memmem::find_iter(&self.text.as_bytes()[range.clone()], CDATA);
        let found: Vec<usize> = found.map(|at| range.start + at).collect();
        for at in found {
            self.leave_out(What::Cdata, at..at + CDATA.len());
        }
    }

    /// The end of the element whose start tag ends at `at` in a piece of raw HTML.
    fn element_end(&self, name: &str, at: usize, range: &Range<usize>) -> usize {
        let end = self.tag(&format!("/{name}"), range, &mut at.clone());
        if end.start < at { range.end } else { end.end }
    }

    /// The place of the next tag with this name in a piece of raw HTML. Tags before `from` have
    /// already been found.
    fn tag(&self, name: &str, range: &Range<usize>, from: &mut usize) -> Range<usize> {
        let name = name.trim_start_matches('<');
        let text = &self.text[range.clone()];
        let is_it = |at: &usize| {
            let found = text.as_bytes().get(at + 1..at + 1 + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        let done = from.saturating_sub(range.start).min(text.len());
        let found = memchr::memchr_iter(b'<', &text.as_bytes()[done..]);
        let Some(at) = found.map(|at| done + at).find(is_it) else {
            return range.clone();
        };
        let end = brackets::tag_end(&text[at..]).map_or(text.len(), |end| at + end);
        *from = range.start + at + 1;
        range.start + at..range.start + end
    }
}

/// The beginning of a CDATA section.
const CDATA: &str = "<![CDATA[";

/// The maximum number of failed searches for parts of a block, each of which scans the rest of the
/// block.
const MISSES: usize = 16;

/// A block of raw HTML whose parts are located in order.
struct Written<'t> {
    text: &'t str,
    range: Range<usize>,
    from: usize,
    misses: usize,
}

impl Written<'_> {
    /// The place of a part of the block, or the whole block if the part can't be found, as with
    /// character references.
    fn place(&mut self, part: &str) -> Range<usize> {
        // Only one line is searched, because lines in a block quote begin with its markers.
        let line = part.trim_start().lines().next().unwrap_or_default();
        if line.is_empty() || self.misses >= MISSES {
            return self.range.clone();
        }
        let rest = &self.text[self.from..self.range.end];
        let found = memmem::find(rest.as_bytes(), line.as_bytes()).or_else(|| {
            let mut escaped = String::new();
            escape::html(line, &mut escaped);
            memmem::find(rest.as_bytes(), escaped.as_bytes())
        });
        let Some(at) = found else {
            self.misses += 1;
            return self.range.clone();
        };
        let start = self.from + at;
        let before = part.len() - part.trim_start().len();
        let whole = start.checked_sub(before).filter(|start| {
            self.text
                .get(*start..)
                .is_some_and(|text| text.starts_with(part))
        });
        let place = match whole {
            Some(start) => start..start + part.len(),
            None => start..start + line.len(),
        };
        self.from = place.end;
        place
    }
}

/// Escapes the text of CDATA sections in HTML. HTML parsers don't read it as text, but its authors
/// meant it as text.
fn without_cdata(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(CDATA) {
        // The Markdown parser ends some sections at a single bracket.
        let (inside, after) = after.split_once("]]>").unwrap_or((after, ""));
        out.push_str(before);
        escape::html(inside, &mut out);
        rest = after;
    }
    match out.is_empty() && rest.len() == html.len() {
        true => html.into(),
        false => (out + rest).into(),
    }
}
