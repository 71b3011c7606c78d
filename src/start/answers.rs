//! Answers about a company, from which its first site is created.

use std::collections::HashSet;

use crate::base::diagnostic::suggestion;
use crate::model::facts::Facts;
use crate::rules::areas;
use crate::schema::{Type, formats};

use super::vendor::Vendor;

/// The answers about a company and its site.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The company's legal name.
    pub company: Option<String>,
    /// The name of the service, if different from the company's.
    pub service: Option<String>,
    /// The country in which the company is established: an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// The email address for privacy questions.
    pub contact: Option<String>,
    /// The address of its website.
    pub website: Option<String>,
    /// The URL at which the pages will be published.
    pub base_url: Option<String>,
    /// The users of the service.
    pub users: Vec<Users>,
    /// Whether the company sells goods instead of a service.
    pub goods: bool,
    /// Where the users are, besides the company's own country.
    pub places: Vec<Place>,
    /// The document types of the site.
    pub documents: Vec<String>,
    /// Companies that process personal data for the company.
    pub vendors: Vec<Vendor>,
}

/// The users of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Users {
    /// People acting outside their trade.
    Consumers,
    /// Businesses and public bodies.
    Businesses,
    /// Children, if the service is directed at them.
    Children,
}

impl Users {
    /// All variants, by name.
    pub const NAMES: &[(&str, Self)] = &[
        ("consumers", Self::Consumers),
        ("businesses", Self::Businesses),
        ("children", Self::Children),
    ];

    /// Parses the name of a group of users.
    pub fn parse(name: &str) -> Result<Self, String> {
        by_name(Self::NAMES, name)
    }
}

/// Looks up a value by its name, ignoring case.
fn by_name<T: Copy>(names: &[(&str, T)], name: &str) -> Result<T, String> {
    let found = names
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        choose(name, &names)
    })
}

/// Checks that a document type has a template.
pub fn document(name: &str) -> Result<String, String> {
    let (known, name) = (super::documents(), name.trim());
    match known.contains(&name) {
        true => Ok(name.to_owned()),
        false => Err(choose(name, &known)),
    }
}

/// Lists the choices for an unknown word, with a suggestion.
fn choose(word: &str, known: &[&str]) -> String {
    let all = format!("choose one of {}", known.join(", "));
    match suggestion(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Otherwise, {all}"),
        None => all,
    }
}

/// A place with distinct laws, where users may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The European Union or the European Economic Area.
    Eu,
    /// The United Kingdom.
    Uk,
    /// Switzerland.
    Switzerland,
    /// The United States.
    Us,
    /// California, if the company meets a threshold of the CCPA.
    California,
    /// Canada.
    Canada,
    /// Québec.
    Quebec,
    /// Brazil.
    Brazil,
    /// Australia.
    Australia,
    /// Japan.
    Japan,
    /// South Korea.
    Korea,
    /// Chile.
    Chile,
    /// India.
    India,
}

impl Place {
    /// All variants, by name.
    pub const NAMES: &[(&str, Self)] = &[
        ("eu", Self::Eu),
        ("uk", Self::Uk),
        ("switzerland", Self::Switzerland),
        ("us", Self::Us),
        ("california", Self::California),
        ("canada", Self::Canada),
        ("quebec", Self::Quebec),
        ("brazil", Self::Brazil),
        ("australia", Self::Australia),
        ("japan", Self::Japan),
        ("korea", Self::Korea),
        ("chile", Self::Chile),
        ("india", Self::India),
    ];

    /// Parses the name of a place.
    pub fn parse(name: &str) -> Result<Self, String> {
        by_name(Self::NAMES, name)
    }

    /// The place to which a country belongs.
    fn of(country: &str) -> Option<Self> {
        Some(match country {
            "GB" => Self::Uk,
            "CH" => Self::Switzerland,
            "US" => Self::Us,
            "CA" => Self::Canada,
            "BR" => Self::Brazil,
            "AU" => Self::Australia,
            "JP" => Self::Japan,
            "KR" => Self::Korea,
            "CL" => Self::Chile,
            "IN" => Self::India,
            country if areas::is_eea(country) => Self::Eu,
            _ => return None,
        })
    }

    /// The country that the place is or belongs to; `None` for the European Union.
    fn country(self) -> Option<&'static str> {
        Some(match self {
            Self::Eu => return None,
            Self::Uk => "GB",
            Self::Switzerland => "CH",
            Self::Us | Self::California => "US",
            Self::Canada | Self::Quebec => "CA",
            Self::Brazil => "BR",
            Self::Australia => "AU",
            Self::Japan => "JP",
            Self::Korea => "KR",
            Self::Chile => "CL",
            Self::India => "IN",
        })
    }

    /// The regimes of its data protection laws.
    fn regimes(self) -> &'static [&'static str] {
        match self {
            Self::Eu => &["gdpr", "eprivacy"],
            Self::Uk => &["uk_gdpr", "eprivacy"],
            Self::Switzerland => &["fadp"],
            Self::Us => &["caloppa", "us_states"],
            Self::California => &["ccpa", "caloppa"],
            Self::Canada => &["pipeda"],
            Self::Quebec => &["pipeda", "law25"],
            Self::Brazil => &["lgpd"],
            Self::Australia => &["australia"],
            Self::Japan => &["japan"],
            Self::Korea => &["korea"],
            Self::Chile => &["chile"],
            Self::India => &["india"],
        }
    }
}

