//! What a page says, as JSON-LD: schema.org for the document and its
//! publisher, the W3C's Data Privacy Vocabulary (<https://w3id.org/dpv>) for
//! what is done with personal data.

use serde_json::{Map, Value as Json, json};
use tera::Value;
use tera::value::Key;

use super::data::PageData;
use crate::markdown::literal;

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

/// The JSON-LD of a page, fit for a `script` element. `fact` gives the facts
/// that the page speaks of.
pub fn json_ld<'f>(
    page: &PageData,
    site: &str,
    fact: impl Fn(&'static str) -> Option<&'f Value>,
) -> String {
    let mut document = Map::new();
    document.insert(
        "@context".into(),
        json!([
            "https://schema.org",
            {"dpv": "https://w3id.org/dpv#", "eu-gdpr": "https://w3id.org/dpv/legal/eu/eu-gdpr#"}
        ]),
    );
    document.insert("@type".into(), "WebPage".into());
    let mut put = |key: &str, value: Option<Json>| {
        if let Some(value) = value {
            document.insert(key.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.clone().map(Json::from);
    put("@id", text(&page.canonical));
    put("url", text(&page.canonical));
    put("name", Some(page.title.clone().into()));
    put("description", text(&page.summary));
    put("inLanguage", Some(page.language.clone().into()));
    put("version", text(&page.version));
    let date = |date: &Option<super::data::DateData>| {
        let date = date.as_ref()?;
        Some(Json::from(date.iso.clone()))
    };
    put("dateModified", date(&page.updated));
    put("isPartOf", Some(json!({"@type": "WebSite", "name": site})));
    put("publisher", fact("company").map(organization));
    put("dpv:hasProcess", processes(&fact));
    put("dpv:hasTechnicalOrganisationalMeasure", measures(&fact));
    // Nothing in it may end the element that it stands in.
    Json::Object(document).to_string().replace('<', "\\u003c")
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
