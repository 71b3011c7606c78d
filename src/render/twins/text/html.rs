//! What tags of raw HTML mean in plain text.

use std::fmt::Write as _;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};

use super::Writer;

/// The raw HTML in hand.
#[derive(Default)]
pub(super) struct Html {
    /// A tag that its address cuts in two.
    tag: String,
    lists: Vec<List>,
    /// Where raised and lowered text begins.
    shifted: Vec<usize>,
}

/// A list of raw HTML, and how it counts.
struct List {
    next: Option<i64>,
    step: i64,
    style: char,
}

impl Writer<'_> {
    /// Writes what tags mean. They are balanced, with their values escaped.
    pub(super) fn html(&mut self, html: &str) {
        self.html.tag.push_str(html);
        if !html.ends_with('>') {
            return;
        }
        let html = std::mem::take(&mut self.html.tag);
        for tag in tags(&html) {
            match tag.kind {
                TagKind::StartTag => self.start_tag(&tag),
                TagKind::EndTag => self.end_tag(&tag.name),
            }
        }
    }

    fn start_tag(&mut self, tag: &Tag) {
        let words = &self.input.words.page;
        match &*tag.name {
            "br" if self.in_cell => self.plain.text.push_str("; "),
            "br" => self.plain.text.push('\n'),
            "del" | "s" => {
                let _ = write!(self.plain.text, "[{}: ", words.deleted);
            }
            "ins" => {
                let _ = write!(self.plain.text, "[{}: ", words.inserted);
            }
            "sup" => self.shift('^'),
            "sub" => self.shift('_'),
            "img" => {
                if let Some(alt) = value(tag, "alt").filter(|alt| !alt.is_empty()) {
                    let _ = write!(self.plain.text, "[{}: {alt}]", words.image);
                }
            }
            "td" | "th" if !self.plain.text[self.start..].trim().is_empty() => {
                self.plain.text.push_str(" | ");
            }
            "ol" | "ul" => {
                self.part();
                let number = |name| value(tag, name).and_then(|value| value.trim().parse().ok());
                let is_reversed = value(tag, "reversed").is_some();
                self.html.lists.push(List {
                    next: match &*tag.name {
                        "ol" if is_reversed => number("start"),
                        "ol" => Some(number("start").unwrap_or(1)),
                        _ => None,
                    },
                    step: if is_reversed { -1 } else { 1 },
                    style: style(tag).unwrap_or('1'),
                });
            }
            "dd" => {
                self.part();
                if !self.in_cell {
                    self.out.gap = false;
                    self.out.indent("    ", "    ");
                }
            }
            "li" => {
                self.part();
                let marker = self.html.marker(tag);
                if self.in_cell {
                    self.plain.text.push_str(&marker);
                } else {
                    let rest = " ".repeat(marker.chars().count());
                    self.out.indent(&marker, &rest);
                    if marker != "- " {
                        self.mark(marker.trim_end());
                    }
                }
            }
            name if is_block(name) => self.part(),
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str) {
        match name {
            "del" | "s" | "ins" => self.plain.text.push(']'),
            "sup" | "sub" => {
                if let Some(start) = self.html.shifted.pop()
                    && let Some(inside) = self.plain.text.get(start..)
                    && inside.contains(' ')
                {
                    self.plain.text.insert(start, '(');
                    self.plain.text.push(')');
                }
            }
            "ol" | "ul" => {
                self.part();
                self.html.lists.pop();
                self.out.gap |= !self.in_cell && self.html.lists.is_empty();
            }
            "dd" | "li" => {
                self.part();
                if !self.in_cell {
                    self.out.outdent();
                }
            }
            name if is_block(name) => self.part(),
            _ => {}
        }
    }

    /// Ends what is in hand: the paragraph, or the line within a cell.
    fn part(&mut self) {
        if self.in_cell {
            self.plain.text.push(' ');
        } else {
            self.flush();
        }
    }

    /// Adds what an item begins with to the text of the section in hand, where
    /// others may refer to it. Nothing else is in hand.
    pub(super) fn mark(&mut self, marker: &str) {
        self.plain.text.push_str(marker);
        self.plain.text.push(' ');
        self.start = self.plain.text.len();
    }

    fn shift(&mut self, mark: char) {
        self.plain.text.push(mark);
        self.html.shifted.push(self.plain.text.len());
    }
}

impl Html {
    /// What an item begins with.
    fn marker(&mut self, tag: &Tag) -> String {
        let Some(list) = self.lists.last_mut() else {
            return "- ".to_owned();
        };
        if let Some(own) = value(tag, "value").and_then(|value| value.trim().parse().ok()) {
            list.next = list.next.and(Some(own));
        }
        let Some(number) = list.next else {
            return "- ".to_owned();
        };
        list.next = number.checked_add(list.step);
        format!("{}. ", counted(number, style(tag).unwrap_or(list.style)))
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

/// a, b, … z, aa, ab, …
fn letters(mut number: usize) -> String {
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
            | "pre"
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
