//! Which requirements of which laws are answered, where and by what.

use std::collections::BTreeSet;

use super::evaluate::{Answer, Page};
use super::rule::{Pack, Rule};
use super::{Input, Judged};

/// A requirement on a page, and what answers it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The pack's name.
    pub pack: String,
    /// The rule's id.
    pub rule: String,
    /// The policy's file.
    pub policy: String,
    /// What was found.
    pub status: Status,
    /// What answers it.
    pub answers: Vec<String>,
}

/// Whether a requirement is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is.
    Answered,
    /// It is not.
    Missing,
    /// Only a reader can tell.
    Unknown,
}

/// The requirements of all regimes that are switched on.
#[derive(Debug)]
pub struct Coverage {
    /// In the order of packs, rules and policies.
    pub rows: Vec<Row>,
}

impl Coverage {
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        rows.sort();
        Self { rows }
    }
}

pub(super) fn row(
    pack: &Pack,
    rule: &Rule,
    judged: &Judged,
    page: &Page<'_>,
    input: &Input<'_>,
) -> Row {
    let (status, answers) = match judged {
        Judged::Pass(answers) => (
            Status::Answered,
            answers
                .iter()
                .map(|answer| shown(answer, page, input))
                .collect(),
        ),
        Judged::Fail => (Status::Missing, BTreeSet::new()),
        Judged::Unknown => (Status::Unknown, BTreeSet::new()),
    };
    Row {
        pack: pack.name.clone(),
        rule: rule.id.clone(),
        policy: input.origin.policy.path.clone(),
        status,
        answers: answers.into_iter().collect(),
    }
}

fn shown(answer: &Answer, page: &Page<'_>, input: &Input<'_>) -> String {
    match answer {
        Answer::Fact(path) => match page.view.place(path) {
            Some(place) => {
                let (line, _) = place.line_col();
                format!("fact `{path}` ({}:{line})", place.source.path)
            }
            None => format!("`{path}`"),
        },
        Answer::Section(_, at) | Answer::Text(at) => {
            let section = page
                .prose
                .blocks
                .iter()
                .rfind(|block| block.merged.start <= *at)
                .and_then(|block| block.section)
                .map(|section| &input.document.outline.sections[section]);
            match section {
                Some(section) => format!("section “{}” (#{})", section.title, section.id),
                None => "the page's introduction".to_owned(),
            }
        }
    }
}
