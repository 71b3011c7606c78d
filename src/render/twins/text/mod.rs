//! The plain text of a page.

mod lines;
mod table;
mod wrap;

use std::fmt::Write as _;
use std::mem;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Input;
use crate::base::literal;
use crate::document::html;
use crate::render::data::PageData;
use lines::Lines;
use table::Table;

/// The plain text of a page. One can be used for page after page.
#[derive(Debug, Default)]
pub struct Plain {
    /// The page, wrapped.
    pub page: String,
    /// All of the text, one line for each paragraph, item or row.
    text: String,
    /// Where the text of each section begins.
    sections: Vec<usize>,
}

impl Plain {
    /// The text before the first section.
    pub fn preamble(&self) -> &str {
        let end = self.sections.first().copied();
        self.text[..end.unwrap_or(self.text.len())].trim_end()
    }

    /// The text of each section without its heading and its subsections.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        let ends = self.sections.iter().skip(1).copied();
        self.sections
            .iter()
            .zip(ends.chain([self.text.len()]))
            .map(|(start, end)| self.text[*start..end].trim_end())
    }
}

/// Writes the text twin of a page.
pub fn text(page: &PageData, input: Input<'_>, plain: &mut Plain) {
    plain.text.clear();
    plain.sections.clear();
    let mut writer = Writer {
        input,
        out: Lines::new(mem::take(&mut plain.page)),
        plain,
        start: 0,
        lists: Vec::new(),
        table: Table::default(),
        links: Vec::new(),
        mentions: Vec::new(),
        notes: Vec::new(),
        definition: None,
        callout_title: None,
    };
    writer.header(page);
    writer.body();
    writer.footnotes();
    plain.page = writer.out.text;
}

struct Writer<'a> {
    input: Input<'a>,
    out: Lines,
    plain: &'a mut Plain,
    /// Where the paragraph in hand begins in `plain.text`.
    start: usize,
    lists: Vec<List>,
    table: Table,
    /// For each open link: where its text begins, and what is written behind.
    links: Vec<(usize, Option<String>)>,
    /// Footnotes in the order of their mentions.
    mentions: Vec<String>,
    /// Footnotes with their texts.
    notes: Vec<(String, String)>,
    /// The footnote in hand, and the page's text that it interrupts.
    definition: Option<(String, String)>,
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

/// As many as the longest number of an item is long.
const SPACES: &str = "                        ";

