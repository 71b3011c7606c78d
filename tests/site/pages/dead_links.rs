//! Diagnostics for links without a target state the reason, as far as it is known.

use crate::driver::{faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";

fn policy(text: &str) -> String {
    format!("---\ntitle: T\n---\n{text}\n")
}

#[test]
fn reasons_and_suggestions() {
    let links = [
        ".env.production",
        "notes.docx~",
        "node_modules/x.md",
        "forms/",
        "../facts/company.yaml",
        "../../LICENSE",
        "../policies/../terms.md",
        "../terms.md",
        "data.json",
        "Form.PDF",
        "TERMS.md",
        "terms.markdown",
        "acme.example/about",
        "acme.de",
        "write@acme.example",
        "other.pdf",
    ];
    let text: Vec<String> = links.iter().map(|to| format!("[x]({to})")).collect();
    faulty(
        "dead_link_reasons",
        &[
            (PRIVACY, &policy(&text.join("\n\n"))),
            ("content/policies/terms.md", &policy("Text.")),
            ("content/policies/forms/a.pdf", "x"),
            ("content/policies/form.pdf", "x"),
            ("content/policies/data.json", "{}"),
        ],
    );
}

#[test]
fn addresses_that_lead_nowhere() {
    warned(
        "dead_link_addresses",
        &[(
            PRIVACY,
            &policy("[a](C:\\\\forms\\\\a.pdf) [b](http:/acme.example) [c](< >) [d](<>)"),
        )],
    );
}

#[test]
fn files_that_must_not_be_published() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nnot a real one\n";
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"></svg>";
    let page = "<p>Harmless, and says javascript: once.</p>";
    let text = policy(
        "[k](k.txt) ![i](i.svg) [p](p.html) [s](client-secret.txt) [d](password-policy.pdf) [n](notes.txt)",
    );
    let token = format!("ghp_{}", "a".repeat(36));
    faulty(
        "published_secrets",
        &[
            (PRIVACY, &text),
            ("content/policies/k.txt", key),
            ("content/policies/i.svg", image),
            ("content/policies/p.html", page),
            ("content/policies/client-secret.txt", "x"),
            ("content/policies/password-policy.pdf", "x"),
            ("content/policies/notes.txt", &token),
        ],
    );
}

#[test]
fn names_that_windows_reserves() {
    warned(
        "windows_names",
        &[
            ("content/policies/con.md", &policy("Text. [x](aux.txt)")),
            ("content/policies/aux.txt", "x"),
            ("content/policies/console.md", &policy("Text.")),
            ("content/policies/lpt1/terms.md", &policy("Text.")),
        ],
    );
}
