//! Facts that a page prints rather than only reads, and facts that `check` doesn't know.

use crate::driver::{Run, Site};

/// All output of a run.
fn said(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

const FACTS: &str = r#"
company: {legal_name: Acme SARL, address: {street: Rue 1, postal_code: "75001", city: Paris, country: FR}}
contact: privacy@acme.example
data_subjects: [{id: users, label: people with an account}]
data_categories:
  - {id: account, label: Account data, items: [name], subjects: users, source: data_subject, purposes: [service], retention: {period: P1Y, after: account_closure}}
purposes:
  - {id: service, label: Providing the service, legal_basis: contract}
  - {id: care, label: Keeping it safe, legal_basis: legitimate_interests, legitimate_interest: a safe service}
authorities: [{regime: gdpr, name: CNIL, lead: true}]
rights: [access, rectification, erasure, restriction, portability, objection, complaint]
rights_request: {email: privacy@acme.example, response: P1M}
"#;

fn site(body: &str, facts: &str) -> Site {
    let page =
        format!("---\ntitle: Privacy policy\ntype: privacy\nupdated: 2026-05-01\n---\n{body}\n");
    Site::with(&[
        ("policygen.yaml", "regimes: [gdpr]\n"),
        ("content/facts/all.yaml", facts),
        ("content/policies/privacy.md", &page),
    ])
}

fn check(body: &str, rules: &str) -> Run {
    site(body, FACTS).run(&["check", "--select", rules])
}

const BASES: &str = "GDPR108,GDPR110";

#[test]
fn short_answers_are_no_policy() {
    let run = check(
        "{{ <at_a_glance /> }}\n\n{{ <contact_privacy /> }}",
        "GDPR108,GDPR110,GDPR118,GDPR120,GDPR128",
    );
    assert!(
        said(&run).contains("the page prints `legal_basis` for none of the 2 purposes"),
        "{}",
        said(&run)
    );
    for id in ["GDPR110", "GDPR120"] {
        assert!(said(&run).contains(id), "{id}: {}", said(&run));
    }
    // The facts that the page prints, and those that it omits silently.
    for id in ["GDPR118", "GDPR128", "unknown value"] {
        assert!(!said(&run).contains(id), "{id}: {}", said(&run));
    }
}

#[test]
fn clauses_print_what_they_are_for() {
    check("{{ <purposes /> }}", BASES).clean();
    check(
        "{{ <rights /> }}\n\n{{ <how_to_request /> }}",
        "GDPR120,GDPR128",
    )
    .clean();
    check("{{ <data_collected /> }}\n\n{{ <retention /> }}", "GDPR118").clean();
    check(
        "{% for one in purposes %}\n- {{ one.label }}: {{ one.legal_basis[0].basis }}, {{ one.legitimate_interest or \"\" }}\n{% endfor %}",
        BASES,
    )
    .clean();
}

#[test]
fn counts_and_conditions_print_nothing() {
    for body in [
        "{{ <purposes bases={false} /> }}",
        "{{ purposes[0].label }} {% if purposes %}and {{ purposes | length }} purposes in all{% endif %}",
        "{% for one in purposes %}\n- {{ one.label }}\n{% endfor %}",
    ] {
        let run = check(body, "GDPR110");
        assert!(!said(&run).contains("nothing"), "{body}: {}", said(&run));
    }
}

#[test]
fn an_entry_that_is_left_out_is_not_printed() {
    let run = check(
        "{% for one in purposes %}{% if one.id == \"service\" %}{{ one.label }}: contract {{ one.legal_basis[0].basis }}{% endif %}{% endfor %}",
        "GDPR108",
    );
    assert!(said(&run).contains("`care`"), "{}", said(&run));
}

#[test]
fn coverage_says_no_more_than_the_page() {
    let site = site("{{ <at_a_glance /> }}\n\n{{ <contact_privacy /> }}", FACTS);
    let run = site.run(&["check", "--coverage", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let text = rows.to_string();
    let status = |id: &str| {
        let at = text.find(&format!("\"{id}\"")).unwrap();
        let from = text[..at].rfind('{').unwrap();
        text[from..].split('}').next().unwrap().to_owned()
    };
    assert!(
        !status("GDPR108").contains("fact `purposes`"),
        "{}",
        status("GDPR108")
    );
}

fn typed(doc_type: &str, extra: &[(&str, &str)]) -> Run {
    let page = format!("---\ntitle: Notes\ntype: {doc_type}\nupdated: 2026-05-01\n---\nNotes.\n");
    let mut files = vec![("content/policies/notes.md", page.as_str())];
    files.extend(extra);
    Site::with(&files).run(&["check", "--select", "CHK117"])
}

#[test]
fn misspelt_types() {
    let run = typed("privcy", &[]);
    assert!(said(&run).contains("error[CHK117]"), "{}", said(&run));
    assert!(
        said(&run).contains("did you mean `privacy`?"),
        "{}",
        said(&run)
    );
    assert!(typed("term", &[]).stderr.contains("did you mean `terms`?"));
    typed("handbook", &[]).clean();
    typed("privacy-policy", &[]).clean();
    let pack = "name: ours\ntitle: Ours\nabout: Our rules\nrules:\n- id: OUR101\n  name: notes\n  severity: warning\n  certainty: likely\n  documents: [privcy]\n  check: {text: {any: [Notes]}}\n  message: no notes\n  help: write notes\n  why: Because.\n  fails: [{content/policies/a.md: \"---\\ntitle: A\\ntype: privcy\\n---\\nB.\\n\"}]\n  passes: [{content/policies/a.md: \"---\\ntitle: A\\ntype: privcy\\n---\\nNotes.\\n\"}]\n";
    typed("privcy", &[("content/rules/ours.yaml", pack)]).clean();
}

#[test]
fn facts_of_two_files() {
    let both = |second: &str| {
        Site::with(&[
            (
                "content/facts/company.yaml",
                "company: {legal_name: Acme SARL}\n",
            ),
            ("content/facts/zz.yaml", second),
            (
                "content/policies/notes.md",
                "---\ntitle: Notes\nupdated: 2026-05-01\n---\n{{ company.legal_name }}.\n",
            ),
        ])
        .run(&["check", "--select", "FAC211"])
    };
    let run = both("company: {legal_name: Other SARL}\n");
    for part in [
        "error[FAC211]",
        "`company.legal_name` is stated in two files",
        "company.yaml:1",
        "zz.yaml:1",
    ] {
        assert!(said(&run).contains(part), "{part}: {}", said(&run));
    }
    both("company: {email: hello@acme.example}\n").clean();
    both("company: {legal_name: Acme SARL}\n").clean();
}

#[test]
fn clauses_of_a_page_that_fails_may_be_called() {
    let page = |body: &str| format!("---\ntitle: Notes\nupdated: 2026-05-01\n---\n{body}\n");
    let run = |body: &str| {
        Site::with(&[
            (
                "content/clauses/ours.md",
                "---\nsummary: Ours\n---\nOur text.\n",
            ),
            ("content/policies/notes.md", &page(body)),
        ])
        .run(&["check", "--select", "REF110"])
        .stderr
    };
    assert!(!run("{{ <ours /> }}\n\n{{ company.nothing }}").contains("REF110"));
    assert!(run("Nothing is called.").contains("REF110"));
}

#[test]
fn a_missing_fact_is_named() {
    let run = Site::with(&[
        ("policygen.yaml", "regimes: [eu_consumer]\n"),
        ("content/facts/all.yaml", "company: {legal_name: Acme SARL, country: FR, sells_to_consumers: true}\n"),
        ("content/policies/terms.md", "---\ntitle: Terms\ntype: terms\nupdated: 2026-05-01\n---\n{{ <withdrawal_right /> }}\n"),
    ])
    .run(&["check", "--as-of", "2026-05-01"]);
    assert!(
        said(&run).contains("state `withdrawal.period` in the facts"),
        "{}",
        said(&run)
    );
}

#[test]
fn comments_are_corrected_with_their_own_rule() {
    let run = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\n---\n<!-- policygen: allow(QUA111) -->\nNotes.\n",
    )])
    .run(&["check"]);
    assert!(
        said(&run).contains("allow(QUA111) the reason"),
        "{}",
        said(&run)
    );
}

