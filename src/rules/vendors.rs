//! Companies that policies often name: `content/rules/data/vendors.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded;

/// A company that policies often name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vendor {
    /// Its common name.
    pub(crate) name: String,
    /// Its purpose.
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    /// Its legal name, if it is the same everywhere.
    #[serde(default)]
    pub(crate) company: Option<String>,
    /// The country in which that company is registered.
    #[serde(default)]
    pub(crate) country: Option<String>,
    /// The company or brand that it belongs to.
    #[serde(default)]
    pub(crate) group: Option<String>,
    /// Whether its name is also an ordinary word.
    #[serde(default)]
    pub(crate) ambiguous: bool,
}

/// The purpose of a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Hosting,
    Delivery,
    Messages,
    Office,
    Analytics,
    Operation,
    SignIn,
    Payments,
    Support,
    Marketing,
    Advertising,
    Ai,
    Staff,
    Identity,
    Consent,
}

impl Vendor {
    /// All its names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = std::iter::once(&self.name).chain(&self.aliases);
        let names = names.chain(&self.domains).chain(&self.company);
        names.map(String::as_str)
    }
}

/// All vendors.
pub(crate) fn all() -> &'static [Vendor] {
    static ALL: LazyLock<Vec<Vendor>> = LazyLock::new(|| embedded::data("vendors"));
    &ALL
}
