//! Errors about facts that a text needs but that are marked as not known yet. They point at the
//! fact.

use super::library::{Library, template_index};
use super::stated_empty;
use super::trouble::Trouble;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Place;
use crate::model::facts::Facts;
use crate::model::tables::FACTS;
use crate::template::instrument::Instrumented;

/// The path of a fact that a text needs, and where it is marked as not known yet.
pub(super) fn fact(facts: &Facts, path: &str) -> Option<(String, Place)> {
    Some((path.to_owned(), facts.unknown_at(path)?))
}

/// The unknown fact that a message about a missing variable refers to. In a clause, the variable
/// may be an entry of a list.
pub(super) fn variable(facts: &Facts, message: &str) -> Option<(String, Place)> {
    if let Some(path) = stated_empty::needed(message) {
        return fact(facts, path);
    }
    let name = message.strip_prefix("there is no variable `")?;
    let (_, name) = name.trim_end_matches('`').rsplit_once('.')?;
    facts.unknown_field(name)
}

/// Like [`variable`], for a variable of a clause that may be an entry of a list that a call built
/// from fields.
pub(super) fn passed(
    library: &Library,
    facts: &Facts,
    trouble: &Trouble,
    policy: &Instrumented,
) -> Option<(String, Place)> {
    trouble.message.strip_prefix("there is no variable `")?;
    trouble.calls.iter().find_map(|(template, at)| {
        let marked = match template_index(template) {
            Some(index) => &library.clauses.get(index)?.instrumented,
            None => policy,
        };
        let tag = &marked.text[marked.tag_at(*at)?.range.clone()];
        let mut paths = tag.split(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c)));
        paths.find_map(|path| facts.unknown_field(path.rsplit_once('.')?.1))
    })
}

/// Like [`variable`], for an error from a filter or thrown by a clause. It is attributed to the
/// first fact in the message, or else in the tag, of which all or a part is not known yet.
pub(super) fn undefined(
    library: &Library,
    facts: &Facts,
    trouble: &Trouble,
    policy: &Instrumented,
) -> Option<(String, Place)> {
    if trouble.code != &codes::TEMPLATE && trouble.code != &codes::CLAUSE_ARGUMENT {
        return None;
    }
    let (template, range) = trouble.at.as_ref()?;
    let marked = match template_index(template) {
        Some(index) => &library.clauses.get(index)?.instrumented,
        None => policy,
    };
    let tag = &marked.text[marked.tag_at(range.start)?.range.clone()];
    let is_path = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    let unknown = |word: &str, may_be_part: bool| {
        let path = word.trim_matches('.');
        let top = path.split('.').next().unwrap_or_default();
        FACTS.field(top)?;
        fact(facts, path).or_else(|| inside(facts, path).filter(|_| may_be_part))
    };
    // Messages can quote `changes: {notice_period: P30D}`.
    let mut quoted = trouble.message.split('`').skip(1).step_by(2);
    let named = quoted.find_map(|words| unknown(words.split(|c| !is_path(c)).next()?, true));
    let mut names = tag
        .split(|c| !is_path(c))
        .filter(|_| !tag.contains("throw("));
    // Unknown parts of a top-level fact may be irrelevant.
    named.or_else(|| names.find_map(|name| unknown(name, name.contains('.'))))
}

/// The first part of a fact that is not known yet.
fn inside(facts: &Facts, path: &str) -> Option<(String, Place)> {
    let is_inside = |(inner, _): &(String, Place)| {
        let below = inner.strip_prefix(path);
        below.is_some_and(|rest| rest.starts_with('.'))
            // Retention periods may be stated with the data categories.
            || path == "retention" && inner.contains(".retention")
    };
    let found = facts.unknown().into_iter().find(is_inside);
    found.map(|(path, place)| (facts.spoken_path(&path), place))
}

/// Where a fact is stated to be `none`.
pub(super) fn none(facts: &Facts, path: &str) -> Option<Place> {
    let (place, _) = facts.place(path).filter(|(_, node)| node.is_none())?;
    Some(place)
}

/// Moves the error to where the fact is written.
pub(super) fn point(fault: Diagnostic, fact: &str, place: Place) -> Diagnostic {
    let message = format!("the fact `{fact}` is not known yet, and a page needs it");
    needed(fault, message, fact, place)
}

/// Moves the error to where the value at `path` is written, with labels that show where it is
/// needed.
pub(super) fn needed(fault: Diagnostic, message: String, path: &str, place: Place) -> Diagnostic {
    let mut found = Diagnostic::new(&codes::MISSING_FACT, message).label(place, "");
    for label in fault.labels {
        let says = match label.text.is_empty() {
            true => "needed here",
            false => &label.text,
        };
        found = found.label(label.place, says);
    }
    found.help(fill_in(path))
}

/// The help for a value that a text needs.
pub(super) fn fill_in(path: &str) -> String {
    format!("fill in `{path}`, or test for it first: `{{% if {path} %}}`")
}
