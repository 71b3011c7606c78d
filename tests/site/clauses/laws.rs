//! Clauses for individual laws: their output, and the facts that they require.

use crate::driver::Site;

fn site(regimes: &str, facts: &str, call: &str) -> Site {
    Site::with(&[
        (
            "policygen.yaml",
            &format!("title: Legal\ntwins: [text]\nregimes: [{regimes}]\n"),
        ),
        (
            "content/policies/page.md",
            &format!("---\ntitle: Page\n{facts}\n---\n{{{{ <{call} /> }}}}\n"),
        ),
    ])
}

fn text(site: &Site, day: &str) -> String {
    site.run(&["build", "--as-of", day]).clean();
    let text = site.read("public/page.txt");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each line of the facts is needed: without it, the clause says which fact is missing.
#[test]
fn each_clause_prints_its_law_and_refuses_without_its_facts() {
    for (regimes, call, facts, prints, needed) in [
        (
            "dsa",
            "dsa_platform",
            "dsa:\n  complaint_email: complaints@acme.example\n  misuse: We suspend for up to 3 months.\n  recommender: [what you viewed before]\n  recommender_options: You can sort by date.\n  recipients: 120000\n  recipients_on: 2026-08-17",
            vec![
                "at least six months after you were informed of the decision (Digital Services Act, Regulation (EU) 2022/2065, Art. 20)",
                "certified under Art. 21",
                "We suspend for up to 3 months.",
                "What you viewed before.",
                "120000 recipients",
                "17 August 2026",
            ],
            vec![
                ("  complaint_email", "a system for complaints"),
                ("  misuse", "how you deal with misuse"),
                (
                    "  recommender_options",
                    "how users can change recommendations",
                ),
            ],
        ),
        (
            "p2b",
            "business_users",
            "p2b:\n  ranking: [reviews]\n  ranking_payment: Payment does not influence it.\n  differentiated: We offer nothing of our own.\n  data_access: You see your own orders.\n  complaint: sellers@acme.example\n  mediators: [Acme Mediation, Centre for Mediation]",
            vec![
                "(Regulation (EU) 2019/1150)",
                "reviews. Payment does not influence it.",
                "at least 15 days",
                "at least 30 days before",
                "Acme Mediation and Centre for Mediation",
            ],
            vec![
                ("  ranking:", "main parameters of the ranking"),
                ("  differentiated", "how your own offers are treated"),
                ("  data_access", "who can access which data"),
                ("  complaint", "need a way to complain"),
                ("  mediators", "at least two mediators"),
            ],
        ),
        (
            "data_act",
            "connected_products",
            "connected_products:\n- name: Acme Lamp\n  data: [brightness]\n  format: JSON\n  volume: 1 MB a month\n  continuous: false\n  storage: [device, server]\n  retention: P1Y\n  access: Open the app to download or erase the data.",
            vec![
                "Art. 3(2)",
                "Format: JSON. Estimated volume: 1 MB a month. It cannot generate data continuously",
                "on the device and on a remote server, for 1 year. Open the app",
            ],
            vec![
                ("  data:", "type, format and estimated volume"),
                ("  volume", "type, format and estimated volume"),
                ("  continuous", "continuously and in real time"),
                ("  access", "how they can access"),
            ],
        ),
        (
            "",
            "support_period",
            "contact:\n  security: security@acme.example\nproduct_support:\n- product: Acme Lamp\n  until: 2032-03-31\n  updates: Updates are installed by themselves.",
            vec![
                "as the Cyber Resilience Act (Regulation (EU) 2024/2847, Art. 13) requires from 11 December 2027",
                "Acme Lamp: until 31 March 2032. Updates are installed by themselves.",
            ],
            vec![
                ("  until", "the end of the support period"),
                ("  security", "single point of contact"),
            ],
        ),
        (
            "gdpr",
            "joint_controllers",
            "controllers:\n- {id: a, legal_name: Acme GmbH, role: joint_controller}\n- {id: b, legal_name: Beta GmbH, role: joint_controller}\njoint_arrangement:\n  summary: Both decide.\n  duties: [{duty: Answering requests, by: Acme GmbH}]",
            vec![
                "Acme GmbH and Beta GmbH determine the purposes and means of the processing jointly.",
                "(GDPR Art. 26(1))",
                "Answering requests Acme GmbH",
                "against each of them (Art. 26(3))",
            ],
            vec![
                ("- {id: b", "needs two joint controllers"),
                ("  duties", "the allocation of duties is missing"),
            ],
        ),
        (
            "gdpr",
            "applicants",
            "applicants:\n  data: [curriculum vitae]\n  retention: P6M\n  retention_law: § 15 AGG\n  pool: P1Y",
            vec![
                "before entering into a contract (GDPR Art. 6(1)(b))",
                "6 months after the decision",
                "(§ 15 AGG), which is our legitimate interest (GDPR Art. 6(1)(f))",
                "for 1 year",
            ],
            vec![
                ("  data", "applicants’ data that you use"),
                ("  retention:", "the time for which you keep applications"),
            ],
        ),
        (
            "gdpr, uk_gdpr",
            "newsletter",
            "newsletter:\n  basis: consent\n  confirmed: true\n  tracking: false\n  proof: P3Y\n  unsubscribe_url: https://acme.example/leave",
            vec![
                "(GDPR and UK GDPR Art. 6(1)(a); Directive 2002/58/EC Art. 13; reg. 22 of the Privacy and Electronic Communications Regulations 2003)",
                "until 3 years after you unsubscribe",
                "We do not measure",
            ],
            vec![
                ("  unsubscribe_url", "the way to unsubscribe"),
                ("  tracking", "whether you measure"),
            ],
        ),
        (
            "pipeda",
            "canadian_messages",
            "company:\n  legal_name: Acme Inc.\n  address: {city: Toronto, country: CA}\ncontact:\n  support: help@acme.example\nnewsletter:\n  basis: consent\n  unsubscribe_url: https://acme.example/leave",
            vec![
                "S.C. 2010, c. 23, s. 6 and 10",
                "at least 60 days",
                "within 10 business days at the latest (s. 11)",
            ],
            vec![
                ("  address", "the sender's mailing address"),
                ("  unsubscribe_url", "have an unsubscribe mechanism"),
            ],
        ),
        (
            "us_states",
            "us_sector_laws",
            "us_sectors:\n  hipaa: covered_entity\n  hipaa_notice: https://acme.example/npp\n  ferpa: school_official\n  glba: financial_institution\n  glba_notice: https://acme.example/glba",
            vec![
                "(45 CFR § 164.520), and not this page,",
                "34 CFR § 99.31(a)(1)(i)(B)",
                "(15 U.S.C. § 6803)",
            ],
            vec![
                ("  hipaa_notice", "post its notice of privacy practices"),
                ("  glba_notice", "give its customers a privacy notice"),
            ],
        ),
    ] {
        let printed = text(&site(regimes, facts, call), "2027-01-01");
        for expected in prints {
            assert!(printed.contains(expected), "{expected} in {printed}");
        }
        for (line, said) in needed {
            let kept: Vec<&str> = facts.lines().filter(|one| !one.starts_with(line)).collect();
            assert_eq!(kept.len() + 1, facts.lines().count(), "{line}");
            let mut less = kept.join("\n");
            if line == "  security" {
                less = less.replace("contact:", "contact: {support: a@acme.example}");
            }
            let run = site(regimes, &less, call).build();
            assert!(run.code == 1 && run.text().contains(said), "{}", run.text());
        }
    }
}

#[test]
fn small_platforms_name_no_mediators_and_later_days_name_the_act() {
    let small = "p2b: {small: true, ranking: [reviews], differentiated: We offer nothing of our own., data_access: You see your own orders.}";
    let printed = text(&site("p2b", small, "business_users"), "2027-01-01");
    assert!(!printed.contains("Art. 11") && !printed.contains("Art. 12"));

    let product = "contact: {security: security@acme.example}\nproduct_support: [{product: Acme Lamp, until: 2032-03-31}]";
    let printed = text(&site("", product, "support_period"), "2027-12-11");
    assert!(
        printed.contains("(Cyber Resilience Act, Regulation (EU) 2024/2847, Art. 13(8) and (19))")
    );

    let tracked = "newsletter: {basis: existing_customers, tracking: true, unsubscribe_url: 'https://acme.example/leave'}";
    let run = site("gdpr", tracked, "newsletter").build();
    assert!(
        run.text()
            .contains("measuring opens and clicks needs consent")
    );

    let neither =
        "us_sectors: {hipaa: neither, health_records: true, ferpa: neither, glba: neither}";
    let printed = text(&site("us_states", neither, "us_sector_laws"), "2027-01-01");
    for expected in [
        "neither a covered entity nor a business associate",
        "(16 CFR part 318)",
        "not a financial institution",
    ] {
        assert!(printed.contains(expected), "{expected} in {printed}");
    }
}

/// Pages that are only for other laws do not mention the GDPR.
#[test]
fn rights_outside_europe_are_those_of_the_laws_there() {
    let page = |regimes: &str, day: &str| {
        let site = Site::with(&[
            (
                "policygen.yaml",
                &format!("title: Legal\ntwins: [text]\nregimes: [{regimes}]\n"),
            ),
            (
                "content/policies/page.md",
                "---\ntitle: Page\ncompany: {legal_name: Acme, country: AU}\n\
                 service: {name: Paper, roles: [controller, processor]}\n\
                 rights: [access, rectification, erasure, restriction, withdraw_consent, complaint]\n\
                 rights_request: {email: privacy@acme.example}\nautomated_decisions: []\n\
                 subprocessor_policy: {authorisation: specific}\n---\n\
                 {{ <controller /> }}\n\n{{ <rights /> }}\n\n{{ <how_to_request /> }}\n\n{{ <complaint /> }}\n\n\
                 {{ <automated_decisions /> }}\n\n{{ <subprocessors_about /> }}\n\n{{ <subprocessor_change /> }}\n\n{{ <incident_response /> }}\n",
            ),
        ]);
        text(&site, day)
    };
    for (regimes, day, expected) in [
        (
            "australia",
            "2027-01-01",
            vec![
                "Access (APP 12)",
                "Correction (APP 13)",
                "(OAIC)",
                "APP 12.4 and 13.5",
            ],
        ),
        (
            "japan",
            "2027-01-01",
            vec![
                "Disclosure (Art. 33)",
                "Correction (Art. 34)",
                "End of use (Art. 35)",
                "(PPC)",
            ],
        ),
        (
            "korea",
            "2027-01-01",
            vec![
                "Access (Art. 35)",
                "Suspension (Art. 37)",
                "within 10 days",
                "(PIPC)",
            ],
        ),
        (
            "chile",
            "2027-01-01",
            vec![
                "Law 19.628",
                "Access (Art. 5)",
                "Agencia de Protección de Datos Personales",
            ],
        ),
        (
            "chile",
            "2026-11-30",
            vec![
                "You have these rights over your personal data",
                "inaccurate data corrected",
            ],
        ),
        (
            "india",
            "2027-05-14",
            vec!["Access (s. 11)", "Data Protection Board of India"],
        ),
        (
            "india",
            "2027-05-13",
            vec!["You have these rights over your personal data"],
        ),
        (
            "pipeda",
            "2027-01-01",
            vec![
                "Access (Sch. 1, 4.9)",
                "Office of the Privacy Commissioner of Canada",
            ],
        ),
        (
            "nevada",
            "2027-01-01",
            vec!["You have these rights over your personal data"],
        ),
    ] {
        let printed = page(regimes, day);
        for expected in expected {
            assert!(printed.contains(expected), "{expected} in {printed}");
        }
        assert!(!printed.contains("GDPR"), "{regimes}: {printed}");
    }
    let chile = page("chile", "2026-11-30");
    assert!(
        !chile.contains("19.628") && !chile.contains("Agencia"),
        "{chile}"
    );
    let both = page("australia, gdpr", "2027-01-01");
    assert!(both.contains("Access (Art. 15)") && both.contains("Access (APP 12)"));
}

#[test]
fn a_representative_in_the_union_is_one_under_the_gdpr_alone() {
    let facts = "company: Acme Ltd.\nrepresentatives: [{regime: gdpr, legal_name: Rep Ltd.}]";
    let printed = text(&site("gdpr, uk_gdpr", facts, "controller"), "2027-01-01");
    assert!(
        printed.contains("Rep Ltd. is our representative in the European Union (GDPR Art. 27)"),
        "{printed}"
    );
}

/// The part of a fact that a clause reads may be missing although the fact
/// exists.
#[test]
fn facts_with_few_keys_are_enough() {
    let printed = text(
        &site("gdpr", "service: Paper", "incident_response"),
        "2027-01-01",
    );
    assert!(printed.contains("The supervisory authority"), "{printed}");
    let renews = "service: Paper\ntermination: {renews: true, term: P1Y}";
    let printed = text(&site("gdpr", renews, "trial_renewal"), "2027-01-01");
    assert!(printed.contains("renews automatically"), "{printed}");
    let run = site(
        "data_act",
        "service: Paper",
        "government_access measures={[\"encryption\"]}",
    )
    .build();
    assert!(
        run.text()
            .contains("the jurisdiction of the infrastructure is missing")
    );
}
