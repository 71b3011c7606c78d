//! Detects, only by reading files, that a build has nothing to do.

use rayon::prelude::*;

use crate::base::digest::{self, Digest};
use crate::base::folder::Folder;
use crate::load::{Site, digest_text};
use crate::output::Manifest;

/// Whether a site's output matches `manifest`, was built from exactly these inputs, and is still
/// valid on the build date.
pub fn is_unchanged(site: &Site, manifest: &Manifest) -> bool {
    let Some(inputs) = manifest.record.inputs else {
        return false;
    };
    if !site.evaluator.as_of().within(&manifest.record.window) {
        return false;
    }
    let Ok(out) = Folder::open(&site.out) else {
        return false;
    };
    let shown = |path: &str| site.tree.shown(path);
    let policies: Option<Vec<Digest>> = site
        .tree
        .policies
        .par_iter()
        .map(|path| digest_text(&site.root, &shown(path)).ok())
        .collect();
    // Links to files are in the texts: if the texts are unchanged, exactly these files would be
    // copied again.
    let assets: Option<Vec<Digest>> = site
        .tree
        .assets
        .par_iter()
        .filter(|asset| manifest.digest(&asset.output()).is_some())
        .map(|asset| {
            let opened = site.root.open_file(&shown(&asset.path)).ok()?;
            digest::of_file(opened).ok()
        })
        .collect();
    let (Some(policies), Some(assets)) = (policies, assets) else {
        return false;
    };
    let mut hasher = digest::Parts::default();
    hasher.add(&site.shared_digest);
    for digest in policies.iter().chain(&assets) {
        hasher.add(digest);
    }
    let found: Digest = hasher.finish();
    found == inputs
        && manifest.files.par_iter().all(|(path, digest)| {
            let found = out.open_own(path).and_then(digest::of_file);
            found.is_ok_and(|found| found == *digest)
        })
}
