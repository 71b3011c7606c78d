//! `policygen show`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::has_errors;
use policygen::base::escape::yaml;
use policygen::load::{self, Options};
use policygen::releases::Chain;

use super::streams::stdout;
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The policy: its file, or its path under the policies folder, without the extension
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The day on which the text was in force [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    on: Option<Date>,
    /// Show this version instead of the one in force, with its text on its first day or on the day of --on
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let today = super::as_of(arguments.on)?;
    let options = Options {
        drafts: true,
        ..Options::new(&arguments.root, today)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    faults.retain(|fault| fault.code.id.starts_with("REL"));
    if has_errors(&faults) {
        report(&faults)?;
        return Ok(ExitCode::from(FAULTS));
    }
    let policy = super::policy::find(&site, &arguments.policy)?;
    let path = &site.tree.policies[policy];
    let chain = site.releases.of(path);
    let chain = chain.with_context(|| format!("`{path}` has no releases"))?;
    let at = position(chain, arguments, today)?;
    let release = &chain.releases()[at];
    let day = match (&arguments.version, arguments.on) {
        (Some(_), None) => release.effective,
        _ => today,
    };
    let until = chain.days(at).end;
    let mut out = stdout();
    writeln!(out, "---\ntitle: {}", yaml(&release.title))?;
    writeln!(out, "version: {}", yaml(&release.version))?;
    writeln!(out, "effective: {}", release.effective)?;
    if let Some(until) = until {
        writeln!(out, "until: {until}")?;
    }
    writeln!(out, "text_of: {day}")?;
    writeln!(out, "release: {}", release.source.path)?;
    writeln!(out, "digest: {}\n---", release.digest)?;
    write!(out, "{}", release.text_on(day))?;
    Ok(ExitCode::SUCCESS)
}

/// The position of the requested release.
fn position(chain: &Chain, arguments: &Arguments, day: Date) -> anyhow::Result<usize> {
    let releases = chain.releases();
    if let Some(version) = &arguments.version {
        let found = releases
            .iter()
            .position(|release| release.version == *version);
        return found.with_context(|| {
            let known: Vec<&str> = releases.iter().map(|release| &*release.version).collect();
            format!(
                "there is no version {version}; the versions are {}",
                known.join(", ")
            )
        });
    }
    chain.on(day).with_context(|| match releases.first() {
        Some(first) => format!(
            "no version was in force on {day}: the first, {}, applies from {}",
            first.version, first.effective
        ),
        None => "the policy has no releases".to_owned(),
    })
}
