//! `policygen notice`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use policygen::base::dates::Date;
use policygen::base::diagnostic::has_errors;
use policygen::build::{self, NoticeFormat};
use policygen::load::{self, Options};

use super::streams::{stderr, stdout};
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    on: On,
}

#[derive(Debug, Subcommand)]
enum On {
    /// Print which subprocessors are added, changed or removed, and when, and how to object.
    ///
    /// The text is in the site's language and states only facts.
    Subprocessors(Subprocessors),
}

#[derive(Debug, Args)]
struct Subprocessors {
    /// Include changes announced on or after this day, or made on or after it if unannounced
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    since: Date,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value_t, value_enum)]
    format: Format,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Build date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Plain text
    #[default]
    Text,
    /// Markdown
    Markdown,
    /// HTML, without `<head>` or styles
    Html,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.on {
        On::Subprocessors(arguments) => subprocessors(arguments),
    }
}

fn subprocessors(arguments: &Subprocessors) -> anyhow::Result<ExitCode> {
    let options = Options::new(&arguments.root, super::as_of(arguments.as_of)?);
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    let format = match arguments.format {
        Format::Text => NoticeFormat::Text,
        Format::Markdown => NoticeFormat::Markdown,
        Format::Html => NoticeFormat::Html,
    };
    let (notice, faults) = build::subprocessor_notice(&site, arguments.since, format, faults)?;
    let Some(notice) = notice.filter(|_| !has_errors(&faults)) else {
        report(&faults)?;
        return Ok(ExitCode::from(FAULTS));
    };
    anyhow::ensure!(
        site.facts.get("subprocessors").is_some(),
        "the shared facts have no `subprocessors`: list them in `content/facts`, with the dates of changes"
    );
    write!(stdout(), "{}", notice.text)?;
    if !notice.left_out.is_empty() {
        writeln!(
            stderr(),
            "left out, because companies with the role `processor` don’t handle customers’ data: {}",
            policygen::base::text::join_and(
                &notice
                    .left_out
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
            )
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
