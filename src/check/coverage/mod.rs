//! Coverage: which legal requirements are met, and where.

mod render;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::checker::{Input, Judged};
use super::evaluate::{Answer, Finding, Page, Question};
use crate::rules::{Certainty, Pack, Requirement, Rule};

/// A requirement on a page, with the result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// The pack's name.
    pub pack: String,
    /// The policy's file.
    pub policy: String,
    /// The rule's ID.
    pub rule: String,
    /// The laws that require it on this page, as indices into those of the rule.
    pub law: Vec<usize>,
    /// The result.
    pub status: Status,
    /// The answers that meet or may meet the requirement, the missing parts, or
    /// the reason why it does not apply.
    pub answers: Vec<String>,
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// The requirement is met.
    Answered,
    /// The requirement is not met.
    Missing,
    /// The requirement needs human review.
    Unknown,
    /// The requirement does not apply.
    NotApplicable,
}

/// The requirements of all regimes that are turned on.
#[derive(Debug)]
pub struct Coverage {
    /// The requirements, sorted by pack, policy and rule.
    pub rows: Vec<Row>,
}

/// A requirement that may be met on another page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Open {
    row: Row,
    questions: Vec<Question>,
}

impl Open {
    pub(super) fn new(row: Row, questions: &[Question]) -> Self {
        Self {
            row,
            questions: questions.to_vec(),
        }
    }
}

impl Coverage {
    /// Resolves the open requirements; `met` answers questions about the site.
    pub(super) fn new(open: Vec<Open>, met: impl Fn(&Question) -> bool) -> Self {
        let close = |open: Open| {
            let mut row = open.row;
            let answers: Vec<&Question> = open
                .questions
                .iter()
                .filter(|question| met(question))
                .collect();
            if row.status == Status::Missing && !answers.is_empty() {
                row.status = Status::Answered;
                row.answers = answers.into_iter().map(elsewhere).collect();
            }
            row
        };
        let mut rows: Vec<Row> = open.into_iter().map(close).collect();
        rows.sort();
        rows.dedup();
        Self { rows }
    }
}

/// Describes the answer to a page's question, which is on another page.
fn elsewhere(question: &Question) -> String {
    match question {
        Question::Document(document) | Question::IsOf(_, document) => {
            format!("a page of the type `{document}`")
        }
        Question::Link(_) => "a link on the site".to_owned(),
        Question::Page(_) | Question::Met(_) => "another page".to_owned(),
    }
}

/// Whether a rule is about something that a law requires a page to state.
pub(super) fn is_requirement(pack: &Pack, rule: &Rule) -> bool {
    let regimes = rule.regimes.as_ref().unwrap_or(&pack.regimes);
    let forbids = match rule.check {
        Requirement::Forbid(_) => true,
        // Rules that only question the wording of a text are not requirements.
        Requirement::Builtin(_) => rule.certainty != Certainty::Certain,
        _ => false,
    };
    !regimes.is_empty() && !forbids
}

pub(super) fn row(
    pack: &Pack,
    rule: &Rule,
    judged: &Judged,
    findings: &[Finding],
    page: &Page<'_>,
    input: &Input<'_>,
) -> Row {
    let (status, answers): (Status, BTreeSet<String>) = match judged {
        Judged::Pass(answers) => {
            let answers = answers.iter().map(|answer| shown(answer, page, input));
            (Status::Answered, answers.collect())
        }
        Judged::Fail => {
            let missing = findings
                .iter()
                .map(|finding| rule.message_for(finding, page));
            (Status::Missing, missing.collect())
        }
        Judged::Unknown(words) => {
            let at = |range: &Range<usize>| page.prose.merged(range.clone()).start;
            let words = words.iter().map(|range| section(at(range), page, input));
            (Status::Unknown, words.collect())
        }
        Judged::Nothing(why) => (Status::NotApplicable, BTreeSet::from([why.clone()])),
        Judged::Lost => (
            Status::Unknown,
            BTreeSet::from([
                "the facts that it requires have an error or are not known yet".to_owned(),
            ]),
        ),
    };
    let laws = rule.law.iter().enumerate();
    let laws = laws.filter(|(_, law)| law.is_cited(page.regimes));
    Row {
        pack: pack.name.clone(),
        rule: rule.id.clone(),
        law: laws.map(|(index, _)| index).collect(),
        policy: input.origin.policy.path.clone(),
        status,
        answers: answers.into_iter().collect(),
    }
}

fn shown(answer: &Answer, page: &Page<'_>, input: &Input<'_>) -> String {
    match answer {
        Answer::Fact(path) => {
            // Sites with one controller state it as their company.
            let has_list = page.view.facts().get("controllers").is_some();
            let path = match path.strip_prefix("controllers") {
                Some(rest) if !has_list => format!("company{rest}"),
                _ => path.clone(),
            };
            let (place, name) = match path.strip_prefix("page.") {
                Some(key) => (page.key(key), format!("front matter `{key}`")),
                None => (page.view.place(&path), format!("fact `{path}`")),
            };
            match place {
                Some(place) => {
                    let (line, _) = place.line_col();
                    format!("{name} ({}:{line})", place.source.path)
                }
                None => name,
            }
        }
        Answer::Section(_, at) | Answer::Text(at) => section(*at, page, input),
    }
}

/// The section that contains a position in the merged text.
fn section(at: usize, page: &Page<'_>, input: &Input<'_>) -> String {
    let section = page
        .prose
        .blocks
        .iter()
        .rfind(|block| block.merged.start <= at)
        .and_then(|block| block.section)
        .map(|section| &input.document.outline.sections[section]);
    match section {
        Some(section) => format!("section “{}” (#{})", section.title, section.id),
        None => "the page's introduction".to_owned(),
    }
}
