//! The steps that need the data of all pages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::policy::Policies;
use super::prepare::prepare;
use super::processed::{Outcome, Processed};
use super::released::{shown_release, soften};
use crate::base::diagnostic::{Diagnostic, codes, has_errors};
use crate::base::digest::{Digest, Public};
use crate::base::page::PageId;
use crate::link::{Index, IndexEntry, Known};
use crate::load::{Read, Site};

/// Checks links to sections of other pages against the index.
pub(super) fn references(site: &Site, index: &Index<'_>) -> Vec<Diagnostic> {
    let entries: Vec<(PageId, &IndexEntry)> = index.iter().collect();
    entries
        .into_par_iter()
        .flat_map_iter(|(page, entry)| {
            let dead = index.dead(entry.references());
            let mut faults = Vec::new();
            if dead.is_empty() {
                return faults;
            }
            let policy = &site.tree.policies[page.policy()];
            if let Some(release) = shown_release(site, policy) {
                faults.extend(dead.into_iter().filter_map(|(reference, outline)| {
                    let target = &site.tree.policies[reference.target.policy()];
                    index.report(reference, &outline, target, &release.source)
                }));
                soften(&mut faults);
                return faults;
            }
            // Texts are read again rather than kept, because faults are rare.
            if let Read::Source(source) = site.read_policy(page.policy(), &mut faults) {
                faults.extend(dead.into_iter().filter_map(|(reference, outline)| {
                    let target = &site.tree.policies[reference.target.policy()];
                    index.report(reference, &outline, target, &source)
                }));
            }
            faults
        })
        .collect()
}

/// Builds the pages that waited for others, and restages pages of earlier runs that are still valid.
pub(super) fn make_waiting(
    policies: &Policies<'_>,
    index: &mut Index<'_>,
    processed: &mut [Processed],
    announced: &[Digest],
    on_every_page: &Digest,
) -> anyhow::Result<()> {
    let waiting: BTreeMap<PageId, &mut Processed> = processed
        .iter_mut()
        .enumerate()
        .map(|(policy, done)| (PageId::working(policy), done))
        .filter(|(_, done)| done.outcome == Outcome::Waits)
        .collect();
    let whole = &*index;
    let digests: Vec<(PageId, Option<Box<Public>>)> = waiting
        .into_par_iter()
        .map_init(super::Scratch::default, |scratch, (page, done)| {
            let digest = match done.kept.take() {
                Some(kept) if kept.holds(page, whole, on_every_page) => {
                    *done = policies.repeat(&kept)?;
                    done.take_left().digest
                }
                Some(_) => {
                    let prepared = prepare(policies.site, page, &announced[page.policy()]);
                    let header = whole.get(page).map(|entry| &**entry);
                    *done = policies.process(page, header, prepared, Known::All(whole), scratch)?;
                    done.take_left().digest
                }
                None => policies.finish(page, whole, done, scratch)?,
            };
            Ok((page, digest))
        })
        .collect::<anyhow::Result<_>>()?;
    for (page, digest) in digests {
        index.set_digest(page, digest);
    }
    Ok(())
}

/// Reports policies that ended up with neither a page nor a fault. Call it only if loading reported
/// no errors.
pub(super) fn account_for_all(site: &Site, processed: &[Processed]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (path, done) in site.tree.policies.iter().zip(processed) {
        let is_lost = match done.outcome {
            Outcome::Made | Outcome::LeftOut => false,
            Outcome::Waits | Outcome::Faulty => !has_errors(done.faults()),
        };
        if is_lost {
            faults.push(
                Diagnostic::new(
                    &codes::NO_PAGE,
                    "the build produced neither a page nor an error for the policy",
                )
                .path(site.tree.shown(path))
                .help("this is a bug in policygen; please report it with the policy's text"),
            );
        }
    }
    faults
}
