//! The facts that a page prints, rather than merely reads.

use std::borrow::Cow;

use tera::Value;
use tera::value::Key;

use super::{Item, View, inside, is_something, top, word};
use crate::model::tables::FACTS;
use crate::rules::Words;
use crate::schema::other::Part;

impl View<'_> {
    /// Whether the page prints the fact at a path, or a part of it. A value without content, such
    /// as `none`, counts as printed if the text reads its fact.
    pub fn prints(&self, path: &str) -> bool {
        if says_itself(path) {
            return true;
        }
        let path = self.written(path);
        self.shows(&path) || self.aliases(&path).iter().any(|path| self.shows(path))
    }

    /// Whether the page reads the fact that contains a path, even if it does not print it.
    pub fn reads(&self, path: &str) -> bool {
        says_itself(path) || self.printed.has(top(path))
    }

    /// Like [`Self::prints`], for the path at which a fact is written.
    fn shows(&self, path: &str) -> bool {
        let Some(field) = FACTS
            .field(top(path))
            .filter(|field| self.printed.has(field.name))
        else {
            return false;
        };
        let rest = path.split_once('.').map_or("", |(_, rest)| rest);
        let says = |value: &&Value| inside(value, rest).into_iter().any(is_something);
        let Some(value) = self.facts.printed().get(&Key::Str(field.name)).filter(says) else {
            return true;
        };
        let mut is_known = false;
        let differs = [Part::Free, Part::Words].into_iter().any(|part| {
            let other = part.other(value, &field.ty, rest);
            if other.as_ref() == Some(value) {
                return false;
            }
            is_known = true;
            let name = format!("{path} {part:?}");
            self.shown.differs(field.name, &name, other.as_ref())
        });
        differs || !is_known
    }

    /// Whether the page prints a field of an entry.
    pub fn prints_of(&self, entry: Item<'_>, field: &str) -> bool {
        self.prints(&self.path_of_field(entry, field))
    }

    /// Whether the page would read differently without the entries of a list that have one of these
    /// words in a field. If other entries print the same text, the page is compared without both.
    pub fn prints_word(&self, list: &str, field: &str, words: &Words) -> bool {
        let Some(fact) = FACTS.field(list).filter(|fact| self.printed.has(fact.name)) else {
            return false;
        };
        let entries = self.facts.printed().get(&Key::Str(fact.name));
        let Some(entries) = entries.and_then(Value::as_array) else {
            return true;
        };
        let word_of = |entry: &Value| inside(entry, field).first().map(|value| word(value));
        let differs = |left_out: &[&str]| {
            let is_left = |entry: &&Value| {
                let word = word_of(entry);
                !left_out.iter().any(|out| word.as_deref() == Some(*out))
            };
            let left: Vec<Value> = entries.iter().filter(is_left).cloned().collect();
            let name = format!("{list} without {field} {}", left_out.join(" "));
            self.shown.differs(fact.name, &name, Some(&left.into()))
        };
        let out: Vec<&str> = words.0.iter().map(String::as_str).collect();
        differs(&out)
            || entries.iter().filter_map(word_of).any(|other| {
                let both = [&out[..], &[other.as_str()]].concat();
                !out.contains(&other.as_str()) && !differs(&[&other]) && differs(&both)
            })
    }

    /// Other paths of a fact. Periods are both in the list `retention` and with their data, no
    /// matter where they were written.
    fn aliases(&self, path: &str) -> Vec<String> {
        const PERIODS: &str = "retention";
        let of_data = format!("data_categories.{PERIODS}");
        if path == PERIODS {
            return vec![of_data];
        }
        if path == of_data {
            return vec![PERIODS.to_owned()];
        }
        let mut parts = path.split('.');
        let (Some("data_categories"), Some(at), Some(PERIODS)) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Vec::new();
        };
        let at = at.parse().unwrap_or(usize::MAX);
        let label =
            |list: &'static str, at: usize| self.facts.list(list).get(at)?.get_from_path("label");
        let Some(category) = label("data_categories", at) else {
            return Vec::new();
        };
        let entries = 0..self.facts.list(PERIODS).len();
        let same = entries.filter(|entry| label(PERIODS, *entry) == Some(category));
        same.map(|entry| format!("{PERIODS}.{entry}")).collect()
    }

    /// The path at which a fact is written: sites with one controller don't list it.
    fn written<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match path.strip_prefix("controllers") {
            Some(rest) if self.facts.get("controllers").is_none() => match rest.strip_prefix('.') {
                Some(contact) if top(contact) == "contact" => contact.into(),
                _ => format!("company{rest}").into(),
            },
            _ => path.into(),
        }
    }
}

/// Whether a page states something even without a tag in its text.
fn says_itself(path: &str) -> bool {
    matches!(top(path), "page" | "history")
}
