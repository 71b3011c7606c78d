//! The content of a page in the canonical form that its digest covers: the words and structure that
//! a reader sees, without the site's addresses, IDs, theme or white space.
//! `docs/guide/content-digest.md` describes it; a change that deviates from that page needs a new
//! [`KIND`].

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::base::literal;
use crate::document::html::{Meaning, Part, RawHtml};
use crate::document::{Element, Heading, Leaf, Link, Step, Walk};
use crate::link::Linked;

/// The kind of digest, for programs that compare digests.
pub(crate) const KIND: &str = "content/1";

/// The maximum number of spaces at the start of a line, however deeply its block is nested.
const DEEPEST: usize = 64;

/// Writes the content of a page: a line for each block, with a leading space
/// for each block that contains it.
pub(crate) fn content(linked: &Linked<'_>, out: &mut String) {
    write(linked, false, out);
}

/// Writes the content of a page, including titles of other pages that are shown in links without
/// text.
pub(crate) fn quoting_content(linked: &Linked<'_>, out: &mut String) {
    write(linked, true, out);
}

fn write(linked: &Linked<'_>, quotes: bool, out: &mut String) {
    out.clear();
    let document = linked.document;
    let mut writer = Writer {
        linked,
        quotes,
        out,
        depth: 0,
        block: "p",
        in_line: false,
        html: RawHtml::default(),
    };
    writer.line("title", &document.outline.title);
    writer.walk(document.walk());
    for note in &document.notes {
        writer.begin(format_args!("footnote {}", note.number));
        writer.walk(document.note(note));
        writer.end();
    }
    if let Cow::Owned(revealed) = literal::reveal_content(out) {
        *out = revealed;
    }
}

struct Writer<'d, 'm> {
    linked: &'d Linked<'d>,
    /// Whether links show the titles of other pages.
    quotes: bool,
    out: &'m mut String,
    depth: usize,
    /// The kind of the next line of text.
    block: &'static str,
    /// Whether a line of text has begun.
    in_line: bool,
    html: RawHtml,
}

