//! The plain text of a page.

mod grid;
mod header;
mod html;
mod lines;
mod parts;
mod table;
mod wrap;

use std::fmt::Write as _;
use std::mem;

use super::Input;
use crate::base::literal;
use crate::document::{CalloutKind, Element, Leaf, Link, LinkForm, Step, Walk};
use crate::render::data::PageData;
use html::Html;
use lines::Lines;
use table::Table;

/// The plain text of a page. It can be reused from page to page.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// The page, wrapped.
    pub page: String,
    /// The whole text, one line for each paragraph, item or row.
    text: String,
    /// The start of each section's text.
    sections: Vec<usize>,
    /// The headings of the sections as plain text.
    titles: Vec<String>,
}

impl Plain {
    /// The text before the first section.
    pub(crate) fn preamble(&self) -> &str {
        let end = self.sections.first().copied();
        self.text[..end.unwrap_or(self.text.len())].trim_end()
    }

    /// The heading of each section, without its number.
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(String::as_str)
    }

    /// The text of each section without its heading and its subsections.
    pub(crate) fn sections(&self) -> impl Iterator<Item = &str> {
        let ends = self.sections.iter().skip(1).copied();
        self.sections
            .iter()
            .zip(ends.chain([self.text.len()]))
            .map(|(start, end)| self.text[*start..end].trim_end())
    }
}

/// Writes the text twin of a page.
pub(crate) fn text(page: &PageData, input: Input<'_>, plain: &mut Plain) {
    plain.text.clear();
    plain.sections.clear();
    plain.titles.clear();
    let mut writer = Writer {
        input,
        out: Lines::new(mem::take(&mut plain.page)),
        plain,
        start: 0,
        lists: Vec::new(),
        table: Table::default(),
        links: Vec::new(),
        notes: Vec::new(),
        section_notes: Vec::new(),
        interrupted: Vec::new(),
        html: Html::default(),
        in_cell: false,
    };
    writer.number_lists();
    writer.header(page);
    writer.body();
    writer.footnotes();
    plain.page = writer.out.text;
}

struct Writer<'a> {
    input: Input<'a>,
    out: Lines,
    plain: &'a mut Plain,
    /// The start of the current paragraph in `plain.text`.
    start: usize,
    /// For each open list, whether its items follow each other without gaps.
    lists: Vec<bool>,
    table: Table,
    /// For each open link: the start of its text, and the text to write after
    /// it.
    links: Vec<(usize, Option<String>)>,
    /// Footnotes with their numbers.
    notes: Vec<(usize, String)>,
    /// The same, as text of the current section.
    section_notes: Vec<(usize, String)>,
    /// For each open footnote, the lines that it interrupts, and where its text begins.
    interrupted: Vec<(Lines, usize)>,
    html: Html,
    /// Whether a table cell is open; its text is on one line.
    in_cell: bool,
}

/// Spaces for the longest item number.
const SPACES: &str = "                        ";

