//! Comments and code: their tags are text.

use crate::driver::{Site, faulty};

const POLICY: &str = "content/policies/privacy.md";

fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy\nupdated: 2026-05-01\n---\n{text}")
}

fn site(text: &str) -> Site {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [markdown, text, json]\n");
    site.file(
        "content/clauses/noted.md",
        "---\nsummary: x\n---\nNoted.\n\n<!-- {{ nowhere }} {{ <unknown /> }} -->\n\n`{{ clause }}` goes on.\n",
    );
    site.file(POLICY, &policy(text));
    site
}

#[test]
fn tags_in_comments_are_not_evaluated() {
    let site = site(
        "A <!-- {{ company.legal_name }} {{ unknown }} {{ <unknown /> }} --> b.\n\n\
         <!--\n{{ company.legal_name }}\n\n{% if x %}\n-->\n\n\
         > <!-- {{ company.legal_name }}\n> {{ a b }} -->\n> Quoted.\n\n\
         - <!-- {% endif %} --> Item\n\n\
         {% if service %} x {% else %} <!-- {% endif %} --> Otherwise. {% endif %}\n\n\
         {{ <noted /> }}\n",
    );
    site.build().clean();
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        if path.starts_with("privacy") {
            // Outside its content, the page names the company.
            let text = text.rsplit("class=\"content\"").next().unwrap();
            let text = text.split("</main>").next().unwrap();
            assert!(
                text.contains("Quoted") && text.contains("Otherwise"),
                "{path}"
            );
            assert!(
                text.contains("{{ clause }}") && text.contains("goes on"),
                "{path}"
            );
            for hidden in ["Acme", "unknown", "nowhere", "endif", "a b"] {
                assert!(!text.contains(hidden), "{hidden} in {path}\n{text}");
            }
        }
    }
}

/// Facts that are named only in a comment are not on the page.
#[test]
fn comments_answer_no_rule() {
    let site =
        site("<!-- {{ <controller /> }} {{ contact.privacy.email }} -->\n\n{{ <quiet /> }}\n");
    // The same applies to facts that a clause declares but names only in a
    // comment.
    site.file(
        "content/clauses/quiet.md",
        "---\nsummary: Quiet\nuses: [company]\noptional: [contact]\n---\nText. <!-- {{ contact.privacy.email }} {{ company.legal_name }} -->\n",
    );
    site.file(
        "content/facts/company.yaml",
        "company:\n  legal_name: Acme GmbH\n  address: {street: Weg 1, city: Berlin, country: DE}\n\
         contact:\n  privacy: {email: privacy@acme.example}\n",
    );
    site.file("policygen.yaml", "regimes: [gdpr]\n");
    let run = site.run(&["check"]);
    for rule in ["GDPR101", "GDPR102"] {
        assert!(
            run.stderr.contains(rule) || run.stdout.contains(rule),
            "{}",
            run.text()
        );
    }
    let json = site.build();
    assert_eq!(json.code, 0, "{}", json.text());
    assert!(
        !site
            .read("public/privacy.json")
            .contains("privacy@acme.example")
    );
}

#[test]
fn tags_in_code_are_printed() {
    let site = site(
        "Write `{{ user }}` or `{% if x %}`, and {{ company.legal_name }}.\n\n\
         ```\n{{ a b }}\n{% raw %}{{ c }}{% endraw %}\n```\n\n\
         - ~~~\n  {{ d\n  ~~~\n\n\
         `{% raw %}{{ e }}{% endraw %}`\n\n\
         {% filter upper %}`{{ f }}` {{ company.legal_name }} <!-- {{ g }} -->{% endfilter %}\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    for code in [
        "<code>{{ user }}</code>",
        "<code>{% if x %}</code>, and Acme GmbH.",
        "<code>{{ a b }}\n{{ c }}\n</code>",
        "<code>{{ d\n</code>",
        "<code>{{ e }}</code>",
        "<code>{{ F }}</code> ACME GMBH",
    ] {
        assert!(page.contains(code), "{code}\n{page}");
    }
}

