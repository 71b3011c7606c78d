//! JSON Schema of values written as one word or text.

use serde_json::{Value, json};

use crate::schema::Type;

/// The schema of a scalar type. For other types, the schema accepts anything.
pub(super) fn of(ty: &Type) -> Value {
    match ty {
        // A number is read as the text that was written.
        Type::Text | Type::Markdown | Type::Ref(_) => json!({"type": ["string", "number"]}),
        Type::Date => json!({
            "type": "string",
            "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ][0-9]{2}:[0-9]{2}.*)?$",
        }),
        Type::Duration => json!({"anyOf": [period(), business_days()]}),
        Type::DurationOr(words) => {
            json!({"anyOf": [period(), business_days(), {"enum": words}]})
        }
        Type::Country => {
            let codes = rust_iso3166::ALL.iter().map(|country| country.alpha2);
            let mut codes: Vec<&str> = codes.collect();
            codes.sort_unstable();
            json!({"anyOf": [
                {"enum": codes},
                {"type": "string", "pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$"},
            ]})
        }
        Type::Email => email(),
        Type::Url => url(),
        Type::Link => json!({"anyOf": [url(), {"type": "string", "pattern": "^/"}]}),
        Type::EmailOrUrl => json!({"anyOf": [email(), url()]}),
        Type::Phone => json!({
            "type": "string",
            "pattern": r"^\+[1-9][0-9 ()./\u00a0\u202f-]{5,}[0-9]$",
        }),
        Type::Language => json!({"type": "string", "pattern": LANGUAGE}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Int => json!({"type": "integer", "minimum": 0}),
        Type::Integer => json!({"type": "integer"}),
        Type::Percent => json!({
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 100,
            "pattern": r"^[0-9]+(\.[0-9]+)?%?$",
        }),
        Type::Id => json!({
            "type": ["string", "integer"],
            "minimum": 0,
            "pattern": "^[a-z0-9_-]+$",
        }),
        Type::Enum(words) => json!({"enum": words}),
        Type::List(_)
        | Type::OneOrMore(_)
        | Type::Map(_)
        | Type::Entity(_)
        | Type::Any(_)
        | Type::CountryOrArea
        | Type::Free => json!({}),
    }
}

/// The schema of a text in several languages.
pub(super) fn by_language() -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": LANGUAGE},
        "additionalProperties": {"type": ["string", "number", "null"]},
    })
}

const LANGUAGE: &str = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

/// The schema of an ISO 8601 duration.
pub(crate) fn period() -> Value {
    let date = "([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?";
    let time = "[0-9]+H([0-9]+M)?([0-9]+S)?|[0-9]+M([0-9]+S)?|[0-9]+S";
    json!({
        "type": "string",
        "pattern": format!("^P{date}(T({time}))?$"),
        // `P` alone is not valid.
        "minLength": 3,
    })
}

/// The schema of business days, which ISO 8601 lacks.
fn business_days() -> Value {
    json!({
        "type": "object",
        "properties": {
            "days": {"type": "integer", "minimum": 0},
            "unit": {"const": "business"},
        },
        "required": ["days", "unit"],
        "additionalProperties": false,
    })
}

fn email() -> Value {
    json!({"type": "string", "format": "idn-email", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$"})
}

fn url() -> Value {
    json!({"type": "string", "format": "iri", "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/]\S*$"})
}