impl<'d> Writer<'d, '_> {
    fn walk(&mut self, mut walk: Walk<'d>) {
        while let Some((step, _)) = walk.next() {
            match step {
                Step::Enter(element) => self.enter(element, &mut walk),
                Step::Leave(element) => self.leave(element),
                Step::Leaf(leaf) => self.leaf(leaf),
            }
        }
        self.end_line();
    }

    fn enter(&mut self, element: Element<'d>, walk: &mut Walk<'d>) {
        match element {
            Element::Title(_) | Element::Note { .. } => walk.skip_inside(),
            Element::Heading(heading) => self.heading(heading),
            Element::Paragraph => self.begin_text("p"),
            Element::CalloutTitle { .. } => self.begin_text("label"),
            Element::HtmlBlock => self.begin_text("html"),
            Element::Term => self.begin_text("dt"),
            Element::Cell { head: true, .. } => self.begin_text("th"),
            Element::Cell { head: false, .. } => self.begin_text("td"),
            Element::CodeBlock { .. } => {
                self.code(walk.inside());
                walk.skip_inside();
            }
            Element::Quote => self.begin(format_args!("quote")),
            Element::Callout { kind, .. } => self.begin(format_args!("callout {}", kind.class())),
            Element::List { start: None, .. } => self.begin(format_args!("ul")),
            Element::List {
                start: Some(first), ..
            } => self.begin(format_args!("ol {first}")),
            Element::Item { .. } => self.begin(format_args!("li")),
            Element::Definitions => self.begin(format_args!("dl")),
            Element::Definition => self.begin(format_args!("dd")),
            Element::Table { .. } => self.begin(format_args!("table")),
            Element::Row { .. } => self.begin(format_args!("tr")),
            Element::Deleted => self.mark("{del "),
            Element::Link(link) => self.label(link),
            Element::Image(_) => self.mark("{image "),
            Element::Emphasis | Element::Strong => {}
        }
    }

    fn leave(&mut self, element: Element<'_>) {
        match element {
            Element::Paragraph
            | Element::CalloutTitle { .. }
            | Element::HtmlBlock
            | Element::Heading(_) => self.end_line(),
            // Terms and cells count even if they are empty.
            Element::Term | Element::Cell { .. } => {
                self.begin_line();
                self.end_line();
            }
            Element::Quote
            | Element::Callout { .. }
            | Element::List { .. }
            | Element::Item { .. }
            | Element::Definitions
            | Element::Definition
            | Element::Table { .. }
            | Element::Row { .. } => self.end(),
            Element::Deleted => self.mark("}"),
            Element::Link(link) => self.address(link),
            Element::Image(link) => {
                self.mark("}");
                self.address(link);
            }
            Element::Title(_)
            | Element::Note { .. }
            | Element::CodeBlock { .. }
            | Element::Emphasis
            | Element::Strong => {}
        }
    }

    fn leaf(&mut self, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Text(text) | Leaf::Code(text) => self.text(text),
            Leaf::SoftBreak | Leaf::HardBreak => self.text(" "),
            Leaf::Rule => {
                self.begin(format_args!("hr"));
                self.end();
            }
            Leaf::NoteReference { number: 0, .. } | Leaf::Comment(_) => {}
            Leaf::Html(html) => self.html(html),
            Leaf::NoteReference { number, .. } => {
                self.begin_line();
                let _ = write!(self.out, "{{note {number}}}");
            }
            Leaf::Address(link) => self.address(link),
        }
    }

    fn heading(&mut self, heading: Heading<'_>) {
        const BLOCKS: [&str; 7] = ["h0", "h1", "h2", "h3", "h4", "h5", "h6"];
        self.begin_text(BLOCKS[usize::from(heading.level().min(6))]);
        if let Some(number) = heading.number() {
            self.begin_line();
            let _ = write!(self.out, "{number}. ");
        }
    }

    fn code(&mut self, inside: Walk<'_>) {
        self.begin(format_args!("pre"));
        let mut code = String::new();
        for (step, _) in inside {
            if let Step::Leaf(Leaf::Text(text)) = step {
                code.push_str(&literal::reveal(text));
            }
        }
        for line in code.lines() {
            self.indent();
            self.out.push_str("| ");
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.end();
    }

    fn html(&mut self, html: &str) {
        for meaning in self.html.read(html) {
            match meaning {
                Meaning::LineBreak => self.text(" "),
                Meaning::Image(alt) => {
                    self.mark("{image ");
                    self.text(&alt);
                    self.mark("}");
                }
                Meaning::Item(marker) => {
                    self.break_line();
                    self.mark("{item");
                    if let Some(marker) = marker {
                        self.text(" ");
                        self.text(&marker);
                    }
                    self.mark("} ");
                }
                Meaning::Begin(Part::Deleted) => self.mark("{del "),
                Meaning::Begin(Part::Inserted) => self.mark("{ins "),
                Meaning::Begin(Part::Raised) => self.mark("{sup "),
                Meaning::Begin(Part::Lowered) => self.mark("{sub "),
                Meaning::End(Part::Deleted | Part::Inserted | Part::Raised | Part::Lowered) => {
                    self.mark("}");
                }
                Meaning::Cell(_) => self.break_line(),
                Meaning::Expansion(_) | Meaning::RowGroup | Meaning::UndescribedImage => {}
                Meaning::Begin(part) | Meaning::End(part) if part.is_plain() => {}
                Meaning::Begin(_) | Meaning::End(_) => self.break_line(),
            }
        }
    }

    /// Ends a part of raw HTML: the rest becomes another line of the same kind, or stays on the
    /// same line where only one is allowed.
    fn break_line(&mut self) {
        let block = self.block;
        match block {
            "html" | "p" => {
                self.end_line();
                self.block = block;
            }
            _ => self.text(" "),
        }
    }

    /// Writes the label of a link without text. The title of another page
    /// belongs to that page, so only the reference to it counts here.
    fn label(&mut self, link: &Link<'_>) {
        let target = self.linked.target(link).filter(|_| link.is_empty);
        let Some(target) = target else {
            return;
        };
        if target.internal && !self.quotes {
            self.mark("{page ");
            self.text(&link.destination());
            self.mark("}");
        } else if let Some(label) = &target.label {
            self.text(label);
        }
    }

    /// Writes the address of a link that points outside the site.
    fn address(&mut self, link: &Link<'_>) {
        let target = self.linked.target(link);
        let leaves = |href: &str| {
            let begin = href.split(['/', '?', '#']).next().unwrap_or_default();
            begin.contains(':') || href.starts_with("//")
        };
        if let Some(target) = target.filter(|target| !target.internal && leaves(&target.href)) {
            self.mark("{link ");
            self.text(&target.href);
            self.mark("}");
        }
    }

    fn indent(&mut self) {
        let spaces = self.depth.min(DEEPEST);
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    /// Writes a line of text.
    fn line(&mut self, block: &'static str, text: &str) {
        self.begin_text(block);
        self.text(text);
        self.end_line();
    }

    /// Begins a block that contains others.
    fn begin(&mut self, block: std::fmt::Arguments<'_>) {
        self.end_line();
        self.indent();
        let _ = self.out.write_fmt(block);
        self.out.push('\n');
        self.depth += 1;
    }

    fn end(&mut self) {
        self.end_line();
        self.depth -= 1;
    }

    /// Makes the next text a block of this kind.
    fn begin_text(&mut self, block: &'static str) {
        self.end_line();
        self.block = block;
    }

    fn begin_line(&mut self) {
        if !self.in_line {
            self.indent();
            self.out.push_str(self.block);
            self.out.push(' ');
            self.in_line = true;
        }
    }

    fn end_line(&mut self) {
        if std::mem::take(&mut self.in_line) {
            let end = self.out.trim_end_matches(' ').len();
            self.out.truncate(end);
            self.out.push('\n');
        }
        self.block = "p";
    }

    /// Writes a mark for something that is not text.
    fn mark(&mut self, mark: &str) {
        self.begin_line();
        self.out.push_str(mark);
    }

    /// Adds text with white space collapsed, and a backslash before characters that would be read
    /// as markup.
    fn text(&mut self, text: &str) {
        if is_plain(text) {
            let text = match self.in_line && !self.out.ends_with(' ') {
                true => text,
                false => text.trim_start_matches(' '),
            };
            if !text.is_empty() {
                self.begin_line();
                self.out.push_str(text);
            }
            return;
        }
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                if self.in_line && !self.out.ends_with(' ') {
                    self.out.push(' ');
                }
                continue;
            }
            self.begin_line();
            if matches!(c, '\\' | '{' | '}') {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }
}

/// Whether a text can be added unchanged: no markup, and no white space except
/// single spaces.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without an early exit, so that many bytes are processed at once.
    let is_special = |byte: u8| (byte < b' ') | (byte == b'\\') | (byte == b'{') | (byte == b'}');
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let found = pairs.fold(false, |found, (byte, next)| {
        found | ((*byte == b' ') & (*next == b' ')) | is_special(*byte)
    });
    !found && !bytes.last().is_some_and(|last| is_special(*last))
}
