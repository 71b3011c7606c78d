//! The plain text of a page.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::mem;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use textwrap::{Options, WordSeparator, WrapAlgorithm};

use super::Input;
use crate::markdown::{html, literal};
use crate::render::data::PageData;

/// Columns of a line, as mail and terminals have them.
const WIDTH: usize = 76;

/// The plain text of a page.
#[derive(Debug, Default)]
pub struct Plain {
    /// The page, wrapped.
    pub page: String,
    /// The text of each section without its heading and its subsections, one
    /// line for each paragraph, item or row.
    pub sections: Vec<String>,
}

/// The text twin of a page.
pub fn text(page: &PageData, input: Input<'_>) -> Plain {
    let mut writer = Writer {
        input,
        out: String::with_capacity(input.merged.len() + 512),
        inline: String::new(),
        indents: Vec::new(),
        gap: false,
        lists: Vec::new(),
        table: None,
        links: Vec::new(),
        mentions: Vec::new(),
        notes: Vec::new(),
        definition: None,
        plain: Plain::default(),
        callout_title: None,
    };
    writer.header(page);
    writer.body();
    writer.footnotes();
    let mut plain = writer.plain;
    plain.page = writer.out;
    plain
}

struct Writer<'a> {
    input: Input<'a>,
    out: String,
    /// The paragraph in hand.
    inline: String,
    indents: Vec<Indent>,
    /// Whether an empty line goes before what comes next.
    gap: bool,
    lists: Vec<List>,
    table: Option<Vec<Vec<String>>>,
    /// For each open link: what is written behind its text.
    links: Vec<(usize, Option<String>)>,
    /// Footnotes in the order of their mentions.
    mentions: Vec<String>,
    /// Footnotes with their texts.
    notes: Vec<(String, String)>,
    /// The footnote in hand, and the page's text that it interrupts.
    definition: Option<(String, String)>,
    plain: Plain,
    /// Where the title of the callout in hand ends.
    callout_title: Option<usize>,
}

/// An open list.
struct List {
    /// The number of its next item; none for bullets.
    next: Option<u64>,
    /// Whether its items are paragraphs, with empty lines between them.
    loose: bool,
}

/// What lines of a block begin with.
struct Indent {
    first: Option<String>,
    rest: &'static str,
}

