//! Turns the events of the Markdown parser into nodes.

mod addresses;
mod after_comment;
mod callouts;
mod footnotes;
mod ids;
mod marks;
mod nodes;
mod permalinks;
mod raw_html;

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{
    Alignment, BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag,
};

use super::brackets;
use super::html::{ROOT, Sanitiser};
use super::labels::{Key, Labels, Undefined};
use super::markdown;
use super::node::{Kind, Link, LinkForm, Node};
use super::outline::Counting;
use super::unpublished::Unpublished;
use crate::base::literal;
use crate::template::source_map::{CallId, SourceMap};
use addresses::Signs;
use callouts::CalloutTitle;
use nodes::title;
use raw_html::Code;

/// A heading as parsed, before its level, ID and number are final.
pub(super) struct Heading {
    pub(super) node: u32,
    pub(super) level: u8,
    /// The level as written; a clause call may shift `level`.
    pub(super) written: u8,
    pub(super) id: Option<String>,
    /// How the heading is numbered. It may be excluded, along with its subsections.
    pub(super) counting: Counting,
    pub(super) title: String,
    pub(super) range: Range<usize>,
    pub(super) call: CallId,
}

/// The result of building a text.
pub(super) struct Built<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) links: Vec<Link<'a>>,
    pub(super) headings: Vec<Heading>,
    /// The labels of footnote references.
    pub(super) labels: Vec<CowStr<'a>>,
    /// The footnote definitions, as label and node.
    pub(super) definitions: Vec<(CowStr<'a>, u32)>,
    /// The IDs of list items and those that raw HTML defines.
    pub(super) html_ids: Vec<(String, Range<usize>)>,
    /// References to undefined labels.
    pub(super) undefined: Vec<Undefined>,
    /// Text that is not published, or not as written.
    pub(super) unpublished: Vec<Unpublished>,
}

/// Builds the nodes of a text, using the empty buffer `nodes`.
pub(super) fn build<'a>(
    text: &'a str,
    map: &SourceMap,
    link_labels: &'a Labels,
    nodes: Vec<Node<'a>>,
) -> Built<'a> {
    let mut builder = Builder {
        text,
        map,
        built: Built {
            nodes,
            links: Vec::new(),
            headings: Vec::new(),
            labels: Vec::new(),
            definitions: Vec::new(),
            html_ids: Vec::new(),
            undefined: Vec::new(),
            unpublished: Vec::new(),
        },
        has_notes: memmem::find(text.as_bytes(), b"[^").is_some(),
        has_ids: memmem::find(text.as_bytes(), b"{#").is_some(),
        link_labels,
        used_labels: HashSet::new(),
        signs: Signs::of(text),
        text_from: 0,
        has_address: false,
        open: Vec::new(),
        lists: Vec::new(),
        columns: Vec::new(),
        row: 0,
        column: 0,
        cell_end: 0,
        title: None,
        html: Sanitiser::default(),
        html_block: String::new(),
        code: None,
    };
    builder.built.nodes.reserve(text.len() / 16);
    let mut undefined = Vec::new();
    match brackets::hide(text) {
        None => {
            let resolve = |link: BrokenLink<'_>| link_labels.resolve(&link, map, &mut undefined);
            let parser = parser(text, resolve);
            for (event, range) in parser.into_offset_iter() {
                builder.event(event, range);
            }
        }
        Some(hidden) => {
            let resolve = |link: BrokenLink<'_>| link_labels.resolve(&link, map, &mut undefined);
            let parser = parser(&hidden.text, resolve);
            for (event, range) in parser.into_offset_iter() {
                builder.shown(&hidden, hidden.shown(event), range);
            }
        }
    }
    builder.leave_html(ROOT, text.len());
    builder.definitions();
    builder.built.undefined.append(&mut undefined);
    builder.built
}

