//! `policygen init` and `policygen new`.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::{Captures, Regex};

use crate::driver::{Run, Site};

/// Country, users, places, documents.
const PROFILES: &[(&str, &str, &str, &str)] = &[
    ("DE", "businesses", "eu", ""),
    ("DE", "consumers", "eu", "privacy,terms,imprint,refund"),
    ("AT", "businesses", "", "privacy,imprint"),
    ("FR", "consumers", "eu,uk", "privacy,cookies,terms"),
    (
        "ES",
        "consumers,businesses",
        "eu",
        "privacy,cookies,terms,refund",
    ),
    ("NL", "businesses", "eu,us", ""),
    (
        "IE",
        "consumers",
        "eu,uk,us",
        "privacy,terms,acceptable-use,dmca",
    ),
    ("GB", "businesses", "uk", ""),
    ("GB", "consumers", "uk,eu", "privacy,cookies,terms"),
    (
        "CH",
        "businesses",
        "switzerland,eu",
        "privacy,imprint,dpa,subprocessors",
    ),
    ("US", "businesses", "us", ""),
    (
        "US",
        "consumers",
        "us,california",
        "privacy,cookies,terms,dmca",
    ),
    ("US", "children", "us", "privacy"),
    (
        "US",
        "businesses",
        "us,eu",
        "privacy,dpa,security,vulnerability-disclosure",
    ),
    ("CA", "consumers", "canada,quebec", "privacy,cookies"),
    ("BR", "consumers", "brazil", "privacy,cookies"),
    ("AU", "consumers", "australia", "privacy,terms"),
    ("JP", "businesses", "japan", "privacy"),
    ("IN", "consumers", "india", "privacy,cookies"),
    (
        "DE",
        "businesses",
        "eu",
        "sla,accessibility,security,vulnerability-disclosure",
    ),
];

fn init(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["init", ".", "--yes"], arguments].concat())
}

fn of_profile((country, users, places, documents): (&str, &str, &str, &str)) -> Site {
    let site = Site::new();
    let mut arguments = vec![
        "--company",
        "Acme Ltd",
        "--contact",
        "privacy@acme.example",
        "--country",
        country,
        "--users",
        users,
        "--vendors",
        "AWS,Stripe",
    ];
    for (option, value) in [("--places", places), ("--documents", documents)] {
        if !value.is_empty() {
            arguments.extend([option, value]);
        }
    }
    init(&site, &arguments).clean();
    site
}

