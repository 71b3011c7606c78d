//! Block quotes that begin with `[!NOTE]` or the like.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Callout, CalloutKind};

/// Finds callouts. The parser knows `> [!NOTE]` on a line of its own; a title
/// after the marker, as in `> [!NOTE] Our promise`, is found here, and the
/// marker is taken out of the events.
///
/// `quotes` are the events that block quotes begin with.
pub(super) fn find(
    events: &mut [(Event<'_>, Range<usize>)],
    quotes: &[usize],
    text: &str,
) -> Vec<Callout> {
    let mut callouts = Vec::new();
    for &index in quotes {
        match &events[index].0 {
            Event::Start(Tag::BlockQuote(Some(kind))) => callouts.push(Callout {
                event: index,
                kind: (*kind).into(),
                title: None,
            }),
            Event::Start(Tag::BlockQuote(None)) => {
                // Only the innermost of nested quotes can begin with a marker.
                if matches!(
                    events.get(index + 1),
                    Some((Event::Start(Tag::Paragraph), _))
                ) && let Some((kind, end)) = marker(text, &events[index].1)
                {
                    let title = take_title(events, index + 2, end);
                    callouts.push(Callout {
                        event: index,
                        kind,
                        title: Some(title),
                    });
                }
            }
            _ => {}
        }
    }
    callouts
}

/// The kind of a marker at the head of a block quote, and where it ends.
fn marker(text: &str, range: &Range<usize>) -> Option<(CalloutKind, usize)> {
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

/// Blanks the marker's text in the events of a paragraph that begins at
/// `first`, and gives the events of the rest of its line.
fn take_title(
    events: &mut [(Event<'_>, Range<usize>)],
    mut first: usize,
    marker_end: usize,
) -> Range<usize> {
    while let Some((Event::Text(text), range)) = events.get_mut(first) {
        let behind = marker_end.saturating_sub(range.start).min(text.len());
        let kept = text[behind..].trim_start().to_owned();
        range.start = (range.start + behind).min(range.end);
        let done = range.end > marker_end;
        if kept.is_empty() {
            first += 1;
        }
        *text = kept.into();
        if done {
            break;
        }
    }
    let end = events[first..]
        .iter()
        .position(|(event, _)| {
            matches!(
                event,
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)
            )
        })
        .map_or(events.len(), |at| first + at);
    first..end
}
