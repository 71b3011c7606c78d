//! Typed access to the fields of facts.

use std::borrow::Cow;

use tera::value::Key;
use tera::{Map, Value};

use crate::base::address;
use crate::base::dates::{self, AsOf};
use crate::base::literal;

/// A fact, or an entry of a list of facts, that has fields.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a>(&'a Map);

/// The stage of an entry between its announcement and its removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its `effective_on` is in the future.
    Upcoming,
    /// In force, like entries without dates.
    InForce,
    /// Its `removed_on` has been reached.
    Removed,
}

impl<'a> From<&'a Map> for Record<'a> {
    fn from(fields: &'a Map) -> Self {
        Self(fields)
    }
}

impl<'a> Record<'a> {
    /// The fields of a value; `None` if it has none.
    pub fn of(value: &'a Value) -> Option<Self> {
        value.as_map().map(Self)
    }

    /// The records in a list; other entries are left out.
    pub fn all(list: &'a [Value]) -> impl Iterator<Item = Self> {
        list.iter().filter_map(Self::of)
    }

    /// A field.
    pub fn get(self, key: &'static str) -> Option<&'a Value> {
        self.0.get(&Key::Str(key))
    }

    /// A field that is a record.
    pub fn record(self, key: &'static str) -> Option<Self> {
        Self::of(self.get(key)?)
    }

    /// A field that is a name or a word of the model: an ID, a code, a date.
    pub fn word(self, key: &'static str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    /// A field that is text, as written.
    pub fn text(self, key: &'static str) -> Option<Cow<'a, str>> {
        self.word(key).map(literal::reveal)
    }

    /// A field that is `true` or `false`.
    pub fn flag(self, key: &'static str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    /// The entries of a field that is a list; empty if the field is missing.
    pub fn list(self, key: &'static str) -> &'a [Value] {
        let list = self.get(key).and_then(Value::as_array);
        list.unwrap_or_default()
    }

    /// The texts in a field that is a list, as written.
    pub fn texts(self, key: &'static str) -> impl Iterator<Item = Cow<'a, str>> {
        let texts = self.list(key).iter().filter_map(Value::as_str);
        texts.map(literal::reveal)
    }

    /// Its name in addresses: its `id`, or its legal name, name or label as a slug.
    pub fn slug(self) -> Option<String> {
        let id = self.word("id").map(str::to_owned);
        let name = || {
            ["legal_name", "name", "label"]
                .into_iter()
                .find_map(|key| self.text(key))
        };
        id.or_else(|| Some(address::slugify(&name()?)))
    }

    /// Its name in addresses, unique among the entries of a list. Entries without an `id` that have
    /// the same name are numbered from the second on, in the order of their start dates.
    pub fn slug_among(self, all: &[Value]) -> Option<String> {
        let slug = self.slug()?;
        if self.word("id").is_some() {
            return Some(slug);
        }
        let alike = || {
            let entries = Record::all(all).enumerate();
            entries.filter(|(_, entry)| entry.slug().as_ref() == Some(&slug))
        };
        let place = |(at, entry): &(usize, Record<'_>)| {
            let begins = entry.word("announced_on").or(entry.word("effective_on"));
            (entry.word("id").is_none(), begins.map(str::to_owned), *at)
        };
        let own = alike().find(|(_, entry)| entry.0 == self.0)?;
        let before = alike().filter(|other| place(other) < place(&own));
        Some(match before.count() {
            0 => slug,
            before => format!("{slug}-{}", before + 1),
        })
    }

    /// The unique names in addresses of all entries of a list, in order.
    pub fn slugs(all: &'a [Value]) -> Vec<String> {
        let slugs: Vec<Option<String>> = Self::all(all).map(Self::slug).collect();
        let is_alone =
            |slug: &Option<String>| slugs.iter().filter(|other| *other == slug).count() < 2;
        let named = Self::all(all).zip(&slugs);
        let named = named.map(|(entry, slug)| match is_alone(slug) {
            true => slug.clone(),
            false => entry.slug_among(all),
        });
        named.map(Option::unwrap_or_default).collect()
    }

    /// The fields with their names, in order.
    pub fn fields(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let fields = self.0.iter();
        fields.filter_map(|(key, value)| Some((key.as_str()?, value)))
    }

    /// Its stage on the build date, according to `effective_on` and `removed_on`.
    pub fn stage(self, as_of: &AsOf) -> Stage {
        let reached = |key| {
            let date = self.word(key).and_then(dates::parse);
            date.map(|date| as_of.reached(date))
        };
        if reached("removed_on") == Some(true) {
            Stage::Removed
        } else if reached("effective_on") == Some(false) {
            Stage::Upcoming
        } else {
            Stage::InForce
        }
    }
}
