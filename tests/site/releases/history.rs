//! What a page, its other formats and the feeds say of earlier versions.

use super::{PRIVACY, on, promise_more, site};
use crate::driver::Site;

/// A policy with a history of three entries, two of them of one day.
fn with_history(language: &str) -> Site {
    let site = site();
    site.file(
        "policygen.yaml",
        &format!(
            "title: Acme legal\nbase_url: https://acme.example/legal/\nlanguage: {language}\n"
        ),
    );
    site.file(
        PRIVACY,
        "---\ntitle: Privacy policy\nversion: \"2.1\"\nupdated: 2026-05-02\neffective: 2026-06-15\nhistory:\n\
         - {version: \"1.0\", date: 2025-03-01, summary: The first text.}\n\
         - {version: \"2.0\", date: 2026-05-02, effective: 2026-06-01, summary: 'We *share* less; see [our blog](https://acme.example/blog?a=1&b=2) and the [terms](terms.md).', material: true}\n\
         - {version: \"2.1\", date: 2026-05-02, effective: 2026-06-15, summary: '1. typo in `Data` <b>fixed</b>', material: false}\n\
         ---\n## Promises {#promises}\n\nLittle.\n",
    );
    site
}

/// The part of a page between two texts.
fn part<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let start = page.find(from).unwrap_or_else(|| panic!("{from}:\n{page}"));
    let end = page[start..].find(to).unwrap() + to.len();
    &page[start..start + end]
}

#[test]
fn a_page_lists_its_history() {
    let site = with_history("en");
    on(&site, "2026-06-01", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    let list = part(&page, "<p class=\"change\">", "</details>");
    let text = site.read("public/privacy.txt");
    let markdown = site.read("public/privacy.md");
    let json: serde_json::Value = serde_json::from_str(&site.read("public/privacy.json")).unwrap();
    crate::snapshot::compare(
        "history_page",
        &format!(
            "{list}\n\n{}\n{}\n{:#}\n",
            part(&text, "Privacy policy", "Promises\n"),
            part(&markdown, "---", "---\n\n"),
            json["history"]
        ),
    );
}

#[test]
fn a_history_is_in_the_language_of_its_page() {
    let site = with_history("de");
    on(&site, "2026-06-01", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    let list = part(&page, "<details class=\"changes\">", "</details>");
    assert!(list.contains("Alle Änderungen"), "{list}");
    assert!(
        list.contains(
            "2. Mai 2026</time> · In Kraft ab <time datetime=\"2026-06-01\">1. Juni 2026"
        ),
        "{list}"
    );
    assert!(
        list.contains("Wesentliche Änderung: We <em>share</em>"),
        "{list}"
    );
}

#[test]
fn a_history_written_the_newest_first_keeps_its_order() {
    let site = with_history("en");
    let page = |site: &Site| {
        on(site, "2026-06-01", &["build"]).clean();
        let page = site.read("public/privacy/index.html");
        part(&page, "<details class=\"changes\">", "</details>").to_owned()
    };
    let before = page(&site);
    let text = site.read(PRIVACY);
    let mut lines: Vec<&str> = text.lines().collect();
    let first = lines
        .iter()
        .position(|line| line.starts_with("- {"))
        .unwrap();
    lines[first..first + 3].reverse();
    site.file(PRIVACY, &(lines.join("\n") + "\n"));
    assert_eq!(page(&site), before);
}

#[test]
fn the_plain_theme_lists_the_history_too() {
    let site = with_history("en");
    site.file(
        "policygen.yaml",
        "title: Acme legal\ntheme: plain\ntwins: []\n",
    );
    on(&site, "2026-06-01", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    let list = part(&page, "<details>", "</details>");
    assert_eq!(list.matches("<li>").count(), 3, "{list}");
    assert!(list.contains("<strong>Version 2.0</strong>"), "{list}");
}

#[test]
fn releases_are_listed_before_earlier_entries() {
    let site = site();
    let policy = site.read(PRIVACY).replace(
        "effective: 2026-01-01\n",
        "effective: 2026-01-01\nhistory:\n- {version: \"0.9\", date: 2025-01-01, summary: \"The *first* text.\"}\n",
    );
    site.file(PRIVACY, &policy);
    on(
        &site,
        "2026-01-01",
        &["release", "privacy", "--note", "We keep *less*."],
    )
    .clean();
    promise_more(&site);
    on(
        &site,
        "2026-03-01",
        &[
            "release",
            "privacy",
            "--version",
            "1.1",
            "--effective",
            "2026-04-01",
            "--note",
            "One promise more.",
            "--material",
        ],
    )
    .clean();
    // The next version is being prepared, and no business of readers.
    let policy = site.read(PRIVACY).replace(
        "history:\n",
        "history:\n- {version: \"1.2\", date: 2026-03-01, summary: A secret plan.}\n",
    );
    site.file(PRIVACY, &policy);
    on(&site, "2026-03-02", &["build"]);
    let page = site.read("public/privacy/index.html");
    let history = site.read("public/privacy/history/index.html");
    assert!(!page.contains("secret") && !history.contains("secret"));
    crate::snapshot::compare(
        "history_releases",
        &format!(
            "{}\n\n{}\n",
            part(&page, "<details class=\"changes\">", "</details>"),
            part(&history, "<ol class=\"history\"", "</ol>")
        ),
    );
    // A version's own page links to the others, and lists none.
    assert!(
        !site
            .read("public/privacy/v/1.0/index.html")
            .contains("class=\"changes\"")
    );
}
