//! Evaluation of texts with errors, reporting every error instead of only the first.

use std::borrow::Cow;
use std::collections::HashMap;

use tera::Context;

use super::evaluator::{Evaluator, Page};
use super::needed::Needed;
use super::preview::blank;
use super::{bounds, filtered, not_known, stated_empty, undefined, wording};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::{budget, tags};

/// The maximum number of template errors reported for one policy.
const MAX_TROUBLES: usize = 50;

/// The maximum number of bytes evaluated to find them: each attempt evaluates the whole text.
const MAX_ATTEMPTED: usize = 16 * 1024 * 1024;

/// Words of other generators that insert another file. Like a tag that prints, such a tag can be left
/// out without changing the meaning of the others.
const INCLUDES: &[&str] = &[
    "include",
    "include_relative",
    "include_cached",
    "render",
    "component",
    "partial",
    "link",
    "post_url",
    "figure",
    "youtube",
    "seo",
    "feed_meta",
    "gist",
];

/// Whether a tag inserts another file in another template language.
fn is_include(tag: &str) -> bool {
    INCLUDES.contains(&tags::block_word(tag))
}

impl Evaluator {
    /// Evaluates a policy. Faulty tags are blanked and the rest is evaluated again, to find further
    /// errors.
    pub(super) fn try_all(
        &self,
        page: &Page<'_>,
        context: &Context,
        needed: Option<&Needed<'_>>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let Page { input, marked, .. } = page;
        let library = &*self.library;
        let policy = input.policy;
        let facts = input.own_facts.unwrap_or(&self.facts);
        let mut attempt = marked.text.clone();
        let mut context = Cow::Borrowed(context);
        // Whether the text still has all its sections; otherwise, checking the result is not
        // worthwhile.
        let mut whole = true;
        // A misspelt name may occur thousands of times.
        let mut similar: HashMap<&str, Option<String>> = HashMap::new();
        for tag in &marked.tags {
            if let Some(name) = &tag.clause
                && library.find(name).is_none()
            {
                let similar = similar.entry(name).or_insert_with(|| library.similar(name));
                let place =
                    policy.place(marked.original(tag.range.start)..marked.original(tag.range.end));
                faults.push(library.unknown_clause(name, place, similar.clone()));
                blank(&mut attempt, &tag.range);
                whole = false;
            }
        }
        let attempts = (MAX_ATTEMPTED / attempt.len().max(1)).clamp(1, MAX_TROUBLES);
        for _ in 0..attempts {
            budget::begin(self.limit);
            let merged = library.print(&attempt, &context);
            let merged = merged.and_then(|merged| match needed {
                Some(needed) => {
                    let checked = library.reject_empty(&attempt, &context, needed, self.limit);
                    checked.map(|()| merged)
                }
                None => Ok(merged),
            });
            let failure = match merged {
                Ok(_) if !whole => return None,
                Ok(merged) => return Some(merged),
                Err(failure) => failure,
            };
            let mut blanked = false;
            for mut trouble in library.troubles(failure, marked) {
                undefined::name(library, facts, &mut trouble, marked);
                filtered::name(input, facts, &mut trouble, marked);
                let is_endless = trouble.code == &codes::EVALUATION;
                if trouble.message == bounds::TOO_MUCH {
                    let megabytes = self.limit / 1024 / 1024;
                    trouble.message = format!("{}: the limit is {megabytes} MB", bounds::TOO_MUCH);
                }
                let at = trouble.policy_offset();
                if let Some(tag) = at.and_then(|at| marked.tag_at(at))
                    && (tag.prints || is_include(&attempt[tag.range.clone()]))
                    && !is_endless
                    && !attempt[tag.range.clone()].trim().is_empty()
                {
                    blanked = true;
                    page.has_blanks.set(true);
                    if let Some(fact) = library.fails_on(facts, &trouble, marked, tag)
                        && library.stand_in(
                            &mut attempt,
                            (policy, marked, tag),
                            context.to_mut(),
                            &fact,
                        )
                    {
                        continue;
                    }
                    blank(&mut attempt, &tag.range);
                    whole &= tag.clause.is_none();
                }
                // An invalid fact has already been reported where it is stated.
                let missing = trouble.fact.take();
                let lost = missing
                    .as_ref()
                    .is_some_and(|fact| facts.is_lost(&fact.path));
                if !lost {
                    let undeclared = missing.as_ref().filter(|fact| facts.has(&fact.path));
                    match undeclared {
                        Some(fact) => {
                            let root = fact.path.split('.').next().unwrap_or_default();
                            trouble.code = &codes::UNKNOWN_VARIABLE;
                            (trouble.message, trouble.help) = wording::undeclared(root);
                        }
                        None => {
                            let help = missing.as_ref().map(|fact| fact.help(facts.folder()));
                            trouble.help = help.or(trouble.help);
                        }
                    }
                    let unknown = match &missing {
                        Some(fact) => not_known::fact(facts, &fact.path),
                        None => not_known::variable(facts, &trouble.message)
                            .or_else(|| not_known::undefined(library, facts, &trouble, marked))
                            .or_else(|| not_known::passed(library, facts, &trouble, marked)),
                    };
                    let empty = stated_empty::variable(input, &trouble.message);
                    let none = missing.and_then(|fact| not_known::none(facts, &fact.path));
                    let fault = library.diagnose(trouble, Some((policy, marked)));
                    faults.push(match (unknown, none, empty) {
                        (Some((fact, place)), ..) => not_known::point(fault, &fact, place),
                        (_, Some(place), _) => fault.label(place, "stated as `none`"),
                        (.., Some((path, place))) => stated_empty::point(fault, &path, place),
                        _ => fault,
                    });
                }
            }
            if !blanked {
                break;
            }
        }
        None
    }
}
