//! Underscores around the name of a cookie or a setting, which Markdown reads as formatting:
//! `__cfduid__`, `__Secure-token__`.

use super::misread::Found;
use super::node::Node;
use crate::base::diagnostic::codes;

/// The maximum length of a name.
const LONGEST: usize = 80;

/// Cookies whose names begin with underscores, without them.
const COOKIES: &[&str] = &[
    "cfduid", "cfruid", "cflb", "fbc", "fbp", "ga", "gads", "gac", "gat", "gcl", "gid", "gpi",
    "gsas", "hssc", "hssrc", "hstc", "hjid", "pk", "qca", "stripe", "tld", "utma", "utmb", "utmc",
    "utmt", "utmv", "utmz", "clck", "clsk", "uetsid", "uetvid", "atuvc", "atuvs", "vwo",
];

/// Prefixes of cookies that browsers treat specially.
const PREFIXES: &[&str] = &["Secure-", "Host-", "Http-"];

/// Finds a name in bold or in italics whose underscores belong to it.
pub(super) fn around_name(text: &str, node: &Node<'_>) -> Option<Found> {
    let range = node.range();
    let written = text
        .get(range.clone())
        .filter(|written| written.len() <= LONGEST)?;
    let name = written.trim_matches('_');
    let count = written.len() - written.trim_start_matches('_').len();
    let is_known = COOKIES.contains(&name);
    let is_name = match count {
        0 => false,
        1 => is_known,
        _ => is_known || is_identifier(name),
    };
    is_name.then(|| Found {
        code: &codes::MARK_IN_WORDS,
        range,
        message: format!(
            "the underscores around `{name}` are read as formatting and do not appear on the page"
        ),
        help: "put the name in backticks".to_owned(),
    })
}

/// Whether a word can only be the name of a cookie or a setting. `Opt-out` is an ordinary word, and
/// `B2B` an abbreviation.
fn is_identifier(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let rest = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
    let has_letter = name.contains(|c: char| c.is_ascii_lowercase());
    name.chars().all(is_part)
        && (rest.is_some_and(|rest| !rest.is_empty()) || has_letter && name.contains('_'))
}
