//! `policies.json`: the list of policies, for applications that record consent.

use std::io;

use serde::Serialize;
use serde::ser::SerializeSeq as _;

use crate::base::address;
use crate::base::digest::Public;
use crate::base::page::PageId;
use crate::link::{Index, IndexEntry};
use crate::load::Site;
use crate::render::content;
use crate::render::data::TwinsData;

pub(super) const FILE: &str = "policies.json";

/// A policy, for applications that record what a user agreed to.
#[derive(Serialize)]
struct Policy<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    doc_type: &'a str,
    title: &'a str,
    language: &'a str,
    version: Option<&'a str>,
    updated: Option<String>,
    effective: Option<String>,
    /// Of the page's content.
    digest: Option<String>,
    digest_kind: Option<&'static str>,
    /// Full URL, if the site has a base URL.
    url: Option<String>,
    /// Paths from the root.
    html: String,
    markdown: Option<String>,
    text: Option<String>,
    json: Option<String>,
    /// The same document in other languages, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translations: Vec<Translation<'a>>,
}

#[derive(Serialize)]
struct Translation<'a> {
    language: &'a str,
    id: &'a str,
}

/// Writes the list, policy by policy.
pub(super) fn write(site: &Site, index: &Index<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    struct Policies<'a>(&'a Site, &'a Index<'a>, Vec<(PageId, &'a IndexEntry)>);
    impl Serialize for Policies<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut list = serializer.serialize_seq(Some(self.2.len()))?;
            for (at, entry) in &self.2 {
                list.serialize_element(&policy(self.0, self.1, *at, entry))?;
            }
            list.end()
        }
    }
    #[derive(Serialize)]
    struct List<'a> {
        title: &'a str,
        policies: Policies<'a>,
    }
    let mut entries: Vec<(PageId, &IndexEntry)> = index.iter().collect();
    entries.sort_unstable_by(|a, b| a.1.address.cmp(&b.1.address));
    let list = List {
        title: &site.settings.title,
        policies: Policies(site, index, entries),
    };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    out.write_all(b"\n")
}

fn policy<'a>(
    site: &'a Site,
    index: &'a Index<'_>,
    at: PageId,
    entry: &'a IndexEntry,
) -> Policy<'a> {
    let id = |entry: &'a IndexEntry| match &*entry.address {
        "" => "index",
        address => address,
    };
    let others = index.translations(at).iter().copied();
    let others = others.filter(|other| *other != at);
    let settings = &site.settings;
    let twins = TwinsData::of(&entry.address, settings.twins);
    Policy {
        id: id(entry),
        doc_type: entry.about.doc_type(),
        title: entry.about.title(),
        language: entry.language().unwrap_or(&settings.language),
        version: entry.about.version(),
        updated: entry.updated.map(|date| date.to_string()),
        effective: entry.effective.map(|date| date.to_string()),
        digest: entry.digest().map(Public::to_string),
        digest_kind: entry.digest().map(|_| content::KIND),
        url: site.settings.page_url(&entry.address),
        html: address::file(&entry.address, settings.urls),
        markdown: twins.markdown,
        text: twins.text,
        json: twins.json,
        translations: others
            .filter_map(|other| index.get(other))
            .map(|other| Translation {
                language: other.language().unwrap_or(&settings.language),
                id: id(other),
            })
            .collect(),
    }
}
