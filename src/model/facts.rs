//! The facts that a site states about itself, typed and merged.

mod languages;
mod merge;
mod placeholders;
mod references;
mod twice;
mod unknown;

use languages::Languages;
pub use placeholders::forgive_unknown;

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::cut_short;
use crate::base::diagnostic::{Diagnostic, codes, suggestion};
use crate::base::source::{Place, Source};
use crate::model::record::Record;
use crate::model::{normalise, tables};
use crate::schema::read::{self as check, Checker, Reference};
use crate::yaml::{Entry, Kind, Node};

/// The facts of one file, as written.
#[derive(Debug)]
pub struct Layer {
    /// The file.
    pub source: Arc<Source>,
    /// Its YAML tree, for locating errors.
    pub node: Node,
    /// Its values by top-level key.
    pub values: Map,
    /// The IDs to which it refers.
    pub references: Vec<Reference>,
    /// The positions of unknown keys, each with the key that was probably meant.
    pub misspelt: Vec<(usize, &'static str)>,
    /// Whether some texts are mappings from languages to texts.
    pub has_languages: bool,
}

/// Facts merged from several files; later files override earlier ones.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The merged values.
    merged: Map,
    /// The values as templates and checks see them, with short forms expanded and texts in one
    /// language.
    pub(super) values: Map,
    layers: Vec<Arc<Layer>>,
    /// The folder of the shared facts, for messages.
    folder: Arc<str>,
    /// Whether a file of facts could not be read, so that missing facts can't be reported.
    incomplete: bool,
    /// Whether facts that are not known yet are printed as placeholders.
    has_placeholders: bool,
    /// The values with placeholders, if these are printed.
    stand_ins: Option<Map>,
    /// Dotted paths of fields that were reported as missing.
    lacking: Vec<String>,
    /// The language of texts, and the site's language.
    languages: Languages,
    /// Dotted paths of texts that are missing in that language, each with the language that is
    /// printed instead.
    untranslated: Vec<(String, String)>,
}

