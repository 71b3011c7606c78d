//! A build's entry in the manifest, and why files are out of date.

use std::collections::{BTreeMap, HashSet};

use super::compare::differs_in_line_ends;
use super::{Files, Manifest};
use crate::base::dates::Window;
use crate::base::digest::Digest;
use crate::base::folder::Folder;
use crate::base::inputs;

/// The inputs of a build.
#[derive(Debug, Default, Clone)]
pub struct Record {
    /// The digest of all inputs of the build; `None` if there were diagnostics, so that they are
    /// reported again.
    pub inputs: Option<Digest>,
    /// The days for which the build is valid.
    pub window: Window,
    /// The addresses of pages that differ from their file names, by file.
    pub slugs: BTreeMap<String, String>,
    /// For each document with releases, by its address, the digest of all inputs of its versions'
    /// pages.
    pub versions: BTreeMap<String, Digest>,
    /// The digests of inputs that are not files of the site, by name.
    pub parts: BTreeMap<String, Digest>,
    /// The site's own sources with their digests, sorted by path.
    pub sources: Files,
}

/// The reasons why output files are out of date.
#[derive(Debug, Clone)]
pub struct Reasons<'a> {
    /// The policies by their pages' addresses.
    pub policies: BTreeMap<&'a str, String>,
    /// The sources of copied files, by their paths in the output.
    pub copied: BTreeMap<String, String>,
    /// The facts that have taken effect or ended since the recorded build.
    pub dates: Vec<String>,
    /// The site's root, from which changed sources are read.
    pub root: &'a Folder,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The maximum number of sources to name.
const NAMED: usize = 3;

impl Reasons<'_> {
    /// The changes since a build.
    pub(super) fn since<'a>(&'a self, before: &'a Manifest, now: &'a Manifest) -> Changes<'a> {
        let (was, is) = (&before.record, &now.record);
        let sources = changed(&was.sources, &is.sources);
        let parts = was.parts.iter();
        let parts = parts.filter(|(name, digest)| is.parts.get(*name) != Some(digest));
        let copied = self.copied.iter();
        let copied = copied.filter(|(path, _)| before.digest(path) != now.digest(path));
        let policies: HashSet<&str> = self.policies.values().map(String::as_str).collect();
        let shared = sources.iter().copied();
        Changes {
            reasons: self,
            shared: shared.filter(|path| !policies.contains(path)).collect(),
            copied: copied.map(|(_, source)| source.as_str()).collect(),
            parts: parts.map(|(name, _)| name.as_str()).collect(),
            line_ends: sources
                .iter()
                .copied()
                .filter(|path| self.has_other_line_ends(path, &was.sources))
                .collect(),
            sources,
            generator: before.generator.as_deref().unwrap_or("another program"),
        }
    }

    /// Whether a source is the same as before except for its line endings.
    fn has_other_line_ends(&self, path: &str, before: &Files) -> bool {
        let Ok(Some(bytes)) = self.root.read(path, u64::MAX) else {
            return false;
        };
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
        differs_in_line_ends(text, before.digest(path), None)
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
    /// The sources of copied files.
    copied: Vec<&'a str>,
    /// The other inputs, by name.
    parts: Vec<&'a str>,
    /// The sources that differ only in their line endings.
    line_ends: Vec<&'a str>,
    /// The program that wrote the earlier build.
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
            self.changed(&[own])
        } else if own.is_some() && !self.shared.is_empty() {
            self.changed(&self.shared)
        } else if self.generator != Manifest::GENERATOR {
            format!("written by {}", self.generator)
        } else if !self.sources.is_empty() {
            self.changed(&self.sources)
        } else if !self.reasons.dates.is_empty() {
            let dates: Vec<&str> = self.reasons.dates.iter().map(String::as_str).collect();
            crate::base::text::join_and(&dates)
        } else if !self.copied.is_empty() {
            listed(&self.copied)
        } else {
            let mut known = self.parts.iter().filter_map(|name| part_changed(name));
            let otherwise = "a release or the build date changed";
            known.next().unwrap_or(otherwise).to_owned()
        }
    }

    /// Says that sources changed, and whether only in their line endings.
    fn changed(&self, sources: &[&str]) -> String {
        let reason = listed(sources);
        match sources.iter().all(|source| self.line_ends.contains(source)) {
            true => format!(
                "{reason}, but only in line endings: set `* text=auto eol=lf` in .gitattributes"
            ),
            false => reason,
        }
    }
}

/// Describes a change to an input that is not a file.
fn part_changed(name: &str) -> Option<&'static str> {
    Some(match name {
        inputs::OPTIONS => "different options were used, such as `--base-url` or `--drafts`",
        inputs::CLAUSES => "the standard clauses changed",
        inputs::RULES => "the rules changed",
        inputs::NAMES => "files in the policies folder were added, removed or renamed",
        _ => return None,
    })
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
