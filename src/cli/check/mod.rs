//! `policygen check`

mod ahead;
mod baseline;
mod coverage;
mod fix;
mod since;
mod watch;

pub(super) use baseline::read as read_baseline;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::{Report, Severity, settle};
use policygen::build::{self, Checked};
use policygen::check::{Baseline, Recognised, Selection};
use policygen::load::{self, Options, Site};

use super::FAULTS;
use super::format::Format;
use super::jobs::Jobs;
use super::progress;
use super::streams::{stderr, stdout};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Check the site as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
    /// Check drafts too
    #[arg(long)]
    drafts: bool,
    /// Run only these rules: IDs, ID prefixes or packs
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Skip these rules: IDs, ID prefixes or packs
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Run preview rules too, regardless of the settings
    #[arg(long)]
    preview: bool,
    /// Check again whenever the site changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["ahead", "fix", "diff", "write_baseline", "coverage", "coverage_page"])]
    watch: bool,
    /// With --watch, look for changes every half second; use it for network folders and in containers
    #[arg(long, requires = "watch")]
    poll: bool,
    /// Fail if there is a finding of this severity or worse
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = severity)]
    deny: Severity,
    #[command(flatten)]
    ahead: ahead::AheadArguments,
    #[command(flatten)]
    since: since::SinceArguments,
    #[command(flatten)]
    baseline: baseline::BaselineArguments,
    #[command(flatten)]
    fix: fix::FixArguments,
    #[command(flatten)]
    coverage: coverage::CoverageArguments,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    jobs: Jobs,
    /// Print only findings
    #[arg(short, long)]
    quiet: bool,
    /// Print each page's document type and language, how they were determined, and more details
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

/// Parses a severity. `errors`, `warnings` and `notes` are accepted too.
fn severity(word: &str) -> Result<Severity, String> {
    Severity::from_word(word.strip_suffix('s').unwrap_or(word))
        .ok_or_else(|| "expected `error`, `warning` or `note`".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // A check keeps a little data about many pages, and clearing huge memory pages for it would
    // take a tenth of the time. It does not matter if they can't be disabled.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    arguments.jobs.run(|| match arguments.watch {
        true => watch::run(arguments),
        false => check(arguments),
    })
}

fn check(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let known = arguments.baseline.read()?;
    let (code, run) = once(arguments, known.as_ref(), None)?;
    // The process is about to exit, so don't spend time dropping the results.
    std::mem::forget(run);
    Ok(code)
}

/// Checks the site and reports the findings. Reuses the unchanged parts of `before`, an earlier
/// state of the site.
fn once(
    arguments: &Arguments,
    known: Option<&Baseline>,
    before: Option<&Site>,
) -> anyhow::Result<(ExitCode, Run)> {
    let mut options = Options {
        drafts: arguments.drafts,
        unreleased: true,
        ..Options::new(&arguments.root, super::as_of(arguments.as_of)?)
    };
    arguments.coverage.fits(arguments.format)?;
    let wanted = arguments.coverage.is_wanted();
    let today = options.as_of;
    let until = arguments.ahead.until(today)?;
    let mut run = Run::new(&options, arguments, wanted, before)?;
    if let Some(until) = until {
        let now = std::mem::take(&mut run.checked.diagnostics);
        options.as_of = until;
        run = Run::new(&options, arguments, wanted, Some(&run.site))?;
        ahead::keep_new(&now, today, &run.site.rules, &mut run.checked.diagnostics);
    }
    let mut said = arguments
        .baseline
        .apply(known, &run.site, &mut run.checked.diagnostics)?;
    if arguments.fix.diff {
        return Ok((fix::show(&run.checked.diagnostics)?, run));
    }
    if arguments.fix.fix && fix::apply(&run.site, &run.checked.diagnostics)? {
        run = Run::new(&options, arguments, wanted, Some(&run.site))?;
        said = arguments
            .baseline
            .apply(known, &run.site, &mut run.checked.diagnostics)?;
    }
    if let Some(coverage) = &run.checked.coverage {
        let as_of = options.as_of;
        arguments.coverage.write_page(coverage, &run.site, as_of)?;
        if arguments.coverage.coverage {
            let found = std::mem::take(&mut run.checked.diagnostics);
            let rules = &run.site.rules;
            let code = coverage::print(coverage, found, arguments.format, as_of, rules)?;
            return Ok((code, run));
        }
    }
    let report = Report {
        diagnostics: &run.checked.diagnostics,
        policies: &run.checked.policies,
        folder: &match arguments.format {
            // GitHub places annotations by paths relative to the repository.
            Format::Github => super::root::below_repository(&arguments.root),
            _ => None,
        }
        .unwrap_or_else(|| folder(&arguments.root)),
        deny: arguments.deny,
    };
    arguments.format.write(&report, &run.site.rules)?;
    if let (Some(note), false) = (said.note, arguments.quiet) {
        writeln!(stderr(), "{note}")?;
    }
    if arguments.verbose {
        recognised(&run.checked.recognised)?;
        verbose(&run.site, run.preview)?;
    }
    if arguments.format == Format::Human {
        let quiet = arguments.quiet || said.result.is_some();
        summary(&report, until, quiet)?;
        if let (Some(result), false) = (said.result, arguments.quiet) {
            writeln!(stdout(), "{result}")?;
        }
    }
    let code = match report.fails() {
        true => ExitCode::from(FAULTS),
        false => ExitCode::SUCCESS,
    };
    Ok((code, run))
}

