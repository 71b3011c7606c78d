//! How soon does a save show in the browser? `cargo bench --bench serve --
//! --help`
//!
//! The real server watches real files. A file is saved; a listener receives the page's event, as
//! the script in a page does, and fetches the page, as a browser does; timing stops when the
//! fetched page contains the saved text.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures"
)]
#![allow(
    dead_code,
    reason = "the generated sites are those of the other benchmark"
)]

#[path = "build/clauses.rs"]
mod clauses;
#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/facts.rs"]
mod facts;
#[path = "serve/listener.rs"]
mod listener;
#[path = "build/prose.rs"]
mod prose;

use std::{
    env, fs,
    num::NonZero,
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use walkdir::WalkDir;

use crate::{corpus::Kind, listener::Server};

/// Measures `policygen serve` from save to page
#[derive(Parser)]
#[command(name = "serve")]
struct Arguments {
    /// Numbers of policies in the generated sites, besides the starter [default: 1000,10000]
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    sizes: Vec<NonZero<usize>>,
    /// Number of saves; the median is reported [default: 20]
    #[arg(long)]
    runs: Option<NonZero<usize>>,
    /// Passed by `cargo bench`; without it (`cargo test`) one save of each kind runs as a smoke
    /// test
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let (sizes, runs): (&[usize], usize) = if arguments.bench {
        (&[1_000, 10_000], 20)
    } else {
        (&[20], 1)
    };
    let sizes = match &arguments.sizes[..] {
        [] => sizes.to_vec(),
        given => given.iter().map(|size| size.get()).collect(),
    };
    let runs = arguments.runs.map_or(runs, NonZero::get);
    let folder = tempfile::Builder::new()
        .prefix("policygen-bench-")
        .tempdir()?;
    let quiet = policygen::serve::QUIET.as_millis();
    println!(
        "policygen serve: from a save to the page, median of {runs}; {quiet} ms of it the server waits for more saves\n"
    );
    println!("{:<38}{:>10}{:>10}", "", "median", "worst");

    let starter = folder.path().join("starter");
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), &starter)?;
    let site = Site {
        root: &starter,
        page: "privacy/",
        policy: "content/policies/privacy.md",
        clause: None,
    };
    site.measure("the starter", runs)?;
    for size in sizes {
        let root = folder.path().join(size.to_string());
        corpus::generate(&root, Kind::Shared, size)?;
        let site = Site {
            root: &root,
            page: "group-0000/policy-00000/",
            policy: "content/policies/group-0000/policy-00000.md",
            clause: Some("content/clauses/bench_contact.md"),
        };
        site.measure(&format!("{size} policies"), runs)?;
        fs::remove_dir_all(&root)?;
    }
    Ok(())
}

/// Copies the files of the starter.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from.join("content")) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    fs::copy(from.join("policygen.yaml"), to.join("policygen.yaml"))?;
    Ok(())
}

struct Site<'a> {
    root: &'a Path,
    /// The path of the open page, below the site's address.
    page: &'a str,
    /// The policy of that page.
    policy: &'a str,
    /// A clause that all policies call.
    clause: Option<&'a str>,
}

impl Site<'_> {
    fn measure(&self, name: &str, runs: usize) -> Result<()> {
        println!("{name}");
        let server = Server::start(self.root)?;
        row(
            "  a policy is saved",
            &self.saves(&server, self.policy, runs)?,
        );
        if let Some(clause) = self.clause {
            let few = runs.min(5);
            row(
                "  a clause that all call is saved",
                &self.saves(&server, clause, few)?,
            );
            let builds = (0..few).map(|_| self.build()).collect::<Result<Vec<_>>>()?;
            row("  for comparison: `policygen build`", &builds);
        }
        if let Some(bytes) = server.memory() {
            println!(
                "  {:<36}{:>10}",
                "memory of the server",
                format!("{} MB", bytes / 1_000_000)
            );
        }
        println!();
        Ok(())
    }

    /// Saves a file repeatedly, and waits for the page each time.
    fn saves(&self, server: &Server, file: &str, runs: usize) -> Result<Vec<Duration>> {
        let path = self.root.join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {file}"))?;
        let mut events = server.listen(self.page)?;
        events.next()?;
        let mut times = Vec::new();
        // The first save is the warm-up.
        for run in 0..=runs {
            let mark = format!("Saved for the {run}th time, in {file}.");
            let text = format!("{text}\n\n{mark}\n");
            let start = Instant::now();
            fs::write(&path, text)?;
            events.next()?;
            let page = server.page(self.page)?;
            let time = start.elapsed();
            ensure!(page.contains(&mark), "the page does not say what was saved");
            if run > 0 {
                times.push(time);
            }
        }
        Ok(times)
    }

    /// A build into a fresh folder.
    fn build(&self) -> Result<Duration> {
        let out = self.root.with_extension("out");
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .args(["build", "-q", "--root"])
            .arg(self.root)
            .arg("--out")
            .arg(&out)
            .stdin(Stdio::null())
            .status()?;
        let time = start.elapsed();
        ensure!(status.success(), "the build failed");
        fs::remove_dir_all(out)?;
        Ok(time)
    }
}

fn row(name: &str, times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort();
    let milliseconds = |time: Option<&Duration>| {
        let time = time.copied().unwrap_or_default();
        format!("{:.1} ms", time.as_secs_f64() * 1e3)
    };
    println!(
        "{name:<38}{:>10}{:>10}",
        milliseconds(times.get(times.len() / 2)),
        milliseconds(times.last())
    );
}
