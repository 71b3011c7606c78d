//! Markdown that is read differently from what its author must have meant is reported, and is
//! unchanged in the twins.

use crate::driver::{Site, faulty, warned};
use crate::snapshot::compare;

const PRIVACY: &str = "content/policies/privacy.md";

/// A site with a text that is reported as in a snapshot.
#[track_caller]
fn built(name: &str, text: &str) -> Site {
    let text = format!("---\ntitle: T\n---\n{text}");
    let logo = ("content/policies/logo.png", "not shown");
    let settings = ("policygen.yaml", "twins: [text, json]\n");
    match text.contains("logo.png") {
        true => warned(name, &[settings, (PRIVACY, &text), logo]),
        false => warned(name, &[settings, (PRIVACY, &text)]),
    }
}

#[test]
fn numbers_of_items_that_change() {
    let site = built(
        "misread_numbers",
        "1. one\n2. two\n4. four\n\nText.\n\n1. outer\n  1. inner\n2. outer\n\n> 3) x\n> 5) y\n\n\
         Text.\n\n1. a\n2. b\nMore text\n1. c\n\nText.\n\n1. same\n1. same\n1. same\n",
    );
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("<ol start=\"3\">"), "{page}");
}

#[test]
fn code_that_nothing_closes() {
    faulty(
        "misread_code",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\n> ~~~\n> closed\n> ~~~\n\n- ```sh\n  closed\n  ```\n- ```\n  open in an item\n- x\n\n    ```\n    indented\n\n```text\nopen\n\n## Rights\n",
        )],
    );
}

#[test]
fn marks_between_digits() {
    built(
        "misread_digits",
        "The fee is 5*3*2 euros, 2**3**4, 5*days*2 or 5~~6~~7. Nutzer*innen zahlen, Kund*innen nicht.\n\n\
         It takes ~5 to 10~ days. This is un*frig*gin fine, as is 2 * 3 * 4 and *Acme*.\n",
    );
}

#[test]
fn marks_that_refer_to_notes() {
    built(
        "misread_references",
        "Hiermit widerrufe(n) ich/wir (*) den von mir/uns (*) abgeschlossenen Vertrag.\n\n\
         Basis 9,90€*/Monat, Plus 19,90€*/Monat.\n\nSetup is 99€*, returns 5€*.\n\n\
         This is fine: the (**\"Agreement\"**), *(optional)*, *...so on*, an *item*, and 49€\\*.\n",
    );
}

#[test]
fn comments_that_end_with_the_next_one() {
    faulty(
        "misread_comment_ends",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\n<!-- todo: ask KP\n\nWe never sell your data.\n\n<!-- end -->\n\nText <!-- a --> and `<!-- <!-- -->`.\n",
        )],
    );
}

#[test]
fn classes_that_hide() {
    built(
        "misread_classes",
        "<div class=\"hidden\">Internal only</div>\n\n<p class=\"hidden md:block\">Wide</p>\n\n<p class=\"note\">A</p>\n",
    );
}

#[test]
fn tables_that_are_none() {
    built(
        "misread_tables",
        "| a | b |\n|---|---|\n| c | d |\n<!-- x -->\n| e | f |\n\n\
         | a | b |\n|---|\n| c | d |\n\n\
         Text above:\na | b\n---|---|---\nc | d\n\n\
         |---|---|\n| a | b |\n\n\
         | a | b |\n|---|---|\n| c | d |\nSentence below.\n\n\
         The sign | is no table.\n",
    );
}

#[test]
fn blocks_without_text() {
    built(
        "misread_empty",
        "###\n\nText[^1].\n\n### {#only}\n\nMore.\n\n## <a id=\"x\"></a>\n\nEnd.\n\n[^1]:\n",
    );
}

#[test]
fn lists_that_end_the_one_above() {
    built(
        "misread_lists",
        "10. ten\n   - inside?\n11. eleven\n\nText.\n\n1. one\n   - inside\n2. two\n\nText.\n\n* a\n+ b\n",
    );
}

#[test]
fn comments_in_label_definitions() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text, markdown, json]\n");
    site.file(PRIVACY, "---\ntitle: T\n---\nText.\n\n[comment]: # (secret)\n[x]: <> (secret)\n[up]: #\n[Down]: #\n\nGo [up] and [down].\n");
    site.build().clean();
    for file in [
        "privacy/index.html",
        "privacy.txt",
        "privacy.md",
        "privacy.json",
    ] {
        let text = site.read(&format!("public/{file}"));
        assert!(!text.contains("secret") && text.contains("Go"), "{text}");
        assert!(
            !text.contains("[down] ") && !text.contains("[down]."),
            "{text}"
        );
    }
}

#[test]
fn names_of_drafts_and_copies() {
    let text = "---\ntitle: T\n---\nText.\n";
    let kept = "---\ntitle: T\ndraft: false\n---\nText.\n";
    warned(
        "draft_names",
        &[
            ("content/policies/_sale.md", text),
            ("content/policies/agb-entwurf.md", text),
            ("content/policies/drafts/cookies.md", text),
            ("content/policies/privacy (1).md", text),
            ("content/policies/cookies-copy.md", text),
            ("content/policies/cookies.md", text),
            ("content/policies/right-to-copy.md", text),
            ("content/policies/terms.md", text),
            ("content/policies/terms_copy.md", kept),
            ("content/policies/wip-terms.md", "# Terms\n\nText.\n"),
            ("content/policies/draft-laws.md", kept),
            ("content/policies/drafting.md", text),
        ],
    );
}

#[test]
fn a_policy_without_text() {
    warned(
        "misread_no_text",
        &[(PRIVACY, "---\ntitle: T\n---\n\n# T\n\n<!-- later -->\n")],
    );
}

#[test]
fn ids_of_the_page_s_own_parts() {
    faulty(
        "misread_own_ids",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\n## A {#page.main}\n\nText[^1].\n\n<a id=\"fn.1\"></a>\n\n[^1]: Note.\n",
        )],
    );
}

#[test]
fn a_heading_may_be_called_top() {
    let text = "---\ntitle: T\n---\n## Start {#top}\n\nSee [](#top).\n";
    let site = Site::small();
    site.file(PRIVACY, text);
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("<a href=\"#top\">Start</a>"), "{page}");
}

#[test]
fn twins_keep_what_tags_and_headings_mean() {
    let site = built(
        "misread_twins",
        "## Rules on ~~all~~ <del>some</del> data\n\nSee [](#rules-on-all-some-data).\n\n\
         ## Up to 10<sup>6</sup>[^1] ![logo](logo.png) [law](https://law.example \"The law\")\n\n\
         We say <q>never</q>, <ruby>東<rt>ひがし</rt></ruby>, <ruby>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby> \
         and <abbr title=\"General Data Protection Regulation\">GDPR</abbr>.\n\n\
         <pre>\nkeep   this\n  as it is\n</pre>\n\n\
         <picture><source srcset=\"dark.png\"><img src=\"logo.png\" srcset=\"big.png 2x\" alt=\"logo\"></picture>\n\n\
         > [!NOTE]- Folded elsewhere\n> Text.\n\n\
         [^1]: The first paragraph of a note that is so long that it needs more than one line of text.\n\n    The second.\n",
    );
    compare("misread_twin", &site.read("public/privacy.txt"));
    let data: serde_json::Value = serde_json::from_str(&site.read("public/privacy.json")).unwrap();
    let titles: Vec<&str> = data["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [
            "Rules on [deleted: all] [deleted: some] data",
            "Up to 10^6[1] [image: logo] law (The law) <https://law.example>"
        ]
    );
}

#[test]
fn lines_that_begin_with_a_mark() {
    let site = built(
        "misread_marks",
        "From\n\n> 250 employees\n\nor:\n\n- > 12 months: 50 %\n\nIt applies from the\n1. January 2026. Call:\n\n\
         + 49 30 1234567\n\nIt costs 9.90 €* and sets _gat_*, _pk_id.* and _pk_ses.*.\n\n* plus VAT\n\n\
         > 5.2 The supplier shall do it.\n\n> 10 quoted clauses.\n\n* an item\n* another\n\n\
         1. January 2026: first\n2. February 2026: second\n",
    );
    assert!(site.exists("public/privacy/index.html"));
}

#[test]
fn comments_that_are_none() {
    faulty(
        "misread_comments",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\nText <!- note -> and ‹!– note –> and < !-- note -->.\n\n\
             <!-- one <!-- two --> three -->\n\n    <!-- code -->\n\n\
             `<!- code ->`, a < b, <!-- a comment --> and \\<!-- are fine.\n",
        )],
    );
}

#[test]
fn keys_in_texts() {
    faulty(
        "key_in_text",
        &[(
            PRIVACY,
            "---\ntitle: T\nextra: {token: ghp_abcdefghijklmnopqrstuvwxyz0123456789}\n---\nWe use {{ extra.token }}.\n",
        )],
    );
}

#[test]
fn values_that_a_sign_cuts_short() {
    warned(
        "cut_short",
        &[
            (
                "content/facts/company.yaml",
                "company:\n  legal_name: Acme #1 GmbH\n  trading_names: [\"Acme #1\", Acme]  # a comment\n",
            ),
            (
                PRIVACY,
                "---\ntitle: T\nextra:\n  room: Room #5 left\n---\n{{ company.legal_name }}, {{ extra.room }}\n",
            ),
        ],
    );
}

#[test]
fn loops_over_text() {
    warned(
        "loop_over_text",
        &[(
            PRIVACY,
            "---\ntitle: T\nextra: {features: Chat, list: [a, b], off: nein}\n---\n\
             {% for one in extra.features %}{{ one }}{% endfor %}{% for one in extra.list %}{{ one }}{% endfor %}\n\
             {% if extra.off %}on{% endif %}{% if extra.features[0]in [\"C\", \"D\"] %}in{% endif %}\n",
        )],
    );
}

#[test]
fn files_beside_the_policies() {
    warned(
        "stray_files",
        &[
            (PRIVACY, "# T\n\nText.\n"),
            ("content/cookies.md", "# Cookies\n\nText.\n"),
            ("content/policy/terms.md", "# Terms\n\nText.\n"),
            ("content/README.md", "# About\n"),
            ("content/notes/deep/a.md", "# A\n"),
        ],
    );
}

#[test]
fn facts_and_rules_that_are_not_read() {
    let rules = "name: own\ntitle: Own\nchecked: 2026-01-01\nrules:\n- id: OWN101\n";
    warned(
        "stray_facts_and_rules",
        &[
            (PRIVACY, "# T\n\nText.\n"),
            ("content/facts/cookies.json", "{\"cookies\": []}\n"),
            ("content/facts/facts.schema.json", "{\"cookies\": []}\n"),
            ("content/facts/other.json", "{\"name\": 1}\n"),
            ("content/facts/broken.json", "{\n"),
            ("content/rules/own/first.yaml", rules),
            ("content/rules/data/vendors.yaml", "vendors: []\n"),
        ],
    );
}

#[test]
fn files_beside_the_policies_that_are_not_meant_to_be_read() {
    // The second build finds the pages of the first one.
    let site = Site::with(&[
        ("policygen.yaml", "output: content/public\n"),
        (PRIVACY, "# T\n\nText.\n"),
    ]);
    site.build().clean();
    site.file(PRIVACY, "# T\n\nOther text.\n");
    site.build().clean();
    // `docs` contains more than a site.
    let site = Site::with(&[
        ("policygen.yaml", "paths: {policies: docs/legal}\n"),
        ("docs/legal/privacy.md", "# T\n\nText.\n"),
        ("docs/install.md", "# Install\n"),
    ]);
    site.build().clean();
}

#[test]
fn backslashes_of_paths() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\nC:\\Users\\_shared, \\\\server\\share\\*.doc, C:\\Program Files\\_x, HKLM\\Software\\_a.\n\n\
         | Path | B |\n|---|---|\n| D:\\_backup | a\\|b |\n\nSee \\\\fileserver\\recht and C:\\Users\\\nhere.\n",
    )]);
    let run = site.build();
    assert_eq!(run.stderr.matches("TXT132").count(), 7, "{}", run.text());
    for place in [":4:9", ":4:19", ":4:57", ":4:75", ":8:5", ":10:5", ":10:36"] {
        assert!(run.stderr.contains(place), "{place}\n{}", run.text());
    }
    // Escapes that are meant, and paths that are whole.
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n\\*x\\*, AT\\_T\\_x, 1\\. x, `C:\\Users\\_x`, C:\\\\Users\\\\_x, [x](https://a.example/a\\_b), plan A:\\*,\n\
         a:\\*b, C:\\Users\\shared and\\/or\\\nmore, \\\\\\\\server\\\\share, \\$5.\n\n| a\\|b |\n|---|\n| C:\\x |\n",
    );
    site.build().clean();
}

#[test]
fn signs_at_the_beginning_of_a_line() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\nThe fee is 9 euros\n+ 19 % VAT.\n\nDer Abzug beträgt\n- 20 Euro je Monat.\n",
    )]);
    let run = site.build();
    assert_eq!(run.stderr.matches("TXT137").count(), 2, "{}", run.text());
    // Lists that are meant.
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\nThe fees are:\n- 20 euros a month\n\nYou pay less if\n- 20 % is paid early\n- 30 days remain\n\n+ 19 % VAT\n",
    );
    site.build().clean();
}

#[test]
fn comments_without_an_exclamation_mark() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\nText. <-- Jane: check this -->\n",
    )]);
    let run = site.build();
    assert!(
        run.stderr.contains("TXT138") && run.stderr.contains(":4:7"),
        "{}",
        run.text()
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\nBack <-- here, a <--> b, `<-- x -->`.\n\nA <-- B\n",
    );
    site.build().clean();
}

#[test]
fn comments_that_a_cell_splits() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\n| a | b | c |\n|---|---|---|\n| 1 | <!-- note | x --> 2 |\n",
    )]);
    let run = site.build();
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(
        run.stderr.contains("TXT138") && run.stderr.contains(":6:7"),
        "{}",
        run.text()
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n| a | b |\n|---|---|\n| 1 | <!-- note --> 2 |\n| `<!--` | \\<!-- x |\n",
    );
    site.build().clean();
}

#[test]
fn markdown_after_a_comment() {
    let text = "---\ntitle: T\n---\n<!-- x --> **Bold** with [link](other.md), [ref] and a note[^1].\n\n\
         <!-- two\nlines --> More *words* and [file](form.pdf).\n\n- <!-- a --> *one*\n- two\n\n\
         > <!-- q --> **quote**\n\n<!-- y --> Plain, 5 * 3 * 2 and a_b_c.\n\n<!-- z --><div>html</div>\n\n\
         [^1]: <!-- n --> The *note*.\n\n[ref]: other.md\n";
    let site = Site::with(&[
        ("policygen.yaml", "twins: [markdown, text]\n"),
        (PRIVACY, text),
        (
            "content/policies/other.md",
            "---\ntitle: Other\n---\nText.\n",
        ),
        ("content/policies/form.pdf", "%PDF"),
    ]);
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    for part in [
        "<p><strong>Bold</strong> with <a href=\"../other/index.html\">link</a>, <a",
        "<p>More <em>words</em> and <a href=\"../form.pdf\">file</a>.</p>",
        "<li><em>one</em></li>\n<li>two</li>",
        "<p><strong>quote</strong></p>",
        "Plain, 5 * 3 * 2 and a_b_c.",
        "<div>html</div>",
        "<p>The <em>note</em>.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<!--"), "{page}");
    let markdown = site.read("public/privacy.md");
    assert!(markdown.contains("\n**Bold** with [link]("), "{markdown}");
    assert!(!markdown.contains("lines"), "{markdown}");
}

#[test]
fn comments_that_end_at_once() {
    faulty(
        "misread_comment_empty",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\n<!--> hidden one -->\n\nTwo <!---> and three.\n\n`<!-->` and <!-- four --> are fine.\n",
        )],
    );
}

#[test]
fn marks_that_close_headings() {
    let site = built(
        "misread_headings",
        "## Apartment #\n\nText.\n\n# Use of C #\n\nText.\n\n## Closed ##\n\n## Use of C\\#\n\nText.\n",
    );
    let page = site.read("public/privacy/index.html");
    assert!(!page.contains("Closed #"), "{page}");
}

#[test]
fn links_of_headings_to_themselves() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\nupdated: 2026-05-15\n---\n## [](#rights)Rights\n\nText.\n\n## Contact [#](#contact)\n\nText.\n\n## The [list](#rights) of rights\n\nText.\n",
    )]);
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(!run.text().contains("warning"), "{}", run.text());
    let text = site.read("public/privacy.txt");
    for line in ["\nRights\n", "\nContact\n", "\nThe list of rights"] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn elements_that_only_scripts_fill() {
    built(
        "misread_embeds",
        "<div id=\"cookiescript_report\"></div>\n\n<div class=\"consent\">\n<span name=\"termly-embed\" data-id=\"7\"> </span>\n</div>\n\n<div id=\"cookies\"></div>\n\n<div class=\"cookie-list\">Two cookies.</div>\n",
    );
}
