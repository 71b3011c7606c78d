//! The content lock.

use super::{DATA, PRIVACY, on, promise_more, site, two_releases};

#[test]
fn a_text_that_changed_says_so() {
    let site = site();
    on(&site, "2026-01-01", &["release", "privacy"]).clean();
    on(&site, "2026-02-01", &["check"]).clean();

    promise_more(&site);
    let run = on(&site, "2026-02-01", &["check"]);
    assert_eq!(run.code, 1);
    run.snapshot("lock_fact");
    // The page shows the release until the next one is made.
    on(&site, "2026-02-01", &["build"]).clean();
    assert!(!site.read("public/privacy/index.html").contains("sell"));

    // A version in preparation, with its date and a note.
    let text = site.read(PRIVACY).replace(
        "version: \"1.0\"\nupdated: 2026-01-01\n",
        "version: \"1.1\"\nupdated: 2026-02-01\nhistory:\n- {version: \"1.1\", date: 2026-02-01, summary: More}\n",
    );
    let text = text.replace("effective: 2026-01-01", "effective: 2026-03-01");
    site.file(PRIVACY, &text);
    on(&site, "2026-02-01", &["check"]).clean();
}

#[test]
fn a_clause_that_changed_is_named() {
    let site = two_releases();
    let clause = site.read("content/clauses/promise.md");
    site.file(
        "content/clauses/promise.md",
        &clause.replace("## Promises", "## Our promises"),
    );
    on(&site, "2026-05-01", &["check"]).snapshot("lock_clause");
}

#[test]
fn other_spaces_and_addresses_are_no_change() {
    let site = two_releases();
    let settings = site.read("policygen.yaml");
    site.file(
        "policygen.yaml",
        &settings.replace("acme.example/legal", "other.example"),
    );
    let facts = site.read(DATA);
    site.file(DATA, &format!("\n{facts}"));
    let clause = site.read("content/clauses/promise.md");
    site.file(
        "content/clauses/promise.md",
        &clause.replace("{% for", "<span id=\"list\"></span>\n\n\n{% for"),
    );
    on(&site, "2026-05-01", &["check"]).clean();
}

/// Otherwise, a version that was announced but never released would silence the lock for good.
#[test]
fn a_version_that_was_to_apply_by_now_has_to_be_released() {
    let site = two_releases();
    let facts = site.read(DATA);
    site.file(DATA, &facts.replace("nothing.]", "nothing., We answer.]"));
    let text = site.read(PRIVACY);
    let announced = text
        .replacen("version: \"1.1\"", "version: \"1.2\"", 1)
        .replacen("updated: 2026-03-01", "updated: 2026-04-10", 1)
        .replacen("\neffective: 2026-04-01", "\neffective: 2026-06-01", 1)
        .replacen(
            "history:\n",
            "history:\n  - {version: \"1.2\", date: 2026-04-10, effective: 2026-06-01, summary: We answer.}\n",
            1,
        );
    assert_eq!(announced.matches("1.2").count(), 2, "{announced}");
    site.file(PRIVACY, &announced);
    on(&site, "2026-05-31", &["check"]).clean();
    let run = on(&site, "2026-06-01", &["check"]);
    assert_eq!(run.code, 1);
    run.snapshot("lock_not_released");
}
