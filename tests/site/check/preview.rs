//! Preview rules, which run only if previews are turned on.

use serde_json::Value;

use crate::driver::{Run, Site};

const PACK: &str = "\
name: house
title: House
about: Ours.
rules:
- id: ACME101
  name: settled
  severity: warning
  certainty: likely
  check: {forbid: {pattern: '\\bshall\\b'}}
  message: settled
  why: Readers misunderstand it.
  fails: [You shall.]
  passes: [You must.]
- id: ACME102
  name: new-one
  severity: warning
  certainty: likely
  preview: true
  check: {forbid: {pattern: '\\bhereby\\b'}}
  message: in preview
  why: Readers misunderstand it.
  fails: [We hereby.]
  passes: [We.]
";

const TERMS: &str = "---\ntitle: Terms\n---\nYou shall pay.\n\nWe hereby agree.\n";

fn site() -> Site {
    Site::with(&[
        ("content/rules/house.yaml", PACK),
        ("content/policies/terms.md", TERMS),
    ])
}

/// The findings of the pack and of `check` itself.
fn found(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(&[&["check"], arguments].concat());
    let codes = run.stderr.lines().filter_map(|line| {
        let (_, rest) = line.split_once('[')?;
        let (id, _) = rest.split_once("]: ")?;
        (id.starts_with("ACME") || id.starts_with("CHK")).then_some(id)
    });
    codes.collect::<Vec<_>>().join(" ")
}

#[test]
fn rules_in_preview_run_where_previews_are_on() {
    let site = site();
    assert_eq!(found(&site, &[]), "ACME101");
    assert_eq!(found(&site, &["--select", "ACME"]), "ACME101");
    assert_eq!(found(&site, &["--preview"]), "ACME101 ACME102");
    site.file("policygen.yaml", "check: {preview: true}\n");
    assert_eq!(found(&site, &[]), "ACME101 ACME102");
    assert_eq!(found(&site, &["--select", "ACME102"]), "ACME102");
    site.file("policygen.yaml", "check: {preview: false}\n");
    assert_eq!(found(&site, &[]), "ACME101");
}

/// Naming a preview rule reports why it does not run.
#[test]
fn levels_without_previews() {
    let site = site();
    let run = |arguments: &[&str]| -> Run { site.run(&[&["check"], arguments].concat()) };
    site.file("policygen.yaml", "check: {levels: {ACME102: error}}\n");
    run(&["--select", "ACME,CHK"]).snapshot("check-preview-level");
    assert_eq!(found(&site, &["--preview"]), "ACME101 ACME102");
    let told = TERMS.replace(
        "title: Terms",
        "title: Terms\ncheck: {levels: {ACME102: info}}",
    );
    site.file("policygen.yaml", "title: Legal\n");
    site.file("content/policies/terms.md", &told);
    assert_eq!(found(&site, &["--select", "ACME,CHK"]), "CHK110 ACME101");
    run(&["--select", "ACME102"]).snapshot("check-preview-select");
    // Turning the rule off is not reported, and neither is a comment for it.
    let comment = "<!-- policygen: allow(ACME102) as agreed -->\n\nWe hereby";
    site.file(
        "content/policies/terms.md",
        &TERMS.replace("We hereby", comment),
    );
    site.file("policygen.yaml", "check: {ignore: ACME102}\n");
    assert_eq!(found(&site, &["--select", "ACME,CHK"]), "ACME101");
    site.file("policygen.yaml", "title: Legal\n");
    assert_eq!(
        found(&site, &["--preview", "--select", "ACME,CHK"]),
        "ACME101"
    );
}

#[test]
fn previews_are_listed_and_explained() {
    let site = site();
    site.run(&["rules", "--pack", "house"])
        .clean()
        .snapshot("check-preview-rules");
    let explained = site.run(&["explain", "ACME102"]).clean().stdout;
    assert!(
        explained.contains("\npreview       runs with `check: {preview: true}`"),
        "{explained}"
    );
    let explained = site.run(&["explain", "ACME101"]).clean().stdout;
    assert!(!explained.contains("preview"), "{explained}");
    let json = site
        .run(&["rules", "--pack", "house", "--format", "json"])
        .clean();
    let packs: Value = serde_json::from_str(&json.stdout).unwrap();
    let preview = |rule: usize| packs[0]["rules"][rule]["preview"].as_bool().unwrap();
    assert!(!preview(0) && preview(1));
    // Examples run whatever the settings say.
    site.run(&["rules", "--test"]).clean();
    let verbose = |arguments: &[&str]| {
        let run = site.run(&[&["check", "-v", "--select", "CHK"], arguments].concat());
        let mut notes = run
            .stderr
            .lines()
            .filter(|line| line.contains("preview rule"));
        notes.any(|note| note.contains("off: ") && note.contains("ACME102"))
    };
    assert!(verbose(&[]) && !verbose(&["--preview"]));
}
