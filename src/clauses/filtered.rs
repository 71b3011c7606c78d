//! Lists and mappings passed to filters that take text, for which the template engine names only
//! their types.

use tera::Value;

use super::conditions;
use super::input::Input;
use super::library::template_index;
use super::trouble::Trouble;
use super::variables::blocks;
use super::{bounds, filters, wording};
use crate::base::diagnostic::codes;
use crate::model::facts::Facts;
use crate::template::instrument::Instrumented;

/// Turns an error about the type of a filter's input into one about the value, as for a tag that
/// prints it without a filter.
pub(super) fn name(
    input: &Input<'_>,
    facts: &Facts,
    trouble: &mut Trouble,
    policy: &Instrumented,
) -> Option<()> {
    let message = &trouble.message;
    let is_type = message.contains("but got `map/struct`")
        || message.contains("but got `array`")
        || message.ends_with("not map/struct")
        || message.ends_with("takes text, not array");
    if trouble.code != &codes::TEMPLATE || !is_type {
        return None;
    }
    let (template, range) = trouble.at.as_ref()?;
    if template_index(template).is_some() {
        return None;
    }
    let tag = policy.tag_at(range.start)?;
    let own = conditions::locals(&policy.text, &blocks(policy));
    let names = conditions::variables(&policy.text, std::slice::from_ref(&tag.range));
    let words = names.iter().find_map(|name| {
        let root = name.path.split('.').next().unwrap_or_default();
        let value = value(input, facts, name.path).filter(|_| !own.contains(&root))?;
        contents(name.path, value)
    })?;
    (trouble.code, trouble.message) = (words.code, words.message);
    trouble.help = words.help;
    Some(())
}

/// The custom data or the fact at a path.
pub(super) fn value<'a>(
    input: &'a Input<'_>,
    facts: &'a Facts,
    path: &'a str,
) -> Option<&'a Value> {
    let (top, rest) = path.split_once('.').unwrap_or((path, ""));
    let top = match top {
        "extra" => input.front_matter.extra.as_ref()?,
        _ => {
            let mut all = facts.values().iter();
            all.find(|(key, _)| key.as_str() == Some(top))?.1
        }
    };
    match rest {
        "" => Some(top),
        rest => top.get_from_path(rest),
    }
}

/// The wording for a list or a mapping that is printed.
fn contents(path: &str, value: &Value) -> Option<wording::Words> {
    if let Some(map) = value.as_map() {
        let fields: Vec<&str> = map.keys().filter_map(|key| key.as_str()).collect();
        return Some(bounds::mapping(path, &fields));
    }
    let holds = filters::contents(value.as_array()?);
    Some(bounds::list(path, Some(holds)))
}
