//! The documents of a site, each listed once with its languages, and the languages of its hubs.

use std::collections::BTreeMap;

use crate::base::address;
use crate::base::dates::Date;
use crate::base::page::PageId;
use crate::link::Header;
use crate::load::Site;
use crate::publish::languages::tag;
use crate::render::data::{DateData, DocumentData, TranslationData};

/// A document in all its languages.
#[derive(Debug)]
pub(super) struct Listed<'h> {
    /// The original.
    pub(super) page: PageId,
    pub(super) original: &'h Header,
    /// Its translations, by language.
    pub(super) others: Vec<&'h Header>,
}

/// The documents of a site, and its hubs.
#[derive(Debug)]
pub(crate) struct Listing<'s, 'h> {
    pub(super) site: &'s Site,
    pub(super) documents: Vec<Listed<'h>>,
    /// The addresses of the hubs by language.
    hubs: BTreeMap<String, String>,
    /// The addresses of pages that replace a hub.
    own: BTreeMap<String, String>,
    has_front: bool,
}

/// Whether a page is shown on a hub rather than on its own: the root's page and its translations.
fn is_front<'h>(header: &Header, find: impl Fn(PageId) -> Option<&'h Header>) -> bool {
    let original = || find(header.translation_of()?);
    header.address.is_empty() || original().is_some_and(|original| original.address.is_empty())
}

/// Whether a build shows the text of a page on a hub. A site that embeds fragments has no hub.
pub(crate) fn shows<'h>(
    site: &Site,
    header: &Header,
    find: impl Fn(PageId) -> Option<&'h Header>,
) -> bool {
    header.address.is_empty() || !site.fragments && is_front(header, find)
}

impl<'s, 'h> Listing<'s, 'h> {
    /// Lists the documents of pages with these headers, which must be sorted by page.
    pub(crate) fn new(site: &'s Site, headers: impl Iterator<Item = (PageId, &'h Header)>) -> Self {
        let all: Vec<(PageId, &Header)> = headers.collect();
        let find = |page: PageId| {
            let at = all.binary_search_by_key(&page, |(id, _)| *id).ok()?;
            Some(all[at].1)
        };
        let is_listed = |header: &Header| !is_front(header, find) && !header.is_retired();
        let original = |header: &Header| {
            let page = header.translation_of()?;
            find(page).filter(|found| is_listed(found) && found.translation_of().is_none())?;
            Some(page)
        };
        let mut documents = Vec::new();
        let mut others: BTreeMap<PageId, Vec<&Header>> = BTreeMap::new();
        for (page, header) in &all {
            match original(header) {
                _ if !is_listed(header) => {}
                Some(original) => others.entry(original).or_default().push(header),
                None => documents.push(Listed {
                    page: *page,
                    original: header,
                    others: Vec::new(),
                }),
            }
        }
        for document in &mut documents {
            document.others = others.remove(&document.page).unwrap_or_default();
            document.others.sort_by_key(|other| tag(site, other));
        }
        let mut listing = Self {
            site,
            documents,
            hubs: BTreeMap::new(),
            own: BTreeMap::new(),
            has_front: false,
        };
        for (_, front) in all.iter().filter(|(_, header)| is_front(header, find)) {
            listing.has_front |= front.address.is_empty();
            let language = match &*front.address {
                "" => &site.settings.language,
                _ => tag(site, front),
            };
            let address = front.address.to_string();
            listing.hubs.entry(language.to_owned()).or_insert(address);
        }
        listing.add_hubs(&all);
        listing
    }

    /// Adds a hub for each language in which translated documents exist.
    fn add_hubs(&mut self, all: &[(PageId, &Header)]) {
        let site = self.site;
        let own = site.settings.language.clone();
        self.hubs.entry(own).or_default();
        if self.only().is_some() {
            return;
        }
        let translated = self.documents.iter().filter(|one| !one.others.is_empty());
        let languages: Vec<String> = translated
            .flat_map(|one| one.headers().map(|header| tag(site, header).to_owned()))
            .collect();
        for language in languages {
            if self.hubs.contains_key(&language) {
                continue;
            }
            let address = address::slugify(&language);
            match all.iter().find(|(_, header)| *header.address == *address) {
                None => self.hubs.insert(language, address),
                Some(_) => self.own.insert(language, address),
            };
        }
    }

    /// The only document of a site that has nothing else to show on a hub.
    pub(super) fn only(&self) -> Option<&Listed<'h>> {
        match self.documents.as_slice() {
            [one] if !self.has_front => Some(one),
            _ => None,
        }
    }

    pub(crate) fn site(&self) -> &'s Site {
        self.site
    }

    /// The addresses of the hubs; none if the only document replaces them.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        let hubs = self.only().is_none().then(|| self.hubs());
        hubs.into_iter().flatten().map(|(_, address)| address)
    }

    /// The languages of hubs and their addresses.
    pub(super) fn hubs(&self) -> impl Iterator<Item = (&str, &str)> {
        let hubs = self.hubs.iter();
        hubs.map(|(language, address)| (language.as_str(), address.as_str()))
    }

    /// The address of the hub for pages in a language.
    pub(super) fn hub_of(&self, language: &str) -> &str {
        let found = self.hubs.get(language).or_else(|| self.own.get(language));
        found.map_or("", String::as_str)
    }

    /// The hub in all its languages; empty if there is only one.
    pub(super) fn translations(&self) -> Vec<TranslationData> {
        if self.hubs.len() < 2 {
            return Vec::new();
        }
        let settings = &self.site.settings;
        self.hubs()
            .map(|(language, address)| TranslationData {
                name: self.site.languages.get(language).name(),
                language: language.to_owned(),
                title: settings.title.clone(),
                href: settings.href(address),
                canonical: settings.page_url(address),
            })
            .collect()
    }
}

impl<'h> Listed<'h> {
    /// The document in all its languages, starting with the original.
    pub(super) fn headers(&self) -> impl Iterator<Item = &'h Header> {
        std::iter::once(self.original).chain(self.others.iter().copied())
    }

    /// The document in a language if it exists, or else the original.
    pub(super) fn header_in(&self, site: &Site, language: &str) -> &'h Header {
        let mut headers = self.headers();
        let found = headers.find(|header| tag(site, header) == language);
        found.unwrap_or(self.original)
    }

    /// The day of the last known change.
    pub(super) fn changed(&self, site: &Site, language: &str) -> Option<Date> {
        let header = self.header_in(site, language);
        let last = header.history().first().map(|version| version.date);
        header.updated.max(last)
    }

    /// The document, for a hub in a language.
    pub(super) fn data(&self, site: &Site, language: &str) -> DocumentData {
        let header = self.header_in(site, language);
        let hub = site.languages.get(language);
        let date = |date| DateData::new(date, &hub);
        let others = self
            .headers()
            .filter(|other| other.address != header.address);
        DocumentData {
            title: header.about.title().to_owned(),
            doc_type: header.about.doc_type().to_owned(),
            summary: header.about.summary().map(str::to_owned),
            href: site.settings.href(&header.address),
            language: tag(site, header).to_owned(),
            translations: others
                .map(|other| TranslationData {
                    language: tag(site, other).to_owned(),
                    name: site.languages.get(tag(site, other)).name(),
                    title: other.about.title().to_owned(),
                    href: site.settings.href(&other.address),
                    canonical: site.settings.page_url(&other.address),
                })
                .collect(),
            updated: header.updated.map(date),
            change: header.change().map(str::to_owned),
            effective: header.effective.map(date),
            in_force: header
                .effective
                .is_none_or(|date| site.evaluator.as_of().reached(date)),
        }
    }
}
