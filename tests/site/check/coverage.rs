//! `check --coverage`: how each requirement of a law is met.

use serde_json::Value;

use crate::driver::Site;

/// Facts for some requirements, prose for others, nothing for the rest.
fn site() -> Site {
    Site::with(&[
        ("policygen.yaml", "regimes: [gdpr]\n"),
        (
            "content/facts/company.yaml",
            "company: {legal_name: \"Acme <GmbH>\", address: {street: Weg 1, city: Berlin, country: DE}}\n\
             contact: privacy@acme.example\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy policy\nupdated: 2026-05-01\n---\n{{ <controller /> }}\n\n\
             ## Your rights {#rights}\n\nYou can ask for access. We use cookies.\n",
        ),
        (
            "content/policies/cookies.md",
            "---\ntitle: Cookie policy\nupdated: 2026-05-01\n---\nWe set one cookie.\n",
        ),
    ])
}

const RULES: &[&str] = &[
    "check",
    "--select",
    "GDPR101,GDPR102,GDPR106,GDPR122,CKI401",
];

#[test]
fn as_a_table() {
    let site = site();
    site.run(&[RULES, &["--coverage"]].concat())
        .clean()
        .snapshot("check-coverage");
    // All requirements are listed, whatever the current rules are.
    let run = site.run(&["check", "--coverage"]).clean();
    let lines = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("    "))
        .count();
    assert!(
        run.stdout.contains(&format!("\n{lines} requirements: ")),
        "{}",
        run.stdout
    );
}

#[test]
fn as_json() {
    let run = site()
        .run(&[RULES, &["--coverage", "--format", "json"]].concat())
        .clean();
    run.snapshot("check-coverage-json");
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(found["answered"].as_u64().unwrap() > 0);
}

/// The value of a misspelt key is not known: nothing meets its requirement.
#[test]
fn what_is_misspelt_answers_nothing() {
    let site = site();
    site.file(
        "content/facts/company.yaml",
        "company: {legal_name: Acme GmbH, adress: {street: Weg 1, city: Berlin, country: DE}}\n",
    );
    let run = site.run(&[
        "check",
        "--select",
        "GDPR101",
        "--coverage",
        "--format",
        "json",
    ]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["answered"], 0, "{found}");
    assert_eq!(found["missing"], 0, "{found}");
}

#[test]
fn as_a_page() {
    let site = site();
    let run = site.run(&[RULES, &["--coverage-page", "coverage.html"]].concat());
    // The page is written in addition to the findings, not instead of them.
    assert!(run.stderr.contains(" in 2 policies"), "{}", run.text());
    let page = site.read("coverage.html");
    crate::snapshot::compare("check-coverage-page", &page);
    assert!(!page.contains("<GmbH>") && !page.contains("<script"));
    site.build();
    assert!(!site.exists("public/coverage.html"));
}

#[test]
fn where_it_can_not_be() {
    let site = site();
    site.build();
    site.run(&["check", "--coverage-page", "public/coverage.html"])
        .snapshot("check-coverage-output");
    assert!(!site.exists("public/coverage.html"));
    site.run(&["check", "--coverage", "--format", "sarif"])
        .snapshot("check-coverage-format");
}

#[test]
fn of_a_faulty_site() {
    let site = site();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\n---\n[x](#nowhere)\n",
    );
    let run = site.run(&[RULES, &["--coverage"]].concat());
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[REF102]"));
}

#[test]
fn without_regimes() {
    let site = Site::small();
    site.run(&["check", "--coverage"])
        .clean()
        .snapshot("check-coverage-none");
}

/// A rule of several laws is listed with those of the page.
#[test]
fn the_law_is_that_of_the_page() {
    let rows = |regimes: &str| {
        let site = Site::with(&[
            ("policygen.yaml", &*format!("regimes: [{regimes}]\n")),
            (
                "content/policies/privacy.md",
                "---\ntitle: Privacy policy\n---\nWe use cookies.\n",
            ),
        ]);
        let rules = ["check", "--select", "COPPA547", "--coverage"];
        let text = site.run(&rules).clean().stdout;
        let json = site.run(&[&rules[..], &["--format", "json"]].concat());
        format!("{text}{}", json.clean().stdout)
    };
    for (regimes, cited, others) in [
        ("gdpr", vec!["GDPR Art. 8"], vec!["312.2", "1798.120"]),
        ("ccpa", vec!["§ 1798.120(c)"], vec!["312.2", "GDPR Art. 8"]),
        (
            "coppa, gdpr",
            vec!["312.2", "GDPR Art. 8"],
            vec!["1798.120"],
        ),
    ] {
        let rows = rows(regimes);
        assert!(rows.contains("COPPA547"), "{rows}");
        assert!(
            cited.iter().all(|law| rows.contains(law)),
            "{regimes}: {rows}"
        );
        assert!(
            !others.iter().any(|law| rows.contains(law)),
            "{regimes}: {rows}"
        );
    }
}
