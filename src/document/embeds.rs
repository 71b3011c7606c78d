//! Elements that the script of a consent tool or a generator of policies would fill:
//! `<div id="cookiescript_report"></div>`. Scripts are not published, so they stay empty.

use std::sync::LazyLock;

use regex::Regex;

use super::misread::Found;
use super::node::Node;
use crate::base::diagnostic::codes;

/// An element without text, with an ID, a class or another attribute that names such a tool.
static EMBED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)<(?:div|span|section|article|p|ul|table)\s[^<>]*?\b(?:id|class|name|data-[\w-]+)\s*=\s*["']?[^"'<>]*
        (?:cookie-?(?:script|bot|declaration|report|list|table|settings|policy|yes|information|hub)|cky-|termly|iubenda|ot-sdk|onetrust
        |optanon|usercentrics|uc-embed|osano|didomi|cookiefirst|cookiehub|complianz|cmplz|borlabs|axeptio|quantcast|enzuzo|termsfeed
        |getterms|privacy-?embed|policy-?embed|legal-?embed)[^<>]*>\s*</"#,
    )
    .ok()
});

/// Finds the first such element in a block of HTML.
pub(super) fn in_block(text: &str, node: &Node<'_>) -> Option<Found> {
    let range = node.range();
    let written = text.get(range.clone())?;
    let found = EMBED.as_ref()?.find(written)?;
    let tag = found.as_str().split_inclusive('>').next()?;
    let start = range.start + found.start();
    Some(Found {
        code: &codes::REMOVED_HTML,
        range: start..start + tag.len(),
        message: "only a script could fill this element, and scripts are not published".to_owned(),
        help: "write the text that it should show on the page".to_owned(),
    })
}
