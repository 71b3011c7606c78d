//! The errors and findings of a site, as sent to pages.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::base::address;
use crate::base::diagnostic::{Counts, Diagnostic, Severity, human};
use crate::base::digest;
use crate::build::{Spot, Words};

/// The maximum number of problems shown on a page.
const MOST: usize = 200;

/// All problems of the last build.
#[derive(Debug, Default)]
pub(super) struct Problems {
    all: Vec<Problem>,
    /// The problems of each page, by its file; empty for errors, which prevent
    /// all pages from being built.
    pages: BTreeMap<String, Vec<Mark>>,
    /// Whether they are findings of `check`, for pages that were built.
    are_findings: bool,
    /// A digest of the problems; empty if there are none.
    digest: String,
}

/// One fault or finding.
#[derive(Debug, Serialize)]
struct Problem {
    #[serde(serialize_with = "word")]
    severity: Severity,
    code: Option<&'static str>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    /// The text shown in the terminal.
    text: String,
    /// The file of the first page that has the problem.
    #[serde(skip)]
    page: Option<String>,
}

/// A problem on a page.
#[derive(Debug, Serialize)]
struct Mark {
    #[serde(skip)]
    problem: usize,
    /// The ID of the section that contains it, if any.
    section: Option<String>,
    /// The text of the block, with U+FFFC for code; empty if the problem concerns the whole page.
    text: String,
}

/// The problems as shown on one page.
#[derive(Debug, Serialize)]
struct PageReport<'a> {
    /// The number of problems of each severity, and where they are.
    summary: String,
    findings: bool,
    /// Whether the problems are those of the previous site, while this one is being checked.
    checking: bool,
    /// Whether any of them needs attention at once.
    urgent: bool,
    /// Problems of this page, then those of no particular page, then those of other pages.
    problems: Vec<Placed<'a>>,
    /// The number of further problems.
    more: usize,
}

/// A problem as sent to one page.
#[derive(Debug, Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    /// The blocks of the page that it concerns.
    marks: Vec<&'a Mark>,
    /// The path of another page that has it, if this one does not.
    elsewhere: Option<String>,
}

impl Problems {
    /// The problems of the sources.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        Self {
            all: diagnostics.iter().map(problem).collect(),
            ..Self::default()
        }
        .digested()
    }

    /// The findings of `check`, with their places.
    pub(super) fn found(diagnostics: &[Diagnostic], spots: Vec<Spot>) -> Self {
        let mut all: Vec<Problem> = diagnostics.iter().map(problem).collect();
        let mut pages: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
        for Spot {
            finding,
            file,
            block,
        } in spots
        {
            all[finding].page.get_or_insert_with(|| file.clone());
            let (section, text) = match block {
                Some(Words { section, text }) => (section, text),
                None => (None, String::new()),
            };
            pages.entry(file).or_default().push(Mark {
                problem: finding,
                section,
                text,
            });
        }
        Self {
            all,
            pages,
            are_findings: true,
            digest: String::new(),
        }
        .digested()
    }

    /// A failure of the program.
    pub(super) fn trouble(error: &anyhow::Error) -> Self {
        Self {
            all: vec![Problem {
                severity: Severity::Error,
                code: None,
                file: None,
                line: None,
                column: None,
                text: format!("error: {error:#}"),
                page: None,
            }],
            ..Self::default()
        }
        .digested()
    }

    fn digested(mut self) -> Self {
        if !self.all.is_empty() {
            let all = (&self.all, &self.pages, self.are_findings);
            let json = serde_json::to_vec(&all).unwrap_or_default();
            self.digest = hex(&digest::of(&json));
        }
        self
    }

    /// A digest of the problems; empty if there are none.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether they are findings of `check`.
    pub(super) fn are_findings(&self) -> bool {
        self.are_findings
    }

    /// The report for the page in `file`, as JSON; `None` if there are no problems. `base` is the
    /// path of the site; `checking` says whether the problems may be out of date. An address
    /// without a page also receives a report, in which no problem is its own.
    pub(super) fn report(&self, file: Option<&str>, base: &str, checking: bool) -> Option<Vec<u8>> {
        if self.all.is_empty() {
            return None;
        }
        let marks = file.and_then(|file| self.pages.get(file));
        let marks = marks.map_or(&[][..], Vec::as_slice);
        let own: HashSet<usize> = marks.iter().map(|mark| mark.problem).collect();
        // Problems of no particular page are shown on all pages.
        let rank = |at: &usize| match (own.contains(at), &self.all[*at].page) {
            (true, _) => 0,
            (false, None) => 1,
            (false, Some(_)) => 2,
        };
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(rank);
        let (here, elsewhere) = order.split_at(order.partition_point(|at| rank(at) < 2));
        let is_urgent = |at: &usize| self.all[*at].severity != Severity::Info;
        let placed = |at: &usize| {
            let problem = &self.all[*at];
            let page = problem.page.as_ref().filter(|_| !own.contains(at));
            Placed {
                problem,
                marks: marks
                    .iter()
                    .filter(|mark| mark.problem == *at && !mark.text.is_empty())
                    .collect(),
                elsewhere: page.map(|file| {
                    address::encode(&format!("{base}{}", address::asked_for(file))).into_owned()
                }),
            }
        };
        let report = PageReport {
            summary: self.summary(here, elsewhere),
            findings: self.are_findings,
            checking,
            urgent: file.is_some() && here.iter().any(is_urgent),
            problems: order.iter().take(MOST).map(placed).collect(),
            more: order.len().saturating_sub(MOST),
        };
        serde_json::to_vec(&report).ok()
    }

    /// A summary such as `1 error, 2 warnings; 3 notes on other pages`.
    fn summary(&self, here: &[usize], elsewhere: &[usize]) -> String {
        let counted = |problems: &[usize]| {
            let severities = problems.iter().map(|at| self.all[*at].severity);
            severities.collect::<Counts>().in_words()
        };
        match (here, elsewhere) {
            (here, []) => counted(here),
            ([], elsewhere) => format!("{} on other pages", counted(elsewhere)),
            (here, elsewhere) => {
                format!("{}; {} on other pages", counted(here), counted(elsewhere))
            }
        }
    }
}

fn problem(diagnostic: &Diagnostic) -> Problem {
    let place = diagnostic
        .labels
        .first()
        .map(|label| label.place.line_col());
    Problem {
        severity: diagnostic.severity,
        code: Some(diagnostic.code.id),
        file: diagnostic.file().map(str::to_owned),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        text: human::render(std::slice::from_ref(diagnostic), false)
            .trim_end()
            .to_owned(),
        page: None,
    }
}

fn word<S: serde::Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(severity.word())
}

/// A digest in the form used in pages.
pub(super) fn hex(digest: &digest::Digest) -> String {
    format!("{:032x}", u128::from_be_bytes(*digest))
}
