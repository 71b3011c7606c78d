//! The command line.

use crate::driver::Site;

const PRIVACY: &str = "content/policies/privacy.md";

#[test]
fn check_of_what_is_up_to_date() {
    let site = Site::small();
    site.build().clean();
    let before = site.tree("public");
    site.run(&["build", "--check"])
        .clean()
        .snapshot("check-clean");
    assert!(site.tree("public") == before);
}

#[test]
fn check_lists_what_a_build_would_change() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: []\npublish: [form.pdf]\n")
        .file("content/policies/form.pdf", "%PDF")
        .file("content/policies/dpa.md", "# DPA\n\nText.\n");
    site.build().clean();
    site.file(PRIVACY, "---\ntitle: Privacy\n---\nNew.\n")
        .file("content/policies/form.pdf", "%PDF-2")
        .file("content/policies/new.md", "# New\n\nText.\n")
        .remove("content/policies/dpa.md")
        .remove("public/terms")
        .file("public/mine.txt", "mine");
    let before = site.tree("public");
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 1);
    run.snapshot("check-differences");
    assert!(site.tree("public") == before);
    // A build does exactly what was listed.
    site.build().clean();
    site.run(&["build", "--check"]).clean();
}

#[test]
fn check_without_any_output() {
    let site = Site::small();
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 1);
    run.snapshot("check-missing");
    assert!(!site.exists("public"));
}

#[test]
fn check_of_edited_pages() {
    let site = Site::small();
    site.build().clean();
    site.file("public/privacy/index.html", "edited")
        .remove("public/assets/policygen.css")
        .file("public/assets/policygen.css/x", "a folder");
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 1, "{}", run.text());
    run.snapshot("check-edited");
}

#[test]
fn check_of_faulty_sources() {
    let site = Site::small();
    site.build().clean();
    site.file(PRIVACY, "# Privacy\n\n[x](nowhere.md)\n");
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 1);
    run.snapshot("check-faulty");
}

#[test]
fn check_of_a_damaged_manifest() {
    let site = Site::small();
    site.build().clean();
    site.file("public/.policygen.json", "{}");
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 2, "{}", run.text());
    run.snapshot("check-damaged");
}

#[test]
fn check_after_a_comment_finds_what_a_build_would_write() {
    let site = Site::small();
    site.build().clean();
    site.file(
        "content/facts/company.yaml",
        "# Ours\ncompany:\n  legal_name: Acme GmbH\n",
    );
    let check = site.run(&["build", "--check"]);
    let before = site.tree("public");
    site.build().clean();
    let changes = site.tree("public") != before;
    assert_eq!(check.code, i32::from(changes), "{}", check.text());
}

#[test]
fn drafts() {
    let site = Site::small();
    site.file(
        "content/policies/dpa.md",
        "---\ntitle: DPA\ndraft: true\naliases: [/old]\n---\nText.\n",
    );
    site.build().clean();
    assert!(!site.exists("public/dpa") && !site.exists("public/old"));
    assert!(!site.read("public/index.html").contains("DPA"));
    site.run(&["build", "--drafts"]).clean();
    assert!(
        site.read("public/dpa/index.html")
            .contains("<strong>Draft.</strong>")
    );
    assert!(site.read("public/index.html").contains("DPA"));
    site.build().clean();
    assert!(!site.exists("public/dpa"));
}

