//! The pages of versions.

use super::{DATA, FIRST, PRIVACY, on, two_releases};

#[test]
fn the_page_shows_the_version_in_force() {
    let site = two_releases();
    on(&site, "2026-03-02", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    assert!(!page.contains("sell nothing"));
    assert!(
        page.contains("A new version takes effect on <time datetime=\"2026-04-01\">"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"../privacy/v/1.1/index.html\">Version 1.1</a>. One promise more."),
        "{page}"
    );
    let next = site.read("public/privacy/v/1.1/index.html");
    assert!(next.contains("sell nothing") && next.contains("This version does not apply yet."));

    on(&site, "2026-04-01", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("sell nothing") && !page.contains("class=\"banner\""),
        "{page}"
    );
    let old = site.read("public/privacy/v/1.0/index.html");
    assert!(!old.contains("sell nothing") && old.contains("This version no longer applies."));
    assert!(old.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(old.contains("<link rel=\"latest-version\" href=\"../../../privacy/index.html\">"));
    assert!(!site.read("public/sitemap.xml").contains("/v/"));
    let history = site.read("public/privacy/history/index.html");
    assert!(history.find("Version 1.1").unwrap() < history.find("Version 1.0").unwrap());
    assert!(
        history.contains("Material change: One promise more."),
        "{history}"
    );
}

#[test]
fn the_pages_of_versions_are_as_they_were() {
    let site = two_releases();
    on(&site, "2026-04-01", &["build"]).clean();
    crate::snapshot::compare(
        "release_page",
        &site.read("public/privacy/v/1.0/index.html"),
    );
    crate::snapshot::compare(
        "release_history",
        &site.read("public/privacy/history/index.html"),
    );
    let before = site.read("public/privacy/v/1.0/index.html");
    // Neither a fact nor a clause, nor the policy itself, changes a released text.
    site.file(DATA, "commitments: [All is new.]\n");
    site.file(
        "content/clauses/promise.md",
        "---\nsummary: New\n---\nNew\n",
    );
    site.file(
        PRIVACY,
        "---\ntitle: New\nversion: \"3.0\"\n---\nNew {{ company.legal_name }}\n",
    );
    on(&site, "2026-04-01", &["build"]);
    assert_eq!(site.read("public/privacy/v/1.0/index.html"), before);
}

#[test]
fn what_depends_on_the_day_is_frozen_for_all_days() {
    let site = two_releases();
    let text = "---\ntitle: Partners\nversion: \"1\"\n---\n{{ <subprocessors_table /> }}\n";
    site.file("content/policies/partners.md", text).file(
        "content/facts/partners.yaml",
        "subprocessors:\n- {legal_name: Old Ltd, purpose: mail, locations: DE, removed_on: 2026-03-01}\n\
         - {legal_name: New Ltd, purpose: mail, locations: DE, announced_on: 2026-01-01, effective_on: 2026-02-01}\n",
    );
    on(&site, "2026-01-15", &["release", "partners"]).clean();
    let mut told = Vec::new();
    // The facts change, but released texts don't.
    site.file("content/facts/partners.yaml", "subprocessors: []\n");
    for day in ["2026-01-15", "2026-02-15", "2026-03-15"] {
        on(&site, day, &["build"]);
        let page = site.read("public/partners/v/1/index.html");
        told.push((page.contains("Old Ltd"), page.contains("New Ltd")));
        let main = site.read("public/partners/index.html");
        assert_eq!(main.contains("Old Ltd"), page.contains("Old Ltd"));
    }
    assert_eq!(told.len(), 3);
    assert!(
        told[0].0 && told[1] == (true, true) && told[2] == (false, true),
        "{told:?}"
    );
}

#[test]
fn a_link_that_is_dead_by_now_is_a_note() {
    let site = two_releases();
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n## Other {#other}\n\nLittle.\n",
    );
    let run = on(&site, "2026-04-01", &["build"]);
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("release_dead_link");
}

#[test]
fn a_page_of_the_site_does_not_take_the_address_of_a_version() {
    let site = two_releases();
    site.file("content/policies/privacy/history.md", "# History\n");
    let run = on(&site, "2026-04-01", &["build"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("privacy/history/index.html"),
        "{}",
        run.text()
    );
    assert!(site.exists(FIRST));
}

#[test]
fn a_document_that_no_longer_applies_keeps_its_archive() {
    let site = two_releases();
    let text = site.read(PRIVACY);
    let retired = text.replacen(
        "---\n",
        "---\nretired: 2026-06-01\nreplaced_by: terms.md\n",
        1,
    );
    site.file(PRIVACY, &retired);
    on(&site, "2026-05-31", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("This document no longer applies from <time datetime=\"2026-06-01\">"));
    assert!(site.read("public/sitemap.xml").contains("/privacy/"));
    on(&site, "2026-06-01", &["build"]).clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("This document has not applied since <time datetime=\"2026-06-01\">"));
    assert!(
        page.contains("<a href=\"../terms/index.html\">Notes</a>"),
        "{page}"
    );
    assert!(page.contains("noindex"));
    assert!(!site.read("public/sitemap.xml").contains("/privacy/"));
    assert!(
        !site
            .read("public/index.html")
            .contains("privacy/index.html")
    );
    assert!(site.exists("public/privacy/v/1.0/index.html"));
    on(&site, "2026-06-01", &["check"]).clean();
    site.file(PRIVACY, &retired.replace("terms.md", "term.md"));
    on(&site, "2026-06-01", &["build"]).snapshot("retired_dead");
    // The text of a release is fixed, but the front matter of its policy is not.
    site.file(
        PRIVACY,
        &retired.replace("---\n## Data", "order: first\n---\n## Data"),
    );
    let run = on(&site, "2026-06-01", &["build"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stderr.starts_with("error["), "{}", run.text());
}

#[test]
fn what_changed_has_a_page() {
    let site = two_releases();
    on(&site, "2026-04-01", &["build"]).clean();
    let changes = site.read("public/privacy/v/1.1/changes/index.html");
    crate::snapshot::compare("release_changes", &changes);
    let since = site.read("public/privacy/v/1.0/since/index.html");
    assert!(since.contains("version 1.0 → version 1.1"));
    // There are no dead links.
    for page in [
        "privacy/v/1.1/changes",
        "privacy/v/1.0/since",
        "privacy/history",
        "privacy/v/1.0",
    ] {
        let html = site.read(&format!("public/{page}/index.html"));
        for href in html.split(" href=\"").skip(1) {
            let href = href.split(['"', '#']).next().unwrap();
            if !href.is_empty() && !href.contains(':') {
                let file = site.path(&format!("public/{page}/{href}"));
                assert!(file.exists(), "{page}: {href}");
            }
        }
    }
}

#[test]
fn pages_of_versions_are_kept_as_long_as_nothing_in_them_changes() {
    let site = two_releases();
    on(&site, "2026-04-01", &["build"]).clean();
    let old = "public/privacy/v/1.0/index.html";
    let marked = |site: &crate::driver::Site| site.read(old).contains("marked");
    let mark = |site: &crate::driver::Site| {
        let page = site.read(old).replace("</body>", "<p>marked</p></body>");
        site.file(old, &page);
    };
    // A page that was changed by hand is rebuilt.
    mark(&site);
    site.file("content/facts/a.yaml", "service: {name: One}\n");
    let run = on(&site, "2026-04-01", &["build"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(!marked(&site));
    let modified = site.modified(old);
    // Facts, clauses and other texts are not part of the digest.
    site.file("content/facts/a.yaml", "service: {name: Two}\n");
    site.file(
        DATA,
        "commitments: [New.]\nchanges:\n  notice_period: P14D\n",
    );
    let run = on(&site, "2026-04-02", &["build"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert_eq!(site.modified(old), modified);
    // The site's title is part of the digest, and so may be a section to which the text links.
    let settings = site.read("policygen.yaml");
    site.file(
        "policygen.yaml",
        &settings.replace("Acme legal", "Acme law"),
    );
    on(&site, "2026-04-02", &["build"]);
    assert!(site.read(old).contains("Acme law"));
    // Every build produces the same output as a build into an empty folder.
    let built = site.tree("public");
    site.remove("public");
    on(&site, "2026-04-02", &["build"]);
    assert!(built == site.tree("public"));
    assert_eq!(on(&site, "2026-04-02", &["build", "--check"]).code, 0);
}

#[test]
fn old_versions_keep_their_pictures() {
    let site = two_releases();
    let text = "---\ntitle: Pictures\nversion: \"1\"\ntype: notes\nupdated: 2026-01-01\n---\n![A plan](plan.png)\n";
    site.file("content/policies/pictures.md", text)
        .bytes("content/policies/plan.png", b"\x89PNG");
    on(&site, "2026-01-01", &["release", "pictures"]).clean();
    let bare = text
        .replace("![A plan](plan.png)", "No plan.")
        .replace("\"1\"", "\"2\"");
    site.file("content/policies/pictures.md", &bare);
    on(
        &site,
        "2026-03-01",
        &["release", "pictures", "--note", "No plan.", "--editorial"],
    )
    .clean();
    on(&site, "2026-04-01", &["build"]).clean();
    assert!(!site.read("public/pictures/index.html").contains("plan.png"));
    assert!(
        site.read("public/pictures/v/1/index.html")
            .contains("plan.png")
    );
    assert!(site.exists("public/plan.png"));
}
