//! The messages of findings.

use policygen::model::tables::REGIMES;
use policygen::rules::RuleSet;

use crate::driver::Site;

fn subprocessors(entries: &[&str]) -> Site {
    let entries: Vec<String> = entries.iter().map(|entry| format!("- {entry}\n")).collect();
    let text = format!(
        "---\ntitle: Subprocessors\nsubprocessors:\n{}---\n{{{{ <subprocessors_table /> }}}}\n",
        entries.concat()
    );
    Site::with(&[
        ("policygen.yaml", "regimes: [gdpr]\n"),
        ("content/policies/subprocessors.md", &text),
    ])
}

/// If all entries of a list lack something, one finding about the list says so.
#[test]
fn one_finding_for_all_entries() {
    let run = |entries: &[&str]| subprocessors(entries).run(&["check", "--select", "SUB201"]);
    run(&[
        "{legal_name: Alpha Inc., purpose: Email}",
        "{legal_name: Beta Inc., purpose: Hosting}",
        "{legal_name: Gamma Inc., purpose: Support}",
    ])
    .snapshot("check-wording-shared");
    let run = run(&[
        "{legal_name: Alpha Inc., purpose: Email}",
        "{legal_name: Beta Inc., purpose: Hosting, locations: [US]}",
        "{legal_name: Gamma Inc., purpose: Support}",
    ]);
    assert_eq!(run.faults(), 2, "{}", run.text());
    assert!(run.stderr.contains("`Gamma Inc.`"), "{}", run.text());
}

/// An entry without a name is identified by its number; no braces remain in messages.
#[test]
fn names_that_nothing_is_known_of() {
    let pack = "name: house\ntitle: House\nabout: Ours.\nrules:\n- id: ACME101\n  name: a\n  severity: error\n  \
        certainty: certain\n  check: {each: {in: purposes, needs: [legal_basis]}}\n  \
        message: 'purpose `{id}` of {role} has no basis'\n  help: 'add it to `{name}`: `{legal_basis: consent}`'\n  \
        why: w\n  fails: []\n  passes: []\n";
    let policy = "---\ntitle: Notes\npurposes:\n- {label: Billing, legal_basis: contract}\n- {description: Support}\n---\n\
        {{ purposes | length }}\n";
    let site = Site::with(&[
        ("content/rules/house.yaml", pack),
        ("content/policies/notes.md", policy),
    ]);
    site.run(&["check", "--select", "ACME"])
        .snapshot("check-wording-names");
}

#[test]
fn packs_and_regimes_have_one_spelling() {
    let rules = RuleSet::default();
    for pack in rules.packs() {
        let regime = pack.name.replace('-', "_");
        assert!(
            pack.name == regime || !REGIMES.contains(&regime.as_str()),
            "{}",
            pack.name
        );
    }
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\n---\nText.\n",
    )]);
    let said = |settings: &str, arguments: &[&str]| {
        site.file("policygen.yaml", settings);
        site.run(arguments).stderr
    };
    for said in [
        said("regimes: [uk-gdpr]\n", &["check"]),
        said("check: {levels: {uk-gdpr: off}}\n", &["check"]),
        said("title: Legal\n", &["check", "--select", "uk-gdpr"]),
        said("title: Legal\n", &["rules", "--pack", "uk-gdpr"]),
    ] {
        assert!(said.contains("did you mean `uk_gdpr`?"), "{said}");
    }
    assert!(said("title: Legal\n", &["rules", "--pack", "uk_gdpr"]).is_empty());
}
