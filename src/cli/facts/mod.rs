//! `policygen facts`

mod readers;
mod text;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;
use policygen::base::diagnostic::{did_you_mean, suggestion};
use policygen::base::text::listed;
use policygen::model::tables::FACTS;
use policygen::schema::{Entity, Field, Type};
use serde::Serialize;

use super::format::Listing;
use super::streams::stdout;
use readers::Readers;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Show this fact, such as `company` or `contact.privacy`, instead of listing all
    name: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Listing,
}

/// A fact, or a key of one.
#[derive(Serialize)]
struct Fact {
    /// The path, with dots between keys; keys of list entries are below the list.
    path: String,
    about: &'static str,
    /// The type in words.
    #[serde(rename = "type")]
    ty: String,
    required: bool,
    /// An example in YAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    /// Keys of which an entry needs at least one.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    any_of: &'static [&'static str],
    /// Standard clauses that read it.
    clauses: Vec<String>,
    /// Rules that require it.
    rules: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<Fact>,
    /// The entity that the keys belong to, to recognise repeated keys.
    #[serde(skip)]
    entity: Option<&'static Entity>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = stdout();
    let readers = Readers::find()?;
    let facts = match &arguments.name {
        Some(name) => vec![fact(find(name)?, name, &readers)],
        None => FACTS
            .fields
            .iter()
            .map(|field| fact(field, field.name, &readers))
            .collect(),
    };
    let text = match (arguments.format, facts.as_slice(), &arguments.name) {
        (Listing::Text, [fact], Some(_)) => text::of(fact),
        (Listing::Text, facts, _) => text::list(facts),
        (Listing::Json, [fact], Some(_)) => json(fact)?,
        (Listing::Json, facts, _) => json(&facts)?,
    };
    out.write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The field at a dotted path.
fn find(path: &str) -> anyhow::Result<&'static Field> {
    let mut parts = path.split('.');
    let top = parts.next().unwrap_or(path);
    let Some(mut field) = FACTS.field(top) else {
        let help = nested(top)
            .map(|path| format!("did you mean `{path}`?"))
            .or_else(|| did_you_mean(top, FACTS.names()))
            .unwrap_or_else(|| "`policygen facts` lists them all".to_owned());
        anyhow::bail!("there is no fact `{path}`; {help}");
    };
    let mut known = top.to_owned();
    for part in parts {
        let Some(entity) = field.ty.entity() else {
            anyhow::bail!("there is no fact `{path}`; `{known}` has no keys");
        };
        field = match entity.field(part) {
            Some(field) => field,
            None => {
                let help = match suggestion(part, entity.names()) {
                    Some(meant) => format!("did you mean `{known}.{meant}`?"),
                    None => format!("`{known}` has the keys {}", listed(entity.names())),
                };
                anyhow::bail!("there is no fact `{path}`; {help}");
            }
        };
        known = format!("{known}.{part}");
    }
    Ok(field)
}

/// The path of the first nested key with this name.
fn nested(name: &str) -> Option<String> {
    FACTS.fields.iter().find_map(|field| {
        let found = field.ty.entity()?.field(name)?;
        Some(format!("{}.{}", field.name, found.name))
    })
}

fn fact(field: &'static Field, path: &str, readers: &Readers) -> Fact {
    let entity = field.ty.entity();
    let keys = entity.map_or(&[][..], |entity| entity.fields);
    Fact {
        path: path.to_owned(),
        about: field.about,
        ty: in_words(&field.ty),
        required: field.required,
        example: field.example(),
        any_of: entity.map_or(&[], |entity| entity.any_of),
        clauses: readers.clauses(path),
        rules: readers.rules(path),
        keys: keys
            .iter()
            .map(|key| fact(key, &format!("{path}.{}", key.name), readers))
            .collect(),
        entity,
    }
}

/// Describes a type, including that of the entries of a list.
fn in_words(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("a list, each entry {}", in_words(item)),
        Type::OneOrMore(item) if item.entity().is_some() => {
            format!("one or a list, each entry {}", in_words(item))
        }
        Type::Entity(entity) => match entity.short {
            Some(short) => format!("a mapping, or its `{short}` alone"),
            None => ty.expected(),
        },
        Type::Any(types) => {
            let words: Vec<String> = types.iter().map(in_words).collect();
            words.join(", or ")
        }
        _ => ty.expected(),
    }
}
