//! The record of a build, with which the next build is compared.

use std::collections::{BTreeMap, HashMap};

use tera::Value;

use super::Built;
use crate::base::address;
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Digest;
use crate::load::Site;
use crate::output::{Files, Manifest, Reasons, Record, is_inside};

/// The manifest entry of a build.
pub fn record(site: &Site, built: &Built) -> Record {
    let mut sources = Files::default();
    let shared = site.shared_sources.iter();
    // Leave out files outside the site: anyone may change the manifest, so a later run must not
    // trust it about them.
    for (path, digest) in shared.filter(|(path, _)| is_inside(path)) {
        sources.add(path, *digest);
    }
    for (path, digest) in site.tree.policies.iter().zip(&built.digests) {
        let path = site.tree.shown(path);
        if is_inside(&path) {
            sources.add(&path, *digest);
        }
    }
    sources.sort();
    Record {
        inputs: built.inputs,
        window: site.evaluator.as_of().window(),
        slugs: slugs(site, built),
        versions: built.versions.clone(),
        parts: site
            .parts
            .iter()
            .map(|(name, digest)| ((*name).to_owned(), *digest))
            .collect(),
        sources,
    }
}

/// The page addresses that differ from the default, by the path of the policy.
fn slugs(site: &Site, built: &Built) -> BTreeMap<String, String> {
    let pages = built.policies.iter().zip(&built.addresses);
    let pages = pages.map(|(policy, address)| (&*site.tree.policies[*policy], &**address));
    pages
        .filter(|(path, address)| *address::of_policy(path, None) != **address)
        .map(|(path, address)| (path.to_owned(), address.to_owned()))
        .collect()
}

/// Warns about pages that had another address in the previous build and have no redirect from
/// there. `made` returns the files of this build, sorted.
pub fn moved(
    site: &Site,
    record: &Record,
    before: &Manifest,
    made: impl FnOnce() -> Files,
) -> Vec<Diagnostic> {
    let (now, slugs) = (&record.slugs, &before.record.slugs);
    let gone = slugs.keys().filter(|path| !now.contains_key(*path));
    let file_in = |slugs: &BTreeMap<String, String>, path: &str| {
        let slug = slugs.get(path).cloned();
        let address = slug.unwrap_or_else(|| address::of_policy(path, None));
        address::file(&address, site.settings.urls)
    };
    let paths = now.keys().chain(gone);
    let files = paths.map(|path| (path, file_in(slugs, path), file_in(now, path)));
    let mut moved: Vec<_> = files
        .filter(|(path, old, new)| {
            old != new && site.tree.policy(path).is_some() && before.digest(old).is_some()
        })
        .collect();
    let renamed = renamed(site, record, before);
    moved.extend(renamed.iter().filter_map(|(from, path)| {
        let (old, new) = (file_in(slugs, from), file_in(now, path));
        (old != new && before.digest(&old).is_some()).then_some((path, old, new))
    }));
    if moved.is_empty() {
        return Vec::new();
    }
    let made = made();
    let moved = moved
        .into_iter()
        .filter(|(_, old, new)| made.digest(new).is_some() && made.digest(old).is_none());
    moved
        .map(|(path, old, new)| {
            let alias = old.strip_suffix("/index.html").unwrap_or(&old);
            Diagnostic::new(
                &codes::MOVED_PAGE,
                format!(
                    "the page was at `{old}` and is now at `{new}`; links to the old address break"
                ),
            )
            .path(site.tree.shown(path))
            .help(format!(
                "add `aliases: [/{alias}]` to the policy's front matter"
            ))
        })
        .collect()
}

