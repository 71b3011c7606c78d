//! Reads raw HTML, and HTML that its indentation makes code.

use std::ops::Range;

use super::{Kind, Link, Reader};
use crate::base::markdown;
use crate::document::{Leaf, Step, Walk};

/// Elements that begin a paragraph of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The minimum number of words in indented HTML that is text, rather than an example of code.
const WORDS: usize = 8;

/// Whether one of these tags begins or ends a paragraph.
fn parts_blocks(tags: &str) -> bool {
    tags.split('<').skip(1).any(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
        let name = tag[..end.unwrap_or(tag.len())].to_ascii_lowercase();
        BLOCKS.binary_search(&name.as_str()).is_ok()
    })
}

/// The text of indented HTML, without its tags; `None` if the code is no such HTML, or has too
/// little text.
pub(in crate::check) fn text_of_indented(code: &str) -> Option<String> {
    let code = code.trim_start();
    let first = code.split_inclusive('>').next().unwrap_or_default();
    if !(code.starts_with('<') && parts_blocks(first)) {
        return None;
    }
    let mut text = String::new();
    let mut is_tag = false;
    for line in code.lines() {
        for (_, part) in pieces(line, &mut is_tag) {
            if let Part::Text(words) = part {
                text.push_str(words);
                text.push(' ');
            }
        }
    }
    let is_word = |word: &&str| {
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
    };
    (text.split_whitespace().filter(is_word).count() >= WORDS).then_some(text)
}

/// A part of a line of HTML.
enum Part<'t> {
    Text(&'t str),
    /// A tag, or the part of it in the line.
    Tag(&'t str),
}

/// The parts of a line of HTML with their positions. `is_tag` states whether the line begins in a
/// tag, and then whether the next one does.
fn pieces<'t>(line: &'t str, is_tag: &mut bool) -> Vec<(usize, Part<'t>)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let end = match *is_tag {
            true => rest.find('>').map(|end| end + 1),
            false => rest.find('<'),
        };
        let stop = end.unwrap_or(rest.len());
        let part = &rest[..stop];
        match *is_tag {
            true => parts.push((at, Part::Tag(part))),
            false if part.trim().is_empty() => {}
            false => parts.push((at, Part::Text(part))),
        }
        *is_tag ^= end.is_some();
        at += stop;
    }
    parts
}

