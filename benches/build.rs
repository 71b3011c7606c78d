//! How close is a build to the floor, and a check to the build? `cargo bench --bench build --
//! --help`
//!
//! For each kind and size of site: generate it, then let the floor (see `floor`) and policygen take
//! turns on it, each as a separate process with the same number of threads and a fresh output
//! folder. Taking turns spreads whatever else the machine is doing over both, and the medians drop
//! the odd slow run.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures"
)]

#[path = "build/clauses.rs"]
mod clauses;
#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/facts.rs"]
mod facts;
#[path = "build/floor.rs"]
mod floor;
#[path = "build/measure.rs"]
mod measure;
#[path = "build/prose.rs"]
mod prose;
#[path = "build/report.rs"]
mod report;
#[path = "build/turns.rs"]
mod turns;

use std::{env, ffi::OsString, fs, num::NonZero, path::PathBuf, process::ExitCode, thread};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::{corpus::Kind, floor::Task};

/// Measures `policygen build` against the least work that the same site takes
#[derive(Parser)]
#[command(name = "build")]
struct Arguments {
    /// Numbers of policies [default: 1000,10000]
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    sizes: Vec<NonZero<usize>>,
    /// Where policies get their facts from: all from shared files, or each from its own front
    /// matter
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "shared,own",
        value_name = "KIND,…"
    )]
    kinds: Vec<Kind>,
    /// Threads of policygen and of the floor [default: one for each processor]
    #[arg(long)]
    threads: Option<NonZero<usize>>,
    /// Number of runs; the median is reported [default: 3]
    #[arg(long)]
    runs: Option<NonZero<usize>>,
    /// Where to put the generated sites, instead of the system's temporary folder
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Keep the generated sites and the last output of each
    #[arg(long)]
    keep: bool,
    /// Passed by `cargo bench`; without it (`cargo test`) one small site is built once, as a smoke
    /// test
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    role: Option<Role>,
}

/// The subcommand for when this executable starts itself.
#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Role {
    #[command(hide = true)]
    Floor(Task),
    #[command(hide = true)]
    Measure {
        #[arg(last = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.role {
        None => bench(&arguments),
        Some(Role::Floor(task)) => floor::run(task),
        Some(Role::Measure { command }) => {
            measure::serve(command).map(|figures| println!("{figures}"))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<()> {
    let (sizes, runs): (&[usize], usize) = if arguments.bench {
        (&[1_000, 10_000], 3)
    } else {
        (&[20], 1)
    };
    let sizes = match &arguments.sizes[..] {
        [] => sizes.to_vec(),
        given => given.iter().map(|size| size.get()).collect(),
    };
    let runs = arguments.runs.map_or(runs, NonZero::get);
    let threads = arguments
        .threads
        .or(thread::available_parallelism().ok())
        .map_or(1, NonZero::get);
    let folder = arguments.dir.clone().unwrap_or_else(env::temp_dir);
    fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
    let mut folder = tempfile::Builder::new()
        .prefix("policygen-bench-")
        .tempdir_in(&folder)?;
    folder.disable_cleanup(arguments.keep);

    println!("policygen build and its floor: {threads} threads, median of {runs}\n");
    let mut rows = Vec::new();
    for &kind in &arguments.kinds {
        for &policies in &sizes {
            let site = folder.path().join(format!("{}-{policies}", kind.name()));
            let row = turns::take(&site, kind, policies, threads, runs)?;
            println!("{row}");
            rows.push(row);
            if !arguments.keep {
                turns::empty(&site)?;
            }
        }
    }
    print!("{}", report::growth(&rows));
    if arguments.keep {
        for site in fs::read_dir(folder.path())? {
            fs::remove_dir_all(site?.path().join("emptied"))?;
        }
        println!("\nthe sites are in {}", folder.path().display());
    }
    Ok(())
}
