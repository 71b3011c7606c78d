//! The processing of personal data, in terms of the Data Privacy Vocabulary.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use tera::Value;

use super::{get, list, text};

/// Legal bases, with their terms in the vocabulary and its extension for GDPR Art. 6(1).
const BASES: &[(&str, &str, &str)] = &[
    ("consent", "dpv:Consent", "eu-gdpr:A6-1-a"),
    ("contract", "dpv:Contract", "eu-gdpr:A6-1-b"),
    ("legal_obligation", "dpv:LegalObligation", "eu-gdpr:A6-1-c"),
    ("vital_interests", "dpv:VitalInterest", "eu-gdpr:A6-1-d"),
    ("public_task", "dpv:PublicInterest", "eu-gdpr:A6-1-e"),
    (
        "legitimate_interests",
        "dpv:LegitimateInterest",
        "eu-gdpr:A6-1-f",
    ),
];

/// A purpose with its legal bases and the personal data that it uses.
#[derive(Serialize)]
pub(super) struct Process<'v> {
    #[serde(rename = "dpv:hasPurpose")]
    purpose: Named<'v>,
    #[serde(rename = "dpv:hasLegalBasis", skip_serializing_if = "Vec::is_empty")]
    bases: Vec<Iri<'static>>,
    #[serde(rename = "dpv:hasPersonalData", skip_serializing_if = "Vec::is_empty")]
    data: Vec<Iri<'v>>,
}

#[derive(Serialize)]
struct Named<'v> {
    name: Cow<'v, str>,
}

/// A term of a vocabulary, or a node that is described elsewhere. The context declares which fields
/// contain them.
type Iri<'v> = Cow<'v, str>;

/// A controller, processor or recipient, or another node.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Party<'v> {
    Node {
        #[serde(rename = "@id")]
        id: Iri<'static>,
    },
    Named {
        name: Cow<'v, str>,
    },
}

/// Entries of the facts, each named by the first of these fields that it has.
pub(super) fn parties<'v>(
    entries: &'v [Value],
    fields: &'static [&'static str],
) -> impl Iterator<Item = Party<'v>> {
    entries.iter().filter_map(|entry| {
        let name = fields.iter().find_map(|field| text(entry, field))?;
        Some(Party::Named { name })
    })
}

/// The terms for the kinds of entries, without duplicates.
pub(super) fn terms<'v>(
    entries: impl Iterator<Item = &'v Value>,
    terms: &[(&str, &'static str)],
) -> impl Iterator<Item = Iri<'static>> {
    let mut found: Vec<Iri<'static>> = Vec::new();
    for entry in entries {
        let kind = get(entry, "kind").and_then(Value::as_str);
        let term = terms.iter().find(|(known, _)| Some(*known) == kind);
        let node = term.map(|(_, iri)| Iri::from(*iri));
        found.extend(node.filter(|node| !found.contains(node)));
    }
    found.into_iter()
}

impl<'v> Process<'v> {
    /// Returns `None` if the page does not name the purpose.
    pub(super) fn of(purpose: &'v Value, categories: &'v [Value], is_gdpr: bool) -> Option<Self> {
        let id = get(purpose, "id").and_then(Value::as_str);
        let basis = |basis: &Value| {
            let word = get(basis, "basis")?.as_str()?;
            let (_, core, gdpr) = BASES.iter().find(|(known, ..)| *known == word)?;
            let id = if is_gdpr { *gdpr } else { *core };
            Some(id.into())
        };
        let uses_it = |category: &&Value| {
            let mut purposes = list(category, "purposes").iter();
            text(category, "label").is_some() && purposes.any(|purpose| purpose.as_str() == id)
        };
        Some(Self {
            purpose: Named {
                name: text(purpose, "label")?,
            },
            bases: list(purpose, "legal_basis")
                .iter()
                .filter_map(basis)
                .collect(),
            data: categories.iter().filter(uses_it).filter_map(node).collect(),
        })
    }
}

/// The node of a category of personal data.
fn node(category: &Value) -> Option<Iri<'static>> {
    let id = get(category, "id").or_else(|| get(category, "category"))?;
    let id = id.as_str()?;
    Some(format!("_:{id}").into())
}

/// A category of personal data, or an entry of `retention`, with its retention period.
#[derive(Serialize)]
pub(super) struct PersonalData<'v> {
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<Iri<'v>>,
    name: Cow<'v, str>,
    #[serde(
        rename = "dpv:hasStorageCondition",
        skip_serializing_if = "Option::is_none"
    )]
    storage: Option<Storage<'v>>,
}

#[derive(Serialize)]
struct Storage<'v> {
    #[serde(
        rename = "dpv:hasDuration",
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "one_or_all"
    )]
    durations: Vec<Duration<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'v, str>>,
}

/// Writes a single duration without a list, which means the same.
fn one_or_all<S: Serializer>(durations: &[Duration<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    match durations {
        [one] => one.serialize(serializer),
        all => all.serialize(serializer),
    }
}

/// An ISO 8601 duration, or a period that ends with an event, which the page names in its own
/// language.
#[derive(Serialize)]
#[serde(untagged)]
enum Duration<'v> {
    Period(Cow<'v, str>),
    Until {
        #[serde(rename = "@type")]
        kind: &'static str,
    },
}

impl<'v> PersonalData<'v> {
    /// Returns `None` if the page does not name the category.
    pub(super) fn of(category: &'v Value) -> Option<Self> {
        let storage = Storage::of(get(category, "retention").unwrap_or(category));
        Some(Self {
            id: node(category),
            name: text(category, "label")?,
            storage: (!storage.durations.is_empty() || storage.description.is_some())
                .then_some(storage),
        })
    }
}

impl<'v> Storage<'v> {
    fn of(retention: &'v Value) -> Self {
        let until = get(retention, "until").map(|_| Duration::Until {
            kind: "dpv:UntilEventDuration",
        });
        let plans = list(retention, "by_plan").iter();
        let period = |value| text(value, "period").map(Duration::Period);
        Self {
            durations: period(retention)
                .into_iter()
                .chain(until)
                .chain(text(retention, "then").map(Duration::Period))
                .chain(plans.filter_map(period))
                .collect(),
            description: text(retention, "criteria"),
        }
    }
}
