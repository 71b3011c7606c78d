//! `--since` and `--published`

use std::path::PathBuf;

use policygen::base::diagnostic::Diagnostic;
use policygen::build::{self, Published};
use policygen::load::{self, Options, Site};

use super::super::git::Repository;

/// Arguments on earlier states of the site.
#[derive(Debug, clap::Args)]
pub(super) struct SinceArguments {
    /// Warn about policies whose text changed since a Git revision while `updated` stayed the same
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Warn about policies whose text differs from the built pages in a folder while `updated` stayed the same
    #[arg(long, value_name = "DIR")]
    published: Option<PathBuf>,
}

impl SinceArguments {
    /// Reports texts that changed since the revision, and texts that differ from the pages in the
    /// folder, if these are given.
    pub(super) fn check(&self, site: &Site, options: &Options) -> anyhow::Result<Vec<Diagnostic>> {
        let mut found = match &self.published {
            Some(folder) => Published::read(folder)?.changed(site)?,
            None => Vec::new(),
        };
        let Some(revision) = &self.since else {
            return Ok(found);
        };
        let tree = Repository::open(site.root.path())?.tree(revision)?;
        let then = load::load_files(options, tree.files, &mut Vec::new())?;
        let (now, then) = (build::texts(site)?, build::texts(&then)?);
        found.extend(now.changed_since(&then, revision));
        Ok(found)
    }
}
