//! Puts the rules of all packs to the pages of a site.
//!
//! A page is judged by itself, in any order; what depends on other pages is
//! [`asked`] and settled when all of them were seen.

mod asked;
mod judge;
mod report;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::across::Across;
use super::allow::{self, Allowed};
use super::coverage::{self, Coverage};
use super::doubt::Doubt;
use super::duplicates::Duplicates;
use super::evaluate::{Page, Question};
use super::levels::{Levels, Running, is_of_build};
use super::lexicon;
use super::prose::Prose;
use super::rule::{Pack, Rule, Scope};
use super::unused::Unused;
use super::view::{PageFacts, View};
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::clauses::FactSet;
use crate::document::Document;
use crate::link::Reference;
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::front_matter::FrontMatter;
use crate::template::Origin;
use asked::{Asked, Pending};
use report::Finding;

pub(super) use judge::Judged;

/// A page that is to be checked.
#[derive(Debug)]
pub struct Input<'a> {
    /// Its position among the policies.
    pub policy: usize,
    /// Its document type, as it says itself.
    pub doc_type: &'a str,
    /// What it says about itself.
    pub front_matter: &'a FrontMatter,
    /// Where it says so in its file.
    pub head: Range<usize>,
    /// The document.
    pub document: &'a Document<'a>,
    /// The way back to its sources.
    pub origin: Origin<'a>,
    /// The facts that hold for it.
    pub facts: &'a Facts,
    /// The facts that it prints.
    pub printed: FactSet,
    /// Its address.
    pub address: &'a str,
    /// The policies that it links to.
    pub leads_to: &'a [Reference],
}

/// Checks the pages of a site, in any order.
#[derive(Debug)]
pub struct Checker<'a> {
    site: &'a Site,
    /// The command line's levels, for pages that have levels of their own.
    asked_levels: Levels,
    /// The levels of all other pages, and what runs with them.
    levels: Levels,
    running: Vec<Running>,
    /// Comments in the facts that pages share, and what is wrong with them.
    allowed: Allowed,
    unreadable: Vec<Diagnostic>,
    across: Across,
    duplicates: Duplicates,
    unused: Unused,
    asked: Mutex<Asked>,
    coverage: Option<Mutex<Vec<coverage::Open>>>,
}

impl<'a> Checker<'a> {
    /// A checker of a site; `levels` are the command line's, over the settings'.
    pub fn new(site: &'a Site, levels: Levels, with_coverage: bool) -> Self {
        let mut allowed = Allowed::default();
        let mut unreadable = Vec::new();
        for source in site.facts.sources() {
            allowed.read_yaml(source, 0..source.text.len(), &mut unreadable);
        }
        let on_site = site.settings.check.with(&levels);
        Self {
            site,
            running: on_site.running(),
            levels: on_site,
            asked_levels: levels,
            allowed,
            unreadable,
            across: Across::default(),
            duplicates: Duplicates::default(),
            unused: Unused::new(site.library.clauses()),
            asked: Mutex::default(),
            coverage: with_coverage.then(Mutex::default),
        }
    }

    /// Checks one page.
    pub fn page(&self, input: &Input<'_>, faults: &mut Vec<Diagnostic>) {
        let document = lexicon::document_type(input.doc_type);
        let front_matter = input.front_matter;
        let page = Page {
            document,
            regimes: front_matter
                .regimes
                .as_deref()
                .unwrap_or(&self.site.settings.regimes),
            view: View::new(
                input.facts,
                input.printed,
                PageFacts {
                    updated: front_matter.updated,
                    effective: front_matter.effective,
                    review_by: front_matter.review_by,
                    version: front_matter.version.as_deref(),
                },
                document,
            ),
            prose: Prose::of(input.document, input.origin),
            today: self.site.evaluator.as_of().date(),
            language: front_matter
                .language
                .as_deref()
                .unwrap_or(&self.site.settings.language),
            english: self.site.languages.get("en"),
            source: input.document,
            front_matter,
            settings: &self.site.settings,
            address: input.address,
            leads_to: input.leads_to,
            durations: OnceCell::new(),
        };
        let own = front_matter
            .check
            .as_ref()
            .map(|own| self.site.settings.check.with(own).with(&self.asked_levels));
        let levels = own.as_ref().unwrap_or(&self.levels);
        let policy = input.origin.policy;
        let mut allowed = Allowed::of(&page.prose, faults);
        allowed.read_yaml(policy, input.head.clone(), faults);
        let own_running = own.as_ref().map(Levels::running);
        for running in own_running.as_ref().unwrap_or(&self.running) {
            self.pack(running, &page, input, levels, &allowed, faults);
        }
        faults.retain(|fault| !(is_of_build(fault) && self.allows(fault, None, &allowed)));
        let comments = allowed.finish(&policy.path, levels, faults);
        faults.retain_mut(|fault| levels.apply(fault));
        let mut asked = self.asked();
        asked.comments.add(comments);
        if own.is_some() {
            asked.own_levels.insert(policy.path.clone());
        }
        asked
            .answers
            .note_page(input.policy, document, input.address);
    }