fn parser<'t, F: BrokenLinkCallback<'t>>(text: &'t str, resolve: F) -> Parser<'t, F> {
    Parser::new_with_broken_link_callback(text, markdown::options(), Some(resolve))
}

struct Builder<'a, 'm> {
    text: &'a str,
    map: &'m SourceMap,
    built: Built<'a>,
    /// Whether anything looks like a footnote reference.
    has_notes: bool,
    /// Whether anything looks like an ID in braces.
    has_ids: bool,
    link_labels: &'a Labels,
    /// The labels to which links refer.
    used_labels: HashSet<&'a Key>,
    /// Signs that the text contains addresses.
    signs: Signs,
    /// The first node of the current text, and whether the text may contain an address.
    text_from: usize,
    has_address: bool,
    /// The open containers.
    open: Vec<u32>,
    /// The node and the next item number of each open list.
    lists: Vec<(u32, Option<u64>)>,
    /// The columns of the current table.
    columns: Vec<Alignment>,
    row: u32,
    column: usize,
    /// The end of the last cell in the current row.
    cell_end: usize,
    title: Option<CalloutTitle>,
    html: Sanitiser,
    /// The lines of the current HTML block.
    html_block: String,
    code: Option<Code>,
}

impl<'a> Builder<'a, '_> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = event {
            return self.text(text, range);
        }
        if self.has_address {
            self.link_addresses();
        }
        self.node(event, range);
        self.text_from = self.built.nodes.len();
    }

    fn node(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(&range),
            Event::Code(text) => self.leaf(Kind::Code(text), &range),
            Event::SoftBreak => self.line_break(Kind::SoftBreak, &range),
            Event::HardBreak => self.line_break(Kind::HardBreak, &range),
            Event::Rule => {
                self.before_block(range.start);
                self.leaf(Kind::Rule, &range);
            }
            Event::FootnoteReference(label) => {
                let number = self.built.labels.len() as u32;
                self.built.labels.push(label);
                self.leaf(Kind::NoteReference { number, mention: 0 }, &range);
            }
            // All lines of a block are joined, because a comment may span several lines.
            Event::Html(text) => self.html_block.push_str(&text),
            Event::InlineHtml(text) => self.inline_html(text, &range),
            // Text, and extensions that are not enabled.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.leaf(Kind::Text(text), &range);
            }
            Event::TaskListMarker(done) => self.task(done, &range),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => return self.paragraph(&range),
            Tag::Heading { level, id, .. } => {
                self.open(Kind::Heading(self.built.headings.len() as u32), &range);
                self.built.headings.push(Heading {
                    node: self.built.nodes.len() as u32 - 1,
                    level: level as u8,
                    written: level as u8,
                    id: id.map(|id| literal::reveal(&id).into_owned()),
                    counting: Counting::Usual,
                    title: String::new(),
                    range: range.clone(),
                    call: self.map.call_at(range.start),
                });
                return;
            }
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::BlockQuote(Some(kind)) => Kind::Callout {
                kind: kind.into(),
                titled: false,
            },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.fence(&info, &range);
                Kind::CodeBlock(info)
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::CodeBlock("".into()),
            Tag::HtmlBlock => {
                self.part_from_words(range.start);
                Kind::HtmlBlock
            }
            Tag::List(start) => {
                self.open(Kind::List { start, tight: true }, &range);
                self.lists.push((self.built.nodes.len() as u32 - 1, start));
                return;
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(|(_, next)| {
                    let number = (*next)?;
                    *next = Some(number.saturating_add(1));
                    Some(number)
                });
                Kind::Item { number, id: None }
            }
            Tag::FootnoteDefinition(label) => {
                self.open(Kind::Note(None), &range);
                let node = self.built.nodes.len() as u32 - 1;
                self.built.definitions.push((label, node));
                return;
            }
            Tag::DefinitionList => Kind::Definitions,
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Table(columns) => {
                self.columns = columns;
                self.row = 0;
                Kind::Table { rows: 0 }
            }
            Tag::TableHead => {
                self.column = 0;
                Kind::Row(0)
            }
            Tag::TableRow => {
                self.column = 0;
                self.row += 1;
                Kind::Row(self.row)
            }
            Tag::TableCell => {
                self.cell_end = range.end;
                let align = self.columns.get(self.column).copied();
                self.column += 1;
                Kind::Cell {
                    head: self.row == 0,
                    align: align.unwrap_or(Alignment::None),
                }
            }
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Deleted,
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.refer(link_type, range.start, &id);
                let form = match link_type {
                    LinkType::Autolink => LinkForm::Autolink,
                    LinkType::Email => LinkForm::Email,
                    _ => LinkForm::Markdown,
                };
                Kind::Link(self.link(form, false, dest_url, title, &range))
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.refer(link_type, range.start, &id);
                Kind::Image(self.link(LinkForm::Markdown, true, dest_url, title, &range))
            }
            // Extensions that are not enabled.
            Tag::Superscript | Tag::Subscript => Kind::Emphasis,
            Tag::MetadataBlock(_) => Kind::CodeBlock("".into()),
        };
        self.open(kind, &range);
    }

    fn end(&mut self, range: &Range<usize>) {
        let Some(&top) = self.open.last() else {
            return;
        };
        let node = top as usize;
        let is_empty = self.built.nodes.len() == node + 1;
        match &mut self.built.nodes[node].kind {
            Kind::Heading(index) => {
                let index = *index as usize;
                let title = title(&self.built.nodes[node + 1..]);
                self.built.headings[index].title = title;
                let inside = self.built.nodes[node + 1..].iter();
                let words = inside.map(|node| node.stop as usize).max();
                self.attributes(index, words.unwrap_or(range.start), range);
            }
            Kind::HtmlBlock => {
                if self.words_after_comment(range) {
                    return;
                }
                self.end_html_block(range);
            }
            Kind::List { .. } => {
                self.lists.pop();
            }
            Kind::Table { rows } => *rows = self.row,
            Kind::Row(_) => self.end_row(range),
            Kind::Link(index) | Kind::Image(index) => {
                let index = *index;
                if self.drop_permalink(node, index) {
                    return;
                }
                self.built.links[index as usize].is_empty = is_empty;
            }
            Kind::CalloutTitle { .. } => {
                self.end_callout_title(true);
                return;
            }
            _ => {}
        }
        self.close(range.end);
    }

    fn text(&mut self, text: CowStr<'a>, mut range: Range<usize>) {
        if self.has_notes {
            self.undefined_note(range.start);
        }
        if let Some(title) = self.title.as_mut().filter(|title| title.in_marker) {
            let behind = title.marker.saturating_sub(range.start).min(text.len());
            title.in_marker = range.end <= title.marker;
            let kept = text[behind..].trim_start();
            range.start = (range.start + behind).min(range.end);
            if !kept.is_empty() {
                let kept = kept.to_owned();
                self.leaf(Kind::Text(kept.into()), &range);
            }
            return;
        }
        self.has_address = self.has_address || self.signs.are_in(&text);
        match self.has_ids && memchr::memchr(b'}', text.as_bytes()).is_some() {
            true => self.text_with_ids(text, &range),
            false => self.text_leaf(text, &range),
        }
    }
}
