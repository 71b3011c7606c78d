//! Faults of source files: files that are missing, unreadable or malformed.

use crate::driver::{Site, deny, faulty, mode, modes_are_ignored, refused, warned};

const PRIVACY: &str = "content/policies/privacy.md";
const COMPANY: &str = "content/facts/company.yaml";
const SETTINGS: &str = "policygen.yaml";

#[test]
fn no_folder_of_policies() {
    refused("no-policies-folder", 1, |site| {
        site.remove("content/policies");
    });
}

#[test]
fn no_file_in_the_folder_of_policies() {
    refused("no-policies-file", 1, |site| {
        site.remove(PRIVACY).remove("content/policies/terms.md");
    });
}

#[test]
fn no_policies_and_other_faults() {
    let run = refused("no-policies-and-more", 1, |site| {
        site.remove(PRIVACY)
            .remove("content/policies/terms.md")
            .file(COMPANY, "company:\n  legal_nam: Acme GmbH\n");
    });
    assert_eq!(run.faults(), 2, "not all faults at once");
}

#[test]
fn only_drafts() {
    warned(
        "only-drafts",
        &[
            (PRIVACY, "---\ntitle: Privacy\ndraft: true\n---\nText.\n"),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\ndraft: true\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn no_root() {
    let site = Site::small();
    let run = site.run(&["build", "--root", "nowhere"]);
    assert_eq!(run.code, 2);
    run.snapshot("no-root");
}

#[test]
fn a_title_comes_from_the_first_heading() {
    let site = Site::small();
    site.file(PRIVACY, "# Your *privacy*\n\nText.\n");
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("<h1>Your privacy</h1>"), "{page}");
    assert_eq!(page.matches("<h1").count(), 1);
}

#[test]
fn a_title_comes_from_the_file_s_name_with_a_warning() {
    let site = warned(
        "no-title",
        &[
            ("content/policies/cookie_policy-eu.md", "Text.\n"),
            ("content/policies/dpa/index.md", "## Section\n\nText.\n"),
            ("content/policies/empty.md", ""),
        ],
    );
    let page = |path: &str| site.read(&format!("public/{path}/index.html"));
    assert!(page("cookie-policy-eu").contains("<h1>Cookie policy eu</h1>"));
    assert!(page("dpa").contains("<h1>Dpa</h1>"));
    assert!(page("empty").contains("<h1>Empty</h1>"));
}

#[test]
fn front_matter_that_does_not_end() {
    faulty(
        "front-matter-open",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\nsummary: All of it\n\n## Data\n\nText.\n",
        )],
    );
}

#[test]
fn a_rule_at_the_head_is_no_front_matter() {
    let site = Site::small();
    site.file(PRIVACY, "---\n\n# Privacy\n\nText.\n");
    site.build().clean();
    assert!(site.read("public/privacy/index.html").contains("<hr"));
}

#[test]
fn front_matter_that_is_no_mapping() {
    faulty(
        "front-matter-list",
        &[
            (PRIVACY, "---\n- title: Privacy\n---\nText.\n"),
            ("content/policies/terms.md", "---\nTerms\n---\nText.\n"),
        ],
    );
}

#[test]
fn yaml_syntax() {
    faulty(
        "yaml-syntax",
        &[
            (
                PRIVACY,
                "---\ntitle: Privacy: all of it\nsummary: x\n---\nText.\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: \"Terms\nsummary: x\n---\nText.\n",
            ),
            (
                COMPANY,
                "company:\n  legal_name: Acme\n    trading_names: [Acme\n",
            ),
            ("content/facts/service.yaml", "service:\n\tname: Acme\n"),
            ("content/facts/sale.yaml", "sale: {sells: false\n"),
            (SETTINGS, "title: @legal\n"),
        ],
    );
}

#[test]
fn duplicate_keys() {
    faulty(
        "yaml-duplicate-key",
        &[
            (
                PRIVACY,
                "---\ntitle: Privacy\nsummary: x\ntitle: Data protection\n---\nText.\n",
            ),
            (
                COMPANY,
                "company:\n  legal_name: Acme\n  country: DE\n  legal_name: Acme GmbH\n",
            ),
            (SETTINGS, "title: Acme\ntitle: Acme legal\n"),
        ],
    );
}

