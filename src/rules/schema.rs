//! The JSON Schema of rule files, derived from their types.
//!
//! Most of the schema is derived next to the readers. This module adds the parts that types can't
//! express: the words that functions verify.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::pack::Head;
use super::{Builtin, Pattern, Patterns, Words};
use super::{embedded, paths};
use crate::base::diagnostic::Severity;
use crate::model::tables::{REGIMES, STATES};
use crate::schema::json::scalar;

/// The schema of a rule file.
pub fn rules() -> Value {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Head>();
    schema.insert("title".to_owned(), json!("Rules of a policygen site"));
    schema.insert(
        "description".to_owned(),
        json!("A pack of rules for `policygen check`."),
    );
    schema.to_value()
}

impl JsonSchema for Words {
    fn schema_name() -> Cow<'static, str> {
        "words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let word = json!(["string", "integer", "boolean"]);
        json_schema!({"anyOf": [{"type": word}, {"type": "array", "items": {"type": word}}]})
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        "pattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A regular expression. Case is ignored.",
        })
    }
}

impl JsonSchema for Patterns {
    fn schema_name() -> Cow<'static, str> {
        "patterns".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let pattern = generator.subschema_for::<Pattern>();
        json_schema!({"anyOf": [pattern, {"type": "array", "items": pattern}]})
    }
}

/// The path of a fact. There are many, so the schema contains them only once.
struct Fact;

impl JsonSchema for Fact {
    fn schema_name() -> Cow<'static, str> {
        "fact".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"enum": paths::all()})
    }
}

/// The kind of a section.
struct Kind;

impl JsonSchema for Kind {
    fn schema_name() -> Cow<'static, str> {
        "kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A site's own clauses may have custom kinds.
        open(names("sections"))
    }
}

/// The type of a document.
struct Document;

impl JsonSchema for Document {
    fn schema_name() -> Cow<'static, str> {
        "document".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        open(names("documents"))
    }
}

/// The keys of a file of the reference data.
fn names(file: &str) -> Vec<String> {
    let data: BTreeMap<String, Vec<String>> = embedded::data(file);
    data.into_keys().collect()
}

/// One of these names, which editors suggest, or another ID.
fn open(names: Vec<String>) -> Schema {
    json_schema!({
        "anyOf": [{"enum": names}, {"type": "string", "pattern": "^[a-z0-9_-]+$"}],
    })
}

pub(super) fn fact(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Fact>()
}

pub(super) fn facts(generator: &mut SchemaGenerator) -> Schema {
    list(fact(generator))
}

pub(super) fn lists(generator: &mut SchemaGenerator) -> Schema {
    let path = fact(generator);
    json_schema!({"anyOf": [path, {"type": "array", "items": path}]})
}

pub(super) fn kind(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Kind>()
}

pub(super) fn kinds(generator: &mut SchemaGenerator) -> Schema {
    list(kind(generator))
}

pub(super) fn document(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Document>()
}

pub(super) fn documents(generator: &mut SchemaGenerator) -> Schema {
    list(document(generator))
}

pub(super) fn regime(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": REGIMES})
}

pub(super) fn regimes(generator: &mut SchemaGenerator) -> Schema {
    list(regime(generator))
}

pub(super) fn states(_: &mut SchemaGenerator) -> Schema {
    let states: Vec<&str> = [paths::ANY_STATE].iter().chain(STATES).copied().collect();
    json_schema!({"anyOf": [{"enum": states}, {"type": "array", "items": {"enum": states}}]})
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": Severity::READ})
}

pub(super) fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "format": "date"})
}

pub(super) fn duration(_: &mut SchemaGenerator) -> Schema {
    as_schema(scalar::period())
}

pub(super) fn one_or_more(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    })
}

/// A rule in code. A site's own rules can't use it, so editors show it as
/// deprecated.
pub(super) fn builtin(generator: &mut SchemaGenerator) -> Schema {
    let names = generator.subschema_for::<Builtin>();
    json_schema!({"allOf": [names], "deprecated": true, "description": "For built-in packs only."})
}

/// Restricts severity: only rules decided by facts or exact text can be errors.
pub(super) fn bound_severity(rule: &mut Schema) {
    let uncertain = json!({"enum": ["likely", "heuristic"]});
    rule.insert(
        "if".to_owned(),
        json!({"properties": {"certainty": uncertain}, "required": ["certainty"]}),
    );
    rule.insert(
        "then".to_owned(),
        json!({"properties": {"severity": {"enum": ["warning", "note", "info"]}}}),
    );
}

fn list(item: Schema) -> Schema {
    json_schema!({"type": "array", "items": item})
}

fn as_schema(value: Value) -> Schema {
    Schema::try_from(value).unwrap_or_default()
}
