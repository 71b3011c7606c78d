//! Reads and merges a policy.

use super::draft;
use super::merge::{Merged, merge};
use super::released::{released, shown_release};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Digest;
use crate::base::page::PageId;
use crate::load::Site;

/// A policy that was read and merged.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// The merged policy, unless its faults prevented merging.
    pub(super) merged: Option<Merged>,
    /// Its faults.
    pub(super) faults: Vec<Diagnostic>,
    /// The digest of its file.
    pub(super) digest: Digest,
    /// Whether it is a draft, and drafts are left out.
    pub(super) left_out: bool,
}

/// Reads and merges a policy. `announced` is the digest of the file at the time its front matter
/// was read.
pub(super) fn prepare(site: &Site, page: PageId, announced: &Digest) -> Prepared {
    let read = draft::read(site, page.policy());
    let mut prepared = Prepared {
        merged: None,
        faults: read.faults,
        digest: read.digest,
        left_out: false,
    };
    if read.digest != *announced {
        prepared.faults.push(changed(site, page));
    }
    if let Some(draft) = read.draft {
        prepared.left_out = draft.front_matter.draft && !site.drafts;
        if !prepared.left_out {
            let faults = &mut prepared.faults;
            prepared.merged = match shown_release(site, &draft.path) {
                Some(release) => Some(released(site, &draft, release, faults)),
                None => merge(site, &site.evaluator, draft, faults),
            };
        }
    }
    prepared
}

/// Reports that a policy has changed since its front matter was read.
pub(super) fn changed(site: &Site, page: PageId) -> Diagnostic {
    Diagnostic::new(
        &codes::UNREADABLE,
        "the file changed while the site was being built",
    )
    .path(site.tree.shown(&site.tree.policies[page.policy()]))
    .help("run the command again")
}
