//! Filters for legal text, in policies and clauses.

mod accessibility;
mod articles;
mod consumers;
mod contact;
mod periods;
mod printable;
mod table;
mod typed;

use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use contact::{address, address_lines, link};
use periods::{duration, retention};
use printable::PRINTING;
pub(super) use printable::{UNPRINTABLE, contents};
pub use table::{EXAMPLE_FACTS, FILTERS, FilterData};
pub(crate) use typed::in_words;

use super::scope::Scopes;
use super::{needed, printed};
use crate::base::address::slugify;
use crate::base::dates;
use crate::base::literal;
use crate::base::placeholder;
use crate::model::language::Language;
use crate::model::record::{Record, Stage};
use crate::template::{amounts, counted};

/// The template engine's own filters that policies and clauses are likely to use.
const GENERAL: &[&str] = &[
    "default",
    "upper",
    "lower",
    "trim",
    "replace",
    "length",
    "first",
    "last",
    "join",
    "sort",
    "unique",
    "reverse",
    "round",
    "safe",
    "group_by",
    "title",
    "capitalize",
];

/// The names of the filters that policies and clauses are likely to use.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let own = FILTERS.iter().map(|filter| filter.name);
    own.chain(GENERAL.iter().copied())
}

/// Registers all filters, which look up the page's language and the build date in `scopes`.
pub(super) fn register(tera: &mut Tera, scopes: &Arc<Scopes>) {
    // Filters that print words, in the page's language.
    let mut prose = |name, filter: Prose| {
        let scopes = Arc::clone(scopes);
        tera.register_filter(name, move |value: &Value, _: Kwargs, state: &State<'_>| {
            // `list` prints only the names of entries, and records them itself.
            if name != "list" {
                printed::note_all(value);
            }
            // All of them print placeholders unchanged.
            if value.as_str().is_some_and(placeholder::is) {
                return Ok(value.clone());
            }
            filter(value, &scopes.of(state)?.language, state)
        });
    };
    prose("date", date);
    prose("duration", duration);
    prose("retention", retention);
    prose("list", list);
    prose("term", term);
    prose("address", address);
    prose("address_lines", address_lines);
    prose("link", link);
    let in_country = Arc::clone(scopes);
    tera.register_filter(
        "country",
        move |value: &Value, arguments: Kwargs, state: &State<'_>| {
            let language = &in_country.of(state)?.language;
            printed::note_all(value);
            country(value, arguments.get("sep")?, language)
        },
    );
    tera.register_filter("having", having);
    counted::register(tera, PRINTING);
    amounts::register(tera);
    needed::register(tera);
    articles::register(tera, scopes);
    accessibility::register(tera);
    consumers::register(tera);
    tera.register_filter("capfirst", capfirst);
    tera.register_filter("slug", slug);
    tera.register_filter("span", |value: &Value, _: Kwargs, _: &State<'_>| {
        Ok::<Value, tera::Error>(periods::span(array(value, "span")?).into())
    });
    for (name, role) in [
        ("as_controller", "controller"),
        ("as_processor", "processor"),
    ] {
        tera.register_filter(name, move |value: &Value, _: Kwargs, _: &State<'_>| {
            in_role(value, role, name)
        });
    }
    for (name, wanted) in [
        ("in_force", Stage::InForce),
        ("upcoming", Stage::Upcoming),
        ("removed", Stage::Removed),
    ] {
        let scopes = Arc::clone(scopes);
        tera.register_filter(
            name,
            move |value: &Value, arguments: Kwargs, state: &State<'_>| {
                let role = arguments.get::<&str>("role")?.unwrap_or_default();
                let as_of = &scopes.of(state)?.as_of;
                let stage = |entry: Record<'_>| entry.stage(as_of) == wanted;
                let is_meant = |entry: Record<'_>| has_role(entry, role) && stage(entry);
                selected(value, name, is_meant)
            },
        );
    }
}

/// A filter that prints words.
type Prose = fn(&Value, &Language, &State<'_>) -> TeraResult<Value>;

/// The entries in a list of facts about data for which the company has the given role: controller
/// (the default) or processor.
fn in_role(value: &Value, role: &str, filter: &str) -> TeraResult<Value> {
    let has_role = |entry: &&Value| {
        let roles = Record::of(entry).and_then(|entry| entry.get("role")?.as_array());
        match roles {
            Some(roles) => roles.iter().any(|found| found.as_str() == Some(role)),
            None => role == "controller",
        }
    };
    let entries = array(value, filter)?.iter().filter(has_role);
    Ok(entries.cloned().collect::<Vec<_>>().into())
}

fn text<'a>(value: &'a Value, filter: &str) -> TeraResult<&'a str> {
    value.as_str().ok_or_else(|| {
        Error::message(format!(
            "filter `{filter}` takes text, not {}",
            value.name()
        ))
    })
}

