//! Diagnostics as text for people, in the manner of rustc.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use rayon::prelude::*;

use super::lines::Lines;
use super::{Diagnostic, Label, Severity};
use crate::base::source::Place;

/// So many diagnostics are rendered by one thread at a time.
const CHUNK: usize = 256;

/// Renders diagnostics one after the other, each followed by an empty line.
pub fn render(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let parts: Vec<String> = diagnostics
        .par_chunks(CHUNK)
        .map(|diagnostics| {
            let mut lines = Lines::default();
            let mut out = String::new();
            for diagnostic in diagnostics {
                out.push_str(&renderer.render(&[group(diagnostic, &mut lines)]));
                out.push_str("\n\n");
            }
            out
        })
        .collect();
    parts.concat()
}

/// One diagnostic, without colour; `lines` is that of the whole report.
pub(super) fn plain(diagnostic: &Diagnostic, lines: &mut Lines) -> String {
    Renderer::plain().render(&[group(diagnostic, lines)])
}

fn group<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.id),
    );
    // Labels in one file share a snippet; files come in the order of first mention.
    let mut files: Vec<Vec<(bool, &Label)>> = Vec::new();
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let entry = (index == 0, label);
        match files
            .iter_mut()
            .find(|labels| labels[0].1.place.source == label.place.source)
        {
            Some(labels) => labels.push(entry),
            None => files.push(vec![entry]),
        }
    }
    for labels in files {
        let source = &labels[0].1.place.source;
        // The renderer reads all that it is given: no more than these lines.
        let shown = around(&labels);
        let first = lines.region(&source.place(shown.clone())).start.line;
        let mut snippet = Snippet::source(&source.text[shown.clone()])
            .line_start(first)
            .path(source.path.as_str());
        for (primary, label) in labels {
            let kind = if primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let span = first_line(&label.place);
            let span = span.start - shown.start..span.end - shown.start;
            let text = (!label.text.is_empty()).then_some(label.text.as_str());
            snippet = snippet.annotation(kind.span(span).label(text));
        }
        group = group.element(snippet);
    }
    if diagnostic.labels.is_empty()
        && let Some(path) = &diagnostic.path
    {
        group = group.element(Origin::path(path.as_str()));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// The lines that hold the first lines of labels in one file.
fn around(labels: &[(bool, &Label)]) -> Range<usize> {
    let text = &labels[0].1.place.source.text;
    let spans = labels.iter().map(|(_, label)| first_line(&label.place));
    let (start, end) = spans.fold((text.len(), 0), |(start, end), span| {
        (start.min(span.start), end.max(span.end))
    });
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    start..end
}

/// The part of a place on its first line: the renderer draws boxes over more,
/// and panics on what is out of the text.
fn first_line(place: &Place) -> Range<usize> {
    let text = place.text();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    let start = place.clamped().start;
    start..start + line.len()
}
