//! `policygen serve`

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::{Diagnostic, Severity};
use policygen::load::Options;
use policygen::serve::{Address, Event, Mode, serve};

use super::report;
use super::streams::{stderr, stdout};
use super::{as_of, date};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Port to listen on; 0 picks a free port [default: the first free port from 8000]
    #[arg(short, long, value_name = "N")]
    port: Option<u16>,
    /// Host name or IP address to listen on; anything but the default makes the site reachable from the network
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Check the site after each build, and show findings on its pages
    #[arg(long)]
    check: bool,
    /// With --check, ignore findings listed in this file
    #[arg(long, value_name = "FILE", requires = "check")]
    baseline: Option<PathBuf>,
    /// Look for changes every half second; use it for network folders, in containers, or beyond the system's watch limit
    #[arg(long)]
    poll: bool,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Show the site as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<Date>,
    /// Print only diagnostics
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // Report an invalid date before serving. The date is determined again for each build, because a
    // day may end.
    let first = as_of(arguments.as_of)?;
    let options = {
        let (root, drafts, given) = (arguments.root.clone(), arguments.drafts, arguments.as_of);
        move || Options {
            drafts,
            // A preview shows facts that are not known yet as placeholders.
            placeholders: true,
            unreleased: true,
            ..Options::new(&root, as_of(given).unwrap_or(first))
        }
    };
    let address = Address {
        host: arguments.host.clone(),
        port: arguments.port,
    };
    let (open, quiet) = (arguments.open, arguments.quiet);
    let mode = Mode {
        check: arguments.check,
        baseline: arguments
            .baseline
            .as_deref()
            .map(super::check::read_baseline)
            .transpose()?,
        poll: arguments.poll,
    };
    serve(&address, mode, options, move |event| {
        // The server keeps running if its output can't be written.
        let _ = tell(&event, open, quiet);
    })?;
    Ok(ExitCode::SUCCESS)
}

fn tell(event: &Event<'_>, in_browser: bool, quiet: bool) -> io::Result<()> {
    match event {
        Event::Serving { url, open } => {
            if *open {
                writeln!(
                    stderr(),
                    "warning: the site is visible to other machines on the network"
                )?;
            }
            // The caller may be waiting for this line.
            let mut out = stdout();
            writeln!(out, "{url} (press Ctrl-C to stop)")?;
            out.flush()?;
            if in_browser && let Err(error) = open::that_detached(url) {
                writeln!(stderr(), "warning: can't open a browser: {error}")?;
            }
        }
        Event::Built {
            changed,
            diagnostics,
            news,
        } => {
            if *news {
                report(diagnostics)?;
                if diagnostics.is_empty() && !quiet {
                    writeln!(stderr(), "fixed")?;
                }
            }
            match changed {
                _ if quiet => {}
                [] => {}
                [file] => writeln!(stderr(), "changed: {file}")?,
                files => writeln!(stderr(), "changed: {} files", files.len())?,
            }
        }
        Event::Checked { diagnostics, news } => {
            if *news {
                // Notes are left to `check`; pages show them collapsed.
                let is_no_note = |found: &&Diagnostic| found.severity != Severity::Info;
                let shown: Vec<Diagnostic> =
                    diagnostics.iter().filter(is_no_note).cloned().collect();
                report(&shown)?;
                if diagnostics.is_empty() && !quiet {
                    writeln!(stderr(), "no findings left")?;
                }
            }
        }
        Event::Trouble(error) => writeln!(stderr(), "error: {error:#}")?,
    }
    Ok(())
}
