//! Facts that a text needs and that are written down as not known yet: a fault
//! points at the fact.

use super::library::{Library, template_index};
use super::trouble::Trouble;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Place;
use crate::model::facts::Facts;
use crate::model::tables::FACTS;
use crate::template::instrument::Instrumented;

/// Where a fact that a text needs is written as not known yet.
pub(super) fn fact(facts: &Facts, path: &str) -> Option<(String, Place)> {
    Some((path.to_owned(), facts.unknown_at(path)?))
}

/// The same of a variable that a message says is not there: in a clause, it may
/// stand for an entry of a list.
pub(super) fn variable(facts: &Facts, message: &str) -> Option<(String, Place)> {
    let name = message.strip_prefix("there is no variable `")?;
    let (_, name) = name.trim_end_matches('`').rsplit_once('.')?;
    facts.unknown_field(name)
}

/// The same of a fault that only says that something is undefined, or that a clause
/// throws and that names a fact: it is the fact's if that is not known yet.
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
    let unknown = |word: &str| {
        let path = word.trim_matches('.');
        let top = path.split('.').next().unwrap_or_default();
        FACTS.field(top)?;
        fact(facts, path)
    };
    let words: Vec<&str> = match trouble.message.contains("undefined") {
        true => tag.split(|c| !is_path(c)).collect(),
        // `changes: {notice_period: P30D}`
        false if tag.contains("throw(") => {
            let quoted = trouble.message.split('`').skip(1).step_by(2);
            quoted
                .map(|words| words.split(|c| !is_path(c)).next().unwrap_or_default())
                .collect()
        }
        false => Vec::new(),
    };
    words.into_iter().find_map(unknown)
}

/// Where it is written that there is none.
pub(super) fn none(facts: &Facts, path: &str) -> Option<Place> {
    let (place, _) = facts.place(path).filter(|(_, node)| node.is_none())?;
    Some(place)
}

/// The fault, where the fact is written; where it is needed is a label.
pub(super) fn point(fault: Diagnostic, fact: &str, place: Place) -> Diagnostic {
    let message = format!("the fact `{fact}` is not known yet, and a page needs it");
    let mut found = Diagnostic::new(&codes::MISSING_FACT, message).label(place, "");
    for label in fault.labels {
        let says = match label.text.is_empty() {
            true => "needed here",
            false => &label.text,
        };
        found = found.label(label.place, says);
    }
    found.help(format!(
        "fill in `{fact}`, or ask for it first: `{{% if {fact} %}}`"
    ))
}
