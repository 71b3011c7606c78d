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
    // The page is that of the release until another one is made.
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
