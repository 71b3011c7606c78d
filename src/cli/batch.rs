//! `policygen batch`

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use policygen::base::dates::Date;
use policygen::base::diagnostic::Severity;
use policygen::base::text::counted;
use policygen::batch::{self, Batch, Became, Beside, Fleet, Previous, Shard, Summary, Target};
use policygen::load::Options;

use super::jobs::Jobs;
use super::streams::{stderr, stdout};
use super::{FAULTS, print, report};

/// The maximum number of tenants whose errors are printed; the file of findings contains all of
/// them.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    batch: BatchArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Join the manifests of shards into one.
    Merge(Merge),
    /// Print the first line of the manifest that a batch would write: the digests of the site
    /// and its clauses.
    Header(Header),
}

#[derive(Debug, Args)]
struct Merge {
    /// Manifests of the shards
    #[arg(required = true, value_name = "MANIFEST")]
    manifests: Vec<PathBuf>,
    /// The manifest to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Header {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    site: PathBuf,
    #[command(flatten)]
    pages: Pages,
}

/// What is built for each tenant.
#[derive(Debug, Args)]
struct Pages {
    /// Write only the content of each page, without `<head>` or navigation, for embedding in other sites
    #[arg(long)]
    fragment: bool,
    /// Build the pages without checking them against rules
    #[arg(long)]
    no_check: bool,
}

#[derive(Debug, Args)]
struct BatchArguments {
    /// Folder of the site that all tenants share
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    site: PathBuf,
    /// The tenants: a JSON object on each line, with `id` and `facts`; `-` is standard input
    #[arg(long, value_name = "FILE", required = true)]
    tenants: Option<PathBuf>,
    /// Output folder, with a subfolder for each tenant, or a pack if the name ends with `.tar`
    #[arg(long, value_name = "DIR|PACK", required_unless_present = "plan")]
    out: Option<PathBuf>,
    /// Build only the tenants of one of N shards, assigned by ID
    #[arg(long, value_name = "I/N")]
    shard: Option<ShardArgument>,
    /// Manifest of the last batch; build only what has changed since
    #[arg(long, value_name = "MANIFEST")]
    previous: Option<PathBuf>,
    /// Remove up to this many tenants that are no longer among the rows [default: half of those in
    /// the last batch]
    #[arg(long, value_name = "N", requires = "previous")]
    max_gone: Option<usize>,
    /// Write nothing; list the tenants whose pages would differ from the last batch
    #[arg(long, requires = "previous", conflicts_with = "out")]
    plan: bool,
    /// Build the pages as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    jobs: Jobs,
    /// Print only errors and the last line
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy)]
struct ShardArgument(Shard);

impl FromStr for ShardArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self(Shard { number, of })),
            _ => Err("write the shard and the number of shards, such as `1/8`".to_owned()),
        }
    }
}

/// Whether the user has asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Some(Command::Merge(arguments)) => {
            let tenants = batch::merge(&arguments.manifests, &arguments.out)?;
            let tenants = counted(tenants, "tenant", "tenants");
            writeln!(stdout(), "{}: {tenants}", arguments.out.display())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Header(arguments)) => {
            let options = Options::new(&arguments.site, super::as_of(None)?);
            let Some(fleet) = load(options, &arguments.pages)? else {
                return Ok(ExitCode::from(FAULTS));
            };
            writeln!(stdout(), "{}", serde_json::to_string(fleet.header())?)?;
            Ok(ExitCode::SUCCESS)
        }
        None => arguments.batch.jobs.run(|| make(&arguments.batch)),
    }
}

/// Loads the site and prints its diagnostics; `None` if there are errors.
fn load(options: Options, pages: &Pages) -> anyhow::Result<Option<Fleet>> {
    let options = Options {
        fragments: pages.fragment,
        ..options
    };
    let mut faults = Vec::new();
    let fleet = Fleet::load(&options, !pages.no_check, &mut faults)?;
    report(&faults)?;
    Ok(fleet)
}

