//! Offsets in a text with insertions.

/// Pairs of offsets: in a text with insertions, and in the original.
#[derive(Debug, Clone)]
pub(crate) struct Steps(Vec<(usize, usize)>);

impl Steps {
    /// The offsets of a text without insertions yet.
    pub(crate) fn new() -> Self {
        Self(vec![(0, 0)])
    }

    /// Records that the text from `here` on is that of the original from `there` on.
    pub(crate) fn push(&mut self, here: usize, there: usize) {
        self.0.push((here, there));
    }

    /// Converts an offset to one in the original. An offset in an insertion becomes its place.
    pub(crate) fn back(&self, offset: usize) -> usize {
        let next = self.0.partition_point(|(here, _)| *here <= offset);
        let (here, there) = self.0[next.saturating_sub(1)];
        let limit = self.0.get(next).map_or(usize::MAX, |step| step.1);
        (there + offset - here).min(limit)
    }
}
