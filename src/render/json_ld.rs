//! A page's contents as JSON-LD: schema.org for the document and its publisher, the W3C's Data
//! Privacy Vocabulary 2.3 (<https://w3id.org/dpv>) for the processing of personal data. Types
//! implied by a property are left out.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;
use tera::Value;
use tera::value::Key;

mod processing;

use super::data::{PageData, SiteData};
use crate::base::escape::ScriptJson;
use crate::base::{literal, phone};
use processing::{Party, PersonalData, Process, parties, terms};

const DPV: &str = "https://w3id.org/dpv#";
const EU_GDPR: &str = "https://w3id.org/dpv/legal/eu/gdpr#";

/// GDPR rights, with their terms in the GDPR extension of the vocabulary.
const RIGHTS: &[(&str, &str)] = &[
    ("information", "eu-gdpr:A13"),
    ("access", "eu-gdpr:A15"),
    ("rectification", "eu-gdpr:A16"),
    ("erasure", "eu-gdpr:A17"),
    ("restriction", "eu-gdpr:A18"),
    ("notification", "eu-gdpr:A19"),
    ("portability", "eu-gdpr:A20"),
    ("objection", "eu-gdpr:A21"),
    ("no_solely_automated", "eu-gdpr:A22"),
    ("withdraw_consent", "eu-gdpr:A7-3"),
    ("complaint", "eu-gdpr:A77"),
];

/// The security measures for which the vocabulary has a term.
const MEASURES: &[(&str, &str)] = &[
    ("encryption_at_rest", "dpv:EncryptionAtRest"),
    ("encryption_in_transit", "dpv:EncryptionInTransfer"),
    ("password_hashing", "dpv:HashFunctions"),
    ("mfa", "dpv:MultiFactorAuthentication"),
    ("access_control", "dpv:AccessControlMethod"),
    ("pentest", "dpv:PenetrationTestingMethods"),
];

/// The node of the company, which is publisher and controller.
const COMPANY: &str = "_:company";

/// The facts of a page as JSON-LD, already serialised: pages that print the same facts share them.
#[derive(Debug)]
pub(crate) struct LinkedFacts {
    processing: Processing,
    notice: Notice,
}

/// The data of any page.
#[derive(Debug, Serialize)]
struct Processing {
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Json,
    #[serde(
        rename = "dpv:hasPersonalData",
        skip_serializing_if = "Option::is_none"
    )]
    data: Json,
    #[serde(rename = "dpv:hasProcess", skip_serializing_if = "Option::is_none")]
    processes: Json,
    #[serde(
        rename = "dpv:hasTechnicalOrganisationalMeasure",
        skip_serializing_if = "Option::is_none"
    )]
    measures: Json,
}

/// The additional data of a privacy notice.
#[derive(Debug, Serialize)]
struct Notice {
    #[serde(
        rename = "dpv:hasDataController",
        skip_serializing_if = "Option::is_none"
    )]
    controllers: Json,
    #[serde(
        rename = "dpv:hasDataProcessor",
        skip_serializing_if = "Option::is_none"
    )]
    processors: Json,
    #[serde(rename = "dpv:hasRecipient", skip_serializing_if = "Option::is_none")]
    recipients: Json,
    #[serde(rename = "dpv:hasRight", skip_serializing_if = "Option::is_none")]
    rights: Json,
}

impl Processing {
    /// Whether it contains anything about personal data.
    fn says_anything(&self) -> bool {
        self.data.is_some() || self.processes.is_some() || self.measures.is_some()
    }
}

/// A serialised part, if there is any.
type Json = Option<Box<RawValue>>;

impl LinkedFacts {
    /// Serialises the facts that `fact` looks up by name, for a page to which the GDPR may apply.
    pub(crate) fn new<'f>(
        site: &SiteData,
        is_gdpr: bool,
        fact: impl Fn(&'static str) -> Option<&'f Value>,
    ) -> serde_json::Result<Self> {
        let list = |name| fact(name).and_then(Value::as_array).unwrap_or_default();
        let company = fact("company");
        let own = company.and_then(|company| text(company, "legal_name"));
        let own = own.map(|_| Party::Node { id: COMPANY.into() });
        let controllers = parties(list("controllers"), &["legal_name"]);
        let rights = list("rights").iter().filter(|_| is_gdpr);
        // A list of retention periods also names data.
        let data = match list("data_categories") {
            [] => list("retention"),
            categories => categories,
        };
        let purposes = list("purposes").iter();
        let measures = list("security_measures").iter();
        Ok(Self {
            processing: Processing {
                publisher: Organization::of(site, company)
                    .map(|it| written(&it))
                    .transpose()?,
                data: all(data.iter().filter_map(PersonalData::of))?,
                processes: all(purposes
                    .filter_map(|purpose| Process::of(purpose, list("data_categories"), is_gdpr)))?,
                measures: all(terms(measures, MEASURES).map(|id| Party::Node { id }))?,
            },
            notice: Notice {
                controllers: all(own.into_iter().chain(controllers))?,
                processors: all(parties(list("subprocessors"), &["legal_name"]))?,
                recipients: all(parties(list("recipients"), &["name", "class"]))?,
                rights: all(terms(rights, RIGHTS))?,
            },
        })
    }
}