/// The policies whose files were renamed or moved since an earlier build: the old and the new path
/// of each. Only a file with the same contents, or with the same name in another folder, counts as
/// the same policy.
fn renamed(site: &Site, now: &Record, before: &Manifest) -> Vec<(String, String)> {
    let prefix = match &*site.tree.folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let only_in = |these: &Files, others: &Files| -> Vec<(String, Digest)> {
        let only = these.iter().filter(|(path, _)| {
            others.digest(path).is_none() && (path.ends_with(".md") || path.ends_with(".markdown"))
        });
        let below = only.filter_map(|(path, digest)| {
            let path = path.strip_prefix(&prefix)?;
            Some((path.to_owned(), *digest))
        });
        below.collect()
    };
    let gone = only_in(&before.record.sources, &now.sources);
    if gone.is_empty() {
        return Vec::new();
    }
    let mut added = only_in(&now.sources, &before.record.sources);
    added.retain(|(path, _)| site.tree.policy(path).is_some());
    let mut by_digest: HashMap<Digest, Vec<&str>> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    let name = |path: &'_ str| path.rfind('/').map_or(0, |at| at + 1);
    for (path, digest) in &added {
        by_digest.entry(*digest).or_default().push(path);
        by_name.entry(&path[name(path)..]).or_default().push(path);
    }
    let found = gone.iter().filter_map(|(path, digest)| {
        let same = by_digest
            .get(digest)
            .or_else(|| by_name.get(&path[name(path)..]));
        match same.map(Vec::as_slice) {
            Some([only]) => Some((path.clone(), (*only).to_owned())),
            _ => None,
        }
    });
    found.collect()
}

/// The data for explaining why files are out of date.
pub fn reasons<'b>(site: &'b Site, built: &'b Built, before: Option<&Manifest>) -> Reasons<'b> {
    let pages = built.policies.iter().zip(&built.addresses);
    let policies = pages.map(|(policy, address)| {
        let path = site.tree.shown(&site.tree.policies[*policy]);
        (&**address, path)
    });
    let assets = site.tree.assets.iter();
    let copied = assets.map(|asset| (asset.output().into_owned(), site.tree.shown(&asset.path)));
    Reasons {
        copied: copied.collect(),
        policies: policies.collect(),
        dates: before.map_or(Vec::new(), |before| dates(site, built, before)),
        root: &site.root,
    }
}

/// The facts that took effect or ended between the day of an earlier build and today.
fn dates(site: &Site, built: &Built, before: &Manifest) -> Vec<String> {
    let today = site.evaluator.as_of();
    let window = &before.record.window;
    if today.within(window) {
        return Vec::new();
    }
    // The days between the validity of the earlier build and today.
    let (from, to) = match (window.before, window.from) {
        (Some(before), _) if before <= today.date() => (before, today.date()),
        (_, Some(from)) => (today.date(), from),
        _ => return Vec::new(),
    };
    let is_between = |date: &Date| from <= *date && *date <= to;
    let mut found = Vec::new();
    for (name, value) in site.facts.values() {
        if let Some(name) = name.as_str() {
            find(value, name, &is_between, &mut found);
        }
    }
    for (policy, effective) in &built.effective {
        if is_between(effective) {
            let path = site.tree.shown(&site.tree.policies[*policy]);
            found.push((*effective, format!("`effective` of {path}")));
        }
    }
    found.sort();
    if found.is_empty() {
        return vec![format!("the build date was before {from}")];
    }
    let found = found.into_iter();
    found
        .map(|(date, what)| format!("{what} is {date}"))
        .collect()
}

/// Collects the wanted dates in a fact, with their paths.
fn find(
    value: &Value,
    path: &str,
    wanted: &impl Fn(&Date) -> bool,
    found: &mut Vec<(Date, String)>,
) {
    if let Some(date) = value.as_str().and_then(dates::parse).filter(wanted) {
        found.push((date, format!("`{path}`")));
    } else if let Some(list) = value.as_array() {
        for (at, value) in list.iter().enumerate() {
            find(value, &format!("{path}[{at}]"), wanted, found);
        }
    } else if let Some(map) = value.as_map() {
        for (key, value) in map {
            if let Some(key) = key.as_str() {
                find(value, &format!("{path}.{key}"), wanted, found);
            }
        }
    }
}
