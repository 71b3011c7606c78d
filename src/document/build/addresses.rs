//! Links addresses that are typed as text, such as `https://acme.example/terms`, `www.acme.example`
//! and `privacy@acme.example`, except in code and in other links.

use std::borrow::Cow;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem;
use pulldown_cmark::CowStr;

use super::Builder;
use crate::base::literal;
use crate::document::node::{Kind, LinkForm, Node};

/// Signs that a text contains addresses.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs {
    /// An `@` or `://`.
    mark: bool,
    www: bool,
}

impl Signs {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        Self {
            mark: memchr::memchr(b'@', bytes).is_some() || memmem::find(bytes, b"://").is_some(),
            www: memmem::find(bytes, b"www.").is_some(),
        }
    }

    /// Whether a piece of the text contains one of these signs.
    pub(super) fn are_in(self, piece: &str) -> bool {
        let bytes = piece.as_bytes();
        let is_mark = |at| bytes[at] == b'@' || bytes[at..].starts_with(b"://");
        self.mark && memchr::memchr2_iter(b'@', b':', bytes).any(is_mark)
            || self.www && memmem::find(bytes, b"www.").is_some()
    }
}

/// Elements in which addresses are not linked.
const CODE: &[&str] = &["a", "code", "kbd", "pre", "samp", "var"];

impl<'a> Builder<'a, '_> {
    /// Turns the addresses in the text that just ended into links. The parser may have split the
    /// text into several pieces.
    pub(super) fn link_addresses(&mut self) {
        self.has_address = false;
        let is_linked = self.open.iter().any(|node| {
            let kind = &self.built.nodes[*node as usize].kind;
            matches!(kind, Kind::Link(_) | Kind::Image(_) | Kind::CodeBlock(_))
        });
        if is_linked || self.code.is_some() || self.html.is_in(CODE) {
            return;
        }
        let pieces = &self.built.nodes[self.text_from..];
        let text = match pieces {
            [one] => Cow::Borrowed(&**words(one)),
            pieces => Cow::Owned(pieces.iter().map(|node| &**words(node)).collect()),
        };
        let found = addresses(&text);
        if found.is_empty() {
            return;
        }
        let pieces = self.built.nodes.split_off(self.text_from);
        let mut found = found.into_iter().peekable();
        let mut open = None;
        let mut before = 0;
        for piece in pieces {
            let text = words(&piece);
            let mut at = 0;
            while at < text.len() {
                let mut end = text.len();
                if let Some((address, target)) = found.peek_mut() {
                    let begins = address.start <= before + at;
                    let edge = if begins { address.end } else { address.start };
                    end = end.min(edge - before);
                    if begins && open.is_none() {
                        let target = std::mem::take(target);
                        open = Some(self.open_address(target, part(&piece, at..end)));
                    }
                }
                let place = part(&piece, at..end);
                self.leaf(Kind::Text(slice(text, at..end)), &place);
                if let Some((address, _)) = found.next_if(|(found, _)| found.end == before + end) {
                    debug_assert!(!address.is_empty(), "an address has letters");
                    self.close_address(open.take(), place.end);
                }
                at = end;
            }
            before += text.len();
        }
    }

    fn open_address(&mut self, target: String, place: Range<usize>) -> usize {
        let link = self.link(LinkForm::Bare, false, target.into(), "".into(), &place);
        self.push(Kind::Link(link), &place);
        self.built.nodes.len() - 1
    }

    fn close_address(&mut self, node: Option<usize>, at: usize) {
        let end = self.built.nodes.len() as u32;
        let Some(node) = node.map(|node| &mut self.built.nodes[node]) else {
            return;
        };
        node.end = end;
        node.stop = at as u32;
        if let Kind::Link(link) = node.kind {
            self.built.links[link as usize].range.end = at;
        }
    }
}

