//! The detected document type and language of pages.

use crate::driver::Site;

const GERMAN: &str = "Wir speichern die Daten Ihres Kontos, solange es besteht, und löschen sie einen Monat nach der Kündigung. Sie \
                      können jederzeit Auskunft darüber verlangen, welche Daten wir über Sie gespeichert haben.";

/// The output of `check -v` on a policy.
fn recognised(file: &str, text: &str, settings: &str) -> String {
    let path = format!("content/policies/{file}");
    let site = Site::with(&[(path.as_str(), text), ("policygen.yaml", settings)]);
    let run = site.run(&["check", "-v"]);
    let lines = run.stderr.lines();
    let said = lines
        .filter_map(|line| line.split_once(".md: type "))
        .next();
    said.unwrap_or_else(|| panic!("{}", run.text()))
        .1
        .to_owned()
}

#[test]
fn type_and_language_are_listed_with_what_they_come_from() {
    for (file, text, settings, said) in [
        (
            "privacy-policy.md",
            "---\ntitle: Privacy\n---\nText.",
            "",
            "`privacy` (from file name), language `en` (from site)",
        ),
        (
            "page.md",
            "---\ntitle: Impressum\n---\nText.",
            "",
            "`imprint` (from title), language `en` (from site)",
        ),
        (
            "page.md",
            "---\ntitle: Legal\ntype: sla\n---\nText.",
            "",
            "`sla` (from front matter), language `en` (from site)",
        ),
        (
            "page.md",
            "---\ntitle: Legal\n---\nThis privacy policy tells you what we do.",
            "",
            "`privacy` (from text), language `en` (from site)",
        ),
        (
            "patient-privacy-notice.md",
            "---\ntitle: For patients\n---\nText.",
            "",
            "`privacy` (from file name), language `en` (from site)",
        ),
        // What a privacy notice states, under another title; terms that mention rights are none.
        (
            "patients.md",
            "---\ntitle: Your data with us\n---\nThe practice decides how your data is used. The legal basis is our contract with you.\n\n## Your rights\n\nYou may see it.",
            "",
            "`privacy` (from text), language `en` (from site)",
        ),
        (
            "alumnado.md",
            "---\ntitle: Sobre datos\nlanguage: es\n---\nLa academia es responsable del tratamiento. Base: artículo 6.1.b del RGPD.\n\nLas personas pueden acceder a sus datos y rectificarlos.",
            "",
            "`privacy` (from text), language `es` (from front matter)",
        ),
        (
            "members.md",
            "---\ntitle: For members\n---\nYour rights follow from the statutes. You can access the hall and have mistakes in the list corrected.",
            "",
            "`members` (from file name), language `en` (from site)",
        ),
        (
            "page.md",
            "---\ntitle: Legal\n---\nThis privacy policy and these terms of use apply.",
            "",
            "`page` (from file name), language `en` (from site)",
        ),
        (
            "page.md",
            "---\ntitle: Legal\nlanguage: fr\n---\nText.",
            "",
            "`page` (from file name), language `fr` (from front matter)",
        ),
        (
            "page.md",
            "---\ntitle: Legal\n---\nText.",
            "language: es",
            "`page` (from file name), language `es` (from site)",
        ),
        (
            "page.md",
            &format!("---\ntitle: Legal\n---\n{GERMAN}"),
            "",
            "`page` (from file name), language `de` (from text)",
        ),
        (
            "page.md",
            &format!("---\ntitle: Legal\nlanguage: fr\n---\n{GERMAN}"),
            "",
            "`page` (from file name), language `fr` (from front matter)",
        ),
    ] {
        assert_eq!(recognised(file, text, settings), said, "{text}");
    }
}

#[test]
fn how_to_correct_them_is_said() {
    let site = Site::with(&[("content/policies/terms.md", "---\ntitle: Terms\n---\nText.")]);
    let run = site.run(&["check", "-v"]);
    assert!(
        run.stderr
            .contains("set `type` and `language` in a policy's front matter"),
        "{}",
        run.text()
    );
    assert!(
        !site.run(&["check"]).text().contains("language `"),
        "only with -v"
    );
}

#[test]
fn a_title_makes_a_page_the_imprint() {
    let site = |title: &str| {
        let text = format!("---\ntitle: {title}\n---\nAcme GmbH, Lindenhof 12, 10115 Berlin.");
        Site::with(&[
            ("content/policies/page.md", text.as_str()),
            ("policygen.yaml", "regimes: [ddg]"),
        ])
    };
    let lacks = |title: &str| site(title).run(&["check"]).text().contains("IMP701");
    assert!(lacks("Our company") && !lacks("Impressum"));
}
