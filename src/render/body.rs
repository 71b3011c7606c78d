//! The body of a page: a document as HTML.
//!
//! The Markdown library's own HTML is not suitable for a legal page: it has inline styles on cells,
//! table headers without `scope`, footnotes without links back, callouts without a title, and links
//! as typed.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::data::direction;
use super::table::{self, Shape};
use super::{footnotes, phrases};
use crate::base::{escape, literal};
use crate::document::{CalloutKind, Element, Heading, Leaf, Link, LinkForm, Note, Step, Walk};
use crate::link::{Linked, Target};
use crate::model::language::{Language, Words};

/// Renders the body of a document into `out`.
pub(crate) fn body(linked: &Linked<'_>, language: &Language, out: &mut String) {
    out.clear();
    let mut writer = Writer {
        linked,
        language,
        words: &language.words,
        is_rtl: direction(&language.tag) == "rtl",
        out,
        table: None,
        in_code: false,
        table_count: 0,
        heading: "",
        back: None,
    };
    writer.walk(linked.document.walk());
    writer.notes();
    if let Cow::Owned(revealed) = literal::reveal_html(out) {
        *out = revealed;
    }
}

struct Writer<'d, 'm> {
    linked: &'d Linked<'d>,
    language: &'d Language,
    words: &'d Words,
    /// Whether the page is written from right to left.
    is_rtl: bool,
    out: &'m mut String,
    /// The current table.
    table: Option<Shape>,
    in_code: bool,
    /// The number of tables so far. Regions of a page need unique names, so tables are named by
    /// their number and the heading above them.
    table_count: usize,
    heading: &'d str,
    /// The paragraph that ends the current footnote, and the links to add to it.
    back: Option<(usize, String)>,
}

/// The `rel` attribute of links to other hosts.
const OUTSIDE: &str = "external noopener";

fn is_outside(target: &Target) -> bool {
    let href = target.href.as_str();
    !target.internal && (href.starts_with("http") || href.starts_with("//"))
}

fn without_scheme(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.trim_end_matches('/')
}