#[test]
fn yaml_that_grows_when_it_is_read() {
    let mut bomb = String::from("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (previous, letter) in ('a'..='h').zip('b'..='i') {
        let references = vec![format!("*{previous}"); 9].join(", ");
        bomb.push_str(&format!("{letter}: &{letter} [{references}]\n"));
    }
    let run = faulty("yaml-bomb", &[(COMPANY, &bomb)]);
    assert_eq!(
        run.faults(),
        1,
        "facts of a file with faults are not missing"
    );
}

#[test]
fn yaml_features_that_are_left_out() {
    let run = faulty(
        "yaml-features",
        &[
            (COMPANY, "company: &company\n  legal_name: Acme\n"),
            (
                "content/facts/contact.yaml",
                "contact:\n  privacy: *company\n",
            ),
            (
                "content/facts/service.yaml",
                "service:\n  <<: {name: Acme}\n",
            ),
            (
                "content/facts/dpo.yaml",
                "dpo: !!python/object:os.system {status: appointed}\n",
            ),
            (
                "content/facts/sale.yaml",
                "sale: {sells: false}\n---\nsale: {sells: true}\n",
            ),
        ],
    );
    assert_eq!(
        run.faults(),
        5,
        "facts of a file with faults are not missing"
    );
}

#[test]
fn deep_yaml() {
    let deep = format!("extra: {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let run = faulty("yaml-deep", &[(SETTINGS, &deep)]);
    assert!(
        run.stderr.contains("SRC108"),
        "not named a limit of policygen"
    );
}

#[test]
fn long_yaml() {
    let long = format!("extra: [{}]\n", "x, ".repeat(20_000));
    faulty("yaml-long", &[(SETTINGS, &long)]);
}

#[test]
fn files_that_are_not_utf8() {
    refused("not-utf8", 1, |site| {
        site.bytes(
            PRIVACY,
            b"---\ntitle: Privacy\n---\nDatenschutzerkl\xE4rung\n",
        )
        .bytes(COMPANY, b"company:\n  legal_name: M\xFCller GmbH\n")
        .bytes("content/clauses/greeting.md", b"\xFF\xFEh\0i\0")
        .bytes(SETTINGS, b"title: \xFC\n");
    });
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_read() {
    let site = Site::small();
    site.build().clean();
    let before = site.tree("public");
    for path in [PRIVACY, COMPANY] {
        let text = site.read(path).replace('\n', "\r\n");
        site.file(path, &format!("\u{FEFF}{text}"));
    }
    site.build().clean();
    let page = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        String::from_utf8_lossy(&files["privacy/index.html"]).replace('\r', "")
    };
    assert_eq!(page(&site.tree("public")), page(&before));
}

#[test]
fn reserved_characters() {
    faulty(
        "reserved-character",
        &[
            (
                PRIVACY,
                "---\ntitle: Privacy\n---\nText with \u{FDD0} in it.\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\n---\nA \u{1FFFE}0\u{1FFFF} marker.\n",
            ),
            (COMPANY, "company:\n  legal_name: \"A\\uFDD0B\"\n"),
        ],
    );
}

#[test]
fn files_that_are_too_large() {
    let long = "Text. ".repeat(200_000);
    refused("too-large", 1, |site| {
        site.file(PRIVACY, &long);
    });
}

#[test]
fn files_that_can_t_be_read() {
    if modes_are_ignored() {
        return;
    }
    refused("unreadable", 1, |site| {
        for path in [PRIVACY, COMPANY] {
            deny(&site.path(path));
        }
        site.file("content/policies/more/x.md", "# X\n");
        deny(&site.path("content/policies/more"));
    });
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere() {
    refused("broken-symlink", 1, |site| {
        site.remove(PRIVACY).remove(COMPANY);
        for path in [PRIVACY, COMPANY] {
            std::os::unix::fs::symlink("nowhere", site.path(path)).unwrap();
        }
    });
}

#[test]
fn copies_of_read_only_files_can_be_written_again() {
    let site = Site::small();
    site.file("policygen.yaml", "publish: [form.pdf]\n")
        .bytes("content/policies/form.pdf", b"%PDF");
    mode(&site.path("content/policies/form.pdf"), 0o444);
    site.build().clean();
    site.remove("content/policies/form.pdf")
        .bytes("content/policies/form.pdf", b"%PDF-2");
    site.build().clean();
    assert_eq!(site.read("public/form.pdf"), "%PDF-2");
    assert!(std::fs::write(site.path("public/form.pdf"), b"x").is_ok());
}

#[test]
fn all_faults_of_all_files_in_one_run() {
    faulty(
        "many-faults",
        &[
            (SETTINGS, "titel: Acme\nurls: nice\ntheme: fancy\n"),
            (
                COMPANY,
                "company:\n  legal_name: Acme\n  country: Germany\n  vat: 1\n",
            ),
            ("content/facts/broken.yaml", "dpo: [\n"),
            (
                "content/clauses/hello.md",
                "---\nsummary: x\nparms: {}\n---\nHello {{ nam }}.\n",
            ),
            (
                PRIVACY,
                "---\ntitle: Privacy\nupdated: 1.6.2026\n---\n{{ <hullo /> }}\n\n[x](term.md)\n\n{{ compny.legal_name }}\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\n---\n## A {#a}\n\n[](#b)\n\n## A {#a}\n\n[](cookies.md)\n",
            ),
        ],
    );
}

#[test]
fn front_matter_that_is_not_read() {
    let run = refused("front-matter-foreign", 1, |site| {
        site.file(PRIVACY, "+++\ntitle = \"Privacy\"\n+++\nText.\n")
            .file(
                "content/policies/blank.md",
                "\n---\ntitle: Blank\nupdated: 2026-05-01\n---\nText.\n",
            )
            .file(
                "content/policies/two.md",
                "---\ntitle: Two\n---\n\n---\nupdated: 2026-05-01\n---\nText.\n",
            )
            .file(
                "content/policies/torn.md",
                "title: Torn\nupdated: 2026-05-01\n---\nText.\n",
            );
    });
    assert_eq!(run.faults(), 4);
}

/// A draft that is not recognised as one would be published.
#[test]
fn front_matter_in_other_forms() {
    let forms = [
        ("json", "{\n  \"title\": \"Plan\",\n  \"draft\": true\n}\n"),
        (
            "comment",
            "<!-- lint off -->\n---\ntitle: Plan\ndraft: true\n---\n",
        ),
        (
            "comments",
            "<!-- a --><!-- b -->\n\n<!-- c -->\n---\ntitle: Plan\ndraft: true\n---\n",
        ),
        ("language", "---toml\ntitle = \"Plan\"\n---\n"),
        ("semicolons", ";;;\n\"title\": \"Plan\"\n;;;\n"),
        ("dashes", "----\ntitle: Plan\n----\n"),
        ("directive", "%YAML 1.2\n---\ntitle: Plan\n---\n"),
        ("multimarkdown", "Title: Plan\nAuthor: Ada\n\n"),
        ("pandoc", "% Plan\n% Ada\n\n"),
    ];
    let run = refused("front-matter-other-forms", 1, |site| {
        for (name, form) in forms {
            let path = format!("content/policies/{name}.md");
            site.file(&path, &format!("{form}Confidential.\n"));
        }
    });
    assert_eq!(run.faults(), forms.len());
    let site = Site::small();
    for (name, text) in [
        ("braces", "{ see below }\n\nText.\n"),
        ("comment", "<!-- c -->\n\nText\n---\nNote: x\n"),
        ("lines", "Version: 2\nEffective: 1 May 2026\n\nText.\n"),
        ("rule", "-----\n\n# Text\n\n-----\n"),
        ("title", "Title: a word for a right in land.\n\nText.\n"),
    ] {
        site.file(&format!("content/policies/{name}.md"), text);
    }
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn rules_that_are_no_front_matter() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: Privacy\n---\n---\nNote: we keep little.\n\n---\nText.\n",
    )
    .file(
        "content/policies/plus.md",
        "+++\n\n# Plus\n\nText = more.\n\n+++\n",
    )
    .file(
        "content/policies/note.md",
        "Note: we keep little.\n\n---\n# Title\n\nText.\n",
    )
    .file(
        "content/policies/rule.md",
        "\n---\n\n# Rule\n\nText.\n\n---\n",
    );
    site.build().clean();
}

#[test]
fn tags_in_titles() {
    refused("front-matter-tags", 1, |site| {
        site.file(
            PRIVACY,
            "---\ntitle: Terms of {{ company.name }}\nsummary: '{% raw %}x{% endraw %}'\nslug: 'terms-{{ company.name }}'\naliases: ['/{{ service.name }}/']\nhistory:\n- {version: '1', date: 2026-05-01, summary: 'For {{ company.name }}.'}\n---\nText.\n",
        );
    });
}

#[test]
fn keys_of_other_generators() {
    warned(
        "front-matter-other-generators",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\npermalink: /p/\nlastmod: 2026-05-01\npublished: false\nlayout: page\n\
             colour: red\n---\nText.\n",
        )],
    );
}

