//! The rule packs of a site.

use std::path::Path;
use std::sync::Arc;

use super::read::{Read, SharedDigest, read_source};
use super::tree::all_files;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::folder::Folder;
use crate::model::settings::{self, Settings};
use crate::rules::RuleSet;

/// Reads the rules of a site, without the rest of the site. Faults of the settings are left to
/// `build` and `check`.
pub fn rules(root: &Path, faults: &mut Vec<Diagnostic>) -> anyhow::Result<Arc<RuleSet>> {
    let root = &super::open_root(root)?;
    let mut elsewhere = Vec::new();
    let settings = match read_source(root, settings::FILE, &mut elsewhere) {
        Read::Source(source) => settings::read(&source, &mut elsewhere),
        Read::Missing | Read::Faulty => Settings::default(),
    };
    super::settings_file::verify_version(&settings)?;
    Ok(read(root, &settings, faults)?.0)
}

/// Reads the packs in the rules folder, whose subfolders contain other data. Also returns the
/// digest of the files.
pub(super) fn read(
    root: &Folder,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<(Arc<RuleSet>, Digest)> {
    let folder = &settings.paths.rules;
    let files = all_files(root, folder, faults)?;
    let is_pack =
        |path: &&String| !path.contains('/') && (path.ends_with(".yaml") || path.ends_with(".yml"));
    let mut digest = SharedDigest::new();
    let mut sources = Vec::new();
    for path in files.iter().filter(is_pack) {
        let path = match folder.is_empty() {
            true => path.clone(),
            false => format!("{folder}/{path}"),
        };
        if let Read::Source(source) = read_source(root, &path, faults) {
            digest.add(&source);
            sources.push(source);
        }
    }
    let rules = Arc::new(RuleSet::read(&sources, faults));
    Ok((rules, digest.finish()))
}
