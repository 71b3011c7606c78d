//! `--coverage` and `--coverage-page`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use policygen::base::dates::Date;
use policygen::base::diagnostic::{Diagnostic, Severity};
use policygen::check::{Coverage, is_of_build};
use policygen::load::Site;
use policygen::output;
use policygen::rules::RuleSet;

use super::super::streams::stdout;
use super::super::{FAULTS, report};
use super::Format;

/// Arguments on coverage.
#[derive(Debug, clap::Args)]
pub(super) struct CoverageArguments {
    /// Instead of findings, print how the site meets each requirement of the regimes; works with --format json
    #[arg(long, conflicts_with_all = ["fix", "diff", "baseline", "write_baseline"])]
    pub(super) coverage: bool,
    /// Write the coverage as an HTML page for counsel
    #[arg(long, value_name = "FILE")]
    coverage_page: Option<PathBuf>,
}

impl CoverageArguments {
    /// Whether coverage was requested.
    pub(super) fn is_wanted(&self) -> bool {
        self.coverage || self.coverage_page.is_some()
    }

    /// Checks that coverage can be printed in a format.
    pub(super) fn fits(&self, format: Format) -> anyhow::Result<()> {
        if self.coverage && !matches!(format, Format::Human | Format::Json) {
            anyhow::bail!("`--coverage` supports only `--format human` and `--format json`");
        }
        Ok(())
    }

    /// Writes the HTML page, if requested.
    pub(super) fn write_page(
        &self,
        coverage: &Coverage,
        site: &Site,
        as_of: Date,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.coverage_page else {
            return Ok(());
        };
        if output::is_within(path, &site.out) {
            anyhow::bail!(
                "{} is inside the output folder, and would be published",
                path.display()
            );
        }
        let page = coverage.to_html(as_of, &site.rules)?;
        let what = "a policygen coverage page";
        output::replace_own(&site.root, path, page.as_bytes(), what, Coverage::is_page)
    }
}

/// Prints coverage, and the faults that may make it incomplete.
pub(super) fn print(
    coverage: &Coverage,
    mut diagnostics: Vec<Diagnostic>,
    format: Format,
    as_of: Date,
    rules: &RuleSet,
) -> anyhow::Result<ExitCode> {
    diagnostics.retain(|found| is_of_build(found) && found.severity == Severity::Error);
    report(&diagnostics)?;
    let text = match format {
        Format::Json => coverage.to_json(as_of, rules)?,
        _ => coverage.to_text(rules),
    };
    stdout().write_all(text.as_bytes())?;
    Ok(match diagnostics.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAULTS),
    })
}
