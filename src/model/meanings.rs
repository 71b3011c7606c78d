//! The descriptions of keys in `policygen facts` and the schemas.

use std::collections::BTreeSet;

use crate::base::source::Source;
use crate::model::front_matter::FRONT_MATTER;
use crate::model::settings::SETTINGS;
use crate::model::tables::FACTS;
use crate::schema::read::Checker;
use crate::schema::{Entity, Field};

/// Every field of the model, each once, with the name of its entity.
fn fields() -> Vec<(&'static str, &'static Field)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut next: Vec<&'static Entity> = vec![&FACTS, &SETTINGS, &FRONT_MATTER];
    while let Some(entity) = next.pop() {
        if seen.insert(std::ptr::from_ref(entity).addr()) {
            found.extend(entity.fields.iter().map(|field| (entity.name, field)));
            next.extend(entity.fields.iter().filter_map(|field| field.ty.entity()));
        }
    }
    found
}

#[test]
fn every_field_has_a_meaning() {
    let fields = fields();
    assert!(fields.len() > 300, "{}", fields.len());
    for (entity, field) in fields {
        let (about, name) = (field.about, field.name);
        let is_line = !about.is_empty() && about.chars().count() <= 100 && !about.contains('\n');
        assert!(is_line, "{entity}, `{name}`: {about:?}");
        assert!(!about.ends_with('.'), "{entity}, `{name}`: {about}");
    }
}

#[test]
fn every_field_has_an_example_that_it_can_have() {
    for (entity, field) in fields() {
        let name = field.name;
        let Some(example) = field.example() else {
            let is_whole = field.ty.entity().is_some();
            assert!(is_whole, "{entity}, `{name}` has no example");
            continue;
        };
        let source = Source::new("example", format!("{name}: {example}\n"));
        let mut faults = Vec::new();
        let node = crate::yaml::parse(&source, 0..source.text.len(), &mut faults).unwrap();
        let value = node.get(name).unwrap();
        let read = Checker::new(&source, &mut faults).value(value, &field.ty);
        assert!(
            read.is_some() && faults.is_empty(),
            "{entity}: {example}, {faults:?}"
        );
    }
}
