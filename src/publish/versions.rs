//! The versions of a document: where their pages are, and what pages say of them.

use crate::base::address;
use crate::base::dates::Date;
use crate::document::markdown;
use crate::load::Site;
use crate::model::language::Language;
use crate::releases::{Chain, Standing, file_name};
use crate::render::data::{DateData, VersionData, VersionsData};

/// The address of a version’s own page, below that of its document.
pub(crate) fn address_of(document: &str, version: &str) -> String {
    below(document, &format!("v/{}", file_name(version)))
}

/// The address of the page with the history of a document.
pub(crate) fn history(document: &str) -> String {
    below(document, "history")
}

fn below(document: &str, name: &str) -> String {
    match document {
        "" => name.to_owned(),
        document => format!("{document}/{name}"),
    }
}

/// The files of all versions of a document, and of its history.
pub(crate) fn files(site: &Site, document: &str, chain: &Chain) -> Vec<String> {
    let twins = site.settings.twins;
    let file = |address: &str| address::file(address, site.settings.urls);
    let mut files = vec![file(&history(document))];
    for release in chain.releases() {
        let address = address_of(document, &release.version);
        files.push(file(&address));
        let endings = ["md", "txt", "json"].into_iter();
        let endings = endings.filter(|ending| twins.has(ending));
        files.extend(endings.map(|ending| address::twin(&address, ending)));
    }
    files
}

/// A version of a document, for a page in `language`.
pub(crate) fn version(
    site: &Site,
    document: &str,
    chain: &Chain,
    at: usize,
    language: &Language,
) -> VersionData {
    let release = &chain.releases()[at];
    let date = |date: Date| DateData::new(date, language);
    let file = address::file(&address_of(document, &release.version), site.settings.urls);
    VersionData {
        version: release.version.clone(),
        id: file_name(&release.version),
        href: address::encode(&file).into_owned(),
        effective: date(release.effective),
        until: chain.days(at).end.map(date),
        standing: match chain.standing(at, site.evaluator.as_of()) {
            Standing::Superseded => "superseded",
            Standing::InForce => "in_force",
            Standing::Upcoming => "upcoming",
        },
        first: at == 0,
        weight: release.weight.word(),
        note: release.note.as_deref().map(markdown::plain),
        digest: release.content.clone(),
    }
}

/// What the page of a version says of the others; `permanent` if it is that version’s
/// own.
pub(crate) fn versions(
    site: &Site,
    document: &str,
    chain: &Chain,
    at: usize,
    permanent: bool,
    language: &Language,
) -> VersionsData {
    let version = |at| version(site, document, chain, at, language);
    let as_of = site.evaluator.as_of();
    let standing = |standing| {
        let mut all = 0..chain.releases().len();
        all.find(|at| chain.standing(*at, as_of) == standing)
    };
    let href = |address: &str| {
        let file = address::file(address, site.settings.urls);
        address::encode(&file).into_owned()
    };
    VersionsData {
        this: version(at),
        permanent,
        current: standing(Standing::InForce).map(version),
        next: standing(Standing::Upcoming).map(version),
        previous: at.checked_sub(1).map(version),
        document: href(document),
        history: href(&history(document)),
    }
}
