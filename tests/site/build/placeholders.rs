//! `build --placeholders`: an unfinished site can be previewed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

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
    // Such a site can't be published.
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
    // Without placeholders, it is not up to date and does not build.
    assert_eq!(site.run(&["build"]).code, 1);
}

/// Anything other than an unknown fact is still an error.
#[test]
fn faults_stay() {
    let run = site().run(&["build", "--placeholders"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("FAC201"), "{}", run.stderr);
}

/// A misspelt key is not attributed to an unknown fact with a field of that name.
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

/// The top-level facts of the starter, each with its file.
fn facts_of_the_starter() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/facts");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let key = line.split(':').next().unwrap_or_default();
            let is_key = |c: char| c.is_ascii_lowercase() || c == '_';
            if !key.is_empty() && key.chars().all(is_key) && line.contains(':') {
                found.push((name.clone(), key.to_owned()));
            }
        }
    }
    found.sort();
    found
}

/// A file of facts in which one fact is unknown.
fn without(text: &str, fact: &str) -> String {
    let mut out = String::new();
    let mut is_inside = false;
    for line in text.lines() {
        if !line.starts_with([' ', '-', '#']) && !line.is_empty() {
            is_inside = line.split(':').next() == Some(fact);
            if is_inside {
                out.push_str(&format!("{fact}: null\n"));
            }
        }
        if !is_inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Facts of the starter without which no page may be published.
const NEEDED: &[&str] = &[
    "accessibility",
    "changes",
    "company",
    "contact",
    "data_categories",
    "data_subjects",
    "governing_law",
    "purposes",
    "sale",
    "security_measures",
    "service",
    "sla",
    "subprocessor_policy",
    "transfers",
];

#[test]
fn a_preview_lacks_any_fact_of_the_starter() {
    let facts = facts_of_the_starter();
    assert!(facts.len() > 25);
    let wrong: Vec<String> = facts
        .par_iter()
        .filter_map(|(file, fact)| {
            let site = Site::new();
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            for folder in ["content/facts", "content/policies"] {
                let mut files = BTreeMap::new();
                crate::driver::collect(&root.join(folder), "", &mut files);
                for (path, bytes) in files {
                    site.bytes(&format!("{folder}/{path}"), &bytes);
                }
            }
            site.file(
                "policygen.yaml",
                &fs::read_to_string(root.join("policygen.yaml")).unwrap(),
            );
            let path = format!("content/facts/{file}");
            site.file(&path, &without(&site.read(&path), fact));
            let preview = site.run(&["build", "--placeholders", "--out", "preview"]);
            if preview.code != 0 {
                return Some(format!("{fact}: {}", preview.text()));
            }
            let is_published = NEEDED.contains(&fact.as_str())
                // Another file states the name of the service.
                && (file != "contract.yaml" || fact != "service")
                && site.run(&["build"]).code == 0;
            is_published.then(|| format!("{fact} was published"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Other faults are reported along with unknown facts.
#[test]
fn only_what_fails_for_want_of_a_fact_is_stood_in_for() {
    let site = Site::with(&[
        (
            "content/facts/company.yaml",
            "company: {legal_name: Acme Ltd}\nsla: null\nservice: Paper\n",
        ),
        (
            "content/policies/sla.md",
            "---\ntitle: SLA\n---\nSee [](#commitment).\n\n{{ <sla_commitment /> }}\n\n### Of {{ sla.target | percent_of }}\n",
        ),
    ]);
    let run = site.run(&["build", "--placeholders"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("percent_of"), "{}", run.stderr);
    let policy = site
        .read("content/policies/sla.md")
        .replace(" | percent_of", "");
    site.file("content/policies/sla.md", &policy);
    site.run(&["build", "--placeholders"])
        .snapshot("build-placeholders-clause");
    let html = site.read("public/sla/index.html").replace("<wbr>", "");
    assert!(
        html.contains("<a href=\"#commitment\">[to be confirmed: sla"),
        "{html}"
    );
    assert!(html.contains("id=\"commitment\""), "{html}");
    site.file(
        "content/policies/sla.md",
        &policy.replace("<sla_commitment />", "<sla_commitment plans=\"x\" />"),
    );
    let run = site.run(&["build", "--placeholders"]);
    assert!(
        run.stderr.contains("parameter `plans` takes a list"),
        "{}",
        run.stderr
    );
}
