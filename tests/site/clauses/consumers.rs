//! Contract clauses for sites with and without consumers.

use crate::driver::Site;

/// A page with a call, for a company with these consumers.
fn site(country: &str, consumers: &str, call: &str) -> Site {
    Site::with(&[
        ("policygen.yaml", "title: Legal\ntwins: [text]\n"),
        (
            "content/policies/terms.md",
            &format!(
                "---\ntitle: Terms\ncompany: {{legal_name: Acme, country: {country}, sells_to_consumers: {consumers}}}\n\
                 service: {{name: Paper, plans: [{{id: pro, label: Pro, price: EUR 20, per: P1M, tax_included: false}}]}}\n\
                 ---\n{{{{ <{call} /> }}}}\n"
            ),
        ),
    ])
}

#[test]
fn clauses_that_are_void_towards_consumers_fail() {
    for (call, instead) in [
        ("warranty_german", "use `digital_conformity`"),
        ("warranty_us", "use `digital_conformity`"),
        ("liability_cap cap=\"EUR 100\"", "use `liability_consumers`"),
        ("liability_us cap=\"EUR 100\"", "use `liability_consumers`"),
        ("liability_german cap=\"EUR 100\"", "so leave it out"),
        ("indemnity_us", "use `terms_indemnity`"),
        ("sla_remedy exclusive={true}", "so leave out `exclusive`"),
        (
            "governing_law_us state=\"US-TX\" venue=\"Austin\"",
            "use `governing_law`",
        ),
        (
            "arbitration provider=\"AAA\" rules=\"its rules\" seat=\"Austin\"",
            "leave `arbitration` out",
        ),
        ("terms_fees", "state `tax_included: true`"),
        (
            "terms_termination term=\"P1Y\"",
            "state `termination: {cancel_url: …}`",
        ),
    ] {
        for (country, consumers) in [("DE", "true"), ("US", "[US, FR]"), ("GB", "[GB]")] {
            let run = site(country, consumers, call).build();
            let said = run.text();
            assert!(run.code == 1 && said.contains(instead), "{call}: {said}");
        }
        site("DE", "false", call).build().clean();
    }
}

#[test]
fn consumers_elsewhere_do_not_turn_american_clauses_down() {
    for call in [
        "warranty_us",
        "liability_us cap=\"the fees paid\"",
        "governing_law_us state=\"US-TX\" venue=\"Austin\"",
        "terms_fees",
    ] {
        site("US", "true", call).build().clean();
    }
}

#[test]
fn european_rules_on_venue_are_for_europeans() {
    let text = |country, consumers| {
        let site = site(
            country,
            consumers,
            "governing_law country=\"US-TX\" venue=\"Austin\"",
        );
        site.build().clean();
        let text = site.read("public/terms.txt");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let american = text("US", "true");
    assert!(american.contains("cannot be waived"), "{american}");
    assert!(!american.contains("593/2008"), "{american}");
    assert!(text("US", "[FR]").contains("593/2008"));
    let british = text("GB", "true");
    assert!(
        british.contains("courts of that country.") && !british.contains("593/2008"),
        "{british}"
    );
    assert!(!text("DE", "false").contains("consumer"));
}

#[test]
fn a_provider_cannot_end_a_contract_without_notice() {
    let run = site("DE", "false", "terms_termination").build();
    assert!(run.text().contains("termination: {provider_notice: P30D}"));
    site("DE", "false", "terms_termination provider_notice=\"P30D\"")
        .build()
        .clean();
}

#[test]
fn german_clauses_stay_in_german_law() {
    let facts = |call: &str| {
        Site::with(&[(
            "content/policies/terms.md",
            &format!("---\ntitle: Terms\ngoverning_law: German law\n---\n{{{{ <{call} /> }}}}\n"),
        )])
    };
    for call in ["liability_cap cap=\"x\"", "liability_us cap=\"x\""] {
        let said = facts(call).build().text();
        assert!(said.contains("use `liability_german`"), "{said}");
    }
    facts("governing_law merchants={true} venue=\"Berlin\"")
        .build()
        .clean();
    let said = facts("governing_law country=\"AT\" merchants={true} venue=\"Wien\"")
        .build()
        .text();
    assert!(said.contains("with German law only"), "{said}");
}