#[test]
fn keys_of_other_generators_whose_meaning_depends_on_others() {
    warned(
        "front-matter-other-generators-values",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\nstatus: canonical\ndate: 2018-08-21\nlastmod: 2020-07-21\n\
             subtitle: 'Effective: July 25, 2023'\ncategories: [legal]\nogtype: website\n---\nText.\n",
        )],
    );
}

#[test]
fn links_without_a_scheme() {
    refused("links-without-scheme", 1, |site| {
        site.file(
            PRIVACY,
            "---\ntitle: Privacy\n---\n[site](www.acme.example/a) and [mail](a@acme.example)\n",
        );
    });
}

#[test]
fn a_second_block_further_down_is_reported() {
    let privacy = "content/policies/privacy.md";
    let with = |text: &str| format!("---\ntitle: Privacy\n---\n{text}");
    let block = "---\ntitle: Terms\nupdated: 2026-01-01\n---\nMore.\n";
    faulty(
        "front-matter-further-down",
        &[(privacy, &with(&format!("Text.\n\n{block}")))],
    );
    for sound in [
        format!("Text:\n\n```yaml\n\n{block}```\n"),
        "Text.\n\n---\nNote: we keep it.\n\n---\n\nText.\n".to_owned(),
        "Text.\n\n---\n\ndate: today\n\n---\n".to_owned(),
    ] {
        let site = Site::with(&[(privacy, &with(&sound))]);
        let said = site.build().text();
        assert!(!said.contains("SRC112"), "{said}");
    }
}

