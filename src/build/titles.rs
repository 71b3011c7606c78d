//! Finds titles that are only in texts, for sites where every page lists all documents.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Readers;
use super::prepare::Prepared;
use crate::base::digest::Digest;
use crate::base::page::PageId;
use crate::link::Header;
use crate::load::Site;

/// Takes titles from the texts of policies whose front matter has none. Returns the merged texts,
/// so that they need not be merged again.
pub(super) fn titles(
    readers: Readers,
    site: &Site,
    headers: &mut [(PageId, Option<Header>)],
    announced: &[Digest],
) -> HashMap<PageId, Prepared> {
    let untitled = headers.par_iter_mut().filter_map(|(page, header)| {
        let header = header.as_mut()?;
        header.about.title().is_empty().then_some((*page, header))
    });
    untitled
        .map(|(page, header)| {
            let prepared = (readers.prepare)(site, page, &announced[page.policy()]);
            if let Some(merged) = &prepared.merged {
                // Faults of the text are reported when its page is built.
                let document = merged.document(site, Vec::new(), &mut Vec::new());
                header.about = header.about.with_title(&document.outline.title);
            }
            (page, prepared)
        })
        .collect()
}
