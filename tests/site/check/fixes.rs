//! `--fix` and `--diff`: safe fixes.

use crate::driver::{Run, Site};

const TEXT: &str = "---\ntitle: Notes\nupdated: 2026-05-01\n---\n\
    Read [the rest](#dta) and [more](more.md#lenght \"Length\").\n\n\
    ## Data {#data}\n\nSee [](#date), [a reference][r] and [nothing like it](#zebra).\n\n## Dates {#dates}\n\nNone.\n\n[r]: #dta\n";
const MORE: &str = "---\ntitle: More\nupdated: 2026-05-01\n---\n## Length {#length}\n\nLong. <a href=\"notes.md#dta\">x</a>\n";

fn site() -> Site {
    Site::with(&[
        ("content/policies/notes.md", TEXT),
        ("content/policies/more.md", MORE),
    ])
}

fn run(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["check", "--select", "REF102"], arguments].concat())
}

#[test]
fn diff() {
    let site = site();
    for arguments in [&["--diff"] as &[&str], &["--fix", "--diff"]] {
        run(&site, arguments).snapshot("check-fix-diff");
        assert_eq!(site.read("content/policies/notes.md"), TEXT);
        assert_eq!(site.read("content/policies/more.md"), MORE);
    }
    let clean = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\n---\nNone.\n",
    )]);
    let run = run(&clean, &["--diff"]);
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

#[test]
fn fix() {
    let site = site();
    run(&site, &["--fix"]).snapshot("check-fix");
    crate::snapshot::compare("check-fix-file", &site.read("content/policies/notes.md"));
    // Nothing is left to fix.
    let before = site.modified("content/policies/notes.md");
    assert_eq!(run(&site, &["--diff"]).code, 0);
    run(&site, &["--fix"]);
    assert_eq!(site.modified("content/policies/notes.md"), before);
}

#[test]
fn findings_of_the_baseline_stay() {
    let site = site();
    site.file(
        "content/policies/notes.md",
        "---\ntitle: Notes\n---\nNone.\n",
    );
    let run = site.run(&["check", "--fix", "--write-baseline", "known.json"]);
    assert_eq!(run.code, 2);
    assert!(!site.exists("known.json"));
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let site = site();
    let text = format!("\u{FEFF}{}", TEXT.replace('\n', "\r\n"));
    site.file("content/policies/notes.md", &text);
    run(&site, &["--fix"]);
    let expected = text
        .replace("(#dta)", "(#data)")
        .replace("#lenght", "#length");
    assert_eq!(site.read("content/policies/notes.md"), expected);
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = site();
    site.file("elsewhere/notes.md", TEXT)
        .remove("content/policies/notes.md");
    crate::driver::mode(&site.path("elsewhere/notes.md"), 0o640);
    std::os::unix::fs::symlink(
        site.path("elsewhere/notes.md"),
        site.path("content/policies/notes.md"),
    )
    .unwrap();
    run(&site, &["--fix"]);
    let link = site.path("content/policies/notes.md");
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert!(site.read("elsewhere/notes.md").contains("(#data)"));
    let mode = site
        .path("elsewhere/notes.md")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(site.tree("elsewhere").len(), 1);
}

/// The text of a clause may be right for another page.
#[test]
fn clauses_are_left_alone() {
    let clause = "---\nsummary: A house rule\n---\nRead [the rest](#dta).\n";
    let site = Site::with(&[
        ("content/clauses/house.md", clause),
        (
            "content/policies/notes.md",
            "---\ntitle: Notes\n---\n{{ <house /> }}\n\n## Data {#data}\n\nNone.\n",
        ),
    ]);
    assert_eq!(run(&site, &["--fix"]).code, 1);
    assert_eq!(site.read("content/clauses/house.md"), clause);
}

#[test]
fn keys_of_other_generators_are_renamed() {
    let file = "content/policies/terms.md";
    let text = "---\ntitle: Terms\ndescription: \"What applies: all of it.\"\nlastmod: 2026-01-01\nlang: en\nweight: 3\n\
        permalink: /terms/\nlayout: page\n---\nText.\n";
    let site = Site::with(&[(file, text)]);
    site.run(&["check", "--select", "FAC202", "--fix"])
        .snapshot("check-fix-keys");
    crate::snapshot::compare("check-fix-keys-file", &site.read(file));
    // No fix is made if there are two candidate keys, or if a value would
    // change.
    let unsure = "---\ntitle: Terms\ndescription: One\nsummary: Two\ndate: 2026-01-01\nlastmod: 2026-02-01\n\
        effective_date: 1 May 2026\nweight: first\n---\nText.\n";
    let site = Site::with(&[(file, unsure)]);
    site.run(&["check", "--select", "FAC202", "--fix"]);
    assert_eq!(site.read(file), unsure);
}
