//! The example with releases.

use std::fs;
use std::path::Path;

use super::{PRIVACY, on};
use crate::driver::{Site, collect};
use crate::page::Page;

/// A copy of the example.
fn example() -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kelpwell");
    let site = Site::new();
    let mut files = std::collections::BTreeMap::new();
    collect(&root.join("content"), "content/", &mut files);
    for (path, bytes) in &files {
        site.bytes(path, bytes);
    }
    let settings = fs::read(root.join("policygen.yaml")).unwrap();
    site.bytes("policygen.yaml", &settings);
    site
}

#[test]
fn its_pages_show_what_applies_on_a_day() {
    let site = example();
    let said = site.run(&["verify"]).clean();
    assert_eq!(said.stdout, "privacy: 5 releases, unaltered\n");
    const OLD: &str = "Gullpost Mail, Inc.";
    const NEW: &str = "Ternmail B.V.";
    // The day, words in the text, words not in the text, and whether a banner announces 3.0.
    for (day, shown, hidden, announced) in [
        (
            "2024-06-01",
            &["Who helps us", OLD][..],
            &[NEW, "Gauge"][..],
            false,
        ),
        (
            "2025-04-01",
            &["No persons should be visible", OLD],
            &[NEW],
            false,
        ),
        (
            "2025-06-02",
            &["Please keep people out", OLD],
            &[NEW, "No persons"],
            false,
        ),
        (
            "2026-06-30",
            &[OLD, "will be added", NEW, "24 months"],
            &["survey"],
            true,
        ),
        (
            "2026-07-01",
            &[NEW, "24 months"],
            &[OLD, "will be added"],
            true,
        ),
        (
            "2026-09-01",
            &[NEW, "36 months", "survey"],
            &[OLD, "24 months"],
            false,
        ),
    ] {
        on(&site, day, &["build", "-q"]);
        let text = site.read("public/privacy.md");
        // Its front matter lists all versions and their changes.
        let text = text.split_once("\n---\n").unwrap().1;
        for words in shown {
            assert!(text.contains(words), "{day}: {words} is missing in\n{text}");
        }
        for words in hidden {
            assert!(!text.contains(words), "{day}: {words} is in\n{text}");
        }
        let page = Page::read(&site.read("public/privacy/index.html")).text;
        let banner = "A new version takes effect on 1 September 2026";
        assert_eq!(page.contains(banner), announced, "{day}");
    }
}

/// As CONTRIBUTING.md explains for changes to a standard clause that it prints.
#[test]
fn its_upcoming_version_is_released_again() {
    let site = example();
    on(&site, "2026-06-20", &["check"]).clean();
    let again = |site: &Site| {
        let day = "2026-05-20";
        on(site, day, &["release", "privacy", "--withdraw", "3.0"]).clean();
        on(site, day, &["release", "privacy"]).clean();
    };
    // Releases it with the current clauses, because a release names their digests.
    again(&site);
    let (before, policy) = (site.tree("content/releases"), site.read(PRIVACY));
    let clause = "content/clauses/gauge-photos.md";
    let text = site.read(clause);
    site.file(clause, &text.replace("Please keep", "Keep"));
    let run = on(&site, "2026-06-20", &["check"]);
    assert!(run.stderr.contains("REL201"), "{}", run.text());
    again(&site);
    on(&site, "2026-06-20", &["check"]).clean();
    assert_eq!(site.read(PRIVACY), policy);
    // The same text produces the same release.
    site.file(clause, &text);
    again(&site);
    assert!(site.tree("content/releases") == before);
}
