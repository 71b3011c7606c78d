//! The meaning of raw HTML tags, for writers whose output has no tags.

use std::collections::VecDeque;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};

/// The raw HTML of a page, read tag by tag.
#[derive(Default)]
pub(crate) struct RawHtml {
    /// The first part of a tag that is split at its address.
    tag: String,
    lists: Vec<List>,
    /// The numbers of items in the lists to come that count down to 1.
    counts: VecDeque<i64>,
    /// The titles of the open abbreviations.
    titles: Vec<Option<String>>,
}

/// The meaning of a tag.
pub(crate) enum Meaning {
    LineBreak,
    /// An image with this description.
    Image(String),
    /// An image without an `alt` attribute.
    UndescribedImage,
    /// The meaning of an abbreviation, which follows it.
    Expansion(String),
    /// The start of a list item, with its number or letters, if any.
    Item(Option<String>),
    /// The start of a table cell.
    Cell(Spans),
    /// The start or the end of a group of rows, at which cells that span rows end.
    RowGroup,
    Begin(Part),
    End(Part),
}

/// The number of rows and columns that a table cell covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spans {
    /// At least 1; the largest number stands for all rows of the group.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// A part of a text.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Deleted,
    Inserted,
    Raised,
    Lowered,
    /// A quotation, to which browsers add quotation marks.
    Quotation,
    /// The pronunciation of the characters before it.
    Reading,
    /// Text whose spaces and line breaks are significant.
    Preformatted,
    Table,
    Row,
    Cell,
    List,
    Item,
    Definition,
    /// A link, or the target of one.
    Link,
    /// Any other block element.
    Block,
}

impl Part {
    /// Whether the part is inline and leaves the letters of its text unchanged.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Self::Link | Self::Quotation | Self::Reading)
    }
}

/// A list and its numbering.
struct List {
    next: Option<i64>,
    step: i64,
    style: char,
}

impl RawHtml {
    /// Reads the HTML of a page whose lists are numbered as browsers number them: a list that
    /// counts down begins with the number of its items.
    pub(crate) fn counting<'h>(pieces: impl Iterator<Item = &'h str>) -> Self {
        Self {
            counts: counts(pieces),
            ..Self::default()
        }
    }

    /// The meanings of tags, which must be balanced and have escaped values. An incomplete tag is
    /// read together with its rest.
    pub(crate) fn read(&mut self, html: &str) -> Vec<Meaning> {
        self.tag.push_str(html);
        if !html.ends_with('>') {
            return Vec::new();
        }
        let html = std::mem::take(&mut self.tag);
        let tags = tags(&html);
        tags.iter().filter_map(|tag| self.meaning(tag)).collect()
    }

    /// Whether a list is open.
    pub(crate) fn is_in_list(&self) -> bool {
        !self.lists.is_empty()
    }

    fn meaning(&mut self, tag: &Tag) -> Option<Meaning> {
        let is_end = tag.kind == TagKind::EndTag;
        let part = match &*tag.name {
            "br" => return Some(Meaning::LineBreak),
            "img" => {
                return match value(tag, "alt") {
                    // A decoration.
                    Some("") => None,
                    Some(alt) => Some(Meaning::Image(alt.to_owned())),
                    None => Some(Meaning::UndescribedImage),
                };
            }
            "abbr" if is_end => return self.titles.pop().flatten().map(Meaning::Expansion),
            "abbr" => {
                let title = value(tag, "title").filter(|title| !title.trim().is_empty());
                self.titles.push(title.map(str::to_owned));
                return None;
            }
            "li" if !is_end => return Some(Meaning::Item(self.marker(tag))),
            "li" => Part::Item,
            "ol" | "ul" => {
                if is_end {
                    self.lists.pop();
                } else {
                    let count = counts_down(tag).then(|| self.counts.pop_front()).flatten();
                    self.lists.push(list(tag, count));
                }
                Part::List
            }
            "del" | "s" => Part::Deleted,
            "ins" => Part::Inserted,
            "sup" => Part::Raised,
            "sub" => Part::Lowered,
            "q" => Part::Quotation,
            "rt" => Part::Reading,
            "pre" => Part::Preformatted,
            "thead" | "tbody" | "tfoot" => return Some(Meaning::RowGroup),
            "td" | "th" if !is_end => return Some(Meaning::Cell(spans(tag))),
            "td" | "th" => Part::Cell,
            "tr" => Part::Row,
            "table" => Part::Table,
            "dd" => Part::Definition,
            "a" => Part::Link,
            name if is_block(name) => Part::Block,
            _ => return None,
        };
        Some(match is_end {
            true => Meaning::End(part),
            false => Meaning::Begin(part),
        })
    }

    /// The marker at the start of an item.
    fn marker(&mut self, tag: &Tag) -> Option<String> {
        let list = self.lists.last_mut()?;
        if let Some(own) = number(tag, "value") {
            list.next = list.next.and(Some(own));
        }
        let number = list.next?;
        list.next = number.checked_add(list.step);
        Some(counted(number, style(tag).unwrap_or(list.style)))
    }
}

