//! Messages about arguments that a clause does not take.

use super::scope;
use super::wording::Words;
use crate::base::diagnostic::{codes, did_you_mean};
use crate::model::tables::FACTS;

pub(super) fn unknown_argument(message: &str, name: &str) -> Words {
    let known = message
        .split_once("Possible argument(s) are: ")
        .map(|(_, names)| names.replace('`', ""))
        .unwrap_or_default();
    let known: Vec<&str> = known
        .split(", ")
        .filter(|name| !name.is_empty() && FACTS.field(name).is_none() && *name != scope::VARIABLE)
        .collect();
    let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
        if known.is_empty() {
            "the clause takes no parameters".to_owned()
        } else {
            format!("its parameters are `{}`", known.join("`, `"))
        }
    });
    Words::new(
        &codes::CLAUSE_ARGUMENT,
        format!("the clause has no parameter `{name}`"),
        Some(help),
    )
}

pub(super) fn type_name(engine: &str) -> &str {
    match engine {
        "string" => "text",
        "i64" | "u64" | "i128" | "u128" | "integer" => "a whole number",
        "f64" | "float" | "number" => "a number",
        "bool" => "true or false",
        "array" => "a list",
        "map" | "map/struct" => "a mapping",
        other => other,
    }
}
