//! Shows the number of finished policies while a command takes long.

use std::io::{self, Write as _};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use policygen::load::Site;

use super::is_plain;
use super::streams::stderr;

/// The time before the count appears.
const PATIENCE: Duration = Duration::from_secs(1);
/// The interval between updates of the count.
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work` on a site. If it takes longer than a second, the number of finished policies is
/// shown on the terminal.
pub(super) fn shown<T>(site: &Site, quiet: bool, work: impl FnOnce() -> T) -> T {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if quiet || is_ci || is_plain() {
        return work();
    }
    let (working, end) = channel::<()>();
    std::thread::scope(|threads| {
        // Errors are ignored, because nothing depends on the count.
        threads.spawn(move || count(site, &end).is_ok());
        let done = work();
        drop(working);
        done
    })
}

/// Shows the count until the work ends, and then clears it.
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