#[test]
fn explanations_leave_no_braces() {
    let site = Site::with(&[]);
    for id in ["QUA132", "MRK104", "LAW914"] {
        let run = site.run(&["explain", id]);
        let before = said(&run).split("\nFails").next().unwrap().to_owned();
        for name in ["{match}", "{line}", "{successor}"] {
            assert!(!before.contains(name), "{before}");
        }
    }
    let run = site.run(&["explain", "REL201"]);
    assert!(
        said(&run).contains("reported by   `policygen check`"),
        "{}",
        said(&run)
    );
    assert!(!said(&run).contains("can't be built"), "{}", said(&run));
}

#[test]
fn findings_cite_laws_of_the_page() {
    let run = check("Who we are.\n\n{{ <purposes /> }}", "COPPA547");
    assert!(said(&run).contains("see GDPR Art. 8;"), "{}", said(&run));
    assert!(!said(&run).contains("CFR"), "{}", said(&run));
}

#[test]
fn long_sentences_of_standard_clauses_are_not_the_site_s() {
    let call = "{{ <digital_conformity /> }}";
    check(call, "QUA111").clean();
    let long = "word ".repeat(45);
    let run = check(&format!("We {long}end."), "QUA111");
    assert!(
        said(&run).contains("this sentence has 47 words"),
        "{}",
        said(&run)
    );
    let marked = run
        .stderr
        .lines()
        .map(|line| line.matches('^').count())
        .max();
    assert!(
        marked.is_some_and(|marked| (1..=60).contains(&marked)),
        "{}",
        said(&run)
    );
}