impl Writer<'_> {
    fn header(&mut self, page: &PageData) {
        self.out.underlined(&page.title, '=');
        if let Some(summary) = &page.summary {
            self.out.gap = true;
            self.out.paragraph(&wrap::folded(summary));
        }
        self.out.gap = true;
        let words = &self.input.words.theme;
        let applies = match page.in_force {
            true => &words.in_effect,
            false => &words.takes_effect,
        };
        let mut about = |text: &str, of: Option<&str>| {
            if let Some(of) = of {
                self.out.line(&format!("{text} {of}"));
            }
        };
        let (updated, effective) = (page.updated.as_ref(), page.effective.as_ref());
        about(&words.version, page.version.as_deref());
        about(&words.updated, updated.map(|date| &*date.text));
        about(applies, effective.map(|date| &*date.text));
        if let Some(canonical) = &page.canonical {
            self.out.line(canonical);
        }
        self.out.gap = true;
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
                    self.out.close_gap();
                    self.out.indent("| ", "| ");
                    if let Some(callout) = callouts.next_if(|callout| callout.event == at) {
                        match &callout.title {
                            Some(title) if !title.is_empty() => {
                                self.callout_title = Some(title.end);
                            }
                            _ => {
                                let label = callout.kind.label(&self.input.words.callouts);
                                self.plain.text.push_str(label);
                                self.plain.text.push(':');
                                self.flush();
                                self.out.gap = false;
                            }
                        }
                    }
                }
                Event::Start(tag) => self.start(at, tag),
                Event::End(tag) => self.end(*tag),
                Event::Text(text) | Event::Code(text) => self.plain.text.push_str(text),
                Event::SoftBreak => self.plain.text.push(' '),
                Event::HardBreak => self.plain.text.push('\n'),
                Event::Rule => {
                    self.flush();
                    self.plain.text.push_str("* * *");
                    self.flush();
                    self.out.gap = true;
                }
                Event::FootnoteReference(label) => {
                    let number = self.mention(label);
                    let _ = write!(self.plain.text, "[{number}]");
                }
                Event::Html(text) | Event::InlineHtml(text) => {
                    let text = html::text(&literal::reveal_html(text));
                    self.plain.text.push_str(&text);
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
                match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
                    Some(number) => {
                        let mut marker = number.to_string() + ". ";
                        marker.extend(std::iter::repeat_n(
                            ' ',
                            4_usize.saturating_sub(marker.len()),
                        ));
                        *number += 1;
                        self.out.indent(&marker, &SPACES[..marker.len()]);
                    }
                    None => self.out.indent("- ", "  "),
                }
            }
            Tag::DefinitionListTitle => self.flush(),
            Tag::DefinitionListDefinition => {
                self.flush();
                self.out.gap = false;
                self.out.indent("    ", "    ");
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.out.indent("    ", "    ");
            }
            Tag::Table(_) => {
                self.flush();
                self.table.clear();
            }
            Tag::TableHead | Tag::TableRow => self.table.begin_row(),
            Tag::Link { link_type, .. } => self.link(at, *link_type),
            Tag::Image { .. } => {
                let _ = write!(self.plain.text, "[{}: ", self.input.words.page.image);
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                let page = mem::take(&mut self.out.text);
                self.definition = Some((label.to_string(), page));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.flush();
                self.out.gap = true;
                if let Some(list) = self.lists.last_mut() {
                    list.loose = true;
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.out.outdent();
                self.callout_title = None;
                self.out.gap = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.out.gap = self.lists.last().is_none_or(|list| list.loose);
            }
            TagEnd::Item => {
                self.flush();
                self.out.outdent();
            }
            TagEnd::DefinitionListTitle => self.flush(),
            TagEnd::DefinitionListDefinition => {
                self.flush();
                self.out.outdent();
                self.out.gap = true;
            }
            TagEnd::CodeBlock => {
                let code = self.take();
                for line in code.lines() {
                    self.out.line(line);
                }
                self.note(code.trim_end());
                self.out.outdent();
                self.out.gap = true;
            }
            TagEnd::Table => {
                for row in self.table.body() {
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
            TagEnd::TableCell => {
                let cell = &self.plain.text[self.start..];
                self.table.cell(&wrap::folded(&literal::reveal(cell)));
                self.plain.text.truncate(self.start);
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.plain.text.push(']'),
            TagEnd::FootnoteDefinition => {
                self.flush();
                if let Some((label, page)) = self.definition.take() {
                    let note = mem::replace(&mut self.out.text, page);
                    self.notes.push((label, note));
                }
            }
            _ => {}
        }
    }

    fn link(&mut self, at: usize, link_type: LinkType) {
        let start = self.plain.text.len();
        let target = self.input.target(at);
        if self.input.event(at + 1) == &Event::End(TagEnd::Link)
            && let Some(label) = target.and_then(|target| target.label.as_ref())
        {
            self.plain.text.push_str(label);
        }
        let written = match link_type {
            LinkType::Autolink | LinkType::Email => None,
            _ => target
                .filter(|target| !target.href.starts_with('#'))
                .map(|target| self.input.base.href(&target.href, target.internal)),
        };
        self.links.push((start, written));
    }

    fn end_link(&mut self) {
        let Some((start, Some(href))) = self.links.pop() else {
            return;
        };
        // An address that is its own text is not written twice.
        let text = literal::reveal(self.plain.text.get(start..).unwrap_or_default());
        let bare = href.strip_prefix("mailto:").or(href.strip_prefix("tel:"));
        if text != href && bare != Some(&*text) {
            let text = &mut self.plain.text;
            text.push_str(" <");
            text.push_str(&href);
            text.push('>');
        }
    }

    fn heading(&mut self, level: u8, number: Option<&str>, title: &str) {
        self.flush();
        self.out.gap = false;
        self.out
            .text
            .push_str(if level == 2 { "\n\n" } else { "\n" });
        let numbered;
        let title = match number {
            Some(number) => {
                numbered = format!("{number}. {title}");
                &numbered
            }
            None => title,
        };
        if level == 2 {
            self.out.underlined(title, '-');
        } else {
            self.out.line(title);
        }
        self.out.gap = true;
        self.plain.sections.push(self.plain.text.len());
    }

    /// Writes the paragraph in hand.
    fn flush(&mut self) {
        let text = &self.plain.text[self.start..];
        if text.is_empty() {
            return;
        }
        // Most are as they should be, and stay where they are.
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

    /// Takes the text in hand out.
    fn take(&mut self) -> String {
        let text = literal::reveal(&self.plain.text[self.start..]).into_owned();
        self.plain.text.truncate(self.start);
        text
    }

    /// Adds to the text of the section in hand.
    fn note(&mut self, text: &str) {
        self.plain.text.push_str(text);
        self.plain.text.push('\n');
        self.start = self.plain.text.len();
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
                let _ = write!(self.out.text, "\n[{}] {}", at + 1, text.trim_start());
            }
        }
    }
}
