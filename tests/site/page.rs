//! A page as readers see it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// The text of a page, with white space folded.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// All text, except the marks of permalinks.
    pub(crate) text: String,
    /// The headings of level 2, with their numbers.
    pub(crate) headings: Vec<String>,
}

#[derive(Default)]
struct Reading {
    text: String,
    heading: Option<String>,
    headings: Vec<String>,
    hidden: bool,
}

/// Elements that don't interrupt the flow of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

impl Page {
    pub(crate) fn read(html: &str) -> Self {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(html));
        let tokenizer =
            Tokenizer::new(Reader(RefCell::new(Reading::default())), Default::default());
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        let reading = tokenizer.sink.0.into_inner();
        Self {
            text: folded(&reading.text),
            headings: reading.headings.iter().map(|text| folded(text)).collect(),
        }
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Reader(RefCell<Reading>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if !reading.hidden => {
                reading.text.push_str(&text);
                if let Some(heading) = &mut reading.heading {
                    heading.push_str(&text);
                }
            }
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                let opens = tag.kind == TagKind::StartTag;
                if !INLINE.contains(&name) {
                    reading.text.push(' ');
                }
                match name {
                    "a" => {
                        reading.hidden = opens
                            && tag.attrs.iter().any(|attribute| {
                                &*attribute.name.local == "class"
                                    && &*attribute.value == "permalink"
                            });
                    }
                    "h2" if opens => reading.heading = Some(String::new()),
                    "h2" => {
                        let heading = reading.heading.take();
                        reading.headings.extend(heading);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