impl Reader<'_> {
    /// Reads a block of code as HTML, if it is indented and its lines are HTML. Its author did not
    /// mean code: an empty line ended the block of HTML before it.
    pub(super) fn indented_html(&mut self, walk: Walk<'_>, range: &Range<usize>) -> bool {
        let is_fenced = self.prose.place(range.clone()).is_none_or(|place| {
            let text = &place.source.text[place.range];
            text.trim_start().starts_with(['`', '~'])
        });
        if is_fenced {
            return false;
        }
        let mut lines: Vec<(&str, Range<usize>)> = Vec::new();
        for (step, at) in walk {
            if let Step::Leaf(Leaf::Text(text)) = step {
                lines.push((text, at));
            }
        }
        let code: String = lines.iter().map(|(text, _)| *text).collect();
        if text_of_indented(&code).is_none() {
            return false;
        }
        let mut is_tag = false;
        for (line, at) in lines {
            let is_exact = at.len() == line.len();
            for (from, part) in pieces(line, &mut is_tag) {
                match part {
                    Part::Tag(tag) if parts_blocks(tag) => self.end_html(),
                    Part::Tag(tag) => self.link_of_html(tag),
                    Part::Text(text) => {
                        let at = match is_exact {
                            true => at.start + from..at.start + from + text.len(),
                            false => at.clone(),
                        };
                        self.text_with_entities(text, &at, range);
                    }
                }
            }
        }
        self.end_html();
        true
    }

    /// Begins or ends a link of indented HTML.
    fn link_of_html(&mut self, tag: &str) {
        if tag.starts_with("</a") {
            self.end_raw_link();
        }
        let address = tag
            .strip_prefix("<a ")
            .and_then(|tag| tag.split_once("href=").map(|(_, address)| address));
        if let Some(address) = address {
            self.end_raw_link();
            self.raw_link = Some(self.prose.links.len());
            let address = address.trim_start_matches(['"', '\'']);
            let end = address.find(['"', '\'', '>']);
            self.prose.links.push(Link {
                text: self.prose.text.len()..usize::MAX,
                to: address[..end.unwrap_or(address.len())].to_owned(),
            });
        }
    }

    /// Adds text of indented HTML, in which entities are not decoded yet.
    fn text_with_entities(&mut self, text: &str, at: &Range<usize>, block: &Range<usize>) {
        const LONGEST: usize = 10;
        let is_exact = at.len() == text.len();
        let of = |from: usize, to: usize| match is_exact {
            true => at.start + from..at.start + to,
            false => at.clone(),
        };
        let mut done = 0;
        for (start, _) in text.match_indices('&') {
            let rest = &text[start..];
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
            let name = rest.bytes().skip(1).take(LONGEST).take_while(is_name);
            let end = 1 + name.count();
            if rest.as_bytes().get(end) != Some(&b';') {
                continue;
            }
            self.text_of_html(&text[done..start], &of(done, start), block);
            done = start + end + 1;
            let decoded = markdown::entity(&text[start..done]).replace('\u{A0}', " ");
            self.text_of_html(&decoded, &of(start, done), block);
        }
        self.text_of_html(&text[done..], &of(done, text.len()), block);
    }

    /// Reads a block of raw HTML, or raw HTML in a line of text.
    pub(super) fn html(&mut self, walk: Walk<'_>, range: &Range<usize>) {
        let is_block = self.open.is_none();
        let mut is_empty = true;
        for (step, at) in walk {
            let text = match step {
                Step::Leaf(Leaf::Text(text)) => text,
                Step::Leaf(leaf @ Leaf::Comment(_)) => {
                    self.leaf(leaf, &at);
                    continue;
                }
                Step::Leaf(leaf) => {
                    self.raw(leaf);
                    if let Leaf::Html(tags) = leaf
                        && is_block
                        && parts_blocks(tags)
                    {
                        self.end_html();
                        is_empty = true;
                    }
                    continue;
                }
                _ => continue,
            };
            if is_block {
                self.text_of_html(text, &at, range);
            } else if !(is_empty && text.trim().is_empty()) {
                is_empty = false;
                self.put(&text.replace('\n', " "), &at, at.len() == text.len());
            }
        }
        match is_block {
            true => self.end_html(),
            false if !is_empty => self.trim_end(),
            false => {}
        }
    }

    /// Adds text of a block of HTML, without space at its beginning.
    fn text_of_html(&mut self, text: &str, at: &Range<usize>, block: &Range<usize>) {
        let (text, at) = match self.open {
            Some(_) => (text, at.clone()),
            None => {
                let rest = text.trim_start();
                let start = match at.len() == text.len() {
                    true => at.end - rest.len(),
                    false => at.start,
                };
                (rest, start..at.end)
            }
        };
        if text.is_empty() {
            return;
        }
        if self.open.is_none() {
            self.begin(Kind::Html, block);
        }
        self.put(
            &text.replace(['\n', '\t'], " "),
            &at,
            at.len() == text.len(),
        );
    }

    /// Ends a paragraph of HTML, if one is being read.
    fn end_html(&mut self) {
        if self.open.is_some() {
            self.trim_end();
            self.close();
        }
    }

    /// Removes white space at the end of the text, also from links.
    fn trim_end(&mut self) {
        self.end_raw_link();
        let end = self.prose.text.trim_end().len();
        self.prose.text.truncate(end);
        for link in self.prose.links.iter_mut().rev() {
            if link.text.end <= end {
                break;
            }
            link.text = link.text.start.min(end)..link.text.end.min(end);
        }
    }
}
