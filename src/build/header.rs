//! Reads the front matter of each page, before any text is merged.

use tera::Map;

use super::draft::doc_type;
use super::released::shown_release;
use crate::base::address;
use crate::base::digest::Digest;
use crate::base::intern::Interner;
use crate::base::page::PageId;
use crate::document::markdown;
use crate::link::{About, Header, Rare, promised_ids};
use crate::load::{Read, Site, digest_source};
use crate::model::front_matter::{self, FrontMatter};
use crate::model::history::{self, PastVersion};
use crate::publish::{self, languages, retired};
use crate::releases::Release;

/// A policy's front matter, as far as other pages need it.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadHeader {
    /// `None` for drafts that are left out.
    pub(super) header: Option<Header>,
    /// The digest of its file, which is read again when it is merged.
    pub(super) digest: Digest,
}

/// Reads the front matter of a policy. Faults are reported later, when the file is read again and
/// merged.
pub(super) fn read(site: &Site, page: PageId, strings: &Interner) -> ReadHeader {
    let path = &site.tree.policies[page.policy()];
    let shown = site.tree.shown(path);
    let mut reported = Vec::new();
    let Read::Source(source) = site.read_policy(page.policy(), &mut reported) else {
        return ReadHeader {
            header: Some(faulty(&shown, path, None)),
            digest: Digest::default(),
        };
    };
    let parts = front_matter::split(&source, &mut reported);
    let release = shown_release(site, path);
    let body = parts.as_ref().map(|parts| match release {
        Some(release) => release.text(),
        None => &source.text[parts.body.clone()],
    });
    let found = parts.and_then(|parts| match parts.yaml {
        Some(range) => front_matter::peek(&source, range),
        None => Some((FrontMatter::default(), Map::new())),
    });
    let mut header = match found {
        None => Some(faulty(&shown, path, None)),
        Some((front_matter, _)) if front_matter.draft && !site.drafts => None,
        Some((front_matter, facts)) => {
            let mut header = header(site, path, &front_matter, &facts);
            if let Some(release) = release {
                of_release(&mut header, site, release);
            }
            Some(header)
        }
    };
    if let (Some(header), Some(body)) = (&mut header, body) {
        let language = header.rare.as_ref().and_then(|rare| rare.language.as_ref());
        let language = language.unwrap_or(&site.settings.language);
        site.library.expect(body, language);
        let ids = promised_ids(body);
        header.ids = strings.all(ids.into_iter()).into();
    }
    ReadHeader {
        header,
        digest: digest_source(&source),
    }
}

/// Overrides the policy's metadata with the release's.
fn of_release(header: &mut Header, site: &Site, release: &Release) {
    header.about = About::new(
        &release.title,
        &release.doc_type,
        Some(&release.version),
        release.summary.as_deref(),
    );
    header.updated = release.updated;
    header.effective = Some(release.effective);
    let mut rare = header.rare.take().map(|rare| *rare).unwrap_or_default();
    rare.change = release.note.as_deref().map(markdown::plain);
    rare.language = (release.language != site.settings.language).then(|| release.language.clone());
    header.rare = (rare != Rare::default()).then(|| Box::new(rare));
}

/// The header of a policy whose front matter can't be read: enough to link to it.
fn faulty(shown: &str, path: &str, slug: Option<&str>) -> Header {
    Header {
        address: address::of_policy(path, slug).into(),
        about: About::new(shown, "", None, None),
        updated: None,
        effective: None,
        rare: None,
        ids: Box::default(),
    }
}

fn header(site: &Site, path: &str, front_matter: &FrontMatter, facts: &Map) -> Header {
    let translation_of = languages::original(site, path, front_matter);
    let base = site.settings.base_url.as_ref();
    let base = base.map_or("/", |base| base.path());
    let aliases = front_matter.aliases.iter();
    let aliases = aliases.map(|(alias, _)| publish::alias_within(alias, base));
    let history = history::read(facts);
    let rare = Rare {
        aliases: aliases.collect(),
        order: front_matter.order,
        group: front_matter.group.clone(),
        language: front_matter.language.clone(),
        change: change(front_matter, &history),
        history,
        draft: front_matter.draft,
        translation_of: translation_of.map(PageId::working),
        retired: retired::is_retired(site, front_matter),
    };
    Header {
        address: address::of_policy(path, front_matter.slug.as_deref()).into(),
        about: About::new(
            front_matter.title.as_deref().unwrap_or_default(),
            &doc_type(path, front_matter),
            front_matter.version.as_deref(),
            front_matter.summary.as_deref(),
        ),
        updated: front_matter.updated,
        effective: front_matter.effective,
        rare: (rare != Rare::default()).then(|| Box::new(rare)),
        ids: Box::default(),
    }
}

/// What changed in the current version, according to the policy's history.
fn change(front_matter: &FrontMatter, history: &[PastVersion]) -> Option<String> {
    let version = front_matter.version.as_ref();
    let this = history.iter().find(|entry| Some(&entry.version) == version);
    let last = this.or(history.first())?;
    Some(markdown::plain(&last.summary))
}
