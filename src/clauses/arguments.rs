//! Messages about arguments that a clause does not take.

use super::scope;
use super::wording::Words;
use crate::base::diagnostic::{codes, did_you_mean};
use crate::base::text::join_and;
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
    let (message, help) = unknown_arguments(&[name.to_owned()], known.into_iter());
    Words::new(&codes::CLAUSE_ARGUMENT, message, Some(help))
}

/// The message and the help about arguments that a clause with the parameters `known` does not take.
pub(super) fn unknown_arguments<'k>(
    names: &[String],
    known: impl Iterator<Item = &'k str> + Clone,
) -> (String, String) {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let parameters = match names.len() {
        1 => "parameter",
        _ => "parameters",
    };
    let message = format!("the clause has no {parameters} {}", join_and(&quoted));
    let similar = names
        .iter()
        .find_map(|name| did_you_mean(name, known.clone()));
    let help = similar.unwrap_or_else(|| {
        let known: Vec<&str> = known.collect();
        match known.as_slice() {
            [] => "the clause takes no parameters".to_owned(),
            known => format!("its parameters are `{}`", known.join("`, `")),
        }
    });
    (message, help)
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
