//! Files below `.well-known/`, from facts.

use serde::Serialize;
use tera::Value;

use super::pretty;
use crate::base::dates;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::settings;

/// How to report vulnerabilities (RFC 9116).
pub(super) const SECURITY_TXT: &str = ".well-known/security.txt";
/// Support for Global Privacy Control.
pub(super) const GPC: &str = ".well-known/gpc.json";

/// `security.txt`, if the facts have `security_txt`.
pub(super) fn security_txt(site: &Site) -> Option<String> {
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
    lines.push(format!("Preferred-Languages: {}", site.settings.language));
    let canonical = fact.word("canonical").map(str::to_owned);
    let canonical = canonical.or_else(|| {
        let base = site.settings.base_url.as_ref()?;
        // The standard allows no other address than the host's root.
        (base.path() == "/").then(|| format!("{base}{SECURITY_TXT}"))
    });
    lines.extend(canonical.map(|url| format!("Canonical: {url}")));
    let policy = fact.word("policy").and_then(absolute);
    lines.extend(policy.map(|url| format!("Policy: {url}")));
    Some(lines.join("\n") + "\n")
}

/// Reports that `security.txt` has expired, so that nobody may trust it.
pub(super) fn report_expired(site: &Site, faults: &mut Vec<Diagnostic>) {
    let today = site.evaluator.as_of().date();
    let fact = site.facts.record("security_txt");
    let expires = fact.and_then(|fact| dates::parse(fact.word("expires")?));
    let Some(expires) = expires.filter(|expires| *expires < today) else {
        return;
    };
    let fault = Diagnostic::new(
        &codes::EXPIRED_FILE,
        format!("{SECURITY_TXT} expired on {expires}"),
    )
    .help("set `security_txt.expires` to a date within a year, once you have checked the contacts");
    faults.push(match site.facts.place("security_txt.expires") {
        Some((place, _)) => fault.label(place, ""),
        None => fault.path(settings::FILE),
    });
}

/// The support resource of Global Privacy Control, as in the W3C's draft, if the
/// facts have `gpc`.
pub(super) fn gpc(facts: &Facts) -> anyhow::Result<Option<Vec<u8>>> {
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
