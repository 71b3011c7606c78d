//! Earlier versions on a page, in its alternate formats and in the feeds.

use super::{PRIVACY, on, release_second, site, two_releases};
use crate::driver::Site;

/// A policy with a history of three entries, two of them on the same day.
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
    release_second(&site);
    // The next version is in preparation, and hidden from readers.
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
    // The page of a version links to the others, but lists none.
    assert!(
        !site
            .read("public/privacy/v/1.0/index.html")
            .contains("<ol class=\"history\"")
    );
}

/// The feeds of a site: the entries of each, one per line.
fn feeds(site: &Site) -> String {
    let mut text = String::new();
    for (path, bytes) in site.tree("public") {
        if !path.ends_with(".xml") || path.starts_with("sitemap") {
            continue;
        }
        let feed = String::from_utf8(bytes).unwrap();
        let inside = |of: &str, tag: &str| {
            let from = of.find(&format!("<{tag}")).map(|at| &of[at..]);
            let from = from.and_then(|rest| Some(&rest[rest.find('>')? + 1..]));
            let found = from.and_then(|rest| rest.split("</").next());
            found.unwrap_or("-").to_owned()
        };
        assert!(!feed.contains("1970"), "{feed}");
        text += &format!(
            "{path}: {} ({})\n",
            inside(&feed, "title"),
            inside(&feed, "updated")
        );
        for entry in feed.split("<entry>").skip(1) {
            let href = entry
                .split("href=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            for tag in ["id", "title", "updated", "summary"] {
                text += &format!("  {tag}: {}\n", inside(entry, tag));
            }
            text += &format!("  read: {href}\n\n");
        }
    }
    text
}

/// The IDs of entries in the feed of a policy.
fn ids(site: &Site) -> Vec<String> {
    let feed = site.read("public/privacy/feed.xml");
    let entries = feed.split("<entry>").skip(1);
    let id = |entry: &str| part(entry, "<id>", "</id>").to_owned();
    entries.map(id).collect()
}

#[test]
fn a_history_is_in_the_feeds() {
    let site = with_history("en");
    on(&site, "2026-06-01", &["build"]).clean();
    crate::snapshot::compare("history_feeds", &feeds(&site));
    let page = site.read("public/privacy/index.html");
    assert!(page.contains(
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Privacy policy\" href=\"../privacy/feed.xml\">"
    ));
    // It is not known when these notes changed.
    assert!(
        !site
            .read("public/terms/index.html")
            .contains("terms/feed.xml")
    );
    assert!(!site.exists("public/terms/feed.xml"));
}

#[test]
fn ids_of_a_feed_never_change() {
    let site = with_history("en");
    on(&site, "2026-06-01", &["build"]).clean();
    let before = ids(&site);
    assert_eq!(before.len(), 3);
    // Another theme, day and order, a later entry, and a duplicate entry.
    let text = site.read(PRIVACY);
    let mut lines: Vec<&str> = text.lines().collect();
    let first = lines
        .iter()
        .position(|line| line.starts_with("- {"))
        .unwrap();
    lines[first..first + 3].rotate_left(1);
    let again = lines[first].to_owned();
    lines.insert(
        first,
        "- {version: \"2.1\", date: 2026-05-03, summary: Later.}",
    );
    lines.insert(first, &again);
    site.file(PRIVACY, &(lines.join("\n") + "\n"));
    site.file(
        "policygen.yaml",
        "title: Acme\nbase_url: https://acme.example/legal/\ntheme: plain\n",
    );
    on(&site, "2026-07-01", &["build"]);
    let after = ids(&site);
    assert_eq!(after.len(), 5, "{after:?}");
    assert!(before.iter().all(|id| after.contains(id)), "{after:?}");
    let mut single = after.clone();
    single.sort();
    single.dedup();
    assert_eq!(single.len(), after.len());
}

#[test]
fn a_policy_without_a_history_keeps_its_ids() {
    let site = site();
    on(&site, "2026-01-01", &["build"]).clean();
    // The feed of all policies contains its only entry.
    let feed = site.read("public/feed.xml");
    assert!(feed.contains("<id>https://acme.example/legal/privacy/#2026-01-01</id>"));
    assert!(!site.exists("public/privacy/feed.xml"));
}

#[test]
fn upcoming_releases_are_announced() {
    let site = two_releases();
    on(&site, "2026-03-02", &["build"]).clean();
    crate::snapshot::compare("release_feeds", &feeds(&site));
    let before = ids(&site);
    on(&site, "2026-05-01", &["build"]).clean();
    assert_eq!(ids(&site), before);
    let version = site.read("public/privacy/v/1.0/index.html");
    assert!(
        version.contains("href=\"../../../privacy/feed.xml\""),
        "{version}"
    );
}

#[test]
fn nothing_to_announce_is_no_feed() {
    let site = site();
    let draft = "---\ntitle: Plans\ndraft: true\nupdated: 2026-01-01\n---\nPlans.\n";
    site.file("content/policies/plans.md", draft);
    let policy = site.read(PRIVACY).replace("updated: 2026-01-01\n", "");
    site.file(PRIVACY, &policy);
    on(&site, "2026-01-01", &["build", "--drafts"]);
    assert!(site.exists("public/plans/index.html"));
    assert_eq!(feeds(&site), "");
    for page in ["public/index.html", "public/privacy/index.html"] {
        assert!(!site.read(page).contains("atom+xml"), "{page}");
    }
    assert!(!site.read("public/sitemap.xml").contains("plans"));
    // A link to a feed that is not built is dead.
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n[feed](/legal/feed.xml)\n",
    );
    let run = on(&site, "2026-01-01", &["build", "--drafts"]);
    assert!(run.stderr.contains("feed.xml"), "{}", run.text());
}

#[test]
fn a_page_does_not_take_the_address_of_a_feed() {
    let site = with_history("en");
    site.file(
        "content/policies/other.md",
        "---\ntitle: Other\naliases: [/privacy/feed.xml]\n---\nText\n",
    );
    let run = on(&site, "2026-06-01", &["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("privacy/feed.xml"), "{}", run.text());
}