#[test]
fn as_of() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: Privacy\neffective: 2026-07-01\nsubprocessors:\n  - {legal_name: Old, purpose: a, removed_on: 2026-05-01}\n  \
         - {legal_name: New, purpose: b, effective_on: 2026-09-01}\n---\n{{ <subprocessors_table removed={true} /> }}\n",
    );
    let page = |date: &str| {
        site.run(&["build", "--as-of", date]).clean();
        let page = site.read("public/privacy/index.html");
        let manifest = site.read("public/.policygen.json");
        let good = |key: &str| {
            let (_, rest) = manifest.split_once(&format!("\"{key}\": ")).unwrap();
            rest.split(',').next().unwrap().to_owned()
        };
        (page, good("good_from"), good("good_before"))
    };
    let (text, from, before) = page("2026-06-30");
    assert!(
        text.contains("Takes effect on <time datetime=\"2026-07-01\">1 July 2026</time>"),
        "{text}"
    );
    assert!(text.contains("These subprocessors will be added"), "{text}");
    assert!(
        text.contains("We no longer use these subprocessors"),
        "{text}"
    );
    assert_eq!(
        (from.as_str(), before.as_str()),
        ("\"2026-05-01\"", "\"2026-07-01\"")
    );
    let (text, from, before) = page("2026-07-01");
    assert!(
        text.contains("In effect since <time datetime=\"2026-07-01\">1 July 2026</time>"),
        "{text}"
    );
    assert_eq!(
        (from.as_str(), before.as_str()),
        ("\"2026-07-01\"", "\"2026-09-01\"")
    );
    let (text, from, before) = page("2026-09-01");
    assert!(
        !text.contains("These subprocessors will be added"),
        "{text}"
    );
    assert_eq!((from.as_str(), before.as_str()), ("\"2026-09-01\"", "null"));
    let (text, from, before) = page("2026-04-30");
    assert!(
        !text.contains("We no longer use these subprocessors"),
        "{text}"
    );
    assert_eq!((from.as_str(), before.as_str()), ("null", "\"2026-05-01\""));
}

#[test]
fn a_day_of_the_same_window_changes_nothing() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: Privacy\neffective: 2026-07-01\n---\nText.\n",
    );
    site.run(&["build", "--as-of", "2026-01-01"]).clean();
    let before = site.tree("public");
    let run = site.run(&["build", "--as-of", "2026-06-30"]).clean();
    assert!(run.stdout.contains("nothing changed"), "{}", run.text());
    assert!(site.tree("public") == before);
    site.run(&["build", "--check", "--as-of", "2026-06-30"])
        .clean();
    let check = site.run(&["build", "--check", "--as-of", "2026-07-01"]);
    assert_eq!(check.code, 1);
    // The manifest states until when the site is valid.
    check.snapshot("stale-day-front-matter");
}

#[test]
fn a_stale_page_says_why() {
    let site = Site::small();
    let vendor = |name: &str, date: &str| {
        format!("  - {{legal_name: {name}, purpose: hosting, locations: [FR], {date}}}\n")
    };
    let list = format!(
        "subprocessors:\n{}{}",
        vendor("Host SARL", "effective_on: 2026-07-01"),
        vendor("Old SARL", "removed_on: 2026-08-01")
    );
    site.file("content/facts/subprocessors.yaml", &list).file(
        "content/policies/sub.md",
        "# Subprocessors\n\n{{ <subprocessors_table /> }}\n",
    );
    site.run(&["build", "--as-of", "2026-06-01"]).clean();
    let stale = |name: &str, day: &str| {
        let run = site.run(&["build", "--check", "--as-of", day]);
        assert_eq!(run.code, 1, "{}", run.text());
        run.snapshot(name);
    };
    // Only the date differs.
    stale("stale-day", "2026-07-15");
    // Line endings, an edit, a missing file.
    let page = site.read("public/privacy/index.html");
    site.file("public/privacy/index.html", &page.replace('\n', "\r\n"))
        .file("public/terms/index.html", "edited")
        .remove("public/robots.txt");
    stale("stale-output", "2026-06-01");
    site.run(&["build", "--as-of", "2026-06-01"]).clean();
    // One policy; then the shared sources.
    site.file(PRIVACY, "---\ntitle: Privacy\n---\nNew.\n");
    stale("stale-policy", "2026-06-01");
    site.file(
        "content/facts/company.yaml",
        "company: {legal_name: Beta GmbH}\n",
    )
    .file("content/clauses/own.md", "---\nsummary: Own\n---\nText.\n");
    stale("stale-facts", "2026-06-01");
    // Another version of the program.
    site.run(&["build", "--as-of", "2026-06-01"]).clean();
    let manifest = site.read("public/.policygen.json");
    let generator = concat!("policygen ", env!("CARGO_PKG_VERSION"));
    let before = site.read("public/terms/index.html");
    let digest = |text: &str| {
        let found = text
            .lines()
            .find(|line| line.contains("\"terms/index.html\""));
        found.unwrap().to_owned()
    };
    site.file("public/terms/index.html", &before);
    let old = digest(&manifest);
    let robots = manifest
        .lines()
        .find(|line| line.contains("\"robots.txt\""))
        .unwrap();
    // As if that version had written the text of `robots.txt` as a page.
    let as_robots = old.replace(
        old.split('"').nth(3).unwrap(),
        robots.split('"').nth(3).unwrap(),
    );
    site.file("public/terms/index.html", &site.read("public/robots.txt"))
        .file(
            "public/.policygen.json",
            &manifest
                .replace(generator, "policygen 0.0.9")
                .replace(&old, &as_robots),
        );
    stale("stale-version", "2026-06-01");
}