/// Whether a tag begins a list that counts down to 1.
fn counts_down(tag: &Tag) -> bool {
    tag.kind == TagKind::StartTag
        && &*tag.name == "ol"
        && value(tag, "reversed").is_some()
        && number(tag, "start").is_none()
}

/// The number of items in each list that counts down to 1.
fn counts<'h>(pieces: impl Iterator<Item = &'h str>) -> VecDeque<i64> {
    let mut counts = VecDeque::new();
    // For each open list, its position in `counts`.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut html = String::new();
    for piece in pieces {
        html.push_str(piece);
        if !html.ends_with('>') {
            continue;
        }
        for tag in tags(&std::mem::take(&mut html)) {
            match (&*tag.name, tag.kind) {
                ("ol" | "ul", TagKind::EndTag) => drop(open.pop()),
                ("ol" | "ul", TagKind::StartTag) => {
                    open.push(counts_down(&tag).then_some(counts.len()));
                    if counts_down(&tag) {
                        counts.push_back(0);
                    }
                }
                ("li", TagKind::StartTag) => {
                    if let Some(Some(at)) = open.last() {
                        counts[*at] += 1;
                    }
                }
                _ => {}
            }
        }
    }
    counts
}

fn spans(tag: &Tag) -> Spans {
    let span = |name| number(tag, name).and_then(|span| usize::try_from(span).ok());
    Spans {
        rows: match span("rowspan") {
            Some(0) => usize::MAX,
            rows => rows.unwrap_or(1),
        },
        columns: span("colspan").unwrap_or(1).max(1),
    }
}

fn number(tag: &Tag, name: &str) -> Option<i64> {
    value(tag, name)?.trim().parse().ok()
}

/// `count` is the number of items in a list that counts down to 1, if it is known.
fn list(tag: &Tag, count: Option<i64>) -> List {
    let is_reversed = value(tag, "reversed").is_some();
    List {
        next: match &*tag.name {
            "ol" if is_reversed => number(tag, "start").or(count),
            "ol" => Some(number(tag, "start").unwrap_or(1)),
            _ => None,
        },
        step: if is_reversed { -1 } else { 1 },
        style: style(tag).unwrap_or('1'),
    }
}

/// A number in the style of a list.
fn counted(number: i64, style: char) -> String {
    let text = match (style, usize::try_from(number)) {
        ('a' | 'A', Ok(number @ 1..)) => letters(number),
        ('i' | 'I', Ok(number @ 1..4000)) => roman(number),
        _ => return number.to_string(),
    };
    match style {
        'A' | 'I' => text.to_uppercase(),
        _ => text,
    }
}

/// A number in letters: a, b, … z, aa, ab, …
pub(crate) fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.push(char::from(b'a' + ((number - 1) % 26) as u8));
        number = (number - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut number: usize) -> String {
    const NUMERALS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            text.push_str(numeral);
            number -= value;
        }
    }
    text
}

fn style(tag: &Tag) -> Option<char> {
    value(tag, "type")?.chars().next()
}

fn value<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    let found = tag.attrs.iter().find(|attr| *attr.name.local == *name);
    found.map(|attr| &*attr.value)
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "caption"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "nav"
            | "p"
            | "section"
            | "summary"
    )
}

fn tags(html: &str) -> Vec<Tag> {
    #[derive(Default)]
    struct Tags(std::cell::RefCell<Vec<Tag>>);
    impl TokenSink for Tags {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            if let Token::TagToken(tag) = token {
                self.0.borrow_mut().push(tag);
            }
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tags::default(), Default::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}
