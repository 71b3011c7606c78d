//! Clauses that refuse facts that a law does not accept, and rights under each
//! law.

use crate::driver::Site;

fn site(regimes: &str, facts: &str, call: &str) -> Site {
    Site::with(&[
        (
            "policygen.yaml",
            &format!("title: Legal\ntwins: [text]\nregimes: [{regimes}]\n"),
        ),
        (
            "content/policies/page.md",
            &format!(
                "---\ntitle: Page\ncompany: {{legal_name: Acme, country: DE}}\nservice: Paper\n{facts}\n---\n{{{{ <{call} /> }}}}\n"
            ),
        ),
    ])
}

#[test]
fn what_a_law_does_not_accept_fails() {
    for (facts, fixed, call, said) in [
        (
            "recipients: [{name: Acme Inc., purpose: mail, transfer_mechanism: {uk_gdpr: scc}}]",
            "recipients: [{name: Acme Inc., purpose: mail, transfer_mechanism: {uk_gdpr: uk_addendum}}]",
            "transfers",
            "a safeguard under UK law",
        ),
        (
            "recipients: [{name: Acme Inc., purpose: mail, transfer_mechanism: derogation}]",
            "recipients: [{name: Acme Inc., purpose: mail, transfer_mechanism: derogation}]\ntransfers: {derogations: contract}",
            "transfers",
            "the exception is missing",
        ),
        (
            "cookies: [{name: a, purpose: counts, category: analytics, consent: opt_out}]",
            "cookies: [{name: a, purpose: counts, category: analytics, consent: opt_in}]",
            "cookie_consent",
            "these have `consent: opt_out`: a",
        ),
        (
            "contact: {legal: {email: a@acme.example, languages: en}, support: a@acme.example}\nrepresentatives: [{regime: dsa, legal_name: Rep, email: rep@acme.example, address: {city: Cork}}]",
            "contact: {legal: {email: a@acme.example, languages: en}, support: a@acme.example}\nrepresentatives: [{regime: dsa, legal_name: Rep, email: rep@acme.example, address: {city: Cork}, phone: '+35312345678'}]",
            "dsa_contact_points",
            "needs address, email and phone",
        ),
        (
            "accessibility: {conformance: partial, standard: EN 301 549}\nauthorities: [{regime: wad, name: Office}]",
            "accessibility: {conformance: partial, standard: EN 301 549, law: the Accessibility Act}\nauthorities: [{regime: wad, name: Office}]",
            "accessibility_conformance",
            "the national law is missing",
        ),
        (
            "security_measures: []",
            "security_measures: [mfa]",
            "dpa_annex_measures",
            "the annex cannot be empty",
        ),
        (
            "subprocessor_policy: {authorisation: general}",
            "subprocessor_policy: {authorisation: general, notice_period: P30D}",
            "dpa_transfers modules={[\"C2P\"]} law=\"IE\"",
            "option 2 of Clause 9(a)",
        ),
        (
            "subprocessor_policy: {authorisation: general, channel: page}",
            "subprocessor_policy: {authorisation: general, channel: [page, email]}",
            "dpa_subprocessing",
            "a page alone does not inform customers",
        ),
    ] {
        let fixed = fixed.replace("[mfa]", "[{kind: mfa}]");
        let run = site("gdpr", facts, call).build();
        assert!(run.code == 1 && run.text().contains(said), "{}", run.text());
        site("gdpr", &fixed, call).build().clean();
    }
}

#[test]
fn rights_are_those_of_the_laws_that_hold() {
    let text = |regimes: &str| {
        let site = site(
            regimes,
            "rights: [access, erasure, complaint, opt_out_targeted_ads]\nus_states: {states: [TX, MN]}",
            "rights",
        );
        site.build().clean();
        let text = site.read("public/page.txt");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let american = text("us_states");
    for expected in [
        "(Texas and Minnesota)",
        "Opting out of targeted advertising",
        "attorney general",
    ] {
        assert!(american.contains(expected), "{expected} in {american}");
    }
    assert!(!american.contains("GDPR"), "{american}");
    let brazilian = text("lgpd");
    assert!(brazilian.contains("Access (Art. 18 II)") && brazilian.contains("(ANPD)"));
    assert!(!brazilian.contains("GDPR"), "{brazilian}");
    let swiss = text("gdpr, fadp");
    assert!(swiss.contains("Access (Art. 15)") && swiss.contains("Access (Art. 25)"));
}
