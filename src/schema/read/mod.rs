//! Reads YAML nodes as typed values, and collects all faults.

mod mapping;
mod scalar;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use mapping::complete;
use scalar::{is_yes_or_no, shown};
use tera::value::Key;
use tera::{Map, Value};

use super::{Entity, Field, Type, formats};
use crate::base::diagnostic::{Code, Diagnostic, Fix, codes, suggestion};
use crate::base::source::Source;
use crate::base::text::listed;
use crate::yaml::{Entry, Kind, Node};

/// A reference to an entry of a list, which is looked up once all facts are known.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The top-level list.
    pub list: &'static str,
    /// The ID as written.
    pub id: String,
    /// Its place.
    pub span: Range<usize>,
}

/// Reads nodes of one file.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    source: &'a Arc<Source>,
    /// Faults found so far.
    pub faults: &'a mut Vec<Diagnostic>,
    /// References found so far.
    pub references: Vec<Reference>,
    /// The positions of unknown keys, each with the key that was probably meant.
    pub misspelt: Vec<(usize, &'static str)>,
    /// Whether a mapping may be completed by another file, so that missing
    /// fields can't be reported yet.
    partial: bool,
    /// Whether facts are being read, in which an empty text states nothing.
    in_facts: bool,
    /// Whether any text in several languages was read.
    pub has_languages: bool,
    /// The current field's code for values of the wrong form, if it has one.
    invalid: Option<&'static Code>,
    /// Names to suggest for unknown keys.
    synonyms: Synonyms,
}

/// Commonly mistaken names, each with the names that may be intended.
pub(crate) type Synonyms = &'static [(&'static str, &'static [&'static str])];