#[test]
fn a_new_address_without_an_alias_is_a_warning() {
    let site = Site::small();
    let slug = |front_matter: &str| {
        let text = format!("---\ntitle: Privacy\n{front_matter}---\nText.\n");
        site.file(PRIVACY, &text);
    };
    site.build().clean();
    slug("slug: data-protection\n");
    let check = site.run(&["build", "--check"]);
    check.snapshot("moved-check");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("moved");
    // The move is reported once; then the page moves back, and to a third address.
    site.build().clean();
    slug("");
    assert!(site.build().stderr.contains("aliases: [/data-protection]"));
    slug("slug: third\naliases: [/privacy]\n");
    site.build().clean();
    // Changing the form of all addresses in the settings is not reported.
    site.file("policygen.yaml", "twins: []\nurls: flat\n");
    site.build().clean();
    slug("slug: fourth\naliases: [/privacy]\n");
    assert!(site.build().stderr.contains("aliases: [/third.html]"));
}

#[test]
fn a_policy_whose_file_was_renamed() {
    let site = Site::small();
    let text = site.read(PRIVACY);
    site.build().clean();
    site.remove(PRIVACY)
        .file("content/policies/data-protection.md", &text);
    let run = site.build();
    assert!(run.stderr.contains("OUT105"), "{}", run.text());
    assert!(run.stderr.contains("aliases: [/privacy]"), "{}", run.text());
    assert!(
        run.stderr.contains("content/policies/data-protection.md"),
        "{}",
        run.text()
    );
    // Moved to a folder, and changed.
    site.remove("content/policies/data-protection.md").file(
        "content/policies/eu/data-protection.md",
        &format!("{text}More.\n"),
    );
    let run = site.build();
    assert!(
        run.stderr.contains("aliases: [/data-protection]"),
        "{}",
        run.text()
    );
    // With a redirect; then another policy takes the place of a removed one.
    site.remove("content/policies/eu/data-protection.md").file(
        "content/policies/data.md",
        &text.replace("---\n## ", "aliases: [/eu/data-protection]\n---\n## "),
    );
    site.build().clean();
    site.remove("content/policies/data.md").file(
        "content/policies/cookies.md",
        "---\ntitle: Cookies\n---\nNone.\n",
    );
    site.build().clean();
}

#[test]
fn the_date_of_the_environment() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: Privacy\neffective: 2026-07-01\n---\nText.\n",
    );
    let of = |epoch: &str| {
        let run = site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", epoch)]);
        (
            run.code,
            site.read("public/privacy/index.html")
                .contains("Takes effect on"),
            run,
        )
    };
    site.build().clean();
    // One second before midnight in UTC, and midnight.
    assert!(matches!(of("1782863999"), (0, true, _)));
    assert!(matches!(of("1782864000"), (0, false, _)));
    let (code, _, run) = of("yesterday");
    assert_eq!(code, 2);
    run.snapshot("epoch-invalid");
}

