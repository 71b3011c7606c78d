//! The facts of a page, which rules query by path.

mod printed;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use tera::value::Key;
use tera::{Map, Value};

use crate::base::dates::Date;
use crate::base::duration::Duration;
use crate::base::source::Place;
use crate::clauses::{FactSet, Shown};
use crate::model::facts::Facts;
use crate::rules::areas;
use crate::rules::{Matcher, Words};
pub(super) use crate::schema::formats::duration;

/// A page's metadata.
#[derive(Debug, Default, Clone)]
pub struct PageFacts<'a> {
    /// The date of its last change.
    pub updated: Option<Date>,
    /// Its effective date.
    pub effective: Option<Date>,
    /// Its review date.
    pub review_by: Option<Date>,
    /// Its version.
    pub version: Option<&'a str>,
}

/// The facts that apply to a page.
#[derive(Debug)]
pub struct View<'a> {
    facts: &'a Facts,
    printed: FactSet,
    shown: &'a Shown<'a>,
    page: PageFacts<'a>,
    /// The role that the company has in the entries to include; `None` includes
    /// all.
    role: Option<&'static str>,
    controllers: OnceCell<Vec<Value>>,
}

/// An entry of a list.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The list.
    pub list: &'a str,
    /// Its index in the list.
    pub index: usize,
    /// Its value.
    pub value: &'a Value,
}

/// Lists whose entries state the company's role.
const WITH_ROLES: &[&str] = &["data_categories", "purposes", "data_subjects", "retention"];

impl<'a> View<'a> {
    /// Creates a view of the facts for a page of a document type. `printed` are
    /// the facts that its text reads.
    pub fn new(
        facts: &'a Facts,
        (printed, shown): (FactSet, &'a Shown<'a>),
        page: PageFacts<'a>,
        document: &str,
    ) -> Self {
        let role = match document {
            "privacy" | "cookies" => Some("controller"),
            "dpa" => Some("processor"),
            _ => None,
        };
        Self {
            facts,
            printed,
            shown,
            page,
            role,
            controllers: OnceCell::new(),
        }
    }

    /// The facts themselves.
    pub fn facts(&self) -> &'a Facts {
        self.facts
    }

    /// The facts that the page's text reads.
    pub fn printed(&self) -> FactSet {
        self.printed
    }

    /// The values at a path; if it leads through a list, the values of all
    /// entries.
    pub fn values<'s>(&'s self, path: &'s str) -> Vec<&'s Value> {
        let (top, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(list) = self
            .list(top)
            .filter(|_| self.is_list(top) == Some(true) || top == "controllers")
        {
            return list
                .into_iter()
                .flat_map(|entry| inside(entry.value, rest))
                .collect();
        }
        match self.facts.values().get(&Key::String(top.into())) {
            Some(value) => inside(value, rest),
            None => Vec::new(),
        }
    }

    /// The date at a path, which may belong to the page's metadata.
    pub fn date(&self, path: &str) -> Option<Date> {
        match path {
            "page.updated" => self.page.updated,
            "page.effective" => self.page.effective,
            "page.review_by" => self.page.review_by,
            _ => crate::base::dates::parse(self.values(path).first()?.as_str()?),
        }
    }

    /// The duration at a path.
    pub fn duration(&self, path: &str) -> Option<Duration> {
        self.durations(path).into_iter().next()
    }

    /// The durations at a path.
    pub fn durations(&self, path: &str) -> Vec<Duration> {
        self.values(path).into_iter().filter_map(duration).collect()
    }

    /// Whether there is a fact at a path that is neither false nor empty.
    pub fn has(&self, path: &str) -> bool {
        match path {
            "page.version" => self.page.version.is_some(),
            _ if top(path) == "page" => self.date(path).is_some(),
            _ => self.values(path).into_iter().any(is_something),
        }
    }

    /// Whether a fact is stated, even if only as `none`.
    pub fn is_stated(&self, path: &str) -> bool {
        self.has(path)
            || self.facts.place(path).is_some_and(|(_, node)| {
                use crate::yaml::Kind;
                // An empty list states nothing: `none` states that there are
                // none.
                !node.is_blank() && !matches!(&node.kind, Kind::Seq(items) if items.is_empty())
            })
    }

    /// The entries of a list that concern the page; `None` if there is no such
    /// list.
    pub fn list<'s>(&'s self, name: &'s str) -> Option<Vec<Item<'s>>> {
        if name.contains('.') {
            let values = self.values(name).into_iter().enumerate();
            return Some(
                values
                    .map(|(index, value)| Item {
                        list: name,
                        index,
                        value,
                    })
                    .collect(),
            );
        }
        let values: &[Value] = match self.facts.values().get(&Key::String(name.into())) {
            Some(value) => match value.as_array() {
                Some(entries) => entries,
                None => std::slice::from_ref(value),
            },
            None if name == "controllers" => self.company_as_controller(),
            None => return None,
        };
        let regards = |value: &Value| {
            let Some(wanted) = self.role.filter(|_| WITH_ROLES.contains(&name)) else {
                return true;
            };
            let roles = inside(value, "role");
            match roles.is_empty() {
                // Entries without a role count as controller.
                true => wanted == "controller",
                false => roles.iter().any(|role| role.as_str() == Some(wanted)),
            }
        };
        Some(
            values
                .iter()
                .enumerate()
                .filter(|(_, value)| regards(value))
                .map(|(index, value)| Item {
                    list: name,
                    index,
                    value,
                })
                .collect(),
        )
    }

    fn is_list(&self, name: &str) -> Option<bool> {
        let mut parts = name.split('.');
        let top = parts.next().unwrap_or(name);
        let value = self.facts.values().get(&Key::String(top.into()));
        let inner = parts.try_fold(value?, |value, part| {
            value.as_map()?.get(&Key::String(part.into()))
        });
        Some(inner?.as_array().is_some())
    }

    /// The company as the controller: sites with one controller don't list it.
    fn company_as_controller(&self) -> &[Value] {
        self.controllers.get_or_init(|| {
            let Some(company) = self.facts.get("company").and_then(Value::as_map) else {
                return Vec::new();
            };
            let mut controller: Map = company.clone();
            if let Some(contact) = self.facts.get("contact") {
                controller.insert(Key::Str("contact"), contact.clone());
            }
            vec![Value::from(controller)]
        })
    }

    /// Whether a field of an entry was written but is missing because of an
    /// error that was reported.
    pub fn has_lost(&self, entry: Item<'_>, field: &str) -> bool {
        self.facts.is_lost(&self.path_of_field(entry, field))
    }

    /// The path and place of a field of an entry, if it is marked as not known
    /// yet.
    pub fn unknown_in(&self, entry: Item<'_>, field: &str) -> Option<(String, Place)> {
        let path = self.path_of_field(entry, field);
        Some((path.clone(), self.facts.unknown_at(&path)?))
    }

    fn path_of_field(&self, entry: Item<'_>, field: &str) -> String {
        let is_company = entry.list == "controllers" && self.facts.get("controllers").is_none();
        match is_company && top(field) == "contact" {
            true => field.to_owned(),
            false => format!("{}.{field}", self.path_of(entry)),
        }
    }

    /// The path of an entry of a list.
    fn path_of(&self, entry: Item<'_>) -> String {
        match (entry.list, self.facts.get("controllers")) {
            ("controllers", None) => "company".to_owned(),
            (list, _) if self.is_list(list) != Some(true) => list.to_owned(),
            _ => format!("{}.{}", entry.list, entry.index),
        }
    }

    /// The place of an entry of a list.
    pub fn place_of(&self, entry: Item<'_>) -> Option<Place> {
        let (place, node) = self.facts.place(&self.path_of(entry))?;
        let first = node.entries().and_then(|entries| entries.first());
        let range = match first {
            Some(first) if entry.list != "controllers" => {
                first.key_span.start..first.value.span.end.max(first.key_span.end)
            }
            _ => place.range.clone(),
        };
        Some(place.source.place(range))
    }

    /// The place of a field of an entry, or of the entry if the field is not
    /// written.
    pub fn place_in(&self, entry: Item<'_>, field: &str) -> Option<Place> {
        self.place(&self.path_of_field(entry, field))
    }

    /// The place of the fact at a path, or of the fact that contains it if it
    /// is not written.
    pub fn place(&self, path: &str) -> Option<Place> {
        let mut path = path;
        loop {
            if let Some((place, _)) = self.facts.place(path) {
                return Some(place);
            }
            path = path.rsplit_once('.')?.0;
        }
    }
}

