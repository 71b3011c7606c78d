//! Extracts the prose of a document.

mod html;

use std::cell::OnceCell;
use std::ops::Range;

pub(in crate::check) use self::html::text_of_indented;
use super::lines::Break;
use super::{Block, Code, Kind, Link, Piece, Prose, comments, compose};
use crate::base::literal;
use crate::check::lexicon;
use crate::document::{Document, Element, Leaf, Step, Walk};
use crate::template::Origin;

/// A replacement for code, which rules don't read as text.
const CODE: char = '\u{FFFC}';

/// The maximum length of code that may be an address.
const LONGEST_CODE: usize = 400;

impl<'a> Prose<'a> {
    /// Reads a document.
    pub fn of(document: &'a Document<'_>, origin: Origin<'a>) -> Self {
        let mut reader = Reader {
            prose: Prose {
                text: String::with_capacity(document.words * 6),
                blocks: Vec::new(),
                links: Vec::new(),
                kinds: kinds(document),
                comments: Vec::new(),
                codes: Vec::new(),
                pieces: Vec::new(),
                breaks: Vec::new(),
                own_words: OnceCell::new(),
                quotations: OnceCell::new(),
                prefilter: OnceCell::new(),
                origin,
            },
            open: None,
            in_code: false,
            items: 0,
            quotes: 0,
            links: Vec::new(),
            raw_tag: false,
            raw_link: None,
            is_broken: false,
            section: None,
            has_comments: false,
            has_html: false,
        };
        let mut walk = document.walk();
        while let Some((step, range)) = walk.next() {
            match step {
                Step::Enter(element) => reader.enter(element, &range, &mut walk),
                Step::Leave(element) => reader.leave(element),
                Step::Leaf(leaf) => reader.leaf(leaf, &range),
            }
        }
        reader.close();
        if reader.has_comments {
            reader.prose.comments = comments::read(document);
        }
        reader.prose
    }
}

/// The kinds of each section, including those of its parent sections.
fn kinds<'a>(document: &'a Document<'_>) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = Vec::with_capacity(document.sections.len());
    let mut open: Vec<(u8, usize)> = Vec::new();
    for heading in document.headings() {
        open.retain(|(level, _)| *level < heading.level());
        let mut kinds: Vec<&str> = Vec::new();
        kinds.extend(heading.kind());
        let titled = lexicon::section_kinds(heading.title());
        kinds.extend(titled.iter().map(String::as_str));
        if let Some((_, above)) = open.last() {
            kinds.extend_from_slice(&all[*above]);
        }
        all.push(kinds);
        open.push((heading.level(), heading.index()));
    }
    all
}

struct Reader<'a> {
    prose: Prose<'a>,
    /// The block being read: its kind, its start in the prose, and its range in
    /// the merged text.
    open: Option<(Kind, usize, Range<usize>)>,
    in_code: bool,
    /// The number of open items, terms and definitions.
    items: usize,
    /// The number of open block quotes that are not callouts.
    quotes: usize,
    /// The indices of open links.
    links: Vec<usize>,
    /// Whether an `<a` of raw HTML is being read, up to its address.
    raw_tag: bool,
    /// The index of the open link in raw HTML.
    raw_link: Option<usize>,
    /// Whether a `<br>` of raw HTML comes right before.
    is_broken: bool,
    section: Option<usize>,
    /// Whether any comment is for policygen.
    has_comments: bool,
    /// Whether a block of raw HTML comes before.
    has_html: bool,
}

