//! A count of the policies that are done, while work takes long.

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use policygen::load::Site;

use super::is_plain;
use super::streams::stderr;

/// Who waits for less needs no count.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is renewed.
const INTERVAL: Duration = Duration::from_millis(100);

/// Does some work on a site. If a person waits for it at a terminal for longer than a
/// second, the terminal shows how many policies are done.
pub(super) fn shown<T>(site: &Site, quiet: bool, work: impl FnOnce() -> T) -> T {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if quiet || is_ci || is_plain() {
        return work();
    }
    let (working, end) = channel::<()>();
    std::thread::scope(|threads| {
        // Nothing depends on whether it can be shown.
        threads.spawn(move || count(site, &end).is_ok());
        let done = work();
        drop(working);
        done
    })
}

/// Counts until the work ends, and leaves no trace.
fn count(site: &Site, end: &Receiver<()>) -> io::Result<()> {
    let mut wait = PATIENCE;
    while end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = INTERVAL;
        let (done, all) = (site.done.load(Ordering::Relaxed), site.tree.policies.len());
        write!(stderr().styled(), "\r{done} of {all} policies")?;
    }
    match wait == INTERVAL {
        true => write!(stderr().styled(), "\r\x1b[K"),
        false => Ok(()),
    }
}
