//! Checks a single page.

use std::cell::OnceCell;

use super::judge::Ruling;
use super::missing::Missing;
use super::partial;
use super::repeats::Repeats;
use super::{Checker, Input, Judged};
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::base::source::Place;
use crate::check::evaluate::{Finding, Page, Question, Spot};
use crate::check::levels::{ActivePack, InForce, Level, is_of_build};
use crate::check::prose::Prose;
use crate::check::recognise::{self, Source};
use crate::check::summary::{Met, NeedsReview, NotKnown, Pending, Summary};
use crate::check::suppress::{Comments, Used};
use crate::check::unknown;
use crate::check::view::{PageFacts, View};
use crate::check::{clauses, coverage};
use crate::rules::{Pack, Rule, Scope};

impl Checker<'_> {
    /// Checks a page. `faults` are the diagnostics of the build. They are returned with the
    /// findings of rules, unless levels or comments suppress them.
    pub fn page(
        &self,
        input: &Input<'_>,
        mut faults: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Summary) {
        let context = &self.context;
        let front_matter = input.front_matter;
        let prose = Prose::of(input.document, input.origin);
        let (document, document_from) = recognise::kind(
            input.doc_type,
            front_matter.doc_type.is_some(),
            &input.document.outline.title,
            &prose,
        );
        let reads_as = recognise::guess(&prose);
        let (language, language_from) = match (&front_matter.language, reads_as) {
            (Some(language), _) => (language.as_str(), Source::FrontMatter),
            (None, Some(guess)) if recognise::differs(guess, &context.settings.language) => {
                (guess.tag, Source::Text)
            }
            (None, _) => (context.settings.language.as_str(), Source::Site),
        };
        let page = Page {
            document,
            regimes: front_matter
                .regimes
                .as_deref()
                .unwrap_or(&context.settings.regimes),
            view: View::new(
                input.facts,
                (input.printed, input.shown),
                PageFacts {
                    updated: front_matter.updated,
                    effective: front_matter.effective,
                    review_by: front_matter.review_by,
                    version: front_matter.version.as_deref(),
                },
                document,
            ),
            prose,
            today: context.today,
            language,
            reads_as,
            english: context.languages.get("en"),
            source: input.document,
            front_matter,
            settings: context.settings,
            address: input.address,
            links_to: input.links_to,
            durations: OnceCell::new(),
            is_dated: OnceCell::new(),
        };
        let is_partial = faults.iter().any(partial::leaves_text_out);
        let levels = InForce {
            page: front_matter.check.as_ref(),
            ..self.levels()
        };
        if let Some(regimes) = &front_matter.regimes {
            faults.extend(levels.idle(regimes, context.today));
        }
        if let Some(named) = &front_matter.doc_type {
            let place = page.key("type");
            faults.extend(recognise::unknown_type(named, place, context.rules));
        }
        let policy = input.origin.policy;
        let mut own = Comments::of(&page.prose, context.rules, &mut faults);
        own.read_yaml(policy, input.head.clone(), context.rules, &mut faults);
        if let Some(of_page) = levels.page {
            faults.extend(levels.without_effect(of_page));
        }
        let mut check = PageCheck {
            checker: self,
            page: &page,
            levels,
            comments: own,
            used: Used::new(),
            shared_used: Used::new(),
            is_partial,
            found: faults,
            summary: Summary {
                page: input.id.to_owned(),
                file: policy.path.clone(),
                document: document.to_owned(),
                document_from,
                language: language.to_owned(),
                language_from,
                address: input.address.to_owned(),
                has_levels: front_matter.check.is_some(),
                clauses: clauses::named(&page, &self.wanted_clauses),
                ..Summary::default()
            },
        };
        let of_page = front_matter.check.as_ref().map(|_| levels.active());
        let mut missing = Vec::new();
        for active in of_page.as_ref().unwrap_or(&self.active) {
            check.pack(active, input, &mut missing);
        }
        check.report_missing(missing);
        check.finish()
    }
}

