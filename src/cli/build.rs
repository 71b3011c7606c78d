//! `policygen build`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::{Diagnostic, has_errors};
use policygen::base::text::counted;
use policygen::build;
use policygen::load::{self, Options, Site};
use policygen::model::settings;
use policygen::output::{Compare, Staging};

use super::jobs::Jobs;
use super::progress;
use super::signals;
use super::streams::{stderr, stdout};
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Output folder [default: `output` in the settings, or `public`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Public URL of the site, for canonical links and the sitemap [default: `base_url` in the settings]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<url::Url>,
    /// Build the site as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
    /// Build drafts too
    #[arg(long)]
    drafts: bool,
    /// Write only the content of each page, without `<head>` or navigation, for embedding in another site
    #[arg(long)]
    fragment: bool,
    /// Print missing facts as “[to be confirmed: …]”, for a preview
    #[arg(long)]
    placeholders: bool,
    /// Write nothing; list what a build would change, and fail if anything would change
    #[arg(long)]
    check: bool,
    /// Wait until all files are on disk, so that a power cut can't damage them
    #[arg(long, conflicts_with = "check")]
    sync: bool,
    #[command(flatten)]
    jobs: Jobs,
    /// Print only diagnostics
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Print more details
    #[arg(short, long)]
    verbose: bool,
}

fn base_url(text: &str) -> Result<url::Url, String> {
    settings::base_url(text)
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| "write it in full, with `https://`".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    arguments.jobs.run(|| build(arguments))
}

fn build(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let options = Options {
        out: arguments.out.clone(),
        base_url: arguments.base_url.clone(),
        drafts: arguments.drafts,
        fragments: arguments.fragment,
        placeholders: arguments.placeholders,
        ..Options::new(&arguments.root, super::as_of(arguments.as_of)?)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    if arguments.verbose {
        writeln!(
            stderr(),
            "{}, {}, {}; as of {}; {}",
            counted(site.tree.policies.len(), "policy", "policies"),
            counted(site.tree.assets.len(), "other file", "other files"),
            counted(site.library.clauses().len(), "clause", "clauses"),
            options.as_of,
            counted(rayon::current_num_threads(), "thread", "threads"),
        )?;
    }
    if arguments.check {
        return check(&site, arguments.quiet, faults);
    }
    let code = write(arguments, &site, faults)?;
    if arguments.verbose {
        writeln!(stderr(), "{:.2} s", start.elapsed().as_secs_f64())?;
    }
    Ok(code)
}

fn write(arguments: &Arguments, site: &Site, faults: Vec<Diagnostic>) -> anyhow::Result<ExitCode> {
    // If loading failed, nothing will be written: leave the output untouched.
    if has_errors(&faults) {
        let built = build::run(site, &policygen::output::Nowhere, faults)?;
        report(&built.diagnostics)?;
        return Ok(ExitCode::from(FAULTS));
    }
    let staging = Staging::open(&site.out)?.sync(arguments.sync);
    signals::clean_up(staging.interrupt())?;
    if faults.is_empty() && build::is_unchanged(site, staging.previous()) {
        let files = staging.previous().files.len() + 1;
        report(&staging.abort())?;
        if !arguments.quiet {
            writeln!(stdout(), "{}: nothing changed ({files} files)", shown(site))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let run = || build::run(site, &staging, faults);
    let built = match progress::shown(site, arguments.quiet, run) {
        Ok(built) => built,
        Err(error) => {
            report(&staging.abort())?;
            return Err(error);
        }
    };
    if has_errors(&built.diagnostics) {
        let mut diagnostics = built.diagnostics;
        diagnostics.extend(staging.abort());
        report(&diagnostics)?;
        return Ok(ExitCode::from(FAULTS));
    }
    if arguments.verbose {
        for path in &built.left_out {
            writeln!(stderr(), "not published: {}", path.escape_debug())?;
        }
    }
    let record = build::record(site, &built);
    let moved = build::moved(site, &record, staging.previous(), || staging.made());
    let mut diagnostics = built.diagnostics;
    diagnostics.extend(moved);
    let committed = staging.commit(record)?;
    diagnostics.extend(committed.warnings);
    report(&diagnostics)?;
    if !arguments.quiet {
        let policies = counted(built.policies.len(), "policy", "policies");
        writeln!(
            stdout(),
            "{}: {policies}, {} files ({} written, {} removed, {} unchanged)",
            shown(site),
            committed.files,
            committed.written,
            committed.removed,
            committed.files - committed.written,
        )?;
        if arguments.placeholders {
            facts_to_fill_in(site)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists the shared facts that are still missing.
fn facts_to_fill_in(site: &Site) -> anyhow::Result<()> {
    let unknown = site.facts.unknown();
    if !unknown.is_empty() {
        writeln!(
            stdout(),
            "{} to fill in:",
            counted(unknown.len(), "fact", "facts")
        )?;
    }
    for (path, place) in unknown {
        let (line, _) = place.line_col();
        let path = site.facts.spoken_path(&path);
        writeln!(stdout(), "  {}:{line}: {path}", place.source.path)?;
    }
    Ok(())
}

/// Implements `--check`.
fn check(site: &Site, quiet: bool, faults: Vec<Diagnostic>) -> anyhow::Result<ExitCode> {
    let compare = Compare::new(&site.out);
    let run = || build::run(site, &compare, faults);
    let built = progress::shown(site, quiet, run)?;
    report(&built.diagnostics)?;
    if has_errors(&built.diagnostics) {
        return Ok(ExitCode::from(FAULTS));
    }
    let previous = compare.previous()?;
    let record = build::record(site, &built);
    if let Some(previous) = &previous {
        report(&build::moved(site, &record, previous, || compare.made()))?;
    }
    let reasons = build::reasons(site, &built, previous.as_ref());
    let differences = compare.finish(record, previous.as_ref(), &reasons)?;
    let mut out = stdout();
    for difference in &differences {
        writeln!(out, "{difference}")?;
    }
    if differences.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(
        stderr(),
        "{} is out of date; run `policygen build`",
        shown(site)
    )?;
    Ok(ExitCode::from(FAULTS))
}

/// The output folder as the user would name it.
fn shown(site: &Site) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let path = match &here {
        Ok(here) => site.out.strip_prefix(here).unwrap_or(&site.out),
        Err(_) => &site.out,
    };
    path.display().to_string()
}
