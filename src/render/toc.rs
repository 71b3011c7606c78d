//! The table of contents of a page.

use std::borrow::Cow;

use super::data::TocEntry;
use crate::base::{address, escape};
use crate::document::Document;
use crate::model::language::PageWords;

/// The table of contents: the sections of levels 2 and 3. Empty if there is only one section with
/// fewer than two subsections.
pub(crate) fn toc(document: &Document<'_>, words: &PageWords) -> Vec<TocEntry> {
    let mut toc: Vec<TocEntry> = Vec::new();
    for heading in document.headings().filter(|heading| heading.level() <= 3) {
        let entry = TocEntry {
            id: address::encode(heading.id()).into_owned(),
            number: heading.shown_number(words).map(Cow::into_owned),
            title: heading.title().to_owned(),
            children: Vec::new(),
        };
        match toc.last_mut() {
            Some(parent) if heading.level() == 3 => parent.children.push(entry),
            _ => toc.push(entry),
        }
    }
    if let [only] = toc.as_slice()
        && only.children.len() < 2
    {
        toc.clear();
    }
    toc
}

/// Writes the table of contents as HTML, for themes that need no other form: nested `ol` with
/// `span.number` and `span`. A loop in a template would take ten times as long, and every page has
/// a table of contents.
pub(crate) fn toc_html(toc: &[TocEntry], out: &mut String) {
    if toc.is_empty() {
        return;
    }
    out.push_str("<ol>\n");
    for entry in toc {
        out.push_str("<li><a href=\"#");
        escape::html(&entry.id, out);
        out.push_str("\">");
        if let Some(number) = &entry.number {
            out.push_str("<span class=\"number\">");
            escape::html(number, out);
            out.push_str(".</span> ");
        }
        out.push_str("<span>");
        escape::html(&entry.title, out);
        out.push_str("</span></a>");
        if !entry.children.is_empty() {
            out.push('\n');
            toc_html(&entry.children, out);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}
