//! The digest of the names of files.

use super::read::SharedDigest;
use crate::base::digest::Digest;
use crate::base::tree::Tree;
use crate::releases::Releases;

/// The digest of the names of a site's files, and of its releases.
pub(super) fn digest(tree: &Tree, releases: &Releases) -> Digest {
    let mut names = SharedDigest::new();
    for path in tree
        .policies
        .iter()
        .chain(tree.assets.iter().map(|asset| &asset.path))
    {
        names.text(path);
    }
    // Separates the two lists: a policy may have been set aside since.
    names.text("");
    tree.set_aside.iter().for_each(|path| names.text(path));
    for (policy, chain) in releases.iter() {
        names.text(policy);
        for release in chain.releases() {
            names.add(&release.source);
        }
    }
    names.finish()
}
