//! Finding out, by reading alone, that there is nothing to do.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::load::{Site, digest_file, digest_text};
use crate::output::{Digest, Manifest};

/// Whether a site's output is what `manifest` says it is, and was made from
/// just these inputs on a day whose answers still hold.
pub fn is_unchanged(site: &Site, manifest: &Manifest) -> bool {
    let Some(inputs) = manifest.inputs else {
        return false;
    };
    if !site.library.as_of().within(&manifest.window) {
        return false;
    }
    let read = |path: &str| site.root.join(site.tree.shown(path));
    let policies: Option<Vec<Digest>> = site
        .tree
        .policies
        .par_iter()
        .map(|path| digest_text(path, &read(path)).ok())
        .collect();
    let assets: Option<Vec<Digest>> = site
        .tree
        .assets
        .par_iter()
        .map(|asset| digest_file(&read(&asset.path)).ok())
        .collect();
    let (Some(policies), Some(assets)) = (policies, assets) else {
        return false;
    };
    let mut hasher = Sha256::new();
    hasher.update(site.shared_digest);
    for digest in policies.iter().chain(&assets) {
        hasher.update(digest);
    }
    let found: Digest = hasher.finalize().into();
    found == inputs
        && manifest.files.par_iter().all(|(path, digest)| {
            digest_file(&site.out.join(&**path)).is_ok_and(|found| found == *digest)
        })
}
