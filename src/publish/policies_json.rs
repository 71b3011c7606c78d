//! `policies.json`: the list of policies, for applications that record consent.
//! docs/guide/re-acceptance.md explains how to use it.

use std::io;

use anyhow::Context as _;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde::ser::SerializeSeq as _;
use serde_json::{Value, json};

use super::acceptance::{self, Releases};
use crate::base::address;
use crate::base::digest::Public;
use crate::base::page::PageId;
use crate::link::{Index, IndexEntry};
use crate::load::Site;
use crate::output::Sink;
use crate::render::content;
use crate::render::data::TwinsData;

pub(crate) const FILE: &str = "policies.json";
/// The maximum number of policies in one file, which a reader has to keep in
/// memory.
const PART: usize = 50_000;

/// The number of files needed for a number of policies.
pub(super) fn parts(policies: usize) -> usize {
    policies.div_ceil(PART).max(1)
}

/// The name of a file of the list; files are counted from 0.
pub(super) fn part_file(at: usize) -> String {
    match at {
        0 => FILE.to_owned(),
        at => format!("policies-{}.json", at + 1),
    }
}

/// The file.
#[derive(Serialize, JsonSchema)]
struct List<'a> {
    /// The title of the site.
    title: &'a str,
    /// The policies, in the order of their addresses; of a site with more than 50,000, the
    /// first 50,000.
    #[schemars(with = "Vec<Policy<'a>>")]
    policies: Policies<'a>,
    /// The paths from the root of files in the same format that list the others, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("minItems" = 1))]
    parts: Vec<String>,
}

/// The policies, which are serialised one by one.
struct Policies<'a>(&'a Site, &'a Index<'a>, &'a [(PageId, &'a IndexEntry)]);

impl Serialize for Policies<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.2.len()))?;
        for (at, entry) in self.2 {
            list.serialize_element(&policy(self.0, self.1, *at, entry))?;
        }
        list.end()
    }
}

/// A policy: what its page shows on the build date.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "policy")]
struct Policy<'a> {
    /// Its address from the root, `index` for the root itself. Record it with an acceptance.
    id: &'a str,
    /// The document type.
    #[serde(rename = "type")]
    doc_type: &'a str,
    /// The title of the page.
    title: &'a str,
    /// The language of the text, as a tag such as `de-AT`.
    language: &'a str,
    /// The version that the page shows.
    version: Option<&'a str>,
    /// The day of the last change of that version.
    #[schemars(extend("format" = "date"))]
    updated: Option<String>,
    /// The first day on which that version applies.
    #[schemars(extend("format" = "date"))]
    effective: Option<String>,
    /// Whether the document no longer applies. Then nobody needs to accept it again.
    retired: bool,
    /// The digest of the page’s content.
    #[schemars(regex(pattern = acceptance::DIGEST))]
    digest: Option<String>,
    /// The format of the content that the digest covers. Compare only digests of the same kind.
    digest_kind: Option<&'static str>,
    /// The full URL of the page, if the site has a base URL.
    #[schemars(extend("format" = "uri"))]
    url: Option<String>,
    /// The path of the page from the root.
    html: String,
    /// The path of its Markdown.
    markdown: Option<String>,
    /// The path of its plain text.
    text: Option<String>,
    /// The path of its data.
    json: Option<String>,
    /// The same document in other languages, by ID.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("minItems" = 1))]
    translations: Vec<Translation<'a>>,
    /// The versions of a policy with releases. Without it, only the digest and the version above
    /// show whether the text is the one that was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Releases<'a>")]
    releases: Option<Releases<'a>>,
}

/// The same document in another language.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "translation")]
struct Translation<'a> {
    /// The language of the text.
    language: &'a str,
    /// The ID of the policy.
    id: &'a str,
}

/// The JSON Schema of the file. The format is stable: later versions only add to it.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<List<'_>>();
    schema.insert(
        "title".to_owned(),
        json!("policies.json of a policygen site"),
    );
    schema.insert(
        "description".to_owned(),
        json!(
            "The policies of a site, for applications that record consent. Later versions of policygen \
             may add keys, and don't remove, rename or redefine those described here: ignore keys that you don't know."
        ),
    );
    schema.to_value()
}

/// Writes the list, policy by policy.
pub(super) fn write(site: &Site, index: &Index<'_>, sink: &dyn Sink) -> anyhow::Result<()> {
    let mut entries: Vec<(PageId, &IndexEntry)> = index.iter().collect();
    entries.sort_unstable_by(|a, b| a.1.address.cmp(&b.1.address));
    let parts = parts(entries.len());
    (0..parts).try_for_each(|at| {
        // A site without policies has an empty list.
        let policies = entries.chunks(PART).nth(at).unwrap_or_default();
        let others = if at == 0 { 1..parts } else { 0..0 };
        let list = List {
            title: &site.settings.title,
            policies: Policies(site, index, policies),
            parts: others.map(part_file).collect(),
        };
        let path = part_file(at);
        sink.stream(&path, &|out| write_list(&list, out))
            .with_context(|| format!("can't write {path}"))
    })
}

fn write_list(list: &List<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, list)?;
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
    let chain = site.releases.of(&site.tree.policies[at.policy()]);
    Policy {
        id: id(entry),
        doc_type: entry.about.doc_type(),
        title: entry.about.title(),
        language: entry.language().unwrap_or(&settings.language),
        version: entry.about.version(),
        updated: entry.updated.map(|date| date.to_string()),
        effective: entry.effective.map(|date| date.to_string()),
        retired: entry.is_retired(),
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
        releases: chain.map(|chain| acceptance::releases(site, &entry.address, chain)),
    }
}

#[cfg(test)]
mod tests {
    use super::{part_file, parts};

    #[test]
    fn long_lists_are_in_parts() {
        for (policies, expected) in [(0, 1), (1, 1), (50_000, 1), (50_001, 2), (100_001, 3)] {
            assert_eq!(parts(policies), expected, "{policies}");
        }
        assert_eq!(part_file(0), "policies.json");
        assert_eq!(part_file(1), "policies-2.json");
    }
}
