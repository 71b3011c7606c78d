//! The subprocessors as data that reviewers can load into their own lists.

use std::borrow::Cow;

use serde::Serialize;

use super::ledger::{self, Listed};
use crate::link::Index;
use crate::load::Site;
use crate::model::record::{Record, Stage};

pub(super) const CSV: &str = "data/subprocessors.csv";
pub(super) const JSON: &str = "data/subprocessors.json";

/// A subprocessor.
#[derive(Serialize)]
pub(super) struct Subprocessor {
    name: String,
    trading_name: Option<String>,
    /// `current`, `upcoming` or `removed` on the build date.
    status: &'static str,
    purpose: Option<String>,
    services: Vec<String>,
    data_categories: Vec<String>,
    countries: Vec<String>,
    region: Option<String>,
    transfer_mechanisms: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    privacy_url: Option<String>,
    id: Option<String>,
    role: Option<String>,
    announced: Option<String>,
    /// The date until which customers can object.
    objection_until: Option<String>,
    /// The name of the subprocessor that it replaces.
    replaces: Option<String>,
    /// The URL of its row in the list for readers.
    url: Option<String>,
}

/// The subprocessors listed in the shared facts, including past and future ones.
pub(super) fn list(site: &Site, index: &Index<'_>) -> Vec<Subprocessor> {
    let listed = Listed::find(site, index);
    let as_of = site.evaluator.as_of();
    let label = |id: Cow<'_, str>| {
        let mut categories = site.facts.records("data_categories");
        let named = categories.find(|category| category.word("id") == Some(&id));
        let label = named.and_then(|category| category.text("label"));
        label.unwrap_or(id).into_owned()
    };
    let name_of = |id: &str| {
        let mut others = site.facts.records("subprocessors");
        let named = others.find(|other| other.word("id") == Some(id))?;
        named.text("legal_name").map(Cow::into_owned)
    };
    let subprocessor = |fact: Record<'_>| {
        let text = |key| fact.text(key).map(Cow::into_owned);
        let texts = |key| fact.texts(key).map(Cow::into_owned).collect();
        let mechanisms = fact.record("transfer_mechanism");
        let mechanisms = mechanisms.into_iter().flat_map(Record::fields);
        Subprocessor {
            name: text("legal_name").unwrap_or_default(),
            trading_name: text("trading_name"),
            status: match fact.stage(as_of) {
                Stage::Upcoming => "upcoming",
                Stage::InForce => "current",
                Stage::Removed => "removed",
            },
            purpose: text("purpose"),
            services: texts("services"),
            data_categories: fact.texts("data_categories").map(label).collect(),
            countries: texts("locations"),
            region: text("region"),
            transfer_mechanisms: mechanisms
                .filter_map(|(regime, mechanism)| {
                    Some(format!("{regime}: {}", mechanism.as_str()?))
                })
                .collect(),
            since: text("effective_on"),
            until: text("removed_on"),
            privacy_url: text("privacy_url"),
            id: text("id"),
            role: text("role"),
            announced: text("announced_on"),
            objection_until: ledger::objection_until(&site.facts, fact)
                .map(|date| date.to_string()),
            replaces: fact.word("replaces").and_then(name_of),
            url: listed
                .as_ref()
                .and_then(|listed| listed.row(&site.facts, fact)),
        }
    };
    site.facts
        .records("subprocessors")
        .map(subprocessor)
        .collect()
}

/// A cell that spreadsheets don't read as a formula. Formulas begin with one of the characters
/// below; a leading apostrophe turns them into text.
fn cell(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{text}").into(),
        false => text.into(),
    }
}

/// CSV (RFC 4180) without a byte order mark; `; ` separates several values.
pub(super) fn to_csv(rows: &[Subprocessor]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "name",
        "trading_name",
        "status",
        "purpose",
        "services",
        "data_categories",
        "countries",
        "region",
        "transfer_mechanisms",
        "since",
        "until",
        "privacy_url",
        "id",
        "role",
        "announced",
        "objection_until",
        "replaces",
        "url",
    ])?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    for row in rows {
        let cells = [
            row.name.clone(),
            text(&row.trading_name),
            row.status.to_owned(),
            text(&row.purpose),
            row.services.join("; "),
            row.data_categories.join("; "),
            row.countries.join("; "),
            text(&row.region),
            row.transfer_mechanisms.join("; "),
            text(&row.since),
            text(&row.until),
            text(&row.privacy_url),
            text(&row.id),
            text(&row.role),
            text(&row.announced),
            text(&row.objection_until),
            text(&row.replaces),
            text(&row.url),
        ];
        writer.write_record(cells.iter().map(|text| cell(text).into_owned()))?;
    }
    writer.flush()?;
    Ok(writer.into_inner()?)
}
