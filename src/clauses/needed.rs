//! Values without content that a text prints: `extra: {p: ""}`, `recipients: []`.
//!
//! Conditions and comparisons read such a value as it is. Printing one would leave a gap in a
//! sentence, so a text that may print one is evaluated again, with a filter after each value that
//! it prints, joins with text or passes to a clause.

use std::ops::Range;

use tera::{Context, Error, Kwargs, Map, State, Tera, TeraResult, Value};

use super::conditions::{self, Name};
use super::input::Input;
use super::library::Library;
use super::printing::Failure;
use super::{bounds, variables};
use crate::model::facts::Facts;
use crate::template::budget;
use crate::template::instrument::Instrumented;

/// The beginning of the filter's error message, before the path of the value.
pub(super) const NEEDED: &str = "needs a value for ";

/// Registers the filter.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter(
        "_stated",
        |value: &Value, arguments: Kwargs, _: &State<'_>| match is_empty(value) {
            true => {
                let path: String = arguments.must_get("of")?;
                Err(Error::message(format!("{NEEDED}{path}")))
            }
            false => Ok(value.clone()),
        },
    );
    tera.register_filter("default", default);
}

/// A value, or a fallback if it is missing. Like a missing value, blank text has no content.
fn default(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let fallback: Value = arguments.must_get("value")?;
    let is_missing = match arguments.get::<bool>("boolean")?.unwrap_or_default() {
        true => !value.is_truthy(),
        false => value.is_undefined() || is_blank(value),
    };
    Ok(if is_missing { fallback } else { value.clone() })
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Whether a value has no content.
fn is_empty(value: &Value) -> bool {
    value.is_none() || is_blank(value) || value.as_array().is_some_and(<[Value]>::is_empty)
}

/// Whether a value or a part of it has no content.
fn has_empty(value: &Value) -> bool {
    let parts = value.as_map().into_iter().flat_map(Map::values);
    is_empty(value)
        || parts.into_iter().any(has_empty)
        || value.as_array().into_iter().flatten().any(has_empty)
}

/// The values that a text may print without content.
#[derive(Debug)]
pub(super) struct Needed<'a> {
    facts: &'a Facts,
    /// The variables that stand for custom data: `extra` itself, and those of loops over it.
    of_extra: Vec<&'a str>,
}

impl<'a> Needed<'a> {
    /// Returns `None` if a text prints no such value.
    pub(super) fn by(
        input: &Input<'_>,
        facts: &'a Facts,
        marked: &'a Instrumented,
    ) -> Option<Self> {
        let mut needed = Self {
            facts,
            of_extra: Vec::new(),
        };
        let extra = input.front_matter.extra.as_ref();
        if extra.is_some_and(has_empty) {
            needed.of_extra = of_extra(marked);
        }
        let prints_fact = || {
            let printing = marked.tags.iter().filter(|tag| tag.prints);
            let printing: Vec<Range<usize>> = printing.map(|tag| tag.range.clone()).collect();
            let names = conditions::variables(&marked.text, &printing);
            names.iter().any(|name| needed.is_empty_fact(name.path))
        };
        (!needed.of_extra.is_empty() || prints_fact()).then_some(needed)
    }

    /// Whether the value at a path counts as missing if it has no content. A fact that is `none`
    /// does not: it prints nothing.
    fn counts(&self, path: &str) -> bool {
        let root = path.split('.').next().unwrap_or_default();
        self.of_extra.contains(&root) && path != "extra" || self.is_empty_fact(path)
    }