fn written(value: &impl Serialize) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(ScriptJson::to_string(value)?)
}

/// Serialises a list, unless it is empty.
fn all<T: Serialize>(items: impl Iterator<Item = T>) -> serde_json::Result<Json> {
    let items: Vec<T> = items.collect();
    match items.is_empty() {
        true => Ok(None),
        false => written(&items).map(Some),
    }
}

/// The JSON-LD of a page that is about a policy and does not show its text.
pub(crate) fn json_ld_about(page: &PageData, site: &SiteData) -> serde_json::Result<String> {
    document(
        page,
        site,
        &LinkedFacts::new(site, false, |_| None)?.processing,
        None,
    )
}

/// The JSON-LD of a policy's page, safe for a `script` element.
pub(crate) fn json_ld(
    page: &PageData,
    site: &SiteData,
    facts: &LinkedFacts,
) -> serde_json::Result<String> {
    let notice = (page.doc_type == "privacy").then_some(&facts.notice);
    document(page, site, &facts.processing, notice)
}

fn document(
    page: &PageData,
    site: &SiteData,
    processing: &Processing,
    notice: Option<&Notice>,
) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(rename = "@context")]
        context: Context,
        #[serde(rename = "@type")]
        kind: Kind,
        #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
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
        #[serde(flatten)]
        processing: &'a Processing,
        #[serde(flatten)]
        notice: Option<&'a Notice>,
    }
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Context {
        Schema(&'static str),
        Both(&'static str, Vocabulary),
    }
    #[derive(Serialize)]
    struct Vocabulary {
        dpv: &'static str,
        #[serde(rename = "eu-gdpr")]
        eu_gdpr: &'static str,
        // Strings in these fields are terms or nodes.
        #[serde(rename = "dpv:hasPersonalData")]
        data: Coerced,
        #[serde(rename = "dpv:hasLegalBasis")]
        bases: Coerced,
        #[serde(rename = "dpv:hasRight")]
        rights: Coerced,
    }
    #[derive(Clone, Copy, Serialize)]
    struct Coerced {
        #[serde(rename = "@type")]
        kind: &'static str,
    }
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Kind {
        Page(&'static str),
        Notice(&'static str, &'static str),
    }
    #[derive(Serialize)]
    #[serde(tag = "@type")]
    struct WebSite<'a> {
        name: &'a str,
    }
    const SCHEMA: &str = "https://schema.org";
    const PAGE: &str = "WebPage";
    let node = Coerced { kind: "@id" };
    let vocabulary = Vocabulary {
        dpv: DPV,
        eu_gdpr: EU_GDPR,
        data: node,
        bases: node,
        rights: node,
    };
    ScriptJson::to_string(&Document {
        context: match notice.is_some() || processing.says_anything() {
            true => Context::Both(SCHEMA, vocabulary),
            false => Context::Schema(SCHEMA),
        },
        kind: match notice {
            Some(_) => Kind::Notice(PAGE, "dpv:PrivacyNotice"),
            None => Kind::Page(PAGE),
        },
        id: page.canonical.as_deref(),
        name: &page.title,
        description: page.summary.as_deref(),
        language: &page.language,
        version: page.version.as_deref(),
        updated: page.updated.as_ref().map(|date| &*date.iso),
        part_of: WebSite { name: &site.title },
        processing,
        notice,
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
    #[serde(rename = "@id")]
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'v str>,
    #[serde(rename = "legalName", skip_serializing_if = "Option::is_none")]
    legal_name: Option<Cow<'v, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
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
    /// The company that owns the site, with the facts about it that a page prints.
    fn of(site: &'v SiteData, company: Option<&'v Value>) -> Option<Self> {
        let text = |key| text(company?, key);
        let legal_name = text("legal_name");
        let name = site.owner.as_ref().map(|owner| &*owner.name);
        (name.is_some() || legal_name.is_some()).then(|| Self {
            id: COMPANY,
            name,
            legal_name: legal_name.filter(|legal| Some(&**legal) != name),
            url: site.owner.as_ref().and_then(|owner| owner.url.as_deref()),
            email: text("email"),
            telephone: text("phone").and_then(|phone| phone::e164(&phone)),
            vat_id: text("vat_id"),
            address: company
                .and_then(|company| get(company, "address"))
                .map(PostalAddress::of),
        })
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
