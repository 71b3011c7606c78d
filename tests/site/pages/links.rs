//! Links, IDs and addresses.

use crate::driver::{Site, faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";

fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy\n---\n{text}")
}

#[test]
fn dead_links() {
    let run = faulty(
        "dead-link",
        &[
            (
                PRIVACY,
                &policy(
                    "[a](term.md), [b](nothing/here.md#x), ![c](logo.png) and\n<a href=\"terms.mdx\">d</a>.\n\n[e]: ../../README.md\n\nSee [e], [](cookies.md), [x](javascript:alert%281%29).\n",
                ),
            ),
            (
                "content/policies/more/deep.md",
                "# Deep\n\n[up](terms.md) and [right](../terms.md)\n",
            ),
        ],
    );
    assert!(
        run.stderr.contains("did you mean `../terms.md`?"),
        "it is not in this folder"
    );
}

#[test]
fn dead_anchors() {
    faulty(
        "dead-anchor",
        &[
            (
                PRIVACY,
                &policy(
                    "## Data {#data}\n\n[own](#dta), [other](terms.md#liabilty), [](#nowhere)\n\n{{ <pointer /> }}\n",
                ),
            ),
            (
                "content/clauses/pointer.md",
                "---\nsummary: x\n---\nSee [above](#datum) and\n{{ <inner /> }}\n",
            ),
            (
                "content/clauses/inner.md",
                "---\nsummary: x\n---\n[the terms](terms.md#costs).\n",
            ),
        ],
    );
}

#[test]
fn links_to_a_page_with_faults_add_none() {
    faulty(
        "link-to-faulty",
        &[
            (PRIVACY, &policy("[x](terms.md#anything) [](terms.md)\n")),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\n---\n{{ nothing }}\n",
            ),
        ],
    );
}

