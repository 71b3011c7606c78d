//! Files for the folder `/.well-known/` of a host, generated from facts.

use serde::Serialize;
use tera::Value;

use super::pretty;
use crate::base::dates;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::text::join_and;
use crate::link::Index;
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::settings;

/// The folder in which programs look for them, at the root of a host.
const FOLDER: &str = ".well-known";
/// The file that states how to report vulnerabilities (RFC 9116).
const SECURITY_TXT: &str = "security.txt";
/// The file that states whether Global Privacy Control is honoured.
const GPC: &str = "gpc.json";
/// The types of the page that explains how to report vulnerabilities.
const DISCLOSURE: &[&str] = &["vulnerability-disclosure", "security"];

/// The paths of the files to write, except those that the site provides itself.
pub(super) fn files(site: &Site) -> impl Iterator<Item = String> {
    let facts = [("security_txt", SECURITY_TXT), ("gpc", GPC)];
    facts
        .into_iter()
        .filter(|(fact, file)| site.facts.get(fact).is_some() && is_written(site, file))
        .map(|(_, file)| path(site, file))
}

fn path(site: &Site, file: &str) -> String {
    let folder = site.settings.well_known.as_deref().unwrap_or(FOLDER);
    format!("{folder}/{file}")
}

fn is_written(site: &Site, file: &str) -> bool {
    !site.tree.has_asset(&format!("{FOLDER}/{file}"))
}

/// The files with their contents.
pub(super) fn render(
    site: &Site,
    index: &Index<'_>,
) -> anyhow::Result<Vec<(String, Option<Vec<u8>>)>> {
    let security_txt = security_txt(site, index).map(String::into_bytes);
    let files = [(SECURITY_TXT, security_txt), (GPC, gpc(&site.facts)?)];
    let written = files.into_iter().filter(|(file, _)| is_written(site, file));
    Ok(written
        .map(|(file, bytes)| (path(site, file), bytes))
        .collect())
}

/// `security.txt`, if the facts have `security_txt`.
fn security_txt(site: &Site, index: &Index<'_>) -> Option<String> {
    let fact = site.facts.record("security_txt")?;
    let expires = dates::parse(fact.word("expires")?)?;
    let mut lines = Vec::new();
    let contacts = fact.get("contact")?.as_array()?;
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
    lines.extend(
        fact.word("encryption")
            .map(|url| format!("Encryption: {url}")),
    );
    lines.push(format!("Preferred-Languages: {}", languages(site)));
    let canonical = fact.word("canonical").map(str::to_owned);
    let canonical = canonical.or_else(|| {
        let base = site.settings.base_url.as_ref()?;
        // The standard allows no address other than the host's root.
        let is_there = base.path() == "/" || site.settings.well_known.is_some();
        let url = base.join(&format!("/{FOLDER}/{SECURITY_TXT}"));
        url.ok().filter(|_| is_there).map(String::from)
    });
    lines.extend(canonical.map(|url| format!("Canonical: {url}")));
    let policy = match fact.word("policy") {
        Some(policy) => absolute(policy),
        None => policy(site, index),
    };
    lines.extend(policy.map(|url| format!("Policy: {url}")));
    Some(lines.join("\n") + "\n")
}

/// The languages in which people can write: those of the contact, or otherwise the site's.
fn languages(site: &Site) -> String {
    let contact = site.facts.record("contact");
    let security = contact.and_then(|contact| contact.record("security"));
    let languages = security.and_then(|contact| contact.get("languages")?.as_array());
    let languages = languages.unwrap_or_default().iter();
    let languages: Vec<&str> = languages.filter_map(Value::as_str).collect();
    match languages.is_empty() {
        true => site.settings.language.clone(),
        false => languages.join(", "),
    }
}

/// The page that explains how to report vulnerabilities.
fn policy(site: &Site, index: &Index<'_>) -> Option<String> {
    let of_type = |doc_type: &&str| {
        let mut pages = index.headers().filter(|(_, header)| {
            !header.is_draft() && !header.is_retired() && header.translation_of().is_none()
        });
        pages.find(|(_, header)| header.about.doc_type() == *doc_type)
    };
    let (_, header) = DISCLOSURE.iter().find_map(of_type)?;
    site.settings.page_url(&header.address)
}

/// Reports why programs can't use the files: `security.txt` has expired, or the files are at a path
/// where no program looks for them.
pub(super) fn report(site: &Site, faults: &mut Vec<Diagnostic>) {
    report_expired(site, faults);
    let base = site.settings.base_url.as_ref();
    let below_path = base.filter(|base| base.path() != "/");
    let (Some(base), None) = (below_path, &site.settings.well_known) else {
        return;
    };
    let own = site.tree.assets.iter().map(|asset| &*asset.path);
    let own = own.filter(|path| path.starts_with(".well-known/"));
    let files: Vec<String> = files(site).chain(own.map(str::to_owned)).collect();
    if files.is_empty() {
        return;
    }
    let fault = Diagnostic::new(
        &codes::WELL_KNOWN_PATH,
        format!(
            "programs do not look for {} below {}",
            join_and(&files),
            base.path()
        ),
    );
    faults.push(fault.path(settings::FILE).help(
        "set `well_known: DIR` to write the files to that folder of the output, and publish the \
         folder as `/.well-known/` on the host",
    ));
}

/// Reports that `security.txt` has expired, so that nobody should trust it.
fn report_expired(site: &Site, faults: &mut Vec<Diagnostic>) {
    let today = site.evaluator.as_of().date();
    let fact = site.facts.record("security_txt");
    let expires = fact.and_then(|fact| dates::parse(fact.word("expires")?));
    let Some(expires) = expires.filter(|expires| *expires < today) else {
        return;
    };
    let fault = Diagnostic::new(
        &codes::EXPIRED_FILE,
        format!("{FOLDER}/{SECURITY_TXT} expired on {expires}"),
    )
    .help("check the contacts, then set `security_txt.expires` to a date within a year");
    faults.push(match site.facts.place("security_txt.expires") {
        Some((place, _)) => fault.label(place, ""),
        None => fault.path(settings::FILE),
    });
}

/// The support resource of Global Privacy Control, as in the W3C's draft, if the
/// facts have `gpc`.
fn gpc(facts: &Facts) -> anyhow::Result<Option<Vec<u8>>> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Gpc<'a> {
        gpc: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_update: Option<&'a str>,
    }
    let Some(fact) = facts.record("gpc") else {
        return Ok(None);
    };
    let Some(honored) = fact.flag("honored") else {
        return Ok(None);
    };
    let last_update = fact.word("last_update");
    pretty(&Gpc {
        gpc: honored,
        last_update,
    })
    .map(Some)
}
