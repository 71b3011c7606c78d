//! Checks a whole site, from the summaries of its pages.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Checker, SiteFindings};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::source::Source;
use crate::base::text::listed;
use crate::check::coverage::{Coverage, Open};
use crate::check::evaluate::Question;
use crate::check::levels::is_of_build;
use crate::check::record::{Record, restore};
use crate::check::summary::{NeedsReview, Summary};
use crate::check::suppress::{Used, unused_in_clauses};
use crate::check::{changes, clauses, paragraphs, statements, unknown};
use crate::rules::RuleSet;
use crate::rules::Scope;

impl Checker<'_> {
    /// Checks the site as a whole. `faults` are the diagnostics of the build and of
    /// the page checks. They are returned with the findings on the site, unless
    /// levels or comments in shared facts suppress them. `read` returns a policy's
    /// file, for excerpts from several pages.
    pub fn site(
        &self,
        summaries: &[Summary],
        mut faults: Vec<Diagnostic>,
        read: &dyn Fn(&str) -> Option<Arc<Source>>,
    ) -> SiteFindings {
        let mut summaries: Vec<&Summary> = summaries.iter().collect();
        summaries.sort_by(|a, b| a.page.cmp(&b.page));
        let context = &self.context;
        let (rules, levels) = (context.rules, self.levels());
        let answers = Answers::of(&summaries);
        // Findings keep their files, which need not be read again.
        let places = faults.iter().flat_map(|found| &found.labels);
        let known = places.map(|label| {
            let source = &label.place.source;
            (source.path.clone(), Arc::clone(source))
        });
        let known: RefCell<HashMap<String, Arc<Source>>> = RefCell::new(known.collect());
        let files = |file: &str| {
            if let Some(source) = known.borrow().get(file) {
                return Some(Arc::clone(source));
            }
            let source = read(file)?;
            let mut known = known.borrow_mut();
            Some(Arc::clone(known.entry(file.to_owned()).or_insert(source)))
        };
        let mut records = answers.settle(&summaries);
        let reviews = summaries.iter().flat_map(|summary| &summary.reviews);
        records.extend(reviews.filter_map(|review| answers.note(review, rules)));
        records.extend(statements::compare(&summaries, levels));
        let shared = unknown::of(context.facts, |_| true);
        records.extend(unknown::list(&summaries, shared, &mut faults));
        let comments = summaries.iter().flat_map(|summary| &summary.comments);
        records.extend(unused_in_clauses(comments));
        faults.extend(restore(records, rules));
        faults.extend(paragraphs::compare(&summaries, levels, &files));
        // A page that can't be built may call any clause, and so may a faulty clause.
        let files: BTreeSet<&str> = summaries.iter().map(|one| one.file.as_str()).collect();
        let stops = |found: &Diagnostic| {
            let is_of_page = found.file().is_some_and(|file| files.contains(file));
            found.code.severity == Severity::Error && is_of_build(found) && !is_of_page
        };
        if !faults.iter().any(stops) {
            let own = &self.own_clauses;
            faults.extend(clauses::unused(&summaries, own, context.clauses, levels));
        }
        faults.extend(self.changes.notes(&summaries, context.clauses));
        faults.extend(changes::copies(context));
        faults.extend(self.unreadable.iter().cloned());
        faults.extend(levels.without_effect(levels.settings));
        let regimes = &context.settings.regimes;
        faults.extend(levels.idle(regimes, context.today));
        faults.extend(levels.old_law(regimes, context.today));

        let used = summaries.iter().flat_map(|summary| &summary.used_comments);
        let mut used: Used = used.copied().collect();
        faults.retain(|found| {
            let place = found.labels.first().map(|label| &label.place);
            (is_of_build(found) && found.code.severity == Severity::Error)
                || !self
                    .comments
                    .cover(found.code.id, None, place, rules, &mut used)
        });
        faults.extend(self.comments.unused_in_facts(&used, levels));
        let with_levels: BTreeSet<&str> = summaries
            .iter()
            .filter(|summary| summary.has_levels)
            .map(|summary| summary.file.as_str())
            .collect();
        faults.retain_mut(|found| {
            found.file().is_some_and(|file| with_levels.contains(file)) || levels.apply(found)
        });
        let coverage = self.with_coverage.then(|| {
            let open = summaries.iter().flat_map(|summary| &summary.coverage);
            let open: Vec<Open> = open.cloned().collect();
            Coverage::new(open, |question| answers.has(question))
        });
        SiteFindings {
            diagnostics: faults,
            coverage,
        }
    }
}