#[test]
fn links_to_drafts() {
    faulty(
        "link-to-draft",
        &[
            (PRIVACY, &policy("[x](terms.md)\n")),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\ndraft: true\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn links_that_no_page_may_have() {
    let site = warned(
        "unsafe-link",
        &[(
            PRIVACY,
            &policy(
                "[a](javascript:alert%281%29) [b](JAVASCRIPT:x) [c](data:text/html,x) ![d](data:image/png,x) [e](vbscript:x)\n\n<a href=\"java\nscript:x\">f</a>\n",
            ),
        )],
    );
    let page = site.read("public/privacy/index.html").to_lowercase();
    for scheme in ["javascript:", "data:", "vbscript:"] {
        assert!(!page.contains(scheme), "{scheme}");
    }
}

#[test]
fn ids_given_twice() {
    let run = faulty(
        "duplicate-section-id",
        &[
            (
                PRIVACY,
                &policy(
                    "## Data {#data}\n\n### More data {#data}\n\n{{ <section /> }}\n\n{{ <section /> }}\n",
                ),
            ),
            (
                "content/clauses/section.md",
                "---\nsummary: x\n---\n## A section {#part}\n\nText.\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\n---\n<div id=\"liability\">Text</div>\n\n## Liability {#liability}\n",
            ),
        ],
    );
    // The call of the first clause, the call of the second, and the raw HTML.
    assert_eq!(run.stderr.matches("called here").count(), 2);
    assert_eq!(run.stderr.matches("first used here").count(), 3);
}

#[test]
fn headings_of_the_same_words_get_ids_of_their_own() {
    let site = Site::small();
    site.file(
        PRIVACY,
        &policy("## Data\n\n## Data {#data-1}\n\n## Data\n\n## §\n\n## ¿Qué?\n"),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let ids: Vec<&str> = page
        .split("<h2 id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(ids, ["data", "data-1", "data-2", "section", "qué"]);
}

#[test]
fn two_policies_with_one_address() {
    faulty(
        "same-address",
        &[
            ("content/policies/Privacy.markdown", "# Other privacy\n"),
            (
                "content/policies/more.md",
                "---\ntitle: More\nslug: terms\n---\nText.\n",
            ),
            ("content/policies/eu.md", "# EU\n"),
            ("content/policies/eu/index.md", "# EU too\n"),
        ],
    );
}

#[test]
fn aliases_in_the_way() {
    let run = faulty(
        "alias-collision",
        &[
            ("policygen.yaml", "twins: []\npublish: ['*']\n"),
            (
                PRIVACY,
                "---\ntitle: Privacy\naliases: [/terms, /old, /old/, /form.html, /privacy]\n---\nText.\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\naliases: [old, 404.html, /logo.html]\n---\nText.\n",
            ),
            ("content/policies/form.html", "<p>Form</p>\n"),
            ("content/policies/logo.html", "<p>Logo</p>\n"),
        ],
    );
    assert_eq!(
        run.stderr.matches("content/policies/privacy.md:3:").count(),
        3,
        "no place"
    );
}

#[test]
fn an_alias_can_t_be_the_hub() {
    faulty(
        "alias-hub",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\naliases: [/index.html]\n---\nText.\n",
        )],
    );
}

#[test]
fn aliases_that_can_t_be() {
    let run = faulty(
        "alias-bad",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\naliases: [/, \"https://acme.example/x\", ../up, /a?b, /.well-known/x, /a//b, \"#x\", \"\"]\n---\nText.\n",
        )],
    );
    assert_eq!(
        run.stderr.matches("content/policies/privacy.md:3:").count(),
        8,
        "no place"
    );
}

#[test]
fn copied_files_in_the_way() {
    faulty(
        "asset-collision",
        &[
            ("policygen.yaml", "twins: []\npublish: ['*']\n"),
            ("content/policies/privacy/index.html", "<p>x</p>\n"),
            ("content/policies/404.html", "<p>x</p>\n"),
            ("content/policies/assets/policygen.css", "x\n"),
            ("content/policies/sitemap.xml", "x\n"),
        ],
    );
}

#[test]
fn a_copied_file_can_t_be_the_hub() {
    faulty(
        "asset-hub",
        &[
            ("policygen.yaml", "twins: []\npublish: ['*']\n"),
            ("content/policies/index.html", "<p>My own hub</p>\n"),
        ],
    );
}

#[test]
fn a_copied_file_can_t_be_a_page_s_folder() {
    faulty(
        "asset-folder",
        &[
            ("policygen.yaml", "twins: []\npublish: ['*']\n"),
            ("content/policies/privacy", "a file without ending\n"),
        ],
    );
}

#[test]
fn a_policy_can_t_be_the_page_for_dead_addresses() {
    faulty(
        "policy-404",
        &[
            ("policygen.yaml", "urls: flat\n"),
            ("content/policies/404.md", "# Not found\n"),
        ],
    );
}

#[test]
fn old_paths_redirect() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: Privacy & data\naliases: [/Old/Privacy.html, data-protection, /a/b/]\n---\nText.\n",
    );
    site.build().clean();
    for (path, href) in [
        ("Old/Privacy.html", "../privacy/index.html"),
        ("data-protection/index.html", "../privacy/index.html"),
        ("a/b/index.html", "../../privacy/index.html"),
    ] {
        let page = site.read(&format!("public/{path}"));
        assert!(
            page.contains(&format!("content=\"0; url={href}\"")),
            "{page}"
        );
        assert!(
            page.contains(&format!("<a href=\"{href}\">Privacy &amp; data</a>")),
            "{page}"
        );
    }
}

#[test]
fn one_alias_written_twice_by_one_policy_is_named_as_such() {
    faulty(
        "alias-twice",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\naliases: [/old, old/]\n---\nText.\n",
        )],
    );
}

#[test]
fn of_many_dead_links_the_first_are_shown() {
    let site = Site::small();
    let links: String = (0..800).map(|at| format!("[a](#no-{at})\n\n")).collect();
    site.file(PRIVACY, &format!("---\ntitle: Privacy\n---\n{links}"));
    let run = site.build();
    assert_eq!(run.code, 1);
    assert_eq!(run.faults(), 50);
    assert!(
        run.stderr
            .ends_with("  = note: 750 more like this in the same file\n\n800 errors\n"),
        "{}",
        run.text()
    );
}

