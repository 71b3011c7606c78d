//! Evaluates the text of a policy.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tera::Context;

use super::input::{Evaluated, Input};
use super::library::Library;
use super::limited;
use super::memo::{Memo, is_constant};
use super::needed::Needed;
use super::scope::{self, Registration, Scope};
use super::shown::Answers;
use super::trouble::Trouble;
use super::variables::{
    PAGE_VARIABLES, check_conditions, insert_facts, insert_page, shadows_facts,
};
use super::{FactSet, FieldSet, Printed, comments, inline, lines, numerals, printed, reads};
use crate::base::dates::{AsOf, Date};
use crate::base::diagnostic::Diagnostic;
use crate::model::facts::Facts;
use crate::model::language::Languages;
use crate::model::limits::MAX_MERGED;
use crate::model::tables::FACTS;
use crate::template::budget;
use crate::template::instrument::{Instrumented, instrument};
use crate::template::source_map::{self, Segments};
use crate::template::{Origin, end_segment};

/// Evaluates policies with a library of clauses, the shared facts and a build
/// date. Any number of threads can use the same evaluator.
#[derive(Debug)]
pub struct Evaluator {
    pub(super) library: Arc<Library>,
    pub(super) facts: Arc<Facts>,
    languages: Arc<Languages>,
    as_of: Arc<AsOf>,
    /// The maximum work for evaluating one policy, in bytes.
    pub(super) limit: u64,
    /// The shared facts as variables.
    shared: Context,
    /// Copies of `shared` that no thread is currently using.
    spare: Mutex<Vec<Context>>,
    /// The scopes of pages by language and regimes.
    scopes: RwLock<HashMap<String, Registration>>,
    memo: Memo,
    /// Whether calls show facts.
    pub(super) answers: Answers,
}

/// A policy being evaluated.
pub(super) struct Page<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) marked: Instrumented,
    /// The number of the page's scope.
    scope: u64,
    /// Whether faulty tags were left out.
    pub(super) has_blanks: Cell<bool>,
}

impl Evaluator {
    /// Prepares the evaluation of policies that share `facts`.
    pub fn new(
        library: Arc<Library>,
        facts: Arc<Facts>,
        languages: Arc<Languages>,
        as_of: Arc<AsOf>,
        limit: u64,
    ) -> Self {
        let mut shared = Context::new();
        insert_facts(&mut shared, &facts);
        Self {
            library,
            facts,
            languages,
            as_of,
            limit,
            shared,
            spare: Mutex::default(),
            scopes: RwLock::default(),
            memo: Memo::default(),
            answers: Answers::default(),
        }
    }

    /// Returns an evaluator for another build date, with a separate record of date queries.
    pub fn on(&self, day: Date) -> Self {
        Self::new(
            Arc::clone(&self.library),
            Arc::clone(&self.facts),
            Arc::clone(&self.languages),
            Arc::new(AsOf::new(day)),
            self.limit,
        )
    }

    /// The build date, with the record of queries about it.
    pub fn as_of(&self) -> &Arc<AsOf> {
        &self.as_of
    }

    /// Whether the evaluator was built from these inputs.
    pub fn is_of(
        &self,
        library: &Arc<Library>,
        facts: &Arc<Facts>,
        languages: &Arc<Languages>,
        limit: u64,
    ) -> bool {
        self.limit == limit
            && Arc::ptr_eq(&self.library, library)
            && Arc::ptr_eq(&self.facts, facts)
            && Arc::ptr_eq(&self.languages, languages)
    }

    /// The number of the scope of pages in `language` to which `regimes` apply.
    pub(super) fn scope(&self, language: &str, regimes: &[String]) -> u64 {
        let key = [language, " ", &regimes.join(" ")].concat();
        let known = self.scopes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(scope) = known.get(&key) {
            return scope.number;
        }
        drop(known);
        let scope = Scope {
            language: self.languages.get(language),
            as_of: Arc::clone(&self.as_of),
            regimes: regimes.into(),
        };
        let mut known = self.scopes.write().unwrap_or_else(PoisonError::into_inner);
        let scope = known
            .entry(key)
            .or_insert_with(|| self.library.scopes.register(scope));
        scope.number
    }

    /// Calls `f` with a context that has the shared facts. Contexts are reused,
    /// because there are many facts and many pages.
    pub(super) fn with_shared<T>(&self, scope: u64, f: impl FnOnce(&mut Context) -> T) -> T {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let known = spare().pop();
        let mut context = known.unwrap_or_else(|| self.shared.clone());
        context.insert_value(scope::VARIABLE, scope.into());
        let result = f(&mut context);
        for variable in PAGE_VARIABLES {
            context.remove(variable);
        }
        spare().push(context);
        result
    }

