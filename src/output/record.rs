//! A build's entry in the manifest, and why files are out of date.

use std::collections::{BTreeMap, HashSet};

use super::{Files, Manifest};
use crate::base::dates::Window;
use crate::base::digest::Digest;

/// The inputs of a build.
#[derive(Debug, Default, Clone)]
pub struct Record {
    /// The digest of all inputs of the build; none if there was something to
    /// report, so that it is reported again.
    pub inputs: Option<Digest>,
    /// The days for which the build is valid.
    pub window: Window,
    /// The addresses of pages that differ from their file names, by file.
    pub slugs: BTreeMap<String, String>,
    /// For each document with releases, by its address, the digest of all inputs of its versions'
    /// pages.
    pub versions: BTreeMap<String, Digest>,
    /// The site's own sources with their digests, sorted by path.
    pub sources: Files,
}

/// The reasons why files of an output are out of date.
#[derive(Debug, Clone, Default)]
pub struct Reasons<'a> {
    /// The policies by their pages' addresses.
    pub policies: BTreeMap<&'a str, String>,
    /// The sources of copied files, by their paths in the output.
    pub copied: BTreeMap<String, String>,
    /// The facts that have taken effect or ended since the recorded build.
    pub dates: Vec<String>,
}

/// The maximum number of sources named.
const NAMED: usize = 3;

impl Reasons<'_> {
    /// The changes since a build.
    pub(super) fn since<'a>(&'a self, before: &'a Manifest, now: &'a Record) -> Changes<'a> {
        let sources = changed(&before.record.sources, &now.sources);
        let policies: HashSet<&str> = self.policies.values().map(String::as_str).collect();
        let shared = sources.iter().copied();
        Changes {
            reasons: self,
            shared: shared.filter(|path| !policies.contains(path)).collect(),
            sources,
            generator: before.generator.as_deref().unwrap_or("another program"),
        }
    }

    /// The policy of a page or of one of its alternate formats.
    fn policy(&self, path: &str) -> Option<&str> {
        let (bare, _) = path.rsplit_once('.')?;
        let address = match bare {
            "index" => "",
            _ => bare.strip_suffix("/index").unwrap_or(bare),
        };
        let found = self.policies.get(address)?;
        Some(found)
    }
}

/// The changes since a build.
pub(super) struct Changes<'a> {
    reasons: &'a Reasons<'a>,
    /// The sources, sorted.
    sources: Vec<&'a str>,
    /// The sources that are not policies.
    shared: Vec<&'a str>,
    /// The program that made the build.
    generator: &'a str,
}

impl Changes<'_> {
    /// The reason why an unmodified file is out of date.
    pub(super) fn reason(&self, path: &str) -> String {
        if let Some(source) = self.reasons.copied.get(path) {
            return format!("{source} changed");
        }
        let own = self.reasons.policy(path);
        if let Some(own) = own.filter(|own| self.sources.binary_search(own).is_ok()) {
            format!("{own} changed")
        } else if own.is_some() && !self.shared.is_empty() {
            listed(&self.shared)
        } else if self.generator != Manifest::GENERATOR {
            format!("written by {}", self.generator)
        } else if !self.sources.is_empty() {
            listed(&self.sources)
        } else if !self.reasons.dates.is_empty() {
            let dates: Vec<&str> = self.reasons.dates.iter().map(String::as_str).collect();
            crate::base::text::join_and(&dates)
        } else {
            "another input of the build changed: an option, a rule, a release, a linked file, a standard clause or the day".to_owned()
        }
    }
}

fn listed(sources: &[&str]) -> String {
    let mut names: Vec<String> = sources
        .iter()
        .take(NAMED)
        .map(|&name| name.to_owned())
        .collect();
    if sources.len() > NAMED {
        names.push(format!("{} more", sources.len() - NAMED));
    }
    format!("{} changed", crate::base::text::join_and(&names))
}

/// The sources that were changed, added or removed, sorted.
fn changed<'f>(before: &'f Files, now: &'f Files) -> Vec<&'f str> {
    let differs = now
        .iter()
        .filter(|(path, digest)| before.digest(path) != Some(digest));
    let gone = before.iter().filter(|(path, _)| now.digest(path).is_none());
    let mut changed: Vec<&str> = differs.chain(gone).map(|(path, _)| path).collect();
    changed.sort_unstable();
    changed
}
