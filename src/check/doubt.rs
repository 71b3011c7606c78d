//! What no rule can tell: one note for each page and pack.

use std::collections::BTreeSet;

use super::evaluate::Page;
use super::rule::{Pack, Rule, Scope};
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::base::text::listed;

/// Requirements of a pack that the prose of a page may meet.
#[derive(Debug)]
pub(super) struct Doubt {
    pack: &'static Pack,
    rules: Vec<&'static Rule>,
    /// The note as far as it is known before all pages are: its place.
    note: Diagnostic,
}

impl Doubt {
    pub(super) fn new(
        pack: &'static Pack,
        rules: Vec<&'static Rule>,
        page: &Page<'_>,
        severity: Severity,
    ) -> Self {
        let mut note = page.point_at_head(Diagnostic::new(&codes::CANNOT_VERIFY, String::new()));
        note.severity = severity;
        Self { pack, rules, note }
    }

    /// Where it is noted.
    pub(super) fn place(&self) -> &Diagnostic {
        &self.note
    }

    /// The note, unless other pages meet all that is in doubt: `met` are the
    /// rules that some page meets for sure.
    pub(super) fn note(mut self, met: &BTreeSet<&'static str>) -> Option<Diagnostic> {
        self.rules
            .retain(|rule| rule.scope != Scope::Site || !met.contains(rule.id.as_str()));
        let (count, them) = match self.rules.len() {
            0 => return None,
            1 => ("one requirement".to_owned(), "it"),
            count => (format!("{count} requirements"), "them"),
        };
        self.note.message = format!(
            "{count} of the pack `{}` can't be checked: prose may answer {them}",
            self.pack.name
        );
        let ids = listed(self.rules.iter().map(|rule| rule.id.as_str()));
        let note = self.note.help(format!("read the page for {ids}"));
        Some(note.help("print facts with clauses, and they are checked"))
    }
}
