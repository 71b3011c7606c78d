//! The versions of a document: their addresses and their data on pages.

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

/// The address of the page with the changes of a version.
pub(crate) fn changes(document: &str, version: &str) -> String {
    format!("{}/changes", address_of(document, version))
}

/// The address of the page with the changes from a version to the one in force.
pub(crate) fn since(document: &str, version: &str) -> String {
    format!("{}/since", address_of(document, version))
}

/// The redlines of a chain on the build date: for each version, the changes from the previous
/// version, and for each superseded version, the changes up to the version in force.
pub(crate) fn redlines(site: &Site, document: &str, chain: &Chain) -> Vec<RedlinePage> {
    let releases = chain.releases();
    let current = chain.current(site.evaluator.as_of());
    let with = (1..releases.len()).map(|at| RedlinePage {
        address: changes(document, &releases[at].version),
        old: at - 1,
        new: at,
    });
    let since = (0..current.unwrap_or(0)).map(|at| RedlinePage {
        address: since(document, &releases[at].version),
        old: at,
        new: current.unwrap_or(at),
    });
    with.chain(since).collect()
}

/// The page of a redline, and the positions of the two versions in their chain.
#[derive(Debug)]
pub(crate) struct RedlinePage {
    /// Its address.
    pub(crate) address: String,
    /// The old version.
    pub(crate) old: usize,
    /// The new version.
    pub(crate) new: usize,
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
    let redlines = redlines(site, document, chain).into_iter();
    files.extend(redlines.map(|redline| file(&redline.address)));
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
    let href = |address: &str| site.settings.href(address);
    let standing = chain.standing(at, site.evaluator.as_of());
    VersionData {
        version: release.version.clone(),
        id: file_name(&release.version),
        href: href(&address_of(document, &release.version)),
        effective: date(release.effective),
        until: chain.days(at).end.map(date),
        standing: standing.word(),
        first: at == 0,
        weight: release.weight.word(),
        note: release.note.as_deref().map(markdown::plain),
        digest: release.content.clone(),
        redline: (at > 0).then(|| href(&changes(document, &release.version))),
        since: (standing == Standing::Superseded).then(|| href(&since(document, &release.version))),
    }
}

/// Data on the versions of a document, for the page that shows one of them. `permanent` is whether
/// the page is that version’s own.
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
    let href = |address: &str| site.settings.href(address);
    VersionsData {
        this: version(at),
        permanent,
        current: chain.current(as_of).map(version),
        next: chain.next(as_of).map(version),
        previous: at.checked_sub(1).map(version),
        document: href(document),
        history: href(&history(document)),
    }
}
