//! Raw HTML inside Markdown, of which only the safe parts are kept.

mod allowed;
mod meaning;
pub(crate) mod names;
mod removed;
mod sanitise;

pub(crate) use meaning::{Meaning, Part, RawHtml, Spans, letters};
pub(crate) use removed::Removed;
pub(crate) use sanitise::{Context, Piece, ROOT, Sanitiser};

/// Whether a piece of raw HTML contains only comments.
pub(crate) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        if let Some(after) = after_empty(inside) {
            rest = after.trim_start();
            continue;
        }
        match inside.split_once("-->") {
            Some((_, after)) => rest = after.trim_start(),
            None => return true,
        }
    }
    rest.is_empty()
}

/// The text after `<!-->` or `<!--->`, which are whole comments, given the text after `<!--`.
pub(super) fn after_empty(inside: &str) -> Option<&str> {
    inside.strip_prefix('>').or(inside.strip_prefix("->"))
}

/// Whether the text of a comment is meant for policygen: in the correct form, or as a command in
/// another form, such as `policygen-disable QUA101` and `policygen allow QUA101: a reason`.
pub(crate) fn is_for_policygen(inside: &str) -> bool {
    if inside.contains("policygen:") {
        return true;
    }
    let Some(rest) = inside.trim_start().strip_prefix("policygen") else {
        return false;
    };
    let Some(command) = rest.strip_prefix([' ', '-', '_', '/']) else {
        return false;
    };
    let end = command.find(|c: char| !c.is_ascii_alphabetic());
    let (word, rest) = command.split_at(end.unwrap_or(command.len()));
    let is_command = matches!(
        word,
        "allow" | "allowed" | "disable" | "disabled" | "enable" | "ignore" | "ignored" | "suppress"
    );
    // Capital letters followed by a number are a rule ID.
    let mut words = rest.split(|c: char| !c.is_ascii_alphanumeric());
    let names_rule = words.any(|word| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        digits.len() == 3 && word.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    is_command && (names_rule || rest.trim().is_empty() || rest.starts_with(['(', ':', '-']))
}
