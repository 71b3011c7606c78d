//! Diagnostics as text for people, in the manner of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};

/// Renders diagnostics one after the other, each followed by an empty line.
pub fn render(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic)]));
        out.push_str("\n\n");
    }
    out
}

/// The last line of a report: how many errors and warnings there were.
/// Empty when there were none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, one: &str| {
        let n = diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count();
        match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {one}s")),
        }
    };
    [
        count(Severity::Error, "error"),
        count(Severity::Warning, "warning"),
        count(Severity::Info, "note"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
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
        let mut snippet = Snippet::source(source.text.as_str()).path(source.path.as_str());
        for (primary, label) in labels {
            let kind = if primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let span = first_line(&source.text, label.place.range.clone());
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

/// Clamps a range to the text, to character boundaries and to its first line:
/// the renderer panics on the former and draws boxes over the latter.
fn first_line(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    let end = floor(range.end).max(start);
    let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let line = text[start..end.min(line_end).max(start)].trim_end();
    start..start + line.len()
}
