//! `--watch`

use std::process::ExitCode;

use super::Arguments;

/// Checks the site again whenever it changes, until interrupted.
#[cfg(feature = "serve")]
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    use std::io::Write as _;

    use super::super::format::Format;
    use super::super::streams::stderr;
    use super::super::{is_plain, signals};

    if arguments.format != Format::Human {
        anyhow::bail!("`--watch` supports only `--format human`");
    }
    signals::end_well()?;
    let known = arguments.baseline.read()?;
    let clears = !is_plain();
    let mut before = None;
    policygen::serve::keep_up(&arguments.root, arguments.poll, |changed| {
        if clears {
            write!(stderr().styled(), "\x1b[2J\x1b[3J\x1b[H")?;
        }
        let mut err = stderr();
        match changed {
            [] => {}
            [file] => writeln!(err, "changed: {file}")?,
            files => writeln!(err, "changed: {} files", files.len())?,
        }
        drop(err);
        let checked = super::once(arguments, known.as_ref(), before.as_ref());
        let site = checked.map(|(_, run)| run.site);
        if let Err(error) = &site {
            writeln!(stderr(), "error: {error:#}")?;
        }
        if !arguments.quiet {
            writeln!(stderr(), "watching for changes; press Ctrl-C to stop")?;
        }
        let places = site.as_ref().ok().map(|site| {
            (
                site.out.clone(),
                policygen::model::settings::Settings::clone(&site.settings),
            )
        });
        before = site.ok();
        Ok(places)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Reports that watching is not supported.
#[cfg(not(feature = "serve"))]
pub(super) fn run(_: &Arguments) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "this policygen can't watch files: it was built without the feature `serve`; run `policygen check` again after a change"
    )
}
