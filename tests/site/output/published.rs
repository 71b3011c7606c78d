//! Which files next to the policies are published.

use crate::driver::{Site, faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";
const SETTINGS: &str = "policygen.yaml";

/// A policy with this text.
fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy policy\n---\n{text}\n")
}

/// The files of the output except those with policygen's own names.
fn published(site: &Site) -> Vec<String> {
    let own = [
        ".nojekyll",
        ".policygen.json",
        "404.html",
        "assets/hub.css",
        "assets/icon.svg",
        "assets/policygen.css",
        "index.html",
        "policies.json",
        "privacy/index.html",
        "robots.txt",
        "terms/index.html",
    ];
    let files = site.tree("public").into_keys();
    files.filter(|file| !own.contains(&file.as_str())).collect()
}

#[test]
fn only_files_that_pages_link_to_are_copied() {
    let text = policy(
        "[a](forms/dpa.pdf) ![b](logo.svg) <img src=\"photo.png\" alt=\"\"> <a href=\"/old.html\">c</a>\n\n[d]: data.csv#top\n\nSee [d] and `notes.txt`.",
    );
    let site = warned(
        "files-left-out",
        &[
            (PRIVACY, &text),
            ("content/policies/forms/dpa.pdf", "%PDF"),
            ("content/policies/logo.svg", "<svg/>"),
            ("content/policies/photo.png", "x"),
            ("content/policies/old.html", "<p>Old</p>"),
            ("content/policies/data.csv", "a,b\n"),
            ("content/policies/notes.txt", "x"),
            ("content/policies/deploy.key", "x"),
            ("content/policies/secrets.env", "x"),
            ("content/policies/package.json", "{}"),
            ("content/policies/src/main.rs", "x"),
            ("content/policies/privacy.md.bak", "x"),
            ("content/policies/README.md", "{% not for Tera"),
            ("content/policies/other.html", "<p>Text</p>"),
            ("content/policies/terms.mdx", "# Terms"),
        ],
    );
    assert_eq!(
        published(&site),
        [
            "data.csv",
            "forms/dpa.pdf",
            "logo.svg",
            "old.html",
            "photo.png"
        ]
    );
    // The note is reported once, and does not make the site incomplete.
    site.remove("content/policies/other.html")
        .remove("content/policies/terms.mdx");
    site.build();
    site.build().clean();
    let verbose = site
        .file(PRIVACY, &text)
        .run(&["build", "--out", "x", "--verbose"]);
    assert_eq!(
        verbose.stderr.matches("not published: ").count(),
        8,
        "{}",
        verbose.text()
    );
    // If a link is removed, its file is removed too.
    site.file(PRIVACY, &policy("Nothing."));
    site.build();
    assert_eq!(published(&site), [""; 0]);
}

#[test]
fn files_that_the_theme_or_data_names_are_copied() {
    let site = Site::small();
    site.file(SETTINGS, "twins: []\nbase_url: https://acme.example/legal/\nextra: {guide: files/guide.pdf}\n")
        .file("content/policies/files/guide.pdf", "%PDF")
        .file("content/policies/files/form.pdf", "%PDF")
        .file("content/policies/seal.png", "x")
        .file("content/policies/paper.png", "x")
        .file("content/policies/pgp.txt", "x")
        .file(PRIVACY, "---\ntitle: Privacy\nextra: {files: [/files/form.pdf]}\n---\nText.\n")
        .file("themes/default/templates/404.html", "<img src=\"{{ root }}seal.png\">")
        .file("themes/default/assets/extra.css", "p { background: url(../paper.png) }")
        .file(
            "content/facts/security.yaml",
            "security_txt: {contact: [security@acme.example], expires: 2027-01-01, encryption: https://acme.example/legal/pgp.txt}\n",
        );
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    for path in [
        "files/guide.pdf",
        "files/form.pdf",
        "seal.png",
        "paper.png",
        "pgp.txt",
    ] {
        assert!(site.exists(&format!("public/{path}")), "{path}");
    }
}

#[test]
fn links_to_files_of_other_types() {
    faulty(
        "unpublished-files",
        &[
            (SETTINGS, "twins: []\nexclude: [old.pdf, drafts]\n"),
            (
                PRIVACY,
                &policy(
                    "[a](pgp.asc) [b](deploy.key) [c](terms.mdx) [d](package.json) [e](old.pdf) [f](drafts/dpa.md)",
                ),
            ),
            ("content/policies/pgp.asc", "x"),
            ("content/policies/deploy.key", "x"),
            ("content/policies/terms.mdx", "x"),
            ("content/policies/package.json", "x"),
            ("content/policies/old.pdf", "x"),
            ("content/policies/drafts/dpa.md", "# DPA\n\nText.\n"),
        ],
    );
}

