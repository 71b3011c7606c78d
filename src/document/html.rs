//! Raw HTML inside Markdown: what it links to and defines, and making it safe.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::sync::LazyLock;

use ammonia::Builder;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

pub use crate::base::escape::html as escape_into;

/// Whether a piece of raw HTML is nothing but comments.
pub fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        match inside.split_once("-->") {
            Some((_, after)) => rest = after.trim_start(),
            None => return true,
        }
    }
    rest.is_empty()
}

/// The ids that a piece of HTML defines, by `id` or an anchor's `name`.
pub fn ids(html: &str) -> Vec<String> {
    if !(html.contains("id") || html.contains("name")) {
        return Vec::new();
    }
    let mut ids = Vec::new();
    rewrite(html, |_, name, value| {
        if name == "id" {
            ids.push(value.to_owned());
        }
        Some(value.to_owned())
    });
    ids.dedup();
    ids
}

/// The text of a piece of HTML, without tags.
pub fn text(html: &str) -> String {
    struct Texts(RefCell<(String, bool)>);
    impl TokenSink for Texts {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let (out, in_code) = &mut *self.0.borrow_mut();
            match token {
                Token::CharacterTokens(text) if !*in_code => out.push_str(&text),
                Token::TagToken(tag) if is_code(&tag.name) => {
                    *in_code = tag.kind == TagKind::StartTag;
                }
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Texts(RefCell::default()), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner().0
}

/// Whether what is in an element is no text.
fn is_code(element: &str) -> bool {
    matches!(element, "script" | "style" | "template")
}

/// Whether an element holds what is shown in place of something that pages
/// don't have, such as scripts. Its content stays, and not as bare text, which
/// it is to parsers that expect the real thing to work.
fn is_fallback(element: &str) -> bool {
    matches!(element, "noscript" | "noframes" | "noembed" | "iframe")
}

/// A piece of HTML without what could run or reach out: elements that no text
/// needs, and attributes with code. Tags need not be balanced, as in Markdown
/// they may stand around text.
pub fn tame(html: &str) -> String {
    let left_out = |element: &str| {
        is_code(element)
            || is_fallback(element)
            || matches!(
                element,
                "object" | "embed" | "form" | "base" | "meta" | "link"
            )
    };
    rewrite_tags(html, left_out, |_, name, value| {
        let has_code = name.starts_with("on") || name == "style" || name == "srcdoc";
        let scheme: String = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .take_while(|c| *c != ':')
            .collect();
        let runs = ["javascript", "data", "vbscript"]
            .iter()
            .any(|unsafe_scheme| scheme.eq_ignore_ascii_case(unsafe_scheme));
        (!has_code && !runs).then(|| value.to_owned())
    })
}

/// Writes a piece of HTML anew, with each attribute as `attribute` wants it,
/// given the element's name, the attribute's name and its value; `None` drops
/// the attribute. The `name` of an anchor counts as its `id`, which it was
/// before HTML 4. Comments are left out, and tags around fallbacks.
pub fn rewrite(html: &str, attribute: impl FnMut(&str, &str, &str) -> Option<String>) -> String {
    rewrite_tags(html, is_fallback, attribute)
}

/// The same without the tags of some elements.
fn rewrite_tags(
    html: &str,
    left_out: impl Fn(&str) -> bool,
    attribute: impl FnMut(&str, &str, &str) -> Option<String>,
) -> String {
    let sink = Rewriter {
        state: RefCell::new((String::with_capacity(html.len()), attribute)),
        left_out,
        in_code: Cell::new(false),
    };
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.state.into_inner().0
}

struct Rewriter<F, L> {
    state: RefCell<(String, F)>,
    left_out: L,
    in_code: Cell<bool>,
}

impl<F, L> TokenSink for Rewriter<F, L>
where
    F: FnMut(&str, &str, &str) -> Option<String>,
    L: Fn(&str) -> bool,
{
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        let (out, attribute) = &mut *state;
        match token {
            Token::CharacterTokens(_) if self.in_code.get() => {}
            Token::CharacterTokens(text) => escape_into(&text, out),
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                if (self.left_out)(name) {
                    if is_code(name) {
                        self.in_code.set(tag.kind == TagKind::StartTag);
                    }
                    return TokenSinkResult::Continue;
                }
                if tag.kind == TagKind::EndTag {
                    let _ = write!(out, "</{name}>");
                    return TokenSinkResult::Continue;
                }
                let _ = write!(out, "<{name}");
                let has_id = tag.attrs.iter().any(|attr| &*attr.name.local == "id");
                for attr in &tag.attrs {
                    let key: &str = &attr.name.local;
                    let key = match (name, key) {
                        ("a", "name") if has_id => continue,
                        ("a", "name") => "id",
                        _ => key,
                    };
                    if let Some(value) = attribute(name, key, &attr.value) {
                        let _ = write!(out, " {key}=\"");
                        escape_into(&value, out);
                        out.push('"');
                    }
                }
                out.push('>');
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reduces a page's body to what a document needs: no script, no style, no
/// forms, no frames, no addresses but those of links, mail and telephone. Tags
/// that are not closed are closed.
pub fn sanitise(html: &str) -> String {
    static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::default();
        builder
            .add_tags(["section", "aside", "figure", "figcaption", "picture"])
            .rm_tags(["map", "area", "center", "tt", "strike", "acronym"])
            .add_generic_attributes([
                "id",
                "class",
                "role",
                "dir",
                "tabindex",
                "aria-label",
                "aria-labelledby",
                "aria-hidden",
                "aria-describedby",
            ])
            .add_tag_attributes("a", ["rel"])
            .add_tag_attributes("time", ["datetime"])
            .add_tag_attributes("th", ["scope"])
            .add_tag_attributes("ol", ["start", "reversed"])
            .add_tag_attributes("li", ["value"])
            .add_tag_attributes("details", ["open"])
            .url_schemes(["http", "https", "mailto", "tel"].into())
            .link_rel(None);
        builder
    });
    CLEANER.clean(html).to_string()
}
