//! Runs the template engine and detects errors that it does not report.
//!
//! The engine prints lists and mappings in a debug format. If the output looks like that, the text
//! is evaluated again with a filter in each printing tag; the filter sees the value and identifies
//! the tag. It also identifies a tag that prints too much, or a computed number with endless digits.
//! All other texts are evaluated only once, unless they may print a value without content
//! (`needed`).

use std::collections::HashMap;
use std::sync::OnceLock;

use tera::{Context, ErrorKind, Tera, TeraResult};

use super::escape;
use super::library::{Library, template_index, template_name};
use super::limited::Limited;
use super::needed::{self, Needed};
use super::trouble::{self, Trouble};
use crate::template::amounts;
use crate::template::budget;
use crate::template::instrument::Instrumented;
use crate::template::steps::Steps;
use crate::template::tags;

/// The clauses with a filter in each printing tag, created on demand.
#[derive(Debug, Default)]
pub(super) struct Checked(OnceLock<Option<(Tera, HashMap<usize, Shifted>)>>);

/// A text with a filter in each printing tag.
#[derive(Debug)]
pub(super) struct Shifted {
    pub(super) text: String,
    steps: Steps,
}

/// An error from the engine, before it is parsed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: tera::Error,
    /// The text passed to the engine, if it differs from the original.
    pub(super) policy: Option<Shifted>,
}

impl From<tera::Error> for Failure {
    fn from(error: tera::Error) -> Self {
        Self {
            error,
            policy: None,
        }
    }
}

impl Shifted {
    fn of(text: &str, needed: Option<&Needed<'_>>) -> Self {
        let mut shifted = Self {
            text: String::with_capacity(text.len() + 256),
            steps: Steps::new(),
        };
        let mut done = 0;
        let mut at = 0;
        while let Some(start) = tags::next_braces(text, at) {
            let range = tags::range_at(text, start);
            if range.is_empty() {
                break;
            }
            at = range.end;
            let mut insertions = needed::insertions(text, &range, needed);
            let dash = |at: usize| usize::from(text.as_bytes()[at] == b'-');
            let from = start + 2 + dash(start + 2);
            let to = (range.end - 2 - dash(range.end - 3)).max(from);
            let inside = text[from..to].trim_start();
            if text[start..].starts_with("{{") && !inside.is_empty() && !inside.starts_with('<') {
                insertions.insert(0, (from, "(".to_owned()));
                insertions.push((to, ") | _shown".to_owned()));
                insertions.sort_by_key(|(at, _)| *at);
            }
            for (at, put) in insertions {
                shifted.text.push_str(&text[done..at]);
                shifted.text.push_str(&put);
                shifted.steps.push(shifted.text.len(), at);
                done = at;
            }
        }
        shifted.text.push_str(&text[done..]);
        shifted
    }

    /// Converts an offset to one in the text without the filters.
    pub(super) fn back(&self, offset: usize) -> usize {
        self.steps.back(offset)
    }
}

impl Library {
    /// Evaluates an instrumented text within the thread's budget.
    pub(super) fn print(&self, text: &str, context: &Context) -> Result<String, Failure> {
        let before = budget::left();
        escape::clear_suspicion();
        let result = render(&*self.engine_for(text)?, text, context);
        let is_too_much = |error: &tera::Error| matches!(error.kind(), ErrorKind::Io(_));
        let needs_check = match &result {
            Ok(_) => escape::is_suspect() || amounts::passes_on(text),
            Err(error) => is_too_much(error),
        };
        if !needs_check {
            return Ok(result?);
        }
        let after = budget::left();
        // The filter counts printed values a second time.
        budget::begin(before.saturating_mul(if result.is_ok() { 2 } else { 1 }));
        let checked = self.print_checked(text, context, None);
        budget::begin(after);
        match (checked, result) {
            // The filter prints some numbers in another form.
            (Some(Ok(checked)), Ok(_)) => Ok(checked),
            (Some(Err(failure)), result) if result.is_ok() || !is_too_much(&failure.error) => {
                Err(failure)
            }
            (_, result) => Ok(result?),
        }
    }

    /// Evaluates a text with filters in its tags and in those of clauses.
    pub(super) fn print_checked(
        &self,
        text: &str,
        context: &Context,
        needed: Option<&Needed<'_>>,
    ) -> Option<Result<String, Failure>> {
        let (engine, _) = self.checked()?;
        let shifted = Shifted::of(text, needed);
        Some(
            render(engine, &shifted.text, context).map_err(|error| Failure {
                error,
                policy: Some(shifted),
            }),
        )
    }

    /// The clauses with filters in their tags.
    fn checked(&self) -> Option<&(Tera, HashMap<usize, Shifted>)> {
        let checked = self.checked.0.get_or_init(|| {
            let whole = self.clauses.iter().enumerate();
            let texts: HashMap<usize, Shifted> = whole
                .filter(|(index, _)| !self.broken.contains(index))
                .map(|(index, clause)| (index, Shifted::of(&clause.instrumented.text, None)))
                .collect();
            let every = (0..self.clauses.len()).collect::<Vec<_>>();
            let mut engine = Tera::clone(&*self.engine_with(&every).ok()?);
            let templates = texts.iter();
            let templates = templates.map(|(index, text)| (template_name(*index), &text.text));
            engine.add_raw_templates(templates).ok()?;
            Some((engine, texts))
        });
        checked.as_ref()
    }

    /// Parses the engine's errors, with positions in the texts without filters.
    pub(super) fn troubles(&self, failure: Failure, marked: &Instrumented) -> Vec<Trouble> {
        let Failure { error, policy } = failure;
        let Some(policy) = policy else {
            return trouble::troubles(&error, |name| match template_index(name) {
                Some(index) => Some(self.clauses.get(index)?.instrumented.text.clone()),
                None => Some(marked.text.clone()),
            });
        };
        let shifted = |name: &str| match template_index(name) {
            Some(index) => self.checked()?.1.get(&index),
            None => Some(&policy),
        };
        let mut troubles = trouble::troubles(&error, |name| Some(shifted(name)?.text.clone()));
        for trouble in &mut troubles {
            if let Some((name, range)) = &mut trouble.at
                && let Some(text) = shifted(name)
            {
                let start = text.back(range.start);
                *range = start..text.back(range.end).max(start);
            }
            for (name, at) in &mut trouble.calls {
                *at = shifted(name).map_or(*at, |text| text.back(*at));
            }
        }
        troubles
    }
}

fn render(engine: &Tera, text: &str, context: &Context) -> TeraResult<String> {
    let mut out = Limited(Vec::with_capacity(2 * text.len()));
    engine.render_str_to(text, context, true, &mut out)?;
    Ok(String::from_utf8(out.0)?)
}