fn array<'a>(value: &'a Value, filter: &str) -> TeraResult<&'a [Value]> {
    value.as_array().ok_or_else(|| {
        Error::message(format!(
            "filter `{filter}` takes a list, not {}",
            value.name()
        ))
    })
}

fn date(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let text = text(value, "date")?;
    let date = dates::parse(text).ok_or_else(|| {
        Error::message(format!(
            "filter `date` takes a date such as 2026-05-23, not `{text}`"
        ))
    })?;
    Ok(Value::from(language.date(date)))
}

/// The name of a country, or the names of the countries in a list, joined as in "a, b and c" or by
/// `separator`.
fn country(value: &Value, separator: Option<&str>, language: &Language) -> TeraResult<Value> {
    let names = match value.as_array() {
        Some(codes) => {
            let names = codes.iter().map(|code| country_name(code, language));
            let names = names.collect::<TeraResult<Vec<_>>>()?;
            match separator {
                Some(separator) => names.join(separator),
                None => language.list(&names),
            }
        }
        None => country_name(value, language)?,
    };
    Ok(Value::from(names))
}

/// The name of a country, or of a subdivision with its country.
fn country_name(code: &Value, language: &Language) -> TeraResult<String> {
    let code = text(code, "country")?;
    if placeholder::is(code) {
        return Ok(code.to_owned());
    }
    language.place(code).ok_or_else(|| {
        Error::message(format!(
            "filter `country` takes an ISO 3166 code, not `{code}`"
        ))
    })
}

/// A list in words: "a, b and c". Entries that are mappings are named by their
/// `label`, `name`, `legal_name` or `id`.
fn list(value: &Value, language: &Language, state: &State<'_>) -> TeraResult<Value> {
    let mut items = Vec::new();
    for item in array(value, "list")? {
        let name = match item.as_map() {
            Some(_) => ["label", "name", "legal_name", "id"]
                .into_iter()
                .find_map(|key| item.get_from_path(key)),
            None => Some(item),
        };
        // Reject an entry without a printable name, instead of omitting it or printing it as code.
        let name = name.filter(|name| name.as_map().is_none() && name.as_array().is_none());
        let name = name.unwrap_or(item);
        printable::printable(name)?;
        printed::note_all(name);
        items.push(state.escape_if_needed(name)?);
    }
    Ok(Value::safe_string(&language.list(&items)))
}

/// A term of the fact model in words: `scc` is "standard contractual clauses".
fn term(value: &Value, language: &Language, _: &State<'_>) -> TeraResult<Value> {
    let word = text(value, "term")?;
    Ok(match language.words.terms.get(word) {
        Some(term) => Value::from(term.as_str()),
        None => Value::from(word.replace('_', " ")),
    })
}

/// Text with its first letter in upper case, the rest unchanged.
fn capfirst(text: tera::StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    let mut chars = text.as_str().chars();
    let capital = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    };
    text.inherit_safety(capital)
}

/// The slug of a text or of an entry in the facts, unique in the list `among` if given. For a list
/// of entries, the slug of each.
fn slug(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let all: Option<&[Value]> = arguments.get("among")?;
    if let Some(entries) = value.as_array() {
        let slugs = Record::slugs(entries).into_iter();
        let slugs: Vec<Value> = slugs.map(|slug| Value::safe_string(&slug)).collect();
        return Ok(slugs.into());
    }
    let slug = match Record::of(value) {
        Some(entry) => match all {
            Some(all) => entry.slug_among(all),
            None => entry.slug(),
        }
        .unwrap_or_default(),
        None => slugify(&literal::reveal(text(value, "slug")?)),
    };
    Ok(Value::safe_string(&slug))
}

/// The entries of a list whose fields satisfy `is_meant`. Entries without fields count as in force.
fn selected(
    value: &Value,
    filter: &str,
    is_meant: impl Fn(Record<'_>) -> bool,
) -> TeraResult<Value> {
    let nothing = Map::new();
    let is_meant = |entry: &&Value| is_meant(Record::of(entry).unwrap_or((&nothing).into()));
    let entries = array(value, filter)?.iter().filter(is_meant);
    Ok(entries.cloned().collect::<Vec<_>>().into())
}

/// Whether a subprocessor has the requested role, if any. The default role is `sub_processor`,
/// which has access to customers' data.
fn has_role(entry: Record<'_>, role: &str) -> bool {
    role.is_empty() || entry.word("role").unwrap_or("sub_processor") == role
}

/// The entries of a list in which a field has a truthy value.
fn having(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let field = Key::from(arguments.must_get::<String>("field")?);
    let entries = array(value, "having")?.iter().filter(|entry| {
        let field = entry.as_map().and_then(|fields| fields.get(&field));
        field.is_some_and(Value::is_truthy)
    });
    Ok(entries.cloned().collect::<Vec<_>>().into())
}
