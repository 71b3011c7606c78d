//! Clauses that cite the law of a country, or of none, by the company's country, its consumers and
//! the regimes of the page.

use crate::driver::Site;

fn site(regimes: &str, facts: &str, calls: &[&str]) -> Site {
    let calls: Vec<String> = calls
        .iter()
        .map(|call| format!("{{{{ <{call} /> }}}}\n"))
        .collect();
    Site::with(&[
        (
            "policygen.yaml",
            &format!("title: Legal\ntwins: [text]\nregimes: [{regimes}]\n"),
        ),
        (
            "content/policies/page.md",
            &format!("---\ntitle: Page\n{facts}\n---\n{}", calls.join("\n")),
        ),
    ])
}

fn text(regimes: &str, facts: &str, calls: &[&str]) -> String {
    let site = site(regimes, facts, calls);
    site.run(&["build", "--as-of", "2027-01-01"]).clean();
    let text = site.read("public/page.txt");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn company(country: &str, consumers: &str) -> String {
    format!("company: {{legal_name: Acme, country: {country}, sells_to_consumers: {consumers}}}")
}

#[test]
fn conformity_is_that_of_the_consumers_countries() {
    let printed = |country: &str, consumers: &str| {
        text("", &company(country, consumers), &["digital_conformity"])
    };
    const EU: &str = "Directive (EU) 2019/770";
    const UK: &str = "Consumer Rights Act 2015";
    const SWISS: &str = "The Code of Obligations (CO) applies";
    for (country, consumers, laws) in [
        ("CH", "true", vec![SWISS]),
        ("CH", "[CH]", vec![SWISS]),
        ("DE", "[CH]", vec![SWISS]),
        ("DE", "true", vec![EU]),
        ("CH", "[CH, EU]", vec![EU, SWISS]),
        ("GB", "true", vec![UK]),
        ("GB", "[GB, CH]", vec![UK, SWISS]),
        ("US", "[US, FR]", vec![EU]),
    ] {
        let printed = printed(country, consumers);
        for law in [EU, UK, SWISS] {
            assert_eq!(
                printed.contains(law),
                laws.contains(&law),
                "{country} {consumers}: {printed}"
            );
        }
        // Each law is introduced by its place if other consumers have another one.
        let is_mixed = laws.len() > 1 || consumers == "[US, FR]";
        let is_introduced =
            printed.contains("In the European Union. ") || printed.contains("In Switzerland. ");
        assert_eq!(is_introduced, is_mixed, "{country} {consumers}: {printed}");
    }
    // Swiss law lets a seller exclude the warranty.
    assert!(!printed("CH", "true").contains("cannot take away"));
    for (country, consumers) in [("US", "true"), ("AU", "[AU, NZ]")] {
        for (call, said) in [
            ("digital_conformity", "names none of them"),
            ("withdrawal_right", "names neither"),
        ] {
            let run = site("", &company(country, consumers), &[call]).build();
            assert!(run.code == 1 && run.text().contains(said), "{}", run.text());
        }
    }
    let run = site("", &company("CH", "[CH]"), &["withdrawal_right"]).build();
    assert!(run.text().contains("names neither"), "{}", run.text());
}

#[test]
fn renewed_contracts_end_as_national_law_provides() {
    let facts = |consumers: &str| {
        format!(
            "{}\nservice: Paper\ntermination: {{term: P1Y, renews: true, notice_period: P1M, cancel_url: 'https://acme.example/cancel'}}",
            company("DE", consumers)
        )
    };
    let laws = [
        ("DE", "§ 309 no. 9"),
        ("NL", "Art. 6:236(j)"),
        ("BE", "Art. VI.91"),
    ];
    for call in ["trial_renewal", "terms_termination"] {
        for (country, _) in laws {
            let printed = text("", &facts(&format!("[{country}]")), &[call]);
            for (of, cite) in laws {
                assert_eq!(
                    printed.contains(cite),
                    of == country,
                    "{country}: {printed}"
                );
            }
        }
        let printed = text("", &facts("[EU]"), &[call]);
        assert!(
            laws.iter().all(|(_, cite)| printed.contains(cite)),
            "{printed}"
        );
        let printed = text("", &facts("false"), &[call]);
        assert!(
            !laws.iter().any(|(_, cite)| printed.contains(cite)),
            "{printed}"
        );
    }
}

#[test]
fn newsletters_cite_the_law_on_advertising_by_email() {
    let printed = |regimes: &str, country: &str, basis: &str| {
        let facts = format!(
            "company: {{legal_name: Acme, country: {country}}}\nnewsletter: {{basis: {basis}, tracking: false, unsubscribe_url: 'https://acme.example/leave'}}"
        );
        text(regimes, &facts, &["newsletter"])
    };
    for (regimes, country, basis, cite) in [
        (
            "gdpr",
            "DE",
            "consent",
            "(GDPR Art. 6(1)(a); § 7(2) no. 2 UWG)",
        ),
        (
            "gdpr",
            "DE",
            "existing_customers",
            "(GDPR Art. 6(1)(f); § 7(3) UWG)",
        ),
        ("gdpr", "AT", "consent", "§ 174 TKG 2021"),
        ("gdpr", "ES", "consent", "Art. 21 LSSI"),
        ("gdpr", "FR", "consent", "Art. L. 34-5 CPCE"),
        ("gdpr", "PT", "consent", "Art. 13-A of Lei 41/2004"),
        ("gdpr", "NL", "consent", "Art. 11.7 Telecommunicatiewet"),
        ("gdpr", "IE", "consent", "reg. 13 of S.I. 336/2011"),
        ("gdpr", "RO", "consent", "Directive 2002/58/EC Art. 13"),
        (
            "uk_gdpr",
            "GB",
            "consent",
            "(UK GDPR Art. 6(1)(a); reg. 22 of",
        ),
        ("fadp", "CH", "consent", "(Art. 3(1)(o) of the Swiss"),
        (
            "fadp",
            "CH",
            "existing_customers",
            "(Art. 3(1)(o) of the Swiss",
        ),
        ("pipeda", "CA", "consent", "(Canada’s anti-spam legislation"),
        ("us_states", "US", "existing_customers", "15 U.S.C. § 7704"),
    ] {
        let printed = printed(regimes, country, basis);
        assert!(printed.contains(cite), "{regimes} {country}: {printed}");
        assert_eq!(
            printed.contains("GDPR"),
            regimes.contains("gdpr"),
            "{printed}"
        );
        assert_eq!(
            printed.contains("CAN-SPAM"),
            regimes == "us_states",
            "{printed}"
        );
    }
    // A law without words on advertising by email.
    let australian = printed("australia", "AU", "consent");
    assert!(
        australian.contains("if you have consented. We do not measure"),
        "{australian}"
    );
}

const DPA: &[&str] = &[
    "dpa_parties",
    "dpa_subject_matter nature={[\"storing\"]}",
    "dpa_instructions",
    "dpa_confidentiality",
    "dpa_security",
    "dpa_subprocessing",
    "dpa_rights",
    "dpa_breach",
    "dpa_deletion",
    "dpa_audit notice=\"P14D\"",
    "dpa_transfers",
    "dpa_liability",
    "dpa_us_states",
    "dpa_annex_processing",
    "dpa_annex_measures",
    "dpa_annex_subprocessors",
];

#[test]
fn contracts_on_processing_cite_the_gdpr_only_where_it_applies() {
    let facts = "company: {legal_name: Acme Inc., country: US}\nservice: Paper\n\
        data_subjects: [{id: users, label: Users}]\npurposes: [{id: run, label: Operation}]\n\
        data_categories: [{id: files, label: Files, source: customer, special_category: true}, {id: names, label: Names, source: customer, special_category: false}]\n\
        subprocessor_policy: {authorisation: general, notice_period: P30D, channel: [email]}\n\
        subprocessors: [{legal_name: Beta GmbH, purpose: hosting, locations: [DE], transfer_mechanism: scc}]\n\
        security_measures: [{kind: backup, detail: We keep backups.}]";
    for regimes in ["ccpa", "us_states, ccpa", "lgpd", "australia"] {
        let printed = text(regimes, facts, DPA);
        for word in [
            "GDPR",
            "supervisory authorit",
            "Art. 28",
            "Union",
            "European Economic Area",
            "Special categories",
        ] {
            assert!(!printed.contains(word), "{regimes}: {word} in {printed}");
        }
        for expected in [
            "privacy laws require between a controller and its processor",
            "“Personal data” means information",
            "Sensitive personal data: Files",
            "the privacy laws that apply to customer data",
        ] {
            assert!(
                printed.contains(expected),
                "{regimes}: {expected} in {printed}"
            );
        }
    }
    for regimes in ["gdpr", "uk_gdpr", "fadp", "ccpa, gdpr", "ddg", ""] {
        let printed = text(regimes, facts, DPA);
        for word in [
            "(GDPR Art. 28(3)(h))",
            "supervisory authority",
            "GDPR Art. 4",
        ] {
            assert!(printed.contains(word), "{regimes}: {word} in {printed}");
        }
    }
}

#[test]
fn accessibility_statements_name_the_body_of_the_country() {
    let printed = |regimes: &str, company: &str, accessibility: &str| {
        let facts = format!(
            "{company}\naccessibility: {{conformance: full, standard: EN 301 549{accessibility}}}"
        );
        text(regimes, &facts, &["accessibility_enforcement"])
    };
    for (regimes, country, consumers, body) in [
        (
            "wad",
            "GB",
            "false",
            "(EHRC) (in England, Scotland and Wales) or the Equality Commission for Northern Ireland (ECNI)",
        ),
        (
            "wad",
            "FR",
            "false",
            "turn to the Défenseur des droits (Art. 9).",
        ),
        (
            "wad",
            "SE",
            "false",
            "(Digg) (Art. 9): https://www.digg.se/tdosanmalan",
        ),
        (
            "wad",
            "HR",
            "false",
            "you can use the enforcement procedure (Art. 9).",
        ),
        (
            "eaa",
            "DE",
            "true",
            "In Germany, the market surveillance authority",
        ),
        (
            "eaa",
            "NL",
            "[EU]",
            "In the Netherlands, the Authority for Consumers and Markets (ACM) checks whether services comply, for electronic commerce. You can contact the authority at any time",
        ),
        (
            "eaa",
            "US",
            "[DE, LU]",
            "In Luxembourg, the Office de la surveillance",
        ),
        ("eaa", "HR", "true", "Each member state has authorities"),
    ] {
        let printed = printed(regimes, &company(country, consumers), "");
        assert!(printed.contains(body), "{country}: {body} in {printed}");
        let is_german = printed.contains("BFSG");
        assert_eq!(
            is_german,
            country == "DE" || consumers.contains("DE"),
            "{printed}"
        );
        let is_british = printed.contains("SI 2018/952");
        assert_eq!(is_british, country == "GB", "{printed}");
        assert!(!is_british || !printed.contains("Directive"), "{printed}");
    }
    let facts = company("FR", "false");
    let stated = printed(
        "wad",
        &facts,
        ", enforcement_url: 'https://acme.example/complain'",
    );
    assert!(
        stated.contains("(Art. 9): https://acme.example/complain"),
        "{stated}"
    );
    // Nothing is said where no such law applies.
    let facts = format!(
        "{}\naccessibility: {{conformance: full, standard: EN 301 549}}\nservice: Paper",
        company("AU", "true")
    );
    let calls = ["accessibility_conformance", "accessibility_enforcement"];
    let printed = text("australia", &facts, &calls);
    assert!(
        printed.ends_with("the European standard EN 301 549."),
        "{printed}"
    );
}

#[test]
fn a_lead_authority_needs_processing_across_borders() {
    let printed = |cross: &str, regime: &str| {
        let facts = format!(
            "company: {{legal_name: Acme, country: DE{cross}}}\nauthorities: [{{regime: {regime}, name: Berlin Commissioner, lead: true}}]"
        );
        text(regime, &facts, &["complaint"])
    };
    let lead = "Berlin Commissioner, our lead authority";
    assert!(printed(", cross_border: true", "gdpr").contains(lead));
    for (cross, regime) in [
        ("", "gdpr"),
        (", cross_border: false", "gdpr"),
        (", cross_border: true", "uk_gdpr"),
        (", cross_border: true", "fadp"),
    ] {
        let printed = printed(cross, regime);
        assert!(
            printed.contains("Berlin Commissioner") && !printed.contains("lead"),
            "{cross} {regime}: {printed}"
        );
    }
}

#[test]
fn washington_gives_its_own_rights_over_health_data() {
    let printed = |regimes: &str, rights: &str| {
        let facts = format!("rights: [{rights}]\nrights_request: {{email: privacy@acme.example}}");
        text(regimes, &facts, &["rights", "how_to_request"])
    };
    let all = "access, withdraw_consent, erasure, appeal";
    let health = printed("washington_health", all);
    for expected in [
        "the Washington My Health My Data Act (RCW 19.373.040) gives you these rights",
        "with a list of all third parties and affiliates",
        "You can withdraw consent to the collection and sharing",
        "including archives and backups",
        "up to six months",
        "complaint to the Attorney General of Washington",
        "within 45 days, and within 45 more",
    ] {
        assert!(health.contains(expected), "{expected} in {health}");
    }
    assert!(
        !health.contains("GDPR") && !health.contains("US states"),
        "{health}"
    );
    // The list is a right of its own if it is stated as one.
    let listed = printed("washington_health", &format!("{all}, third_parties"));
    assert_eq!(
        listed.matches("a list of all third parties").count(),
        1,
        "{listed}"
    );
    let both = printed("washington_health, us_states, gdpr", all);
    for expected in [
        "Access (Art. 15)",
        "US states you have these rights",
        "RCW 19.373.040",
    ] {
        assert!(both.contains(expected), "{expected} in {both}");
    }
    assert!(!printed("us_states", all).contains("Washington"));
}

#[test]
fn exceptions_for_research_and_decompiling_follow_the_place() {
    let printed = |regimes: &str, country: &str, clause: &str| {
        let facts = format!("company: {{legal_name: Acme, country: {country}}}");
        text(regimes, &facts, &[clause])
    };
    for (regimes, country, clause, cite, other) in [
        ("gdpr", "IE", "terms_property", "2009/24/EC", "296A"),
        ("uk_gdpr", "GB", "terms_property", "296A", "2009/24/EC"),
        (
            "fadp",
            "CH",
            "terms_property",
            "Swiss Copyright Act",
            "2009/24/EC",
        ),
        ("us_states", "US", "terms_property", "allows it.", "such as"),
        (
            "gdpr",
            "IE",
            "vulnerability_safe_harbour",
            "2013/40/EU",
            "U.S.C.",
        ),
        (
            "uk_gdpr",
            "GB",
            "vulnerability_safe_harbour",
            "Misuse Act 1990",
            "U.S.C.",
        ),
        (
            "us_states",
            "US",
            "vulnerability_safe_harbour",
            "18 U.S.C. § 1030",
            "2013/40",
        ),
    ] {
        let printed = printed(regimes, country, clause);
        assert!(printed.contains(cite), "{regimes} {clause}: {printed}");
        assert!(!printed.contains(other), "{regimes} {clause}: {printed}");
    }
}