impl Answers {
    /// Fills in defaults for missing answers, removes duplicate documents and vendors, and sorts
    /// documents in the order of a hub.
    pub fn settled(mut self) -> Self {
        if self.users.is_empty() {
            self.users.push(Users::Businesses);
        }
        // Children, and parents on their behalf, do not act for a business.
        if self.users == [Users::Children] {
            self.users.push(Users::Consumers);
        }
        if self.documents.is_empty() {
            let usual = self.usual_documents().into_iter();
            self.documents = usual.map(str::to_owned).collect();
        }
        let order = super::documents();
        self.documents
            .sort_by_key(|name| order.iter().position(|one| one == name));
        self.documents.dedup();
        let mut ids = HashSet::new();
        self.vendors.retain(|vendor| ids.insert(vendor.id.clone()));
        self
    }

    /// Whether the company or its users are in a place.
    pub(super) fn is_in(&self, place: Place) -> bool {
        self.all_places().any(|one| one == place)
    }

    fn all_places(&self) -> impl Iterator<Item = Place> {
        let own = self.country.as_deref().and_then(Place::of);
        own.into_iter().chain(self.places.iter().copied())
    }

    /// Whether the company is established in the European Economic Area; assumed if its country is
    /// unknown.
    pub(super) fn is_established_in_eea(&self) -> bool {
        self.country.as_deref().is_none_or(areas::is_eea)
    }

    /// Whether the company is established in the European Economic Area or the United Kingdom.
    pub(super) fn is_in_eea_or_uk(&self) -> bool {
        let country = self.country.as_deref();
        country.is_some_and(|country| areas::is_eea(country) || country == "GB")
    }

    /// Where the company sells to consumers, as a value of `company.sells_to_consumers`.
    pub(super) fn consumers_in(&self) -> String {
        if !self.users.contains(&Users::Consumers) {
            return "false".to_owned();
        }
        let own = self.country.as_deref();
        let is_own = |is: fn(&str) -> bool| own.is_some_and(is);
        let union = match is_own(areas::is_eea) && !is_own(areas::is_eu) {
            true => "EEA",
            false => "EU",
        };
        let mut countries: Vec<&str> = Vec::new();
        // A member state is already part of the union.
        let is_in_union = is_own(areas::is_eea) && self.places.contains(&Place::Eu);
        countries.extend(own.filter(|_| !is_in_union));
        for place in &self.places {
            let country = place.country().unwrap_or(union);
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        match countries.is_empty() {
            // Consumers are in the company's own country, which is unknown.
            true => "true".to_owned(),
            false => format!("[{}]", countries.join(", ")),
        }
    }

    /// The regimes that the answers turn on.
    pub fn regimes(&self) -> Vec<&'static str> {
        let mut regimes = Vec::new();
        let mut add = |names: &[&'static str]| {
            for name in names {
                if !regimes.contains(name) {
                    regimes.push(*name);
                }
            }
        };
        for place in self.all_places() {
            add(place.regimes());
        }
        let (consumers, children) = (
            self.users.contains(&Users::Consumers),
            self.users.contains(&Users::Children),
        );
        let us = self.is_in(Place::Us) || self.is_in(Place::California);
        if children && us {
            add(&["coppa"]);
        }
        if self.country.as_deref() == Some("DE") {
            add(&["ddg"]);
        }
        if consumers && self.is_in(Place::Eu) {
            add(&["eaa", "eu_consumer"]);
        }
        if consumers && self.is_in(Place::Uk) {
            add(&["uk_consumer"]);
        }
        regimes
    }

    /// The documents that a company with these answers most likely needs.
    pub fn usual_documents(&self) -> Vec<&'static str> {
        let mut documents = vec!["privacy", "terms", "cookies"];
        if self.users.contains(&Users::Businesses) {
            documents.extend(["dpa", "subprocessors", "security"]);
        }
        if matches!(self.country.as_deref(), Some("DE" | "AT" | "CH")) {
            documents.push("imprint");
        }
        documents
    }
}

/// Parses a country code.
pub fn country(text: &str) -> Result<String, String> {
    let code = text.trim().to_ascii_uppercase();
    match formats::country(&code) {
        Some(found) if !code.contains('-') => Ok(found.alpha2.to_owned()),
        _ => Err(format!(
            "`{text}` is not a country code; write a two-letter ISO 3166 code such as `DE`"
        )),
    }
}

/// Parses an email address.
pub fn email(text: &str) -> Result<String, String> {
    read(text, &Type::Email)
}

/// Parses the address of a page; adds `https://` if it is missing.
pub fn url(text: &str) -> Result<String, String> {
    match text.contains("://") {
        true => read(text, &Type::Url),
        false => read(&format!("https://{text}"), &Type::Url),
    }
}

fn read(text: &str, ty: &Type) -> Result<String, String> {
    let text = text.trim();
    match formats::is(text, ty) {
        true => Ok(text.to_owned()),
        false => Err(format!("`{text}` is not {}", ty.expected())),
    }
}

impl Answers {
    /// Infers the answers from the facts and regimes of an existing site.
    pub fn of(facts: &Facts, regimes: &[String]) -> Self {
        let text = |path| facts.text(path).map(str::to_owned);
        let sells = facts
            .record("company")
            .and_then(|company| company.get("sells_to_consumers"));
        let to_consumers = sells.is_some_and(|sells| {
            sells.as_bool() == Some(true) || sells.as_array().is_some_and(|list| !list.is_empty())
        });
        let has = |name: &str| regimes.iter().any(|regime| regime == name);
        let places = [
            (Place::Eu, "gdpr"),
            (Place::Uk, "uk_gdpr"),
            (Place::Us, "us_states"),
            (Place::California, "ccpa"),
        ];
        let places = places.into_iter().filter(|(_, regime)| has(regime));
        Self {
            company: text("company.legal_name"),
            service: text("service.name"),
            country: text("company.country"),
            users: match to_consumers {
                true => vec![Users::Consumers],
                false => vec![Users::Businesses],
            },
            places: places.map(|(place, _)| place).collect(),
            ..Self::default()
        }
    }
}