/// The first part of a path.
pub(super) fn top(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// The values at a path inside a value, including all entries of lists on the
/// way. In a list, a number at the start of the path selects an entry.
pub(super) fn inside<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![value];
    let mut path = path;
    if let Some(items) = value.as_array() {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        (found, path) = match first.parse::<usize>() {
            Ok(at) => (items.get(at).into_iter().collect(), rest),
            Err(_) => (items.iter().collect(), path),
        };
    }
    for part in path.split('.').filter(|part| !part.is_empty()) {
        found = found
            .into_iter()
            .filter_map(|value| value.as_map()?.get(&Key::String(part.into())))
            .flat_map(|value| match value.as_array() {
                Some(items) => items.iter().collect(),
                None => vec![value],
            })
            .collect();
    }
    found
}

/// Whether a value is neither false nor empty.
pub(super) fn is_something(value: &Value) -> bool {
    if let Some(list) = value.as_array() {
        return !list.is_empty();
    }
    if let Some(map) = value.as_map() {
        return !map.is_empty();
    }
    match (value.as_bool(), value.as_str()) {
        (Some(truth), _) => truth,
        (_, Some(text)) => !text.is_empty(),
        _ => !value.is_none() && !value.is_undefined(),
    }
}

/// A value as written in packs.
pub(super) fn word(value: &Value) -> String {
    match value.as_str() {
        Some(text) => crate::base::literal::reveal(text).into_owned(),
        None => value.to_string(),
    }
}

/// Whether an entry matches `filter`.
pub(super) fn matches(value: &Value, filter: &BTreeMap<String, Matcher>) -> bool {
    filter.iter().all(|(path, matcher)| {
        let values = inside(value, path);
        let is = |wanted: &Words| {
            values.iter().any(|value| wanted.has(&word(value)))
                // A missing value counts as false.
                || (values.is_empty() && wanted.has("false"))
        };
        match matcher {
            Matcher::Is(wanted) => is(wanted),
            Matcher::More {
                inside: within,
                outside,
                present,
                not,
            } => {
                let country = |wanted: &Words, lies: bool| {
                    values
                        .iter()
                        .any(|value| areas::has(&wanted.0, &word(value)) == lies)
                };
                within.as_ref().is_none_or(|area| country(area, true))
                    && outside.as_ref().is_none_or(|area| country(area, false))
                    && present.is_none_or(|present| {
                        values.iter().any(|value| is_something(value)) == present
                    })
                    && not.as_ref().is_none_or(|not| !is(not))
            }
        }
    })
}
