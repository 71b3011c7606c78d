//! The groups of documents on a hub, and their order.

use std::collections::BTreeMap;

use super::listing::{Listed, Listing};
use crate::base::address;
use crate::link::Header;
use crate::model::language::Collation;
use crate::publish::languages::tag;
use crate::render::data::{DocumentData, GroupData};

/// The number of documents above which sites without groups are listed by letter.
const LETTERS: usize = 40;

/// A group, with its documents in order.
#[derive(Debug, Default)]
pub(super) struct Group<'l, 'h> {
    title: Option<String>,
    /// The page of its folder.
    own: Option<&'l Listed<'h>>,
    documents: Vec<&'l Listed<'h>>,
}

impl<'l, 'h> Group<'l, 'h> {
    /// The page of its folder, if any, and its documents, in order.
    pub(super) fn listed(&self) -> impl Iterator<Item = &'l Listed<'h>> {
        self.own.into_iter().chain(self.documents.iter().copied())
    }
}

/// The reason why a document is in a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// None: the document is in no group.
    None,
    /// Its front matter, or the settings.
    Named(String),
    /// Its folder.
    Folder(String),
}

impl<'h> Listing<'_, 'h> {
    /// The groups of a hub in a language, in order.
    pub(super) fn groups<'l>(&'l self, language: &'l str) -> Vec<Group<'l, 'h>> {
        let titles = Titles {
            listing: self,
            language,
            collation: Collation::of(language),
        };
        let mut groups: BTreeMap<Kind, Vec<&'l Listed<'h>>> = BTreeMap::new();
        for (document, kind) in self.documents.iter().zip(self.kinds()) {
            groups.entry(kind).or_default().push(document);
        }
        // A folder with one document needs no title.
        let lone: Vec<Kind> = groups
            .iter()
            .filter(|(kind, documents)| matches!(kind, Kind::Folder(_)) && documents.len() == 1)
            .map(|(kind, _)| kind.clone())
            .collect();
        for kind in lone {
            let documents = groups.remove(&kind).unwrap_or_default();
            groups.entry(Kind::None).or_default().extend(documents);
        }
        if groups.len() < 2 {
            let documents = groups.into_values().flatten().collect();
            return titles.by_letter(titles.in_order(documents));
        }
        let mut groups: Vec<(Kind, Group<'l, 'h>)> = groups
            .into_iter()
            .map(|(kind, documents)| {
                let documents = titles.in_order(documents);
                (kind.clone(), titles.group(&kind, documents))
            })
            .collect();
        groups.sort_by(|a, b| {
            titles.rank(a).cmp(&titles.rank(b)).then_with(|| {
                let title =
                    |group: &(Kind, Group<'_, '_>)| group.1.title.clone().unwrap_or_default();
                titles.collation.compare(&title(a), &title(b))
            })
        });
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// All documents, in the order of a hub in a language.
    pub(super) fn flat<'l>(&'l self, language: &'l str) -> Vec<&'l Listed<'h>> {
        let groups = self.groups(language).into_iter();
        groups
            .flat_map(|group| group.listed().collect::<Vec<_>>())
            .collect()
    }

    /// The title and documents of each group in a language, in order.
    pub(crate) fn sections(&self, language: &str) -> Vec<(Option<String>, Vec<&'h Header>)> {
        let groups = self.groups(language).into_iter();
        groups
            .map(|group| {
                let documents = group.listed();
                let headers = documents.map(|document| document.header_in(self.site, language));
                (group.title.clone(), headers.collect())
            })
            .collect()
    }

    /// The kind of group of each document.
    fn kinds(&self) -> Vec<Kind> {
        let named = &self.site.settings.hub.groups;
        let paths = self.documents.iter().map(|document| {
            let path: &str = &self.site.tree.policies[document.page.policy()];
            let mut folders: Vec<&str> = path.split('/').collect();
            folders.pop();
            let language = tag(self.site, document.original);
            let is_language = |folder: &&str| folder.eq_ignore_ascii_case(language);
            if folders.first().is_some_and(is_language) {
                folders.remove(0);
            }
            folders
        });
        let paths: Vec<Vec<&str>> = paths.collect();
        // A folder that contains all documents is not a useful group.
        let shared =
            paths
                .iter()
                .skip(1)
                .fold(paths.first().map_or(0, Vec::len), |shared, path| {
                    let same = path.iter().zip(&paths[0]).take_while(|(a, b)| a == b);
                    same.count().min(shared)
                });
        let kinds = self.documents.iter().zip(&paths).map(|(document, path)| {
            let is_named = |key: &str| named.iter().any(|(known, _)| known == key);
            match (document.original.group(), path.get(shared)) {
                (Some(group), _) => Kind::Named(group.to_owned()),
                (None, Some(folder)) if is_named(folder) => Kind::Named((*folder).to_owned()),
                (None, Some(folder)) => Kind::Folder((*folder).to_owned()),
                (None, None) => Kind::None,
            }
        });
        kinds.collect()
    }
}

/// Titles in a language, and their order.
struct Titles<'l, 's, 'h> {
    listing: &'l Listing<'s, 'h>,
    language: &'l str,
    collation: Collation,
}

