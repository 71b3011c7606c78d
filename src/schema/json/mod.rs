//! JSON Schema (2020-12) of the types, for editors and other validators.
//!
//! It accepts everything that [`read`](super::read) accepts, except empty texts where a form is
//! required: write null instead. It accepts more where a schema can't know what is valid: IDs in
//! other files, days that a month lacks, required fields that are null.

pub(crate) mod scalar;

use serde_json::{Map, Value, json};

use super::{Entity, Field, Type, formats};

/// The parts of a schema that are not in the types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// The title of the file.
    pub(crate) title: &'static str,
    /// A one-line description.
    pub(crate) description: &'static str,
}

/// Keys that a file can have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys {
    /// The fields.
    pub(crate) entity: &'static Entity,
    /// Whether another file may complete their mappings.
    pub(crate) is_part: bool,
    /// Whether the value of a key must not be null.
    pub(crate) is_known: fn(&str) -> bool,
}

/// Whether a mapping must have all fields that its entity requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It must have all of them.
    Whole,
    /// Another file may complete it.
    Part,
}

/// The schema of a file with these keys. If several keys have the same name, the first one is used.
pub(crate) fn of(about: About, parts: &[Keys]) -> Value {
    let mut definitions = Definitions::default();
    let mut keys = Map::new();
    for part in parts {
        let mode = if part.is_part {
            Mode::Part
        } else {
            Mode::Whole
        };
        definitions.in_facts = part.is_part;
        for field in part.entity.fields {
            if !keys.contains_key(field.name) {
                let is_known = (part.is_known)(field.name);
                let schema = definitions.field(field, mode, is_known);
                keys.insert(field.name.to_owned(), schema);
            }
        }
    }
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(about.title));
    schema.insert("description".to_owned(), json!(about.description));
    // A file with only comments is null.
    schema.insert("type".to_owned(), json!(["object", "null"]));
    schema.insert("properties".to_owned(), Value::Object(keys));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema.insert("$defs".to_owned(), Value::Object(definitions.schemas()));
    Value::Object(schema)
}

/// Collects the schemas of entities, each once.
#[derive(Default)]
struct Definitions {
    all: Vec<Definition>,
    /// Long schemas of scalars, by name.
    scalars: Map<String, Value>,
    /// Whether this is a schema of facts, in which texts can be given by language.
    in_facts: bool,
}

struct Definition {
    name: String,
    entity: &'static Entity,
    mode: Mode,
    schema: Value,
}

impl Definitions {
    fn schemas(self) -> Map<String, Value> {
        let all = self.all.into_iter();
        let all = all.map(|one| (one.name, one.schema));
        all.chain(self.scalars).collect()
    }

    fn field(&mut self, field: &'static Field, mode: Mode, is_known: bool) -> Value {
        let mut schema = Map::new();
        schema.insert("description".to_owned(), json!(field.about));
        if let Some(example) = field.example().filter(|_| is_word(&field.ty)) {
            let example = example.trim_matches('"');
            schema.insert("examples".to_owned(), json!([example]));
        }
        if let Value::Object(value) = self.value(&field.ty, mode) {
            schema.extend(if is_known { value } else { or_null(value) });
        }
        Value::Object(schema)
    }

    fn value(&mut self, ty: &'static Type, mode: Mode) -> Value {
        match ty {
            Type::List(item) => any_of([self.list(item), none()]),
            Type::OneOrMore(item) => any_of([self.value(item, mode), self.list(item), none()]),
            Type::Map(item) => {
                let item = nullable(self.value(item, mode));
                json!({"type": "object", "additionalProperties": item})
            }
            Type::Entity(entity) => self.entity(entity, mode),
            Type::Any(types) => any_of(types.iter().map(|ty| self.value(ty, mode))),
            Type::Country => self.scalar("country", ty),
            Type::CountryOrArea => {
                let country = self.scalar("country", &Type::Country);
                any_of([country, json!({"enum": formats::AREAS})])
            }
            Type::Duration => self.scalar("duration", ty),
            Type::Text | Type::Markdown if self.in_facts => {
                let by_language = self.defined("text-by-language", scalar::by_language);
                any_of([scalar::of(ty), by_language])
            }
            _ => scalar::of(ty),
        }
    }

    fn scalar(&mut self, name: &str, ty: &Type) -> Value {
        self.defined(name, || scalar::of(ty))
    }