fn make(arguments: &BatchArguments) -> anyhow::Result<ExitCode> {
    let out = arguments.out.clone().unwrap_or_default();
    let is_pack = out.extension().is_some_and(|ending| ending == "tar");
    let options = Options {
        // Files in the output folder are not sources.
        out: arguments.out.clone().filter(|_| !is_pack),
        ..Options::new(&arguments.site, super::as_of(arguments.as_of)?)
    };
    let Some(fleet) = load(options, &arguments.pages)? else {
        return Ok(ExitCode::from(FAULTS));
    };
    let shard = arguments.shard.map(|shard| shard.0);
    let beside = Beside::of(&out, shard);
    let previous = arguments.previous.as_deref().map(Previous::open);
    let previous = previous.transpose()?;
    let batch = Batch {
        fleet: &fleet,
        shard,
        previous,
        max_gone: arguments.max_gone,
        target: match (arguments.plan, is_pack) {
            (true, _) => Target::Plan,
            (false, true) => Target::Pack(out.clone()),
            (false, false) => Target::Folder(out.clone()),
        },
        beside: beside.clone(),
        stop: &STOP,
    };
    ctrlc::set_handler(|| {
        // Exit at once on a second interrupt.
        if STOP.swap(true, Ordering::Relaxed) {
            #[allow(clippy::exit)]
            std::process::exit(130);
        }
    })?;
    let mut failed = 0;
    let mut troubles: io::Result<()> = Ok(());
    let names = arguments.plan && !arguments.quiet;
    let summary = batch.run(tenants(arguments)?, &mut |became| {
        let mut tell = || -> io::Result<()> {
            match became {
                Became::New(id) if names => writeln!(stdout(), "new      {id}"),
                Became::Changed(id) if names => writeln!(stdout(), "changed  {id}"),
                Became::Gone(id) if names => writeln!(stdout(), "gone     {id}"),
                Became::Failed(id, findings) => {
                    failed += 1;
                    if names {
                        writeln!(stdout(), "failed   {id}")?;
                    }
                    if failed <= SHOWN {
                        let errors = findings
                            .iter()
                            .filter(|found| found.severity == Severity::Error);
                        let errors: Vec<_> = errors.cloned().collect();
                        writeln!(stderr(), "{id}:")?;
                        print(&errors)?;
                    }
                    Ok(())
                }
                _ => Ok(()),
            }
        };
        if troubles.is_ok() {
            troubles = tell();
        }
    })?;
    troubles?;
    if failed > SHOWN && !arguments.plan {
        let more = failed - SHOWN;
        writeln!(
            stderr(),
            "the errors of {more} more tenants are in {}",
            beside.findings.display()
        )?;
    }
    conclude(arguments, &summary)?;
    Ok(match summary.failed + summary.faulty {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(FAULTS),
    })
}

/// Opens the list of tenants.
fn tenants(arguments: &BatchArguments) -> anyhow::Result<Box<dyn BufRead + Send>> {
    let path = arguments.tenants.as_deref().unwrap_or("-".as_ref());
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

/// Prints the summary line.
fn conclude(arguments: &BatchArguments, summary: &Summary) -> io::Result<()> {
    let Summary {
        made,
        kept,
        failed,
        faulty,
        gone,
        changed,
        files,
    } = *summary;
    let all = counted(made + kept + failed, "tenant", "tenants");
    let mut line = match (&arguments.out, arguments.plan) {
        (Some(out), false) => format!(
            "{}: {all}, {} ({made} built, {kept} unchanged, {failed} failed)",
            out.display(),
            counted(files, "file", "files"),
        ),
        _ => format!("the pages of {changed} of {all} would change ({failed} failed)"),
    };
    if faulty > 0 {
        line += &format!(", {faulty} with errors found by rules");
    }
    if gone > 0 {
        line += &format!(", {gone} gone");
    }
    writeln!(stdout(), "{line}")
}