/// A site and the results of its check.
struct Run {
    site: Site,
    checked: Checked,
    /// Whether preview rules ran.
    preview: bool,
}

impl Run {
    fn new(
        options: &Options,
        arguments: &Arguments,
        coverage: bool,
        before: Option<&Site>,
    ) -> anyhow::Result<Self> {
        let mut faults = Vec::new();
        let site = load::load_again(options, before, &mut faults)?;
        let preview = arguments.preview || site.settings.check.preview;
        let (select, ignore) = (&arguments.select, &arguments.ignore);
        let selection = Selection::new(select, ignore, preview, &site.rules).map_err(|fault| {
            let help = fault.help.iter().map(|help| format!("\n  help: {help}"));
            anyhow::anyhow!("{}{}", fault.message, help.collect::<String>())
        })?;
        let check = || build::check(&site, &selection, coverage, faults);
        let mut checked = progress::shown(&site, arguments.quiet, check)?;
        let changed = arguments.since.check(&site, options)?;
        checked.diagnostics.extend(changed);
        settle(&mut checked.diagnostics);
        Ok(Self {
            site,
            checked,
            preview,
        })
    }
}

/// Prints a note on preview rules that are off, for `--verbose`.
fn verbose(site: &Site, preview: bool) -> io::Result<()> {
    let rules = site.rules.rules().filter(|(_, rule)| rule.preview);
    let ids: Vec<&str> = rules.map(|(_, rule)| rule.id.as_str()).collect();
    if preview || ids.is_empty() {
        return Ok(());
    }
    let (rules, are) = match ids.len() {
        1 => ("1 preview rule".to_owned(), "is"),
        count => (format!("{count} preview rules"), "are"),
    };
    writeln!(
        stderr(),
        "note: {rules} {are} off: {}; `check: {{preview: true}}` in policygen.yaml or `--preview` turns preview rules on",
        ids.join(", ")
    )
}

/// Prints the detected type and language of pages, and how to set them.
fn recognised(pages: &[Recognised]) -> io::Result<()> {
    let mut out = stderr();
    for page in pages {
        writeln!(
            out,
            "{}: type `{}` (from {}), language `{}` (from {})",
            page.file.escape_debug(),
            page.document.escape_debug(),
            page.document_from.words(),
            page.language.escape_debug(),
            page.language_from.words(),
        )?;
    }
    if !pages.is_empty() {
        writeln!(
            out,
            "to correct them, set `type` and `language` in a policy's front matter"
        )?;
    }
    Ok(())
}

/// Prints the summary line: to stderr if there are diagnostics, otherwise to stdout.
fn summary(report: &Report<'_>, ahead: Option<Date>, quiet: bool) -> io::Result<()> {
    let mut summary = report.summary();
    if let Some(day) = ahead {
        write!(summary, " as of {day}, in addition to today's findings")
            .map_err(io::Error::other)?;
    }
    if !report.diagnostics.is_empty() {
        writeln!(stderr(), "{summary}")
    } else if !quiet {
        writeln!(stdout(), "{summary}")
    } else {
        Ok(())
    }
}

/// The path from the working folder to the site, ending with `/` unless it is empty.
fn folder(root: &Path) -> String {
    let below = match std::env::current_dir() {
        Ok(here) => root.strip_prefix(&here).unwrap_or(root),
        Err(_) => root,
    };
    let parts: Vec<_> = below
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.iter().map(|part| format!("{part}/")).collect()
}
