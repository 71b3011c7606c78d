//! `policygen verify`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use policygen::base::text::counted;
use policygen::build;
use policygen::load::{self, Options};

use super::streams::{stderr, stdout};
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    super::root::require(&arguments.root)?;
    let options = Options {
        drafts: true,
        unreleased: true,
        ..Options::new(&arguments.root, super::as_of(None)?)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    let (verified, faults) = build::verify(&site, faults)?;
    if !faults.is_empty() {
        report(&faults)?;
        return Ok(ExitCode::from(FAULTS));
    }
    for policy in &verified {
        let releases = counted(policy.releases, "release", "releases");
        writeln!(stdout(), "{}: {releases}, unaltered", policy.policy)?;
        if !policy.other_form.is_empty() {
            writeln!(
                stderr(),
                "note: {}: the pages of version {} were not compared: their digests were made by another version of policygen",
                policy.policy,
                policy.other_form.join(", ")
            )?;
        }
    }
    if verified.is_empty() {
        writeln!(stdout(), "no policy has releases")?;
    }
    Ok(ExitCode::SUCCESS)
}