impl Writer<'_> {
    fn body(&mut self) {
        let mut walk = self.input.linked.document.walk();
        while let Some((step, _)) = walk.next() {
            match step {
                Step::Enter(element) => self.enter(element, &mut walk),
                Step::Leave(element) => self.leave(element),
                Step::Leaf(leaf) => self.leaf(leaf),
            }
        }
        self.flush();
    }

    fn leaf(&mut self, leaf: Leaf<'_>) {
        let text = &mut self.plain.text;
        match leaf {
            Leaf::Text(part) | Leaf::Code(part) => text.push_str(part),
            Leaf::SoftBreak => text.push(' '),
            Leaf::HardBreak => text.push('\n'),
            Leaf::Rule => {
                self.leave_row();
                self.plain.text.push_str("* * *");
                self.flush();
                self.out.gap = true;
            }
            Leaf::NoteReference { number: 0, .. } => {}
            Leaf::NoteReference { number, .. } => {
                let _ = write!(text, "[{number}]");
            }
            Leaf::Html(html) => self.html(html),
            Leaf::Address(link) => {
                self.html.address = self.address(link).filter(|_| !link.is_image);
                self.html.image = link.file_name();
            }
            Leaf::Comment(_) => {}
        }
    }

    fn enter(&mut self, element: Element<'_>, walk: &mut Walk<'_>) {
        match element {
            Element::Title(_) => walk.skip_inside(),
            Element::Heading(_) => self.leave_row(),
            Element::Paragraph
            | Element::CalloutTitle { .. }
            | Element::HtmlBlock
            | Element::Term => self.flush(),
            Element::Quote => self.quote(),
            Element::Callout { kind, titled } => self.callout(kind, titled),
            Element::List { tight, .. } => {
                self.flush();
                self.lists.push(tight);
            }
            Element::Item { number, .. } => {
                self.flush();
                match number {
                    _ if self.is_in_cell() => {
                        let marker = number.map_or("-".to_owned(), |number| format!("{number}."));
                        self.plain.text.push_str(&marker);
                        self.plain.text.push(' ');
                    }
                    Some(number) => {
                        let mut marker = number.to_string() + ". ";
                        marker.extend(std::iter::repeat_n(
                            ' ',
                            4_usize.saturating_sub(marker.len()),
                        ));
                        self.out.indent(&marker, &SPACES[..marker.len()]);
                        self.mark(marker.trim_end());
                    }
                    None => self.out.indent("- ", "  "),
                }
            }
            Element::Definition => {
                self.flush();
                self.out.gap = false;
                self.out.indent("    ", "    ");
            }
            Element::CodeBlock { .. } => {
                self.flush();
                self.out.indent("    ", "    ");
            }
            Element::Table { .. } => {
                self.leave_row();
                self.table.clear();
            }
            Element::Row { .. } => self.table.begin_row(),
            Element::Link(link) => self.link(link),
            Element::Image(_) => {
                let _ = write!(self.plain.text, "[{}: ", self.input.words.page.image);
            }
            Element::Note { number } => self.begin_note(number),
            Element::Cell { .. } => self.in_cell = true,
            Element::Deleted => {
                let _ = write!(self.plain.text, "[{}: ", self.input.words.page.deleted);
            }
            Element::Definitions | Element::Emphasis | Element::Strong => {}
        }
    }

    fn leave(&mut self, element: Element<'_>) {
        match element {
            Element::Paragraph | Element::HtmlBlock | Element::CalloutTitle { whole: true } => {
                self.flush();
                self.end_preformatted();
                self.out.gap |= !self.is_in_cell();
            }
            Element::CalloutTitle { whole: false } | Element::Term => self.flush(),
            Element::Quote | Element::Callout { .. } | Element::Definition => {
                self.flush();
                self.out.outdent();
                self.out.gap = true;
            }
            Element::List { .. } => {
                self.lists.pop();
                let is_inside = self.lists.last().is_some_and(|tight| *tight) || self.is_in_cell();
                self.out.gap = !is_inside;
            }
            Element::Item { .. } => {
                self.flush();
                if !self.is_in_cell() {
                    self.out.outdent();
                }
            }
            Element::CodeBlock { .. } => {
                self.lines();
                self.out.outdent();
                self.out.gap = true;
            }
            Element::Table { .. } => self.table(),
            Element::Cell { .. } => {
                self.in_cell = false;
                let cell = &self.plain.text[self.start..];
                self.table.cell(&wrap::folded(&literal::reveal(cell)));
                self.plain.text.truncate(self.start);
            }
            Element::Link(link) => {
                self.title(link);
                self.end_link();
            }
            Element::Image(link) => {
                let text = &mut self.plain.text;
                // Readers of the text learn at least which image is missing.
                if text.ends_with(&format!("[{}: ", self.input.words.page.image)) {
                    text.push_str(&link.file_name());
                }
                self.title(link);
                self.plain.text.push(']');
            }
            Element::Note { number } => self.end_note(number),
            Element::Heading(heading) => self.heading(heading),
            Element::Title(_)
            | Element::Definitions
            | Element::Row { .. }
            | Element::Emphasis
            | Element::Strong => {}
            Element::Deleted => self.plain.text.push(']'),
        }
    }

    fn quote(&mut self) {
        self.flush();
        self.out.close_gap();
        self.out.indent("| ", "| ");
    }

    fn callout(&mut self, kind: CalloutKind, titled: bool) {
        self.quote();
        if !titled {
            let label = kind.label(&self.input.words.callouts);
            self.plain.text.push_str(label);
            self.plain.text.push(':');
            self.flush();
            self.out.gap = false;
        }
    }

    fn table(&mut self) {
        for row in self.table.rows() {
            let text = &mut self.plain.text;
            for (at, cell) in row.enumerate() {
                text.push_str(if at == 0 { "" } else { " | " });
                text.push_str(cell);
            }
            text.push('\n');
        }
        self.start = self.plain.text.len();
        self.table.write(&mut self.out);
        self.out.gap = true;
    }

    fn link(&mut self, link: &Link<'_>) {
        let start = self.plain.text.len();
        let target = self.input.linked.target(link);
        if let Some(label) = target.and_then(|target| target.label.as_ref()) {
            self.plain.text.push_str(label);
        }
        let written = match link.form {
            LinkForm::Autolink | LinkForm::Email | LinkForm::Bare => None,
            _ => self.address(link),
        };
        self.links.push((start, written));
    }

    /// Writes the title of a link or an image.
    fn title(&mut self, link: &Link<'_>) {
        if !link.title.is_empty() {
            let _ = write!(self.plain.text, " ({})", link.title);
        }
    }

    /// The target of a link, unless it is on the same page.
    fn address(&self, link: &Link<'_>) -> Option<String> {
        let target = self.input.linked.target(link)?;
        let leads_away = !target.href.starts_with('#');
        leads_away.then(|| self.input.base.href(&target.href, target.internal))
    }

    pub(super) fn end_link(&mut self) {
        let Some((start, Some(href))) = self.links.pop() else {
            return;
        };
        // An address that is also the link's text is not written twice.
        let text = literal::reveal(self.plain.text.get(start..).unwrap_or_default());
        let bare = href.strip_prefix("mailto:").or(href.strip_prefix("tel:"));
        if text != href && bare != Some(&*text) {
            let text = &mut self.plain.text;
            text.push_str(" <");
            text.push_str(&href);
            text.push('>');
        }
    }

    /// Writes the current paragraph.
    fn flush(&mut self) {
        let text = &self.plain.text[self.start..];
        if text.is_empty() {
            return;
        }
        if self.html.grid.is_in_cell() {
            return self.plain.text.push(' ');
        }
        if self.html.is_preformatted {
            return self.lines();
        }
        // Most paragraphs need no changes, and are not copied.
        if wrap::is_folded(text) && literal::is_plain(text) {
            self.out.paragraph(text);
            self.plain.text.push('\n');
            self.start = self.plain.text.len();
            return;
        }
        let text = self.take();
        if text.trim().is_empty() {
            return;
        }
        for line in text.trim().split('\n') {
            let line = wrap::folded(line);
            self.out.paragraph(&line);
            self.note(&line);
        }
    }

    /// Writes the current text line by line.
    fn lines(&mut self) {
        if self.html.grid.is_in_cell() {
            return self.plain.text.push(' ');
        }
        let text = self.take();
        if text.trim().is_empty() {
            return;
        }
        for line in text.trim_end().lines() {
            self.out.line(line);
        }
        self.note(text.trim_end());
    }

    /// Takes the current text.
    fn take(&mut self) -> String {
        let text = literal::reveal(&self.plain.text[self.start..]).into_owned();
        self.plain.text.truncate(self.start);
        text
    }

    /// Adds to the text of the current section.
    fn note(&mut self, text: &str) {
        self.plain.text.push_str(text);
        self.plain.text.push('\n');
        self.start = self.plain.text.len();
    }
}