/// Keys of front matter, by generator.
const KEYS: &[(&str, &str)] = &[
    (
        "Jekyll",
        "layout permalink published date redirect_from redirect_to excerpt last_modified_at nav_order parent sitemap lang",
    ),
    (
        "Hugo",
        "lastmod publishDate description weight url linkTitle menu params layout translationKey",
    ),
    (
        "Docusaurus",
        "sidebar_position sidebar_label pagination_next hide_title unlisted last_update description",
    ),
    ("Zola", "template updated path weight description"),
    ("mdBook and Pandoc", "subtitle abstract numbersections toc"),
    (
        "Eleventy, Astro and VitePress",
        "pubDate updatedDate outline head eleventyNavigation lastUpdated prev",
    ),
    ("none", "favourite_colour titel"),
];

#[test]
fn keys_of_other_generators_have_names_here() {
    let mut said = String::new();
    for (generator, keys) in KEYS {
        said.push_str(&format!("{generator}\n"));
        for key in keys.split(' ') {
            let site = Site::with(&[(
                "content/policies/privacy.md",
                &format!("---\ntitle: Privacy\n{key}: value\n---\nLittle.\n"),
            )]);
            let run = site.build();
            let help = run.stderr.split("= help: ").nth(1);
            let help = help.map_or("none: policygen has it", |help| {
                help.lines().next().unwrap()
            });
            said.push_str(&format!("  {key}: {help}\n"));
        }
    }
    crate::snapshot::compare("foreign-keys", &said);
}

/// A `type` of Hugo would turn off the rules for the document.
#[test]
fn a_kind_of_page_is_no_document_type() {
    let site = Site::with(&[(
        "content/policies/privacy.md",
        "---\ntitle: Privacy policy\nupdated: 2026-05-01\ntype: page\n---\nWe keep your data as long as necessary.\n",
    )]);
    let run = site.run(&["check"]);
    assert!(
        run.stdout.contains("FAC202") && run.stdout.contains("GDPR119")
            || run.stderr.contains("FAC202") && run.stderr.contains("GDPR119"),
        "{}",
        run.text()
    );
}

#[test]
fn toml_with_values_in_several_lines() {
    for value in [
        "\"\"\"\nTwo lines, \\\nand = more.\n\"\"\"",
        "'''\nTwo\nlines\n'''",
        "[\n\"a\",\n\"b\"\n]",
    ] {
        let text = format!("+++\ntitle = 'Privacy'\ndescription = {value}\n+++\n\nText.\n");
        let run = Site::with(&[("content/policies/privacy.md", &text)]).build();
        assert!(run.stderr.contains("SRC112"), "{value}\n{}", run.text());
    }
    let text = "+++\n\ntitle = \"\"\"not closed\n\nText.\n";
    let run = Site::with(&[("content/policies/privacy.md", text)]).build();
    assert!(!run.stderr.contains("SRC112"), "{}", run.text());
}

