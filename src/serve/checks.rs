//! Checks the served site in parallel with rebuilds: a page is served as soon
//! as it is built, and findings follow.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tokio::sync::watch;

use super::Event;
use super::preview::Preview;
use super::problems::Problems;
use crate::build::CheckedPages;
use crate::check::Baseline;
use crate::load::Site;

/// A built site to check.
pub(super) struct Job {
    pub(super) site: Arc<Site>,
    /// The findings on its pages, collected while they were built.
    pub(super) pages: CheckedPages,
    /// The preview that shows it.
    pub(super) preview: Arc<Preview>,
}

/// Checks sites until there are no more. Skips all but the latest one, and findings in `known`.
pub(super) fn keep_up(
    jobs: &Receiver<Job>,
    preview: &watch::Sender<Arc<Preview>>,
    known: Option<&Baseline>,
    tell: &(dyn Fn(Event<'_>) + Send + Sync),
) {
    while let Ok(job) = jobs.recv() {
        let Job {
            site,
            pages,
            preview: checked,
        } = jobs.try_iter().last().unwrap_or(job);
        let show = |now: Preview| {
            preview.send_if_modified(|shown| {
                let is_latest = Arc::ptr_eq(shown, &checked);
                if is_latest {
                    *shown = Arc::new(now);
                }
                is_latest
            })
        };
        let (found, spots) = pages.finish(&site, known);
        // The next build can reuse its data.
        drop(site);
        let now = checked.checked(Problems::found(&found, spots));
        let news = !now.has_problems_of(&checked);
        let is_latest = show(now);
        if is_latest {
            tell(Event::Checked {
                diagnostics: &found,
                news,
            });
        }
    }
}