    fn defined(&mut self, name: &str, schema: impl FnOnce() -> Value) -> Value {
        if !self.scalars.contains_key(name) {
            self.scalars.insert(name.to_owned(), schema());
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn list(&mut self, item: &'static Type) -> Value {
        // Other files can't add to an entry of a list.
        let item = nullable(self.value(item, Mode::Whole));
        json!({"type": "array", "items": item})
    }

    /// A mapping, or its short form.
    fn entity(&mut self, entity: &'static Entity, mode: Mode) -> Value {
        let mut forms = vec![self.reference(entity, mode)];
        if let Some(short) = entity.short.and_then(|short| entity.field(short)) {
            match &short.ty {
                // The fields of a single contact are accepted in place of contacts by kind.
                Type::Entity(inner) => match self.entity(inner, mode) {
                    Value::Object(mut inner) => {
                        match inner.remove("anyOf") {
                            Some(Value::Array(more)) => forms.extend(more),
                            _ => forms.push(Value::Object(inner)),
                        };
                    }
                    other => forms.push(other),
                },
                ty => {
                    forms.push(self.value(ty, mode));
                    if entity.field("url").is_some() {
                        forms.push(scalar::of(&Type::Url));
                    }
                }
            }
        }
        forms.push(none());
        any_of(forms)
    }

    fn reference(&mut self, entity: &'static Entity, mode: Mode) -> Value {
        // Both modes have the same schema if no field is required.
        let mode = match has_needs(entity) {
            true => mode,
            false => Mode::Whole,
        };
        let mut known = self.all.iter();
        let known = known.find(|one| std::ptr::eq(one.entity, entity) && one.mode == mode);
        if let Some(known) = known {
            return json!({"$ref": format!("#/$defs/{}", known.name)});
        }
        let mut name = entity.name.to_lowercase().replace([' ', '’', '\''], "-");
        if mode == Mode::Part {
            name.push_str("-part");
        }
        while self.all.iter().any(|known| known.name == name) {
            name.push_str("-2");
        }
        let at = self.all.len();
        self.all.push(Definition {
            name: name.clone(),
            entity,
            mode,
            schema: Value::Null,
        });
        let schema = self.mapping(entity, mode);
        self.all[at].schema = schema;
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn mapping(&mut self, entity: &'static Entity, mode: Mode) -> Value {
        let keys = entity.fields.iter();
        let keys: Map<String, Value> = keys
            .map(|field| (field.name.to_owned(), self.field(field, mode, false)))
            .collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), Value::Object(keys));
        schema.insert("additionalProperties".to_owned(), json!(false));
        if mode == Mode::Whole {
            let required = entity.fields.iter().filter(|field| field.required);
            let required: Vec<&str> = required.map(|field| field.name).collect();
            if !required.is_empty() {
                schema.insert("required".to_owned(), json!(required));
            }
            if !entity.any_of.is_empty() {
                let any = entity.any_of.iter().map(|name| json!({"required": [name]}));
                schema.insert("anyOf".to_owned(), any.collect());
            }
        }
        Value::Object(schema)
    }
}

/// Whether an entity, or one of its mappings, requires a field.
fn has_needs(entity: &'static Entity) -> bool {
    let mut fields = entity.fields.iter();
    !entity.any_of.is_empty()
        || fields.any(|field| {
            let inner = match &field.ty {
                Type::Entity(inner)
                | Type::OneOrMore(Type::Entity(inner))
                | Type::Map(Type::Entity(inner)) => has_needs(inner),
                _ => false,
            };
            field.required || inner
        })
}

/// Whether an example is useful, and is a plain word or text.
fn is_word(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Bool
            | Type::Int
            | Type::Integer
            | Type::Percent
            | Type::List(_)
            | Type::OneOrMore(_)
            | Type::Map(_)
            | Type::Entity(_)
            | Type::Any(_)
            | Type::Free
            // The schema lists the words.
            | Type::Enum(_)
    )
}

/// `none` is a statement, such as that there are no subprocessors.
fn none() -> Value {
    json!({"const": "none"})
}

fn any_of(forms: impl IntoIterator<Item = Value>) -> Value {
    let mut flat: Vec<Value> = Vec::new();
    for form in forms {
        let inner = match form {
            Value::Object(mut object) if object.len() == 1 && object.contains_key("anyOf") => {
                object.remove("anyOf")
            }
            other => Some(Value::Array(vec![other])),
        };
        let inner = inner.and_then(|inner| inner.as_array().cloned());
        for form in inner.unwrap_or_default() {
            if !flat.contains(&form) {
                flat.push(form);
            }
        }
    }
    json!({"anyOf": flat})
}

/// The same schema, or null for “not known yet”.
fn nullable(schema: Value) -> Value {
    match schema {
        Value::Object(schema) => Value::Object(or_null(schema)),
        anything => anything,
    }
}

fn or_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    let null = json!({"type": "null"});
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(Value::Null);
    } else if let Some(ty) = schema.get_mut("type") {
        let mut types = match ty.take() {
            Value::Array(types) => types,
            one => vec![one],
        };
        types.push(json!("null"));
        *ty = Value::Array(types);
    } else if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.push(null);
    } else if !schema.is_empty() {
        schema = Map::from_iter([(
            "anyOf".to_owned(),
            Value::Array(vec![Value::Object(schema), null]),
        )]);
    }
    schema
}
