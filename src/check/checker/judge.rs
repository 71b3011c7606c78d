//! One rule put to one page.

use super::page::PageCheck;
use crate::check::builtin::{Verdict, Work};
use crate::check::evaluate::{Answer, Finding, Outcome, Question};
use crate::check::{clauses, paragraphs, statements};
use crate::rules::{Requirement, Rule};

/// What becomes of a rule on a page.
#[derive(Debug)]
pub(crate) enum Judged {
    /// All is well, by these.
    Pass(Vec<Answer>),
    /// Something is not.
    Fail,
    /// Only a reader can tell.
    Unknown,
    /// What was written of it has a fault, which was reported.
    Lost,
}

/// Words of its own from which on a page may say in prose what facts do not.
const PROSE: usize = 60;

impl PageCheck<'_> {
    /// What a rule finds on the page; the questions that other pages may answer
    /// instead; and whether that is less grave than the rule says.
    pub(super) fn judge(&mut self, rule: &Rule) -> (Judged, Vec<Finding>, Vec<Question>, bool) {
        let page = self.page;
        if let Requirement::Builtin(builtin) = rule.check {
            let work = builtin.work();
            match work {
                Work::Paragraphs => {
                    let paragraphs = paragraphs::of(page, |at| self.is_own(rule, at));
                    self.summary.paragraphs = paragraphs;
                }
                Work::Clauses => {
                    self.summary.clauses = clauses::named(page, &self.checker.own_clauses);
                }
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
                return (Judged::Pass(Vec::new()), Vec::new(), Vec::new(), false);
            };
            return match judge(page) {
                Verdict::Found(findings) if findings.is_empty() => {
                    (Judged::Pass(Vec::new()), findings, Vec::new(), false)
                }
                Verdict::Found(findings) => (Judged::Fail, findings, Vec::new(), false),
                Verdict::Ask(questions, findings) => {
                    self.answer(&questions);
                    (Judged::Fail, findings, questions, false)
                }
            };
        }
        match page.evaluate(&rule.check) {
            Outcome::Pass(answers) => (Judged::Pass(answers), Vec::new(), Vec::new(), false),
            Outcome::Fail(_) if rule.prose.completes && page.may_answer(&rule.prose) => {
                (Judged::Unknown, Vec::new(), Vec::new(), false)
            }
            Outcome::Lost => (Judged::Lost, Vec::new(), Vec::new(), false),
            Outcome::Fail(findings) => (Judged::Fail, findings, Vec::new(), false),
            Outcome::Site(questions, findings) => {
                self.answer(&questions);
                (Judged::Fail, findings, questions, false)
            }
            Outcome::Open(findings) => {
                let about_itself = page.is_about_page_itself(&rule.check);
                let speaks = page.speaks_from_facts();
                let unknown = (Judged::Unknown, Vec::new(), Vec::new(), false);
                // Words that are nowhere are no proof, but worth a look.
                let is_decided = about_itself || speaks || page.is_read_for(rule);
                if !is_decided || page.may_answer(&rule.prose) {
                    unknown
                } else if about_itself {
                    (Judged::Fail, findings, Vec::new(), false)
                } else if speaks && findings.is_empty() {
                    (Judged::Pass(Vec::new()), Vec::new(), Vec::new(), false)
                } else {
                    let softened = !speaks || page.prose.own_words() > PROSE;
                    (Judged::Fail, findings, Vec::new(), softened)
                }
            }
        }
    }

    /// Whether one of the page's own comments suppresses a rule at a place of
    /// the merged text.
    fn is_own(&mut self, rule: &Rule, merged: usize) -> bool {
        let (rules, used) = (self.levels.rules, &mut self.used);
        self.comments
            .cover(&rule.id, Some(merged), None, rules, used)
    }

    /// Answers what this page can answer.
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
