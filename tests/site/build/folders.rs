//! Existing folders of Markdown.

use crate::driver::Site;

/// A folder whose Markdown was not written for policygen.
fn folder(files: &[(&str, &str)]) -> Site {
    let site = Site::with(files);
    site.file("policygen.yaml", "paths: {policies: .}\n");
    site
}

#[test]
fn a_title_is_printed_once() {
    let site = folder(&[
        (
            "a.md",
            "---\ntitle: Privacy Policy\n---\n# Privacy  policy\n\n## Data\n",
        ),
        (
            "b.md",
            "---\ntitle: Privacy\n---\n# Privacy policy\n\n## Data\n",
        ),
        (
            "c.md",
            "Privacy\n=======\n\nData\n----\n\n# Another first\n",
        ),
        (
            "d.md",
            "---\ntitle: Privacy\n---\nText first.\n\n# Privacy\n",
        ),
    ]);
    site.build().clean();
    let headings = |path: &str| {
        let page = site.read(&format!("public/{path}/index.html"));
        let count = |level| page.matches(&format!("<h{level}")).count();
        (count(1), count(2), count(3))
    };
    assert_eq!(headings("a"), (1, 1, 0));
    assert_eq!(headings("b"), (1, 1, 1));
    assert_eq!(headings("c"), (1, 1, 1));
    // The title as a heading after other text is still the title.
    assert_eq!(headings("d").0, 1);
}

#[test]
fn front_matter_of_other_generators_is_a_warning() {
    let site = folder(&[(
        "privacy.md",
        "---\nlayout: page\ntitle: Privacy\ndate: 2024-01-01 10:00:00 +0200\nweight: 3\ntags: [legal, eu]\nmenu: {main: {weight: 1}}\n\
         sidebar_position: 2\ndescription: All of it\n---\nText.\n",
    )]);
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("folder-front-matter");
}

#[test]
fn other_generators_values_for_known_keys() {
    // A key with a different meaning in another generator stops the build, with an explanation.
    let site = folder(&[(
        "privacy.md",
        "---\ntitle: Privacy\nupdated: 2024-01-01T10:00:00Z\nversion: 1.10\norder: -1\ntype: [a]\n---\nText.\n",
    )]);
    let run = site.build();
    assert_eq!(run.code, 1, "{}", run.text());
    run.snapshot("folder-known-keys");
}

#[test]
fn versions_stay_as_they_are_written() {
    let site = folder(&[(
        "privacy.md",
        "---\ntitle: Privacy\nversion: 1.10\n---\n{{ policy.version }}\n",
    )]);
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("<li>Version 1.10</li>") && page.contains("<p>1.10</p>"),
        "{page}"
    );
}

#[test]
fn links_of_all_kinds() {
    let site = folder(&[
        ("index.md", "# Home\n\nText.\n"),
        (
            "legal/privacy.md",
            "# Privacy\n\n1 [x](../index.md)\n2 [x](/legal/terms.md)\n3 [x](terms)\n4 [x](terms.html)\n5 [x](./terms/)\n\
             6 [x](../legal/)\n7 [x](terms.md?x=1#part)\n8 [x](#top)\n9 [x](/elsewhere/on/the/host)\n10 [x](//acme.example/x)\n\
             11 [x](mailto:a@acme.example)\n12 [x](tel:+4930123456)\n13 <https://acme.example/?a=b&c>\n14 [x](<my notes.md>)\n\
             15 [x](files/a%20b.pdf#page=2)\n16 [x](TERMS.md#Part)\n17 [x](?print)\n18 [x](../legal/index.md)\n",
        ),
        ("legal/index.md", "# Legal\n\nText.\n"),
        ("legal/terms.md", "# Terms\n\n## Part\n"),
        (
            "legal/TERMS.md/readme.txt",
            "a folder that is called like a page\n",
        ),
        ("legal/my notes.md", "# My notes\n\nText.\n"),
        ("legal/files/a b.pdf", "%PDF"),
    ]);
    site.remove("legal/TERMS.md");
    site.file(
        "legal/privacy.md",
        &site
            .read("legal/privacy.md")
            .replace("TERMS.md", "terms.md"),
    );
    site.build().clean();
    let page = site.read("public/legal/privacy/index.html");
    let hrefs: Vec<&str> = (1..=18)
        .map(|number| {
            let (_, rest) = page
                .split_once(&format!("{number} <a href=\""))
                .unwrap_or_else(|| panic!("{number} in {page}"));
            rest.split('"').next().unwrap()
        })
        .collect();
    assert_eq!(
        hrefs,
        [
            "../../index.html",
            "../../legal/terms/index.html",
            "../../legal/terms/index.html",
            "../../legal/terms/index.html",
            "../../legal/terms/index.html",
            "../../legal/index.html",
            "../../legal/terms/index.html#part",
            "#top",
            "/elsewhere/on/the/host",
            "//acme.example/x",
            "mailto:a@acme.example",
            "tel:+4930123456",
            "https://acme.example/?a=b&amp;c",
            "../../legal/my-notes/index.html",
            "../../legal/files/a%20b.pdf#page=2",
            "../../legal/terms/index.html#part",
            "?print",
            "../../legal/index.html",
        ]
    );
}