impl Writer<'_> {
    fn header(&mut self, page: &PageData) {
        underlined(&mut self.out, &page.title, '=');
        if let Some(summary) = &page.summary {
            self.gap = true;
            self.paragraph(summary);
        }
        let words = &self.input.words.theme;
        let mut about = Vec::new();
        if let Some(version) = &page.version {
            about.push(format!("{} {version}", words.version));
        }
        if let Some(date) = &page.updated {
            about.push(format!("{} {}", words.updated, date.text));
        }
        if let Some(date) = &page.effective {
            let applies = match page.in_force {
                true => &words.in_effect,
                false => &words.takes_effect,
            };
            about.push(format!("{applies} {}", date.text));
        }
        if let Some(url) = &page.canonical {
            about.push(url.clone());
        }
        if !about.is_empty() {
            self.out.push('\n');
            for line in about {
                let _ = writeln!(self.out, "{line}");
            }
        }
        self.gap = true;
    }

    fn body(&mut self) {
        let document = self.input.document;
        let mut sections = document
            .sections
            .iter()
            .zip(&document.outline.sections)
            .peekable();
        let mut callouts = document.callouts.iter().peekable();
        let mut at = 0;
        while let Some((event, _)) = document.events.get(at) {
            if self.callout_title == Some(at) {
                self.flush();
                self.callout_title = None;
            }
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    let end = document.end_of(at);
                    if let Some((section, heading)) =
                        sections.next_if(|(section, _)| section.event == at)
                    {
                        self.heading(section.level, heading.number.as_deref(), &heading.title);
                    }
                    at = end;
                    continue;
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    self.flush();
                    if mem::take(&mut self.gap) {
                        self.out.push('\n');
                    }
                    self.indent(None, "| ");
                    if let Some(callout) = callouts.next_if(|callout| callout.event == at) {
                        match &callout.title {
                            Some(title) if !title.is_empty() => {
                                self.callout_title = Some(title.end);
                            }
                            _ => {
                                let label = callout.kind.label(&self.input.words.callouts);
                                self.paragraph(&format!("{label}:"));
                                self.gap = false;
                            }
                        }
                    }
                }
                Event::Start(tag) => self.start(at, tag),
                Event::End(tag) => self.end(*tag),
                Event::Text(text) | Event::Code(text) => {
                    self.inline.push_str(&literal::reveal(text));
                }
                Event::SoftBreak => self.inline.push(' '),
                Event::HardBreak => self.inline.push('\n'),
                Event::Rule => {
                    self.flush();
                    self.paragraph("* * *");
                    self.gap = true;
                }
                Event::FootnoteReference(label) => {
                    let number = self.mention(label);
                    let _ = write!(self.inline, "[{number}]");
                }
                Event::Html(text) | Event::InlineHtml(text) => {
                    self.inline
                        .push_str(&html::text(&literal::reveal_html(text)));
                }
                Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
            }
            at += 1;
        }
        self.flush();
    }

    fn start(&mut self, at: usize, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.flush(),
            Tag::List(first) => {
                self.flush();
                self.lists.push(List {
                    next: *first,
                    loose: false,
                });
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut().map(|list| &mut list.next) {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{:<4}", format!("{}.", *number - 1))
                    }
                    _ => "- ".to_owned(),
                };
                let rest = if marker.len() > 2 { "    " } else { "  " };
                self.indent(Some(marker), rest);
            }
            Tag::DefinitionListTitle => self.flush(),
            Tag::DefinitionListDefinition => {
                self.flush();
                self.gap = false;
                self.indent(None, "    ");
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.indent(None, "    ");
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(rows) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::Link { link_type, .. } => {
                let target = self.input.target(at);
                if self.input.event(at + 1) == &Event::End(TagEnd::Link)
                    && let Some(label) = target.and_then(|target| target.label.as_ref())
                {
                    self.inline.push_str(label);
                }
                let written = match link_type {
                    LinkType::Autolink | LinkType::Email => None,
                    _ => target
                        .filter(|target| !target.href.starts_with('#'))
                        .map(|target| self.input.base.href(&target.href, target.internal)),
                };
                self.links.push((self.inline.len(), written));
            }
            Tag::Image { .. } => {
                let _ = write!(self.inline, "[{}: ", self.input.words.page.image);
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.definition = Some((label.to_string(), mem::take(&mut self.out)));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.flush();
                self.gap = true;
                if let Some(list) = self.lists.last_mut() {
                    list.loose = true;
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.indents.pop();
                self.callout_title = None;
                self.gap = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap = self.lists.last().is_none_or(|list| list.loose);
            }
            TagEnd::Item => {
                self.flush();
                self.indents.pop();
            }
            TagEnd::DefinitionListTitle => self.flush(),
            TagEnd::DefinitionListDefinition => {
                self.flush();
                self.indents.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => {
                let code = mem::take(&mut self.inline);
                for line in code.lines() {
                    self.lines(line, false);
                }
                self.note(&code);
                self.indents.pop();
                self.gap = true;
            }
            TagEnd::Table => {
                if let Some(rows) = self.table.take() {
                    self.table(&rows);
                }
                self.gap = true;
            }
            TagEnd::TableCell => {
                // Its room is used again, and a cell has none to spare.
                let cell = folded(&self.inline).into_owned();
                self.inline.clear();
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.inline.push(']'),
            TagEnd::FootnoteDefinition => {
                self.flush();
                if let Some((label, page)) = self.definition.take() {
                    let note = mem::replace(&mut self.out, page);
                    self.notes.push((label, note));
                }
            }
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some((start, Some(href))) = self.links.pop() else {
            return;
        };
        // An address that is its own text is not written twice.
        let text = &self.inline[start.min(self.inline.len())..];
        let bare = href.strip_prefix("mailto:").or(href.strip_prefix("tel:"));
        if text != href && bare != Some(text) {
            let _ = write!(self.inline, " <{href}>");
        }
    }

    fn heading(&mut self, level: u8, number: Option<&str>, title: &str) {
        self.flush();
        self.out.push_str(if level == 2 { "\n\n" } else { "\n" });
        let title = match number {
            Some(number) => format!("{number}. {title}"),
            None => title.to_owned(),
        };
        if level == 2 {
            underlined(&mut self.out, &title, '-');
        } else {
            let _ = writeln!(self.out, "{title}");
        }
        self.gap = true;
        self.plain.sections.push(String::new());
    }

    fn indent(&mut self, first: Option<String>, rest: &'static str) {
        self.indents.push(Indent { first, rest });
    }

    /// Writes the paragraph in hand.
    fn flush(&mut self) {
        let mut text = mem::take(&mut self.inline);
        if self.table.is_none() && !text.trim().is_empty() {
            self.paragraph(&text);
        }
        text.clear();
        self.inline = text;
    }

    fn paragraph(&mut self, text: &str) {
        for line in text.trim().split('\n') {
            let line = folded(line);
            self.note(&line);
            self.lines(&line, true);
        }
    }

    /// Adds to the text of the section in hand.
    fn note(&mut self, text: &str) {
        let Some(plain) = self.plain.sections.last_mut() else {
            return;
        };
        if !plain.is_empty() {
            plain.push('\n');
        }
        plain.push_str(text.trim_end());
    }

    fn lines(&mut self, text: &str, wrapped: bool) {
        let gap = mem::take(&mut self.gap);
        if self.indents.is_empty() {
            if gap {
                self.out.push('\n');
            }
            if wrapped {
                wrap(text, "", "", &mut self.out);
            } else {
                self.out.push_str(text.trim_end_matches(' '));
                self.out.push('\n');
            }
            return;
        }
        let mut first = String::new();
        let mut rest = String::new();
        for indent in &mut self.indents {
            match indent.first.take() {
                Some(marker) => first.push_str(&marker),
                None => first.push_str(indent.rest),
            }
            rest.push_str(indent.rest);
        }
        if gap {
            self.out.push_str(rest.trim_end_matches(' '));
            self.out.push('\n');
        }
        if !wrapped {
            first.push_str(text);
            self.out.push_str(first.trim_end_matches(' '));
            self.out.push('\n');
            return;
        }
        wrap(text, &first, &rest, &mut self.out);
    }

    /// A table in columns, or, if that is too wide, as a list of its rows.
    fn table(&mut self, rows: &[Vec<String>]) {
        let Some((head, body)) = rows.split_first() else {
            return;
        };
        let mut text = String::new();
        for row in body {
            text.clear();
            for (at, cell) in row.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { " | " });
                text.push_str(cell);
            }
            self.note(&text);
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| display_width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let whole = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        let indent: usize = self.indents.iter().map(|indent| indent.rest.len()).sum();
        if whole + indent <= WIDTH {
            let row = |cells: &[String]| {
                let mut line = String::new();
                for (cell, width) in cells.iter().zip(&widths) {
                    line.push_str(cell);
                    let missing = width.saturating_sub(display_width(cell)) + 2;
                    line.extend(std::iter::repeat_n(' ', missing));
                }
                line
            };
            self.lines(&row(head), false);
            let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            self.lines(&row(&rule), false);
            for cells in body {
                self.lines(&row(cells), false);
            }
            return;
        }
        for cells in body {
            let mut named = cells.iter().zip(head).filter(|(cell, _)| !cell.is_empty());
            if let Some((first, _)) = named.next() {
                self.lines(first, true);
            }
            self.indent(None, "  ");
            for (cell, name) in named {
                self.lines(&format!("{name}: {cell}"), true);
            }
            self.indents.pop();
            self.gap = true;
        }
    }

    /// The number of a footnote, by its label.
    fn mention(&mut self, label: &str) -> usize {
        match self.mentions.iter().position(|known| known == label) {
            Some(at) => at + 1,
            None => {
                self.mentions.push(label.to_owned());
                self.mentions.len()
            }
        }
    }

    fn footnotes(&mut self) {
        for (at, label) in self.mentions.iter().enumerate() {
            if let Some((_, text)) = self.notes.iter().find(|(known, _)| known == label) {
                let _ = write!(self.out, "\n[{}] {}", at + 1, text.trim_start());
            }
        }
    }
}

/// Breaks a line of single spaces into lines of [`WIDTH`] columns.
fn wrap(text: &str, first: &str, rest: &str, out: &mut String) {
    // Scripts without spaces between words have rules of their own.
    let is_spaced = |c: char| c < '\u{2E80}';
    if !text.is_ascii() && !text.chars().all(is_spaced) {
        let options = Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .wrap_algorithm(WrapAlgorithm::FirstFit)
            .word_separator(WordSeparator::UnicodeBreakProperties);
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(out, "{line}");
        }
        return;
    }
    let mut left = text;
    let mut indent = first;
    loop {
        out.push_str(indent);
        let line = first_line(left, WIDTH.saturating_sub(indent.len()));
        out.push_str(line);
        out.push('\n');
        left = left[line.len()..].trim_start_matches(' ');
        indent = rest;
        if left.is_empty() {
            return;
        }
    }
}

