//! `policygen check` finds nothing in the repository's own site and its
//! examples, with the laws that they name.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::driver::Site;
use crate::facts::one_place::starter;

/// The regimes that the settings of each of these sites turn on.
const REGIMES: &str = "regimes: [gdpr, ccpa, caloppa, eprivacy]\n";

#[track_caller]
fn is_clean(folder: &str, policies: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let settings = fs::read_to_string(root.join("policygen.yaml")).unwrap();
    assert!(settings.contains(REGIMES), "{settings}");
    let root = root.to_str().unwrap();
    let run = Site::new().run(&["check", "--root", root, "--as-of", "2026-06-20"]);
    let said = format!("exit 0\n--- stdout\nnothing found in {policies}\n--- stderr\n");
    assert_eq!(run.text(), said);
}

#[test]
fn the_starter() {
    is_clean(".", "11 policies");
}

/// A copy published unchanged states the facts of the fictional company.
#[test]
fn a_copied_starter_is_not_filled_in() {
    let data: Value =
        serde_yaml::from_str(include_str!("../../../content/rules/data/starter.yaml")).unwrap();
    let site = starter();
    let settings = site.read("policygen.yaml");
    site.file(
        "policygen.yaml",
        &settings.replace("https://northlight.example/", "https://acme.example/"),
    );
    let run = site.run(&["check", "--as-of", "2026-06-20", "--select", "FAC114"]);
    let facts = data["facts"].as_object().unwrap().values();
    let values = facts.flat_map(|values| values.as_array().unwrap());
    for value in values {
        let value = value.as_str().unwrap();
        let said = format!("error[FAC114]: `{value}` is still");
        assert!(run.stderr.contains(&said), "{value}: {}", run.stderr);
    }
    for (kind, day) in data["verified"].as_object().unwrap() {
        let said = format!("`{kind} of {}`", day.as_str().unwrap());
        assert!(run.stderr.contains(&said), "{kind}: {}", run.stderr);
    }
}

/// If one page is enough and one prints the fact, the prose of the others needs
/// no review.
#[test]
fn the_starter_with_more_laws() {
    let site = starter();
    let more = "regimes: [gdpr, ccpa, caloppa, eprivacy, us_states, ddg, dsa, data_act, eaa]\n";
    let settings = site.read("policygen.yaml");
    site.file("policygen.yaml", &settings.replace(REGIMES, more));
    let run = site.run(&["check", "--as-of", "2026-06-20"]);
    let said = "exit 0\n--- stdout\nnothing found in 11 policies\n--- stderr\n";
    assert_eq!(run.text(), said);
    // A requirement that no page certainly meets remains a note, on each page whose prose states
    // it: the rules of use only mention it.
    let contract = site.read("content/facts/contract.yaml");
    site.file(
        "content/facts/contract.yaml",
        &contract.replace("  notice_email: abuse@northlight.example\n", ""),
    );
    let run = site.run(&["check", "--as-of", "2026-06-20"]);
    let notes = run
        .stderr
        .matches("review the page against `TOS804`")
        .count();
    assert_eq!((run.code, notes), (0, 1), "{}", run.text());
}

#[test]
fn cabinet() {
    is_clean("examples/cabinet", "3 policies");
}

#[test]
fn datafuse() {
    is_clean("examples/datafuse", "3 policies");
}

#[test]
fn itskode() {
    is_clean("examples/itskode", "2 policies");
}

#[test]
fn kelpwell() {
    is_clean("examples/kelpwell", "2 policies");
}

#[test]
fn patuih() {
    is_clean("examples/patuih", "1 policy");
}
