//! Facts with a text for each language.

use crate::driver::{Site, faulty, warned};

const FACTS: &str = "\
company: {legal_name: Acme GmbH}
data_categories:
  - id: account
    label: {en: Account data, de: Kontodaten}
    items: [name, {en: email address, de: E-Mail-Adresse}]
purposes:
  - {id: support, label: {en: Support, de: Kundendienst}, text: {en: we *help*., de: wir *helfen*.}}
";

const TEXT: &str = "\
{{ data_categories[0].label }}: {{ data_categories[0].items | list }}.

{% for purpose in purposes %}{{ purpose.label }}: {{ purpose.text }}{% endfor %}
";

fn page(language: &str, facts: &str) -> String {
    format!("---\ntitle: {language}\nlanguage: {language}\n{facts}---\n{TEXT}")
}

#[test]
fn pages_print_the_text_in_their_language() {
    let own = "purposes:\n  - {id: own, label: {en: Own, de: Eigenes}, text: x.}\n";
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text]\n"),
        ("content/facts/all.yaml", FACTS),
        ("content/policies/english.md", &page("en", "")),
        ("content/policies/deutsch.md", &page("de", "")),
        ("content/policies/wien.md", &page("de-AT", own)),
    ]);
    site.build().clean();
    for (twin, said) in [
        (
            "english",
            ["Account data: name and email address.", "Support: we help."],
        ),
        (
            "deutsch",
            [
                "Kontodaten: name und E-Mail-Adresse.",
                "Kundendienst: wir helfen.",
            ],
        ),
        (
            "wien",
            ["Kontodaten: name und E-Mail-Adresse.", "Eigenes: x."],
        ),
    ] {
        let text = site.read(&format!("public/{twin}.txt"));
        assert!(said.iter().all(|said| text.contains(said)), "{text}");
    }
    site.file("policygen.yaml", "twins: [text]\nlanguage: de\n");
    site.file(
        "content/policies/deutsch.md",
        &page("de", "").replace("language: de\n", ""),
    );
    site.build().clean();
    let text = site.read("public/deutsch.txt");
    assert!(text.contains("Kontodaten"), "{text}");
}

/// A fact that a page prints in another language is reported once; a fact that it does not print is
/// not reported.
#[test]
fn a_language_that_is_missing_is_a_warning() {
    let text = "---\ntitle: Données\nlanguage: fr\n---\n{{ data_categories[0].label }}.\n";
    let site = warned(
        "fact-language",
        &[
            ("policygen.yaml", "twins: [text]\n"),
            ("content/facts/all.yaml", FACTS),
            ("content/policies/donnees.md", text),
            (
                "content/policies/encore.md",
                &text.replace("Données", "Encore"),
            ),
        ],
    );
    let text = site.read("public/donnees.txt");
    assert!(text.contains("Account data"), "{text}");
}

#[test]
fn keys_that_are_no_languages() {
    faulty(
        "fact-language-keys",
        &[(
            "content/facts/all.yaml",
            "data_categories: [{id: account, label: {English: Account data, German: Kontodaten}}]\n",
        )],
    );
}
