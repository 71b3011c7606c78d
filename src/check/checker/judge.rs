//! Evaluates one rule against one page.

use std::ops::Range;

use super::page::PageCheck;
use crate::base::text::join_and;
use crate::check::builtin::{Verdict, Work};
use crate::check::evaluate::{Answer, Finding, Outcome, Question, Spot, Weighed};
use crate::check::{paragraphs, statements};
use crate::rules::{Requirement, Rule};

/// The outcome of a rule on a page.
#[derive(Debug)]
pub(crate) enum Judged {
    /// The rule is met by these answers.
    Pass(Vec<Answer>),
    /// The rule is not met.
    Fail,
    /// The rule needs human review of these words, or of the whole page.
    Unknown(Vec<Range<usize>>),
    /// The rule does not apply, for this reason.
    Nothing(String),
    /// The fact that the rule needs has an error, which has been reported.
    Lost,
}

/// The outcome of a rule, its findings, and the questions that other pages may answer instead.
pub(super) struct Ruling {
    pub(super) judged: Judged,
    pub(super) findings: Vec<Finding>,
    pub(super) questions: Vec<Question>,
}

impl From<Judged> for Ruling {
    fn from(judged: Judged) -> Self {
        Self {
            judged,
            findings: Vec::new(),
            questions: Vec::new(),
        }
    }
}

impl From<Vec<Finding>> for Ruling {
    fn from(findings: Vec<Finding>) -> Self {
        Self {
            judged: Judged::Fail,
            findings,
            questions: Vec::new(),
        }
    }
}

impl PageCheck<'_> {
    /// Evaluates a rule on the page.
    pub(super) fn judge(&mut self, rule: &Rule) -> Ruling {
        let mut ruling = self.ruling(rule);
        ruling.findings = self.page.shared(ruling.findings);
        ruling
    }

    fn ruling(&mut self, rule: &Rule) -> Ruling {
        let page = self.page;
        if let Requirement::Builtin(builtin) = rule.check {
            return self.judge_by_code(rule, builtin.work());
        }
        match page.evaluate(&rule.check) {
            Outcome::Pass(answers) => Judged::Pass(answers).into(),
            Outcome::Lost => Judged::Lost.into(),
            Outcome::Fail(findings) if rule.prose.completes => {
                let weighed = page.weigh(rule, findings);
                self.weighed(weighed, true)
            }
            Outcome::Fail(findings) => findings.into(),
            Outcome::Site(questions, findings) => self.ask(questions, findings),
            Outcome::Open(findings) => match rule.judges_value() {
                // Nothing is wrong with a value that the page does not state.
                true => Judged::Nothing(unstated(&findings)).into(),
                false => self.judge_words(rule, findings),
            },
            Outcome::Nothing(why) => self.judge_nothing(rule, why),
        }
    }

    fn judge_by_code(&mut self, rule: &Rule, work: Work) -> Ruling {
        let page = self.page;
        match work {
            Work::Paragraphs => {
                let paragraphs = paragraphs::of(page, |at| self.is_own(rule, at));
                self.summary.paragraphs = paragraphs;
            }
            // Every page is searched for clauses.
            Work::Clauses => {}
            Work::Site(state) | Work::PageAndSite(_, state) => {
                let mut stated = state(page);
                stated.retain(|one| {
                    let at = one.merged.as_ref().map(|merged| merged.start);
                    at.is_none_or(|at| !self.is_own(rule, at))
                });
                statements::add(rule, stated, &mut self.summary.statements);
            }
            Work::Build | Work::Page(_) => {}
        }
        let (Work::Page(judge) | Work::PageAndSite(judge, _)) = work else {
            return Judged::Pass(Vec::new()).into();
        };
        match judge(page) {
            Verdict::Found(findings) if findings.is_empty() => Judged::Pass(Vec::new()).into(),
            // The words may state facts that the code finds missing.
            Verdict::Found(findings)
                if rule.prose.patterns().next().is_some()
                    && findings.iter().all(|finding| finding.spot == Spot::Page) =>
            {
                self.judge_words(rule, findings)
            }
            Verdict::Found(findings) => findings.into(),
            Verdict::Ask(questions, findings) => self.ask(questions, findings),
        }
    }

    fn ask(&mut self, questions: Vec<Question>, findings: Vec<Finding>) -> Ruling {
        self.answer(&questions);
        Ruling {
            questions,
            ..findings.into()
        }
    }

    /// Evaluates the page's words if facts are missing, as described in
    /// `docs/guide/evidence.md`.
    fn judge_words(&self, rule: &Rule, findings: Vec<Finding>) -> Ruling {
        let page = self.page;
        if page.is_about_page_itself(&rule.check) {
            return match page.evidence(rule).range() {
                Some(range) => Judged::Unknown(vec![range]).into(),
                None => findings.into(),
            };
        }
        let (speaks, reads) = (page.speaks_from_facts(), page.is_read_for(rule));
        let weighed = page.weigh(rule, findings);
        if !(speaks || reads) {
            return Judged::Unknown(weighed.stated).into();
        }
        let knows_no_words = rule.prose.patterns().next().is_none();
        self.weighed(
            weighed,
            speaks && (reads || knows_no_words || !page.has_own_words()),
        )
    }

    /// The outcome after the words have been weighed. Findings based on facts alone are
    /// certain.
    fn weighed(&self, mut weighed: Weighed, is_certain: bool) -> Ruling {
        if weighed.findings.is_empty() {
            return Judged::Unknown(weighed.stated).into();
        }
        for finding in &mut weighed.findings {
            finding.soften(is_certain);
        }
        weighed.findings.into()
    }

    /// Evaluates the page's words if a rule finds no entry to check.
    fn judge_nothing(&self, rule: &Rule, why: String) -> Ruling {
        let page = self.page;
        if rule.absent.is_some() && page.is_read_for(rule) {
            let finding = Finding {
                absent: true,
                ..Finding::default()
            };
            return self.weighed(page.weigh(rule, vec![finding]), false);
        }
        match page.speaks_from_facts() {
            true => Judged::Nothing(rule.if_none.clone().unwrap_or(why)).into(),
            false => Judged::Unknown(Vec::new()).into(),
        }
    }

    /// Whether one of the page's own comments suppresses a rule at a position in the merged
    /// text.
    fn is_own(&mut self, rule: &Rule, merged: usize) -> bool {
        let (rules, used) = (self.levels.rules, &mut self.used);
        self.comments
            .cover(&rule.id, Some(merged), None, rules, used)
    }

    /// Answers the questions that this page can answer.
    fn answer(&mut self, questions: &[Question]) {
        let prose = &self.page.prose;
        for question in questions {
            let Question::Link(texts) = question else {
                continue;
            };
            let found = prose.links.iter().any(|link| {
                let text = prose.text[link.text.clone()].to_lowercase();
                texts
                    .iter()
                    .any(|wanted| text.contains(&wanted.to_lowercase()))
            });
            if found && !self.summary.links.contains(texts) {
                self.summary.links.push(texts.clone());
            }
        }
    }
}

/// The reason why there is no value to check.
fn unstated(findings: &[Finding]) -> String {
    let missing: Vec<&str> = findings.iter().flat_map(Finding::missing_words).collect();
    format!("the page does not print {}", join_and(&missing))
}
