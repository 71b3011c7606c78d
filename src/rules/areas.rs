//! Areas named in laws, as sets of countries.

use crate::base::dates::Date;
use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded;

/// The EEA, and the adequacy decisions of the European Commission, the United Kingdom and
/// Switzerland.
#[derive(Debug, Deserialize)]
struct Areas {
    eea: Vec<String>,
    eu: Vec<Decision>,
    uk: Vec<Decision>,
    ch: Vec<Decision>,
}

/// An adequacy decision (GDPR Art. 45, UK GDPR Art. 45A, Swiss DPO Annex 1).
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    /// The country, unless the decision is about an organisation.
    #[serde(default)]
    pub cc: Option<String>,
    /// The last day on which it is valid.
    #[serde(default)]
    pub until: Option<String>,
    /// Further requirements for a recipient.
    #[serde(default)]
    pub requires: Option<String>,
}

fn known() -> &'static Areas {
    static AREAS: LazyLock<Areas> = LazyLock::new(|| embedded::data("adequacy"));
    &AREAS
}

/// Whether a country, or the country of a subdivision, is in one of the areas, which may also be
/// countries. The EU and the EEA are if one of their countries is.
pub(crate) fn has(areas: &[String], country: &str) -> bool {
    let members = |is: &dyn Fn(&str) -> bool| {
        let mut members = known().eea.iter();
        members.any(|member| is(member) && has(areas, member))
    };
    match country {
        "EEA" => return members(&|_| true),
        "EU" => return members(&is_eu),
        _ => {}
    }
    let country = country.split('-').next().unwrap_or(country);
    areas.iter().any(|area| match area.as_str() {
        "EEA" => is_eea(country),
        "EU" => is_eu(country),
        "UK" => country == "GB",
        "UK_ADEQUATE" => is_adequate(&known().uk, country),
        "CH_ADEQUATE" => is_adequate(&known().ch, country),
        code => code == country,
    })
}

/// Whether a country is in the European Economic Area.
pub(crate) fn is_eea(country: &str) -> bool {
    known().eea.iter().any(|code| code == country)
}

/// Whether a country is a member state of the European Union.
pub(crate) fn is_eu(country: &str) -> bool {
    is_eea(country) && !matches!(country, "IS" | "LI" | "NO")
}

/// Whether a country was found adequate for all recipients there.
fn is_adequate(decisions: &[Decision], country: &str) -> bool {
    decisions
        .iter()
        .any(|decision| decision.cc.as_deref() == Some(country) && decision.requires.is_none())
}

/// The EU's adequacy decision for a country that is valid on a day.
pub(crate) fn adequacy(country: &str, on: Date) -> Option<&'static Decision> {
    let country = country.split('-').next().unwrap_or(country);
    known().eu.iter().find(|decision| {
        let until = decision
            .until
            .as_deref()
            .and_then(crate::base::dates::parse);
        decision.cc.as_deref() == Some(country) && until.is_none_or(|until| on <= until)
    })
}