impl<'l, 'h> Titles<'l, '_, 'h> {
    fn title(&self, document: &Listed<'h>) -> &'h str {
        let header = document.header_in(self.listing.site, self.language);
        header.about.title()
    }

    /// Sorts documents by their `order`, then by title.
    fn in_order(&self, mut documents: Vec<&'l Listed<'h>>) -> Vec<&'l Listed<'h>> {
        let order = |document: &Listed<'_>| document.original.order().unwrap_or(i32::MAX);
        documents.sort_by(|a, b| {
            let titles = || self.collation.compare(self.title(a), self.title(b));
            let addresses = || a.original.address.cmp(&b.original.address);
            order(a)
                .cmp(&order(b))
                .then_with(titles)
                .then_with(addresses)
        });
        documents
    }

    fn group(&self, kind: &Kind, mut documents: Vec<&'l Listed<'h>>) -> Group<'l, 'h> {
        let site = self.listing.site;
        let (Kind::Named(key) | Kind::Folder(key)) = kind else {
            return Group {
                documents,
                ..Group::default()
            };
        };
        let named = site.settings.hub.groups.iter();
        let named = named.clone().find(|(known, _)| known == key);
        let own = documents.iter().position(|document| {
            let path = &site.tree.policies[document.page.policy()];
            address::is_index(address::stem(path)) && address::name(path) == key
        });
        // The page of the folder provides the title, and need not be listed below it.
        let own = match own {
            Some(at) if named.is_none() && matches!(kind, Kind::Folder(_)) => {
                Some(documents.remove(at))
            }
            _ => None,
        };
        let title = match (named, own, kind) {
            (Some((_, title)), ..) => title.clone(),
            (None, Some(own), _) => self.title(own).to_owned(),
            (None, None, Kind::Folder(folder)) => in_words(folder),
            (None, None, _) => key.clone(),
        };
        Group {
            title: Some(title),
            own,
            documents,
        }
    }

    /// The sort key of a group. Documents without a group come first, then groups in the order of
    /// the settings, then groups in the order of their documents.
    fn rank(&self, (kind, group): &(Kind, Group<'_, '_>)) -> (usize, i32) {
        let named = &self.listing.site.settings.hub.groups;
        let orders = group
            .documents
            .iter()
            .filter_map(|document| document.original.order());
        let order = orders.min().unwrap_or(i32::MAX);
        match kind {
            Kind::None => (0, order),
            Kind::Named(key) | Kind::Folder(key) => {
                let at = named.iter().position(|(known, _)| known == key);
                (at.unwrap_or(named.len()) + 1, order)
            }
        }
    }

    /// Groups documents by letter, if there are many; those with an `order` come first.
    fn by_letter(&self, documents: Vec<&'l Listed<'h>>) -> Vec<Group<'l, 'h>> {
        let is_long = documents.len() > LETTERS;
        let mut groups: Vec<Group<'l, 'h>> = Vec::new();
        for document in documents {
            let letter = match document.original.order() {
                None if is_long => Some(letter(self.title(document))),
                _ => None,
            };
            let is_same = |group: &&mut Group<'_, '_>| match (&group.title, &letter) {
                (Some(one), Some(other)) => self.collation.is_same_letter(one, other),
                (None, None) => true,
                _ => false,
            };
            match groups.last_mut().filter(is_same) {
                Some(group) => group.documents.push(document),
                None => groups.push(Group {
                    title: letter,
                    own: None,
                    documents: vec![document],
                }),
            }
        }
        groups
    }
}

/// The letter under which a title is listed.
fn letter(title: &str) -> String {
    match title.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_numeric() => "0–9".to_owned(),
        Some(c) => c.to_uppercase().collect(),
        None => "#".to_owned(),
    }
}

/// The name of a folder as a title.
fn in_words(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Splits groups into pages with a maximum number of documents, in the form for templates.
pub(super) fn pages(
    listing: &Listing<'_, '_>,
    groups: &[Group<'_, '_>],
    language: &str,
    per_page: usize,
) -> Vec<Vec<GroupData>> {
    let mut pages: Vec<Vec<GroupData>> = vec![Vec::new()];
    let mut left = per_page;
    for (at, group) in groups.iter().enumerate() {
        let mut documents = group.documents.as_slice();
        loop {
            if left == 0 {
                pages.push(Vec::new());
                left = per_page;
            }
            let (now, later) = documents.split_at(documents.len().min(left));
            left -= now.len();
            let data = |document: &&Listed<'_>| document.data(listing.site, language);
            let documents_of: Vec<DocumentData> = now.iter().map(data).collect();
            let own = group.own.map(|own| own.header_in(listing.site, language));
            if let Some(page) = pages.last_mut() {
                page.push(GroupData {
                    id: format!("page.group-{}", at + 1),
                    title: group.title.clone(),
                    href: own.map(|own| listing.site.settings.href(&own.address)),
                    documents: documents_of,
                });
            }
            documents = later;
            if documents.is_empty() {
                break;
            }
        }
    }
    pages
}
