//! Facts that a text needs and that are written down as not known yet: a fault
//! points at the fact.

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Place;
use crate::model::facts::Facts;

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