impl<'a> Checker<'a> {
    /// A checker for nodes of `source`.
    pub(crate) fn new(source: &'a Arc<Source>, faults: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            source,
            faults,
            references: Vec::new(),
            misspelt: Vec::new(),
            partial: false,
            in_facts: false,
            has_languages: false,
            invalid: None,
            synonyms: &[],
        }
    }

    /// The same checker, with names to suggest for unknown keys.
    #[must_use]
    pub(crate) fn with_synonyms(self, synonyms: Synonyms) -> Self {
        Self { synonyms, ..self }
    }

    /// Reads the known keys of a mapping; keys that `entity` does not have are
    /// passed to `unknown`.
    pub(crate) fn fields(
        &mut self,
        entries: &[Entry],
        entity: &'static Entity,
        mut unknown: impl FnMut(&mut Self, &Entry),
    ) -> Map {
        let mut map = Map::with_capacity(entries.len());
        for entry in entries {
            match entity.field(&entry.key) {
                Some(field) => {
                    if let Some(value) = self.field(&entry.value, field) {
                        map.insert(Key::Str(field.name), value);
                    }
                }
                None => unknown(self, entry),
            }
        }
        map
    }

    /// Like [`Self::fields`], for a mapping that several files may extend. Mappings in it are
    /// merged; entries of lists are not. See [`complete`].
    pub(crate) fn partial_fields(
        &mut self,
        entries: &[Entry],
        entity: &'static Entity,
        unknown: impl FnMut(&mut Self, &Entry),
    ) -> Map {
        (self.partial, self.in_facts) = (true, true);
        let map = self.fields(entries, entity, unknown);
        (self.partial, self.in_facts) = (false, false);
        map
    }

    /// Reads a field of a mapping that several files may extend.
    pub(crate) fn partial_field(&mut self, node: &Node, field: &'static Field) -> Option<Value> {
        (self.partial, self.in_facts) = (true, true);
        let value = self.field(node, field);
        (self.partial, self.in_facts) = (false, false);
        value
    }

    fn field(&mut self, node: &Node, field: &'static Field) -> Option<Value> {
        let outer = std::mem::replace(&mut self.invalid, field.invalid);
        let value = self.value(node, &field.ty);
        self.invalid = outer;
        value
    }

    pub(crate) fn unknown_key(&mut self, entry: &Entry, entity: &'static Entity) {
        let meant = self.synonym(&entry.key, entity);
        let meant = meant.or_else(|| suggestion(&entry.key, entity.names()));
        self.misspelt(entry, meant);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the known keys are {}", listed(entity.names())),
        };
        self.report(
            &codes::UNKNOWN_KEY,
            format!("unknown key `{}` in {}", entry.key, entity.name),
            &entry.key_span,
            Some(help),
        );
    }

    /// Records the key that was probably meant by an unknown one, so that it is not reported as
    /// missing.
    pub(crate) fn misspelt(&mut self, entry: &Entry, meant: Option<&'static str>) {
        self.misspelt
            .extend(meant.map(|meant| (entry.key_span.start, meant)));
    }

    /// Reads one value. Returns `None` if it is null (not known yet) or faulty; faults are
    /// reported.
    pub(crate) fn value(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        if node.kind == Kind::Null || self.in_facts && node.is_blank() {
            return None;
        }
        match ty {
            Type::List(item) => self.list(node, item),
            Type::OneOrMore(item) => match &node.kind {
                Kind::Seq(_) => self.list(node, item),
                // Unless `none` is one of the allowed words.
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
            Type::Text | Type::Markdown if self.in_facts && is_by_language(node) => {
                self.by_language(node, ty)
            }
            Type::Duration | Type::DurationOr(_) if node.entries().is_some() => {
                self.business_days(node)
            }
            _ => self.scalar(node, ty),
        }
    }

    /// Reads a text in several languages.
    fn by_language(&mut self, node: &Node, ty: &'static Type) -> Option<Value> {
        let mut texts = Map::new();
        for entry in node.entries().unwrap_or_default() {
            let text = &entry.value;
            if text.kind != Kind::Null
                && !text.is_blank()
                && let Some(text) = self.scalar(text, ty)
            {
                texts.insert(Key::from(entry.key.clone()), text);
            }
        }
        self.has_languages = true;
        (!texts.is_empty()).then(|| Value::from(texts))
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
            // `none` is a statement, such as that there are no subprocessors.
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

    /// The field that may have been meant by an unknown key of an entity.
    fn synonym(&self, key: &str, entity: &Entity) -> Option<&'static str> {
        let (_, meant) = self.synonyms.iter().find(|(known, _)| *known == key)?;
        let mut meant = meant.iter().copied();
        meant.find(|name| entity.field(name).is_some())
    }

    /// Adds a fault at `span`.
    pub(crate) fn report(
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

    /// Adds a fix to the last reported fault.
    pub(crate) fn fix(&mut self, span: &Range<usize>, text: impl Into<String>) {
        if let Some(fault) = self.faults.last_mut() {
            fault.fixes.push(Fix {
                place: self.source.place(span.clone()),
                text: text.into(),
            });
        }
    }
}

/// Whether `none` is one of the words of a type.
fn allows_none(ty: &Type) -> bool {
    matches!(ty, Type::Enum(words) if words.contains(&"none"))
}

/// Whether all keys of a mapping are languages.
fn is_by_language(node: &Node) -> bool {
    let mut keys = node.entries().unwrap_or_default().iter();
    keys.len() > 0 && keys.all(|entry| formats::is_language(&entry.key))
}

fn fits_shape(node: &Node, ty: &Type) -> bool {
    match (ty, &node.kind) {
        (Type::Bool, kind) => matches!(kind, Kind::Bool(_)),
        (Type::List(_), kind) => matches!(kind, Kind::Seq(_)),
        (Type::Map(_) | Type::Entity(_), kind) => matches!(kind, Kind::Map(_)),
        (_, kind) => matches!(kind, Kind::Text(_) | Kind::Number(_)),
    }
}

/// Converts any YAML to a value for templates.
fn free(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::none(),
        Kind::Bool(value) => Value::from(*value),
        Kind::Number(raw) => number(raw),
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

/// Reads a number if it prints as written, otherwise text: `007`, `1.10` and `1e3` may be names.
fn number(raw: &str) -> Value {
    let known = [
        raw.parse::<u64>().ok().map(Value::from),
        raw.parse::<i64>().ok().map(Value::from),
        raw.parse::<f64>().ok().map(Value::from),
    ];
    let same = known
        .into_iter()
        .flatten()
        .find(|value| value.to_string() == raw);
    same.unwrap_or_else(|| Value::from(raw))
}
