//! `feed.xml`: the policies that changed last, as an Atom feed (RFC 4287).

use anyhow::Context as _;
use atom_syndication as atom;

use crate::base::dates::Date;
use crate::link::{Index, IndexEntry};
use crate::load::Site;

/// The feed's path, on sites with a base URL.
pub(crate) const FILE: &str = "feed.xml";

/// Entries in the feed.
const ENTRIES: usize = 50;

/// The feed. Its IDs are URLs, so a site without a base URL has none.
pub(super) fn render(site: &Site, index: &Index<'_>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(base) = &site.settings.base_url else {
        return Ok(None);
    };
    let mut entries: Vec<(Date, &IndexEntry)> = index
        .iter()
        .filter_map(|(_, entry)| Some((entry.updated?, entry)))
        .collect();
    entries.sort_unstable_by(|a, b| (b.0, &a.1.address).cmp(&(a.0, &b.1.address)));
    entries.truncate(ENTRIES);
    let moment = |date: Date| {
        let text = format!("{date}T00:00:00Z");
        text.parse::<atom::FixedDateTime>().unwrap_or_default()
    };
    let link = |href: &str, rel: &str| atom::Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        ..atom::Link::default()
    };
    let made = entries.iter().map(|(updated, entry)| {
        let url = site.settings.page_url(&entry.address).unwrap_or_default();
        let about = entry.change().or(entry.about.summary());
        atom::Entry {
            // Feed readers show each change as an entry.
            id: format!("{url}#{updated}"),
            title: entry.about.title().into(),
            updated: moment(*updated),
            links: vec![link(&url, "alternate")],
            summary: about.map(atom::Text::from),
            ..atom::Entry::default()
        }
    });
    let author = site.facts.company_name();
    // A feed must state when it changed; one without entries never did.
    let updated = entries.first().map_or(Date::UNIX_EPOCH, |entry| entry.0);
    let feed = atom::Feed {
        id: base.to_string(),
        title: site.settings.title.as_str().into(),
        updated: moment(updated),
        authors: vec![atom::Person {
            name: author.unwrap_or(&site.settings.title).to_owned(),
            ..atom::Person::default()
        }],
        lang: Some(site.settings.language.clone()),
        links: vec![
            link(base.as_str(), "alternate"),
            link(&format!("{base}{FILE}"), "self"),
        ],
        entries: made.collect(),
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
