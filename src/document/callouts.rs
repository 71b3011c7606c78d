//! Block quotes that begin with `[!NOTE]` or the like.

use std::ops::Range;

use super::CalloutKind;

/// The kind of a marker at the head of a block quote, and where it ends. The
/// parser knows `> [!NOTE]` on a line of its own; this finds those that are
/// followed by a title, as in `> [!NOTE] Our promise`.
pub(super) fn marker(text: &str, range: &Range<usize>) -> Option<(CalloutKind, usize)> {
    let quote = &text[range.clone()];
    let inside = quote.trim_start_matches([' ', '>']);
    let rest = inside.strip_prefix("[!")?;
    let (name, _) = rest.split_once(']')?;
    let kind = match name.to_ascii_uppercase().as_str() {
        "NOTE" => CalloutKind::Note,
        "TIP" => CalloutKind::Tip,
        "IMPORTANT" => CalloutKind::Important,
        "WARNING" => CalloutKind::Warning,
        "CAUTION" => CalloutKind::Caution,
        "SUMMARY" => CalloutKind::Summary,
        _ => return None,
    };
    let end = range.start + (quote.len() - rest.len()) + name.len() + 1;
    Some((kind, end))
}
