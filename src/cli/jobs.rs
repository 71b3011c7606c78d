//! The number of threads.

use anyhow::Context as _;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Jobs {
    /// Number of threads [default: one per processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

impl Jobs {
    /// Runs `work` on this number of threads.
    pub(super) fn run<T: Send>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send,
    ) -> anyhow::Result<T> {
        let mut pool = rayon::ThreadPoolBuilder::new();
        if let Some(jobs) = self.jobs {
            pool = pool.num_threads(usize::from(jobs));
        }
        pool.build().context("can't start threads")?.install(work)
    }
}
