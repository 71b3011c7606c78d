//! One rule put to one page.

use super::{Checker, Input};
use crate::check::allow::Allowed;
use crate::check::evaluate::{Answer, Lack, Outcome, Page, Question};
use crate::check::rule::{Requirement, Rule};
use crate::check::{builtin, duplicates, unused};

/// What a rule says of a page.
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

impl Checker<'_> {
    /// What a rule finds on a page: what is lacking, what other pages are
    /// asked first, and whether that is less grave than the rule says.
    pub(super) fn judge(
        &self,
        rule: &'static Rule,
        page: &Page<'_>,
        input: &Input<'_>,
        allowed: &Allowed,
    ) -> (Judged, Vec<Lack>, Vec<Question>, bool) {
        if let Requirement::Builtin(name) = &rule.check {
            match name.as_str() {
                duplicates::NAME => self.duplicates.note(rule, page, input.policy, allowed),
                unused::NAME => self.unused.note(page),
                _ => self.across.note(rule, name, page, input.policy, allowed),
            }
            return match builtin::on_page(name) {
                Some(judge) => match judge(page) {
                    builtin::Verdict::Found(lacks) if lacks.is_empty() => {
                        (Judged::Pass(Vec::new()), lacks, Vec::new(), false)
                    }
                    builtin::Verdict::Found(lacks) => (Judged::Fail, lacks, Vec::new(), false),
                    builtin::Verdict::Ask(questions, lacks) => {
                        self.answer(&questions, page);
                        (Judged::Fail, lacks, questions, false)
                    }
                },
                None => (Judged::Pass(Vec::new()), Vec::new(), Vec::new(), false),
            };
        }
        match page.evaluate(&rule.check) {
            Outcome::Pass(answers) => (Judged::Pass(answers), Vec::new(), Vec::new(), false),
            Outcome::Fail(_) if rule.prose.completes && page.may_answer(&rule.prose) => {
                (Judged::Unknown, Vec::new(), Vec::new(), false)
            }
            Outcome::Lost => (Judged::Lost, Vec::new(), Vec::new(), false),
            Outcome::Fail(lacks) => (Judged::Fail, lacks, Vec::new(), false),
            Outcome::Site(questions, lacks) => {
                self.answer(&questions, page);
                (Judged::Fail, lacks, questions, false)
            }
            Outcome::Open(lacks) => {
                let asks_itself = page.asks_itself(&rule.check);
                let speaks = page.speaks_from_facts();
                let unknown = (Judged::Unknown, Vec::new(), Vec::new(), false);
                // Words that are nowhere are no proof, but worth a look.
                let is_decided = asks_itself || speaks || page.is_read_for(rule);
                if !is_decided || page.may_answer(&rule.prose) {
                    unknown
                } else if asks_itself {
                    (Judged::Fail, lacks, Vec::new(), false)
                } else if speaks && lacks.is_empty() {
                    (Judged::Pass(Vec::new()), Vec::new(), Vec::new(), false)
                } else {
                    let softened = !speaks || page.prose.own_words() > PROSE;
                    (Judged::Fail, lacks, Vec::new(), softened)
                }
            }
        }
    }
}
