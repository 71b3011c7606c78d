//! Undefined variables in filters, for which the template engine names only the filter.

use tera::Value;

use super::library::{Library, template_index};
use super::trouble::Trouble;
use super::variables::blocks;
use super::{conditions, wording};
use crate::base::diagnostic::codes;
use crate::model::facts::Facts;
use crate::model::tables::FACTS;
use crate::template::instrument::Instrumented;

/// Turns an error about a filter into one about its input variable, if that can be determined.
/// Facts that are not known yet have separate messages.
pub(super) fn name(
    library: &Library,
    facts: &Facts,
    trouble: &mut Trouble,
    policy: &Instrumented,
) -> Option<()> {
    if trouble.code != &codes::TEMPLATE || !trouble.message.contains("undefined") {
        return None;
    }
    let (template, range) = trouble.at.as_mut()?;
    let marked = match template_index(template) {
        Some(index) => &library.clauses.get(index)?.instrumented,
        None => policy,
    };
    let tag = marked.tag_at(range.start)?;
    let own = conditions::locals(&marked.text, &blocks(marked));
    let names = conditions::variables(&marked.text, std::slice::from_ref(&tag.range));
    let dotted = names.iter().filter_map(|name| {
        let (parent, last) = name.path.rsplit_once('.')?;
        let root = name.path.split('.').next()?;
        let is_fact = FACTS.field(root).is_some() && !own.contains(&root);
        Some((name, parent, last, is_fact))
    });
    let dotted: Vec<_> = dotted.collect();
    let of_facts = dotted.iter().filter(|(name, _, _, is_fact)| {
        *is_fact && !facts.has(name.path) && facts.unknown_at(name.path).is_none()
    });
    let of_facts = of_facts.map(|(name, parent, last, _)| {
        let parts = available(facts, parent);
        (
            *name,
            wording::undefined(&format!("{parent}."), last, &parts),
        )
    });
    let mut of_facts: Vec<_> = of_facts.collect();
    // A field that no fact has is a likelier cause than a fact that is not stated.
    of_facts.sort_by_key(|(_, words)| words.code != &codes::UNKNOWN_VARIABLE);
    let (name, words) = match of_facts.into_iter().next() {
        Some(found) => found,
        // For a field of a list entry, the cause is clear only if it is the tag's only dotted name.
        None => match dotted.as_slice() {
            [(name, parent, last, false)] if name.range.start <= range.start => {
                (*name, wording::undefined(&format!("{parent}."), last, &[]))
            }
            _ => return None,
        },
    };
    *range = name.range.clone();
    (trouble.code, trouble.message) = (words.code, words.message);
    (trouble.help, trouble.fact) = (words.help, words.fact);
    Some(())
}

/// The names of the fields of a fact.
fn available<'a>(facts: &'a Facts, path: &'a str) -> Vec<&'a str> {
    let (top, rest) = path.split_once('.').unwrap_or((path, ""));
    let mut values = facts.values().iter();
    let top = values.find(|(key, _)| key.as_str() == Some(top));
    let top = top.map(|(_, value)| value);
    let value = match rest {
        "" => top,
        rest => top.and_then(|value| value.get_from_path(rest)),
    };
    let parts = value.and_then(Value::as_map).into_iter().flatten();
    parts.filter_map(|(key, _)| key.as_str()).collect()
}
