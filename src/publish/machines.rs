//! What a site has for programs: the list of its policies, the feed of their
//! changes, and files at well-known addresses.

use std::io;

use anyhow::Context as _;
use atom_syndication as atom;
use serde::Serialize;
use serde::ser::SerializeSeq as _;
use tera::Value;
use tera::value::Key;

use crate::base::address;
use crate::base::dates::{self, Date};
use crate::base::digest::Public;
use crate::base::literal;
use crate::base::page::PageId;
use crate::link::{Entry, Index};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::output::Sink;
use crate::render::data::TwinsData;

/// Entries in the feed.
const IN_FEED: usize = 50;

/// The list of policies.
pub(crate) const POLICIES: &str = "policies.json";
/// The feed, on sites with a base URL.
pub(crate) const FEED: &str = "feed.xml";
/// For crawlers.
pub(crate) const ROBOTS: &str = "robots.txt";
/// How to report vulnerabilities (RFC 9116), if the facts say so.
pub(crate) const SECURITY_TXT: &str = ".well-known/security.txt";
/// Support for Global Privacy Control, if the facts say so.
pub(crate) const GPC: &str = ".well-known/gpc.json";
/// The subprocessors as data, if there are any.
pub(crate) const SUBPROCESSORS: [&str; 2] = ["data/subprocessors.csv", "data/subprocessors.json"];

/// Headers of all pages, for hosts that read them from such a file: Netlify,
/// Cloudflare Pages and others.
const HEADERS: &str = "_headers";
const HEADER_RULES: &str = concat!(
    "/*\n",
    // The digest is that of the few rules in the default theme's 404.html.
    "  Content-Security-Policy: default-src 'none'; ",
    "style-src 'self' 'sha256-8wo3ReuS6Uzd13lL+QDexePtivWtiwoS/8W1+K3ZmJo='; ",
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\n",
    "  X-Content-Type-Options: nosniff\n",
    "  X-Frame-Options: DENY\n",
    "  Referrer-Policy: no-referrer\n",
    "  Permissions-Policy: camera=(), geolocation=(), microphone=()\n",
);

/// The files of this kind that a site has.
pub(crate) fn files(site: &Site) -> Vec<String> {
    let fact = |name: &'static str| site.facts.get(name).is_some();
    let [csv, json] = SUBPROCESSORS;
    [
        (POLICIES, true),
        (FEED, site.settings.base_url.is_some()),
        (ROBOTS, own_robots(site)),
        (HEADERS, site.settings.headers),
        (SECURITY_TXT, fact("security_txt")),
        (GPC, fact("gpc")),
        (csv, fact("subprocessors")),
        (json, fact("subprocessors")),
    ]
    .into_iter()
    .filter(|(_, made)| *made)
    .map(|(path, _)| path.to_owned())
    .collect()
}

/// A site that has a `robots.txt` of its own keeps it.
fn own_robots(site: &Site) -> bool {
    !site.tree.has_asset(ROBOTS)
}

/// Writes all of them.
pub(crate) fn write(site: &Site, index: &Index<'_>, sink: &dyn Sink) -> anyhow::Result<()> {
    let put = |path: &str, bytes: &[u8]| {
        sink.put(path, bytes)
            .with_context(|| format!("can't write {path}"))
    };
    sink.stream(POLICIES, &|out| policies(site, index, out))
        .with_context(|| format!("can't write {POLICIES}"))?;
    if let Some(feed) = feed(site, index)? {
        put(FEED, &feed)?;
    }
    if own_robots(site) {
        let mut robots = String::from("User-agent: *\nAllow: /\n");
        if let Some(base) = &site.settings.base_url {
            robots.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
        }
        put(ROBOTS, robots.as_bytes())?;
    }
    if site.settings.headers {
        put(HEADERS, HEADER_RULES.as_bytes())?;
    }
    if let Some(text) = security_txt(site) {
        put(SECURITY_TXT, text.as_bytes())?;
    }
    if let Some(bytes) = gpc(&site.facts)? {
        put(GPC, &bytes)?;
    }
    if site.facts.get("subprocessors").is_some() {
        let [csv, json] = SUBPROCESSORS;
        let rows = subprocessors(site);
        put(csv, &to_csv(&rows)?)?;
        put(json, &pretty(&rows)?)?;
    }
    Ok(())
}

