//! The subprocessors as data, as reviewers load them into their own lists.

use serde::Serialize;
use tera::Value;
use tera::value::Key;

use crate::base::{dates, literal};
use crate::load::Site;

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
}

/// The subprocessors that the shared facts list, including past and future ones.
pub(super) fn list(site: &Site) -> Vec<Subprocessor> {
    let as_of = site.evaluator.as_of();
    let reached = |date: &Option<String>| {
        let date = date.as_deref().and_then(dates::parse);
        date.map(|date| as_of.reached(date))
    };
    let label = |id: &str| {
        let categories = site.facts.list("data_categories").iter();
        let mut named = categories.filter(|category| get(category, "id").as_deref() == Some(id));
        named
            .next()
            .and_then(|category| get(category, "label"))
            .unwrap_or_else(|| id.to_owned())
    };
    site.facts
        .list("subprocessors")
        .iter()
        .map(|fact| {
            let (since, until) = (get(fact, "effective_on"), get(fact, "removed_on"));
            let status = match (reached(&since), reached(&until)) {
                (_, Some(true)) => "removed",
                (Some(false), _) => "upcoming",
                _ => "current",
            };
            let mechanisms = fact.get_from_path("transfer_mechanism");
            Subprocessor {
                name: get(fact, "legal_name").unwrap_or_default(),
                trading_name: get(fact, "trading_name"),
                status,
                purpose: get(fact, "purpose"),
                services: all(fact, "services"),
                data_categories: all(fact, "data_categories")
                    .iter()
                    .map(|id| label(id))
                    .collect(),
                countries: all(fact, "locations"),
                region: get(fact, "region"),
                transfer_mechanisms: mechanisms
                    .as_ref()
                    .and_then(|mechanisms| mechanisms.as_map())
                    .into_iter()
                    .flatten()
                    .filter_map(|(regime, mechanism)| {
                        Some(format!("{}: {}", regime.as_str()?, mechanism.as_str()?))
                    })
                    .collect(),
                since,
                until,
                privacy_url: get(fact, "privacy_url"),
            }
        })
        .collect()
}

fn get(fact: &Value, key: &'static str) -> Option<String> {
    let value = fact.as_map()?.get(&Key::Str(key))?.as_str()?;
    Some(literal::reveal(value).into_owned())
}

fn all(fact: &Value, key: &'static str) -> Vec<String> {
    let list = fact.as_map().and_then(|map| map.get(&Key::Str(key)));
    list.and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Some(literal::reveal(item.as_str()?).into_owned()))
        .collect()
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
    ])?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    for row in rows {
        writer.write_record([
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
        ])?;
    }
    writer.flush()?;
    Ok(writer.into_inner()?)
}
