//! The meaning of raw HTML tags, for writers whose output has no tags.

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
    /// The titles of the open abbreviations.
    titles: Vec<Option<String>>,
}

/// The meaning of a tag.
pub(crate) enum Meaning {
    LineBreak,
    /// An image with this description.
    Image(String),
    /// The meaning of an abbreviation, which follows it.
    Expansion(String),
    /// The start of a list item, with its number or letters, if any.
    Item(Option<String>),
    Begin(Part),
    End(Part),
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
                let alt = value(tag, "alt").filter(|alt| !alt.is_empty());
                return alt.map(|alt| Meaning::Image(alt.to_owned()));
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
                match is_end {
                    true => drop(self.lists.pop()),
                    false => self.lists.push(list(tag)),
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
            "td" | "th" => Part::Cell,
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
        if let Some(own) = value(tag, "value").and_then(|value| value.trim().parse().ok()) {
            list.next = list.next.and(Some(own));
        }
        let number = list.next?;
        list.next = number.checked_add(list.step);
        Some(counted(number, style(tag).unwrap_or(list.style)))
    }
}

fn list(tag: &Tag) -> List {
    let number = |name| value(tag, name).and_then(|value| value.trim().parse().ok());
    let is_reversed = value(tag, "reversed").is_some();
    List {
        next: match &*tag.name {
            "ol" if is_reversed => number("start"),
            "ol" => Some(number("start").unwrap_or(1)),
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
            | "table"
            | "tr"
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
