//! Parses the template engine's errors.

use std::ops::Range;

use tera::ErrorKind;

use super::bounds;
use super::wording::{MissingFact, Words, reword};
use crate::base::diagnostic::{Code, codes};
use crate::base::text::lower_first;

/// The engine's name for a policy's text.
const POLICY: &str = "__tera_one_off";

/// An error, with positions in the texts passed to the engine.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) code: &'static Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// The missing fact, if that is the cause.
    pub(crate) fact: Option<MissingFact>,
    /// The template and the byte range in it; `None` if the engine reports no place.
    pub(crate) at: Option<(String, Range<usize>)>,
    /// The calls that led to the error, innermost first, each as a template and
    /// a byte offset in it.
    pub(crate) calls: Vec<(String, usize)>,
}

/// Parses an error from the engine. `text` returns the text of a template.
pub(crate) fn troubles(error: &tera::Error, text: impl Fn(&str) -> Option<String>) -> Vec<Trouble> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let syntax = matches!(error.kind(), ErrorKind::SyntaxError(_));
            let source = text(report.filename()).unwrap_or_default();
            let range = bounds::uncounted(&source, report.span().range.clone());
            let Words {
                code,
                message,
                help,
                fact,
            } = reword(report.message(), syntax, &source, &range);
            let calls = error
                .to_string()
                .lines()
                .filter_map(|line| line.strip_prefix("note: called from "))
                .filter_map(position)
                .filter_map(|(template, line, column)| {
                    let at = offset(&text(&template)?, line, column)?;
                    Some((template, at))
                })
                .collect();
            vec![Trouble {
                code,
                message,
                help,
                fact,
                at: Some((report.filename().to_owned(), range)),
                calls,
            }]
        }
        // Broken references are combined in one message, with a report for each.
        ErrorKind::Msg(reports) if reports.starts_with("error: ") => reports
            .split("\n\n")
            .filter_map(|report| {
                let mut lines = report.lines();
                let message = lines.next()?.strip_prefix("error: ")?;
                let place = lines.next()?.trim().strip_prefix("--> ")?;
                let (template, line, column) = position(place)?;
                let source = text(&template)?;
                let start = offset(&source, line, column)?;
                let end = source[start..]
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .map_or(source.len(), |at| start + at);
                let Words {
                    code,
                    message,
                    help,
                    fact,
                } = reword(message, true, &source, &(start..end));
                Some(Trouble {
                    code,
                    message,
                    help,
                    fact,
                    at: Some((template, start..end.max(start + 1))),
                    calls: Vec::new(),
                })
            })
            .collect(),
        ErrorKind::Io(error) if *error == std::io::ErrorKind::FileTooLarge => {
            vec![Trouble::placeless(super::limited::too_large())]
        }
        ErrorKind::Io(_) => vec![Trouble::placeless(bounds::used_up())],
        other => {
            let message = other.to_string();
            let words = bounds::words(&message, "", &(0..0));
            let plain = || Words::new(&codes::TEMPLATE, lower_first(&message), None);
            vec![Trouble::placeless(words.unwrap_or_else(plain))]
        }
    }
}

impl Trouble {
    /// The offset in the policy's text where the error originates.
    pub(super) fn policy_offset(&self) -> Option<usize> {
        match &self.at {
            Some((template, range)) if template == POLICY => Some(range.start),
            _ => {
                let call = self.calls.iter().find(|(name, _)| name == POLICY)?;
                Some(call.1)
            }
        }
    }

    pub(super) fn placeless(words: Words) -> Self {
        Self {
            code: words.code,
            message: words.message,
            help: words.help,
            fact: None,
            at: None,
            calls: Vec::new(),
        }
    }
}

/// Parses `template:line:column`.
fn position(text: &str) -> Option<(String, usize, usize)> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), line, column))
}

/// The byte offset of a line and column.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line.checked_sub(2) {
        Some(nth) => text.match_indices('\n').nth(nth)?.0 + 1,
        None => 0,
    };
    let rest = &text[start..];
    let at = rest
        .char_indices()
        .nth(column.checked_sub(1)?)
        .map_or(rest.len(), |(at, _)| at);
    Some(start + at)
}
