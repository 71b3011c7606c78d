//! Fixes of findings, combined by file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Fix, is_built_in};
use crate::base::source::Source;

/// The planned changes.
#[derive(Debug, Default)]
pub struct Plan {
    /// The rewritten files, sorted by path.
    pub files: Vec<Rewrite>,
    /// The number of findings that the plan fixes.
    pub fixed: usize,
    /// The number of findings that are not fixed because their changes conflict with others.
    pub left: usize,
}

/// A file to be changed.
#[derive(Debug)]
pub struct Rewrite {
    /// The current text.
    pub source: Arc<Source>,
    /// Its new text.
    pub text: String,
}

/// The changes to one file, by start position.
struct Edits {
    source: Arc<Source>,
    edits: BTreeMap<usize, (usize, String)>,
}

impl Plan {
    /// Plans the fixes of all findings. The changes of one finding are made
    /// together or not at all; built-in files never change.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut files: BTreeMap<String, Edits> = BTreeMap::new();
        let mut plan = Self::default();
        for diagnostic in diagnostics {
            let fixes = diagnostic.fixes.as_slice();
            let built_in = |fix: &Fix| is_built_in(&fix.place.source.path);
            if fixes.is_empty() || fixes.iter().any(built_in) {
                continue;
            }
            if fixes.iter().all(|fix| fits(fix, &files)) {
                for fix in fixes {
                    add(fix, &mut files);
                }
                plan.fixed += 1;
            } else {
                plan.left += 1;
            }
        }
        plan.files = files.into_values().map(Edits::apply).collect();
        plan
    }
}

/// Whether a change overlaps none of the others, or equals one of them.
fn fits(fix: &Fix, files: &BTreeMap<String, Edits>) -> bool {
    let Some(file) = files.get(&fix.place.source.path) else {
        return true;
    };
    let Range { start, end } = fix.place.clamped();
    let before = file.edits.range(..=start).next_back();
    let behind = file.edits.range(start..).next();
    let is_same = file
        .edits
        .get(&start)
        .is_some_and(|(known, text)| *known == end && *text == fix.text);
    let clashes = before.is_some_and(|(from, (to, _))| *to > start || *from == start)
        || behind.is_some_and(|(from, _)| *from < end || *from == start);
    file.source.text == fix.place.source.text && (is_same || !clashes)
}

fn add(fix: &Fix, files: &mut BTreeMap<String, Edits>) {
    let source = &fix.place.source;
    let file = files.entry(source.path.clone()).or_insert_with(|| Edits {
        source: Arc::clone(source),
        edits: BTreeMap::new(),
    });
    let Range { start, end } = fix.place.clamped();
    file.edits.insert(start, (end, fix.text.clone()));
}

impl Edits {
    fn apply(self) -> Rewrite {
        let old = &self.source.text;
        // Inserted text gets the line endings of the file.
        let ends_cr = old
            .split_inclusive('\n')
            .next()
            .is_some_and(|line| line.ends_with("\r\n"));
        let mut text = String::with_capacity(old.len());
        let mut at = 0;
        for (start, (end, new)) in self.edits {
            text.push_str(&old[at..start]);
            match ends_cr {
                true => text.push_str(&new.replace("\r\n", "\n").replace('\n', "\r\n")),
                false => text.push_str(&new),
            }
            at = end;
        }
        text.push_str(&old[at..]);
        Rewrite {
            source: self.source,
            text,
        }
    }
}

impl Rewrite {
    /// The change as a unified diff.
    pub fn diff(&self) -> String {
        let path = &self.source.path;
        similar::TextDiff::from_lines(self.source.text.as_str(), self.text.as_str())
            .unified_diff()
            .context_radius(3)
            .header(&format!("a/{path}"), &format!("b/{path}"))
            .to_string()
    }
}
