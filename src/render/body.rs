//! The body of a page: a document's events as HTML.
//!
//! Written here and not by the Markdown library, whose HTML a legal page can't
//! use as it comes: inline styles on cells, tables without scope, footnotes
//! without a way back, callouts without a title, and links as typed.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::footnotes::Footnotes;
use super::table::{self, Table};
use super::twins::Links;
use crate::base::diagnostic::Diagnostic;
use crate::base::literal;
use crate::document::html;
use crate::document::{Callout, Document, Section};
use crate::link::{Linker, Target, Wanted, report};
use crate::model::language::Words;
use crate::template::Origin;

/// Renders the body of a document into `out`, sanitised and with nothing left
/// to fill in. Dead links are reported. Gives what its links lead to.
pub fn body(
    document: &Document<'_>,
    linker: &mut Linker<'_>,
    origin: Origin<'_>,
    out: &mut String,
    faults: &mut Vec<Diagnostic>,
) -> Links {
    out.clear();
    let mut writer = Writer {
        document,
        words: &linker.language.words,
        linker,
        origin,
        faults,
        out,
        footnotes: Footnotes::of(document),
        sections: document.sections.iter().enumerate().peekable(),
        callouts: document.callouts.iter().peekable(),
        tables: Vec::new(),
        table_count: 0,
        heading: "",
        open_links: Vec::new(),
        quotes: Vec::new(),
        links: Vec::new(),
    };
    writer.range(0..document.events.len());
    writer.notes();
    // Footnotes are written last, wherever they stand.
    let mut links = writer.links;
    links.sort_by_key(|(event, _)| *event);
    if let Cow::Owned(revealed) = literal::reveal_html(out) {
        *out = revealed;
    }
    if document.has_html {
        *out = html::sanitise(out);
    }
    links
}

struct Writer<'d, 'e, 'l, 'm> {
    document: &'d Document<'e>,
    words: &'l Words,
    linker: &'m mut Linker<'l>,
    origin: Origin<'d>,
    faults: &'m mut Vec<Diagnostic>,
    out: &'m mut String,
    footnotes: Footnotes,
    sections: std::iter::Peekable<std::iter::Enumerate<std::slice::Iter<'d, Section>>>,
    callouts: std::iter::Peekable<std::slice::Iter<'d, Callout>>,
    tables: Vec<Table<'d>>,
    /// Regions of a page need names of their own: tables have their number and
    /// the heading that they stand under.
    table_count: usize,
    heading: &'d str,
    /// For each open link: whether it is one.
    open_links: Vec<bool>,
    /// For each open block quote: whether it is a callout.
    quotes: Vec<bool>,
    links: Links,
}

/// What links to other hosts say of them.
const OUTSIDE: &str = "external noopener";

fn is_outside(target: &Target) -> bool {
    let href = target.href.as_str();
    !target.internal && (href.starts_with("http") || href.starts_with("//"))
}

fn without_scheme(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.trim_end_matches('/')
}

impl<'d, 'l> Writer<'d, '_, 'l, '_> {
    fn range(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        if self.tables.is_empty() {
            // Writing to a string can't fail.
            let _ = escape_html_body_text(&mut *self.out, text);
        } else {
            table::text(text, self.out);
        }
    }

