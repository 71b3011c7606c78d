//! Finds the subject of each comment to policygen: a block with all its parts.
//!
//! A comment within a block's text is about that block; one in the first text of an item, a
//! definition or a footnote is about all of it. A comment on its own is about the next sibling
//! block, whether that is a paragraph, a list, a table or HTML that ends several blocks later. If
//! none follows, it is about the item that it ends, or about the block after the quotation that it
//! ends.

use std::ops::Range;

use super::Comment;
use crate::document::html::is_for_policygen;
use crate::document::{Document, Element, Leaf, Step, Walk};

/// Whether a comment is for policygen.
pub(super) fn is_meant(comment: &str) -> bool {
    let inside = comment.trim_start().trim_start_matches("<!--");
    is_for_policygen(inside)
}

/// Reads the comments of a document.
pub(super) fn read(document: &Document<'_>) -> Vec<Comment> {
    let mut reader = Reader {
        comments: Vec::new(),
        frames: vec![Frame::of(Holds::Blocks, &(0..usize::MAX), false)],
        unclosed: Vec::new(),
    };
    let mut walk = document.walk();
    while let Some((step, range)) = walk.next() {
        match step {
            Step::Enter(Element::HtmlBlock) => {
                reader.html_block(walk.inside(), &range);
                walk.skip_inside();
            }
            Step::Enter(element) => {
                if let Some(holds) = Holds::of(element) {
                    let is_first = reader.next_block(&range);
                    reader.frames.push(Frame::of(holds, &range, is_first));
                }
            }
            Step::Leave(element) if Holds::of(element).is_some() => reader.leave(),
            Step::Leaf(Leaf::Comment(text)) => {
                let (about, is_before) = (reader.around(), false);
                reader.add(text, &range, about, is_before);
            }
            Step::Leaf(Leaf::Html(html)) => reader.tags(html, range.end),
            Step::Leaf(Leaf::Text(_) | Leaf::Code(_)) => reader.top().is_empty = false,
            _ => {}
        }
    }
    reader.comments
}

/// The contents of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Words,
    /// Blocks or words that are one unit to the author.
    One,
    Blocks,
}

impl Holds {
    fn of(element: Element<'_>) -> Option<Self> {
        match element {
            Element::Title(_)
            | Element::Heading(_)
            | Element::Paragraph
            | Element::CalloutTitle { .. }
            | Element::CodeBlock { .. }
            | Element::Term
            | Element::Cell { .. } => Some(Self::Words),
            Element::Item { .. } | Element::Definition | Element::Note { .. } => Some(Self::One),
            Element::Quote
            | Element::Callout { .. }
            | Element::HtmlBlock
            | Element::List { .. }
            | Element::Definitions
            | Element::Table { .. }
            | Element::Row { .. } => Some(Self::Blocks),
            Element::Emphasis
            | Element::Strong
            | Element::Deleted
            | Element::Link(_)
            | Element::Image(_) => None,
        }
    }
}

/// An open block.
struct Frame {
    holds: Holds,
    range: Range<usize>,
    /// Whether the block is the first in its parent.
    is_first: bool,
    /// Whether the block has contained only comments so far.
    is_empty: bool,
    /// The comments that are about the next block inside this one.
    waiting: Vec<usize>,
}

impl Frame {
    fn of(holds: Holds, range: &Range<usize>, is_first: bool) -> Self {
        Self {
            holds,
            range: range.clone(),
            is_first,
            is_empty: true,
            waiting: Vec::new(),
        }
    }
}

/// A block of HTML with tags that are closed in a later block.
struct Unclosed {
    comment: usize,
    /// The number of open frames around it.
    frames: usize,
    tags: isize,
}

struct Reader {
    comments: Vec<Comment>,
    /// The open blocks; the first is the page.
    frames: Vec<Frame>,
    unclosed: Vec<Unclosed>,
}

impl Reader {
    fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// The subject of a comment within text.
    fn around(&self) -> Range<usize> {
        let mut frames = self.frames.iter().rev();
        let (top, outer) = (frames.next(), frames.next());
        let of = match (top, outer) {
            (Some(top), Some(outer)) if top.is_first && outer.holds == Holds::One => Some(outer),
            _ => top,
        };
        of.map_or(0..0, |frame| frame.range.clone())
    }