#[test]
fn publish_and_exclude() {
    let site = Site::small();
    site.file(
        SETTINGS,
        "twins: []\npublish: ['*.asc', forms/, deploy.key, content/policies/x/a.json, .hidden/y]\nexclude: [terms.md, '*.docx', x/b.json]\n",
    )
    .file("content/policies/keys/pgp.asc", "x")
    .file("content/policies/forms/a.pdf", "x")
    .file("content/policies/forms/a.docx", "x")
    .file("content/policies/deploy.key", "x")
    .file("content/policies/x/a.json", "x")
    .file("content/policies/x/b.json", "x")
    .file("content/policies/.hidden/y", "x")
    .file("content/policies/.hidden/z", "x");
    site.build().clean();
    assert_eq!(
        published(&site),
        [
            ".hidden/y",
            "deploy.key",
            "forms/a.pdf",
            "keys/pgp.asc",
            "x/a.json"
        ]
    );
    assert!(!site.exists("public/terms"));
}

#[test]
fn patterns_that_publish_nothing() {
    warned(
        "publish-patterns",
        &[
            (SETTINGS, "twins: []\npublish: ['*.key', form.pdf]\n"),
            ("content/policies/keys/deploy.key", "x"),
        ],
    );
    faulty(
        "bad-patterns",
        &[(SETTINGS, "publish: ['a[', '!b', '/']\nexclude: ['{a']\n")],
    );
}

#[test]
fn pages_of_the_repository_are_policies_only_if_asked() {
    let readme = "content/policies/README.md";
    let site = Site::small();
    site.file(readme, "# About {% this }\n\nText.\n");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("readme-left-out");
    assert!(!site.exists("public/readme"));
    // It can be published by a title, a pattern or a link.
    for (path, text) in [
        (readme, "---\ntitle: About\n---\nText.\n"),
        (SETTINGS, "twins: []\npublish: [README.md]\n"),
        (PRIVACY, &policy("[about](README.md)")),
    ] {
        let site = Site::small();
        site.file(readme, "# About\n\nText.\n").file(path, text);
        site.build().clean();
        assert!(site.exists("public/readme/index.html"), "{path}");
    }
    // A link that only tags produce is not known before the policies are read.
    faulty(
        "readme-link",
        &[
            (readme, "# About\n\nText.\n"),
            (
                PRIVACY,
                &policy("{{ \"[x](READ\" | safe }}{{ \"ME.md)\" | safe }}"),
            ),
        ],
    );
}

#[cfg(unix)]
#[test]
fn linked_folders_are_reported_wherever_sources_are() {
    let site = Site::small();
    site.file("shared/x/hello.md", "# Hello\n\nText.\n");
    for folder in ["policies", "facts", "clauses", "rules", "words"] {
        std::fs::create_dir_all(site.path(&format!("content/{folder}"))).unwrap();
        let link = site.path(&format!("content/{folder}/linked"));
        std::os::unix::fs::symlink("../../shared/x", link).unwrap();
    }
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("linked-folders");
    site.file(SETTINGS, "twins: []\nexclude: [linked]\n");
    assert_eq!(site.build().faults(), 4);
}

#[test]
fn files_for_hosts() {
    let site = Site::small();
    site.file("content/policies/.well-known/assetlinks.json", "[]")
        .file("content/policies/.well-known/x/token", "x")
        .file("content/policies/robots.txt", "User-agent: *\n");
    site.build().clean();
    assert_eq!(
        published(&site),
        [".well-known/assetlinks.json", ".well-known/x/token"]
    );
    assert_eq!(site.read("public/.nojekyll"), "");
    assert_eq!(site.read("public/robots.txt"), "User-agent: *\n");
    site.file(SETTINGS, "twins: []\nnojekyll: false\n");
    site.build().clean();
    assert!(!site.exists("public/.nojekyll"));
    // The site's own file takes precedence over the setting.
    site.file("content/policies/.nojekyll", "# mine\n\nText.\n");
    site.build().clean();
    assert_eq!(site.read("public/.nojekyll"), "# mine\n\nText.\n");
}

