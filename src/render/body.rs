//! The body of a page: a document's events as HTML.
//!
//! Most events go to the Markdown library's own writer. Those whose HTML a
//! legal page can't use as it comes (headings, tables, links, footnotes,
//! callouts, raw HTML) are replaced by HTML of ours on the way.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, LinkType, Tag, TagEnd, html::push_html};

use super::footnotes::Footnotes;
use crate::clauses::Clause;
use crate::diagnostic::Diagnostic;
use crate::document::{Callout, Document, Section};
use crate::link::{Linker, Target, Wanted};
use crate::markdown::{html, literal};
use crate::source::Source;
use crate::source_map::SourceMap;

/// A rendered body.
#[derive(Debug)]
pub struct Body {
    /// HTML, sanitised and with nothing left to fill in.
    pub html: String,
}

/// What links are reported against.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The way back to the sources.
    pub map: &'a SourceMap,
    /// The policy's file.
    pub policy: &'a Arc<Source>,
    /// The site's clauses.
    pub clauses: &'a [Clause],
}

/// Renders the body of a document. Dead links are reported.
pub fn body(
    document: &Document<'_>,
    linker: &mut Linker<'_>,
    origin: Origin<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Body {
    let mut writer = Writer {
        document,
        linker,
        origin,
        faults,
        out: Vec::with_capacity(document.events.len() + 64),
        footnotes: Footnotes::find(&document.events),
        sections: document.sections.iter().peekable(),
        callouts: document.callouts.iter().peekable(),
        tables: Vec::new(),
        open_links: Vec::new(),
        quotes: Vec::new(),
    };
    writer.range(0..document.events.len());
    writer.notes();
    let mut html = String::with_capacity(16 * 1024);
    push_html(&mut html, writer.out.into_iter());
    let html = match literal::reveal_html(&html) {
        std::borrow::Cow::Owned(revealed) => revealed,
        std::borrow::Cow::Borrowed(_) => html,
    };
    let html = if document.has_html { html::sanitise(&html) } else { html };
    Body { html }
}

struct Writer<'d, 'e, 'l, 'm> {
    document: &'d Document<'e>,
    linker: &'m mut Linker<'l>,
    origin: Origin<'d>,
    faults: &'m mut Vec<Diagnostic>,
    out: Vec<Event<'e>>,
    footnotes: Footnotes,
    sections: std::iter::Peekable<std::slice::Iter<'d, Section>>,
    callouts: std::iter::Peekable<std::slice::Iter<'d, Callout>>,
    tables: Vec<Table>,
    /// For each open link: whether it is one.
    open_links: Vec<bool>,
    /// For each open block quote: whether it is a callout.
    quotes: Vec<bool>,
}

struct Table {
    alignments: Vec<Alignment>,
    head: bool,
    rows: bool,
    cell: usize,
}

impl<'d, 'e> Writer<'d, 'e, '_, '_> {
    fn range(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::Html(html.into()));
    }

    /// Inline HTML: the writer of the library breaks no line around it.
    fn inline(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    /// Handles the event at `at` and says where to go on.
    fn event(&mut self, at: usize) -> usize {
        let events = &self.document.events;
        let (event, range) = &events[at];
        match event {
            Event::Start(Tag::Heading { .. }) => return self.heading(at),
            Event::Start(Tag::Table(alignments)) => {
                self.tables.push(Table {
                    alignments: alignments.clone(),
                    head: false,
                    rows: false,
                    cell: 0,
                });
                self.html("<div class=\"table\"><table>");
            }
            Event::End(TagEnd::Table) => {
                let rows = self.tables.pop().is_some_and(|table| table.rows);
                self.html(if rows { "</tbody></table></div>\n" } else { "</table></div>\n" });
            }
            Event::Start(Tag::TableHead) => {
                self.begin_row(true);
                self.html("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => self.html("</tr></thead>"),
            Event::Start(Tag::TableRow) => {
                let first = self.begin_row(false);
                self.html(if first { "<tbody><tr>" } else { "<tr>" });
            }
            Event::End(TagEnd::TableRow) => self.html("</tr>\n"),
            Event::Start(Tag::TableCell) => {
                let cell = self.cell();
                self.inline(cell);
            }
            Event::End(TagEnd::TableCell) => {
                let head = self.tables.last().is_some_and(|table| table.head);
                self.inline(if head { "</th>" } else { "</td>" });
            }
            Event::Start(Tag::BlockQuote(_)) => {
                if self.callouts.peek().is_some_and(|callout| callout.event == at)
                    && let Some(callout) = self.callouts.next()
                {
                    self.quotes.push(true);
                    return self.callout(callout, at);
                }
                self.quotes.push(false);
                self.out.push(Event::Start(Tag::BlockQuote(None)));
            }
            Event::End(TagEnd::BlockQuote(kind)) => {
                if self.quotes.pop() == Some(true) {
                    self.html("</aside>\n");
                } else {
                    self.out.push(Event::End(TagEnd::BlockQuote(*kind)));
                }
            }
            Event::FootnoteReference(label) => {
                if let Some(reference) = self.footnotes.reference(label) {
                    self.inline(reference);
                }
            }
            Event::Start(Tag::FootnoteDefinition(_)) => return self.skip(at),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.open_link(at, *link_type, dest_url, title, range);
            }
            Event::End(TagEnd::Link) => {
                if self.open_links.pop() == Some(true) {
                    self.out.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest = literal::reveal(dest_url).into_owned();
                let src = match self.linker.resolve(&dest, false) {
                    Ok(Target::Link { href, .. }) => href,
                    Ok(Target::Text) => String::new(),
                    Err(wanted) => {
                        self.report(wanted, range);
                        String::new()
                    }
                };
                self.out.push(Event::Start(Tag::Image {
                    link_type: *link_type,
                    dest_url: src.into(),
                    title: title.clone(),
                    id: id.clone(),
                }));
            }
            Event::Start(Tag::HtmlBlock) => return self.html_block(at),
            Event::InlineHtml(text) => {
                if !html::is_comment(text) {
                    let text = self.rewrite_html(&literal::reveal_html(text), range);
                    self.inline(text);
                }
            }
            other => self.out.push(other.clone()),
        }
        at + 1
    }

    /// The index behind the end of the element that starts at `at`.
    fn skip(&self, at: usize) -> usize {
        let mut depth = 0;
        for (offset, (event, _)) in self.document.events[at..].iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return at + offset + 1;
                    }
                }
                _ => {}
            }
        }
        self.document.events.len()
    }

    fn heading(&mut self, at: usize) -> usize {
        let end = self.skip(at);
        if self.document.hidden_heading == Some(at) {
            return end;
        }
        let Some(section) = self.sections.next_if(|section| section.event == at) else {
            return end;
        };
        let mut open = format!("<h{} id=\"", section.level);
        html::escape_into(&section.id, &mut open);
        open.push_str("\">");
        if let Some(number) = &section.number {
            let _ = write!(open, "<span class=\"number\">{number}.</span> ");
        }
        self.html(open);
        self.range(at + 1..end - 1);
        let mut close = String::from(" <a class=\"permalink\" href=\"#");
        html::escape_into(&crate::address::encode(&section.id), &mut close);
        close.push_str("\" aria-label=\"Link to this section: ");
        html::escape_into(&section.title, &mut close);
        let _ = writeln!(close, "\">#</a></h{}>", section.level);
        self.html(close);
        end
    }

    fn begin_row(&mut self, head: bool) -> bool {
        let Some(table) = self.tables.last_mut() else {
            return false;
        };
        let first = !head && !table.rows;
        table.head = head;
        table.rows |= !head;
        table.cell = 0;
        first
    }

    fn cell(&mut self) -> &'static str {
        let Some(table) = self.tables.last_mut() else {
            return "<td>";
        };
        let alignment = table.alignments.get(table.cell);
        table.cell += 1;
        match (table.head, alignment) {
            (true, Some(Alignment::Center)) => "<th scope=\"col\" class=\"center\">",
            (true, Some(Alignment::Right)) => "<th scope=\"col\" class=\"right\">",
            (true, _) => "<th scope=\"col\">",
            (false, Some(Alignment::Center)) => "<td class=\"center\">",
            (false, Some(Alignment::Right)) => "<td class=\"right\">",
            (false, _) => "<td>",
        }
    }

    fn callout(&mut self, callout: &Callout, at: usize) -> usize {
        let (class, label) = match callout.kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.html(format!(
            "<aside class=\"callout callout-{class}\" role=\"note\">\n<p class=\"callout-title\">"
        ));
        let Some(title) = callout.title.clone() else {
            self.html(format!("{label}</p>\n"));
            return at + 1;
        };
        if title.is_empty() {
            self.html(label);
        }
        self.range(title.clone());
        self.html("</p>\n");
        // The title was the first line of a paragraph; the rest is another.
        match self.document.events.get(title.end) {
            Some((Event::SoftBreak | Event::HardBreak, _)) => {
                self.out.push(Event::Start(Tag::Paragraph));
                title.end + 1
            }
            _ => title.end + 1,
        }
    }

    fn open_link(
        &mut self,
        at: usize,
        link_type: LinkType,
        dest_url: &CowStr<'e>,
        title: &CowStr<'e>,
        range: &Range<usize>,
    ) {
        let unnamed = matches!(
            self.document.events.get(at + 1),
            Some((Event::End(TagEnd::Link), _))
        );
        let dest = literal::reveal(dest_url);
        let resolved = if link_type == LinkType::Email {
            Ok(Target::Link {
                href: format!("mailto:{dest}"),
                label: None,
            })
        } else {
            self.linker.resolve(&dest, unnamed)
        };
        match resolved {
            Ok(Target::Link { href, label }) => {
                self.open_links.push(true);
                self.out.push(Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: href.into(),
                    title: title.clone(),
                    id: CowStr::Borrowed(""),
                }));
                if let Some(label) = label {
                    self.out.push(Event::Text(label.into()));
                }
            }
            Ok(Target::Text) => self.open_links.push(false),
            Err(wanted) => {
                self.report(wanted, range);
                self.open_links.push(false);
            }
        }
    }

    fn html_block(&mut self, at: usize) -> usize {
        let end = self.skip(at);
        let mut block = String::new();
        for (event, _) in &self.document.events[at..end] {
            if let Event::Html(text) = event {
                block.push_str(text);
            }
        }
        if !html::is_comment(&block) {
            let range = self.document.events[at].1.clone();
            let block = self.rewrite_html(&literal::reveal_html(&block), &range);
            self.html(block);
        }
        end
    }

    /// Resolves the links in a piece of raw HTML.
    fn rewrite_html(&mut self, text: &str, range: &Range<usize>) -> String {
        let mut wanted = Vec::new();
        let linker = &mut self.linker;
        let rewritten = html::rewrite(text, |element, name, value| match (element, name) {
            ("a", "href") | ("img", "src") => match linker.resolve(value, false) {
                Ok(Target::Link { href, .. }) => Some(href),
                Ok(Target::Text) => None,
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
        let Origin { map, policy, clauses } = self.origin;
        let mut diagnostic = Diagnostic::new(wanted.code, wanted.message);
        match map.place(range.clone(), policy, clauses) {
            Some(place) => diagnostic = diagnostic.label(place, ""),
            None => diagnostic = diagnostic.path(&policy.path),
        }
        for (clause, place) in map.chain(range.start, policy, clauses) {
            diagnostic = diagnostic.label(place, format!("clause `{clause}` called here"));
        }
        self.faults.push(diagnostic.maybe_help(wanted.help));
    }

    /// Footnotes, at the end of the page.
    fn notes(&mut self) {
        if self.footnotes.note(0).is_none() {
            return;
        }
        self.html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        let mut index = 0;
        while let Some(note) = self.footnotes.note(index) {
            index += 1;
            self.html(format!("<li id=\"fn-{}\">", note.number));
            // Back links go to the end of the last paragraph.
            let events = &self.document.events;
            let inside = note.events.start + 1..note.events.end - 1;
            let last_is_paragraph = inside.end > inside.start
                && matches!(events[inside.end - 1].0, Event::End(TagEnd::Paragraph));
            if last_is_paragraph {
                self.range(inside.start..inside.end - 1);
                self.inline(note.back_links());
                self.out.push(Event::End(TagEnd::Paragraph));
            } else {
                self.range(inside);
                self.html(note.back_links());
            }
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}

