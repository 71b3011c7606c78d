//! Block quotes that begin with `[!NOTE]` or a similar marker.

use std::ops::Range;

use super::Builder;
use crate::document::CalloutKind;
use crate::document::node::{Kind, Node};

/// The title of the callout that is being built.
pub(super) struct CalloutTitle {
    pub(super) node: u32,
    /// The end of the marker.
    pub(super) marker: usize,
    /// The number of open containers, including the title.
    pub(super) depth: usize,
    /// Whether the marker has not been read completely.
    pub(super) in_marker: bool,
}

impl<'a> Builder<'a, '_> {
    /// Begins a paragraph, which may be the title of a callout.
    pub(super) fn paragraph(&mut self, range: &Range<usize>) {
        let parent = self.open.last().copied();
        if let Some(parent) = parent {
            let is_first = self.built.nodes.len() == parent as usize + 1;
            let node = &mut self.built.nodes[parent as usize];
            match node.kind {
                // Only the innermost of nested quotes can begin with a marker.
                Kind::Quote if is_first => {
                    if let Some((kind, marker)) = marker(self.text, &node.range()) {
                        node.kind = Kind::Callout { kind, titled: true };
                        self.open(Kind::CalloutTitle { whole: true }, range);
                        self.title = Some(CalloutTitle {
                            node: parent + 1,
                            marker,
                            depth: self.open.len(),
                            in_marker: true,
                        });
                        return;
                    }
                }
                Kind::Item { .. } => {
                    if let Some((list, _)) = self.lists.last()
                        && let Kind::List { tight, .. } = &mut self.built.nodes[*list as usize].kind
                    {
                        *tight = false;
                    }
                }
                _ => {}
            }
        }
        self.open(Kind::Paragraph, range);
    }

    pub(super) fn line_break(&mut self, kind: Kind<'a>, range: &Range<usize>) {
        let title = self.title.as_ref();
        if title.is_none_or(|title| title.depth != self.open.len()) {
            return self.leaf(kind, range);
        }
        // The title was the first line of a paragraph; the rest becomes another paragraph.
        if let Some(title) = self.end_callout_title(false) {
            self.open(Kind::Paragraph, &(range.end..title.end.max(range.end)));
        }
    }

    /// Ends the title of a callout and returns the place of its paragraph.
    pub(super) fn end_callout_title(&mut self, whole: bool) -> Option<Range<usize>> {
        let node = self.title.take()?.node as usize;
        let range = self.built.nodes[node].range();
        self.close(range.end);
        self.built.nodes[node].kind = Kind::CalloutTitle { whole };
        if self.built.nodes.len() == node + 1 {
            self.built.nodes.truncate(node);
            if let Some(Node {
                kind: Kind::Callout { titled, .. },
                ..
            }) = self.built.nodes.last_mut()
            {
                *titled = false;
            }
        }
        Some(range)
    }
}

/// The kind and the end of the marker at the start of a block quote. The parser recognises
/// `> [!NOTE]` only on a separate line; this also finds markers that are followed by a title, as in
/// `> [!NOTE] Our promise`. The marker includes a `+` or `-` after it, which folds the block in
/// Obsidian.
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
    let folds = rest[name.len() + 1..].starts_with(['-', '+']);
    let end = range.start + (quote.len() - rest.len()) + name.len() + 1 + usize::from(folds);
    Some((kind, end))
}
