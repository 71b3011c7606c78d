//! Links that other generators add to headings, from a heading to itself: `## Rights [#](#rights)`.

use super::Builder;
use crate::document::node::Kind;

/// What such links show.
const MARKS: &[&str] = &["", "#", "¶", "§", "🔗", "\u{200b}"];

impl Builder<'_, '_> {
    /// Drops a link that is being closed, and its node, if it only marks its heading.
    pub(super) fn drop_permalink(&mut self, node: usize, link: u32) -> bool {
        let mut open = self.open.iter().rev().skip(1);
        let is_in_heading = open.any(|&at| {
            let kind = &self.built.nodes[at as usize].kind;
            matches!(kind, Kind::Heading(_) | Kind::Title(_))
        });
        let is_last = link as usize + 1 == self.built.links.len();
        let is_to_section = is_last && self.built.links[link as usize].written.starts_with('#');
        if !is_in_heading || !is_to_section {
            return false;
        }
        let inside = &self.built.nodes[node + 1..];
        let is_mark = match inside {
            [] => true,
            [one] => matches!(&one.kind, Kind::Text(text) if MARKS.contains(&text.trim())),
            _ => false,
        };
        if is_mark {
            self.built.nodes.truncate(node);
            self.built.links.pop();
            self.open.pop();
        }
        is_mark
    }
}
