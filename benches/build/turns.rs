//! Floor and policygen take turns on one site.
//!
//! Outputs are deleted at the end. Between runs they are only truncated and moved aside, outside
//! the timed section: ext4 without a journal doesn't reuse a freed inode for a minute or more, and
//! every new file then searches past all of them, which made the same run up to ten times slower
//! after a deletion. For the same reason, wait some minutes between two benchmarks on such a file
//! system, or set `--dir` to a folder in memory.

use std::{
    env,
    ffi::OsString,
    fs::{self, OpenOptions},
    path::Path,
};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::{
    corpus::{self, Kind},
    floor::{self, Task},
    measure::{self, Usage},
    report::Row,
};

/// Generates a site in `folder` and lets the floor and policygen take turns on
/// it.
pub(crate) fn take(
    folder: &Path,
    kind: Kind,
    policies: usize,
    threads: usize,
    runs: usize,
) -> Result<Row> {
    let (root, out, list) = (
        folder.join("site"),
        folder.join("out"),
        folder.join("files.txt"),
    );
    corpus::generate(&root, kind, policies)?;

    // The first build determines what the floor writes. It isn't counted, because it also loads the
    // sources into the page cache.
    let build = build_of(&root, &out, threads);
    measure::run(build.clone())?;
    let output = floor::list_output(&out, &list)?;
    let share = output.files.div_ceil(policies);
    let task = Task {
        root,
        out: folder.join("floor"),
        list,
        share,
        threads,
    };
    let floor = floor_of(&task)?;

    let known = folder.join("baseline.json");
    measure::run(check_of(&task.root, threads, "--write-baseline", &known))?;
    let check = check_of(&task.root, threads, "--baseline", &known);
    let (mut floors, mut builds, mut agains) = (Vec::new(), Vec::new(), Vec::<Usage>::new());
    let mut checks = Vec::new();
    for run in 0..runs {
        if run > 0 {
            put_aside(&task.out, run)?;
        }
        put_aside(&out, run)?;
        floors.push(measure::run(floor.clone())?);
        builds.push(measure::run(build.clone())?);
        agains.push(measure::run(build.clone())?);
        checks.push(measure::run(check.clone())?);
    }
    put_aside(&task.out, runs)?;
    let [floor, build, again, check] =
        [floors, builds, agains, checks].map(|runs| measure::median(&runs));
    Ok(Row {
        kind,
        policies,
        output,
        floor,
        build,
        again,
        check,
    })
}

fn build_of(root: &Path, out: &Path, threads: usize) -> Vec<OsString> {
    let mut command = command("build", root, threads);
    command.extend(["-q".into(), "--out".into(), out.into()]);
    command
}

/// A check with all findings in a baseline: random facts cause many, and the benchmark measures the
/// rules, not the reports.
fn check_of(root: &Path, threads: usize, option: &str, baseline: &Path) -> Vec<OsString> {
    let mut command = command("check", root, threads);
    command.extend([option.into(), baseline.into()]);
    command
}

fn command(name: &str, root: &Path, threads: usize) -> Vec<OsString> {
    vec![
        env!("CARGO_BIN_EXE_policygen").into(),
        name.into(),
        "--root".into(),
        root.into(),
        "--jobs".into(),
        threads.to_string().into(),
    ]
}

fn floor_of(task: &Task) -> Result<Vec<OsString>> {
    let executable = env::current_exe().context("could not find the benchmark itself")?;
    let (share, threads) = (task.share.to_string(), task.threads.to_string());
    Ok(vec![
        executable.into(),
        "floor".into(),
        "--root".into(),
        task.root.clone().into(),
        "--out".into(),
        task.out.clone().into(),
        "--list".into(),
        task.list.clone().into(),
        "--share".into(),
        share.into(),
        "--threads".into(),
        threads.into(),
    ])
}

/// Makes room for the next run.
fn put_aside(folder: &Path, run: usize) -> Result<()> {
    empty(folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let aside = folder
        .with_file_name("emptied")
        .join(format!("{name}-{run}"));
    fs::create_dir_all(aside.with_file_name(""))
        .and_then(|()| fs::rename(folder, &aside))
        .with_context(|| format!("could not move {}", folder.display()))
}

/// Frees the space of all files in a folder without deleting them.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path();
            let file = OpenOptions::new().write(true).open(path);
            file.and_then(|file| file.set_len(0))
                .with_context(|| format!("could not empty {}", path.display()))?;
        }
    }
    Ok(())
}