/// The text of a text node, or an empty text for any other node.
fn words<'n, 'a>(node: &'n Node<'a>) -> &'n CowStr<'a> {
    const NONE: &CowStr<'static> = &CowStr::Borrowed("");
    match &node.kind {
        Kind::Text(text) => text,
        _ => NONE,
    }
}

/// The place of a part of a text node, or of the whole node if its source is written differently.
fn part(node: &Node<'_>, of: Range<usize>) -> Range<usize> {
    let range = node.range();
    match range.len() == words(node).len() {
        true => range.start + of.start..range.start + of.end,
        false => range,
    }
}

fn slice<'a>(text: &CowStr<'a>, of: Range<usize>) -> CowStr<'a> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[of]),
        text => text[of].to_owned().into(),
    }
}

/// The addresses in a text with their targets, in order.
fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    // Punctuation in facts is protected: three bytes replace one.
    let plain = literal::reveal(text);
    let mut found = with_marks(&plain);
    if memmem::find(plain.as_bytes(), b"www.").is_some() {
        let with_scheme = found.clone();
        let is_inside = |at: usize| {
            let next = with_scheme.partition_point(|(found, _)| found.end <= at);
            let found = with_scheme.get(next);
            found.is_some_and(|(found, _)| found.start <= at)
        };
        found.extend(without_scheme(&plain, is_inside));
        found.sort_by_key(|(found, _)| found.start);
    }
    if let Cow::Owned(plain) = &plain {
        let protected = literal::places(text);
        let written = |at: usize| at + 2 * protected.partition_point(|place| *place < at);
        for (found, _) in &mut found {
            *found = written(found.start)..written(found.end);
        }
        debug_assert_eq!(written(plain.len()), text.len());
    }
    found
}

/// Addresses with a scheme, and email addresses.
fn with_marks(text: &str) -> Vec<(Range<usize>, String)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Email, LinkKind::Url]);
    finder
        .links(text)
        .filter_map(|link| {
            let start = link.start();
            if *link.kind() == LinkKind::Email {
                let of = email(link.as_str())?;
                let (start, end) = (start + of.start, start + of.end);
                let is_address = is_email(&text[start..end], &text[end..]);
                return is_address.then(|| (start..end, format!("mailto:{}", &text[start..end])));
            }
            let url = shortened(link.as_str());
            is_web(url).then(|| (start..start + url.len(), url.to_owned()))
        })
        .collect()
}

/// Addresses that begin with `www.`.
fn without_scheme(text: &str, is_inside: impl Fn(usize) -> bool) -> Vec<(Range<usize>, String)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut found = Vec::new();
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), b"www.") {
        let is_start = !text[..at]
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@'));
        if at < done || !is_start || is_inside(at) {
            continue;
        }
        let word = text[at..].split_whitespace().next().unwrap_or_default();
        done = at + word.len();
        let url = format!("https://{word}");
        let Some(link) = finder.links(&url).next().filter(|link| link.start() == 0) else {
            continue;
        };
        let url = shortened(link.as_str());
        let host = host(url);
        if is_web(url) && host.matches('.').count() > 1 {
            done = at + url.len() - "https://".len();
            found.push((at..done, url.to_owned()));
        }
    }
    found
}

/// Cuts an address at a quotation mark, a dash or a letter of a script without spaces, and removes
/// trailing punctuation.
fn shortened(url: &str) -> &str {
    let ends = |c: char| {
        matches!(
            c,
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '…' | '–' | '—'
        ) || matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}')
    };
    let url = url.split(ends).next().unwrap_or(url);
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_', '~'])
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

/// Whether an address is a web address, rather than a pattern or a local host.
fn is_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    let host = host(url);
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && host.contains('.')
        && !host.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        && !url.contains(['{', '}', '<', '>', '*', '|', '\\', '^', '`'])
        && url::Url::parse(url).is_ok()
}

