//! Raw HTML inside Markdown: keeps what is safe.

mod allowed;
mod meaning;
pub(crate) mod names;
mod removed;
mod sanitise;

pub(crate) use meaning::{Meaning, Part, RawHtml, letters};
pub(crate) use removed::Removed;
pub(crate) use sanitise::{Context, Piece, ROOT, Sanitiser};

/// Whether a piece of raw HTML contains only comments.
pub(crate) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        match inside.split_once("-->") {
            Some((_, after)) => rest = after.trim_start(),
            None => return true,
        }
    }
    rest.is_empty()
}
