//! `build --placeholders`: a site that is not finished can be seen.

use crate::driver::Site;
use crate::page::Page;

fn site() -> Site {
    Site::with(&[
        ("policygen.yaml", "title: Legal\ntwins: [text]\n"),
        (
            "content/facts/company.yaml",
            "company:\n  legal_name: Acme GmbH\n  address: {street: null, city: Berlin, country: DE}\n\
             contact:\n  privacy: {email: null}\nretention:\n  - {data: Logs, period: null}\nsubprocessors: null\n\
             updates: {since: null}\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy policy\n---\n{{ company.legal_name }}, {{ company.address | address }}\n\n\
             Write to {{ contact.privacy | link }}.\n\n{{ <retention_table /> }}\n\n{{ <subprocessors_table /> }}\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\nAll is known.\n",
        ),
    ])
}

#[test]
fn what_is_not_known_yet_is_printed_as_that() {
    let site = site();
    site.file(
        "content/facts/company.yaml",
        &site
            .read("content/facts/company.yaml")
            .replace("updates: {since: null}\n", ""),
    );
    // Not for publication.
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(site.tree("public").is_empty());
    site.run(&["build", "--placeholders"])
        .snapshot("build-placeholders");
    let html = site.read("public/privacy/index.html").replace("<wbr>", "");
    assert!(
        html.contains(
            "Acme GmbH, <mark>[to be confirmed: company.address.street]</mark>, Berlin, Germany"
        ),
        "{html}"
    );
    for fact in [
        "contact.privacy.email",
        "retention.0.period",
        "subprocessors.legal_name",
    ] {
        let text = format!("<mark>[to be confirmed: {fact}]</mark>");
        assert!(html.contains(&text), "{fact}: {html}");
    }
    // Such a page is a draft.
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(Page::read(&html).text.contains("Draft."));
    assert!(!site.read("public/terms/index.html").contains("noindex"));
    // Without them it is not up to date, and does not build.
    assert_eq!(site.run(&["build"]).code, 1);
}

/// What is no fact stays a fault.
#[test]
fn faults_stay() {
    let run = site().run(&["build", "--placeholders"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("FAC201"), "{}", run.stderr);
}

/// A misspelt key is not laid at the door of an open fact with a field of that name.
#[test]
fn faults_name_no_open_fact() {
    let site = Site::with(&[
        (
            "content/facts/company.yaml",
            "company: {legal_nam: Acme Ltd, country: GB}\n\
             representatives: [{regime: gdpr, legal_name: null}]\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy policy\n---\n{{ <controller /> }}\n",
        ),
    ]);
    let run = site.run(&["build", "--placeholders"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("did you mean `legal_name`?"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("representatives"), "{}", run.stderr);
}