#[test]
fn links_out_of_the_folder_are_dead() {
    let site = folder(&[("a/b.md", "# B\n\n[up](../../x.md)\n")]);
    let run = site.build();
    assert_eq!(run.code, 1);
    run.snapshot("folder-link-out");
}

#[test]
fn hidden_files_backups_and_the_site_s_own_folders_are_left_out() {
    let site = folder(&[
        ("privacy.md", "# Privacy\n\n[a](a/scan.PDF) [b](data.csv)\n"),
        ("a/scan.PDF", "%PDF"),
        ("a/.hidden", "x"),
        ("privacy.md~", "x"),
        ("a/#scan.md#", "x"),
        ("~$form.docx", "x"),
        (".github/README.md", "# No\n\nText.\n"),
        ("node_modules/m/README.md", "# No\n\nText.\n"),
        (
            "content/facts/company.yaml",
            "company: {legal_name: Acme}\n",
        ),
        ("content/clauses/x.md", "---\nsummary: x\n---\nText.\n"),
        ("themes/default/templates/404.html", "Nothing here.\n"),
        ("data.csv", "a,b\n"),
    ]);
    site.build().clean();
    let first = site.tree("public");
    let files: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(
        files,
        [
            ".nojekyll",
            ".policygen.json",
            "404.html",
            "a/scan.PDF",
            "assets/hub.css",
            "assets/icon.svg",
            "assets/policygen.css",
            "assets/redline.css",
            "data.csv",
            "index.html",
            "llms.txt",
            "policies.json",
            "privacy.json",
            "privacy.md",
            "privacy.txt",
            "privacy/index.html",
            "robots.txt"
        ]
    );
    // The output is not a source of the next build, wherever it is.
    site.build().clean();
    assert!(site.tree("public") == first);
    site.run(&["build", "--out", "docs/site"]);
    site.run(&["build", "--out", "docs/site"]);
    assert!(!site.exists("docs/site/docs"));
}

#[test]
fn an_output_with_another_name_is_no_source_either() {
    let site = folder(&[("privacy.md", "# Privacy\n\nText.\n")]);
    site.build().clean();
    // The site is now built elsewhere: the earlier output still belongs to policygen.
    let run = site.run(&["build", "--out", "dist"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(!site.exists("dist/public"), "the earlier output was copied");
}

#[test]
fn the_front_page_is_the_folder_s_own() {
    let site = folder(&[
        (
            "index.md",
            "---\ntitle: Acme legal\nsummary: All of it\n---\nWelcome. See [](privacy.md).\n",
        ),
        ("privacy.md", "# Privacy\n\nText.\n"),
    ]);
    site.build().clean();
    let page = site.read("public/index.html");
    for text in [
        "<h1>Acme legal</h1>",
        "<p>Welcome. See <a href=\"privacy/index.html\">Privacy</a>.</p>",
        "<a href=\"privacy/index.html\">Privacy</a>\n</li>",
    ] {
        assert!(page.contains(text), "{text} is not in {page}");
    }
}

#[cfg(unix)]
#[test]
fn linked_folders_don_t_lead_round_in_circles() {
    let site = folder(&[
        ("a/privacy.md", "# Privacy\n\nText.\n"),
        ("b/terms.md", "# Terms\n\nText.\n"),
    ]);
    std::os::unix::fs::symlink("..", site.path("a/up")).unwrap();
    std::os::unix::fs::symlink("../b/terms.md", site.path("a/linked.md")).unwrap();
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("linked-folder");
    assert!(site.exists("public/a/linked/index.html"));
    assert!(!site.exists("public/a/up"));
}

#[test]
fn odd_names() {
    let site = folder(&[
        ("!!!.md", "# Exclamation\n\nText.\n"),
        ("a%20b.md", "# Percent\n\n[self](a%2520b.md)\n"),
        ("C#.md", "# Sharp\n\n[x](C%23.md) [y](what%3F.md)\n"),
        ("what?.md", "# What\n\nText.\n"),
        ("UPPER.MD", "# Upper\n\n[x](<a b/c d.txt>)\n"),
        ("dots.in.name.md", "# Dots\n\nText.\n"),
        ("..md", "# Hidden\n\nText.\n"),
        ("quote\"s & <angles>.md", "# Quotes\n\nText.\n"),
        ("emoji 🦊.md", "# Fox\n\nText.\n"),
        ("a b/c d.txt", "x"),
    ]);
    site.build().clean();
    let files: Vec<String> = site
        .tree("public")
        .into_keys()
        .filter(|path| path.ends_with("index.html"))
        .collect();
    assert_eq!(
        files,
        [
            "a-20b/index.html",
            "c/index.html",
            "dots-in-name/index.html",
            "emoji-fox-face/index.html",
            "index.html",
            "page/index.html",
            "quote-s-angles/index.html",
            "upper/index.html",
            "what/index.html",
        ]
    );
}

#[test]
fn help_names_the_configured_folder() {
    let site = Site::with(&[
        (
            "policygen.yaml",
            "paths: {policies: legal, facts: legal-facts}\n",
        ),
        ("legal/privacy.md", "Write to {{ company.email }}.\n"),
    ]);
    let run = site.build();
    assert_eq!(run.code, 1, "{}", run.text());
    let help = "add `company` to a file in `legal-facts` or to the policy's front matter";
    assert!(run.stderr.contains(help), "{}", run.text());
    assert!(!run.stderr.contains("content/"), "{}", run.text());
}
