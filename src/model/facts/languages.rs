//! Texts in several languages: a mapping from languages to texts can be given instead of a text.

use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::{Facts, Layer};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::model::language::primary;
use crate::model::tables::FACTS;
use crate::schema::{Entity, Type};

/// The languages of texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages {
    /// The language to print.
    wanted: Arc<str>,
    /// The site's language.
    site: Arc<str>,
}

impl Facts {
    /// These facts, for pages in the site's language.
    pub fn of_site_in(mut self, language: &str) -> Self {
        let language: Arc<str> = language.into();
        self.languages = Languages {
            wanted: Arc::clone(&language),
            site: language,
        };
        self
    }

    /// These facts for pages in another language. Returns `None` if the language makes no
    /// difference to these facts or to the page's `own` facts.
    pub fn in_language(&self, language: &str, own: Option<&Layer>) -> Option<Self> {
        let mut layers = self.layers.iter().map(|layer| &**layer).chain(own);
        if *self.languages.wanted == *language || !layers.any(|layer| layer.has_languages) {
            return None;
        }
        let mut facts = self.clone();
        facts.languages.wanted = language.into();
        facts.choose_texts();
        // Their faults in any language have already been reported.
        facts.finish(&mut Vec::new());
        Some(facts)
    }

    /// Sets the values to the merged ones, with texts in the language to print.
    pub(super) fn choose_texts(&mut self) {
        let mut lacking = Vec::new();
        self.values = match self.layers.iter().any(|layer| layer.has_languages) {
            true => self
                .languages
                .of_map(&self.merged, &FACTS, "", &mut lacking),
            false => self.merged.clone(),
        };
        self.untranslated = lacking;
    }

    /// A diagnostic for each text that is missing in the language of a page. Only texts of the
    /// top-level facts that the page uses are reported.
    pub fn untranslated(&self, is_used: impl Fn(&str) -> bool) -> impl Iterator<Item = Diagnostic> {
        let wanted = &self.languages.wanted;
        let used = self.untranslated.iter().filter(move |(path, _)| {
            let top = path.split('.').next().unwrap_or_default();
            is_used(top)
        });
        used.filter_map(move |(path, printed)| {
            let (place, _) = self.place(path)?;
            let message = format!("`{}` has no text in `{wanted}`", self.spoken_path(path));
            let help =
                format!("add `{wanted}: …`; until then, pages print the text in `{printed}`");
            let found = Diagnostic::new(&codes::FACT_LANGUAGE, message);
            Some(found.label(place, "").help(help))
        })
    }
}

impl Languages {
    fn of_map(
        &self,
        fields: &Map,
        entity: &'static Entity,
        path: &str,
        lacking: &mut Vec<(String, String)>,
    ) -> Map {
        let chosen = fields.iter().map(|(key, value)| {
            let name = key.as_str().unwrap_or_default();
            let path = match path {
                "" => name.to_owned(),
                path => format!("{path}.{name}"),
            };
            let value = match entity.field(name) {
                Some(field) => self.of(value, &field.ty, &path, lacking),
                None => value.clone(),
            };
            (key.clone(), value)
        });
        chosen.collect()
    }

    /// A value with its texts in the language to print.
    fn of(
        &self,
        value: &Value,
        ty: &'static Type,
        path: &str,
        lacking: &mut Vec<(String, String)>,
    ) -> Value {
        match (ty, value.as_map(), value.as_array()) {
            (Type::Text | Type::Markdown, Some(texts), _) => self.text(texts, path, lacking),
            (Type::Entity(entity), Some(fields), _) => {
                self.of_map(fields, entity, path, lacking).into()
            }
            (Type::Map(item), Some(fields), _) => {
                let values = fields.iter().map(|(key, value)| {
                    let path = format!("{path}.{}", key.as_str().unwrap_or_default());
                    (key.clone(), self.of(value, item, &path, lacking))
                });
                values.collect::<Map>().into()
            }
            (Type::List(item) | Type::OneOrMore(item), _, Some(items)) => {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(at, one)| self.of(one, item, &format!("{path}.{at}"), lacking));
                items.collect::<Vec<_>>().into()
            }
            (Type::Any(types), ..) => {
                let fits = |ty: &&Type| match ty {
                    Type::Entity(_) | Type::Map(_) => value.as_map().is_some(),
                    Type::List(_) | Type::OneOrMore(_) => value.is_array(),
                    _ => false,
                };
                let fitting = types.iter().find(fits);
                fitting.map_or_else(|| value.clone(), |ty| self.of(value, ty, path, lacking))
            }
            _ => value.clone(),
        }
    }

    /// The text in the language to print, in its primary language or in one of its variants;
    /// otherwise the text in the site's language, or else the first text.
    fn text(&self, texts: &Map, path: &str, lacking: &mut Vec<(String, String)>) -> Value {
        let exactly = |wanted: &str| texts.get_key_value(&Key::String(wanted.into()));
        let about = |wanted: &str| {
            let is_it =
                |key: &Key<'_>| primary(key.as_str().unwrap_or_default()) == primary(wanted);
            texts.iter().find(|(key, _)| is_it(key))
        };
        let find = |wanted: &str| {
            exactly(wanted)
                .or_else(|| exactly(primary(wanted)))
                .or_else(|| about(wanted))
        };
        if let Some((_, text)) = find(&self.wanted) {
            return text.clone();
        }
        let Some((language, text)) = find(&self.site).or_else(|| texts.iter().next()) else {
            return Value::none();
        };
        let language = language.as_str().unwrap_or_default();
        lacking.push((path.to_owned(), language.to_owned()));
        text.clone()
    }
}