/// The answers of a site's pages to each other's questions.
#[derive(Debug, Default)]
struct Answers<'s> {
    /// The document types of all pages.
    documents: BTreeSet<&'s str>,
    pages: BTreeMap<&'s str, &'s str>,
    addresses: BTreeSet<&'s str>,
    /// Link texts that were searched for and found.
    links: BTreeSet<&'s [String]>,
    /// Rules met by some page, among those that one page can meet for the whole site.
    met: BTreeSet<&'s str>,
    /// The rules among `met` that need no review.
    certain: BTreeSet<&'s str>,
}

impl<'s> Answers<'s> {
    fn of(summaries: &[&'s Summary]) -> Self {
        let mut answers = Self::default();
        for summary in summaries {
            answers.documents.insert(&summary.document);
            answers.pages.insert(&summary.page, &summary.document);
            answers.addresses.insert(&summary.address);
            answers
                .links
                .extend(summary.links.iter().map(Vec::as_slice));
            for met in &summary.met {
                answers.met.insert(&met.rule);
                answers
                    .certain
                    .extend(met.certain.then_some(met.rule.as_str()));
            }
        }
        answers
    }

    /// Whether the answer to a question is yes.
    fn has(&self, question: &Question) -> bool {
        match question {
            Question::Document(document) => self.documents.contains(document.as_str()),
            Question::Link(texts) => self.links.contains(texts.as_slice()),
            Question::Met(rule) => self.met.contains(rule.as_str()),
            Question::IsOf(page, document) => {
                self.pages.get(page.as_str()) == Some(&document.as_str())
            }
            Question::Page(address) => self.addresses.contains(address.as_str()),
        }
    }

    /// The findings that no page answers. If one page could meet a rule for the whole
    /// site, the finding is reported once, on the first page.
    fn settle(&self, summaries: &[&'s Summary]) -> Vec<Record> {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let mut records = Vec::new();
        for (page, summary) in summaries.iter().enumerate() {
            for pending in &summary.pending {
                let is_first = pending.questions.iter().all(|question| match question {
                    Question::Met(rule) => *first.entry(rule).or_insert(page) == page,
                    _ => true,
                });
                if is_first && !pending.questions.iter().any(|question| self.has(question)) {
                    records.push(pending.finding.clone());
                }
            }
        }
        records
    }

    /// The note on requirements that need review, unless other pages meet all of
    /// these.
    fn note(&self, review: &NeedsReview, rules: &RuleSet) -> Option<Record> {
        let is_open = |id: &&str| {
            let is_site = rules
                .rule(id)
                .is_some_and(|(_, rule)| rule.scope == Scope::Site);
            !(is_site && self.certain.contains(*id))
        };
        let open: Vec<&str> = review.rules.split(' ').filter(is_open).collect();
        let not_stated = review.not_stated.iter();
        let not_stated = not_stated.filter(|(rule, _)| open.contains(&rule.as_str()));
        let not_stated: BTreeSet<String> =
            not_stated.flat_map(|(_, facts)| facts).cloned().collect();
        let (count, them) = match open.len() {
            0 => return None,
            1 => ("one requirement".to_owned(), "it"),
            count => (format!("{count} requirements"), "them"),
        };
        let mut note = review.note.clone();
        note.message = format!(
            "{count} of the pack `{}` can't be checked automatically: prose may meet {them}",
            review.pack
        );
        note.help = vec![
            format!("review the page against {}", listed(open)),
            match not_stated.is_empty() {
                true => "facts printed with clauses are checked automatically".to_owned(),
                false => {
                    let facts = listed(not_stated.iter().map(String::as_str));
                    format!(
                        "state {facts} in the facts: the page prints them, and policygen checks them"
                    )
                }
            },
        ];
        Some(note)
    }
}
