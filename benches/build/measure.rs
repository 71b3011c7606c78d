//! Time, processor time and peak memory of a child process.
//!
//! A child is not started by the benchmark itself but by a second, small process of the same
//! executable. On Linux, a new program's peak memory starts at that of the process that started it,
//! so a benchmark that has just generated a hundred thousand files would be measured instead of its
//! child.

use std::{
    env,
    ffi::OsString,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The resources that one run of a program used.
#[derive(Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) wall: Duration,
    /// User and system time of all threads; zero where the system doesn't
    /// report it.
    pub(crate) cpu: Duration,
    /// Peak resident memory in bytes; zero where the system doesn't report it.
    pub(crate) peak: u64,
}

/// Runs a program and returns its usage; its standard error is part of the error when it fails.
pub(crate) fn run(command: impl IntoIterator<Item = OsString>) -> Result<Usage> {
    let output = Command::new(env::current_exe()?)
        .args(["measure", "--"])
        .args(command)
        .stdin(Stdio::null())
        .output()
        .context("could not start the measuring process")?;
    if !output.status.success() {
        bail!(
            "a measured program failed\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    let figures = String::from_utf8(output.stdout)?;
    let figures = figures
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<u64>, _>>()?;
    let [wall, cpu, peak] = figures[..] else {
        bail!("the measuring process gave no figures")
    };
    Ok(Usage {
        wall: Duration::from_micros(wall),
        cpu: Duration::from_micros(cpu),
        peak,
    })
}

/// The measuring process: runs the command, and returns the output that `run`
/// reads.
pub(crate) fn serve(command: &[OsString]) -> Result<String> {
    let (program, arguments) = command
        .split_first()
        .context("there is no program to measure")?;
    let start = Instant::now();
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("could not start {}", program.display()))?;
    let (status, cpu, peak) = wait(child)?;
    let wall = start.elapsed();
    if !status.success() {
        bail!("{} ended with {status}", program.display());
    }
    Ok(format!("{} {} {peak}", wall.as_micros(), cpu.as_micros()))
}

/// The median of several runs, separately for each figure.
pub(crate) fn median(runs: &[Usage]) -> Usage {
    Usage {
        wall: middle(runs, |run| run.wall),
        cpu: middle(runs, |run| run.cpu),
        peak: middle(runs, |run| run.peak),
    }
}

fn middle<T: Ord + Default>(runs: &[Usage], figure: impl Fn(&Usage) -> T) -> T {
    let mut figures: Vec<T> = runs.iter().map(figure).collect();
    figures.sort();
    let at = figures.len() / 2;
    figures.into_iter().nth(at).unwrap_or_default()
}

/// Waits for the child. As this process never has another one, the usage of its children is that
/// of the child.
#[cfg(unix)]
fn wait(mut child: Child) -> Result<(ExitStatus, Duration, u64)> {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::TimeVal,
    };

    let status = child.wait()?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = |time: TimeVal| -> Result<Duration> {
        Ok(Duration::new(
            u64::try_from(time.tv_sec())?,
            u32::try_from(time.tv_usec())? * 1_000,
        ))
    };
    // Apple's systems count peak memory in bytes, all others in kilobytes.
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    let cpu = time(usage.user_time())? + time(usage.system_time())?;
    Ok((status, cpu, u64::try_from(usage.max_rss())? * unit))
}

#[cfg(not(unix))]
fn wait(mut child: Child) -> Result<(ExitStatus, Duration, u64)> {
    Ok((child.wait()?, Duration::ZERO, 0))
}
