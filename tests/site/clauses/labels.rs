//! Labels of footnotes and links belong to the file that contains them.

use crate::driver::Site;

const POLICY: &str = "content/policies/privacy.md";
const TWINS: &str = "twins: [markdown, text, json]\nbase_url: https://acme.example/\n";

fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy\nupdated: 2026-05-01\n---\n{text}")
}

#[test]
fn pages_and_clauses_do_not_share_labels() {
    let site = Site::small();
    site.file("policygen.yaml", TWINS)
        .file(
            "content/clauses/noted.md",
            "---\nsummary: x\nparams: {n: {type: integer}}\n---\nClause {{ n }}.[^1] [Law][law]\n\n\
             [^1]: Clause note {{ n }}.\n\n[law]: https://clause.example/{{ n }}\n",
        )
        .file(
            "content/clauses/box.md",
            "---\nsummary: x\n---\n{{ body }}\n",
        )
        .file(
            POLICY,
            &policy(
                "Page.[^1] [Law][law]\n\n{{ <noted n={1} /> }}\n\n{{ <noted n={2} /> }}\n\n\
                 {% <box> %}Body.[^1] [Law][law]{% </box> %}\n\n\
                 [^1]: Page note.\n\n[law]: https://page.example/ \"The law\"\n",
            ),
        );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let (_, text) = page.split_once("<div class=\"content\">").unwrap();
    let places: Vec<usize> = [
        "Page.<sup",
        "#fn.1\"",
        "https://page.example/",
        "Clause 1.",
        "#fn.2\"",
        "https://clause.example/1",
        "Clause 2.",
        "#fn.3\"",
        "https://clause.example/2",
        "Body.",
        "#fn.1\"",
        "https://page.example/",
        "Page note.",
        "Clause note 1.",
        "Clause note 2.",
    ]
    .iter()
    .scan(0, |from, part| {
        let at = text[*from..]
            .find(part)
            .unwrap_or_else(|| panic!("{part}\n{text}"));
        *from += at;
        Some(*from)
    })
    .collect();
    assert_eq!(places.len(), 15);
    let twin = site.read("public/privacy.md");
    crate::snapshot::compare("labels-twin", &twin);
    let json = site.read("public/privacy.json");
    for note in ["Page note.", "Clause note 1.", "Clause note 2."] {
        assert!(json.contains(note), "{note}\n{json}");
    }
}

#[test]
fn labels_that_do_not_work() {
    let site = Site::small();
    site.file("policygen.yaml", TWINS)
        .file(
            "content/clauses/noted.md",
            "---\nsummary: x\n---\nClause.[^page] [Law][page] [^own] [own]\n\n[^own]: Own.\n\n[^idle]: Idle.\n\n[own]: https://own.example/\n",
        )
        .file(
            POLICY,
            &policy(
                "One[^gone] and [the law][nolabel] and [the law][].[^page] [^own] [own] [page]\n\n\
                 `[^code] [a][b]` \\[^escaped] [emphasis added][sic] [1][2] [brackets]\n\n\
                 Two[^twice].\n\n{{ <noted /> }}\n\n[^page]: Page.\n\n[^unused]: Never used.\n\n\
                 [^twice]: First.\n\n[^twice]: Second.\n\n\
                 [page]: https://page.example/\n[Page]: https://other.example/\n[page]: https://page.example/\n",
            ),
        );
    site.build().snapshot("labels");
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        for lost in ["Never used", "Second.", "Idle"] {
            assert!(!text.contains(lost), "{lost} in {path}\n{text}");
        }
        if path.starts_with("privacy") && !path.ends_with("feed.xml") {
            assert!(text.contains("First.") && text.contains("Own."), "{path}");
            assert!(
                text.contains("gone") && text.contains("[nolabel]"),
                "{path}"
            );
            assert!(!text.contains('\u{1}'), "{path}");
        }
    }
}

#[test]
fn a_short_reference_to_a_label_of_another_file() {
    let site = Site::with(&[
        (
            "content/clauses/help.md",
            "---\nsummary: Help\n---\nWrite to us at [support] or [the desk][support] [sic].\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: T\n---\nSee [support].\n\n{{ <help /> }}\n\n[support]: mailto:a@acme.example\n",
        ),
    ]);
    let run = site.build();
    assert_eq!(run.stderr.matches("TXT111").count(), 2, "{}", run.text());
    assert!(
        run.stderr.contains("content/clauses/help.md:4:16"),
        "{}",
        run.text()
    );
}

/// A footnote to which only text refers that a condition leaves out.
#[test]
fn footnotes_of_text_that_is_left_out() {
    let build = |text: &str| {
        let site = Site::small();
        site.file(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy\n---\n{text}\n"),
        );
        let run = site.build();
        (run, site.read("public/privacy/index.html"))
    };
    for text in [
        "{% if policy.version %}Fee.[^1]{% endif %}\n\nEnd.\n\n[^1]: Including VAT.",
        "{% if policy.version %}Fee.[^A b]{% else %}No fee.{% endif %}\n\n[^a B]: Including VAT.",
    ] {
        let (run, page) = build(text);
        assert!(run.faults() == 0, "{text}\n{}", run.text());
        assert!(!page.contains("Including VAT"), "{page}");
    }
    for text in [
        "{% if policy.version %}Fee.{% endif %}\n\nEnd.\n\n[^1]: Including VAT.",
        "{% if not policy.version %}Fee.{% endif %} `[^1]`\n\n[^1]: Including VAT.",
        "{% if not policy.version %}\n[^1]: Including VAT.\n{% endif %}\n\nEnd.",
    ] {
        let (run, _) = build(text);
        assert!(run.stderr.contains("TXT112"), "{text}\n{}", run.text());
    }
}
