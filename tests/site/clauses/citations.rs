//! Laws that standard clauses cite: those of the page's regimes on the build
//! date.

use crate::driver::Site;

/// The text of a page with the clauses that cite the most laws, on one line.
fn page(regimes: &str, day: &str) -> String {
    let site = Site::with(&[
        (
            "policygen.yaml",
            &format!("title: Legal\ntwins: [text]\nregimes: [{regimes}]\n"),
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\nrights: [access, no_solely_automated, objection, complaint]\n\
             rights_request: {email: privacy@acme.example}\nautomated_decisions: []\n---\n\
             {{ <rights /> }}\n\n{{ <how_to_request /> }}\n\n{{ <complaint /> }}\n\n{{ <automated_decisions /> }}\n\n\
             Own: {{ \"Art. 77(1)\" | article(law=\"uk_gdpr\") }}.\n",
        ),
    ]);
    site.run(&["build", "--as-of", day]).clean();
    let text = site.read("public/privacy.txt");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn they_follow_the_regimes_and_the_day() {
    let eu = page("gdpr", "2026-11-28");
    for expected in [
        "Under the General Data Protection Regulation (GDPR) you",
        "decisions (Art. 22):",
        "Complaint (Art. 77):",
        "(GDPR Art. 12(3))",
        "broken (GDPR Art. 77).",
        "Own: Data Protection Act 2018 s. 165.",
    ] {
        assert!(eu.contains(expected), "{expected} in {eu}");
    }
    assert_eq!(eu, page("", "2026-11-28"));

    let uk = page("uk_gdpr", "2026-11-28");
    for expected in [
        "Regulation of the United Kingdom (UK GDPR) you",
        "Automated decisions (UK GDPR Art. 22A to 22D): Where such",
        "Complaint (Data Protection Act 2018 s. 165): You can complain to the Information Commissioner. You can also complain to us (Data Protection Act 2018 s. 164A).",
        "object (UK GDPR Art. 21)",
        "(UK GDPR Art. 12(3))",
    ] {
        assert!(uk.contains(expected), "{expected} in {uk}");
    }
    assert_eq!(uk.matches("GDPR").count(), uk.matches("UK GDPR").count());
    for gone in ["Art. 22 ", "Art. 22)", "Art. 77", "supervisory authority"] {
        assert!(!uk.contains(gone), "{gone} in {uk}");
    }

    let before = page("uk_gdpr", "2026-02-04");
    assert!(before.contains("Automated decisions (Art. 22): You have the right not"));
    assert!(before.contains("Complaint (Art. 77): You can complain"));
    assert!(!before.contains("164A"), "{before}");
    assert!(page("uk_gdpr", "2026-06-18").contains("Own: UK GDPR Art. 77(1)."));
    assert!(page("uk_gdpr", "2026-06-19").contains("164A"));

    let both = page("gdpr, uk_gdpr", "2026-11-28");
    for expected in [
        "(GDPR Art. 22; UK GDPR Art. 22A to 22D)",
        "(GDPR and UK GDPR Art. 12(3))",
        "(GDPR Art. 77); in the United Kingdom, to the Information Commissioner (Data Protection Act 2018 s. 165)",
    ] {
        assert!(both.contains(expected), "{expected} in {both}");
    }
}
