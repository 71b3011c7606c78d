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
    /// What the schema is of
    #[arg(value_enum)]
    of: File,
}

/// The files that users write, and a file for their applications.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum File {
    /// `policygen.yaml`
    Settings,
    /// The front matter of policies
    FrontMatter,
    /// The files in the folder of facts
    Facts,
    /// The files in the folder of rules
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
