//! Baselines: an existing site starts with its current findings.

use crate::driver::{Site, deny, modes_are_ignored};

/// A site with an error and a warning that occurs twice, but no notes.
fn old() -> Site {
    Site::with(&[
        (
            "content/policies/notes.md",
            "---\ntitle: Notes\nupdated: 2026-05-01\n---\nTODO: write.\n\n\
             We rely on the Safe Harbor framework.\n\nWe rely on the Safe Harbor framework.\n",
        ),
        (
            "content/policies/b/more.md",
            "---\ntitle: More\nupdated: 2026-05-01\nlayout: page\n---\nTODO: write.\n",
        ),
    ])
}

const RULES: &[&str] = &[
    "check",
    "--select",
    "QUA101,LAW902,FAC202,REF",
    "--deny",
    "info",
];

fn run(site: &Site, arguments: &[&str]) -> crate::driver::Run {
    site.run(&[RULES, arguments].concat())
}

#[test]
fn written_and_read() {
    let site = old();
    run(&site, &["--write-baseline", "known.json"]).snapshot("check-baseline-written");
    crate::snapshot::compare("check-baseline-file", &site.read("known.json"));
    run(&site, &["--baseline", "known.json"]).clean();
    // Lines move, but nothing else changes.
    let text = site.read("content/policies/notes.md");
    site.file(
        "content/policies/notes.md",
        &text.replace("TODO", "New.\n\nTODO"),
    );
    run(&site, &["--baseline", "known.json"]).clean();
    // An additional finding of the same kind is new.
    site.file(
        "content/policies/b/more.md",
        &(site.read("content/policies/b/more.md") + "\nTODO: more.\n"),
    );
    run(&site, &["--baseline", "known.json"]).snapshot("check-baseline-new");
    // Rewriting the file does not change a byte.
    let before = site.read("known.json");
    site.file(
        "content/policies/b/more.md",
        &site
            .read("content/policies/b/more.md")
            .replace("\nTODO: more.\n", ""),
    );
    run(&site, &["--write-baseline", "known.json"]);
    assert_eq!(site.read("known.json"), before);
}

#[test]
fn what_is_mended_is_to_be_taken_out() {
    let site = old();
    run(&site, &["--write-baseline", "known.json"]);
    let text = site.read("content/policies/notes.md");
    site.file(
        "content/policies/notes.md",
        &text.replacen("We rely on the Safe Harbor framework.", "TODO: say it.", 1),
    );
    run(&site, &["--baseline", "known.json"]).snapshot("check-baseline-stale");
    // This does not add new findings.
    run(
        &site,
        &["--baseline", "known.json", "--write-baseline", "known.json"],
    )
    .snapshot("check-baseline-shrunk");
    crate::snapshot::compare("check-baseline-shrunk-file", &site.read("known.json"));
}

#[test]
fn of_a_clean_site() {
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\n---\nAll is well.\n",
    )]);
    assert_eq!(
        run(&site, &["--write-baseline", "known.json"])
            .clean()
            .stdout,
        "known.json: 0 findings\n"
    );
    assert_eq!(
        site.read("known.json"),
        "{\n  \"version\": 3,\n  \"findings\": []\n}\n"
    );
    run(&site, &["--baseline", "known.json"]).clean();
}

/// Errors of the build are reported, whatever a baseline says.
#[test]
fn without_errors_of_the_build() {
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\n---\n[x](#nowhere)\n\nTODO: y\n",
    )]);
    run(&site, &["--write-baseline", "known.json"]).snapshot("check-baseline-build");
}

#[test]
fn files_that_are_none() {
    let site = old();
    let texts = [
        ("not-json", "findings:\n- QUA101\n"),
        ("list", "[]\n"),
        ("version", "{\"version\": 4, \"findings\": []}\n"),
        (
            "entry",
            "{\"version\": 1, \"findings\": [{\"rule\": \"QUA101\", \"line\": 3}]}\n",
        ),
    ];
    for (name, text) in texts {
        site.file("known.json", text);
        let run = run(&site, &["--baseline", "known.json"]);
        assert_eq!(run.code, 2);
        run.snapshot(&format!("check-baseline-{name}"));
        assert_eq!(site.read("known.json"), text);
    }
    site.remove("known.json");
    run(&site, &["--baseline", "known.json"]).snapshot("check-baseline-missing");
    run(&site, &["--write-baseline", "no/folder/known.json"]).snapshot("check-baseline-no-folder");
}

#[test]
fn not_in_the_output() {
    let site = old();
    site.build();
    let before = site.tree("public");
    run(&site, &["--write-baseline", "public/known.json"]).snapshot("check-baseline-output");
    assert!(site.tree("public") == before);
}

#[test]
fn that_can_not_be_read() {
    if modes_are_ignored() {
        return;
    }
    let site = old();
    site.file("known.json", "{}");
    deny(&site.path("known.json"));
    assert_eq!(run(&site, &["--baseline", "known.json"]).code, 2);
}
