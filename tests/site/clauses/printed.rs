//! Facts as clauses and filters print them.

use crate::driver::Site;

/// The text of a page with these facts and this body.
fn text(facts: &str, body: &str) -> String {
    let site = Site::with(&[
        ("policygen.yaml", "title: Legal\ntwins: [text]\n"),
        (
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy\n{facts}---\n{body}\n"),
        ),
    ]);
    site.run(&["build"]).clean();
    site.read("public/privacy.txt")
}

/// A period without a length is not a period of zero days.
#[test]
fn what_is_deleted_at_once() {
    let text = text(
        "retention:\n  - {data: Files, period: P0D, after: account_closure}\n  - {data: Names, until: account_closure, then: P0D}\n  \
         - {data: Logs, period: P7D, backups: P0D}\n  - {data: Mail, by_plan: [{plan: Free, period: P0D}, {plan: Pro, period: P1Y}]}\n",
        "{% for entry in retention -%}\n- {{ entry.data }}: {{ entry | retention }}.\n{% endfor %}",
    );
    for line in [
        "Files: at once after the account is closed.",
        "Names: until the account is closed.",
        "Logs: 7 days.",
        "Mail: Free: at once; Pro: 1 year.",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

/// The same applies if the clause has its own words for the event.
#[test]
fn what_a_table_says_is_deleted_at_once() {
    let text = text(
        "retention:\n  - {data: Files, period: P0D, after: request}\n  - {data: Names, until: request, then: P0D, backups: P0D}\n  \
         - {data: Mail, after: request, by_plan: [{plan: Free, period: PT0H}]}\n  - {data: Notes, until: request, then: P7D, backups: P9D}\n",
        "{{ <retention_table /> }}",
    );
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Files at once after your request",
        "Names until your request",
        "Free: at once after your request",
        "until 7 days after your request; in backups at most 9 days longer",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        !text.contains("until at once") && !text.contains("0 days"),
        "{text}"
    );
}

/// Phone numbers as people write them, and as telephones dial them.
#[test]
fn phone_numbers() {
    let site = Site::with(&[(
        "content/policies/imprint.md",
        "---\ntitle: Imprint\ncompany: {legal_name: Acme Inc., country: US, email: hello@acme.example, phone: +1 (415) 555-0143}\n---\n\
         {{ company | link }} or {{ {\"phone\": company.phone} | link }}\n",
    )]);
    site.run(&["build"]).clean();
    let html = site.read("public/imprint/index.html");
    assert!(
        html.contains("<a href=\"tel:+14155550143\">+1 (415) 555-0143</a>"),
        "{html}"
    );
    assert!(html.contains("\"telephone\":\"+14155550143\""), "{html}");
}
