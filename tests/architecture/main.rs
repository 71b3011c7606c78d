//! The shape of `src`: who may use whom, and names and files that stay short.
//!
//! `docs/ARCHITECTURE.md` says what each module is for. The lists of what is
//! known only shrink: an entry that no longer applies fails the test.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod arrows;
mod checker;
mod known;
mod names;
mod source;

use std::collections::BTreeSet;
use std::path::Path;

use arrows::Floors;

/// From the ground up. A module uses what is on the floors below its own.
const FLOORS: Floors = Floors {
    floors: &[
        &["base"],
        &["yaml"],
        &["schema"],
        &["model"],
        &["template"],
        &["clauses"],
        &["document"],
        &["link"],
        &["render"],
        &["load", "output"],
        &["check", "publish"],
        &["build"],
        &["serve"],
        &["cli"],
    ],
    beside: &[],
    known: known::ARROWS,
};

/// Words that say nothing to somebody who knows compilers, linters or the law.
const WORDS: [&str; 6] = ["told", "lack", "doubt", "asked", "machines", "sieve"];

const LONGEST: usize = 400;

fn src() -> Vec<source::Source> {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_point_down() {
    let arrows = arrows::arrows(&src());
    // The ground is used from the top floor, or nothing was read.
    assert!(
        arrows
            .iter()
            .any(|arrow| (&*arrow.from, &*arrow.to) == ("cli", "base"))
    );
    none(&FLOORS.faults(&arrows));
}

#[test]
fn every_module_is_on_a_floor() {
    let sources = src();
    let modules: BTreeSet<_> = sources
        .iter()
        .filter_map(|source| source.module.first())
        .map(String::as_str)
        .collect();
    let floors = FLOORS.floors.concat().into_iter().collect();
    assert_eq!(modules, floors);
}

#[test]
fn names_are_those_of_the_field() {
    let mut found = BTreeSet::new();
    for source in src() {
        let used = names::used(&source, &WORDS);
        found.extend(used.iter().map(|word| format!("{}: {word}", source.path)));
    }
    none(&names::compare(
        &found,
        known::WORDS,
        "use a name of the field",
    ));
}

#[test]
fn one_type_is_called_entry() {
    let mut found = BTreeSet::new();
    let mut count = 0;
    for source in src() {
        let types = names::types(&source, "Entry");
        count += types;
        found.extend((types > 0).then_some(source.path));
    }
    if count <= 1 {
        found.clear();
    }
    none(&names::compare(
        &found,
        known::ENTRIES,
        "say of what it is an entry",
    ));
}

#[test]
fn files_are_short() {
    let sources = src();
    let long = sources.into_iter().filter(|source| source.lines > LONGEST);
    let found = long.map(|source| source.path).collect();
    none(&names::compare(
        &found,
        known::LONG,
        "split it where a seam is",
    ));
}
