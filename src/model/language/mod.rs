//! The languages of pages: the words that policygen itself puts on a page.
//!
//! Each language is a file `content/words/<tag>.yaml`, with the names of
//! countries in `content/words/countries/<tag>.yaml`. A site's own files go
//! over the built-in ones, those of `de-AT` over those of `de`, and all of them
//! over English, which has every word.

mod read;
mod words;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use tera::value::Key;
use tera::{Map, Value};

use crate::base::diagnostic::Diagnostic;
use crate::base::duration::Duration;
use crate::base::source::Source;
use read::Holds;
pub use words::{
    CalloutWords, EventWords, Forms, ListWords, PageWords, RetentionWords, ThemeWords, Words,
};

/// The language that has all words.
const ENGLISH: &str = "en";

/// A language, with what a page in it needs.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: String,
    /// Its words.
    pub words: Words,
    /// The words of themes, as templates have them.
    pub theme: Value,
    countries: Map,
    has_words: bool,
    /// None for a tag that is not a language's: all forms are the last one.
    plural: Option<PluralRules>,
}

/// The languages of a site. Words are read when the first page asks for them.
#[derive(Debug)]
pub struct Languages {
    english: Map,
    /// Built-in files, then the site's own.
    sources: Vec<Arc<Source>>,
    known: RwLock<HashMap<String, Arc<Language>>>,
}

impl Languages {
    /// The languages of these files. Those of the site's own are checked;
    /// the built-in ones have no faults.
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
            english,
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

    /// Whether there are words in the language of a tag.
    pub fn has(&self, tag: &str) -> bool {
        let tags = [primary(tag), tag];
        self.sources.iter().any(|source| {
            let (of, holds) = read::about(&source.path);
            holds == Holds::Words && tags.contains(&of)
        })
    }

    fn read(&self, tag: &str) -> Language {
        let mut words = self.english.clone();
        let mut countries = Map::default();
        let mut layers = vec![ENGLISH, primary(tag), tag];
        layers.dedup();
        for layer in layers {
            for source in &self.sources {
                // Faults were reported when the site was loaded.
                let faults = &mut Vec::new();
                match read::about(&source.path) {
                    (of, Holds::Words) if of == layer => {
                        merge(&mut words, read::words(source, None, faults));
                    }
                    (of, Holds::Countries) if of == layer => {
                        merge(&mut countries, read::countries(source, faults));
                    }
                    _ => {}
                }
            }
        }
        let words = Words::of(&words);
        // Words that are English are counted as in English.
        let has_words = self.has(tag);
        let counted = if has_words { tag } else { ENGLISH };
        let locale: Locale = counted.parse().unwrap_or(Locale::UNKNOWN);
        Language {
            tag: tag.to_owned(),
            theme: Value::from_serializable(&words.theme),
            words,
            countries,
            has_words,
            plural: PluralRules::try_new_cardinal((&locale).into()).ok(),
        }
    }
}

/// The language of a tag without script and region.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Puts what `over` says over what `words` says, key by key.
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
    /// A number of things: `unit` is one of those in `units`.
    pub fn count(&self, count: usize, unit: &str) -> String {
        let rules = self.plural.as_ref();
        let category = rules.map_or(PluralCategory::Other, |rules| rules.category_for(count));
        let category = match category {
            PluralCategory::Zero => 0,
            PluralCategory::One => 1,
            PluralCategory::Two => 2,
            PluralCategory::Few => 3,
            PluralCategory::Many => 4,
            PluralCategory::Other => 5,
        };
        let forms = self.words.units.get(unit);
        let form = forms.map_or("{count}", |forms| forms.of(category));
        fill(form, &[("count", &count.to_string())])
    }

    /// A duration in words: `1 year and 6 months`.
    pub fn duration(&self, duration: &Duration) -> String {
        let units = [
            (duration.years, "year"),
            (duration.months, "month"),
            (duration.weeks, "week"),
            (duration.days, "day"),
            (duration.hours, "hour"),
            (duration.minutes, "minute"),
            (duration.seconds, "second"),
            (duration.business_days, "business_day"),
        ];
        let parts: Vec<String> = units
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| self.count(count as usize, unit))
            .collect();
        match parts.is_empty() {
            true => self.count(0, "day"),
            false => self.list(&parts),
        }
    }

    /// Items as prose has them: `a`, `a and b`, `a, b and c`.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let words = &self.words.lists;
        let mut out = String::new();
        for (index, item) in items.iter().enumerate() {
            let item = item.as_ref();
            out.push_str(match index {
                0 => "",
                // Spanish: "Francia e Italia".
                _ if index + 1 == items.len() && words.last == " y " && begins_with_i(item) => {
                    " e "
                }
                _ if index + 1 == items.len() => &words.last,
                _ => &words.between,
            });
            out.push_str(item);
        }
        out
    }

    /// How long a text takes to read: "5 minutes to read (1100 words)".
    pub fn reading_time(&self, minutes: usize, words: usize) -> String {
        let (minutes, words) = (self.count(minutes, "minute"), self.count(words, "word"));
        let text = &self.words.page.reading_time;
        fill(text, &[("minutes", &minutes), ("words", &words)])
    }

    /// What the language is called in itself: `Deutsch`, `Deutsch (AT)`, or its
    /// tag if that is not known.
    pub fn name(&self) -> String {
        match self.tag.split_once('-') {
            _ if !self.has_words => self.tag.clone(),
            Some((_, region)) => format!("{} ({region})", self.words.name),
            None => self.words.name.clone(),
        }
    }

    /// The name of a country, or of a part of one, by its ISO 3166 code.
    pub fn country(&self, code: &str) -> Option<&str> {
        self.countries.get(&Key::from(code.to_owned()))?.as_str()
    }
}

/// Whether a Spanish word begins with the sound of `i`, and not with a
/// diphthong as in `hielo`.
fn begins_with_i(word: &str) -> bool {
    let word = word.to_lowercase();
    let sound = word.strip_prefix('h').unwrap_or(&word);
    sound
        .strip_prefix(['i', 'í'])
        .is_some_and(|rest| !rest.starts_with(['a', 'e', 'o']))
}

/// Puts values in the place of their names in braces.
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

    #[test]
    fn spanish_and() {
        assert!(begins_with_i("Italia") && begins_with_i("hijos"));
        assert!(!begins_with_i("hielo") && !begins_with_i("Francia"));
    }
}