fn pretty(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A policy, for applications that record what was agreed to.
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
    /// Of the Markdown twin.
    digest: Option<String>,
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

fn policies(site: &Site, index: &Index<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    struct Policies<'a>(&'a Site, &'a Index<'a>, Vec<(PageId, &'a Entry)>);
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
    let mut entries: Vec<(PageId, &Entry)> = index.iter().collect();
    entries.sort_unstable_by(|a, b| a.1.address.cmp(&b.1.address));
    let list = List {
        title: &site.settings.title,
        policies: Policies(site, index, entries),
    };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    out.write_all(b"\n")
}

fn policy<'a>(site: &'a Site, index: &'a Index<'_>, at: PageId, entry: &'a Entry) -> Policy<'a> {
    let id = |entry: &'a Entry| match &*entry.address {
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

/// The policies that changed last, as an Atom feed (RFC 4287). Its ids are
/// URLs, so a site without a base URL has none.
fn feed(site: &Site, index: &Index<'_>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(base) = &site.settings.base_url else {
        return Ok(None);
    };
    let mut entries: Vec<(Date, &Entry)> = index
        .iter()
        .filter_map(|(_, entry)| Some((entry.updated?, entry)))
        .collect();
    entries.sort_unstable_by(|a, b| (b.0, &a.1.address).cmp(&(a.0, &b.1.address)));
    entries.truncate(IN_FEED);
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
            // Each change is an entry of its own to readers of feeds.
            id: format!("{url}#{updated}"),
            title: entry.about.title().into(),
            updated: moment(*updated),
            links: vec![link(&url, "alternate")],
            summary: about.map(atom::Text::from),
            ..atom::Entry::default()
        }
    });
    let author = site.facts.text("company.legal_name");
    // A feed has to say when it changed; one without entries never has.
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
            link(&format!("{base}{FEED}"), "self"),
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

/// RFC 9116. `None` without the fact.
fn security_txt(site: &Site) -> Option<String> {
    let fact = site.facts.get("security_txt")?.as_map()?;
    let text = |key: &'static str| fact.get(&Key::Str(key)).and_then(Value::as_str);
    let expires = dates::parse(text("expires")?)?;
    let mut lines = Vec::new();
    let contacts = fact.get(&Key::Str("contact")).and_then(Value::as_array)?;
    for contact in contacts.iter().filter_map(Value::as_str) {
        let scheme = if contact.contains("://") {
            ""
        } else {
            "mailto:"
        };
        lines.push(format!("Contact: {scheme}{contact}"));
    }
    lines.push(format!("Expires: {expires}T00:00:00Z"));
    let absolute = |link: &str| match &site.settings.base_url {
        Some(base) if link.starts_with('/') => base.join(link).ok().map(|url| url.to_string()),
        _ if link.starts_with('/') => None,
        _ => Some(link.to_owned()),
    };
    lines.extend(text("encryption").map(|url| format!("Encryption: {url}")));
    lines.push(format!("Preferred-Languages: {}", site.settings.language));
    let canonical = text("canonical").map(str::to_owned);
    let canonical = canonical.or_else(|| {
        let base = site.settings.base_url.as_ref()?;
        // The standard knows no other address than the host's root.
        (base.path() == "/").then(|| format!("{base}{SECURITY_TXT}"))
    });
    lines.extend(canonical.map(|url| format!("Canonical: {url}")));
    let policy = text("policy").and_then(absolute);
    lines.extend(policy.map(|url| format!("Policy: {url}")));
    Some(lines.join("\n") + "\n")
}

