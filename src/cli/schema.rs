//! `policygen schema`

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use policygen::model::schemas;
use policygen::publish::policies_schema;
use policygen::rules::schema as rules_schema;

use super::streams::stdout;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The kind of file
    #[arg(value_enum)]
    of: File,
}

/// The files that users write, and a file for their applications.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum File {
    /// `policygen.yaml`
    Settings,
    /// Front matter of policies
    FrontMatter,
    /// Files in the facts folder
    Facts,
    /// Files in the rules folder
    Rules,
    /// `policies.json` in the output
    Policies,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let schema = match arguments.of {
        File::Settings => schemas::settings(),
        File::FrontMatter => schemas::front_matter(),
        File::Facts => schemas::facts(),
        File::Rules => rules_schema::rules(),
        File::Policies => policies_schema(),
    };
    writeln!(stdout(), "{schema:#}")?;
    Ok(ExitCode::SUCCESS)
}
