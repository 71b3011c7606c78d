//! `policygen check`: what is missing, wrong or contradictory in legal texts.
//!
//! Rules come in packs, one file each under `packs/`. What a rule asks for is
//! either said there, as a requirement on facts, sections and words
//! ([`rule::Requirement`], put to a page in [`evaluate`]), or is judgement in
//! code, in `builtin`. Rules know nothing of settings: levels are applied to
//! what they find.
//!
//! There are three results. A rule passes, fails, or can't tell: facts that a
//! page prints decide, words alone never fail a rule that asks for facts.

mod across;
pub mod allow;
pub mod areas;
mod baseline;
mod builtin;
mod coverage;
mod doubt;
mod duplicates;
pub mod evaluate;
mod explain;
mod levels;
pub mod lexicon;
pub mod prose;
mod registry;
pub mod rule;
mod unused;
pub mod view;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::clauses::FactSet;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::document::Document;
use crate::facts::Facts;
use crate::front_matter::FrontMatter;
use crate::link::CrossReference;
use crate::load::Site;
use across::Across;
use allow::Allowed;
use doubt::Doubt;
use duplicates::Duplicates;
use evaluate::{Lack, Outcome, Page, Question, Spot};
use rule::{Pack, Requirement, Rule, Scope};
use unused::Unused;
use view::{PageFacts, View};

pub use baseline::Baseline;
pub use coverage::{Coverage, Row, Status};
pub use explain::About;
pub use levels::{CHECK, Levels, is_of_build};
pub use lexicon::document_type;
pub use prose::{Origin, Prose};
pub use registry::{Registry, registry};

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
    pub leads_to: &'a [CrossReference],
}

/// Checks the pages of a site, in any order.
#[derive(Debug)]
pub struct Checker<'a> {
    site: &'a Site,
    /// The command line's levels, for pages that have levels of their own.
    asked_levels: Levels,
    /// The levels of all other pages.
    levels: Levels,
    /// Comments in the facts that pages share, and what is wrong with them.
    allowed: Allowed,
    unreadable: Vec<Diagnostic>,
    across: Across,
    duplicates: Duplicates,
    unused: Unused,
    asked: Mutex<Asked>,
    coverage: Option<Mutex<Vec<coverage::Open>>>,
}