    /// Whether a comment allows a finding, at a place of the merged text or of
    /// the file that it points at.
    fn allows(&self, found: &Diagnostic, merged: Option<usize>, page: &Allowed) -> bool {
        let place = found.labels.first().map(|label| &label.place);
        let id = found.code.id;
        let fixed = is_of_build(found) && found.code.severity == Severity::Error;
        !fixed && (page.covers(id, merged, place) || self.allowed.covers(id, None, place))
    }

    /// Puts the rules of a pack to a page.
    fn pack(
        &self,
        running: &Running,
        page: &Page<'_>,
        input: &Input<'_>,
        levels: &Levels,
        allowed: &Allowed,
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut unknown: Vec<&'static Rule> = Vec::new();
        let pack = running.pack;
        for &(rule, level) in &running.rules {
            if !applies(pack, rule, page) {
                continue;
            }
            let (status, lacks, mut questions, softened) = self.judge(rule, page, input, allowed);
            if rule.scope == Scope::Site {
                match status {
                    Judged::Fail => questions.push(Question::Met(&rule.id)),
                    Judged::Pass(_) => self.asked().answers.note_met(rule, true),
                    Judged::Unknown | Judged::Lost => self.asked().answers.note_met(rule, false),
                }
            }
            if let Some(rows) = &self.coverage
                && coverage::is_requirement(pack, rule)
            {
                let row = coverage::row(pack, rule, &status, page, input);
                rows.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(coverage::Open::new(row, &questions));
            }
            if matches!(status, Judged::Unknown) {
                unknown.push(rule);
                continue;
            }
            for lack in lacks {
                let finding = Finding {
                    rule,
                    lack,
                    softened,
                };
                let Some(diagnostic) = self.report(finding, level, page, allowed) else {
                    continue;
                };
                if questions.is_empty() {
                    faults.push(diagnostic);
                } else {
                    self.asked().pending.push(Pending {
                        questions: questions.clone(),
                        policy: input.policy,
                        diagnostic,
                    });
                }
            }
        }
        let level = levels.level(codes::CANNOT_VERIFY.id, Some(Severity::Info));
        if let (Some(severity), false) = (level, unknown.is_empty()) {
            let doubt = Doubt::new(pack, unknown, page, severity);
            if !self.allows(doubt.place(), None, allowed) {
                self.asked().doubts.push(doubt);
            }
        }
    }

    /// What is found when all pages were seen.
    pub fn finish(self, faults: &mut Vec<Diagnostic>) -> Option<Coverage> {
        let Asked {
            pending,
            doubts,
            answers,
            comments,
            own_levels,
        } = self
            .asked
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        answers.settle(pending, doubts, faults);
        self.across.finish(&self.levels, faults);
        self.duplicates.finish(self.site, &self.levels, faults);
        self.unused.finish(self.site, &self.levels, faults);
        faults.extend(self.unreadable);
        comments.finish(faults);
        let place = |fault: &Diagnostic| fault.labels.first().map(|label| label.place.clone());
        faults.retain(|fault| {
            (is_of_build(fault) && fault.code.severity == Severity::Error)
                || !self
                    .allowed
                    .covers(fault.code.id, None, place(fault).as_ref())
        });
        // What is left of these allowed nothing.
        let mut unused = allow::Shared::default();
        unused.add(self.allowed.finish("", &self.levels, faults));
        unused.finish(faults);
        faults.retain_mut(|fault| {
            fault.file().is_some_and(|file| own_levels.contains(file)) || self.levels.apply(fault)
        });
        self.coverage.map(|rows| {
            let rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
            Coverage::new(rows, |question| answers.has(question))
        })
    }

    /// What pages ask of others, for as long as it is looked at.
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a rule is for a page at all.
fn applies(pack: &Pack, rule: &Rule, page: &Page<'_>) -> bool {
    let regimes = rule.regimes.as_ref().unwrap_or(&pack.regimes);
    (regimes.is_empty() || regimes.iter().any(|regime| page.regimes.contains(regime)))
        && (rule.documents.is_empty() || rule.documents.iter().any(|known| known == page.document))
        && rule.from.is_none_or(|from| from <= page.today)
        && rule.until.is_none_or(|until| page.today <= until)
        && rule.when.as_ref().is_none_or(|when| page.holds(when))
}
