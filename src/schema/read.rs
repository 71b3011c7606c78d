//! Reading a YAML node as a typed value, collecting every fault on the way.

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::formats;
use super::{Entity, Type};
use crate::base::diagnostic::{Code, Diagnostic, Fix, codes, did_you_mean, suggestion};
use crate::base::literal;
use crate::base::source::Source;
use crate::base::text::listed;
use crate::yaml::{Entry, Kind, Node};

/// A reference to an entry of a list, to be looked up when all facts are known.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The top-level list.
    pub list: &'static str,
    /// The id that was written.
    pub id: String,
    /// Where.
    pub span: Range<usize>,
}

/// Reads nodes of one file.
#[derive(Debug)]
pub struct Checker<'a> {
    source: &'a Arc<Source>,
    /// Faults found so far.
    pub faults: &'a mut Vec<Diagnostic>,
    /// References met so far.
    pub references: Vec<Reference>,
    /// Keys that nobody knows, by their place, and what they were meant for.
    pub misspelt: Vec<(usize, &'static str)>,
    /// Whether a mapping may be completed by another file, so that nothing can
    /// be said yet about fields that it lacks.
    partial: bool,
}

impl<'a> Checker<'a> {
    /// A checker for nodes of `source`.
    pub fn new(source: &'a Arc<Source>, faults: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            source,
            faults,
            references: Vec::new(),
            misspelt: Vec::new(),
            partial: false,
        }
    }

    /// Reads a top-level fact. Mappings merge over several files, entries of
    /// lists don't: see [`complete`].
    pub fn fact(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        self.partial = true;
        let value = self.value(node, ty);
        self.partial = false;
        value
    }

    /// Reads the known keys of a mapping; keys that `entity` does not know are
    /// handed to `unknown`.
    pub fn fields(
        &mut self,
        entries: &[Entry],
        entity: &'static Entity,
        mut unknown: impl FnMut(&mut Self, &Entry),
    ) -> Map {
        let mut map = Map::with_capacity(entries.len());
        for entry in entries {
            match entity.field(&entry.key) {
                Some(field) => {
                    let before = self.faults.len();
                    let value = if std::ptr::eq(entity, &crate::model::tables::FACTS) {
                        self.fact(&entry.value, &field.ty)
                    } else {
                        self.value(&entry.value, &field.ty)
                    };
                    if (entity.name, field.name) == ("subprocessor", "locations") {
                        for fault in &mut self.faults[before..] {
                            if std::ptr::eq(fault.code, &codes::COUNTRY) {
                                fault.code = &codes::SUBPROCESSOR_LOCATION;
                            }
                        }
                    }
                    if let Some(value) = value {
                        map.insert(Key::Str(field.name), value);
                    }
                }
                None => unknown(self, entry),
            }
        }
        map
    }

    /// Reports a key that no schema knows.
    pub fn unknown_key(&mut self, entry: &Entry, entity: &'static Entity) {
        let meant = synonym(&entry.key, entity).or_else(|| suggestion(&entry.key, entity.names()));
        self.misspelt(entry, meant);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known keys are {}", listed(entity.names())),
        };
        self.report(
            &codes::UNKNOWN_KEY,
            format!("unknown key `{}` in {}", entry.key, entity.name),
            &entry.key_span,
            Some(help),
        );
    }

    /// Notes what a key that nobody knows was meant for: that is then not
    /// reported to be missing.
    pub fn misspelt(&mut self, entry: &Entry, meant: Option<&'static str>) {
        self.misspelt
            .extend(meant.map(|meant| (entry.key_span.start, meant)));
    }

    /// Reads one value. `None` if it is null (not known yet) or faulty; a fault
    /// has then been reported.
    pub fn value(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        if node.kind == Kind::Null {
            return None;
        }
        match ty {
            Type::List(item) => self.list(node, item),
            Type::OneOrMore(item) => match &node.kind {
                Kind::Seq(_) => self.list(node, item),
                // Unless the word is one of those that may stand there.
                Kind::Text(text) if text == "none" && !allows_none(item) => {
                    Some(Value::from(Vec::<Value>::new()))
                }
                _ => self.value(node, item).map(|one| Value::from(vec![one])),
            },
            Type::Entity(entity) => self.entity(node, entity),
            Type::Any(types) => {
                let says_yes_or_no = matches!(
                    &node.kind,
                    Kind::Text(text) if is_yes_or_no(text)
                );
                let fits = types
                    .iter()
                    .find(|ty| fits_shape(node, ty))
                    .filter(|_| !says_yes_or_no)
                    .or_else(|| {
                        types
                            .iter()
                            .find(|ty| says_yes_or_no && matches!(ty, Type::Bool))
                    })
                    .or_else(|| types.iter().find(|ty| fits_shape(node, ty)));
                let ty = fits.or_else(|| types.last())?;
                self.value(node, ty)
            }
            Type::Map(item) => {
                let Some(entries) = node.entries() else {
                    return self.wrong_type(node, ty);
                };
                let mut map = Map::new();
                for entry in entries {
                    if let Some(value) = self.value(&entry.value, item) {
                        map.insert(Key::from(entry.key.clone()), value);
                    }
                }
                Some(Value::from(map))
            }
            Type::Free => Some(free(node)),
            Type::Duration | Type::DurationOr(_) if node.entries().is_some() => {
                self.business_days(node)
            }
            _ => self.scalar(node, ty),
        }
    }

    fn list(&mut self, node: &Node, item: &'static Type) -> Option<Value> {
        match &node.kind {
            Kind::Seq(items) => {
                let partial = std::mem::replace(&mut self.partial, false);
                let values: Vec<Value> = items
                    .iter()
                    .filter_map(|node| self.value(node, item))
                    .collect();
                self.partial = partial;
                Some(Value::from(values))
            }
            // "none" is a statement: there are no subprocessors.
            Kind::Text(text) if text == "none" => Some(Value::from(Vec::<Value>::new())),
            _ => {
                let help = match &node.kind {
                    Kind::Text(text) | Kind::Number(text) => format!("write `[{}]`", shown(text)),
                    _ => "begin each entry with `- `; write `none` if there are none".to_owned(),
                };
                let span = self.headline(node);
                self.report(
                    &codes::WRONG_TYPE,
                    format!("expected a list, found {}", node.type_name()),
                    &span,
                    Some(help),
                );
                None
            }
        }
    }

    fn entity(&mut self, node: &Node, entity: &'static Entity) -> Option<Value> {
        let Some(entries) = node.entries() else {
            return self.short_form(node, entity);
        };
        // A single contact's fields where contacts by kind are expected.
        if let Some(field) = entity.short.and_then(|short| entity.field(short))
            && let Type::Entity(inner) = &field.ty
            && !entries.is_empty()
            && entries.iter().all(|entry| {
                entity.field(&entry.key).is_none() && inner.field(&entry.key).is_some()
            })
        {
            let value = self.entity(node, inner)?;
            return Some(Value::from(Map::from_iter([(Key::Str(field.name), value)])));
        }
        let before = self.faults.len();
        let map = self.fields(entries, entity, |checker, entry| {
            checker.unknown_key(entry, entity);
        });
        if self.partial {
            return Some(Value::from(map));
        }
        let given = |name: &str| entries.iter().any(|entry| entry.key == name);
        for field in entity.fields {
            if field.required && !given(field.name) && before == self.faults.len() {
                self.missing(node, entity, &format!("`{}`", field.name));
            }
        }
        if !entity.any_of.is_empty() && !entity.any_of.iter().any(|name| given(name)) {
            self.missing(
                node,
                entity,
                &format!("one of {}", listed(entity.any_of.iter().copied())),
            );
        }
        Some(Value::from(map))
    }

    fn missing(&mut self, node: &Node, entity: &'static Entity, what: &str) {
        let span = self.headline(node);
        self.report(
            &codes::MISSING_FIELD,
            format!("{} without {what}", entity.name),
            &span,
            None,
        );
    }

    /// The part of a mapping to point at: its first key.
    fn headline(&self, node: &Node) -> Range<usize> {
        match node.entries().and_then(<[Entry]>::first) {
            Some(entry) => entry.key_span.clone(),
            None => node.span.clone(),
        }
    }

    /// A scalar that stands for a mapping with one field.
    fn short_form(&mut self, node: &Node, entity: &'static Entity) -> Option<Value> {
        let text = match &node.kind {
            Kind::Text(text) | Kind::Number(text) => Some(text),
            _ => None,
        };
        if text.is_some_and(|text| text == "none") {
            return Some(Value::none());
        }
        let (Some(text), Some(short)) = (text, entity.short) else {
            self.report(
                &codes::WRONG_TYPE,
                format!("expected a mapping, found {}", node.type_name()),
                &node.span,
                Some(format!(
                    "{} has the keys {}",
                    entity.name,
                    listed(entity.names())
                )),
            );
            return None;
        };
        let is_url = text.starts_with("http://") || text.starts_with("https://");
        let name = if is_url && entity.field("url").is_some() {
            "url"
        } else {
            short
        };
        let field = entity.field(name)?;
        let value = self.value(node, &field.ty)?;
        Some(Value::from(Map::from_iter([(Key::Str(field.name), value)])))
    }

    fn business_days(&mut self, node: &Node) -> Option<Value> {
        let days = match node.get("days").map(|days| &days.kind) {
            Some(Kind::Number(raw)) => raw.parse::<u32>().ok(),
            _ => None,
        };
        let unit = node.get("unit").map(|unit| &unit.kind);
        let only_these = node
            .entries()?
            .iter()
            .all(|entry| entry.key == "days" || entry.key == "unit");
        match (days, unit) {
            (Some(days), Some(Kind::Text(unit))) if unit == "business" && only_these => {
                Some(Value::from(Map::from_iter([
                    (Key::Str("days"), Value::from(days)),
                    (Key::Str("unit"), Value::from("business")),
                ])))
            }
            _ => {
                self.report(
                    &codes::DURATION,
                    "not a duration".into(),
                    &self.headline(node),
                    Some("write `P90D`, or `{days: 30, unit: business}`".into()),
                );
                None
            }
        }
    }

    fn scalar(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        let text = match &node.kind {
            Kind::Text(text) | Kind::Number(text) => text.as_str(),
            Kind::Bool(value) => {
                return match ty {
                    Type::Bool => Some(Value::from(*value)),
                    _ => self.wrong_type(node, ty),
                };
            }
            _ => return self.wrong_type(node, ty),
        };
        if literal::has_reserved(text) {
            self.report(
                &codes::RESERVED_CHARACTER,
                "text holds a Unicode noncharacter, which policygen keeps for itself".into(),
                &node.span,
                None,
            );
            return None;
        }
        if let Some(read) = formats::read(text, ty) {
            return match read {
                Ok(text) => Some(Value::from(text)),
                Err(invalid) => {
                    self.report(
                        invalid.code,
                        format!("`{}` is not {}", shown(text), invalid.what),
                        &node.span,
                        Some(invalid.help),
                    );
                    if let (Some(meant), Some(fault)) = (invalid.meant, self.faults.last_mut()) {
                        fault.fixes.push(Fix {
                            place: self.source.place(node.span.clone()),
                            text: format!("\"{meant}\""),
                        });
                    }
                    None
                }
            };
        }
        match ty {
            Type::Markdown => Some(Value::safe_string(&literal::inline(text))),
            Type::Int => match text.parse::<u32>() {
                Ok(number) if matches!(node.kind, Kind::Number(_)) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Integer => match text.parse::<i32>() {
                Ok(number) if matches!(node.kind, Kind::Number(_)) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Percent => match text.trim_end_matches('%').parse::<f64>() {
                Ok(number) if (0.0..=100.0).contains(&number) => Some(Value::from(number)),
                _ => self.wrong_type(node, ty),
            },
            Type::Ref(list) => {
                self.references.push(Reference {
                    list,
                    id: text.to_owned(),
                    span: node.span.clone(),
                });
                Some(Value::from(text))
            }
            Type::Enum(words) => {
                if words.contains(&text) {
                    return Some(Value::from(text));
                }
                let help = did_you_mean(text, words.iter().copied())
                    .unwrap_or_else(|| format!("allowed are {}", listed(words.iter().copied())));
                self.report(
                    &codes::UNKNOWN_VALUE,
                    format!("`{}` is not allowed here", shown(text)),
                    &node.span,
                    Some(help),
                );
                None
            }
            Type::Bool => self.wrong_type(node, ty),
            // Handled above.
            _ => None,
        }
    }

    fn wrong_type(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        let span = self.headline(node);
        let help = match (ty, &node.kind) {
            (Type::Bool, Kind::Text(text)) if is_yes_or_no(text) => {
                Some("write `true` or `false`".to_owned())
            }
            (_, Kind::Bool(_)) => Some("put it in quotes if it is meant as text".to_owned()),
            _ => None,
        };
        self.report(
            &codes::WRONG_TYPE,
            format!("expected {}, found {}", ty.expected(), node.type_name()),
            &span,
            help,
        );
        None
    }

    /// Adds a fault at `span`.
    pub fn report(
        &mut self,
        code: &'static Code,
        message: String,
        span: &Range<usize>,
        help: Option<String>,
    ) {
        self.faults.push(
            Diagnostic::new(code, message)
                .at(self.source, span.clone())
                .maybe_help(help),
        );
    }
}

/// Says what a merged fact lacks: the dotted path of where, the fields of which
/// one should be there, and a message.
pub fn complete(
    value: &Value,
    ty: &'static Type,
    path: &str,
    report: &mut impl FnMut(&str, &[&'static str], String),
) {
    let (Type::Entity(entity), Some(map)) = (ty, value.as_map()) else {
        return;
    };
    let given = |name: &'static str| map.contains_key(&Key::Str(name));
    for field in entity.fields {
        match map.get(&Key::Str(field.name)) {
            Some(inner) if matches!(field.ty, Type::Entity(_)) => {
                complete(inner, &field.ty, &format!("{path}.{}", field.name), report);
            }
            Some(_) => {}
            None if field.required => {
                let message = format!("{} without `{}`", entity.name, field.name);
                report(path, &[field.name], message);
            }
            None => {}
        }
    }
    if !entity.any_of.is_empty() && !entity.any_of.iter().any(|name| given(name)) {
        let names = listed(entity.any_of.iter().copied());
        let message = format!("{} without one of {names}", entity.name);
        report(path, entity.any_of, message);
    }
}

/// What other dialects of YAML take for `true` or `false`.
fn is_yes_or_no(text: &str) -> bool {
    matches!(text, "yes" | "no" | "on" | "off")
}

/// Whether `none` is one of the words of a type.
fn allows_none(ty: &Type) -> bool {
    matches!(ty, Type::Enum(words) if words.contains(&"none"))
}

/// Names that are often written for those of the model.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("name", &["legal_name", "label", "term"]),
    ("title", &["label", "role"]),
    ("description", &["text", "purpose", "detail"]),
    ("country", &["locations"]),
    ("countries", &["locations"]),
    ("url", &["privacy_url", "settings_url"]),
    ("since", &["effective_on"]),
    ("until", &["removed_on"]),
    ("security", &["security_measures"]),
    ("categories", &["data_categories"]),
    ("data", &["data_categories"]),
    ("period", &["duration"]),
    ("postcode", &["postal_code"]),
    ("zip", &["postal_code"]),
    ("tel", &["phone"]),
    ("telephone", &["phone"]),
];

/// What a key that an entity lacks may have been meant for.
fn synonym(key: &str, entity: &Entity) -> Option<&'static str> {
    let (_, meant) = SYNONYMS.iter().find(|(known, _)| *known == key)?;
    let mut meant = meant.iter().copied();
    meant.find(|name| entity.field(name).is_some())
}

/// A user's text in a message: one line, not too long.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 60 {
        line.chars().take(57).chain("…".chars()).collect()
    } else {
        line.to_owned()
    }
}

fn fits_shape(node: &Node, ty: &Type) -> bool {
    match (ty, &node.kind) {
        (Type::Bool, kind) => matches!(kind, Kind::Bool(_)),
        (Type::List(_), kind) => matches!(kind, Kind::Seq(_)),
        (Type::Map(_) | Type::Entity(_), kind) => matches!(kind, Kind::Map(_)),
        (_, kind) => matches!(kind, Kind::Text(_) | Kind::Number(_)),
    }
}

/// Any YAML as a value for templates.
fn free(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::none(),
        Kind::Bool(value) => Value::from(*value),
        Kind::Number(raw) => match (raw.parse::<i64>(), raw.parse::<f64>()) {
            (Ok(number), _) => Value::from(number),
            (_, Ok(number)) => Value::from(number),
            _ => Value::from(raw.as_str()),
        },
        Kind::Text(text) => Value::from(text.as_str()),
        Kind::Seq(items) => Value::from(items.iter().map(free).collect::<Vec<_>>()),
        Kind::Map(entries) => Value::from(
            entries
                .iter()
                .map(|entry| (Key::from(entry.key.clone()), free(&entry.value)))
                .collect::<Map>(),
        ),
    }
}
