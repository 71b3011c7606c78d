//! Tables: what their cells are, and where long words in them may break.

use pulldown_cmark::Alignment;

use crate::base::escape;

/// What begins a row; row 0 is the head.
pub(super) fn row_start(index: usize) -> &'static str {
    match index {
        0 => "<thead><tr>",
        1 => "<tbody>\n<tr>",
        _ => "<tr>",
    }
}

/// What ends a row.
pub(super) fn row_end(index: usize) -> &'static str {
    match index {
        0 => "</tr></thead>\n",
        _ => "</tr>\n",
    }
}

/// What begins a cell.
pub(super) fn cell_start(head: bool, align: Alignment) -> &'static str {
    match (head, align) {
        (true, Alignment::Center) => "<th scope=\"col\" class=\"center\">",
        (true, Alignment::Right) => "<th scope=\"col\" class=\"right\">",
        (true, _) => "<th scope=\"col\">",
        (false, Alignment::Center) => "<td class=\"center\">",
        (false, Alignment::Right) => "<td class=\"right\">",
        (false, _) => "<td>",
    }
}

/// What ends a table with this many rows below the head.
pub(super) fn end(rows: usize) -> &'static str {
    match rows {
        0 => "</table></div>\n",
        _ => "</tbody></table></div>\n",
    }
}

/// Words of fewer bytes stay whole.
const LONG: usize = 20;

/// Writes a text of a cell. Names of cookies and addresses have no spaces, and
/// a long one would take the room that the columns beside it need: it may
/// break between its parts, before the punctuation that joins them, so that
/// none ends a line and looks like a full stop.
pub(super) fn text(text: &str, out: &mut String) {
    let (mut start, mut done) = (0, 0);
    for word in text.split_inclusive(' ') {
        if word.len() >= LONG {
            for at in (1..word.len()).filter(|at| may_break(word.as_bytes(), *at)) {
                escape::html_text(&text[done..start + at], out);
                out.push_str("<wbr>");
                done = start + at;
            }
        }
        start += word.len();
    }
    escape::html_text(&text[done..], out);
}

/// Whether a word may break before the byte at `at`.
fn may_break(word: &[u8], at: usize) -> bool {
    let (before, byte) = (word[at - 1], word[at]);
    if byte.is_ascii_uppercase() {
        return before.is_ascii_lowercase();
    }
    let joins = matches!(
        byte,
        b'_' | b'.' | b'/' | b'@' | b'?' | b'#' | b'&' | b'=' | b'%'
    );
    let goes_on = |next: &u8| next.is_ascii_alphanumeric() || *next == byte;
    joins && before.is_ascii_alphanumeric() && word.get(at + 1).is_some_and(goes_on)
}