/// A page being checked.
pub(super) struct PageCheck<'c> {
    pub(super) checker: &'c Checker<'c>,
    pub(super) page: &'c Page<'c>,
    pub(super) levels: InForce<'c>,
    /// The page's own comments; `used` are those that suppress something.
    pub(super) comments: Comments,
    pub(super) used: Used,
    /// The comments in shared facts that suppress something on the page.
    pub(super) shared_used: Used,
    /// Whether a faulty tag leaves out some of the text.
    is_partial: bool,
    pub(super) found: Vec<Diagnostic>,
    pub(super) summary: Summary,
}

impl PageCheck<'_> {
    /// Whether a comment suppresses a finding, at a position in the merged text or at its place in
    /// a file.
    pub(super) fn suppresses(&mut self, found: &Diagnostic, merged: Option<usize>) -> bool {
        let place = found.labels.first().map(|label| &label.place);
        let id = found.code.id;
        if is_of_build(found) && found.code.severity == Severity::Error {
            return false;
        }
        let rules = self.levels.rules;
        self.comments
            .cover(id, merged, place, rules, &mut self.used)
            || self
                .checker
                .comments
                .cover(id, None, place, rules, &mut self.shared_used)
    }

    /// Checks the page against the rules of a pack. Missing content that other
    /// packs may also report is added to `missing`.
    fn pack<'a>(
        &mut self,
        active: &ActivePack<'a>,
        input: &Input<'_>,
        missing: &mut Vec<Missing<'a>>,
    ) {
        let mut open: Vec<&Rule> = Vec::new();
        let mut repeats = Repeats::default();
        let pack = active.pack;
        for &(rule, level) in &active.rules {
            if !applies(pack, rule, self.page) || (self.is_partial && !partial::is_local(rule)) {
                continue;
            }
            let Ruling {
                judged: status,
                findings,
                mut questions,
            } = self.judge(rule);
            if rule.scope == Scope::Site {
                let certain = matches!(status, Judged::Pass(_));
                match status {
                    Judged::Fail => questions.push(Question::Met(rule.id.clone())),
                    _ => self.summary.met.push(Met {
                        rule: rule.id.clone(),
                        certain,
                    }),
                }
            }
            if self.checker.with_coverage && coverage::is_requirement(pack, rule) {
                let row = coverage::row(pack, rule, &status, &findings, self.page, input);
                let open = coverage::Open::new(row, &questions);
                self.summary.coverage.push(open);
            }
            if matches!(status, Judged::Unknown(_)) {
                open.push(rule);
                continue;
            }
            let rank = rank(pack, rule, self.page);
            let is_note = !level.is_set
                && (rule.note_when.as_ref()).is_some_and(|when| self.page.holds(when));
            let severity = if is_note {
                Severity::Info
            } else {
                level.severity
            };
            let level = Level { severity, ..level };
            for finding in findings {
                let may_be_left_out = self.is_partial && partial::is_on_missing(&finding);
                if may_be_left_out || self.is_unknown(rule, &finding, level) {
                    continue;
                }
                if rule.subject.is_some() && questions.is_empty() {
                    missing.push(Missing {
                        rule,
                        finding,
                        level,
                        rank,
                    });
                    continue;
                }
                let Some(diagnostic) = self.report(rule, finding, level) else {
                    continue;
                };
                match questions.is_empty() {
                    true => repeats.add(rule, diagnostic, &mut self.found),
                    false => self.summary.pending.push(Pending {
                        questions: questions.clone(),
                        finding: diagnostic.into(),
                    }),
                }
            }
        }
        repeats.count(&mut self.found);
        self.needs_review(pack, &open);
    }

    /// Records that a rule needs a fact that is not known yet, if the finding is about such a fact.
    fn is_unknown(&mut self, rule: &Rule, finding: &Finding, level: Level) -> bool {
        let (Some(fact), Spot::Place(place)) = (&finding.unknown, &finding.spot) else {
            return false;
        };
        let level = level.of(finding);
        let help = rule.help_for(finding, self.page);
        let fact = self.page.view.facts().spoken_path(fact);
        let one = NotKnown::new(fact, place.clone(), Some((rule, level)), help);
        self.summary.unknown.push(one);
        true
    }

    /// Records the rules that the page's prose may meet.
    fn needs_review(&mut self, pack: &Pack, rules: &[&Rule]) {
        if rules.is_empty() {
            return;
        }
        let code = &codes::CANNOT_VERIFY;
        let Some(severity) = self.levels.level(code.id, Some(Severity::Info)) else {
            return;
        };
        let mut note = self.page.point_at_head(Diagnostic::new(code, ""));
        note.severity = severity;
        if !self.suppresses(&note, None) {
            let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
            self.summary.reviews.push(NeedsReview {
                pack: pack.name.clone(),
                rules: ids.join(" "),
                not_stated: rules
                    .iter()
                    .filter_map(|rule| not_stated(rule, self.page))
                    .collect(),
                note: note.into(),
            });
        }
    }

    fn finish(mut self) -> (Vec<Diagnostic>, Summary) {
        let mut found = std::mem::take(&mut self.found);
        // Markers next to a tag that failed are printed because the tag is missing.
        let mut failed: Vec<Place> = found.iter().filter_map(failed_tag).collect();
        failed.sort_by(|a, b| by_place(a).cmp(&by_place(b)));
        found.retain(|found| !is_around(found, &failed));
        found.retain(|found| !(is_of_build(found) && self.suppresses(found, None)));
        let own = unknown::of(self.page.view.facts(), |file| file == self.summary.file);
        self.summary.unknown.extend(own);
        let file = &self.summary.file;
        let (unused, in_clauses) = self.comments.unused(&self.used, file, self.levels);
        found.extend(unused);
        found.retain_mut(|found| self.levels.apply(found));
        self.summary.comments = in_clauses;
        self.summary.used_comments = self.shared_used.into_iter().collect();
        (found, self.summary)
    }
}