    /// Evaluates the text of a policy and returns the merged Markdown with its mapping back to the
    /// sources. Faulty tags print nothing. Returns `None` if more than that is missing.
    pub fn evaluate(&self, input: &Input<'_>, faults: &mut Vec<Diagnostic>) -> Option<Evaluated> {
        let Input { policy, body, .. } = input;
        let library = &*self.library;
        let text = &policy.text[body.clone()];
        let first = end_segment(&library.snippets);
        let (mut marked, own_segments) = instrument(text, body.start, first, "", "");
        library.versions.resolve(&mut marked, input.language);
        if let Some(fault) = comments::unterminated(policy, &marked) {
            faults.push(fault);
            return None;
        }
        comments::tags_in_code(
            policy,
            &marked,
            |name| FACTS.field(name).is_some() || PAGE_VARIABLES.contains(&name),
            |name| library.find(name).is_some(),
            faults,
        );
        // Without tags, there is nothing to evaluate.
        if marked.tags.is_empty() && own_segments.len() == 1 && !marked.unclosed {
            return Some(Evaluated {
                text: text.to_owned(),
                map: source_map::identity(own_segments[0]),
                facts: FactSet::default(),
                printed: Printed::default(),
            });
        }
        check_conditions(policy, &marked, input.front_matter.extra.as_ref(), faults);
        numerals::report(policy, &marked, faults);
        library.foreign(policy, &marked, &self.languages.get(input.language), faults);
        let page = Page {
            input,
            marked,
            scope: self.scope(input.language, input.regimes),
            has_blanks: Cell::new(false),
        };
        printed::begin();
        let mut fields = FieldSet::in_tags(&page.marked);
        let called = page.marked.tags.iter();
        let called = called.filter_map(|tag| library.find(tag.clause.as_deref()?));
        let facts = called.fold(reads::in_tags(&page.marked), |facts, called| {
            fields = fields.and(library.fields(called));
            facts.and(library.reads[called])
        });
        let all_facts = input.own_facts.unwrap_or(&self.facts);
        lines::report(input, all_facts, &page.marked, faults);
        let needed = Needed::by(input, all_facts, &page.marked);
        let needed = needed.as_ref();
        let merged = match input.own_facts {
            Some(own) => {
                let mut context = Context::new();
                insert_facts(&mut context, own);
                context.insert_value(scope::VARIABLE, page.scope.into());
                insert_page(&mut context, input);
                let merged = self.try_all(&page, &context, needed, faults);
                printed::note_markdown(own, facts, merged.as_deref());
                merged
            }
            None => needed
                .is_none()
                .then(|| self.evaluate_with_memo(&page))
                .flatten()
                .or_else(|| {
                    let merged = self.with_shared(page.scope, |context| {
                        insert_page(context, input);
                        self.try_all(&page, context, needed, faults)
                    });
                    printed::note_markdown(&self.facts, facts, merged.as_deref());
                    merged
                }),
        }?;
        let segments = Segments {
            snippets: &library.snippets,
            policy,
            policy_segments: &own_segments,
            policy_first: first,
        };
        // A text can't be longer than the work spent on it.
        let work = self.limit.saturating_sub(budget::left());
        if work > MAX_MERGED as u64 && source_map::expanded_length(&merged, segments) > MAX_MERGED {
            let trouble = Trouble::placeless(limited::too_large());
            faults.push(library.diagnose(trouble, Some((policy, &page.marked))));
            return None;
        }
        let (text, map) = source_map::expand(&merged, segments);
        // Without its faulty tags, nothing of the text may be left.
        if page.has_blanks.get() && text.trim().is_empty() {
            return None;
        }
        let origin = Origin {
            map: &map,
            policy,
            snippets: &library.snippets,
        };
        inline::check(&text, origin, faults);
        Some(Evaluated {
            text,
            map,
            facts,
            printed: Printed::of_record(fields),
        })
    }

    /// Evaluates a policy that has only shared facts, reusing memoised calls
    /// that it has in common with other policies. Returns `None` if there are
    /// no such calls, or if there is an error, which [`Self::try_all`] then
    /// reports.
    fn evaluate_with_memo(&self, page: &Page<'_>) -> Option<String> {
        let Page { input, marked, .. } = page;
        if shadows_facts(marked) {
            return None;
        }
        budget::begin(self.limit);
        let library = &*self.library;
        let mut text = String::with_capacity(2 * marked.text.len());
        let mut done = 0;
        // The facts that tags without memoised output use; `None` if there are no such tags.
        let mut left: Option<FactSet> = None;
        for tag in &marked.tags {
            let call = &marked.text[tag.range.clone()];
            let clause = tag.clause.as_deref().and_then(|name| library.find(name));
            let known = clause
                .filter(|clause| library.shared_only[*clause])
                .filter(|_| tag.prints && is_constant(call))
                .and_then(|clause| {
                    self.memo.output(page.scope, call, || {
                        let left = budget::left();
                        budget::begin(self.limit);
                        let print = |context: &mut Context| library.print(call, context).ok();
                        let (text, noted) = printed::noted(|| {
                            let text = self.with_shared(page.scope, print);
                            let reads = library.reads[clause];
                            printed::note_markdown(&self.facts, reads, text.as_deref());
                            text
                        });
                        let work = self.limit - budget::left();
                        budget::begin(left);
                        Some((text?, work, noted))
                    })
                });
            match known {
                Some(known) => {
                    budget::charge(known.work as usize).ok()?;
                    printed::note_again(&known.noted);
                    text.push_str(&marked.text[done..tag.range.start]);
                    text.push_str(&known.text);
                    done = tag.range.end;
                }
                None => {
                    let of_clause = clause.map(|clause| library.reads[clause]);
                    let reads = reads::in_tag(marked, tag).and(of_clause.unwrap_or_default());
                    left = Some(left.unwrap_or_default().and(reads));
                }
            }
        }
        if done == 0 {
            return None;
        }
        text.push_str(&marked.text[done..]);
        if left.is_none() && !marked.unclosed {
            return Some(text);
        }
        let merged = self.with_shared(page.scope, |context| {
            insert_page(context, input);
            library.print(&text, context).ok()
        });
        printed::note_markdown(&self.facts, left.unwrap_or_default(), merged.as_deref());
        merged
    }
}
