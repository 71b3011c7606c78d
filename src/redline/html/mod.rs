//! Redlines as HTML that reads like the policy.

mod words;

use std::fmt::Write as _;

use super::compare::{Diff, SectionDiff};
use super::report::Report;
use super::text::{Align, Kind};
use crate::base::{address, escape};

/// Writes the body of a page: a summary of the changes, then the text. `base` is the relative path
/// from the redline to the folder of the policy's page; without it, there are no links to other
/// pages of the site.
pub fn body(report: &Report<'_>, base: Option<&str>, out: &mut String) {
    let mut writer = Writer {
        report,
        base,
        out,
        tables: 0,
        tight: false,
    };
    writer.summary();
    let redline = report.redline;
    if redline.title.has_changed_words() {
        writer.html("<p class=\"redline-title\" id=\"page.title\">");
        writer.words(&redline.title);
        writer.html("</p>\n");
    }
    for section in &redline.sections {
        writer.section(section);
    }
    writer.notes();
}

struct Writer<'w> {
    report: &'w Report<'w>,
    base: Option<&'w str>,
    out: &'w mut String,
    /// The number of tables so far.
    tables: usize,
    /// Whether paragraphs are the text of items in a tight list.
    tight: bool,
}

impl<'w> Writer<'w> {
    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape::html(text, self.out);
    }

    fn summary(&mut self) {
        let report = self.report;
        let words = &report.language.words.redline;
        let summary = report.redline.summary();
        self.html("<section class=\"redline-summary\" aria-labelledby=\"redline.summary\">\n");
        self.html("<h2 id=\"redline.summary\">");
        self.text(&words.summary);
        self.html("</h2>\n<ul>\n");
        for line in report.counts(&summary) {
            self.html("<li>");
            self.text(&line);
            self.html("</li>\n");
        }
        for (group, sections) in report.groups(&summary) {
            self.html("<li>");
            self.text(group);
            self.html("\n<ul>\n");
            for section in sections {
                self.html("<li><a href=\"#");
                self.text(&address::encode(&section.anchor));
                self.html("\">");
                self.text(&report.name(&section.part));
                self.html("</a></li>\n");
            }
            self.html("</ul>\n</li>\n");
        }
        self.html("</ul>\n");
        if !report.facts.is_empty() {
            self.html("<h3>");
            self.text(&words.facts);
            self.html("</h3>\n<ul class=\"redline-facts\">\n");
            for fact in report.facts {
                self.html("<li>");
                self.text(&fact.in_words(report.language));
                self.html("</li>\n");
            }
            self.html("</ul>\n");
        }
        self.html("</section>\n");
    }

    fn section(&mut self, section: &SectionDiff<'_>) {
        let about = self.report.redline.section(section);
        match &section.heading {
            Some(heading) => {
                let level = match heading.block().map(|block| &block.kind) {
                    Some(Kind::Heading { level, .. }) => *level,
                    _ => 2,
                };
                let _ = write!(self.out, "<h{level} id=\"");
                self.text(&about.anchor);
                self.html("\">");
                let side = section.new.or(section.old);
                let number = side.and_then(|(_, section)| {
                    let heading = section.heading.as_ref()?;
                    heading.shown_number.clone()
                });
                if let Some(number) = number {
                    self.html("<span class=\"number\">");
                    self.text(&number);
                    self.html(".</span> ");
                }
                self.words(heading);
                let _ = writeln!(self.out, "</h{level}>");
                for note in self.report.notes(section, &about) {
                    self.note(&note);
                }
                if let Some(note) = self.report.block_note(heading) {
                    self.note(&note);
                }
            }
            None if !about.count.is_none() => self.html("<div id=\"redline.beginning\"></div>\n"),
            None => {}
        }
        self.blocks(&section.blocks);
    }

    fn note(&mut self, note: &str) {
        self.html("<p class=\"redline-note\">");
        self.text(note);
        self.html("</p>\n");
    }

    fn inline_note(&mut self, note: &str) {
        self.html(" <span class=\"redline-note\">[");
        self.text(note);
        self.html("]</span> ");
    }

    fn notes(&mut self) {
        let notes = &self.report.redline.notes;
        if notes.is_empty() {
            return;
        }
        self.html(
            "<section class=\"footnotes\" id=\"redline.notes\" role=\"doc-endnotes\" aria-label=\"",
        );
        self.text(&self.report.language.words.page.footnotes);
        self.html("\">\n<ol>\n");
        for note in notes {
            match note.block().map(|block| &block.kind) {
                Some(Kind::Note { number }) if note.new.is_some() => {
                    let _ = write!(self.out, "<li id=\"fn.{number}\" value=\"{number}\">");
                }
                Some(Kind::Note { number }) => {
                    let _ = write!(self.out, "<li value=\"{number}\">");
                }
                _ => self.html("<li>"),
            }
            self.blocks(&note.children);
            self.html("</li>\n");
        }
        self.html("</ol>\n</section>\n");
    }

    fn blocks(&mut self, blocks: &[Diff<'_>]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, diff: &Diff<'_>) {
        let Some(block) = diff.block() else {
            return;
        };
        let note = self.report.block_note(diff);
        let is_inside = matches!(
            block.kind,
            Kind::Item { .. }
                | Kind::Row { .. }
                | Kind::Cell { .. }
                | Kind::Term
                | Kind::Definition
        );
        if let Some(note) = note.as_deref().filter(|_| !is_inside) {
            self.note(note);
        }
        match &block.kind {
            Kind::Title | Kind::Paragraph | Kind::Html if self.tight => self.words(diff),
            Kind::Title | Kind::Paragraph | Kind::Html | Kind::Note { .. } => {
                self.around("<p>", diff, "</p>\n");
            }
            // A heading that does not begin a section, because it is in a block quote.
            Kind::Heading { level, .. } => {
                let _ = write!(self.out, "<h{level}>");
                self.around("", diff, &format!("</h{level}>\n"));
            }
            Kind::Label => self.around("<p class=\"callout-title\">", diff, "</p>\n"),
            Kind::Term => self.around("<dt>", diff, "</dt>\n"),
            Kind::Code { .. } => self.around("<pre><code>", diff, "</code></pre>\n"),
            Kind::Rule => self.rule(diff),
            Kind::Quote => self.container("<blockquote>\n", diff, "</blockquote>\n"),
            Kind::Callout { kind, titled } => {
                let open = format!(
                    "<aside class=\"callout callout-{}\" role=\"note\">\n",
                    kind.class()
                );
                self.html(&open);
                if !titled {
                    self.html("<p class=\"callout-title\">");
                    self.text(kind.label(&self.report.language.words.callouts));
                    self.html("</p>\n");
                }
                self.container("", diff, "</aside>\n");
            }
            Kind::List { start, tight } => {
                let outer = std::mem::replace(&mut self.tight, *tight);
                match start {
                    None => self.container("<ul>\n", diff, "</ul>\n"),
                    Some(start) => {
                        let open = format!("<ol start=\"{start}\">\n");
                        self.container(&open, diff, "</ol>\n");
                    }
                }
                self.tight = outer;
            }
            Kind::Item { number } => {
                match number {
                    Some(number) => {
                        let _ = write!(self.out, "<li value=\"{number}\">");
                    }
                    None => self.html("<li>"),
                }
                if let Some(note) = &note {
                    self.inline_note(note);
                }
                self.container("", diff, "</li>\n");
            }
            Kind::Definitions => self.container("<dl>\n", diff, "</dl>\n"),
            Kind::Definition => {
                let outer = std::mem::replace(&mut self.tight, diff.children.len() == 1);
                self.container("<dd>", diff, "</dd>\n");
                self.tight = outer;
            }
            Kind::Table => self.table(diff),
            // Written with their table.
            Kind::Row { .. } | Kind::Cell { .. } => {}
        }
    }

    fn around(&mut self, open: &str, diff: &Diff<'_>, close: &str) {
        self.html(open);
        self.words(diff);
        self.html(close);
    }

    fn container(&mut self, open: &str, diff: &Diff<'_>, close: &str) {
        self.html(open);
        self.blocks(&diff.children);
        self.html(close);
    }

    fn rule(&mut self, diff: &Diff<'_>) {
        match (diff.old, diff.new) {
            (Some(_), None) => self.html("<del><hr></del>\n"),
            (None, Some(_)) => self.html("<ins><hr></ins>\n"),
            _ => self.html("<hr>\n"),
        }
    }

    fn table(&mut self, diff: &Diff<'_>) {
        self.html("<div class=\"table\" role=\"region\" aria-label=\"");
        self.tables += 1;
        self.text(&self.report.language.words.page.table);
        let _ = write!(self.out, " {}", self.tables);
        self.html("\" tabindex=\"0\"><table>\n");
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for row in &diff.children {
            match row.block().map(|block| &block.kind) {
                Some(Kind::Row { index: 0 }) => head.push(row),
                _ => body.push(row),
            }
        }
        for (tag, rows) in [("thead", head), ("tbody", body)] {
            if rows.is_empty() {
                continue;
            }
            let _ = write!(self.out, "<{tag}>");
            for row in rows {
                self.row(row, tag == "thead");
            }
            let _ = writeln!(self.out, "</{tag}>");
        }
        self.html("</table></div>\n");
    }

    fn row(&mut self, row: &Diff<'_>, is_head: bool) {
        let mut note = self.report.block_note(row);
        self.html("<tr>");
        for cell in &row.children {
            let align = match cell.block().map(|block| &block.kind) {
                Some(Kind::Cell { align, .. }) => *align,
                _ => Align::Start,
            };
            self.html(if is_head { "<th scope=\"col\"" } else { "<td" });
            self.html(match align {
                Align::Start => ">",
                Align::Center => " class=\"center\">",
                Align::End => " class=\"right\">",
            });
            if let Some(note) = note.take() {
                self.inline_note(&note);
            }
            self.words(cell);
            self.html(if is_head { "</th>" } else { "</td>" });
        }
        self.html("</tr>\n");
    }
}
