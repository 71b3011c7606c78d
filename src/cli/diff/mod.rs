//! `policygen diff`

mod versions;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use policygen::base::dates::Date;
use policygen::load::{self, Options, Site};
use policygen::redline::{self, FactChange, Redline, Report};
use policygen::{build, output};

use super::FAULTS;
use super::jobs::Jobs;
use super::streams::{Stream, stdout};
use versions::{Named, Version, Versions};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The policy: its file or name
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Old text: a released version, or a Markdown file such as a page's Markdown version [default: the last release]
    #[arg(value_name = "A")]
    old: Option<String>,
    /// New text: a released version or a Markdown file, as for the old text [default: the working text]
    #[arg(value_name = "B")]
    new: Option<String>,
    /// Compare with a Git revision (REV), or compare two (A..B)
    #[arg(long, value_name = "REV", conflicts_with_all = ["old", "new"])]
    rev: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the redline to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit with code 1 if there are differences
    #[arg(long)]
    exit_code: bool,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Evaluate the texts as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
    #[command(flatten)]
    jobs: Jobs,
}

/// The format of a redline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal: [-deleted-] {+inserted+}
    #[default]
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// A self-contained page in the site's theme
    Html,
}

/// The maximum line width.
const WIDTH: usize = 100;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    arguments.jobs.run(|| diff(arguments))
}

fn diff(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (old, new) = named(arguments)?;
    let options = Options {
        drafts: true,
        unreleased: true,
        ..Options::new(&arguments.root, super::as_of(arguments.as_of)?)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    let mut versions = Versions::new(&site, &options, faults, &arguments.policy);
    let (old, new) = (versions.get(&old)?, versions.get(&new)?);
    let redline = Redline::new(&old.text, &new.text);
    let facts = facts(&old, &new);
    let report = Report {
        redline: &redline,
        facts: &facts,
        language: &new.language,
        title: &new.title,
        old: &old.name,
        new: &new.name,
    };
    write(arguments, &site, &report)?;
    Ok(match arguments.exit_code && !report.is_empty() {
        true => ExitCode::from(FAULTS),
        false => ExitCode::SUCCESS,
    })
}

/// The two texts named by the arguments.
fn named(arguments: &Arguments) -> anyhow::Result<(Named, Named)> {
    if let Some(rev) = &arguments.rev {
        return Ok(match rev.split_once("..") {
            None => (Named::Revision(rev.clone()), Named::Working),
            Some((old, new)) if old.is_empty() || new.is_empty() || new.starts_with('.') => {
                anyhow::bail!(
                    "`{rev}` does not name two revisions; write `--rev A..B`, or `--rev A` to compare with the working text"
                );
            }
            Some((old, new)) => (
                Named::Revision(old.to_owned()),
                Named::Revision(new.to_owned()),
            ),
        });
    }
    let named = |name: &Option<String>, default| match name {
        Some(name) => Named::of(name),
        None => default,
    };
    let old = named(&arguments.old, Named::LastRelease);
    Ok((old, named(&arguments.new, Named::Working)))
}

/// The facts that changed.
fn facts(old: &Version, new: &Version) -> Vec<FactChange> {
    let (Some(before), Some(after)) = (&old.facts, &new.facts) else {
        return Vec::new();
    };
    after.since(before, &new.language)
}

fn write(arguments: &Arguments, site: &Site, report: &Report<'_>) -> anyhow::Result<()> {
    let to_terminal = arguments.output.is_none();
    let color = to_terminal && super::has_colors(&std::io::stdout());
    let bytes = match arguments.format {
        Format::Text => redline::terminal(report, WIDTH, color).into_bytes(),
        Format::Markdown => redline::markdown(report).into_bytes(),
        Format::Json => {
            let mut json = serde_json::to_vec_pretty(&redline::json(report))?;
            json.push(b'\n');
            json
        }
        Format::Html => build::redline_page(site, report)?,
    };
    let Some(path) = &arguments.output else {
        let out = stdout();
        let mut out: Stream<_> = match color {
            true => out.styled(),
            false => out,
        };
        return Ok(out.write_all(&bytes)?);
    };
    if output::is_within(path, &site.out) {
        anyhow::bail!(
            "{} is inside the output folder, and would be published",
            path.display()
        );
    }
    let heading = report.heading();
    let is_redline = |found: &[u8]| {
        let found = String::from_utf8_lossy(found);
        let marks = [
            "class=\"redline\"",
            "\"format\": \"redline/",
            "<!-- policygen: redline -->",
        ];
        marks.iter().any(|mark| found.contains(mark)) || found.starts_with(&heading)
    };
    output::replace_own(&site.root, path, &bytes, "a policygen redline", is_redline)
        .context("can't write the redline")
}
