//! Facts of an imagined company: shared by a whole site, or one set for each policy.

use std::fmt::Write;

use crate::prose::Rng;

/// One file of `content/facts/`; concatenated, the files are also valid front matter.
pub(crate) struct Facts {
    pub(crate) file: &'static str,
    pub(crate) yaml: String,
}

const NAMES: &[&str] = &[
    "Acme", "Borealis", "Cobalt", "Dovetail", "Ember", "Fathom", "Gantry", "Harbour",
];
const NOUNS: &[&str] = &[
    "Cloud", "Metrics", "Relay", "Ledger", "Mail", "Queue", "Storage", "Support",
];
const FORMS: &[&str] = &["GmbH", "Ltd", "B.V.", "AB", "Oy", "SAS"];
const CITIES: &[(&str, &str, &str)] = &[
    ("Berlin", "10115", "DE"),
    ("Dublin", "D02 XY45", "IE"),
    ("Utrecht", "3511 AB", "NL"),
    ("Uppsala", "753 20", "SE"),
    ("Lyon", "69001", "FR"),
];
const COUNTRIES: &[&str] = &["DE", "IE", "NL", "SE", "FR", "FI", "AT", "PL"];
const WORK: &[&str] = &[
    "hosting of the application and its database",
    "delivery of transactional e-mail",
    "error reports and traces",
    "payment and invoicing",
    "support tickets & chat",
    "storage of encrypted backups",
];
/// Categories of data: ID, label, items, and the purpose they serve.
const CATEGORIES: &[(&str, &str, &str, &str)] = &[
    (
        "account",
        "Account data",
        "name, e-mail address, password hash, language",
        "provide",
    ),
    (
        "usage",
        "Usage data",
        "pages opened, features used, time of use",
        "secure",
    ),
    (
        "billing",
        "Billing records",
        "invoice address, payments, tax number",
        "provide",
    ),
    (
        "support",
        "Support correspondence",
        "messages, attachments, call notes",
        "provide",
    ),
];

/// The facts generated from `seed`, about 3 KB in all.
pub(crate) fn facts(seed: u64) -> [Facts; 4] {
    let rng = &mut Rng::new(seed);
    [
        Facts {
            file: "company.yaml",
            yaml: company(rng),
        },
        Facts {
            file: "data.yaml",
            yaml: data(rng),
        },
        Facts {
            file: "retention.yaml",
            yaml: retention(rng),
        },
        Facts {
            file: "subprocessors.yaml",
            yaml: subprocessors(rng),
        },
    ]
}

fn company(rng: &mut Rng) -> String {
    let (name, noun, form) = (rng.pick(NAMES), rng.pick(NOUNS), rng.pick(FORMS));
    let (city, postal_code, country) = CITIES[rng.range(0, CITIES.len() as u64) as usize];
    let (number, min_age) = (rng.range(1, 200), rng.range(13, 19));
    let domain = format!("{}.example", name.to_lowercase());
    format!(
        "company:
  legal_name: {name} {noun} {form}
  trading_names: [{name}, {name} {noun}]
  address: {{street: Harbour Street {number}, city: {city}, postal_code: \"{postal_code}\", country: {country}}}
  country: {country}
  domains: [{domain}, {name_lower}-{noun_lower}.example]
  email: hello@{domain}
service:
  name: {name} {noun}
  description: A service that lets teams collect, search and share the records of their work.
  roles: [controller, processor]
  min_age: {min_age}
contact:
  privacy: {{email: privacy@{domain}}}
  security: {{email: security@{domain}}}
",
        name_lower = name.to_lowercase(),
        noun_lower = noun.to_lowercase(),
    )
}

fn data(rng: &mut Rng) -> String {
    let mut yaml = String::from("data_categories:\n");
    for (id, label, items, purpose) in CATEGORIES {
        let source = rng.pick(&["data_subject", "automatic"]);
        let _ = writeln!(
            yaml,
            "  - id: {id}\n    label: {label}\n    items: [{items}]\n    source: [{source}]\n    purposes: [{purpose}]"
        );
    }
    let basis = rng.pick(&["contract", "consent"]);
    let _ = write!(
        yaml,
        "purposes:
  - id: provide
    label: Providing the service
    text: To open and run accounts, to send invoices and to answer questions about them.
    legal_basis: [{{basis: {basis}}}]
  - id: secure
    label: Security
    text: To find and stop abuse, and to learn which parts of the service fail.
    legal_basis: [{{basis: legitimate_interests}}]
    legitimate_interest: keeping the service and its users safe
"
    );
    yaml
}

fn retention(rng: &mut Rng) -> String {
    let (days, months, years) = (rng.range(1, 7) * 30, rng.range(3, 25), rng.range(5, 11));
    format!(
        "retention:
  - {{data: Account data, until: account_closure, then: P{days}D}}
  - {{data: Usage data, period: P{months}M, after: collection}}
  - {{data: Support correspondence, period: P1Y, after: event}}
  - {{data: Billing records, period: P{years}Y, after: fiscal_year_end, reason: legal_obligation, law: \"§ 147 AO\"}}
rights:
  - {{kind: access, how: [self_service, email]}}
  - {{kind: rectification, how: [self_service]}}
  - {{kind: erasure, how: [self_service, email]}}
  - {{kind: portability, how: [self_service], format: JSON}}
  - {{kind: objection, how: [email]}}
"
    )
}

fn subprocessors(rng: &mut Rng) -> String {
    let mut yaml = String::from("subprocessors:\n");
    let first = rng.range(0, NAMES.len() as u64) as usize;
    for nth in 0..4 {
        let name = NAMES[(first + nth) % NAMES.len()];
        let (noun, form, purpose) = (rng.pick(NOUNS), rng.pick(FORMS), rng.pick(WORK));
        let country = rng.range(0, COUNTRIES.len() as u64) as usize;
        let (here, there) = (
            COUNTRIES[country],
            COUNTRIES[(country + 3) % COUNTRIES.len()],
        );
        let category = CATEGORIES[nth % CATEGORIES.len()].0;
        let (year, month, day) = (rng.range(2021, 2026), rng.range(1, 13), rng.range(1, 29));
        let _ = writeln!(
            yaml,
            "  - id: {id}\n    legal_name: {name} {noun} {form}\n    purpose: {purpose}\n    \
             data_categories: [{category}]\n    locations: [{here}, {there}]\n    role: sub_processor\n    \
             effective_on: {year}-{month:02}-{day:02}",
            id = name.to_lowercase(),
        );
    }
    yaml
}
