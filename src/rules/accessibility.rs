//! Bodies that enforce accessibility, by country: `content/rules/data/accessibility.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded;
use crate::base::dates::Date;

/// A body to which people can turn about accessibility.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnforcementBody {
    /// The country.
    pub(crate) cc: String,
    /// The regime of the law that it enforces: `wad` or `eaa`.
    pub(crate) law: String,
    /// Its name, worded to fit into a sentence.
    pub(crate) name: String,
    /// What it is competent for, if not for everything.
    #[serde(default)]
    pub(crate) scope: Option<String>,
    /// Its page for complaints.
    #[serde(default)]
    pub(crate) url: Option<String>,
    /// Where it was found, and when.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "checked", deserialize_with = "super::pack::day")]
    _checked: Date,
}

impl EnforcementBody {
    /// The known bodies.
    pub(crate) fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<EnforcementBody>> =
            LazyLock::new(|| embedded::data("accessibility"));
        &ALL
    }
}
