//! Footnote references in HTML, with links in both directions.

use std::fmt::Write as _;

use crate::base::escape;
use crate::model::language::PageWords;

/// Writes a footnote reference.
pub(super) fn reference(number: usize, mention: usize, words: &PageWords, out: &mut String) {
    let id = mention_id(number, mention);
    let _ = write!(
        out,
        "<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn.{number}\" role=\"doc-noteref\" aria-label=\"{} {number}\">{number}</a></sup>",
        escaped(&words.footnote)
    );
}

/// Returns links back to each mention of a footnote.
pub(super) fn back_links(number: usize, mentions: usize, words: &PageWords) -> String {
    let label = escaped(&words.back_to_text);
    let mut links = String::new();
    for mention in 1..=mentions {
        let id = mention_id(number, mention);
        let _ = write!(
            links,
            " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{label}\">↩</a>"
        );
    }
    links
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::html(text, &mut out);
    out
}

/// The ID of a mention of a footnote. Footnote IDs contain a dot; heading IDs never do.
fn mention_id(number: usize, mention: usize) -> String {
    match mention {
        1 => format!("fnref.{number}"),
        _ => format!("fnref.{number}.{mention}"),
    }
}
