//! Texts that policies include by calling them.

use std::sync::Arc;

use super::instrument::Segment;
use crate::base::source::Source;

/// The index of a snippet in the list of all snippets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SnippetId(pub usize);

/// A text that policies and other snippets call by name.
#[derive(Debug)]
pub struct Snippet {
    /// The name used in calls.
    pub name: String,
    /// The kind of section that it prints (`retention`, `rights`, …).
    pub kind: Option<String>,
    /// The source file.
    pub source: Arc<Source>,
    /// The number of the first segment.
    pub first_segment: usize,
    /// The segments, with consecutive numbers.
    pub segments: Vec<Segment>,
}

/// The number after that of the last segment of any snippet.
pub(crate) fn end_segment(snippets: &[Snippet]) -> usize {
    let last = snippets.last();
    last.map_or(0, |last| last.first_segment + last.segments.len())
}

/// The segment with the given number, and the snippet that contains it.
pub(super) fn segment(snippets: &[Snippet], number: usize) -> Option<(SnippetId, Segment)> {
    let index = snippets
        .partition_point(|snippet| snippet.first_segment <= number)
        .checked_sub(1)?;
    let snippet = &snippets[index];
    let segment = snippet.segments.get(number - snippet.first_segment)?;
    Some((SnippetId(index), *segment))
}
