//! Writes a site's files other than its pages.

use anyhow::Context as _;
use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::folder::Inside;
use crate::base::tree::Asset;
use crate::link::Index;
use crate::load::Site;
use crate::output::Sink;
use crate::publish::{self, Front};
use crate::render::Renderer;

/// Writes a site's files other than its pages. Returns the digests of copied files.
pub(super) fn write(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    fronts: &[Front],
    copied: &[&Asset],
    sink: &dyn Sink,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Digest>> {
    let for_people = || {
        // The embedding site provides all of this.
        if site.fragments {
            return Ok(());
        }
        publish::write_pages(site, index, renderer, fronts, sink, faults)?;
        publish::theme_files(site).try_for_each(|(path, bytes)| {
            sink.put(path, bytes)
                .with_context(|| format!("can't write {path}"))
        })
    };
    let (people, programs) = rayon::join(for_people, || publish::write_data(site, index, sink));
    people.and(programs)?;
    publish::report_useless(site, faults);
    copied
        .par_iter()
        .map(|asset| {
            let from = Inside::new(&site.root, site.tree.shown(&asset.path));
            sink.copy(&asset.output(), &from)
                .with_context(|| format!("can't copy {from}"))
        })
        .collect()
}
