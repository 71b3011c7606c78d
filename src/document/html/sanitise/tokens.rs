//! The tokens of raw HTML.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{Attribute, QualName, local_name, ns};

/// The tokens of a piece of HTML. Elements that browsers parse differently, such as scripts, are
/// read like any other element, because none of their contents are kept.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    match plain_tag(html) {
        Some(tag) => vec![Token::TagToken(tag)],
        None => tokenised(html),
    }
}

fn tokenised(html: &str) -> Vec<Token> {
    struct Tokens(RefCell<Vec<Token>>);
    impl TokenSink for Tokens {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            self.0.borrow_mut().push(token);
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tokens(RefCell::default()), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Parses a piece that is a single tag with no attribute except an ID, such as the anchor of a
/// table row. For these, starting the tokenizer takes longer than reading them here.
fn plain_tag(html: &str) -> Option<Tag> {
    let inside = html.strip_prefix('<')?.strip_suffix('>')?;
    let (kind, inside) = match inside.strip_prefix('/') {
        Some(name) => (TagKind::EndTag, name),
        None => (TagKind::StartTag, inside),
    };
    let (name, id) = match inside.split_once(" id=\"") {
        Some((name, id)) if kind == TagKind::StartTag => (name, Some(id.strip_suffix('"')?)),
        _ => (inside, None),
    };
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_id = |byte: u8| is_word(byte) || byte == b'-';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(is_word)
        && id.is_none_or(|id| !id.is_empty() && id.bytes().all(is_id));
    let id = id.map(|id| Attribute {
        name: QualName::new(None, ns!(), local_name!("id")),
        value: id.into(),
    });
    fits.then(|| Tag {
        kind,
        name: name.into(),
        self_closing: false,
        attrs: id.into_iter().collect(),
        had_duplicate_attributes: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_tags_are_read_as_any_others() {
        for tag in [
            "<span id=\"retention-logs-2\">",
            "</span>",
            "<b>",
            "<h2>",
            "<script>",
            "<x0 id=\"1\">",
        ] {
            let plain = plain_tag(tag).map(Token::TagToken);
            assert_eq!(plain.as_ref(), tokenised(tag).first(), "{tag}");
            assert!(plain.is_some(), "{tag}");
        }
        for other in [
            "<B>",
            "<b id=a>",
            "<b id=\"\">",
            "<b id=\"a&amp;\">",
            "<b id=\"a\" id=\"b\">",
            "</b id=\"a\">",
            "<b/>",
            "<b>a",
            "a",
            "<>",
            "<1>",
            "<!-->",
        ] {
            assert_eq!(plain_tag(other), None, "{other}");
        }
    }
}