/// As many words from the front of a text as fit into `width`, at least one.
fn first_line(text: &str, width: usize) -> &str {
    // Accents that stand as characters of their own make a line shorter than
    // it could be, no more.
    let fits = if text.is_ascii() {
        width.min(text.len())
    } else {
        text.char_indices()
            .nth(width)
            .map_or(text.len(), |(at, _)| at)
    };
    if fits == text.len() || text.as_bytes()[fits] == b' ' {
        return &text[..fits];
    }
    let end = memchr::memrchr(b' ', &text.as_bytes()[..fits])
        .or_else(|| Some(fits + memchr::memchr(b' ', &text.as_bytes()[fits..])?));
    end.map_or(text, |end| &text[..end])
}

/// The columns that a text takes.
fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        textwrap::core::display_width(text)
    }
}

fn underlined(out: &mut String, title: &str, line: char) {
    let _ = writeln!(out, "{title}");
    out.extend(std::iter::repeat_n(line, display_width(title)));
    out.push('\n');
}

/// Text with single spaces. Those that no line may break at stay.
fn folded(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    // Without a way out, so that it is done for many bytes at once.
    let is_loose = pairs.fold(false, |found, (byte, next)| {
        found | ((*byte <= b' ') & (*next <= b' ')) | (*byte < b' ')
    });
    if !is_loose {
        return text.into();
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ").into()
}
