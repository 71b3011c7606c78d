//! Loads a site from files that are not on disk.

use super::{Options, Site, load_folder, open_root};
use crate::base::diagnostic::Diagnostic;
use crate::base::folder::Files;

/// Loads a site from the given files instead of those in its folder. Their paths are relative to
/// it.
pub fn load_files(
    options: &Options,
    files: Files,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Site> {
    let root = open_root(&options.root)?.with_files(files);
    load_folder(root, options, None, faults)
}
