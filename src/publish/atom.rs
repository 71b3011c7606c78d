//! Atom feeds (RFC 4287).

use std::collections::HashMap;

use anyhow::Context as _;
use atom_syndication as atom;

use crate::base::dates::Date;
use crate::load::Site;

/// The subject of a feed.
pub(super) struct About<'a> {
    /// Its path from the root.
    pub(super) file: &'a str,
    pub(super) title: String,
    /// Its ID, a URL.
    pub(super) url: String,
    /// The URL of the page that it is about.
    pub(super) page: &'a str,
    pub(super) language: &'a str,
}

/// An entry of a feed.
#[derive(Debug, Clone)]
pub(super) struct FeedEntry {
    /// A unique URI that never changes.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) date: Date,
    /// The URL of the page to read.
    pub(super) url: String,
    /// The URL of the page that shows the changes word by word.
    pub(super) redline: Option<String>,
    pub(super) text: Option<String>,
    /// The language of the title and text, if it is not the feed's.
    pub(super) language: Option<String>,
}

/// Writes a feed with these entries, newest first. Returns `None` without a base URL or without
/// entries, because a feed must state when it last changed.
pub(super) fn write(
    site: &Site,
    about: &About<'_>,
    entries: Vec<FeedEntry>,
) -> anyhow::Result<Option<Vec<u8>>> {
    let (Some(base), Some(newest)) = (&site.settings.base_url, entries.first()) else {
        return Ok(None);
    };
    let feed = atom::Feed {
        id: about.url.clone(),
        title: about.title.as_str().into(),
        updated: moment(newest.date),
        authors: vec![atom::Person {
            name: site
                .facts
                .company_name()
                .unwrap_or(&site.settings.title)
                .to_owned(),
            ..atom::Person::default()
        }],
        lang: Some(about.language.to_owned()),
        links: vec![
            link(about.page, "alternate"),
            link(&format!("{base}{}", about.file), "self"),
        ],
        entries: entries.into_iter().map(entry).collect(),
        ..atom::Feed::default()
    };
    let mut bytes = Vec::new();
    let lines = atom::WriteConfig {
        write_document_declaration: true,
        indent_size: Some(1),
    };
    feed.write_with_config(&mut bytes, lines)
        .context("the feed can't be written")?;
    bytes.push(b'\n');
    Ok(Some(bytes))
}

/// Entries, newest first, with unique IDs: of several entries with the same ID, the oldest keeps
/// it, so that later entries never change it.
pub(super) fn unique(mut entries: Vec<FeedEntry>) -> Vec<FeedEntry> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for entry in entries.iter_mut().rev() {
        let times = seen.entry(entry.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            entry.id += &format!("-{times}");
        }
    }
    entries
}

fn entry(entry: FeedEntry) -> atom::Entry {
    let text = |value: String| atom::Text {
        value,
        lang: entry.language.clone(),
        ..atom::Text::default()
    };
    atom::Entry {
        title: text(entry.title),
        summary: entry.text.map(text),
        id: entry.id,
        updated: moment(entry.date),
        links: std::iter::once(link(&entry.url, "alternate"))
            .chain(entry.redline.map(|redline| link(&redline, "related")))
            .collect(),
        ..atom::Entry::default()
    }
}

fn moment(date: Date) -> atom::FixedDateTime {
    let text = format!("{date}T00:00:00Z");
    text.parse::<atom::FixedDateTime>().unwrap_or_default()
}

fn link(href: &str, rel: &str) -> atom::Link {
    atom::Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        ..atom::Link::default()
    }
}
