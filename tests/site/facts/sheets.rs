//! The facts on which each example is based, on its pages.
//!
//! `sheets/<example>.yaml` names, for each page, the headings that a reader
//! sees and the words that state each fact.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::driver::Site;
use crate::page::Page;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    pages: BTreeMap<String, Wanted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// All headings of level 2, in order.
    #[serde(default)]
    headings: Vec<String>,
    /// The statements of the page, in these words.
    #[serde(default)]
    says: Vec<String>,
}

#[track_caller]
fn holds(example: &str) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sheet = repository.join(format!("tests/site/sheets/{example}.yaml"));
    let sheet: Sheet = serde_yaml::from_str(&fs::read_to_string(sheet).unwrap()).unwrap();
    let work = Site::new();
    let root = repository.join("examples").join(example);
    let out = work.path("out");
    let (root, out) = (root.to_str().unwrap(), out.to_str().unwrap());
    work.run(&[
        "build",
        "-q",
        "--root",
        root,
        "--out",
        out,
        "--as-of",
        "2026-06-01",
    ])
    .clean();
    let mut missing = Vec::new();
    assert!(!sheet.pages.is_empty());
    for (file, wanted) in &sheet.pages {
        let page = Page::read(&work.read(&format!("out/{file}")));
        if !wanted.headings.is_empty() {
            assert_eq!(page.headings, wanted.headings, "headings of {file}");
        }
        for words in &wanted.says {
            if !page.text.contains(words.as_str()) {
                missing.push(format!("{file}: {words}"));
            }
        }
    }
    assert!(missing.is_empty(), "not said:\n{}", missing.join("\n"));
}

#[test]
fn cabinet() {
    holds("cabinet");
}

#[test]
fn datafuse() {
    holds("datafuse");
}

#[test]
fn itskode() {
    holds("itskode");
}

#[test]
fn patuih() {
    holds("patuih");
}
