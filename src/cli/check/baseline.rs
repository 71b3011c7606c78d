//! `--baseline` and `--write-baseline`

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use policygen::base::diagnostic::Diagnostic;
use policygen::check::Baseline;
use policygen::load::Site;
use policygen::output;

/// Arguments on baselines.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineArguments {
    /// Ignore findings listed in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write today's findings to this file; with --baseline, write only the baseline findings that remain
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

/// Reads a baseline.
pub(in crate::cli) fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("can't read the baseline {}", path.display()))?;
    Baseline::parse(&text)
        .map_err(|fault| anyhow::anyhow!("can't use the baseline {}: {fault}", path.display()))
}

impl BaselineArguments {
    /// Reads the baseline, if one is given.
    pub(super) fn read(&self) -> anyhow::Result<Option<Baseline>> {
        let Some(path) = &self.baseline else {
            return Ok(None);
        };
        read(path).map(Some)
    }

    /// Removes known findings, and writes a baseline on request. Returns messages for the user.
    pub(super) fn apply(
        &self,
        known: Option<&Baseline>,
        site: &Site,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Said> {
        let mut said = Said::default();
        let applied = known.map(|known| known.apply(&site.rules, diagnostics));
        let Some(path) = &self.write_baseline else {
            if let (Some(applied), Some(path)) = (applied, &self.baseline)
                && applied.gone > 0
            {
                said.note = Some(stale(applied.gone, path));
            }
            return Ok(said);
        };
        if output::is_within(path, &site.out) {
            anyhow::bail!(
                "{} is inside the output folder, and would be published",
                path.display()
            );
        }
        let baseline = match applied {
            Some(applied) => applied.held,
            None => {
                let found = Baseline::of(diagnostics);
                found.apply(&site.rules, diagnostics);
                found
            }
        };
        let is_baseline = |found: &[u8]| {
            std::str::from_utf8(found).is_ok_and(|text| Baseline::parse(text).is_ok())
        };
        let text = baseline.to_text()?;
        output::replace_own(&site.root, path, text.as_bytes(), "a baseline", is_baseline)?;
        said.result = Some(format!("{}: {}", path.display(), counted(baseline.len())));
        Ok(said)
    }
}

/// Messages about baselines.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// A note on stale entries.
    pub(super) note: Option<String>,
    /// The result of writing a baseline.
    pub(super) result: Option<String>,
}

fn counted(findings: usize) -> String {
    match findings {
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    }
}

fn stale(gone: usize, path: &Path) -> String {
    let (findings, verb, them) = match gone {
        1 => ("1 finding".to_owned(), "occurs", "it"),
        count => (format!("{count} findings"), "occur", "them"),
    };
    let path = path.display();
    format!(
        "note: {findings} in {path} no longer {verb}; run with `--baseline {path} --write-baseline {path}` to remove {them}"
    )
}