#[test]
fn tags_that_are_in_code_by_mistake() {
    let site = site(
        "Write to `{{ company.legal_name }}` and `{{- <noted /> }}`.\n\n\
         `{{ user }}` `{% raw %}{{ company.legal_name }}{% endraw %}`\n\n\
         ```\n{{ company.legal_name }}\n```\n\n```markdown\n{{ company.legal_name }}\n```\n\n\
         {{ <cookie /> }}\n",
    );
    site.file(
        "content/clauses/cookie.md",
        "---\nsummary: x\n---\n{% for cookie in [1] %}\n- `{{ cookie | upper }}` of `{{ c }}`\n{% endfor %}\n",
    );
    site.build().snapshot("tag-in-code");
}

#[test]
fn comments_that_are_not_closed() {
    faulty(
        "comment-unterminated",
        &[
            (
                POLICY,
                &policy("## A\n\n<!-- hidden\n\n{% if company %}\n## B\n\nText.\n"),
            ),
            (
                "content/policies/inline.md",
                &policy("Text <!-- hidden\n\nmore --> text.\n"),
            ),
            (
                "content/policies/block.md",
                &policy("<div>Note</div>\n<!-- <div>\n\nHidden.\n\n</div> -->\n\nText.\n"),
            ),
            (
                "content/policies/last.md",
                &policy("{{ <open /> }}\n\nText.\n\n> <!--\n"),
            ),
            (
                "content/clauses/open.md",
                "---\nsummary: x\n---\nOpen.\n\n- <!-- {{ x }}\n  never\n",
            ),
            (
                "content/policies/text.md",
                &policy("`<!--` and \\<!-- and\n\n```\n<!--\n```\n"),
            ),
        ],
    );
}

#[test]
fn blocks_that_begin_or_end_in_comments() {
    faulty(
        "block-torn-by-comment",
        &[
            (
                POLICY,
                &policy("<!-- {% if company %} -->\n\nA\n\n{% endif %}\n"),
            ),
            (
                "content/policies/end.md",
                &policy("{% for x in [1] %}\n\nA\n\n`{% endfor %}`\n"),
            ),
            (
                "content/policies/call.md",
                &policy("<!-- {% <box> %} -->A{% </box> %}\n"),
            ),
            ("content/policies/none.md", &policy("A\n\n{% endif %}\n")),
            (
                "content/policies/braces.md",
                &policy("Write {{ user }} or {{ .Site }}.\n"),
            ),
            (
                "content/clauses/box.md",
                "---\nsummary: x\n---\n{{ body }}\n",
            ),
        ],
    );
}

#[test]
fn comments_that_a_tag_prints() {
    let policy = |text: &str| format!("---\ntitle: T\nsummary: s\n---\n{text}");
    faulty(
        "comment-printed",
        &[
            (
                "content/policies/block.md",
                &policy("{{ \"<!-- open\" | safe }}\n\nHidden.\n\nHidden as well.\n"),
            ),
            (
                "content/policies/html.md",
                &policy("> <div>{{ \"<!--\" | safe }}\n> hidden</div>\n"),
            ),
            (
                "content/policies/sentence.md",
                &policy("Text {{ \"<!-- open\" | safe }} hidden <!-- closed --> text.\n"),
            ),
            (
                "content/policies/torn.md",
                &policy("{{ \"<!-- open\" | safe }}\n\nHidden.\n\n<!-- closed -->\n\nText.\n"),
            ),
        ],
    );
    let site = site("{{ \"<!-- closed -->\" | safe }}\n\nText{{ \" <!-- a -->\" | safe }}.\n");
    site.build().clean();
    assert!(
        site.read("public/privacy/index.html")
            .contains("<p>Text .</p>")
    );
}
