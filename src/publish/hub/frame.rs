//! The frame of pages: the hub in their language, the menu of documents, and the pages that readers
//! look for.

use std::collections::BTreeMap;

use super::listing::{Listed, Listing};
use crate::load::Site;
use crate::model::settings::FrameLink;
use crate::publish::languages::tag;
use crate::render::data::{DocumentData, FrameData, LinkData, OwnerData};

/// The maximum number of documents in a menu.
const MENU: usize = 14;

/// The frames of pages by language.
pub(crate) fn frames(listing: &Listing<'_, '_>) -> BTreeMap<String, FrameData> {
    let site = listing.site;
    let headers = listing.documents.iter().flat_map(Listed::headers);
    let languages = headers.map(|header| tag(site, header));
    let languages = languages.chain(listing.hubs().map(|(language, _)| language));
    let mut frames: BTreeMap<String, FrameData> = languages
        .map(|language| (language.to_owned(), FrameData::default()))
        .collect();
    for (language, frame) in &mut frames {
        *frame = self::frame(listing, language);
    }
    frames
}

fn frame(listing: &Listing<'_, '_>, language: &str) -> FrameData {
    let site = listing.site;
    // Large sites have no menu, so their documents need no sorting.
    let documents: Vec<&Listed<'_>> = match listing.documents.len() {
        0..=MENU => listing.flat(language),
        _ => listing.documents.iter().collect(),
    };
    let link = |document: &&Listed<'_>| {
        let header = document.header_in(site, language);
        LinkData {
            text: header.about.title().to_owned(),
            href: site.settings.href(&header.address),
            language: Some(tag(site, header).to_owned()),
        }
    };
    let of_type = |types: &[&str]| {
        let mut found = documents.iter().filter(|document| {
            let header = document.header_in(site, language);
            types.contains(&header.about.doc_type())
        });
        let same =
            |document: &&&Listed<'_>| tag(site, document.header_in(site, language)) == language;
        let first = found.clone().next();
        found.find(same).or(first).map(link)
    };
    let hub = match listing.only() {
        Some(only) => &only.header_in(site, language).address,
        None => listing.hub_of(language),
    };
    FrameData {
        hub: site.settings.href(hub),
        privacy: of_type(&["privacy"]),
        terms: of_type(&["terms", "tos"]),
        imprint: of_type(&["imprint", "impressum", "legal-notice"]),
        documents: match documents.len() {
            2..=MENU => documents.iter().map(link).collect(),
            _ => Vec::new(),
        },
    }
}

/// The documents of a small site, in the order of the hub.
pub(crate) fn documents(listing: &Listing<'_, '_>) -> Vec<DocumentData> {
    let language = &listing.site.settings.language;
    let documents = listing.flat(language).into_iter();
    documents
        .map(|document| document.data(listing.site, language))
        .collect()
}

/// Links from the settings.
pub(crate) fn links(links: &[FrameLink]) -> Vec<LinkData> {
    let links = links.iter();
    links
        .map(|link| LinkData {
            text: link.text.clone(),
            href: link.url.clone(),
            language: None,
        })
        .collect()
}

/// The company's own site, named after its host.
pub(crate) fn home(site: &Site) -> Option<LinkData> {
    let home = site.settings.frame.home.as_deref()?;
    let url = url::Url::parse(home).ok()?;
    let host = url.host_str()?;
    Some(LinkData {
        text: host.strip_prefix("www.").unwrap_or(host).to_owned(),
        href: home.to_owned(),
        language: None,
    })
}

/// The owner of the pages, and the email address for questions.
pub(crate) fn owner(site: &Site) -> Option<OwnerData> {
    let given = site.settings.frame.owner.as_deref();
    let name = given.or_else(|| site.facts.company_name())?;
    let contact = site.facts.record("contact");
    let of = |kind: &'static str| contact?.record(kind)?.word("email");
    let company = || site.facts.record("company")?.word("email");
    let email = company()
        .or_else(|| of("legal"))
        .or_else(|| of("privacy"))
        .or_else(|| of("support"));
    let domain = || {
        let domains = site.facts.record("company")?.get("domains")?.as_array()?;
        Some(format!("https://{}/", domains.first()?.as_str()?))
    };
    Some(OwnerData {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        url: site.settings.frame.home.clone().or_else(domain),
    })
}
