//! Reads texts that are merged, parsed and linked, without writing pages.

use std::cell::RefCell;

use super::merge::Merged;
use super::policy::{Links, Policies, Work};
use super::{Wanted, stages};
use crate::base::diagnostic::Diagnostic;
use crate::base::page::PageId;
use crate::link::{Index, Known, Linked};
use crate::load::Site;

impl Policies<'_> {
    /// Calls `read` with a page's text, linked with all pages known. Returns `None` if the page is
    /// unknown.
    pub(super) fn read_linked<T>(
        &self,
        index: &Index<'_>,
        page: PageId,
        merged: &Merged,
        faults: &mut Vec<Diagnostic>,
        read: impl FnOnce(Links<'_>) -> T,
    ) -> Option<T> {
        let work = Work {
            page,
            header: index.get(page)?,
            known: Known::All(index),
            merged,
            version: None,
        };
        let document = merged.document(self.site, Vec::new(), faults);
        let links = self.link(work, &document, faults);
        Some(read(links))
    }

    /// The content of a page with a given text, in the form that `write` produces. Returns `None`
    /// if the page is unknown.
    pub(super) fn content(
        &self,
        index: &Index<'_>,
        page: PageId,
        merged: &Merged,
        write: fn(&Linked<'_>, &mut String),
    ) -> Option<String> {
        self.read_linked(index, page, merged, &mut Vec::new(), |links| {
            let mut content = String::new();
            write(&links.linked, &mut content);
            content
        })
    }
}

/// Calls `read` once all pages of a site are known, without rendering. Also returns the faults of
/// the site, including `faults`, which are those of loading.
pub(super) fn read<T>(
    site: &Site,
    faults: Vec<Diagnostic>,
    read: impl Fn(&Policies<'_>, &Index<'_>) -> T,
) -> anyhow::Result<(Option<T>, Vec<Diagnostic>)> {
    let found = RefCell::new(None);
    let then = |policies: &Policies<'_>, index: &Index<'_>| {
        *found.borrow_mut() = Some(read(policies, index));
        Ok(Vec::new())
    };
    let wanted = Wanted {
        then: Some(&then),
        ..Wanted::default()
    };
    let built = stages(site, wanted, faults, None)?.built;
    Ok((found.into_inner(), built.diagnostics))
}