impl Reader<'_> {
    fn enter(&mut self, element: Element<'_>, range: &Range<usize>, walk: &mut Walk<'_>) {
        match element {
            Element::Title(level) => {
                self.close();
                self.begin(Kind::Heading(level), range);
            }
            Element::Heading(heading) => {
                self.close();
                self.section = Some(heading.index());
                self.begin(Kind::Heading(heading.level()), range);
            }
            Element::Paragraph | Element::CalloutTitle { .. } => {
                self.close();
                self.begin(self.kind(), range);
            }
            Element::Item { .. } | Element::Term | Element::Definition => {
                self.close();
                self.items += 1;
                self.begin(Kind::Item, range);
            }
            Element::Quote => {
                self.close();
                self.quotes += 1;
            }
            Element::Callout { .. } => self.close(),
            Element::Cell { .. } => {
                self.close();
                self.begin(Kind::Cell, range);
            }
            Element::CodeBlock { .. } => {
                self.close();
                if self.has_html && self.indented_html(walk.inside(), range) {
                    walk.skip_inside();
                    return;
                }
                self.in_code = true;
                self.code("");
            }
            Element::Link(link) => {
                let at = self.prose.text.len();
                self.links.push(self.prose.links.len());
                self.prose.links.push(Link {
                    text: at..usize::MAX,
                    to: link.destination().into_owned(),
                });
            }
            Element::HtmlBlock => {
                self.has_html = true;
                self.html(walk.inside(), range);
                walk.skip_inside();
            }
            _ => {}
        }
    }

    fn leave(&mut self, element: Element<'_>) {
        match element {
            Element::Title(_)
            | Element::Heading(_)
            | Element::Paragraph
            | Element::CalloutTitle { .. }
            | Element::Cell { .. }
            | Element::Callout { .. } => self.close(),
            Element::Item { .. } | Element::Term | Element::Definition => {
                self.close();
                self.items -= 1;
            }
            Element::Quote => {
                self.close();
                self.quotes -= 1;
            }
            Element::CodeBlock { .. } => self.in_code = false,
            Element::Link(_) => {
                if let Some(link) = self.links.pop() {
                    self.prose.links[link].text.end = self.prose.text.len();
                }
            }
            _ => {}
        }
    }

    fn leaf(&mut self, leaf: Leaf<'_>, range: &Range<usize>) {
        match leaf {
            Leaf::Text(text) if !self.in_code => self.text(text, range),
            Leaf::Text(text) => self.in_block(text),
            Leaf::Code(text) => {
                self.code(text);
                self.put(CODE.encode_utf8(&mut [0; 4]), range, false);
            }
            Leaf::SoftBreak => self.end_line(range, true),
            Leaf::HardBreak => self.end_line(range, false),
            Leaf::Comment(text) => self.has_comments |= comments::is_meant(text),
            leaf => self.raw(leaf),
        }
    }

    /// Keeps a piece of code, if it is short enough for an address.
    fn code(&mut self, text: &str) {
        if text.len() <= LONGEST_CODE {
            self.prose.codes.push(Code {
                at: self.prose.text.len(),
                text: text.to_owned(),
            });
        }
    }

    /// Adds a line of a code block to what is kept of it.
    fn in_block(&mut self, text: &str) {
        if let Some(code) = self.prose.codes.last_mut() {
            let words = text.split_whitespace();
            let room = words.take_while(|word| code.text.len() + word.len() < LONGEST_CODE);
            let line: Vec<&str> = room.collect();
            code.text.push(' ');
            code.text.push_str(&line.join(" "));
            code.text
                .truncate(crate::base::text::floor(&code.text, LONGEST_CODE));
        }
    }

    /// Reads the links in raw HTML.
    fn raw(&mut self, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Html(tags) => {
                let open = tags.rfind('<').map_or("", |at| &tags[at..]);
                self.raw_tag = open == "<a" || open.starts_with("<a ") && !open.ends_with('>');
                if tags.contains("</a>") {
                    self.end_raw_link();
                }
                self.is_broken = tags.contains("<br");
            }
            Leaf::Address(link) if std::mem::take(&mut self.raw_tag) => {
                self.end_raw_link();
                self.raw_link = Some(self.prose.links.len());
                let at = self.prose.text.len();
                self.prose.links.push(Link {
                    text: at..usize::MAX,
                    to: link.destination().into_owned(),
                });
            }
            _ => {}
        }
    }

    fn end_raw_link(&mut self) {
        if let Some(link) = self.raw_link.take() {
            let text = &mut self.prose.links[link].text;
            text.end = self.prose.text.len().max(text.start);
        }
    }

    /// The kind of text outside headings, cells and HTML.
    fn kind(&self) -> Kind {
        match self.items {
            0 => Kind::Paragraph,
            _ => Kind::Item,
        }
    }

    fn begin(&mut self, kind: Kind, range: &Range<usize>) {
        self.open = Some((kind, self.prose.text.len(), range.clone()));
    }

    /// Ends the block being read, if any, and keeps it if it has any text.
    fn close(&mut self) {
        let Some((kind, start, merged)) = self.open.take() else {
            return;
        };
        let end = self.prose.text.len();
        // An unclosed link ends with its block.
        self.end_raw_link();
        if start == end {
            return;
        }
        let call = self.prose.origin.map.call_at(merged.start);
        self.prose.blocks.push(Block {
            kind,
            text: start..end,
            merged,
            section: self.section,
            call,
            quoted: self.quotes > 0,
        });
        self.prose.text.push('\n');
    }

    fn end_line(&mut self, range: &Range<usize>, is_soft: bool) {
        self.prose.breaks.push(Break {
            at: self.prose.text.len() as u32,
            is_soft: is_soft && !self.is_broken,
        });
        self.put(" ", range, false);
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        self.is_broken = false;
        let revealed = literal::reveal(text);
        let exact = revealed.len() == range.len();
        if !exact || !compose::may_be_in(&revealed) {
            self.put(&revealed, range, exact);
            return;
        }
        let mut at = range.start;
        for (part, letter) in compose::parts(&revealed) {
            let range = at..at + part.len();
            at = range.end;
            match letter {
                Some(letter) => self.put(letter.encode_utf8(&mut [0; 4]), &range, false),
                None => self.put(part, &range, true),
            }
        }
    }

    fn put(&mut self, text: &str, range: &Range<usize>, exact: bool) {
        if self.open.is_none() {
            // For example, text of a tight list item after a nested list.
            self.begin(self.kind(), range);
        }
        self.prose.pieces.push(Piece {
            text: self.prose.text.len() as u32,
            merged: range.start as u32,
            exact,
        });
        self.prose.text.push_str(text);
    }
}
