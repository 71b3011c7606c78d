//! The words of a page as evidence if there are no facts
//! (`docs/guide/evidence.md`), and facts that are not known yet.

use crate::driver::Site;

/// A page with this text, on a site with these facts.
fn site(language: &str, text: &str, facts: &str) -> Site {
    Site::with(&[
        (
            "policygen.yaml",
            &format!("regimes: [gdpr]\nlanguage: {language}\n"),
        ),
        ("content/facts/all.yaml", facts),
        (
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy policy\nupdated: 2026-05-01\n---\n{text}\n"),
        ),
    ])
}

/// The findings of a rule on a page, as `severity: message`, one per line.
fn found(site: &Site, rule: &str) -> String {
    let run = site.run(&["check", "--select", rule, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report
        .as_array()
        .or_else(|| report["diagnostics"].as_array())
        .or_else(|| report["findings"].as_array())
        .unwrap();
    let lines: Vec<String> = findings
        .iter()
        .map(|found| {
            let word = |key: &str| found[key].as_str().unwrap().to_owned();
            format!("{}: {}", word("severity"), word("message"))
        })
        .collect();
    lines.join("\n")
}

#[test]
fn denials_answer_nothing() {
    let cases = [
        ("en", "We never sell data to third parties."),
        ("en", "No third party receives your data."),
        ("en", "Your data is not passed on to service providers."),
        ("de", "Eine Weitergabe an Dritte erfolgt nicht."),
        (
            "de",
            "Wir geben Ihre Daten niemals an Dienstleister weiter.",
        ),
        (
            "fr",
            "Vos données ne sont pas communiquées à des prestataires.",
        ),
        ("es", "Sus datos no se comunican a terceros."),
    ];
    for (language, text) in cases {
        let quoted = text.trim_end_matches('.');
        assert_eq!(
            found(&site(language, text, "{}"), "GDPR112"),
            format!(
                "warning: the page names neither recipients of personal data nor categories of recipients: \
                 the text mentions recipients only in a denial, “{quoted}”"
            ),
        );
    }
}

#[test]
fn denials_with_an_exception_or_beside_a_statement_are_statements() {
    let cases = [
        (
            "en",
            "We do not sell your data, but we share it with our hosting provider.",
        ),
        (
            "en",
            "We do not share your data with third parties except our host, Acme Hosting.",
        ),
        (
            "en",
            "We never sell data to third parties. Our service providers process data for us.",
        ),
        (
            "de",
            "Wir geben Ihre Daten nicht an Dritte weiter, außer an unseren Zahlungsdienstleister.",
        ),
        (
            "fr",
            "Nous ne vendons pas vos données, mais nos sous-traitants y ont accès.",
        ),
        (
            "es",
            "No vendemos sus datos, pero los compartimos con nuestros proveedores.",
        ),
    ];
    for (language, text) in cases {
        assert_eq!(found(&site(language, text, "{}"), "GDPR112"), "", "{text}");
    }
}

/// The number of unrelated words changes nothing.
#[test]
fn length_is_no_evidence() {
    let facts = "data_categories: [{id: account, label: Account data, items: [name]}]";
    let page = |count: usize| {
        let filler = "The weather is fine in spring. ".repeat(count);
        found(
            &site(
                "en",
                &format!("{{{{ <data_collected /> }}}}\n\n{filler}"),
                facts,
            ),
            "GDPR112",
        )
    };
    let short = page(1);
    assert!(short.starts_with("error: "), "{short}");
    assert_eq!(short, page(9));
    assert_eq!(short, page(11));
    assert_eq!(short, page(100));
}

/// A statement about one entry excuses no other entry, and a heading excuses
/// none.
#[test]
fn statements_count_for_what_they_name() {
    let facts = "data_categories:\n\
                 - {id: account, label: Account data, items: [user name]}\n\
                 - {id: logs, label: Server logs, items: [request logs]}\n";
    let page = |text: &str| {
        let text = format!("{{{{ <data_collected /> }}}}\n\n## Retention\n\n{text}");
        found(&site("en", &text, facts), "GDPR118")
    };
    assert_eq!(
        page("We like to delete."),
        "warning: none of the 2 data categories has `retention`: \
         the text only mentions how long data is kept, “We like to delete”"
    );
    assert_eq!(
        page("We delete server logs after 14 days."),
        "warning: data category `account` has neither a storage period nor criteria for one: \
         the text only mentions how long data is kept, “We delete server logs after 14 days”"
    );
    // No finding: a note says that this needs human review.
    assert_eq!(page("We delete all personal data within 30 days."), "");
}

/// A right that is named counts as stated.
#[test]
fn what_is_absent_is_named() {
    assert_eq!(
        found(
            &site(
                "en",
                "You have the right to access and correct your data.",
                "{}"
            ),
            "GDPR120"
        ),
        "warning: the page does not state these rights: `erasure` and `restriction`: \
         the text only mentions rights, “You have the right to access and correct your data”"
    );
}

/// A printed mapping that lacks a field fails like a list entry.
#[test]
fn not_known_yet_is_listed_once_at_the_fact() {
    let site = site(
        "en",
        "We sit at {{ company.address | address }}.\n\n{{ <contact_privacy /> }}\n\n\
         {{ <how_to_request /> }}\n\n{{ <data_collected /> }}",
        "company: {legal_name: null, address: {street: Weg 1, city: Berlin, country: DE}}\n\
         contact:\n  privacy: {role: privacy officer, email: null}\n\
         rights_request: {email: \"\", response: P1M}\n\
         data_categories:\n\
         - null\n\
         - {id: account, label: Account data, items: [], retention: null}\n",
    );
    site.run(&[
        "check",
        "--select",
        "FAC204,FAC212,GDPR101,GDPR102,GDPR118,GDPR127",
    ])
    .snapshot("check-not-known-yet");
}

/// Errors in clauses point to the unknown fact, not into the text of the clause.
#[test]
fn clauses_point_at_what_is_not_known_yet() {
    let site = site(
        "en",
        "{{ <controller /> }}\n\n{{ dpo.email }}",
        "company:\n  legal_name: null\n  address: {street: Weg 1, city: Berlin, country: DE}\n\
         dpo: {status: appointed, email: null}\n",
    );
    site.run(&["build"]).snapshot("build-not-known-yet");
}

#[test]
fn front_matter_that_is_not_known_yet() {
    let site = site("en", "Text.", "{}");
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy policy\nupdated: 2026-05-01\neffective: null\nreview_by:\n---\nText.\n",
    );
    site.run(&["check", "--select", "FAC212"])
        .snapshot("check-not-known-front-matter");
}