#[test]
fn a_title_below_a_line_or_a_foreign_block() {
    for text in [
        "Source: [authority](https://authority.example)\n\n## Privacy policy of Acme\n\n### Data\n\nText.\n",
        "::page-section\n---\nclass: wide\n---\n\n# Privacy policy of Acme\n\n## Data\n\nText.\n::\n",
        "::page-section\n\n## Privacy policy of Acme\n\n### Data\n\nText.\n::\n",
        "<div class=\"text\">\n\n## Privacy policy of Acme\n\n### Data\n\nText.\n\n</div>\n",
        "### Privacy policy of Acme\n\nText.\n",
        "Source: Acme\n\n## Privacy policy of Acme\n\n### Data\n\nText\n----\n\nText.\n",
    ] {
        let site = Site::with(&[("content/policies/privacy.md", text)]);
        let run = site.build();
        assert!(!run.stderr.contains("SRC110"), "{text}\n{}", run.text());
        let page = site.read("public/privacy/index.html");
        assert_eq!(
            page.matches(">Privacy policy of Acme</h1>").count(),
            1,
            "{page}"
        );
        assert!(!page.contains("Privacy policy of Acme</h2>"), "{page}");
    }
    for text in [
        "We keep little.\n\n## Scope\n\n### Data\n\nText.\n",
        "We keep little.\n\n## Privacy of children\n\nText.\n\n## Terms\n\nText.\n",
        "One line.\nAnother line.\n\n## Privacy policy of Acme\n\n### Data\n\nText.\n",
    ] {
        let run = Site::with(&[("content/policies/privacy.md", text)]).build();
        assert!(run.stderr.contains("SRC110"), "{text}\n{}", run.text());
    }
}

#[test]
fn a_date_that_cannot_be_read_is_one_finding() {
    let with = |updated: &str| {
        let text =
            format!("---\ntitle: Privacy policy\nupdated: {updated}\n---\nWe keep little.\n");
        let site = Site::with(&[("content/policies/privacy.md", &text)]);
        site.run(&["check"]).text()
    };
    for updated in ["\"Last updated: May 1, 2026\"", "yesterday", "2026-13-45"] {
        let said = with(updated);
        assert!(said.contains("FAC205"), "{said}");
        assert!(!said.contains("the document has no date"), "{said}");
    }
    assert!(!with("2026-05-01").contains("DAT101"));
}

#[test]
fn front_matter_between_dashes() {
    for (first, last) in [("—", "—"), ("–-", "–"), ("--", "---")] {
        let text = format!("{first}\ntitle: T\nupdated: 2026-05-01\n{last}\nText.\n");
        let run = Site::with(&[("content/policies/privacy.md", &text)]).build();
        assert!(run.stderr.contains("SRC112"), "{first}\n{}", run.text());
        assert!(run.stderr.contains("privacy.md:1:1"), "{}", run.text());
    }
    let text = "—\n\nNote: a dash above text is no front matter.\n\n—\n";
    let run = Site::with(&[("content/policies/privacy.md", text)]).build();
    assert!(!run.stderr.contains("SRC112"), "{}", run.text());
}

/// Chat assistants hand over whole files as code.
#[test]
fn front_matter_in_a_block_of_code() {
    for text in [
        "```markdown\n---\ntitle: T\n---\n\n# T\n\nText.\n```\n",
        "\n~~~yaml\n\n---\ntitle: T\n---\n~~~\n\nText.\n",
    ] {
        let run = Site::with(&[("content/policies/privacy.md", text)]).build();
        assert!(run.stderr.contains("in a block of code"), "{}", run.text());
    }
    let text = "```\n---\nText.\n---\n```\n\nText.\n";
    let run = Site::with(&[("content/policies/privacy.md", text)]).build();
    assert!(!run.stderr.contains("SRC112"), "{}", run.text());
}

#[test]
fn an_empty_slug() {
    for slug in ["\"\"", "/"] {
        let text = format!("---\ntitle: T\nslug: {slug}\n---\nText.\n");
        let run = Site::with(&[("content/policies/privacy.md", &text)]).build();
        assert!(run.stderr.contains("`slug` is empty"), "{}", run.text());
        assert!(run.stderr.contains("privacy.md:3:7"), "{}", run.text());
    }
}