/// The place of a tag that failed.
fn failed_tag(fault: &Diagnostic) -> Option<Place> {
    let is_one = fault.code.id.starts_with("TPL1") && fault.severity == Severity::Error;
    let label = fault.labels.first().filter(|_| is_one)?;
    Some(label.place.clone())
}

/// Whether a finding on markup is about text with such a tag.
fn is_around(found: &Diagnostic, failed: &[Place]) -> bool {
    let Some(label) = found
        .labels
        .first()
        .filter(|_| found.code.id.starts_with("MRK"))
    else {
        return false;
    };
    let at = &label.place;
    let next = failed.partition_point(|tag| by_place(tag) <= by_place(at));
    failed
        .get(next)
        .is_some_and(|tag| tag.source.path == at.source.path && tag.range.end < at.range.end)
}

fn by_place(place: &Place) -> (&str, usize) {
    (&place.source.path, place.range.start)
}

/// The facts that a rule requires but that are not stated, although the page's text reads the facts
/// that contain them.
fn not_stated(rule: &Rule, page: &Page<'_>) -> Option<(String, Vec<String>)> {
    let view = &page.view;
    let mut facts = rule.required_facts();
    facts.retain(|fact| !view.is_stated(fact) && view.reads(fact));
    (!facts.is_empty()).then(|| (rule.id.clone(), facts))
}

/// The rank of a rule among those of a page: the position of its first regime
/// in the settings.
fn rank(pack: &Pack, rule: &Rule, page: &Page<'_>) -> usize {
    let regimes = rule.regimes(pack);
    let at = |regime: &String| regimes.contains(regime);
    page.regimes
        .iter()
        .position(at)
        .filter(|_| !regimes.is_empty())
        .map_or(0, |at| at + 1)
}

/// Whether a rule applies to a page at all.
fn applies(pack: &Pack, rule: &Rule, page: &Page<'_>) -> bool {
    let regimes = rule.regimes(pack);
    (regimes.is_empty() || regimes.iter().any(|regime| page.regimes.contains(regime)))
        && (rule.documents.is_empty() || rule.documents.iter().any(|known| known == page.document))
        && rule.is_in_force(page.today)
        && rule.when.as_ref().is_none_or(|when| page.holds(when))
}
