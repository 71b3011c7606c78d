//! Rebuilds the site whenever something has changed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use tokio::sync::watch;

use super::checks::Job;
use super::preview::Preview;
use super::problems::Problems;
use super::watch::{Places, Watch};
use super::{Event, files};
use crate::base::diagnostic::has_errors;
use crate::base::folder::with_slashes;
use crate::build::{self, CheckedPages, Memory};
use crate::load::{self, Options, Site};

/// Builds sites, and keeps data from one build that speeds up the next.
pub(super) struct Rebuild<'a> {
    root: PathBuf,
    options: &'a (dyn Fn() -> Options + Send + Sync),
    preview: watch::Sender<Arc<Preview>>,
    tell: &'a (dyn Fn(Event<'_>) + Send + Sync),
    /// The queue of sites to check, if checks are on.
    checks: Option<Sender<Job>>,
    /// The site and its pages from the last build.
    site: Option<Arc<Site>>,
    memory: Memory,
}

impl<'a> Rebuild<'a> {
    pub(super) fn new(
        root: PathBuf,
        options: &'a (dyn Fn() -> Options + Send + Sync),
        preview: watch::Sender<Arc<Preview>>,
        tell: &'a (dyn Fn(Event<'_>) + Send + Sync),
        checks: Option<Sender<Job>>,
    ) -> Self {
        Self {
            root,
            options,
            preview,
            tell,
            checks,
            site: None,
            memory: Memory::default(),
        }
    }

    /// Builds the site, shows it, and reports problems. Returns the places of its sources if it
    /// could be loaded.
    pub(super) fn build(&mut self) -> Option<Places> {
        let before = Arc::clone(&self.preview.borrow());
        let mut faults = Vec::new();
        let options = Options {
            // The working folder may have been deleted and replaced by another.
            root: self.root.clone(),
            ..(self.options)()
        };
        let loaded = load::load_again(&options, self.site.as_deref(), &mut faults);
        let built = loaded.and_then(|site| {
            let files = files::Gather::default();
            let (built, pages) = match &self.checks {
                Some(_) => build::rerun_with_rules(&site, &files, faults, &mut self.memory)?,
                None => {
                    let built = build::rerun(&site, &files, faults, &mut self.memory)?;
                    (built, CheckedPages::default())
                }
            };
            Ok((site, files.into_files(), built.diagnostics, pages))
        });
        let (site, files, diagnostics, pages) = match built {
            Ok(built) => built,
            Err(error) => {
                let preview = before.broken(None, Problems::trouble(&error));
                if !preview.has_problems_of(&before) {
                    (self.tell)(Event::Trouble(&error));
                }
                self.preview.send_replace(Arc::new(preview));
                return None;
            }
        };
        let is_broken = has_errors(&diagnostics);
        let checks = self.checks.as_ref().filter(|_| !is_broken);
        // A check reports everything that the build reports, and more.
        let diagnostics = match checks {
            Some(_) => Vec::new(),
            None => diagnostics,
        };
        let problems = Problems::of(&diagnostics);
        let base = site
            .settings
            .base_url
            .as_ref()
            .map_or("/", |url| url.path());
        let preview = match (is_broken, checks) {
            (true, _) => before.broken(Some(base), problems),
            (false, None) => Preview::built(base, files, Arc::new(problems)),
            (false, Some(_)) => Preview::built(base, files, Arc::default()).being_checked(&before),
        };
        let preview = Arc::new(preview);
        (self.tell)(Event::Built {
            changed: &preview.differences(&before),
            diagnostics: &diagnostics,
            news: !preview.has_problems_of(&before),
        });
        self.preview.send_replace(Arc::clone(&preview));
        let places = Places::of(&self.root, &site.out, &site.settings);
        let site = Arc::new(site);
        if let Some(checks) = checks {
            let job = Job {
                site: Arc::clone(&site),
                pages,
                preview,
            };
            // The checking thread lives as long as this one.
            let _ = checks.send(job);
        }
        self.site = Some(site);
        Some(places)
    }

    /// Forgets the pages of changed files.
    fn note(&mut self, changes: &HashSet<PathBuf>) {
        for path in changes {
            if let Some(path) = path.strip_prefix(&self.root).ok().and_then(Path::to_str) {
                self.memory.forget(&with_slashes(path));
            }
        }
    }

    /// Builds the site whenever it has changed, for as long as it is watched.
    pub(super) fn keep_up(mut self, mut watch: Watch, first: impl FnOnce()) {
        let mut first = Some(first);
        loop {
            let mut again = true;
            while again {
                again = watch.turn_to(self.build()).unwrap_or_else(|error| {
                    (self.tell)(Event::Trouble(&error));
                    false
                });
            }
            if let Some(first) = first.take() {
                first();
            }
            match watch.wait() {
                Some(changes) => self.note(&changes),
                None => return,
            }
        }
    }
}
