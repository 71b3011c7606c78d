//! Maps a merged text back to its sources.

use std::ops::Range;
use std::sync::Arc;

use super::snippet::{Snippet, SnippetId};
use super::source_map::{CallId, SourceMap};
use super::tags;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Place, Source};

/// The origin of a merged text.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The mapping from merged text to files.
    pub map: &'a SourceMap,
    /// The policy file.
    pub policy: &'a Arc<Source>,
    /// All snippets of the site.
    pub snippets: &'a [Snippet],
}

impl<'a> Origin<'a> {
    /// The place in a file that a range of merged text comes from. The output of a tag maps to the
    /// tag.
    pub fn place(&self, merged: Range<usize>) -> Option<Place> {
        let first = self.map.run_at(merged.start)?;
        let start = first.original(merged.start);
        let last = merged.end.saturating_sub(1).max(merged.start);
        let end = match self.map.run_at(last) {
            Some(last) if last.snippet == first.snippet => last.original(merged.end),
            _ => start,
        };
        Some(self.file(first.snippet).place_within(start..end.max(start)))
    }

    /// The text of the file that the merged text at `offset` comes from.
    pub(crate) fn text_of(&self, offset: usize) -> Option<&'a str> {
        let run = self.map.run_at(offset)?;
        Some(&self.file(run.snippet).text)
    }

    /// The calls through which the text at `offset` was included, innermost first, each with the
    /// name of the called snippet and the place of the tag.
    pub fn chain(&self, offset: usize) -> impl Iterator<Item = (&'a str, Place)> {
        let calls = self.map.calls(self.map.call_at(offset));
        calls.filter_map(|call| self.tag(call))
    }

    /// The name of the snippet called by `call`, and the place of the tag.
    pub(crate) fn tag(&self, call: CallId) -> Option<(&'a str, Place)> {
        let called = self.called(call)?;
        let caller = self.map.caller(call)?;
        let file = self.file(caller.snippet);
        let tag = tags::range_at(&file.text, caller.segment.tag as usize);
        Some((called.name.as_str(), file.place(tag)))
    }

    /// The snippet called by `call`.
    pub fn called(&self, call: CallId) -> Option<&'a Snippet> {
        let SnippetId(at) = self.map.call(call).snippet?;
        self.snippets.get(at)
    }

    /// The kind of section that the snippet called by `call` prints.
    pub fn kind(&self, call: CallId) -> Option<&'a str> {
        self.called(call)?.kind.as_deref()
    }

    /// The kinds of the snippets that contain `call`, innermost first.
    pub fn kinds(&self, call: CallId) -> impl Iterator<Item = &'a str> {
        let origin = *self;
        let calls = origin.map.calls(call);
        calls.filter_map(move |call| origin.kind(call))
    }

    /// Points a diagnostic at a range of merged text and at the calls that included it, or at the
    /// policy file if the range has no place.
    pub fn point(&self, diagnostic: Diagnostic, merged: Range<usize>, words: &str) -> Diagnostic {
        let start = merged.start;
        let mut diagnostic = match self.place(merged) {
            Some(place) => diagnostic.label(place, words),
            None if diagnostic.labels.is_empty() => diagnostic.path(&self.policy.path),
            None => diagnostic,
        };
        for (name, place) in self.chain(start) {
            diagnostic = diagnostic.label(place, format!("clause `{name}` called here"));
        }
        diagnostic
    }

    fn file(&self, snippet: Option<SnippetId>) -> &'a Arc<Source> {
        match snippet {
            Some(SnippetId(at)) => &self.snippets[at].source,
            None => self.policy,
        }
    }
}
