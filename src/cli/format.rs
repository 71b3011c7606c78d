//! The formats of reports and listings, for people and for programs.

use std::io::Write as _;

use clap::ValueEnum;
use policygen::base::diagnostic::sarif::RuleData;
use policygen::base::diagnostic::{Code, Report, github, json, junit, sarif};
use policygen::check::About;
use policygen::rules::RuleSet;

/// The format of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with source lines
    #[default]
    Human,
    /// All details of each finding
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands, for annotations on GitHub
    Github,
    /// JUnit XML, for test reports
    Junit,
}

/// How a listing is written to stdout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Listing {
    /// For people
    #[default]
    Text,
    /// For programs, with all details
    Json,
}

impl Format {
    /// Writes a report: for people to stderr, for programs to stdout.
    pub(super) fn write(self, report: &Report<'_>, rules: &RuleSet) -> anyhow::Result<()> {
        let about = |code: &'static Code| {
            About::of(code.id, rules).map_or_else(RuleData::default, |about| about.data())
        };
        let text = match self {
            Self::Human => {
                return Ok(super::print(report.diagnostics)?);
            }
            Self::Json => json::render(report, about)?,
            Self::Sarif => sarif::render(report, about)?,
            Self::Github => github::render(report),
            Self::Junit => junit::render(report)?,
        };
        Ok(super::streams::stdout().write_all(text.as_bytes())?)
    }
}