/// Reads a file of shared facts.
pub fn read(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Layer> {
    let node = crate::yaml::parse(source, 0..source.text.len(), faults)?;
    cut_short::report(&node, source, faults);
    read_node(source, node, faults)
}

/// Reads facts that are part of a file.
pub(super) fn read_node(
    source: &Arc<Source>,
    node: Node,
    faults: &mut Vec<Diagnostic>,
) -> Option<Layer> {
    let entries = node.top_entries(source, "facts by name", faults)?;
    let mut checker = Checker::new(source, faults).with_synonyms(tables::SYNONYMS);
    let values = checker.partial_fields(entries, &tables::FACTS, |checker, entry| {
        checker.unknown_key(entry, &tables::FACTS);
    });
    let (references, misspelt) = (checker.references, checker.misspelt);
    let has_languages = checker.has_languages;
    Some(Layer {
        source: Arc::clone(source),
        node,
        values,
        references,
        misspelt,
        has_languages,
    })
}

impl Layer {
    /// Whether the key of the fact at a path, or of a fact that contains it, was reported as
    /// misspelt.
    fn is_misspelt(&self, path: &str) -> bool {
        let mut node = &self.node;
        for part in path.split('.') {
            let next = match (&node.kind, part.parse::<usize>()) {
                (Kind::Seq(items), Ok(index)) => nth(items, index),
                (Kind::Map(entries), _) => {
                    let is_meant = |entry: &Entry| {
                        let mut misspelt = self.misspelt.iter();
                        misspelt.any(|(at, meant)| *at == entry.key_span.start && *meant == part)
                    };
                    if entries.iter().any(is_meant) {
                        return true;
                    }
                    node.get(part)
                }
                _ => None,
            };
            let Some(next) = next else { return false };
            node = next;
        }
        false
    }
}

impl Facts {
    /// Facts with exactly these values, as frozen in a release.
    pub fn of(values: Map) -> Self {
        Self {
            merged: values.clone(),
            values,
            ..Self::default()
        }
    }

    /// These facts, overridden by those of `layer`. Contradictions and unknown IDs are reported.
    pub fn with(&self, layer: Arc<Layer>, faults: &mut Vec<Diagnostic>) -> Self {
        self.with_all(vec![layer], faults)
    }

    /// These facts, with the folder of the site's shared facts for messages.
    pub fn in_folder(mut self, folder: &str) -> Self {
        self.folder = folder.into();
        self
    }

    /// The folder of the site's shared facts.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The files that state these facts.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.layers.iter().map(|layer| &layer.source)
    }

    /// These facts, overridden by those of several layers. Layers that contradict each other are
    /// reported.
    pub fn with_all(&self, layers: Vec<Arc<Layer>>, faults: &mut Vec<Diagnostic>) -> Self {
        twice::report(&layers, faults);
        let mut merged = self.merged.clone();
        for layer in &layers {
            merge::forget(&mut merged, &layer.node);
        }
        for layer in &layers {
            merge::merge_map(&mut merged, &layer.values);
        }
        let mut facts = Self {
            values: Map::new(),
            merged,
            layers: self
                .layers
                .iter()
                .cloned()
                .chain(layers.iter().cloned())
                .collect(),
            folder: Arc::clone(&self.folder),
            incomplete: self.incomplete,
            has_placeholders: self.has_placeholders,
            stand_ins: None,
            lacking: self.lacking.clone(),
            languages: self.languages.clone(),
            untranslated: Vec::new(),
        };
        facts.choose_texts();
        for layer in &layers {
            for reference in &layer.references {
                facts.check_reference(layer, reference, faults);
            }
        }
        let mut lacking = Vec::new();
        for field in tables::FACTS.fields {
            let touched = layers
                .iter()
                .any(|layer| layer.values.contains_key(&Key::Str(field.name)));
            if touched && let Some(value) = facts.get(field.name) {
                check::complete(value, &field.ty, field.name, &mut |path, lacks, message| {
                    faults.extend(facts.incomplete_at(path, lacks, message));
                    let lacks = lacks.iter().map(|name| format!("{path}.{name}"));
                    let lacks: Vec<String> = lacks.collect();
                    // If a field is stated as not known yet, texts that need it are reported with
                    // it.
                    if !lacks.iter().any(|path| facts.unknown_at(path).is_some()) {
                        lacking.extend(lacks);
                    }
                });
            }
        }
        facts.lacking.extend(lacking);
        facts.finish(faults);
        facts
    }

    /// Expands short forms, and adds placeholders if they are turned on.
    fn finish(&mut self, faults: &mut Vec<Diagnostic>) {
        if self.has_placeholders {
            // Missing facts that have placeholders are not faults.
            normalise::normalise(self, &mut Vec::new());
            self.stand_ins = Some(self.filled_in(faults));
        } else {
            normalise::normalise(self, faults);
        }
    }

    /// These facts, marked as incomplete because some could not be read.
    pub fn incomplete(self) -> Self {
        Self {
            incomplete: true,
            ..self
        }
    }

    /// The fault for the missing fields of the fact at `path`, unless a file states them with a
    /// faulty value.
    fn incomplete_at(&self, path: &str, lacks: &[&str], message: String) -> Option<Diagnostic> {
        let (place, node) = self.place(path)?;
        let entries = node.entries().unwrap_or_default();
        let blank = entries
            .iter()
            .find(|entry| lacks.contains(&entry.key.as_str()) && entry.value.is_blank());
        let headline = blank.or(entries.first());
        let range = headline.map_or(place.range.clone(), |entry| entry.key_span.clone());
        // A misspelt key has already been reported with a suggestion.
        let misspelt = entries.iter().any(|entry| {
            let key = entry.key.as_str();
            !lacks.contains(&key) && suggestion(key, lacks.iter().copied()).is_some()
        });
        let faulty = self.incomplete
            || misspelt
            || (self.has_placeholders && (blank.is_some() || node.is_blank()))
            || lacks
                .iter()
                .any(|name| self.is_faulty(&format!("{path}.{name}")));
        let help =
            blank.map(|entry| format!("`{path}.{}` is not known yet: fill it in", entry.key));
        (!faulty).then(|| {
            let code = match blank {
                Some(_) => &codes::FIELD_NOT_KNOWN_YET,
                None => &codes::MISSING_FIELD,
            };
            let found = Diagnostic::new(code, message);
            found.at(&place.source, range).maybe_help(help)
        })
    }

    /// The values by top-level key.
    pub fn values(&self) -> &Map {
        &self.values
    }

    /// The values as templates print them.
    pub fn printed(&self) -> &Map {
        self.stand_ins.as_ref().unwrap_or(&self.values)
    }

    /// A top-level fact.
    pub fn get(&self, key: &'static str) -> Option<&Value> {
        self.values.get(&Key::Str(key))
    }

    /// The entries of a top-level list; empty if the list is missing.
    pub fn list(&self, key: &'static str) -> &[Value] {
        self.get(key).and_then(Value::as_array).unwrap_or_default()
    }

    /// A top-level fact with fields.
    pub fn record(&self, key: &'static str) -> Option<Record<'_>> {
        Record::of(self.get(key)?)
    }

    /// The entries of a top-level list that have fields.
    pub fn records(&self, key: &'static str) -> impl Iterator<Item = Record<'_>> {
        Record::all(self.list(key))
    }

    /// The company's legal name.
    pub fn company_name(&self) -> Option<&str> {
        self.record("company")?.word("legal_name")
    }

    /// A text inside the facts, such as `company.legal_name`.
    pub fn text(&self, path: &'static str) -> Option<&str> {
        let (top, rest) = path.split_once('.')?;
        self.get(top)?.get_from_path(rest)?.as_str()
    }

    /// The place of a dotted path such as `company.address` in the file that takes precedence.
    /// Numbers in a path are indices of list entries.
    pub fn place(&self, path: &str) -> Option<(Place, &Node)> {
        self.layers.iter().rev().find_map(|layer| {
            let mut node = &layer.node;
            let mut span: Option<Range<usize>> = None;
            for part in path.split('.') {
                match (&node.kind, part.parse::<usize>()) {
                    (Kind::Seq(items), Ok(index)) => {
                        node = nth(items, index)?;
                        span = Some(node.span.clone());
                    }
                    _ => {
                        let entry = node.entries()?.iter().find(|entry| entry.key == part)?;
                        node = &entry.value;
                        span = Some(entry.key_span.clone());
                    }
                }
            }
            span.map(|span| (layer.source.place(span), node))
        })
    }

    /// Whether the fact with this dotted path has a value.
    pub fn has(&self, path: &str) -> bool {
        let mut parts = path.split('.');
        let top = parts.next().unwrap_or(path);
        let top = self.values.get(&Key::String(top.into()));
        let found = parts.try_fold(top, |value, part| {
            let value = value?;
            let item = part.parse::<usize>().ok().zip(value.as_array());
            Some(match item {
                Some((index, items)) => items.get(index),
                None => value.as_map()?.get(&Key::String(part.into())),
            })
        });
        found.flatten().is_some()
    }

    /// Whether a fact was stated, but has no value because of a reported fault.
    pub fn is_lost(&self, path: &str) -> bool {
        let is_misspelt = |layer: &Arc<Layer>| layer.is_misspelt(path);
        !self.has(path) && (self.is_faulty(path) || self.layers.iter().any(is_misspelt))
    }

    /// Whether a fact that has no value was already reported: it is stated somewhere with a value
    /// other than null or `none`, or was reported as missing.
    pub fn is_faulty(&self, path: &str) -> bool {
        self.incomplete
            || self.lacking.iter().any(|lacking| lacking == path)
            || self
                .place(path)
                .is_some_and(|(_, node)| !node.is_blank() && !node.is_none())
    }
}

/// The entry of a list with this index among those that are not blank.
fn nth(items: &[Node], index: usize) -> Option<&Node> {
    items.iter().filter(|item| !item.is_blank()).nth(index)
}
