//! Expands short forms, so that clauses and checks read one form.

use std::sync::LazyLock;

use tera::value::Key;
use tera::{Map, Value};

use super::facts::Facts;
use super::tables::FACTS;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::schema::Type;

/// Lists whose entries have IDs.
static WITH_IDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let with_id = |ty: &Type| match ty {
        Type::List(Type::Entity(entity)) => entity.field("id").is_some(),
        _ => false,
    };
    let fields = FACTS.fields.iter();
    let lists = fields.filter(|field| with_id(&field.ty));
    lists.map(|list| list.name).collect()
});

pub(crate) fn normalise(facts: &mut Facts, faults: &mut Vec<Diagnostic>) {
    for list in WITH_IDS.iter() {
        check_ids(facts, list, faults);
    }
    company_country(facts);
    retention(facts, faults);
}

fn check_ids(facts: &Facts, list: &'static str, faults: &mut Vec<Diagnostic>) {
    let ids: Vec<Option<&str>> = facts
        .list(list)
        .iter()
        .map(|entry| entry.get_from_path("id").and_then(Value::as_str))
        .collect();
    for (index, id) in ids.iter().enumerate() {
        let Some(id) = id else { continue };
        let Some(first) = ids[..index].iter().position(|other| *other == Some(id)) else {
            continue;
        };
        let mut diagnostic = Diagnostic::new(
            &codes::DUPLICATE_ID,
            format!("two entries of `{list}` have the ID `{id}`"),
        );
        for (at, text) in [(index, "used again"), (first, "first used here")] {
            if let Some((place, _)) = facts.place(&format!("{list}.{at}.id")) {
                diagnostic = diagnostic.label(place, text);
            }
        }
        faults.push(diagnostic);
    }
}

/// Sets the company's country to that of its address, unless it is stated.
fn company_country(facts: &mut Facts) {
    let Some(company) = facts.get("company").and_then(Value::as_map) else {
        return;
    };
    if company.contains_key(&Key::Str("country")) {
        return;
    }
    let Some(country) = facts.text("company.address.country").map(Value::from) else {
        return;
    };
    let mut company = company.clone();
    company.insert(Key::Str("country"), country);
    facts
        .values
        .insert(Key::Str("company"), Value::from(company));
}

/// Completes retention, which can be stated in the list `retention` or inline in a category.
/// Afterwards both state it: each entry of the list has a `label` and, if it is about a category,
/// its `category`; each category has its `retention`.
fn retention(facts: &mut Facts, faults: &mut Vec<Diagnostic>) {
    let mut categories: Vec<Map> = facts
        .list("data_categories")
        .iter()
        .filter_map(|category| category.as_map().cloned())
        .collect();
    let mut entries: Vec<Value> = Vec::new();
    let mut listed: Vec<Option<usize>> = vec![None; categories.len()];

    for (index, entry) in facts.list("retention").iter().enumerate() {
        let Some(entry) = entry.as_map() else {
            continue;
        };
        let Some(data) = text(entry, "data") else {
            let mut diagnostic = Diagnostic::new(
                &codes::MISSING_FIELD,
                "the entry of `retention` has no `data`",
            )
            .help("name a data category by its ID, or describe the data in words");
            if let Some((place, node)) = facts.place(&format!("retention.{index}")) {
                let range = node
                    .entries()
                    .and_then(|entries| entries.first())
                    .map_or(place.range.clone(), |first| first.key_span.clone());
                diagnostic = diagnostic.at(&place.source, range);
            }
            faults.push(diagnostic);
            continue;
        };
        let category = categories.iter().position(|category| {
            text(category, "id") == Some(data) || text(category, "label") == Some(data)
        });
        let label = category
            .and_then(|at| text(&categories[at], "label"))
            .unwrap_or(data)
            .to_owned();
        let mut said = entry.clone();
        said.shift_remove(&Key::Str("data"));
        if let Some(at) = category {
            match categories[at].get(&Key::Str("retention")).cloned() {
                Some(inline) if inline != Value::from(said.clone()) => {
                    let mut diagnostic = Diagnostic::new(
                        &codes::CONTRADICTION,
                        format!(
                            "the retention of `{label}` is stated twice, with different values"
                        ),
                    );
                    let other = match listed[at] {
                        Some(first) => format!("retention.{first}.data"),
                        None => format!("data_categories.{at}.retention"),
                    };
                    for (path, words) in [
                        (format!("retention.{index}.data"), "here"),
                        (other, "and here"),
                    ] {
                        if let Some((place, _)) = facts.place(&path) {
                            diagnostic = diagnostic.label(place, words);
                        }
                    }
                    faults.push(diagnostic);
                }
                _ => {}
            }
            categories[at].insert(Key::Str("retention"), Value::from(said.clone()));
            listed[at] = Some(index);
        }
        entries.push(entry_value(
            entry.clone(),
            label,
            category.map(|at| &categories[at]),
        ));
    }
    for (category, listed) in categories.iter().zip(&listed) {
        if listed.is_none()
            && let Some(said) = category.get(&Key::Str("retention")).and_then(Value::as_map)
        {
            let label = text(category, "label").unwrap_or_default().to_owned();
            let mut said = said.clone();
            said.insert(Key::Str("data"), Value::from(label.as_str()));
            entries.push(entry_value(said, label, Some(category)));
        }
    }
    if !categories.is_empty() {
        let categories: Vec<Value> = categories.into_iter().map(Value::from).collect();
        facts
            .values
            .insert(Key::Str("data_categories"), Value::from(categories));
    }
    if !entries.is_empty() {
        facts
            .values
            .insert(Key::Str("retention"), Value::from(entries));
    }
}

fn entry_value(mut said: Map, label: String, category: Option<&Map>) -> Value {
    said.insert(Key::Str("label"), Value::from(label));
    if let Some(id) = category.and_then(|category| category.get(&Key::Str("id"))) {
        said.insert(Key::Str("category"), id.clone());
    }
    if let Some(role) = category.and_then(|category| category.get(&Key::Str("role"))) {
        said.insert(Key::Str("role"), role.clone());
    }
    Value::from(said)
}

fn text<'a>(map: &'a Map, key: &'static str) -> Option<&'a str> {
    map.get(&Key::Str(key)).and_then(Value::as_str)
}
