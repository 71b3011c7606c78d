//! The variables of a policy's text: facts, and the policy's own metadata.

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Context, Map, Value};

use super::input::Input;
use super::{closed, compared, conditions, misread, wording};
use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::model::facts::Facts;
use crate::model::tables::FACTS;
use crate::template::instrument::Instrumented;

/// The variables that a page adds to the shared facts.
pub(super) const PAGE_VARIABLES: [&str; 2] = ["policy", "extra"];

/// The fields of the variable `policy`.
pub(super) const POLICY_FIELDS: &[&str] = &[
    "title",
    "summary",
    "version",
    "updated",
    "effective",
    "review_by",
    "regimes",
];

/// A date of a policy, of which only the form matters.
const SOME_DAY: &str = "2026-05-23";

/// Adds each fact as a variable.
pub(super) fn insert_facts(context: &mut Context, facts: &Facts) {
    for (key, value) in facts.printed() {
        if let Some(key) = key.as_str() {
            context.insert_value(key.to_owned(), value.clone());
        }
    }
}

/// Adds the variables that a policy's text can use besides facts.
pub(super) fn insert_page(context: &mut Context, input: &Input<'_>) {
    let front_matter = input.front_matter;
    let mut policy = Map::new();
    let mut put = |key: &'static str, value: Option<String>| {
        if let Some(value) = value {
            policy.insert(Key::Str(key), value.into());
        }
    };
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    put("title", front_matter.title.clone());
    put("summary", front_matter.summary.clone());
    put("version", front_matter.version.clone());
    put("updated", date(front_matter.updated));
    put("effective", date(front_matter.effective));
    put("review_by", date(front_matter.review_by));
    let regimes = input.regimes.iter().map(|name| name.as_str().into());
    let regimes: Vec<Value> = regimes.collect();
    policy.insert(Key::Str("regimes"), regimes.into());
    context.insert_value("policy", policy.into());
    if let Some(extra) = &front_matter.extra {
        context.insert_value("extra", without_null(extra));
    }
}

/// A value without its null fields, which count as unknown, like missing fields. Texts of spaces
/// become empty, so that conditions count them as false.
fn without_null(value: &Value) -> Value {
    if let Some(text) = value.as_str().filter(|text| text.trim().is_empty()) {
        return text.trim().into();
    }
    if let Some(items) = value.as_array() {
        return items.iter().map(without_null).collect::<Vec<_>>().into();
    }
    let Some(map) = value.as_map() else {
        return value.clone();
    };
    let fields = map.iter().filter(|(_, value)| !value.is_none());
    let fields = fields.map(|(key, value)| (key.clone(), without_null(value)));
    fields.collect::<Map>().into()
}

/// The ranges of the tags that begin or end blocks: all tags that print nothing.
pub(super) fn blocks(marked: &Instrumented) -> Vec<Range<usize>> {
    let tags = marked.tags.iter().filter(|tag| !tag.prints);
    tags.map(|tag| tag.range.clone()).collect()
}

/// The ranges of the tags that print a fallback for a value that may be missing, in which an
/// unknown name would be ignored silently.
fn asking(marked: &Instrumented) -> Vec<Range<usize>> {
    let words = [" or ", " if ", "default("];
    let asks = |text: &str| words.iter().any(|word| text.contains(word));
    let tags = marked.tags.iter().filter(|tag| tag.prints);
    let asking = tags.filter(|tag| asks(&marked.text[tag.range.clone()]));
    asking.map(|tag| tag.range.clone()).collect()
}

/// Reports a value that is used as if it were of another kind.
type Misread = fn(&conditions::Name<'_>, &Value, &str) -> Option<Diagnostic>;

/// The tags that begin a loop.
fn loops(marked: &Instrumented) -> Vec<Range<usize>> {
    let is_loop = |range: &Range<usize>| {
        let inside = marked.text[range.clone()].trim_start_matches(['{', '%', '-', ' ']);
        inside.starts_with("for ")
    };
    let mut tags = blocks(marked);
    tags.retain(is_loop);
    tags
}

/// Whether the text defines a variable with the name of a fact. Clauses called in its scope would
/// read that instead of the shared fact.
pub(super) fn shadows_facts(marked: &Instrumented) -> bool {
    conditions::locals(&marked.text, &blocks(marked))
        .iter()
        .any(|name| FACTS.field(name).is_some())
}

/// Reports unknown names and misread values in conditions and fallbacks.
pub(super) fn check_conditions(
    policy: &Arc<Source>,
    marked: &Instrumented,
    extra: Option<&Value>,
    faults: &mut Vec<Diagnostic>,
) {
    let tags = blocks(marked);
    let asking = asking(marked);
    if tags.is_empty() && asking.is_empty() {
        return;
    }
    let mut known: Vec<&str> = FACTS.names().collect();
    known.extend(["policy", "extra"]);
    let own = conditions::locals(&marked.text, &tags);
    let of_facts = |name: &conditions::Name<'_>| {
        let root = name.path.split_once('.').map(|(root, _)| root);
        root.is_some_and(|root| FACTS.field(root).is_some() && !own.contains(&root))
    };
    let names = conditions::names(&marked.text, &tags);
    let fallbacks = conditions::variables(&marked.text, &asking);
    let mut report = |name: &conditions::Name<'_>, misread: Misread| {
        if let Some(("extra", below)) = name.path.split_once('.')
            && let Some(value) = extra.and_then(|extra| extra.get_from_path(below))
            && let Some(fault) = misread(name, value, &marked.text)
        {
            let range = marked.original(name.range.start)..marked.original(name.range.end);
            faults.push(fault.at(policy, range));
        }
    };
    for name in names.iter().chain(&fallbacks) {
        report(name, misread::condition);
    }
    for name in conditions::variables(&marked.text, &loops(marked)) {
        report(&name, misread::looped);
    }
    for name in &names {
        let day = ["policy.updated", "policy.effective", "policy.review_by"];
        if day.contains(&name.path)
            && let Some(fault) = compared::report(name, SOME_DAY, &marked.text)
        {
            let range = marked.original(name.range.start)..marked.original(name.range.end);
            faults.push(fault.at(policy, range));
        }
    }
    let conditions: Vec<Range<usize>> = tags.iter().chain(&asking).cloned().collect();
    let is_fact = |name: &str| FACTS.field(name).is_some();
    for (range, fault) in closed::report(&marked.text, &conditions, &tags, is_fact) {
        let range = marked.original(range.start)..marked.original(range.end);
        faults.push(fault.at(policy, range));
    }
    for name in names
        .iter()
        .chain(fallbacks.iter().filter(|name| of_facts(name)))
    {
        let range = marked.original(name.range.start)..marked.original(name.range.end);
        let unknown = match name.path.split_once('.') {
            Some(("extra", _)) => None,
            Some(("policy", field)) if !POLICY_FIELDS.contains(&field) => Some((
                format!("there is no variable `{}`", name.path),
                did_you_mean(field, POLICY_FIELDS.iter().copied()),
            )),
            Some(("policy", _)) => None,
            _ => wording::unknown_name(name.path, &known),
        };
        if let Some((message, help)) = unknown {
            faults.push(
                Diagnostic::new(&codes::UNKNOWN_VARIABLE, message)
                    .at(policy, range)
                    .maybe_help(help),
            );
        }
    }
}