#[test]
fn base_url() {
    let site = Site::small();
    site.file("policygen.yaml", "base_url: https://acme.example/legal\n")
        .file(
            PRIVACY,
            "---\ntitle: Privacy\nupdated: 2026-05-23\naliases: [/old]\n---\nText.\n",
        );
    site.build().clean();
    let canonical = |path: &str| {
        let page = site.read(&format!("public/{path}"));
        let (_, rest) = page
            .split_once("<link rel=\"canonical\" href=\"")
            .unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    assert_eq!(canonical("index.html"), "https://acme.example/legal/");
    assert_eq!(
        canonical("privacy/index.html"),
        "https://acme.example/legal/privacy/"
    );
    assert_eq!(
        canonical("old/index.html"),
        "https://acme.example/legal/privacy/"
    );
    let sitemap = site.read("public/sitemap.xml");
    assert_eq!(
        sitemap,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
         <url><loc>https://acme.example/legal/</loc></url>\n\
         <url><loc>https://acme.example/legal/privacy/</loc><lastmod>2026-05-23</lastmod></url>\n\
         <url><loc>https://acme.example/legal/terms/</loc></url>\n</urlset>\n"
    );
    assert!(
        site.read("public/404.html")
            .contains("href=\"/legal/index.html\"")
    );
    site.run(&["build", "--base-url", "https://other.example"])
        .clean();
    assert_eq!(
        canonical("privacy/index.html"),
        "https://other.example/privacy/"
    );
    site.remove("policygen.yaml");
    site.build().clean();
    assert_eq!(canonical("privacy/index.html"), "");
    // The path of the site is then unknown, so no link points to a document.
    let lost = site.read("public/404.html");
    assert!(lost.contains("<a href=\"/\">"), "{lost}");
    assert!(!lost.contains("privacy/"), "{lost}");
    assert!(!site.exists("public/sitemap.xml"));
}

#[test]
fn flat_addresses() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "urls: flat\nbase_url: https://acme.example/\n",
    )
    .file(
        "content/policies/eu/index.md",
        "# EU\n\n[](../privacy.md) [](dpa.md)\n",
    )
    .file("content/policies/eu/dpa.md", "# DPA\n\n[](index.md)\n");
    site.build().clean();
    let page = site.read("public/eu.html");
    assert!(
        page.contains(
            "<a href=\"privacy.html\">Privacy policy</a> <a href=\"eu/dpa.html\">DPA</a>"
        ),
        "{page}"
    );
    let page = site.read("public/eu/dpa.html");
    assert!(page.contains("<a href=\"../eu.html\">EU</a>"), "{page}");
    assert!(
        page.contains("<link rel=\"canonical\" href=\"https://acme.example/eu/dpa.html\">"),
        "{page}"
    );
}

#[test]
fn quiet_and_verbose() {
    let site = Site::small();
    let quiet = site.run(&["build", "-q"]).clean();
    assert_eq!(quiet.stdout, "");
    assert_eq!(site.run(&["build", "-q"]).clean().stdout, "");
    let verbose = site.run(&["build", "-v"]);
    assert_eq!(verbose.code, 0);
    assert!(
        verbose.stderr.contains("2 policies, 0 other files"),
        "{}",
        verbose.text()
    );
    site.file(PRIVACY, "Text without a title.\n");
    assert!(site.run(&["build", "-q"]).stderr.contains("SRC110"));
}

#[test]
fn another_folder() {
    let site = Site::small();
    let elsewhere = Site::new();
    let root = site.root().to_str().unwrap();
    let run = elsewhere.run(&["build", "--root", root, "--out", "here/legal"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(elsewhere.exists("here/legal/privacy/index.html"));
    assert!(!site.exists("public"));
    // The output in the settings is relative to the root.
    assert_eq!(elsewhere.run(&["build", "--root", root]).code, 0);
    assert!(site.exists("public/privacy/index.html"));
}

#[test]
fn wrong_usage() {
    let site = Site::small();
    for (name, arguments) in [
        ("as-of", &["build", "--as-of", "1.6.2026"][..]),
        ("base-url", &["build", "--base-url", "acme.example"]),
        ("jobs", &["build", "--jobs", "0"]),
        ("option", &["build", "--draft"]),
        ("command", &["biuld"]),
    ] {
        let run = site.run(arguments);
        assert_eq!(run.code, 2, "{}", run.text());
        run.snapshot(&format!("usage-{name}"));
    }
    assert!(!site.exists("public"));
}
