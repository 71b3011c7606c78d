//! `--fix` and `--diff`

use std::io::{self, Write as _};
use std::process::ExitCode;

use policygen::base::diagnostic::Diagnostic;
use policygen::base::diagnostic::fix::Plan;
use policygen::base::text::counted;
use policygen::load::Site;
use policygen::output;

use super::super::FAULTS;
use super::super::streams::{stderr, stdout};

/// Arguments on fixes.
#[derive(Debug, clap::Args)]
pub(super) struct FixArguments {
    /// Apply safe fixes, and report the rest
    #[arg(long, conflicts_with = "write_baseline")]
    pub(super) fix: bool,
    /// Print what --fix would change without writing it, and fail if anything would change
    #[arg(long, conflicts_with_all = ["format", "write_baseline"])]
    pub(super) diff: bool,
}

/// Prints the changes that `--fix` would make.
pub(super) fn show(diagnostics: &[Diagnostic]) -> anyhow::Result<ExitCode> {
    let plan = Plan::of(diagnostics);
    let mut out = stdout();
    for file in &plan.files {
        write!(out, "{}", file.diff())?;
    }
    if plan.files.is_empty() {
        writeln!(stderr(), "nothing to fix")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(stderr(), "--fix would fix {}", in_words(&plan))?;
    tell_left(&plan)?;
    Ok(ExitCode::from(FAULTS))
}

/// Applies all fixes, and returns whether there were any.
pub(super) fn apply(site: &Site, diagnostics: &[Diagnostic]) -> anyhow::Result<bool> {
    let plan = Plan::of(diagnostics);
    output::fix(&site.root, &plan.files)?;
    if plan.files.is_empty() {
        return Ok(false);
    }
    writeln!(stderr(), "fixed {}", in_words(&plan))?;
    tell_left(&plan)?;
    Ok(true)
}

fn in_words(plan: &Plan) -> String {
    format!(
        "{} in {}",
        counted(plan.fixed, "finding", "findings"),
        counted(plan.files.len(), "file", "files")
    )
}

fn tell_left(plan: &Plan) -> io::Result<()> {
    let mut err = stderr();
    match plan.left {
        0 => Ok(()),
        1 => writeln!(
            err,
            "1 more fix overlaps with another; run --fix again to apply it"
        ),
        left => writeln!(
            err,
            "{left} more fixes overlap with others; run --fix again to apply them"
        ),
    }
}