    fn is_empty_fact(&self, path: &str) -> bool {
        let (top, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut values = self.facts.printed().iter();
        let top = values.find(|(key, _)| key.as_str() == Some(top));
        let value = top.and_then(|(_, top)| match rest {
            "" => Some(top),
            rest => top.get_from_path(rest),
        });
        let is_list = |value: &Value| value.as_array().is_some_and(<[Value]>::is_empty);
        value.is_some_and(is_list) && self.facts.unknown_at(path).is_some()
    }
}

/// The variables of a text that stand for custom data.
fn of_extra(marked: &Instrumented) -> Vec<&str> {
    let mut roots = vec!["extra"];
    for range in variables::blocks(marked) {
        let inside = marked.text[range].trim_matches(['{', '}', '%', '-', ' ']);
        let (names, value) = if let Some(rest) = inside.strip_prefix("for ") {
            rest.split_once(" in ").unwrap_or_default()
        } else if let Some(rest) = inside.strip_prefix("set ") {
            let (name, value) = rest.split_once('=').unwrap_or_default();
            let is_path = |c: char| c.is_ascii_alphanumeric() || "_. ".contains(c);
            (
                name,
                if value.chars().all(is_path) {
                    value
                } else {
                    ""
                },
            )
        } else {
            continue;
        };
        let root = value.trim_start_matches(['(', ' ']).split(['.', ' ', '[']);
        if roots.iter().any(|known| root.clone().next() == Some(known)) {
            roots.extend(names.split(',').map(str::trim));
        }
    }
    roots
}

/// The insertions of the filter into a tag: offsets in `text`, and what to insert there.
pub(super) fn insertions(
    text: &str,
    tag: &Range<usize>,
    needed: Option<&Needed<'_>>,
) -> Vec<(usize, String)> {
    let names = conditions::variables(text, std::slice::from_ref(tag));
    let counts = |path: &str| match needed {
        Some(needed) => needed.counts(path),
        None => path.starts_with("extra."),
    };
    let printed = names
        .iter()
        .filter(|name| counts(name.path) && is_printed(text, tag, name));
    let filter = |name: &Name<'_>| format!(" | _stated(of=\"{}\")", name.path);
    printed.map(|name| (name.range.end, filter(name))).collect()
}

/// Whether a tag prints, joins or passes on a value, instead of testing it.
fn is_printed(text: &str, tag: &Range<usize>, name: &Name<'_>) -> bool {
    let before = text[tag.start..name.range.start].trim_end();
    let after = bounds::without_counting(&text[name.range.end..tag.end]);
    let mut after = after.trim_start();
    let inside = text[tag.clone()].trim_start_matches(['{', '%', '-', ' ']);
    let is_joined = before.ends_with('~') || after.starts_with('~');
    if text[tag.clone()].starts_with("{%") && !(inside.starts_with("set ") && is_joined)
        || inside.starts_with('<') && !(is_joined || before.ends_with("={"))
    {
        return false;
    }
    while let Some(filter) = after.strip_prefix('|') {
        let filter = filter.trim_start();
        let end = filter.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let (called, rest) = filter.split_at(end.unwrap_or(filter.len()));
        if matches!(called, "default" | "length") {
            return false;
        }
        let arguments = rest.strip_prefix('(');
        let end = arguments.and_then(|rest| rest.find(')'));
        after = match (arguments, end) {
            (Some(arguments), Some(end)) => arguments[end + 1..].trim_start(),
            _ => rest.trim_start(),
        };
    }
    let after = after.trim_start_matches([')', ' ']);
    let before = before.trim_end_matches(['(', ' ']);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let next = after
        .split(|c: char| !is_word(c))
        .next()
        .unwrap_or_default();
    let last = before
        .rsplit(|c: char| !is_word(c))
        .next()
        .unwrap_or_default();
    let operators = ["==", "!=", "<", ">", "+", "*", "/", "[", "?"];
    let is_subtracted = |rest: &str| rest.starts_with('-') && !rest.starts_with("-}");
    !(["and", "or", "is", "in", "not", "else"].contains(&next)
        || ["if", "elif", "and", "not", "in"].contains(&last)
        || operators.iter().any(|operator| after.starts_with(operator))
        || is_subtracted(after)
        || before.ends_with(['<', '>', '+', '*', '/', '%'])
        || ["==", "!=", "<=", ">="]
            .iter()
            .any(|operator| before.ends_with(operator)))
}

impl Library {
    /// Evaluates a text again and fails if it prints a value without content.
    pub(super) fn reject_empty(
        &self,
        text: &str,
        context: &Context,
        needed: &Needed<'_>,
        limit: u64,
    ) -> Result<(), Failure> {
        let left = budget::left();
        // The filters count printed values a second time.
        budget::begin(limit.saturating_mul(2));
        let result = self.print_checked(text, context, Some(needed));
        budget::begin(left);
        match result {
            Some(Err(failure)) if failure.error.to_string().contains(NEEDED) => Err(failure),
            _ => Ok(()),
        }
    }
}