impl<'d> Writer<'d, '_> {
    fn walk(&mut self, mut walk: Walk<'d>) {
        while let Some((step, _)) = walk.next() {
            match step {
                Step::Enter(element) => self.enter(element, &mut walk),
                Step::Leave(element) => self.leave(element, walk.at()),
                Step::Leaf(leaf) => self.leaf(leaf),
            }
        }
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        if self.in_code {
            return escape::html_text(text, self.out);
        }
        let text = phrases::tied(text, &self.language.together);
        if self.is_rtl {
            phrases::isolated(&text, self.out);
        } else if self.table.is_some() {
            table::text(&text, self.out);
        } else {
            escape::html_text(&text, self.out);
        }
    }

    fn code(&mut self, code: &str) {
        match self.table {
            Some(_) => table::text(code, self.out),
            None => escape::html_text(code, self.out),
        }
    }

    fn attribute(&mut self, text: &str) {
        escape::html(text, self.out);
    }

    fn href(&mut self, url: &str) {
        escape::href(url, self.out);
    }

    fn leaf(&mut self, leaf: Leaf<'_>) {
        match leaf {
            Leaf::Text(text) => self.text(text),
            Leaf::Code(text) => {
                self.html("<code>");
                self.code(text);
                self.html("</code>");
            }
            Leaf::SoftBreak => self.html("\n"),
            Leaf::HardBreak => self.html("<br>\n"),
            Leaf::Rule => self.html("<hr>\n"),
            Leaf::NoteReference { number: 0, .. } | Leaf::Comment(_) => {}
            Leaf::NoteReference { number, mention } => {
                footnotes::reference(number, mention, &self.words.page, self.out);
            }
            Leaf::Html(html) => self.html(html),
            Leaf::Address(link) => {
                if let Some(target) = self.linked.target(link) {
                    let _ = write!(self.out, " {}=\"", link.attribute());
                    self.attribute(&target.href);
                    self.html("\"");
                }
            }
        }
    }

    fn enter(&mut self, element: Element<'d>, walk: &mut Walk<'d>) {
        match element {
            Element::Title(_) | Element::Note { .. } => walk.skip_inside(),
            Element::Heading(heading) => self.heading(heading),
            Element::Paragraph => self.html("<p>"),
            Element::Quote => self.html("<blockquote>\n"),
            Element::Callout { kind, titled } => self.callout(kind, titled),
            Element::CodeBlock { language } => self.code_block(language),
            Element::List { start: None, .. } => self.html("<ul>\n"),
            Element::List { start: Some(1), .. } => self.html("<ol>\n"),
            Element::List {
                start: Some(first), ..
            } => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Element::Item { id: None, .. } => self.html("<li>"),
            Element::Item { id: Some(id), .. } => {
                self.html("<li id=\"");
                self.attribute(id);
                self.html("\">");
            }
            Element::Definitions => self.html("<dl>\n"),
            Element::Term => self.html("<dt>"),
            Element::Definition => self.html("<dd>"),
            Element::Table { .. } => self.table(walk.inside()),
            Element::Row { index } => {
                if let Some(table) = &mut self.table {
                    table.row(index, self.out);
                }
            }
            Element::Cell { head, align } => {
                if let Some(table) = &self.table {
                    table.cell(head, align, self.out);
                }
            }
            Element::Emphasis => self.html("<em>"),
            Element::Strong => self.html("<strong>"),
            Element::Deleted => self.html("<del>"),
            Element::Link(link) => self.open_link(link, walk),
            Element::Image(link) => {
                self.image(link, walk.inside());
                walk.skip_inside();
            }
            // `callout` has already opened the title; raw HTML has its own tags.
            Element::CalloutTitle { .. } | Element::HtmlBlock => {}
        }
    }

    fn leave(&mut self, element: Element<'_>, at: usize) {
        let html = match element {
            Element::Heading(heading) => return self.end_heading(heading),
            Element::Paragraph => {
                if let Some((_, links)) = self.back.take_if(|(last, _)| *last == at) {
                    self.html(&links);
                }
                "</p>\n"
            }
            Element::Quote => "</blockquote>\n",
            Element::Callout { .. } => "</aside>\n",
            Element::CalloutTitle { .. } => "</p>\n",
            Element::CodeBlock { .. } => {
                self.in_code = false;
                "</code></pre>\n"
            }
            Element::List { start: Some(_), .. } => "</ol>\n",
            Element::List { start: None, .. } => "</ul>\n",
            Element::Item { .. } => "</li>\n",
            Element::Definitions => "</dl>\n",
            Element::Term => "</dt>\n",
            Element::Definition => "</dd>\n",
            Element::Table { rows } => {
                self.table = None;
                table::end(rows)
            }
            Element::Row { index } => table::row_end(index),
            Element::Cell { head, .. } => {
                if let Some(table) = &mut self.table {
                    table.end_cell(head, self.out);
                }
                ""
            }
            Element::Emphasis => "</em>",
            Element::Strong => "</strong>",
            Element::Deleted => "</del>",
            Element::Link(link) if self.linked.target(link).is_some() => "</a>",
            Element::Link(_)
            | Element::Title(_)
            | Element::HtmlBlock
            | Element::Image(_)
            | Element::Note { .. } => "",
        };
        self.html(html);
    }

    fn heading(&mut self, heading: Heading<'d>) {
        self.heading = heading.title();
        // Put the permalink next to the heading: inside, it would be read aloud as part of it.
        let _ = write!(
            self.out,
            "<div class=\"heading\"><h{} id=\"",
            heading.level()
        );
        self.attribute(heading.id());
        self.html("\">");
        if let Some(number) = heading.shown_number(&self.words.page) {
            let _ = write!(self.out, "<span class=\"number\">{number}.</span> ");
        }
    }

    fn end_heading(&mut self, heading: Heading<'_>) {
        let _ = write!(
            self.out,
            "</h{}> <a class=\"permalink\" href=\"#",
            heading.level()
        );
        self.attribute(&crate::base::address::encode(heading.id()));
        self.html("\" aria-label=\"");
        self.attribute(&self.words.page.permalink);
        self.html(" ");
        self.attribute(heading.title());
        self.html("\">#</a></div>\n");
    }

    fn callout(&mut self, kind: CalloutKind, titled: bool) {
        let _ = write!(
            self.out,
            "<aside class=\"callout callout-{}\" role=\"note\">\n<p class=\"callout-title\">",
            kind.class()
        );
        if !titled {
            self.text(kind.label(&self.words.callouts));
            self.html("</p>\n");
        }
    }

    fn code_block(&mut self, language: &str) {
        self.in_code = true;
        self.html("<pre><code");
        if !language.is_empty() {
            self.html(" class=\"language-");
            self.attribute(language);
            self.html("\"");
        }
        self.html(">");
    }

    fn table(&mut self, inside: Walk<'_>) {
        let shape = Shape::of(inside);
        self.table_count += 1;
        let number = self.table_count;
        shape.open(number, self.heading, &self.words.page, self.out);
        self.table = Some(shape);
    }

    fn open_link(&mut self, link: &Link<'_>, walk: &Walk<'_>) {
        let Some(target) = self.linked.target(link) else {
            return;
        };
        self.html("<a href=\"");
        self.href(&target.href);
        if !link.title.is_empty() {
            self.html("\" title=\"");
            self.attribute(&link.title);
        }
        if is_outside(target) {
            self.html("\" rel=\"");
            self.html(OUTSIDE);
            if shows_address(link, walk) {
                self.html("\" class=\"url");
            }
        }
        self.html("\">");
        if let Some(label) = &target.label {
            self.text(label);
        }
    }

    fn image(&mut self, link: &Link<'_>, description: Walk<'_>) {
        let Some(target) = self.linked.target(link) else {
            // The missing target has been reported; keep the description.
            for (step, _) in description {
                match step {
                    Step::Leaf(Leaf::Text(text) | Leaf::Code(text)) => self.text(text),
                    Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => self.html(" "),
                    _ => {}
                }
            }
            return;
        };
        self.html("<img src=\"");
        self.href(&target.href);
        self.html("\" alt=\"");
        for (step, _) in description {
            match step {
                Step::Leaf(Leaf::Text(text) | Leaf::Code(text)) => self.attribute(text),
                Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => self.html(" "),
                _ => {}
            }
        }
        if !link.title.is_empty() {
            self.html("\" title=\"");
            self.attribute(&link.title);
        }
        self.html("\">");
    }

    /// Writes the footnotes at the end of the page.
    fn notes(&mut self) {
        let document = self.linked.document;
        if document.notes.is_empty() {
            return;
        }
        let words = &self.words.page;
        self.html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.attribute(&words.footnotes);
        self.html("\">\n<ol>\n");
        for note in &document.notes {
            let Note {
                number,
                mentions,
                last_paragraph,
                ..
            } = *note;
            let _ = write!(self.out, "<li id=\"fn.{number}\">");
            let links = footnotes::back_links(number, mentions, words);
            match last_paragraph {
                Some(paragraph) => {
                    self.back = Some((paragraph, links));
                    self.walk(document.note(note));
                }
                None => {
                    self.walk(document.note(note));
                    self.html(&links);
                }
            }
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }
}

/// Whether the text of the link just entered is its address, so that the
/// address is not printed after it.
fn shows_address(link: &Link<'_>, walk: &Walk<'_>) -> bool {
    if matches!(link.form, LinkForm::Autolink | LinkForm::Bare) {
        return true;
    }
    let mut text = String::new();
    for (step, _) in walk.inside() {
        let Step::Leaf(Leaf::Text(part) | Leaf::Code(part)) = step else {
            return false;
        };
        text.push_str(&literal::reveal(part));
    }
    without_scheme(&text) == without_scheme(&link.destination())
}
