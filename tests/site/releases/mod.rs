//! Releases: frozen texts, the pages of versions, and the content lock.

mod acceptance;
mod command;
mod example;
mod history;
mod lock;
mod pages;
mod programs;
mod record;
mod since;

use crate::driver::{Run, Site};

const PRIVACY: &str = "content/policies/privacy.md";
const DATA: &str = "content/facts/data.yaml";
const FIRST: &str = "content/releases/privacy/1.0.md";
const SECOND: &str = "content/releases/privacy/1.1.md";

/// A policy that prints facts through a custom clause, and another that links to it.
fn site() -> Site {
    Site::with(&[
        (
            "policygen.yaml",
            "title: Acme legal\nbase_url: https://acme.example/legal/\n",
        ),
        (
            "content/facts/company.yaml",
            "company:\n  legal_name: Acme GmbH\n",
        ),
        (
            DATA,
            "commitments: [We keep *little*.]\nchanges:\n  notice_period: P14D\n",
        ),
        (
            "content/clauses/promise.md",
            "---\nsummary: What we promise\nuses: [commitments]\n---\n## Promises {#promises}\n\n{% for promise in commitments %}- {{ promise }}\n{% endfor %}",
        ),
        (
            PRIVACY,
            "---\ntitle: Privacy policy\nversion: \"1.0\"\nupdated: 2026-01-01\neffective: 2026-01-01\n---\n## Data {#data}\n\n{{ company.legal_name }} keeps little; see the [terms](terms.md#liability).\n\n{{ <promise /> }}\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Notes\ntype: notes\n---\n## Liability {#liability}\n\nLittle, as our [](privacy.md#promises) say.\n",
        ),
    ])
}

/// Runs the program on a day.
#[track_caller]
fn on(site: &Site, day: &str, arguments: &[&str]) -> Run {
    let mut all: Vec<&str> = arguments.to_vec();
    all.extend(["--as-of", day]);
    site.run(&all)
}

/// The site with two releases: version 1.0 in effect from 1 January 2026, and 1.1 with an
/// additional promise from 1 April.
fn two_releases() -> Site {
    let site = site();
    on(&site, "2026-01-01", &["release", "privacy"]).clean();
    release_second(&site);
    site
}

/// Makes the second release.
fn release_second(site: &Site) {
    promise_more(site);
    on(
        site,
        "2026-03-01",
        &[
            "release",
            "privacy",
            "--version",
            "1.1",
            "--effective",
            "2026-04-01",
            "--note",
            "One promise more.",
            "--material",
        ],
    )
    .clean();
}

fn promise_more(site: &Site) {
    let facts = site.read(DATA);
    let more = facts.replace(
        "[We keep *little*.]",
        "[We keep *little*., We sell nothing.]",
    );
    assert_ne!(facts, more);
    site.file(DATA, &more);
}