/// What pages ask of others.
#[derive(Debug, Default)]
struct Asked {
    /// Findings that hold if the site has no answer to any of the questions.
    pending: Vec<Pending>,
    /// Document types of the site.
    documents: BTreeSet<String>,
    /// Texts of links that were looked for and found.
    links: BTreeSet<Vec<String>>,
    /// Rules that some page meets, of those that one page is enough for.
    met: BTreeSet<&'static str>,
    /// Those of them that it meets for sure.
    met_for_sure: BTreeSet<&'static str>,
    doubts: Vec<Doubt>,
    /// Policies that others ask for: their types and addresses.
    sought: BTreeMap<usize, (&'static str, String)>,
    /// Comments in files that several pages are made of.
    comments: allow::Shared,
    /// Files of policies with levels of their own.
    own_levels: BTreeSet<String>,
}

/// A finding that other pages decide on.
#[derive(Debug)]
struct Pending {
    /// It holds if the site has no answer to any of these.
    questions: Vec<Question>,
    /// The policy that it is about.
    policy: usize,
    diagnostic: Diagnostic,
}

/// Document types of which others ask where they are.
const SOUGHT: &[&str] = &["dpa", "security", "vulnerability-disclosure"];

/// Something that a rule found on a page.
struct Finding {
    rule: &'static Rule,
    lack: Lack,
    /// The severity by default, where it is not the rule's.
    softened: bool,
}

/// Words of its own from which on a page may say in prose what facts do not.
const PROSE: usize = 150;

impl<'a> Checker<'a> {
    /// A checker of a site; `levels` are the command line's, over the settings'.
    pub fn new(site: &'a Site, levels: Levels, with_coverage: bool) -> Self {
        let mut allowed = Allowed::default();
        let mut unreadable = Vec::new();
        for source in site.facts.sources() {
            allowed.read_yaml(source, 0..source.text.len(), &mut unreadable);
        }
        Self {
            site,
            levels: site.settings.check.with(&levels),
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
            today: self.site.library.as_of().date(),
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
        for pack in registry().packs() {
            self.pack(pack, &page, input, levels, &allowed, faults);
        }
        faults.retain(|fault| !(is_of_build(fault) && self.allows(fault, None, &allowed)));
        let comments = allowed.finish(&policy.path, levels, faults);
        faults.retain_mut(|fault| levels.apply(fault));
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.comments.add(comments);
        if own.is_some() {
            asked.own_levels.insert(policy.path.clone());
        }
        if !asked.documents.contains(document) {
            asked.documents.insert(document.to_owned());
        }
        if let Some(known) = SOUGHT.iter().find(|known| **known == document) {
            let found = (*known, input.address.to_owned());
            asked.sought.insert(input.policy, found);
        }
    }

    /// Whether a comment allows a finding, at a place of the merged text or of
    /// the file that it points at.
    fn allows(&self, found: &Diagnostic, merged: Option<usize>, page: &Allowed) -> bool {
        let place = found.labels.first().map(|label| &label.place);
        let id = found.code.id;
        let fixed = is_of_build(found) && found.code.severity == Severity::Error;
        !fixed && (page.covers(id, merged, place) || self.allowed.covers(id, None, place))
    }

    fn pack(
        &self,
        pack: &'static Pack,
        page: &Page<'_>,
        input: &Input<'_>,
        levels: &Levels,
        allowed: &Allowed,
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut unknown: Vec<&'static Rule> = Vec::new();
        // Most pages have nothing that a pack forbids: one look tells.
        let is_quiet = OnceCell::new();
        for rule in &pack.rules {
            let Some(level) = levels.of(rule) else {
                continue;
            };
            if matches!(rule.check, Requirement::Forbid(_))
                && self.coverage.is_none()
                && *is_quiet.get_or_init(|| pack.is_quiet_on(&page.prose.text))
            {
                continue;
            }
            if rule.is_of_build() || !applies(pack, rule, page) {
                continue;
            }
            let (status, lacks, mut questions, softened) = self.judge(rule, page, input, allowed);
            if rule.scope == Scope::Site {
                let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                match status {
                    Judged::Fail => questions.push(Question::Met(&rule.id)),
                    Judged::Pass(_) => {
                        asked.met.insert(&rule.id);
                        asked.met_for_sure.insert(&rule.id);
                    }
                    Judged::Unknown => {
                        asked.met.insert(&rule.id);
                    }
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
                    let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                    asked.pending.push(Pending {
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
                let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                asked.doubts.push(doubt);
            }
        }
    }

    /// What a rule finds on a page.
    fn judge(
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

    /// Answers what can be answered by this page.
    fn answer(&self, questions: &[Question], page: &Page<'_>) {
        for question in questions {
            if let Question::Link(texts) = question {
                let found = page.prose.links.iter().any(|link| {
                    let text = page.prose.text[link.text.clone()].to_lowercase();
                    texts
                        .iter()
                        .any(|wanted| text.contains(&wanted.to_lowercase()))
                });
                if found {
                    let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                    asked.links.insert(texts.clone());
                }
            }
        }
    }

    /// A finding as a diagnostic, unless it is allowed where it stands.
    fn report(
        &self,
        finding: Finding,
        level: Severity,
        page: &Page<'_>,
        allowed: &Allowed,
    ) -> Option<Diagnostic> {
        let Finding {
            rule,
            lack,
            softened,
        } = finding;
        let mut diagnostic = Diagnostic::new(rule.code(), rule.message_for(&lack, page));
        diagnostic.severity = match level {
            Severity::Error if softened => Severity::Warning,
            level => level,
        };
        let merged: Option<Range<usize>> = match &lack.spot {
            Spot::Text(range) => Some(page.prose.merged(range.clone())),
            Spot::Merged(range) => Some(range.clone()),
            Spot::Place(_) | Spot::Page => None,
        };
        let start = merged.as_ref().map(|merged| merged.start);
        diagnostic = match (merged, lack.spot) {
            (Some(merged), _) => page.prose.point(diagnostic, merged, ""),
            (None, Spot::Place(place)) => diagnostic.label(place, ""),
            (None, _) => page.point_at_head(diagnostic),
        };
        if self.allows(&diagnostic, start, allowed) {
            return None;
        }
        for (place, says) in lack.labels {
            diagnostic = diagnostic.label(place, says);
        }
        diagnostic.help.extend(lack.help);
        diagnostic.help.extend(rule.help.iter().cloned());
        if let Some(law) = rule
            .law
            .first()
            .filter(|law| !law.cite.starts_with("house rule"))
        {
            let more = match rule.law.len() {
                1 => String::new(),
                more => format!(" and {} more", more - 1),
            };
            diagnostic.help.push(format!(
                "see {}{more}; `policygen explain {}`",
                law.cite, rule.id
            ));
        }
        diagnostic.fixes = lack.fixes;
        Some(diagnostic)
    }

    /// What is found when all pages were seen.
    pub fn finish(self, faults: &mut Vec<Diagnostic>) -> Option<Coverage> {
        let Asked {
            mut pending,
            documents,
            links,
            met,
            met_for_sure,
            doubts,
            sought,
            comments,
            own_levels,
        } = self
            .asked
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let met = |question: &Question| match question {
            Question::Document(document) => documents.contains(document),
            Question::Link(texts) => links.contains(texts),
            Question::Met(rule) => met.contains(rule),
            Question::IsOf(policy, document) => sought
                .get(policy)
                .is_some_and(|(known, _)| known == document),
            Question::At(address, document) => sought
                .values()
                .any(|(known, at)| known == document && at == address),
        };
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
            if is_first && !finding.questions.iter().any(met) {
                faults.push(finding.diagnostic);
            }
        }
        faults.extend(
            doubts
                .into_iter()
                .filter_map(|doubt| doubt.note(&met_for_sure)),
        );
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
            Coverage::new(rows, met)
        })
    }
}

/// What a rule says of a page.
#[derive(Debug)]
pub(crate) enum Judged {
    /// All is well, by these.
    Pass(Vec<evaluate::Answer>),
    /// Something is not.
    Fail,
    /// Only a reader can tell.
    Unknown,
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
