//! What a page says, as JSON-LD: schema.org for the document and its
//! publisher, the W3C's Data Privacy Vocabulary (<https://w3id.org/dpv>) for
//! what is done with personal data.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;
use tera::Value;
use tera::value::Key;

use super::data::PageData;
use crate::base::escape::ScriptJson;
use crate::base::{literal, phone};

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

/// What the facts of a page say as JSON-LD, already written: pages that print
/// the same facts share it.
#[derive(Debug)]
pub(crate) struct LinkedFacts {
    publisher: Option<Box<RawValue>>,
    processes: Option<Box<RawValue>>,
    measures: Option<Box<RawValue>>,
}

impl LinkedFacts {
    /// Writes what `fact` finds by name.
    pub(crate) fn new<'f>(
        fact: impl Fn(&'static str) -> Option<&'f Value>,
    ) -> serde_json::Result<Self> {
        Ok(Self {
            publisher: written(fact("company").map(Organization::of))?,
            processes: written(processes(&fact))?,
            measures: written(measures(&fact))?,
        })
    }
}

fn written(value: Option<impl Serialize>) -> serde_json::Result<Option<Box<RawValue>>> {
    let json = value
        .map(|value| ScriptJson::to_string(&value))
        .transpose()?;
    json.map(RawValue::from_string).transpose()
}

/// The JSON-LD of a page, fit for a `script` element.
pub(crate) fn json_ld(
    page: &PageData,
    site: &str,
    facts: &LinkedFacts,
) -> serde_json::Result<String> {
    #[derive(Serialize)]
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
        #[serde(skip_serializing_if = "Option::is_none")]
        publisher: Option<&'a RawValue>,
        #[serde(rename = "dpv:hasProcess", skip_serializing_if = "Option::is_none")]
        processes: Option<&'a RawValue>,
        #[serde(
            rename = "dpv:hasTechnicalOrganisationalMeasure",
            skip_serializing_if = "Option::is_none"
        )]
        measures: Option<&'a RawValue>,
    }
    #[derive(Serialize)]
    struct Context {
        dpv: &'static str,
        #[serde(rename = "eu-gdpr")]
        eu_gdpr: &'static str,
    }
    #[derive(Serialize)]
    #[serde(tag = "@type")]
    struct WebSite<'a> {
        name: &'a str,
    }
    ScriptJson::to_string(&Document {
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
        part_of: WebSite { name: site },
        publisher: facts.publisher.as_deref(),
        processes: facts.processes.as_deref(),
        measures: facts.measures.as_deref(),
    })
}

fn get<'v>(value: &'v Value, key: &'static str) -> Option<&'v Value> {
    value.as_map()?.get(&Key::Str(key))
}

fn text<'v>(value: &'v Value, key: &'static str) -> Option<Cow<'v, str>> {
    Some(literal::reveal(get(value, key)?.as_str()?))
}

fn list<'v>(value: &'v Value, key: &'static str) -> &'v [Value] {
    let list = get(value, key).and_then(Value::as_array);
    list.unwrap_or_default()
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct Organization<'v> {
    #[serde(rename = "legalName", skip_serializing_if = "Option::is_none")]
    legal_name: Option<Cow<'v, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Cow<'v, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<String>,
    #[serde(rename = "vatID", skip_serializing_if = "Option::is_none")]
    vat_id: Option<Cow<'v, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<PostalAddress<'v>>,
}

impl<'v> Organization<'v> {
    fn of(company: &'v Value) -> Self {
        Self {
            legal_name: text(company, "legal_name"),
            email: text(company, "email"),
            telephone: text(company, "phone").and_then(|phone| phone::e164(&phone)),
            vat_id: text(company, "vat_id"),
            address: get(company, "address").map(PostalAddress::of),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct PostalAddress<'v> {
    #[serde(rename = "streetAddress", skip_serializing_if = "Option::is_none")]
    street: Option<Cow<'v, str>>,
    #[serde(rename = "addressLocality", skip_serializing_if = "Option::is_none")]
    city: Option<Cow<'v, str>>,
    #[serde(rename = "addressRegion", skip_serializing_if = "Option::is_none")]
    region: Option<Cow<'v, str>>,
    #[serde(rename = "postalCode", skip_serializing_if = "Option::is_none")]
    postal_code: Option<Cow<'v, str>>,
    #[serde(rename = "addressCountry", skip_serializing_if = "Option::is_none")]
    country: Option<Cow<'v, str>>,
}

impl<'v> PostalAddress<'v> {
    fn of(address: &'v Value) -> Self {
        Self {
            street: text(address, "street"),
            city: text(address, "city"),
            region: text(address, "region"),
            postal_code: text(address, "postal_code"),
            country: text(address, "country"),
        }
    }
}

/// A purpose with its legal bases and the personal data that it uses.
#[derive(Serialize)]
#[serde(tag = "@type", rename = "dpv:Process")]
struct Process<'v> {
    #[serde(rename = "dpv:hasPurpose")]
    purpose: Purpose<'v>,
    #[serde(rename = "dpv:hasLegalBasis", skip_serializing_if = "Vec::is_empty")]
    bases: Vec<Term>,
    #[serde(rename = "dpv:hasPersonalData", skip_serializing_if = "Vec::is_empty")]
    data: Vec<PersonalData<'v>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "dpv:Purpose")]
struct Purpose<'v> {
    name: Option<Cow<'v, str>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename = "dpv:PersonalData")]
struct PersonalData<'v> {
    name: Option<Cow<'v, str>>,
}

/// A term of a vocabulary.
#[derive(Serialize, PartialEq)]
struct Term {
    #[serde(rename = "@id")]
    iri: &'static str,
}

impl Term {
    fn of(terms: &[(&str, &'static str)], word: &str) -> Option<Self> {
        let (_, iri) = terms.iter().find(|(known, _)| *known == word)?;
        Some(Self { iri })
    }
}

fn processes<'f>(fact: &impl Fn(&'static str) -> Option<&'f Value>) -> Option<Vec<Process<'f>>> {
    let purposes = fact("purposes")?.as_array()?;
    let categories = fact("data_categories").and_then(Value::as_array);
    let categories = categories.unwrap_or_default();
    let process = |purpose: &'f Value| {
        let id = get(purpose, "id").and_then(Value::as_str);
        let uses_it = |category: &&Value| {
            let mut purposes = list(category, "purposes").iter();
            purposes.any(|purpose| purpose.as_str() == id)
        };
        Process {
            purpose: Purpose {
                name: text(purpose, "label"),
            },
            bases: list(purpose, "legal_basis")
                .iter()
                .filter_map(|basis| Term::of(BASES, get(basis, "basis")?.as_str()?))
                .collect(),
            data: categories
                .iter()
                .filter(uses_it)
                .map(|category| PersonalData {
                    name: text(category, "label"),
                })
                .collect(),
        }
    };
    Some(purposes.iter().map(process).collect())
}

fn measures<'f>(fact: &impl Fn(&'static str) -> Option<&'f Value>) -> Option<Vec<Term>> {
    let mut terms: Vec<Term> = Vec::new();
    for measure in fact("security_measures")?.as_array()? {
        let found = get(measure, "kind").and_then(|kind| Term::of(MEASURES, kind.as_str()?));
        terms.extend(found.filter(|term| !terms.contains(term)));
    }
    (!terms.is_empty()).then_some(terms)
}
