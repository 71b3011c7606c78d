//! What a page says, as JSON-LD: schema.org for the document and its
//! publisher, the W3C's Data Privacy Vocabulary (<https://w3id.org/dpv>) for
//! what is done with personal data.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use tera::Value;
use tera::value::Key;

use super::data::PageData;
use crate::base::literal;

/// Legal bases of GDPR Art. 6(1), as the vocabulary's extension names them.
const BASES: &[(&str, &str)] = &[
    ("consent", "eu-gdpr:A6-1-a"),
    ("contract", "eu-gdpr:A6-1-b"),
    ("legal_obligation", "eu-gdpr:A6-1-c"),
    ("vital_interests", "eu-gdpr:A6-1-d"),
    ("public_task", "eu-gdpr:A6-1-e"),
    ("legitimate_interests", "eu-gdpr:A6-1-f"),
];

/// Security measures that the vocabulary has a term for.
const MEASURES: &[(&str, &str)] = &[
    ("encryption_at_rest", "dpv:EncryptionAtRest"),
    ("encryption_in_transit", "dpv:EncryptionInTransfer"),
    ("password_hashing", "dpv:HashFunctions"),
    ("mfa", "dpv:MultiFactorAuthentication"),
    ("access_control", "dpv:AccessControlMethod"),
    ("pentest", "dpv:PenetrationTestingMethods"),
];

/// What the facts of a page say as JSON-LD: members of an object, each behind a
/// comma. Pages that speak of the same facts share it.
pub fn members<'f>(fact: impl Fn(&'static str) -> Option<&'f Value>) -> String {
    let mut members = String::new();
    for (key, value) in [
        ("publisher", fact("company").map(organization)),
        ("dpv:hasProcess", processes(&fact)),
        ("dpv:hasTechnicalOrganisationalMeasure", measures(&fact)),
    ] {
        if let Some(value) = value {
            let _ = write!(members, ",\"{key}\":{value}");
        }
    }
    members
}

/// The JSON-LD of a page, fit for a `script` element, with the [`members`] that
/// its facts give.
pub fn json_ld(page: &PageData, site: &str, members: &str) -> String {
    #[derive(serde::Serialize)]
    struct Document<'a> {
        #[serde(rename = "@context")]
        context: (&'a str, Context),
        #[serde(rename = "@type")]
        kind: &'a str,
        #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'a str>,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        #[serde(rename = "inLanguage")]
        language: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<&'a str>,
        #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
        updated: Option<&'a str>,
        #[serde(rename = "isPartOf")]
        part_of: WebSite<'a>,
    }
    #[derive(serde::Serialize)]
    struct Context {
        dpv: &'static str,
        #[serde(rename = "eu-gdpr")]
        eu_gdpr: &'static str,
    }
    #[derive(serde::Serialize)]
    struct WebSite<'a> {
        #[serde(rename = "@type")]
        kind: &'static str,
        name: &'a str,
    }
    let document = Document {
        context: (
            "https://schema.org",
            Context {
                dpv: "https://w3id.org/dpv#",
                eu_gdpr: "https://w3id.org/dpv/legal/eu/eu-gdpr#",
            },
        ),
        kind: "WebPage",
        id: page.canonical.as_deref(),
        url: page.canonical.as_deref(),
        name: &page.title,
        description: page.summary.as_deref(),
        language: &page.language,
        version: page.version.as_deref(),
        updated: page.updated.as_ref().map(|date| &*date.iso),
        part_of: WebSite {
            kind: "WebSite",
            name: site,
        },
    };
    // Text and options can always be written.
    let mut json = serde_json::to_string(&document).unwrap_or_default();
    json.pop();
    json.push_str(members);
    json.push('}');
    // Nothing in it may end the element that it stands in.
    if json.contains('<') {
        json = json.replace('<', "\\u003c");
    }
    json
}

fn get<'v>(value: &'v Value, key: &'static str) -> Option<&'v Value> {
    value.as_map()?.get(&Key::Str(key))
}

fn text(value: &Value, key: &'static str) -> Option<Json> {
    let text = get(value, key)?.as_str()?;
    Some(literal::reveal(text).into_owned().into())
}

fn organization(company: &Value) -> Json {
    let mut organization = Map::from_iter([("@type".to_owned(), Json::from("Organization"))]);
    for (key, name) in [
        ("legal_name", "legalName"),
        ("email", "email"),
        ("phone", "telephone"),
        ("vat_id", "vatID"),
    ] {
        organization.extend(text(company, key).map(|text| (name.to_owned(), text)));
    }
    if let Some(address) = get(company, "address") {
        let mut postal = Map::from_iter([("@type".to_owned(), Json::from("PostalAddress"))]);
        for (key, name) in [
            ("street", "streetAddress"),
            ("city", "addressLocality"),
            ("region", "addressRegion"),
            ("postal_code", "postalCode"),
            ("country", "addressCountry"),
        ] {
            postal.extend(text(address, key).map(|text| (name.to_owned(), text)));
        }
        organization.insert("address".into(), postal.into());
    }
    organization.into()
}

/// Each purpose with its legal bases and the personal data that it uses.
fn processes<'f>(fact: &impl Fn(&'static str) -> Option<&'f Value>) -> Option<Json> {
    let purposes = fact("purposes")?.as_array()?;
    let categories = fact("data_categories").and_then(Value::as_array);
    let process = |purpose: &Value| {
        let mut process = Map::from_iter([
            ("@type".to_owned(), Json::from("dpv:Process")),
            (
                "dpv:hasPurpose".to_owned(),
                json!({"@type": "dpv:Purpose", "name": text(purpose, "label")}),
            ),
        ]);
        let bases = get(purpose, "legal_basis").and_then(Value::as_array);
        let bases: Vec<Json> = bases
            .unwrap_or_default()
            .iter()
            .filter_map(|basis| term(BASES, get(basis, "basis")?.as_str()?))
            .collect();
        if !bases.is_empty() {
            process.insert("dpv:hasLegalBasis".into(), bases.into());
        }
        let id = get(purpose, "id").and_then(Value::as_str);
        let data: Vec<Json> = categories
            .unwrap_or_default()
            .iter()
            .filter(|category| {
                let purposes = get(category, "purposes").and_then(Value::as_array);
                let mut purposes = purposes.unwrap_or_default().iter();
                purposes.any(|purpose| purpose.as_str() == id)
            })
            .map(|category| json!({"@type": "dpv:PersonalData", "name": text(category, "label")}))
            .collect();
        if !data.is_empty() {
            process.insert("dpv:hasPersonalData".into(), data.into());
        }
        Json::from(process)
    };
    Some(purposes.iter().map(process).collect())
}

fn measures<'f>(fact: &impl Fn(&'static str) -> Option<&'f Value>) -> Option<Json> {
    let mut terms: Vec<Json> = Vec::new();
    for measure in fact("security_measures")?.as_array()? {
        let found = get(measure, "kind").and_then(|kind| term(MEASURES, kind.as_str()?));
        terms.extend(found.filter(|term| !terms.contains(term)));
    }
    (!terms.is_empty()).then(|| terms.into())
}

fn term(terms: &[(&str, &str)], word: &str) -> Option<Json> {
    let (_, iri) = terms.iter().find(|(known, _)| *known == word)?;
    Some(json!({"@id": iri}))
}
