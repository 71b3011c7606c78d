//! Diagnostics as text for people, in the style of rustc.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use rayon::prelude::*;

use super::lines::Lines;
use super::{Diagnostic, Label, Severity};
use crate::base::source::Place;
use crate::base::text::{floor, visible};

/// The number of diagnostics that one thread renders at a time.
const CHUNK: usize = 256;

/// The maximum number of diagnostics shown per code and file.
const SHOWN: usize = 50;
/// The renderer scans all text from the first label to the last, so labels further apart than this
/// get separate parts.
const FAR: usize = 16 * 1024;
/// Lines longer than this are cut to the text around the label.
const LONG: usize = 128 * 1024;

/// Renders diagnostics one after the other, each followed by an empty line. If a file has many of
/// the same kind, only the first are shown.
pub fn render(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let parts: Vec<String> = shown(diagnostics)
        .par_chunks(CHUNK)
        .map(|diagnostics| {
            let mut lines = Lines::default();
            let mut out = String::new();
            for (diagnostic, more) in diagnostics {
                let mut group = group(diagnostic, &mut lines);
                if *more > 0 {
                    let note = format!("{more} more like this in the same file");
                    group = group.element(Level::NOTE.message(note));
                }
                out.push_str(&renderer.render(&[group]));
                out.push_str("\n\n");
            }
            out
        })
        .collect();
    parts.concat()
}

/// The diagnostics to show. The last one of each kind in a file has the number of those that are
/// omitted.
fn shown(diagnostics: &[Diagnostic]) -> Vec<(&Diagnostic, usize)> {
    let mut counts: HashMap<(&str, Option<&str>), (usize, usize)> = HashMap::new();
    let mut shown: Vec<(&Diagnostic, usize)> = Vec::new();
    for diagnostic in diagnostics {
        let kind = (diagnostic.code.id, diagnostic.file());
        let (count, last) = counts.entry(kind).or_default();
        *count += 1;
        if *count <= SHOWN {
            *last = shown.len();
            shown.push((diagnostic, 0));
        } else {
            shown[*last].1 += 1;
        }
    }
    shown
}

/// Renders one diagnostic without colour. `lines` is shared by the whole report.
pub(super) fn plain(diagnostic: &Diagnostic, lines: &mut Lines) -> String {
    Renderer::plain().render(&[group(diagnostic, lines)])
}

/// Labels that are drawn in the same part of a file.
struct Part<'a> {
    labels: Vec<(AnnotationKind, &'a Label)>,
    /// The byte range of the lines on which the labels begin, and of all lines between them.
    lines: Range<usize>,
}

fn group<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(visible(&diagnostic.message))
            .id(diagnostic.code.id),
    );
    for part in parts(diagnostic) {
        let source = &part.labels[0].1.place.source;
        if part.lines.len() > LONG {
            for (kind, label) in part.labels {
                let (window, span) = window(label);
                let start = lines.region(&label.place).start;
                let origin = Origin::path(visible(&source.path));
                let origin = origin.line(start.line).char_column(start.column);
                let annotation = kind.span(span).label(text(label));
                let snippet = Snippet::source(window).line_start(start.line);
                group = group
                    .element(origin)
                    .element(snippet.annotation(annotation));
            }
            continue;
        }
        // The renderer reads all the text that it is given, so pass only these lines.
        let first = lines.region(&source.place(part.lines.clone())).start.line;
        let mut snippet = Snippet::source(&source.text[part.lines.clone()])
            .line_start(first)
            .path(visible(&source.path));
        for (kind, label) in part.labels {
            let span = first_line(&label.place);
            let span = span.start - part.lines.start..span.end - part.lines.start;
            snippet = snippet.annotation(kind.span(span).label(text(label)));
        }
        group = group.element(snippet);
    }
    if diagnostic.labels.is_empty()
        && let Some(path) = &diagnostic.path
    {
        group = group.element(Origin::path(visible(path)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

fn text(label: &Label) -> Option<Cow<'_, str>> {
    (!label.text.is_empty()).then(|| visible(&label.text))
}

/// Groups labels into parts. Labels in the same file share a part if they are close to each other;
/// parts are in the order of their first labels.
fn parts(diagnostic: &Diagnostic) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        let lines = around(&label.place);
        let near = parts.iter_mut().find_map(|part| {
            let all = lines.start.min(part.lines.start)..lines.end.max(part.lines.end);
            let is_near = part.labels[0].1.place.source == label.place.source && all.len() < FAR;
            is_near.then_some((part, all))
        });
        match near {
            Some((part, all)) => {
                part.lines = all;
                part.labels.push((kind, label));
            }
            None => parts.push(Part {
                labels: vec![(kind, label)],
                lines,
            }),
        }
    }
    parts
}

/// The byte range of the line on which a place begins.
fn around(place: &Place) -> Range<usize> {
    let bytes = place.source.text.as_bytes();
    let span = first_line(place);
    let start = memchr::memrchr(b'\n', &bytes[..span.start]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[span.end..]);
    start..end.map_or(bytes.len(), |at| span.end + at)
}

/// The text around a label on a long line, and the label's range in it.
fn window(label: &Label) -> (String, Range<usize>) {
    const BEFORE: usize = 60;
    const AFTER: usize = 120;
    let text = &label.place.source.text;
    let line = around(&label.place);
    let span = first_line(&label.place);
    let mut start = span.start.saturating_sub(BEFORE).max(line.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let end = floor(text, (span.start + AFTER).min(line.end));
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let (before, after) = (cut(start > line.start), cut(end < line.end));
    let shift = |at: usize| at.min(end) - start + before.len();
    (
        format!("{before}{}{after}", &text[start..end]),
        shift(span.start)..shift(span.end),
    )
}

/// The part of a place on its first line. The renderer draws boxes around longer places, and panics
/// on places outside the text.
fn first_line(place: &Place) -> Range<usize> {
    let text = place.text();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    let start = place.clamped().start;
    start..start + line.len()
}