    /// Writes what the innermost table has for it.
    fn in_table(&mut self, html: impl FnOnce(&mut Table<'d>) -> &'static str) {
        if let Some(table) = self.tables.last_mut() {
            self.out.push_str(html(table));
        }
    }

    fn attribute(&mut self, text: &str) {
        let _ = escape_html(&mut *self.out, text);
    }

    fn href(&mut self, url: &str) {
        let _ = escape_href(&mut *self.out, url);
    }

    /// Handles the event at `at` and says where to go on.
    fn event(&mut self, at: usize) -> usize {
        let document = self.document;
        let (event, range) = &document.events[at];
        match event {
            Event::Start(tag) => return self.start(at, tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.html("<code>");
                self.text(text);
                self.html("</code>");
            }
            Event::SoftBreak => self.html("\n"),
            Event::HardBreak => self.html("<br>\n"),
            Event::Rule => self.html("<hr>\n"),
            Event::FootnoteReference(label) => {
                if let Some(reference) = self.footnotes.reference(label, &self.words.page) {
                    self.html(&reference);
                }
            }
            Event::InlineHtml(text) | Event::Html(text) => {
                if !html::is_comment(text) {
                    let text = self.rewrite_html(&literal::reveal_html(text), range);
                    self.html(&text);
                }
            }
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
            Event::TaskListMarker(_) => {}
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &'d Tag<'_>, range: &Range<usize>) -> usize {
        match tag {
            Tag::Paragraph => self.html("<p>"),
            Tag::Heading { .. } => return self.heading(at),
            Tag::BlockQuote(_) => {
                let callout = self.callouts.next_if(|callout| callout.event == at);
                self.quotes.push(callout.is_some());
                match callout {
                    Some(callout) => return self.callout(callout, at),
                    None => self.html("<blockquote>\n"),
                }
            }
            Tag::CodeBlock(kind) => {
                self.html("<pre><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split(' ').next().filter(|word| !word.is_empty())
                {
                    self.html(" class=\"language-");
                    self.attribute(language);
                    self.html("\"");
                }
                self.html(">");
            }
            Tag::HtmlBlock => return self.html_block(at),
            Tag::List(None) => self.html("<ul>\n"),
            Tag::List(Some(1)) => self.html("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::Item => self.html("<li>"),
            Tag::FootnoteDefinition(_) => return self.document.end_of(at),
            Tag::DefinitionList => self.html("<dl>\n"),
            Tag::DefinitionListTitle => self.html("<dt>"),
            Tag::DefinitionListDefinition => self.html("<dd>"),
            Tag::Table(alignments) => {
                self.tables.push(Table::new(alignments));
                // On a phone it scrolls, so the keyboard has to reach it.
                self.table_count += 1;
                self.html("<div class=\"table\" role=\"region\" aria-label=\"");
                self.attribute(&self.words.page.table);
                let _ = write!(self.out, " {}", self.table_count);
                if !self.heading.is_empty() {
                    self.html(": ");
                    self.attribute(self.heading);
                }
                self.html("\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => self.in_table(|table| table.begin_row(true)),
            Tag::TableRow => self.in_table(|table| table.begin_row(false)),
            Tag::TableCell => self.in_table(Table::begin_cell),
            Tag::Emphasis => self.html("<em>"),
            Tag::Strong => self.html("<strong>"),
            Tag::Strikethrough => self.html("<del>"),
            Tag::Superscript => self.html("<sup>"),
            Tag::Subscript => self.html("<sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.open_link(at, *link_type, dest_url, title, range),
            Tag::Image {
                dest_url, title, ..
            } => return self.image(at, dest_url, title, range),
            Tag::MetadataBlock(_) => return self.document.end_of(at),
        }
        at + 1
    }

    fn end(&mut self, tag: &TagEnd) {
        let html = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::BlockQuote(_) => match self.quotes.pop() {
                Some(true) => "</aside>\n",
                _ => "</blockquote>\n",
            },
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => {
                self.in_table(|table| table.end());
                self.tables.pop();
                return;
            }
            TagEnd::TableHead => "</tr></thead>\n",
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => return self.in_table(|table| table.end_cell()),
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Superscript => "</sup>",
            TagEnd::Subscript => "</sub>",
            TagEnd::Link => match self.open_links.pop() {
                Some(true) => "</a>",
                _ => "",
            },
            // Handled where they start.
            TagEnd::Heading(_)
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => "",
        };
        self.html(html);
    }

    fn heading(&mut self, at: usize) -> usize {
        let end = self.document.end_of(at);
        let Some((index, section)) = self.sections.next_if(|(_, section)| section.event == at)
        else {
            // The heading that repeats the page's title.
            return end;
        };
        let level = section.level;
        let heading = &self.document.outline.sections[index];
        self.heading = &heading.title;
        let _ = write!(self.out, "<h{level} id=\"");
        self.attribute(&heading.id);
        self.html("\">");
        if let Some(number) = &heading.number {
            let _ = write!(self.out, "<span class=\"number\">{number}.</span> ");
        }
        self.range(at + 1..end - 1);
        self.html(" <a class=\"permalink\" href=\"#");
        self.attribute(&crate::base::address::encode(&heading.id));
        self.html("\" aria-label=\"");
        self.attribute(&self.words.page.permalink);
        self.html(" ");
        self.attribute(&heading.title);
        let _ = writeln!(self.out, "\">#</a></h{level}>");
        end
    }

    fn callout(&mut self, callout: &Callout, at: usize) -> usize {
        let (class, label) = (
            callout.kind.class(),
            callout.kind.label(&self.words.callouts),
        );
        let _ = write!(
            self.out,
            "<aside class=\"callout callout-{class}\" role=\"note\">\n<p class=\"callout-title\">"
        );
        let Some(title) = callout.title.clone() else {
            self.text(label);
            self.html("</p>\n");
            return at + 1;
        };
        if title.is_empty() {
            self.text(label);
        }
        self.range(title.clone());
        self.html("</p>\n");
        // The title was the first line of a paragraph; the rest is another.
        if let Some((Event::SoftBreak | Event::HardBreak, _)) = self.document.events.get(title.end)
        {
            self.html("<p>");
        }
        title.end + 1
    }

    fn open_link(
        &mut self,
        at: usize,
        link_type: LinkType,
        dest_url: &str,
        title: &str,
        range: &Range<usize>,
    ) {
        let unnamed = matches!(
            self.document.events.get(at + 1),
            Some((Event::End(TagEnd::Link), _))
        );
        let dest = literal::reveal(dest_url);
        let resolved = if link_type == LinkType::Email {
            Ok(Target {
                href: format!("mailto:{dest}"),
                label: None,
                internal: false,
            })
        } else {
            self.linker.resolve(&dest, unnamed, range)
        };
        match resolved {
            Ok(target) => {
                self.open_links.push(true);
                self.html("<a href=\"");
                self.href(&target.href);
                if !title.is_empty() {
                    self.html("\" title=\"");
                    self.attribute(title);
                }
                if is_outside(&target) {
                    self.html("\" rel=\"");
                    self.html(OUTSIDE);
                    if self.shows_address(at, &dest) {
                        self.html("\" class=\"url");
                    }
                }
                self.html("\">");
                if let Some(label) = &target.label {
                    self.text(label);
                }
                self.links.push((at, Some(target)));
            }
            Err(wanted) => {
                self.report(wanted, range);
                self.open_links.push(false);
                self.links.push((at, None));
            }
        }
    }

    /// Whether the text of the link at `at` is its address, which then is not
    /// printed behind it.
    fn shows_address(&self, at: usize, address: &str) -> bool {
        let end = self.document.end_of(at);
        let mut text = String::new();
        for (event, _) in &self.document.events[at + 1..end - 1] {
            let (Event::Text(part) | Event::Code(part)) = event else {
                return false;
            };
            text.push_str(&literal::reveal(part));
        }
        without_scheme(&text) == without_scheme(address)
    }

    fn image(&mut self, at: usize, dest_url: &str, title: &str, range: &Range<usize>) -> usize {
        let end = self.document.end_of(at);
        match self
            .linker
            .resolve(&literal::reveal(dest_url), false, range)
        {
            Ok(target) => {
                self.html("<img src=\"");
                self.href(&target.href);
                self.html("\" alt=\"");
                for (event, _) in &self.document.events[at + 1..end - 1] {
                    match event {
                        Event::Text(text) | Event::Code(text) => self.attribute(text),
                        Event::SoftBreak | Event::HardBreak => self.html(" "),
                        _ => {}
                    }
                }
                if !title.is_empty() {
                    self.html("\" title=\"");
                    self.attribute(title);
                }
                self.html("\">");
                self.links.push((at, Some(target)));
            }
            Err(wanted) => self.report(wanted, range),
        }
        end
    }

    fn html_block(&mut self, at: usize) -> usize {
        let end = self.document.end_of(at);
        let mut block = String::new();
        for (event, _) in &self.document.events[at..end] {
            if let Event::Html(text) = event {
                block.push_str(text);
            }
        }
        if !html::is_comment(&block) {
            let range = self.document.events[at].1.clone();
            let block = self.rewrite_html(&literal::reveal_html(&block), &range);
            self.html(&block);
        }
        end
    }

    /// Resolves the links in a piece of raw HTML.
    fn rewrite_html(&mut self, text: &str, range: &Range<usize>) -> String {
        let mut wanted = Vec::new();
        let linker = &mut self.linker;
        let rewritten = html::rewrite(text, |element, name, value| match (element, name) {
            ("a", "href") | ("img", "src") => match linker.resolve(value, false, range) {
                Ok(Target { href, .. }) => Some(href),
                Err(error) => {
                    wanted.push(error);
                    None
                }
            },
            _ => Some(value.to_owned()),
        });
        for error in wanted {
            self.report(error, range);
        }
        rewritten
    }

    fn report(&mut self, wanted: Wanted, range: &Range<usize>) {
        let place = self.origin.place(range.clone());
        let chain = self.origin.chain(range.start);
        let chain = chain.map(|(name, place)| (name.to_owned(), place));
        let policy = self.origin.policy;
        self.faults
            .push(report(wanted, place, chain.collect(), policy));
    }

    /// Footnotes, at the end of the page.
    fn notes(&mut self) {
        if self.footnotes.note(0).is_none() {
            return;
        }
        let words = &self.words.page;
        self.html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.attribute(&words.footnotes);
        self.html("\">\n<ol>\n");
        let mut index = 0;
        while let Some(note) = self.footnotes.note(index) {
            index += 1;
            let _ = write!(self.out, "<li id=\"fn.{}\">", note.number);
            // Back links go to the end of the last paragraph.
            let events = &self.document.events;
            let inside = note.events.start + 1..note.events.end - 1;
            let last_is_paragraph = inside.end > inside.start
                && matches!(events[inside.end - 1].0, Event::End(TagEnd::Paragraph));
            if last_is_paragraph {
                self.range(inside.start..inside.end - 1);
                self.html(&note.back_links(words));
                self.html("</p>\n");
            } else {
                self.range(inside);
                self.html(&note.back_links(words));
            }
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}