    /// Adds the comments of a text that contains nothing else.
    fn add(&mut self, text: &str, range: &Range<usize>, about: Range<usize>, is_before: bool) {
        let mut from = 0;
        while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
            let end = text[start..]
                .find("-->")
                .map_or(text.len(), |at| start + at + 3);
            let comment = &text[start..end];
            if is_meant(comment) {
                let at = match text.len() == range.len() {
                    true => range.start + start..range.start + end,
                    // Its lines begin with the markers of a block quote.
                    false => range.clone(),
                };
                if is_before {
                    let index = self.comments.len();
                    self.top().waiting.push(index);
                }
                self.comments.push(Comment {
                    text: comment.to_owned(),
                    at,
                    about: about.clone(),
                    is_before: false,
                });
            }
            from = end;
        }
    }

    /// Begins a block that comments may be waiting for. Returns whether it is
    /// the first.
    fn next_block(&mut self, range: &Range<usize>) -> bool {
        let waiting = std::mem::take(&mut self.top().waiting);
        for comment in waiting {
            self.comments[comment].about = range.clone();
            self.comments[comment].is_before = true;
        }
        std::mem::replace(&mut self.top().is_empty, false)
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        for comment in frame.waiting {
            match frame.holds {
                Holds::Blocks => self.top().waiting.push(comment),
                _ => self.comments[comment].about = frame.range.clone(),
            }
        }
        let frames = self.frames.len();
        for unclosed in self.unclosed.extract_if(.., |open| open.frames > frames) {
            self.comments[unclosed.comment].about.end = frame.range.end;
        }
    }

    /// Counts tags, to find the end of a comment's subject.
    fn tags(&mut self, html: &str, end: usize) {
        if self.unclosed.is_empty() {
            return;
        }
        let (tags, frames) = (balance(html), self.frames.len());
        for unclosed in &mut self.unclosed {
            if unclosed.frames == frames {
                unclosed.tags += tags;
                self.comments[unclosed.comment].about.end = end;
            }
        }
        self.unclosed.retain(|unclosed| unclosed.tags > 0);
    }

    fn html_block(&mut self, inside: Walk<'_>, range: &Range<usize>) {
        let (mut tags, mut has_tags, mut has_text) = (0, false, false);
        let mut begins_line = true;
        // The comments before the next text of the block.
        let mut found: Vec<(&str, Range<usize>, bool)> = Vec::new();
        let mut around: Vec<(&str, Range<usize>)> = Vec::new();
        for (step, at) in inside {
            match step {
                Step::Leaf(Leaf::Comment(text)) => found.push((text, at, begins_line)),
                Step::Leaf(Leaf::Html(html)) => {
                    tags += balance(html);
                    (has_tags, begins_line) = (true, false);
                }
                Step::Leaf(Leaf::Text(text)) => {
                    if !text.trim().is_empty() {
                        has_text = true;
                        around.extend(found.drain(..).map(|(text, at, _)| (text, at)));
                    }
                    begins_line = text.trim_end_matches([' ', '\t']).ends_with('\n');
                }
                _ => {}
            }
        }
        let is_one = self.top().holds == Holds::One && self.top().is_empty;
        let whole = match is_one {
            true => self.top().range.clone(),
            false => range.clone(),
        };
        if has_tags || has_text {
            let waiting = self.top().waiting.clone();
            self.next_block(range);
            let frames = self.frames.len();
            for unclosed in self
                .unclosed
                .iter_mut()
                .filter(|open| open.frames == frames)
            {
                unclosed.tags += tags;
                self.comments[unclosed.comment].about.end = range.end;
            }
            self.unclosed
                .extend(waiting.into_iter().map(|comment| Unclosed {
                    comment,
                    frames,
                    tags,
                }));
            self.unclosed.retain(|unclosed| unclosed.tags > 0);
        }
        for (text, at) in around {
            self.add(text, &at, whole.clone(), false);
        }
        for (text, at, begins_line) in found {
            let is_before = !is_one && begins_line;
            self.add(text, &at, whole.clone(), is_before);
        }
    }
}

/// The number of tags that a piece of sanitised HTML leaves open.
fn balance(html: &str) -> isize {
    const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];
    let tags = html.split('<').skip(1).map(|tag| {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
        match name {
            Some("") => -1,
            Some(name) if VOID.contains(&name) => 0,
            _ => 1,
        }
    });
    tags.sum()
}
