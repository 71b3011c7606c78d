//! Companies that process personal data for a company.

use serde::Serialize;

use crate::base::address::slugify;
use crate::base::diagnostic::suggestion;
use crate::base::text::listed;
use crate::rules::vendors::{self, Kind};

/// A company that processes personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vendor {
    /// The vendor's ID.
    pub id: String,
    /// Its common name.
    pub name: String,
    /// Its legal name, if known.
    pub company: Option<String>,
    /// The country in which it is registered, if known.
    pub country: Option<String>,
    /// Its purpose, if known.
    pub purpose: Option<&'static str>,
    /// Whether it provides analytics.
    pub is_analytics: bool,
}

impl Vendor {
    /// Looks up a vendor by one of its names or domains. An unknown name yields a vendor without a
    /// legal name. The error suggests what was probably meant: one of a company's services, or a
    /// similar name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        let found = vendors::all().iter().find(|vendor| vendor.names().any(is));
        if let Some(found) = found {
            return Ok(Self {
                id: slugify(&found.name),
                name: found.name.clone(),
                company: found.company.clone(),
                country: found.country.clone(),
                purpose: Some(purpose(found.kind)),
                is_analytics: found.kind == Kind::Analytics,
            });
        }
        let names = vendors::all().iter().map(|vendor| vendor.name.as_str());
        let of_this = beginning_with(text);
        if !of_this.is_empty() {
            let names = listed(of_this);
            return Err(format!(
                "`{text}` offers several services: write the name of the one you use, such as {names}"
            ));
        }
        match suggestion(text, names) {
            Some(near) => Err(format!(
                "no vendor is called `{text}`; did you mean `{near}`?"
            )),
            None => Ok(Self {
                id: slugify(text),
                name: text.to_owned(),
                // Its registered name may be longer.
                company: None,
                country: None,
                purpose: None,
                is_analytics: false,
            }),
        }
    }
}

/// The vendors whose names begin with a word, or else those in the group of that name.
fn beginning_with(word: &str) -> Vec<&'static str> {
    let word = word.to_lowercase();
    let named = |is: &dyn Fn(&vendors::Vendor) -> bool| -> Vec<&'static str> {
        let found = vendors::all().iter().filter(|vendor| is(vendor));
        found.map(|vendor| vendor.name.as_str()).collect()
    };
    let begins = |vendor: &vendors::Vendor| {
        let name = vendor.name.to_lowercase();
        name.strip_prefix(&word)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    let belongs = |vendor: &vendors::Vendor| {
        let group = vendor.group.as_ref();
        group.is_some_and(|group| group.to_lowercase() == word)
    };
    match named(&begins) {
        found if found.is_empty() => named(&belongs),
        found => found,
    }
}

/// The purpose of a kind of vendor, as text for a subprocessor's `purpose`.
fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Hosting => "hosting and storage of data",
        Kind::Delivery => "fast and secure delivery of the website",
        Kind::Messages => "delivery of messages",
        Kind::Office => "documents and meetings",
        Kind::Analytics => "analysis of how the website is used",
        Kind::Operation => "reports of errors and the operation of the service",
        Kind::SignIn => "sign-in",
        Kind::Payments => "payments and invoices",
        Kind::Support => "answers to customers",
        Kind::Marketing => "sales, marketing and forms",
        Kind::Advertising => "advertising",
        Kind::Ai => "functions that use artificial intelligence",
        Kind::Staff => "the administration of staff",
        Kind::Identity => "checks of identity and protection against fraud",
        Kind::Consent => "the management of consent",
    }
}
