//! Front matter of other generators: blocks that are not read, and the names that
//! its keys have here.

use std::ops::Range;
use std::sync::Arc;

use super::{FRONT_MATTER, line_end};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;

/// A block that looks like front matter and isn't read.
#[derive(Debug)]
pub(super) struct Found {
    /// Its first line.
    line: Range<usize>,
    says: &'static str,
}

impl Found {
    /// The fault.
    pub(super) fn fault(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::new(
            &codes::FOREIGN_FRONT_MATTER,
            format!("this looks like front matter, but {}", self.says),
        )
        .at(source, self.line)
        .help("write one block of YAML between two lines `---`, at the very beginning of the file")
    }
}

/// Front matter at a place of a text where none is read: in TOML, behind blank
/// lines, or a second block.
pub(super) fn find(text: &str, from: usize) -> Option<Found> {
    let rest = &text[from..];
    let blank =
        rest.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}\u{200B}".contains(c));
    let start = from + (rest.len() - blank.len());
    let (fence, sign, says) = if blank.starts_with("+++") {
        ("+++", '=', "it is TOML, which is not read")
    } else if blank.starts_with("---") {
        let says = match from {
            0 => "the file does not begin with it",
            _ => "it is the second block, and only the first is read",
        };
        ("---", ':', says)
    } else {
        return None;
    };
    let first = line_end(text, start);
    if text[start..first].trim_end() != fence {
        return None;
    }
    let found = Found {
        line: start..start + fence.len(),
        says,
    };
    let (mut at, mut is_known) = (first, false);
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next].trim_end();
        at = next;
        if line == fence {
            return is_known.then_some(found);
        }
        let goes_on =
            line.is_empty() && sign == '=' || line.starts_with([' ', '\t', '#', '[', ']', '-']);
        if goes_on {
            continue;
        }
        let key = line.split_once(sign)?.0.trim_end();
        let is_key = !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !is_key {
            return None;
        }
        is_known |=
            FRONT_MATTER.field(key).is_some() || KEYS.iter().any(|(other, _)| *other == key);
    }
    None
}

/// Keys of other generators, and what policygen calls the same; nothing where it
/// has no such thing.
const KEYS: &[(&str, &str)] = &[
    ("permalink", "slug"),
    ("url", "slug"),
    ("redirect_from", "aliases"),
    ("lastmod", "updated"),
    ("last_updated", "updated"),
    ("last_modified_at", "updated"),
    ("date", "updated"),
    ("effective_date", "effective"),
    ("description", "summary"),
    ("sidebar_position", "order"),
    ("weight", "order"),
    ("nav_order", "order"),
    ("published", "draft"),
    ("lang", "language"),
    ("locale", "language"),
    ("layout", ""),
    ("template", ""),
];

/// What to write instead of a key that is not known.
pub(super) fn help(key: &str) -> String {
    match KEYS.iter().find(|(other, _)| *other == key) {
        Some((_, "")) => "remove it: the theme decides how pages look".to_owned(),
        Some((_, "draft")) => {
            "policygen has `draft`: `published: false` is `draft: true`".to_owned()
        }
        Some((_, own)) => format!("policygen calls it `{own}`"),
        None => "put data of your own under `extra`".to_owned(),
    }
}