/// A line is cut to the text around a finding, whose column is unchanged.
#[test]
fn a_dead_link_on_a_very_long_line() {
    let site = Site::small();
    let text = "word ".repeat(90_000);
    site.file(
        PRIVACY,
        &format!("---\ntitle: Privacy\n---\n{text}[a](#no) {text}\n"),
    );
    let run = site.build();
    assert_eq!(run.code, 1);
    run.snapshot("dead-link-on-long-line");
}

#[test]
fn links_to_the_site_s_own_addresses() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "base_url: https://acme.example/legal/\ntwins: [text, markdown]\n",
    )
    .file("content/facts/sub.yaml", "subprocessors: [{legal_name: Host SARL, purpose: hosting, locations: [FR]}]\n")
    .file("content/policies/forms/a.pdf", "%PDF")
    .file(
        "content/policies/terms.md",
        "---\ntitle: Terms\nupdated: 2026-05-01\nslug: terms-of-use\naliases: [/agb]\n---\n## Liability {#liability}\n\nLittle.\n",
    )
    .file(
        PRIVACY,
        "---\ntitle: Privacy\n---\n1 [x](https://acme.example/legal/terms-of-use/#liability)\n2 [x](http://ACME.example/legal)\n\
         3 [x](/legal/terms-of-use/)\n4 [x](/terms-of-use)\n5 [x](terms.txt)\n6 [x](terms-of-use.txt)\n7 [x](feed.xml)\n\
         8 [x](policies.json)\n9 [x](data/subprocessors.csv)\n10 [x](https://acme.example/legal/forms/a.pdf?x#y)\n\
         11 [x](https://acme.example/legal/agb)\n12 [](https://acme.example/legal/terms-of-use/index.html)\n13 [x](sitemap.xml)\n\
         14 [x](https://acme.example/about)\n15 [x](https://other.example/legal/x)\n16 [x](/about)\n17 [x](../policies/terms.md)\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let link = |number: usize| {
        let (_, rest) = page.split_once(&format!("{number} <a href=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    assert_eq!(link(17), "../terms-of-use/index.html");
    let links: Vec<String> = (1..=16).map(link).collect();
    assert_eq!(
        links,
        [
            "../terms-of-use/index.html#liability",
            "../index.html",
            "../terms-of-use/index.html",
            "../terms-of-use/index.html",
            "../terms-of-use.txt",
            "../terms-of-use.txt",
            "../feed.xml",
            "../policies.json",
            "../data/subprocessors.csv",
            "../forms/a.pdf?x#y",
            "../terms-of-use/index.html",
            "../terms-of-use/index.html",
            "../sitemap.xml",
            "https://acme.example/about",
            "https://other.example/legal/x",
            "/about",
        ]
    );
    assert!(page.contains(">Terms</a>"), "{page}");
    assert!(site.exists("public/forms/a.pdf"));
}

#[test]
fn dead_links_to_the_site_s_own_addresses() {
    let text = "---\ntitle: Privacy\n---\n[a](https://acme.example/legal/cookies/) [b](https://acme.example/legal/terms/#none) [c](/legal/none.pdf) [d](none.txt)\n";
    faulty(
        "own-address",
        &[
            ("policygen.yaml", "base_url: https://acme.example/legal\n"),
            (PRIVACY, text),
        ],
    );
    // The host may have pages of other sites.
    let text = "---\ntitle: Privacy\n---\n[a](https://acme.example/contact) [b](/contact) [c](https://acme.example/terms/)\n";
    let site = warned(
        "own-address-host",
        &[
            (
                "policygen.yaml",
                "base_url: https://acme.example\ntwins: []\n",
            ),
            (PRIVACY, text),
        ],
    );
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("href=\"https://acme.example/contact\""),
        "{page}"
    );
}
