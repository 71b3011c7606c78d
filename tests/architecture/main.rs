//! The shape of `src`: which modules may use which, and limits on names and
//! file lengths.
//!
//! `docs/ARCHITECTURE.md` explains the purpose of each module, and is checked
//! against the same list of floors. The lists of known exceptions only shrink:
//! an entry that no longer applies fails the test.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod arrows;
mod checker;
mod names;
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arrows::Floors;

/// From the ground up. A module may use the modules on the floors below its
/// own.
const FLOORS: Floors = Floors {
    floors: &[
        &["base"],
        &["yaml"],
        &["schema"],
        &["model"],
        &["releases", "rules"],
        &["template"],
        &["clauses"],
        &["document"],
        &["link"],
        &["render"],
        &["redline"],
        &["load", "output", "start"],
        &["check", "publish"],
        &["build"],
        &["batch"],
        &["serve"],
        &["cli"],
    ],
    beside: &[],
};

/// Names that mean nothing to someone who knows compilers, linters or the law.
const WORDS: [&str; 6] = ["told", "lack", "doubt", "asked", "machines", "sieve"];

const LONGEST: usize = 400;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn src() -> Vec<source::Source> {
    source::read(&repository().join("src"))
}

fn each(found: BTreeSet<String>, what: &str) -> Vec<String> {
    found.iter().map(|one| format!("{one}: {what}")).collect()
}

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_point_down() {
    let arrows = arrows::arrows(&src());
    // The top floor uses the ground floor, unless nothing was read.
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
    none(&each(found, "use a name of the field"));
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
    none(&each(found, "say of what it is an entry"));
}

#[test]
fn files_are_short() {
    let sources = src();
    let long = sources.into_iter().filter(|source| source.lines > LONGEST);
    let found = long.map(|source| source.path).collect();
    none(&each(found, "split it where a seam is"));
}

/// The words in backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_map_has_the_same_floors() {
    let map = fs::read_to_string(repository().join("docs/ARCHITECTURE.md")).unwrap();
    let (_, rest) = map.split_once("\n## The floors\n").unwrap();
    let (table, _) = rest.split_once("\n## ").unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(1));
    let rows: Vec<Vec<_>> = cells.map(|cell| code(cell).collect()).collect();
    let floors: Vec<_> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    assert_eq!(floors, FLOORS.floors);
}

#[test]
fn documents_name_files_that_exist() {
    let folders = [
        "src/",
        "content/",
        "docs/",
        "tests/",
        "themes/",
        "benches/",
        "packaging/",
    ];
    let mut found = BTreeSet::new();
    for document in ["docs/ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        for path in code(&text) {
            let is_path = folders.iter().any(|folder| path.starts_with(folder));
            if is_path && !path.contains(['*', ' ', '<', '…']) && !repository().join(path).exists()
            {
                found.insert(format!("{document}: {path}"));
            }
        }
    }
    none(&each(found, "there is no such file"));
}

/// The names of all tests in Rust.
fn tests() -> BTreeSet<String> {
    let files = ["src", "tests"].map(|folder| walkdir::WalkDir::new(repository().join(folder)));
    let files = files.into_iter().flatten().map(Result::unwrap);
    let mut names = BTreeSet::new();
    for file in files.filter(|file| file.path().extension().is_some_and(|kind| kind == "rs")) {
        let text = fs::read_to_string(file.path()).unwrap();
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("#[test]") {
            let name = after
                .split_once("fn ")
                .and_then(|(_, name)| name.split('(').next());
            names.extend(name.map(str::to_owned));
            rest = after;
        }
    }
    names
}

/// Each section with a guarantee names the tests that ensure it, and so does each row of a table of
/// guarantees.
#[test]
fn promises_name_tests_that_exist() {
    let tests = tests();
    let is_name = |word: &&str| {
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        word.chars().all(is_word) && word.matches('_').count() >= 2
    };
    let is_there = |word: &str| match word.strip_prefix("tests/").or(word.strip_prefix("src/")) {
        Some(_) => repository().join(word).is_file(),
        None => tests.contains(word),
    };
    let mut found = BTreeSet::new();
    for document in ["docs/guide/security.md", "docs/guide/publishing.md"] {
        let text = fs::read_to_string(repository().join(document)).unwrap();
        for name in code(&text)
            .filter(is_name)
            .filter(|name| !tests.contains(*name))
        {
            found.insert(format!("{document}: there is no test {name}"));
        }
        let mut in_table = false;
        for row in text.lines() {
            if row.starts_with("| promise | test |") {
                in_table = true;
            } else if !row.starts_with('|') {
                in_table = false;
            } else if in_table && !row.starts_with("|---") && !code(row).any(is_there) {
                found.insert(format!("{document}: no test in {row}"));
            }
        }
        for section in text.split("\n## ").skip(1) {
            let title = section.lines().next().unwrap_or_default();
            if title != "Report a vulnerability" && !code(section).any(is_there) {
                found.insert(format!("{document}: no test in \"{title}\""));
            }
        }
    }
    none(&found.into_iter().collect::<Vec<_>>());
}
