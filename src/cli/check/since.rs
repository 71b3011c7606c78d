//! `--since`

use policygen::base::diagnostic::Diagnostic;
use policygen::build;
use policygen::load::{self, Options, Site};

use super::super::git::Repository;

/// What is said of earlier states of the site on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct SinceArguments {
    /// Warn of texts that changed since a Git revision while `updated` did not
    #[arg(long, value_name = "REV")]
    since: Option<String>,
}

impl SinceArguments {
    /// The texts that changed since the revision, if one is given.
    pub(super) fn check(&self, site: &Site, options: &Options) -> anyhow::Result<Vec<Diagnostic>> {
        let Some(revision) = &self.since else {
            return Ok(Vec::new());
        };
        let tree = Repository::open(site.root.path())?.tree(revision)?;
        let then = load::load_files(options, tree.files, &mut Vec::new())?;
        let (now, then) = (build::texts(site)?, build::texts(&then)?);
        Ok(now.changed_since(&then, revision))
    }
}
