//! New sites and new policies: `content/templates`, filled in with the known data about a company.
//! Unknown facts are `null`, and nothing is claimed without a basis.

mod answers;
mod templates;
mod vendor;

use std::collections::BTreeMap;

use serde::Serialize;

pub use answers::{Answers, Place, Users, country, document, email, url};
pub use vendor::Vendor;

use crate::base::dates::Date;
use crate::model::schemas;
use templates::Templates;

/// The document types with templates, in the order of a hub.
pub fn documents() -> Vec<&'static str> {
    templates::documents()
}

/// The files of a new site, by path below its root.
pub fn site(answers: &Answers, today: Date) -> anyhow::Result<Vec<(String, String)>> {
    let facts = Known::of(answers, today);
    let templates = Templates::compile()?;
    let mut names = vec!["policygen.yaml".to_owned()];
    let has = |documents: &[&str]| {
        let mut wanted = answers.documents.iter();
        wanted.any(|document| documents.contains(&document.as_str()))
    };
    names.push("facts/company.yaml".to_owned());
    for (name, documents) in FACTS {
        if has(documents) {
            names.push(format!("facts/{name}.yaml"));
        }
    }
    for document in &answers.documents {
        names.push(policy_name(document));
    }
    let files = names.iter().map(|name| {
        let path = match name.split_once('/') {
            Some(_) => format!("content/{name}"),
            None => name.clone(),
        };
        let text = templates.fill(name, &facts)?;
        Ok((path, with_schema(name, text)))
    });
    let schemas = [
        (SETTINGS_SCHEMA, schemas::settings()),
        (FACTS_SCHEMA, schemas::facts()),
    ];
    let schemas = schemas.map(|(path, schema)| Ok((path.to_owned(), format!("{schema:#}\n"))));
    files.chain(schemas).collect()
}

/// The schema with which editors check the settings of a new site.
const SETTINGS_SCHEMA: &str = ".policygen/schemas/settings.json";
const FACTS_SCHEMA: &str = ".policygen/schemas/facts.json";

/// Adds the line that points editors to the schema of a file.
fn with_schema(name: &str, text: String) -> String {
    let schema = match name {
        "policygen.yaml" => SETTINGS_SCHEMA.to_owned(),
        _ if name.starts_with("facts/") => format!("../../{FACTS_SCHEMA}"),
        _ => return text,
    };
    format!("# yaml-language-server: $schema={schema}\n{text}")
}

/// The text of a new policy of a document type.
pub fn policy(document: &str, answers: &Answers, today: Date) -> anyhow::Result<String> {
    Templates::compile()?.fill(&policy_name(document), &Known::of(answers, today))
}

fn policy_name(document: &str) -> String {
    format!("policies/{document}.md")
}

/// The fact files, and the documents that need them.
const FACTS: &[(&str, &[&str])] = &[
    ("data", &["privacy", "dpa", "cookies"]),
    ("sharing", &["privacy", "dpa", "subprocessors", "cookies"]),
    ("rights", &["privacy"]),
    ("cookies", &["cookies"]),
    ("security", &["security", "dpa"]),
    (
        "contract",
        &["terms", "sla", "dmca", "accessibility", "refund"],
    ),
];

/// Places outside Europe and the United States whose laws give people rights.
const ELSEWHERE: [Place; 8] = [
    Place::Canada,
    Place::Quebec,
    Place::Brazil,
    Place::Australia,
    Place::Japan,
    Place::Korea,
    Place::Chile,
    Place::India,
];

/// The data for templates.
#[derive(Debug, Serialize)]
struct Known<'a> {
    title: String,
    company: Option<&'a str>,
    service: Option<&'a str>,
    country: Option<&'a str>,
    contact: Option<&'a str>,
    website: Option<&'a str>,
    url: Option<&'a str>,
    regimes: Vec<&'static str>,
    /// The documents of the site, by type.
    has: BTreeMap<&'static str, bool>,
    vendors: &'a [Vendor],
    consumers: bool,
    /// Where consumers are, as a fact in YAML.
    consumers_in: String,
    children: bool,
    /// Whether the company sells goods instead of a service.
    goods: bool,
    /// Whether one of the vendors provides analytics.
    has_analytics: bool,
    /// Whether the company is established in the European Economic Area or the United Kingdom.
    in_eea_or_uk: bool,
    /// BCP 47 tag of the texts.
    language: &'static str,
    has_accounts: bool,
    eu: bool,
    uk: bool,
    us: bool,
    california: bool,
    canada: bool,
    quebec: bool,
    brazil: bool,
    /// Whether the law of a place outside Europe and the United States applies.
    elsewhere: bool,
    gdpr: bool,
    uk_gdpr: bool,
    /// Whether the GDPR or the UK GDPR applies.
    european: bool,
    /// Whether the GDPR applies and the company is established outside the European Economic Area.
    needs_representative: bool,
    today: String,
    /// The version requirement for this version or later.
    version: &'static str,
}

impl<'a> Known<'a> {
    fn of(answers: &'a Answers, today: Date) -> Self {
        let regimes = answers.regimes();
        let gdpr = regimes.contains(&"gdpr");
        let has = |document: &&'static str| {
            let mut known = answers.documents.iter();
            (*document, known.any(|one| one == document))
        };
        let has: BTreeMap<_, _> = documents().iter().map(has).collect();
        let any = |names: &[&str]| names.iter().any(|name| has.get(name) == Some(&true));
        Self {
            title: match answers.service.as_ref().or(answers.company.as_ref()) {
                Some(name) => format!("{name} legal"),
                None => "Legal".to_owned(),
            },
            company: answers.company.as_deref(),
            service: answers.service.as_deref(),
            country: answers.country.as_deref(),
            contact: answers.contact.as_deref(),
            website: answers.website.as_deref(),
            url: answers.base_url.as_deref(),
            has_accounts: !answers.goods && any(&["terms", "dpa", "sla", "acceptable-use"]),
            consumers: answers.users.contains(&Users::Consumers),
            consumers_in: answers.consumers_in(),
            children: answers.users.contains(&Users::Children),
            goods: answers.goods,
            has_analytics: answers.vendors.iter().any(|vendor| vendor.is_analytics),
            in_eea_or_uk: answers.is_in_eea_or_uk(),
            language: match answers.country.as_deref() {
                Some("US") => "en-US",
                _ => "en",
            },
            eu: answers.is_in(Place::Eu),
            uk: answers.is_in(Place::Uk),
            us: answers.is_in(Place::Us) || answers.is_in(Place::California),
            canada: answers.is_in(Place::Canada) || answers.is_in(Place::Quebec),
            quebec: answers.is_in(Place::Quebec),
            brazil: answers.is_in(Place::Brazil),
            elsewhere: ELSEWHERE.iter().any(|place| answers.is_in(*place)),
            california: answers.is_in(Place::California),
            uk_gdpr: regimes.contains(&"uk_gdpr"),
            european: gdpr || regimes.contains(&"uk_gdpr"),
            needs_representative: gdpr && !answers.is_established_in_eea(),
            gdpr,
            regimes,
            has,
            vendors: &answers.vendors,
            today: today.to_string(),
            version: concat!(
                ">=",
                env!("CARGO_PKG_VERSION_MAJOR"),
                ".",
                env!("CARGO_PKG_VERSION_MINOR")
            ),
        }
    }
}
