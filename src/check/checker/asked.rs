//! What pages ask of others, and how it is settled.

use std::collections::{BTreeMap, BTreeSet};

use super::Checker;
use crate::base::diagnostic::Diagnostic;
use crate::check::allow;
use crate::check::doubt::Doubt;
use crate::check::evaluate::{Page, Question};
use crate::check::rule::Rule;

/// What pages leave behind for the end of a check.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Findings that hold if the site has no answer to any of the questions.
    pub(super) pending: Vec<Pending>,
    /// What only a reader can tell.
    pub(super) doubts: Vec<Doubt>,
    /// What there is for others to find.
    pub(super) answers: Answers,
    /// Comments in files that several pages are made of.
    pub(super) comments: allow::Shared,
    /// Files of policies with levels of their own.
    pub(super) own_levels: BTreeSet<String>,
}

/// A finding that other pages decide on.
#[derive(Debug)]
pub(super) struct Pending {
    /// It holds if the site has no answer to any of these.
    pub(super) questions: Vec<Question>,
    /// The policy that it is about.
    pub(super) policy: usize,
    pub(super) diagnostic: Diagnostic,
}

/// What the site has, as far as others ask for it.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Document types of the site.
    documents: BTreeSet<String>,
    /// Texts of links that were looked for and found.
    links: BTreeSet<Vec<String>>,
    /// Rules that some page meets, of those that one page is enough for.
    met: BTreeSet<&'static str>,
    /// Those of them that it meets for sure.
    met_for_sure: BTreeSet<&'static str>,
    /// Policies that others ask for: their types and addresses.
    sought: BTreeMap<usize, (&'static str, String)>,
}

/// Document types of which others ask where they are.
const SOUGHT: &[&str] = &["dpa", "security", "vulnerability-disclosure"];

impl Answers {
    /// Notes that the site has a page.
    pub(super) fn note_page(&mut self, policy: usize, document: &str, address: &str) {
        if !self.documents.contains(document) {
            self.documents.insert(document.to_owned());
        }
        if let Some(known) = SOUGHT.iter().find(|known| **known == document) {
            self.sought.insert(policy, (known, address.to_owned()));
        }
    }

    /// Notes that a page meets a rule, for sure or not.
    pub(super) fn note_met(&mut self, rule: &'static Rule, for_sure: bool) {
        self.met.insert(&rule.id);
        if for_sure {
            self.met_for_sure.insert(&rule.id);
        }
    }

    /// Whether the answer to a question is yes.
    pub(super) fn has(&self, question: &Question) -> bool {
        match question {
            Question::Document(document) => self.documents.contains(document),
            Question::Link(texts) => self.links.contains(texts),
            Question::Met(rule) => self.met.contains(rule),
            Question::IsOf(policy, document) => self
                .sought
                .get(policy)
                .is_some_and(|(known, _)| known == document),
            Question::At(address, document) => self
                .sought
                .values()
                .any(|(known, at)| known == document && at == address),
        }
    }

    /// Finds what holds now that all pages were seen.
    pub(super) fn settle(
        &self,
        mut pending: Vec<Pending>,
        doubts: Vec<Doubt>,
        faults: &mut Vec<Diagnostic>,
    ) {
        // What one page is enough for is found once, on the first.
        pending.sort_by_key(|finding| finding.policy);
        let mut first: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in pending {
            let is_first = finding.questions.iter().all(|question| match question {
                Question::Met(rule) => {
                    *first.entry(rule).or_insert(finding.policy) == finding.policy
                }
                _ => true,
            });
            if is_first && !finding.questions.iter().any(|question| self.has(question)) {
                faults.push(finding.diagnostic);
            }
        }
        faults.extend(
            doubts
                .into_iter()
                .filter_map(|doubt| doubt.note(&self.met_for_sure)),
        );
    }
}

impl Checker<'_> {
    /// Answers what can be answered by this page.
    pub(super) fn answer(&self, questions: &[Question], page: &Page<'_>) {
        for question in questions {
            if let Question::Link(texts) = question {
                let found = page.prose.links.iter().any(|link| {
                    let text = page.prose.text[link.text.clone()].to_lowercase();
                    texts
                        .iter()
                        .any(|wanted| text.contains(&wanted.to_lowercase()))
                });
                if found {
                    self.asked().answers.links.insert(texts.clone());
                }
            }
        }
    }
}
