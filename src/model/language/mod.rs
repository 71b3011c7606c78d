//! The languages of pages: the interface text that policygen adds to a page.
//!
//! Each language is a file `content/words/<tag>.yaml`, with the names of countries in
//! `content/words/countries/<tag>.yaml`. A site's files override the built-in ones, those of
//! `de-AT` override those of `de`, and all of them override English, which is complete.

mod collation;
mod counts;
mod dates;
mod lists;
mod locale;
mod names;
mod read;
mod together;
mod words;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

use tera::value::Key;
use tera::{Map, Value};

use crate::base::dates::Date;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::schema::formats;
pub use collation::Collation;
use counts::Counts;
pub use dates::LongDates;
use lists::Lists;
use read::Holds;
pub use together::Together;
pub use words::{
    CalloutWords, EventWords, Forms, ListWords, NoticeWords, PageWords, RedlineWords,
    RetentionWords, ThemeWords, Words,
};

/// The language whose interface text is complete.
const ENGLISH: &str = "en";

/// A language, with everything that its pages need.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: String,
    /// Its interface text.
    pub words: Words,
    /// The interface text of themes, as a value for templates.
    pub theme: Value,
    countries: Map,
    has_words: bool,
    dates: LongDates,
    lists: Lists,
    counts: Counts,
    /// Words that stay on the same line as their numbers.
    pub together: Together,
}

/// The languages of a site. Interface text is read when a page first needs it.
#[derive(Debug)]
pub struct Languages {
    /// Built-in files, followed by the site's files.
    sources: Vec<Arc<Source>>,
    known: RwLock<HashMap<String, Arc<Language>>>,
}

impl Languages {
    /// The languages of these files. The site's files are validated; the built-in ones have no
    /// faults.
    pub fn new(
        built_in: Vec<Arc<Source>>,
        own: Vec<Arc<Source>>,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let english = built_in
            .iter()
            .find(|source| read::about(&source.path) == (ENGLISH, Holds::Words));
        let english = english.map(|source| read::words(source, None, faults));
        let english = english.unwrap_or_default();
        for source in &own {
            match read::about(&source.path).1 {
                Holds::Words => drop(read::words(source, Some(&english), faults)),
                Holds::Countries => drop(read::countries(source, faults)),
            }
        }
        Self {
            sources: built_in.into_iter().chain(own).collect(),
            known: RwLock::default(),
        }
    }

    /// The language of a BCP 47 tag.
    pub fn get(&self, tag: &str) -> Arc<Language> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(language) = known.get(tag) {
            return Arc::clone(language);
        }
        drop(known);
        let language = Arc::new(self.read(tag));
        self.known
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(tag.to_owned())
            .or_insert(language)
            .clone()
    }

    /// Whether there is interface text in the language of a tag.
    pub fn has(&self, tag: &str) -> bool {
        let tags = [primary(tag), tag];
        self.sources.iter().any(|source| {
            let (of, holds) = read::about(&source.path);
            holds == Holds::Words && tags.contains(&of)
        })
    }

    fn read(&self, tag: &str) -> Language {
        let (mut words, mut countries) = self.layer(ENGLISH);
        let mut own = Map::default();
        let mut layers = vec![primary(tag), tag];
        layers.dedup();
        for layer in layers.into_iter().filter(|layer| *layer != ENGLISH) {
            let of_layer = self.layer(layer);
            merge(&mut own, of_layer.0);
            merge(&mut countries, of_layer.1);
        }
        merge(&mut words, own.clone());
        let (words, own) = (Words::of(&words), Words::of(&own));
        // Without interface text, the units are in English and need English plural rules.
        let has_words = self.has(tag);
        let counted = if has_words { tag } else { ENGLISH };
        // English words for lists apply only to English lists.
        let lists = |tag| {
            let locale = locale::locale(tag);
            match locale::is_english(&locale) {
                true => Lists::new(locale, &words.lists),
                false => Lists::new(locale, &own.lists),
            }
        };
        let dates = long_dates(tag);
        Language {
            tag: tag.to_owned(),
            theme: Value::from_serializable(&words.theme),
            together: Together::new(&words, &dates),
            dates,
            lists: lists(tag),
            counts: Counts::new(counted, lists(counted)),
            words,
            countries,
            has_words,
        }
    }

    /// The interface text and the names of countries in the files of a tag.
    fn layer(&self, tag: &str) -> (Map, Map) {
        let (mut words, mut countries) = (Map::default(), Map::default());
        for source in &self.sources {
            // Faults were reported when the site was loaded.
            let faults = &mut Vec::new();
            match read::about(&source.path) {
                (of, Holds::Words) if of == tag => {
                    merge(&mut words, read::words(source, None, faults));
                }
                (of, Holds::Countries) if of == tag => {
                    merge(&mut countries, read::countries(source, faults));
                }
                _ => {}
            }
        }
        (words, countries)
    }
}

/// The form of long dates in the language of a BCP 47 tag.
pub fn long_dates(tag: &str) -> LongDates {
    LongDates::new(&locale::locale(tag))
}

/// The language of a tag without script and region.
pub(crate) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Overrides `words` with `over`, key by key.
fn merge(words: &mut Map, over: Map) {
    for (key, value) in over {
        let below = words.get(&key).and_then(Value::as_map);
        let merged = match (below, value.as_map()) {
            (Some(below), Some(over)) => {
                let mut below = below.clone();
                merge(&mut below, over.clone());
                below.into()
            }
            _ => value,
        };
        words.insert(key, merged);
    }
}

impl Language {
    /// Joins items as in prose: `a`, `a and b`, `a, b and c`.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.lists.join(items)
    }

    /// A date in words: `23 May 2026`.
    pub fn date(&self, date: Date) -> String {
        self.dates.write(date)
    }

    /// The native name of the language: `Deutsch`, `Deutsch (LI)`, or its tag if the name is not
    /// known. The site's words take precedence.
    pub fn name(&self) -> String {
        let is_known =
            self.has_words && names::name(primary(&self.tag)).as_ref() != Some(&self.words.name);
        match self.tag.split_once('-') {
            None if is_known => self.words.name.clone(),
            Some((_, region)) if is_known => format!("{} ({region})", self.words.name),
            _ => names::name(&self.tag).unwrap_or_else(|| self.tag.clone()),
        }
    }

    /// The name of a country, or of a subdivision and its country. Returns `None` if no country has
    /// the code.
    pub fn place(&self, code: &str) -> Option<String> {
        let found = formats::country(code)?;
        let country = self.country(found.alpha2).unwrap_or(found.name);
        let part = rust_iso3166::iso3166_2::from_code(code);
        Some(match part {
            Some(part) => format!("{}, {country}", self.country(code).unwrap_or(part.name)),
            None => country.to_owned(),
        })
    }

    /// The name of a country or subdivision, by its ISO 3166 code.
    pub fn country(&self, code: &str) -> Option<&str> {
        self.countries.get(&Key::from(code.to_owned()))?.as_str()
    }
}

/// Replaces names in braces with their values.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            out.push('{');
            rest = behind;
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            // Writing to a string can't fail.
            None => drop(write!(out, "{{{name}}}")),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once() {
        let values = [("a", "{b}"), ("b", "2")];
        assert_eq!(fill("{a} and {b}", &values), "{b} and 2");
        assert_eq!(fill("{c} } { {", &values), "{c} } { {");
    }
}