/// The part of a possible email address without surrounding quotation marks and words in other
/// scripts.
fn email(found: &str) -> Option<Range<usize>> {
    let at = found.rfind('@')?;
    let is_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_{|}~.".contains(c);
    let local = found[..at].trim_end_matches(is_local).len();
    let local = local + found[local..at].find(|c: char| c.is_ascii_alphanumeric() || c == '_')?;
    let domain = shortened(&found[at + 1..]);
    let end = domain.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'));
    let domain = &domain[..end.unwrap_or(domain.len())];
    // “Write to a@acme.example.Then wait” lacks a space.
    let domain = match domain.rsplit_once('.') {
        Some((before, last))
            if before.contains('.')
                && last.starts_with(char::is_uppercase)
                && before.ends_with(char::is_lowercase) =>
        {
            before
        }
        _ => domain,
    };
    domain.contains('.').then_some(local..at + 1 + domain.len())
}

/// Whether a possible email address is one, rather than an image file, a package version or an
/// `scp` path.
fn is_email(address: &str, after: &str) -> bool {
    let top = address.rsplit('.').next().unwrap_or_default();
    let is_file = ["png", "jpg", "jpeg", "gif", "svg", "webp"].contains(&top);
    let is_remote = after
        .strip_prefix([':', '/'])
        .is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '~'));
    !is_file && !is_remote && top.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let found = addresses(text).into_iter();
        found
            .map(|(range, target)| format!("{} -> {target}", &text[range]))
            .collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            (
                "See https://acme.example/a_b?c=d&e=f#g.",
                "https://acme.example/a_b?c=d&e=f#g",
            ),
            ("(see https://acme.example/a)", "https://acme.example/a"),
            (
                "https://acme.example/a_(b), or",
                "https://acme.example/a_(b)",
            ),
            ("“https://acme.example/a”", "https://acme.example/a"),
            ("[https://acme.example/a]", "https://acme.example/a"),
            (
                "詳細はhttps://acme.example/aをご覧ください",
                "https://acme.example/a",
            ),
            ("at HTTPS://acme.example!", "HTTPS://acme.example"),
            ("https://müller.example/ö, or", "https://müller.example/ö"),
        ] {
            assert_eq!(found(text), [format!("{address} -> {address}")], "{text}");
        }
        assert_eq!(
            found("“a@b.example” 'c_d@e.example' 連絡先はf@g.exampleまで h@i.example.Also"),
            [
                "a@b.example -> mailto:a@b.example",
                "c_d@e.example -> mailto:c_d@e.example",
                "f@g.example -> mailto:f@g.example",
                "h@i.example -> mailto:h@i.example",
            ]
        );
        assert_eq!(
            found("at www.acme.example/a, a@acme.example; b.c+d@acme.co.uk."),
            [
                "www.acme.example/a -> https://www.acme.example/a",
                "a@acme.example -> mailto:a@acme.example",
                "b.c+d@acme.co.uk -> mailto:b.c+d@acme.co.uk",
            ]
        );
    }

    #[test]
    fn what_only_looks_like_an_address_is_text() {
        for text in [
            "git@github.com:acme/terms.git",
            "logo@2x.png and pkg@1.2.3, @acme, a @ b, a@b",
            "https://*.acme.example and https://[host]/ and https://acme.example/{id}",
            "http://localhost:3000 and javascript://a.b and ftp://a.example",
            "www.acme, x.www.acme.example, /www.acme.example",
            "acme.example, Node.js, 1.5, and/or, e.g.this",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn protected_characters_count_as_what_they_are() {
        let mut fact = Vec::new();
        literal::escape("*a* https://acme.example/#b (c@d.example)", &mut fact).unwrap();
        let fact = String::from_utf8(fact).unwrap();
        let places = addresses(&fact).into_iter();
        let found: Vec<_> = places
            .map(|(range, _)| literal::reveal(&fact[range]).into_owned())
            .collect();
        assert_eq!(found, ["https://acme.example/#b", "c@d.example"]);
    }
}
