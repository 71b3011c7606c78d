//! Quotations in a text.

use super::Prose;

/// The positions at which quotations begin and end.
#[derive(Debug)]
pub(super) struct Quotations(Vec<(usize, bool)>);

impl Quotations {
    /// The quotations in a text. They end with their blocks at the latest.
    fn of(prose: &Prose<'_>) -> Self {
        let mut changes = Vec::new();
        let mut was_open = false;
        let mut change = |at: usize, is_open: bool| {
            if was_open != is_open {
                changes.push((at, is_open));
                was_open = is_open;
            }
        };
        for block in &prose.blocks {
            change(block.text.start, false);
            let mut open: Vec<char> = Vec::new();
            let mut straight = false;
            for (at, c) in prose.of_block(block).char_indices() {
                // German quotations end with the mark that begins English ones.
                let closes: &[char] = match c {
                    '“' => &['„'],
                    '”' => &['“', '„'],
                    '»' => &['«'],
                    '«' => &['»'],
                    _ => &[],
                };
                match (c, open.last()) {
                    ('"', _) => straight = !straight,
                    (_, Some(last)) if closes.contains(last) => {
                        open.pop();
                    }
                    ('“' | '„' | '«', _) => open.push(c),
                    _ => continue,
                }
                let after = block.text.start + at + c.len_utf8();
                change(after, !open.is_empty() || straight);
            }
        }
        Self(changes)
    }

    fn are_around(&self, at: usize) -> bool {
        let before = self.0.partition_point(|(from, _)| *from <= at);
        before > 0 && self.0[before - 1].1
    }
}

impl Prose<'_> {
    /// Whether a position is between quotation marks or in a block quote.
    pub fn is_quoted(&self, at: usize) -> bool {
        let quotations = || self.quotations.get_or_init(|| Quotations::of(self));
        self.block_at(at)
            .is_some_and(|block| block.quoted || quotations().are_around(at))
    }
}