/// A file whose name marks it as a secret or backup counts as one, whatever its extension.
#[test]
fn secrets_with_harmless_endings_stay_out() {
    let names = [
        "passwords.csv",
        "credentials.xlsx",
        "server.key.txt",
        "private-key.txt",
        "api_key.txt",
        "secrets.PDF",
        "backup.zip",
        "dump.sql.zip",
        "terms.md.bak.pdf",
    ];
    for name in names {
        let site = Site::small();
        site.file(PRIVACY, &policy(&format!("[a]({name})")))
            .file(&format!("content/policies/{name}"), "x");
        let run = site.build();
        assert_eq!(run.code, 1, "{name}");
        assert!(run.stderr.contains("error[REF205]"), "{}", run.stderr);
    }
    let site = Site::small();
    site.file(
        PRIVACY,
        &policy("[a](key-facts.pdf) [b](password-rules.pdf)"),
    )
    .file("content/policies/key-facts.pdf", "x")
    .file("content/policies/password-rules.pdf", "x");
    site.build().clean();
}

/// A link is published like its target.
#[cfg(unix)]
#[test]
fn links_to_secrets_are_secrets() {
    use std::os::unix::fs::symlink;
    let site = Site::small();
    site.file("secrets.env", "KEY=1")
        .file(
            "content/facts/more.yaml",
            "changes: {notice_period: P30D}\n",
        )
        .file("real.pdf", "%PDF")
        .file(PRIVACY, &policy("[a](a.txt) [b](b.txt) [c](c.pdf)"));
    let to = |target: &str, name: &str| {
        symlink(target, site.path(&format!("content/policies/{name}"))).unwrap();
    };
    to("../../secrets.env", "a.txt");
    to("../facts/more.yaml", "b.txt");
    to("../../real.pdf", "c.pdf");
    let run = site.build();
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr.matches("error[REF").count(), 2, "{}", run.stderr);
    assert!(!run.stderr.contains("c.pdf`"), "{}", run.stderr);
    site.file(PRIVACY, &policy("[c](c.pdf)"));
    assert_eq!(site.build().code, 0);
    assert_eq!(site.read("public/c.pdf"), "%PDF");
    to("../../secrets.env", "d.md");
    let run = site.build();
    let says = "the link points to `secrets.env`, which is not Markdown";
    assert!(run.stderr.contains(says), "{}", run.stderr);
}

#[test]
fn names_that_are_not_meant_for_the_public() {
    let text = policy(
        "[a](kunden.csv) [b](customers-2024.xlsx) [c](AGB_alt.pdf) [d](terms-draft.pdf) [e](CGU_brouillon.pdf)\n\
         [f](draft-regulations.pdf) [g](subprocessors-eu.csv) [h](customers.pdf) [i](office-old.png)",
    );
    let site = Site::small();
    site.file(PRIVACY, &text);
    for name in [
        "kunden.csv",
        "customers-2024.xlsx",
        "AGB_alt.pdf",
        "terms-draft.pdf",
        "CGU_brouillon.pdf",
        "draft-regulations.pdf",
        "subprocessors-eu.csv",
        "customers.pdf",
        "office-old.png",
    ] {
        site.file(&format!("content/policies/{name}"), "x");
    }
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    assert_eq!(
        run.stderr.matches("warning[SRC135]").count(),
        2,
        "{}",
        run.text()
    );
    assert_eq!(
        run.stderr.matches("warning[SRC117]").count(),
        3,
        "{}",
        run.text()
    );
    assert_eq!(run.faults(), 5, "{}", run.text());
    // A pattern publishes more than its author may know; a path is meant.
    site.file(
        SETTINGS,
        "twins: []\npublish: ['*.pdf', content/policies/kunden.csv, content/policies/customers-2024.xlsx, content/policies/AGB_alt.pdf]\n",
    );
    let run = site.build();
    assert_eq!(run.stderr.matches("SRC117").count(), 2, "{}", run.text());
    assert_eq!(run.faults(), 2, "{}", run.text());
}

#[test]
fn files_that_a_copied_page_uses() {
    let site = Site::small();
    site.file(PRIVACY, &policy("[a](old/terms.html) ![b](a.png)"))
        .file(
            "content/policies/old/terms.html",
            "<link rel=\"stylesheet\" href=\"s.css\">\n<p><img src='../a.png'><img src=\"b%20c.png\"><a href=\"#x\">x</a>\
             <a href=\"https://a.example/s.css\">y</a><a href=\"gone.html\">z</a></p>\n",
        )
        .file("content/policies/old/s.css", "p {}")
        .file("content/policies/old/b c.png", "x")
        .file("content/policies/a.png", "x");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    assert_eq!(
        run.stderr.matches("warning[SRC136]").count(),
        2,
        "{}",
        run.text()
    );
    assert!(run.stderr.contains("old/terms.html:1:30"), "{}", run.text());
    assert!(
        run.stderr.contains("uses `content/policies/old/b c.png`"),
        "{}",
        run.text()
    );
}