/// Each profile can be previewed at once, but not published until its facts are filled in.
#[test]
fn every_profile_can_be_seen() {
    PROFILES.par_iter().for_each(|profile| {
        let site = of_profile(*profile);
        let run = site.run(&["build", "--placeholders"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{profile:?}");
        assert!(run.stdout.contains("to fill in:"), "{profile:?}");
    });
}

/// A value for each key that is unknown in a new site.
fn value(key: &str, users: &str) -> &'static str {
    match key {
        "cookies" => {
            "[{name: session, provider: first_party, purpose: keeps you signed in, category: strictly_necessary, duration: session, consent: not_needed}]"
        }
        "min_age" if users != "children" => "16",
        "role" => "sub_processor",
        "sold" | "shared" => "false",
        "honored" => "true",
        "disclosed_to" => "[hosting providers]",
        "legal_basis" => "consent",
        "notice_period" | "objection_period" => "P30D",
        "plans" => "[{id: basic, price: EUR 9, per: P1M, tax_included: true}]",
        "email" => "\"info@acme.example\"",
        "url" | "status_url" | "function_url" => "\"https://acme.example/page\"",
        "phone" => "\"+49 30 123456\"",
        "period" | "then" | "provider_notice" => "P30D",
        "locations" => "[DE]",
        "sells" | "shares" | "third_party_tracking" => "false",
        "online_only_direct" => "true",
        "prepared_on" => "2026-10-01",
        "conformance" => "full",
        "non_accessible" => "none",
        "min_age" => "6",
        "public_disclosure" => "Children cannot make personal information public here.",
        "items" => "[files, notes]",
        "address" => "{street: Lane 1, city: Berlin, country: DE}",
        "legal_name" => "Partner GmbH",
        "law" => "German law",
        _ => "Words that say it",
    }
}

/// Once filled in, the site builds, and `check` reports no errors.
#[test]
fn every_profile_is_clean_once_filled_in() {
    static OPEN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\w+): null").unwrap());
    PROFILES.par_iter().for_each(|profile| {
        let site = of_profile(*profile);
        for path in site.tree("content/facts").keys() {
            let path = format!("content/facts/{path}");
            // The value of `dnt` is a sentence.
            let text = site
                .read(&path)
                .replace("\n  response: null\n", "\n  response: P1M\n");
            let filled = OPEN.replace_all(&text, |found: &Captures<'_>| {
                format!("{}: {}", &found[1], value(&found[1], profile.1))
            });
            site.file(&path, &filled);
        }
        let run = site.run(&["build"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{profile:?}");
        let run = site.run(&["check"]);
        assert_eq!(run.code, 0, "{profile:?}\n{}", run.stderr);
    });
}

/// The facts are those that the documents print or a rule needs.
#[test]
fn only_facts_of_its_documents_are_asked_for() {
    for (country, documents, without) in [
        (
            "DE",
            "privacy",
            "register vat_id authorised_representatives legal support",
        ),
        ("DE", "terms", "register authorities sale security_measures"),
        (
            "US",
            "cookies",
            "representatives children description sells",
        ),
        ("DE", "sla", "governing_law changes children authorities"),
        ("DE", "security", "algorithm withdrawal support"),
    ] {
        let site = of_profile((country, "consumers", "eu", documents));
        let facts = site.tree("content/facts").into_values().flatten().collect();
        let facts = String::from_utf8(facts).unwrap();
        for key in without.split(' ') {
            let is_stated = facts.contains(&format!("{key}: "));
            assert!(!is_stated, "{documents}: {key}\n{facts}");
        }
    }
}

/// Terms for consumers have the sections that rules require.
#[test]
fn terms_for_consumers_are_whole() {
    for (country, places) in [("DE", "eu"), ("GB", "uk,eu"), ("US", "us,eu"), ("AU", "")] {
        let site = of_profile((country, "consumers", places, "terms"));
        let terms = site.read("content/policies/terms.md");
        assert!(terms.contains("{{ <terms_fees /> }}"), "{country}: {terms}");
        let liability = match country {
            "DE" => "{{ <liability_german /> }}",
            _ => "{{ <liability_consumers /> }}",
        };
        assert!(terms.contains(liability), "{country}: {terms}");
        let european = country != "AU";
        for clause in ["digital_conformity", "withdrawal_right"] {
            assert_eq!(terms.contains(clause), european, "{country}: {terms}");
        }
    }
}

/// If only children are named, their parents do not act for a business.
#[test]
fn children_are_consumers() {
    let site = of_profile(("US", "children", "us", "terms"));
    let facts = site.read("content/facts/company.yaml");
    assert!(facts.contains("sells_to_consumers: [US]"), "{facts}");
    let terms = site.read("content/policies/terms.md");
    assert!(!terms.contains("businesses only"), "{terms}");
    let facts =
        of_profile(("US", "children,businesses", "us", "terms")).read("content/facts/company.yaml");
    assert!(facts.contains("sells_to_consumers: false"), "{facts}");
}

/// The withdrawal period of consumers starts on a day that depends on what is
/// sold.
#[test]
fn goods_are_no_service() {
    let site = Site::new();
    let arguments = [
        "--country",
        "DE",
        "--users",
        "consumers",
        "--places",
        "eu",
        "--documents",
        "terms,refund",
        "--sells",
        "goods",
    ];
    init(&site, &arguments).clean();
    for file in ["terms", "refund"] {
        let text = site.read(&format!("content/policies/{file}.md"));
        assert!(
            text.contains("<withdrawal_right contract=\"goods\" />"),
            "{text}"
        );
    }
    let terms = site.read("content/policies/terms.md");
    assert!(terms.contains("{{ <legal_guarantee /> }}"), "{terms}");
    for service in ["digital_conformity", "terms_accounts", "your plan"] {
        assert!(!terms.contains(service), "{service}: {terms}");
    }
    let run = site.run(&["build", "--placeholders"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

/// Only the company can state its promises, practices and choices.
#[test]
fn nothing_is_claimed() {
    let site = of_profile(("US", "consumers", "us,california", "privacy,cookies,terms"));
    let facts = site.tree("content/facts").into_values().flatten().collect();
    let facts = String::from_utf8(facts).unwrap();
    for open in [
        "gpc: {honored: null}",
        "sold: null",
        "shared: null",
        "disclosed_to: null",
        "response: null",
        "notice_period: null",
        "min_age: null",
        "cookies: null",
    ] {
        assert!(facts.contains(open), "{open}: {facts}");
    }
}

/// The list of vendors comes from policygen; only the company knows whether a name is that of its
/// contract partner.
#[test]
fn vendors_are_to_be_confirmed() {
    let site = Site::new();
    let arguments = [
        "--country",
        "IE",
        "--documents",
        "privacy,dpa",
        "--vendors",
        "AWS,Plausible,Foobarly",
    ];
    init(&site, &arguments).clean();
    let facts = site.read("content/facts/sharing.yaml");
    assert!(
        facts.contains("check them against your contracts"),
        "{facts}"
    );
    assert_eq!(facts.matches("role: null").count(), 3, "{facts}");
    assert!(
        facts.contains("legal_name: null\n    trading_name: \"Foobarly\""),
        "{facts}"
    );
    let data = site.read("content/facts/data.yaml");
    assert!(data.contains("What you collect with Plausible"), "{data}");
}

/// Consumers are where the answers place users, and the rules of these places apply.
#[test]
fn consumers_are_where_users_are() {
    for (country, users, places, says) in [
        ("DE", "businesses", "eu", "false"),
        ("DE", "consumers", "", "[DE]"),
        ("DE", "consumers", "eu,uk", "[EU, GB]"),
        ("NO", "consumers", "eu", "[EEA]"),
        ("US", "consumers", "us,california,eu", "[US, EU]"),
    ] {
        let site = of_profile((country, users, places, "terms"));
        let facts = site.read("content/facts/company.yaml");
        let says = format!("sells_to_consumers: {says}\n");
        assert!(facts.contains(&says), "{country} {places}: {facts}");
    }
}

/// Any company name works, and so do repeated answers.
#[test]
fn names_are_taken_as_they_are() {
    let site = Site::new();
    let name = r#"Müller: "Söhne" & <% if %> #1 GmbH"#;
    let arguments = [
        "--company",
        name,
        "--vendors",
        "AWS,aws.amazon.com,Acme: Inc",
        "--documents",
        "terms,acceptable-use,sla,accessibility,privacy,privacy",
    ];
    init(&site, &arguments).clean();
    let run = site.run(&["build", "--placeholders"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let terms = site.read("public/terms.txt");
    let terms = terms.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        terms.contains(&format!("What you get from {name}, and")),
        "{terms}"
    );
}

/// Listing the clauses works although facts are unknown.
#[test]
fn its_clauses_can_be_listed() {
    let site = of_profile(("DE", "businesses", "eu", ""));
    let run = site.run(&["clauses"]).clean();
    assert!(run.stdout.contains("retention_table"), "{}", run.stdout);
}

#[test]
fn without_a_site_there_is_nothing_to_add_to() {
    let site = Site::new();
    for arguments in [["new", "terms"].as_slice(), &["verify"], &["show", "terms"]] {
        let run = site.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        let says = "there is no site here or in a parent folder";
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("`policygen init`"), "{}", run.stderr);
    }
    let run = site.run(&["verify", "--root", "."]);
    assert!(
        run.stderr.contains("there is no site here"),
        "{}",
        run.stderr
    );
    assert!(site.tree(".").is_empty());
}

#[test]
fn nothing_is_overwritten() {
    let site = Site::new();
    site.file("content/facts/company.yaml", "company: Mine\n");
    let run = init(&site, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("already exists; nothing was written"),
        "{}",
        run.stderr
    );
    assert_eq!(site.tree("content").len(), 1);
    site.file("policygen.yaml", "title: Mine\n");
    let run = init(&site, &[]);
    assert!(
        run.stderr
            .contains("is already a site; `policygen new TYPE`"),
        "{}",
        run.stderr
    );
}

#[test]
fn one_document_more() {
    let site = of_profile(("DE", "businesses", "eu", "privacy"));
    let run = site.run(&["new", "security"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(
        run.stderr.contains(
            "the document's clauses need `security_measures`: state them in content/facts"
        ),
        "{}",
        run.text()
    );
    assert!(
        site.read("content/policies/security.md")
            .contains("{{ <security_topics")
    );
    let run = site.run(&["new", "security"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert_eq!(site.run(&["new", "novel"]).code, 2);
}

#[test]
fn arguments_are_looked_at_closely() {
    let site = Site::new();
    for (arguments, says) in [
        (["--country", "Germany"], "is not a country code"),
        (["--contact", "privacy"], "is not an email address"),
        (["--vendors", "Strpe"], "did you mean `Stripe`?"),
        (
            ["--vendors", "Adobe"],
            "`Adobe` offers several services: write the name of the one you use, such as",
        ),
        (["--vendors", "microsoft"], "`Microsoft 365`"),
        (
            ["--documents", "privacy,novel"],
            "choose one of privacy, cookies",
        ),
        (["--documents", "privcy"], "did you mean `privacy`?"),
    ] {
        let run = init(&site, &arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    assert!(site.tree(".").is_empty());
}
