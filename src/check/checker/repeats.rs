//! Combines the findings of a rule on text that a page repeats.

use crate::base::diagnostic::Diagnostic;
use crate::base::text::join_and;
use crate::rules::{Once, Requirement, Rule};

/// The maximum number of lines to name.
const LINES: usize = 8;

/// Findings of rules that report a repeated text once.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// The index of each first finding, and the others like it. They are findings that no comment
    /// suppresses.
    firsts: Vec<(usize, Vec<Diagnostic>)>,
}

impl Repeats {
    /// Adds a finding to `found`, or to the first one like it.
    pub(super) fn add(&mut self, rule: &Rule, one: Diagnostic, found: &mut Vec<Diagnostic>) {
        let once = match &rule.check {
            Requirement::Forbid(forbid) => forbid.once,
            _ => None,
        };
        let Some(once) = once else {
            found.push(one);
            return;
        };
        let is_like = |first: &Diagnostic| {
            first.code.id == one.code.id
                && first.severity == one.severity
                && (once == Once::Page || first.message == one.message)
        };
        match self.firsts.iter_mut().find(|(at, _)| is_like(&found[*at])) {
            Some((_, others)) => others.push(one),
            None => {
                self.firsts.push((found.len(), Vec::new()));
                found.push(one);
            }
        }
    }

    /// Tells each first finding about the others, and gives it their fixes.
    pub(super) fn count(self, found: &mut [Diagnostic]) {
        for (at, others) in self.firsts {
            let first = &mut found[at];
            let file = first
                .labels
                .first()
                .map(|label| label.place.source.path.clone());
            let mut lines: Vec<String> = Vec::new();
            for other in &others {
                let Some(label) = other.labels.first() else {
                    continue;
                };
                let line = label.place.line_col().0.to_string();
                let path = &label.place.source.path;
                let line = match file.as_ref() == Some(path) {
                    true => line,
                    false => format!("{path}:{line}"),
                };
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            if let Some(help) = also(others.len(), &lines) {
                first.help.insert(0, help);
            }
            first
                .fixes
                .extend(others.into_iter().flat_map(|other| other.fixes));
        }
    }
}

/// Where the text also appears.
fn also(count: usize, lines: &[String]) -> Option<String> {
    let more = lines.len().saturating_sub(LINES);
    let mut shown: Vec<&str> = lines.iter().take(LINES).map(String::as_str).collect();
    let rest = format!("{more} more");
    if more > 0 {
        shown.push(&rest);
    }
    let lines = match lines.len() {
        1 => format!("line {}", shown[0]),
        _ => format!("lines {}", join_and(&shown)),
    };
    match count {
        0 => None,
        1 => Some(format!("it also appears on {lines}")),
        _ => Some(format!("it also appears in {count} more places: {lines}")),
    }
}