/// The support resource of Global Privacy Control, as the W3C's draft has it.
fn gpc(facts: &Facts) -> anyhow::Result<Option<Vec<u8>>> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Gpc<'a> {
        gpc: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_update: Option<&'a str>,
    }
    let Some(fact) = facts.get("gpc").and_then(Value::as_map) else {
        return Ok(None);
    };
    let Some(honored) = fact.get(&Key::Str("honored")).and_then(Value::as_bool) else {
        return Ok(None);
    };
    let last_update = fact.get(&Key::Str("last_update")).and_then(Value::as_str);
    pretty(&Gpc {
        gpc: honored,
        last_update,
    })
    .map(Some)
}

/// A subprocessor, as reviewers load it into their own lists.
#[derive(Serialize)]
struct Subprocessor {
    name: String,
    trading_name: Option<String>,
    /// `current`, `upcoming` or `removed` on the day of the build.
    status: &'static str,
    purpose: Option<String>,
    services: Vec<String>,
    data_categories: Vec<String>,
    countries: Vec<String>,
    region: Option<String>,
    transfer_mechanisms: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    privacy_url: Option<String>,
}

fn subprocessors(site: &Site) -> Vec<Subprocessor> {
    let as_of = site.evaluator.as_of();
    let reached = |date: &Option<String>| {
        let date = date.as_deref().and_then(dates::parse);
        date.map(|date| as_of.reached(date))
    };
    let label = |id: &str| {
        let categories = site.facts.list("data_categories").iter();
        let mut named = categories.filter(|category| get(category, "id").as_deref() == Some(id));
        named
            .next()
            .and_then(|category| get(category, "label"))
            .unwrap_or_else(|| id.to_owned())
    };
    site.facts
        .list("subprocessors")
        .iter()
        .map(|fact| {
            let (since, until) = (get(fact, "effective_on"), get(fact, "removed_on"));
            let status = match (reached(&since), reached(&until)) {
                (_, Some(true)) => "removed",
                (Some(false), _) => "upcoming",
                _ => "current",
            };
            let mechanisms = fact.get_from_path("transfer_mechanism");
            Subprocessor {
                name: get(fact, "legal_name").unwrap_or_default(),
                trading_name: get(fact, "trading_name"),
                status,
                purpose: get(fact, "purpose"),
                services: all(fact, "services"),
                data_categories: all(fact, "data_categories")
                    .iter()
                    .map(|id| label(id))
                    .collect(),
                countries: all(fact, "locations"),
                region: get(fact, "region"),
                transfer_mechanisms: mechanisms
                    .as_ref()
                    .and_then(|mechanisms| mechanisms.as_map())
                    .into_iter()
                    .flatten()
                    .filter_map(|(regime, mechanism)| {
                        Some(format!("{}: {}", regime.as_str()?, mechanism.as_str()?))
                    })
                    .collect(),
                since,
                until,
                privacy_url: get(fact, "privacy_url"),
            }
        })
        .collect()
}

fn get(fact: &Value, key: &'static str) -> Option<String> {
    let value = fact.as_map()?.get(&Key::Str(key))?.as_str()?;
    Some(literal::reveal(value).into_owned())
}

fn all(fact: &Value, key: &'static str) -> Vec<String> {
    let list = fact.as_map().and_then(|map| map.get(&Key::Str(key)));
    list.and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Some(literal::reveal(item.as_str()?).into_owned()))
        .collect()
}

/// RFC 4180, with a byte order mark left out; several values are parted by `; `.
fn to_csv(rows: &[Subprocessor]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "name",
        "trading_name",
        "status",
        "purpose",
        "services",
        "data_categories",
        "countries",
        "region",
        "transfer_mechanisms",
        "since",
        "until",
        "privacy_url",
    ])?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    for row in rows {
        writer.write_record([
            row.name.clone(),
            text(&row.trading_name),
            row.status.to_owned(),
            text(&row.purpose),
            row.services.join("; "),
            row.data_categories.join("; "),
            row.countries.join("; "),
            text(&row.region),
            row.transfer_mechanisms.join("; "),
            text(&row.since),
            text(&row.until),
            text(&row.privacy_url),
        ])?;
    }
    writer.flush()?;
    Ok(writer.into_inner()?)
}
