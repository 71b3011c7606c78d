//! `policygen release`

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::{Diagnostic, Severity, codes};
use policygen::base::folder::Folder;
use policygen::base::source::Source;
use policygen::build::{self, Ready, Request};
use policygen::check::Selection;
use policygen::load::{self, Options, Site};
use policygen::output;
use policygen::releases::Weight;

use super::streams::{stderr, stdout};
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The policy: its file, or its path under the policies folder, without the extension
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Version of the text [default: the policy’s `version`]
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// First day on which the text applies [default: the policy’s `effective`, or the build date]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    effective: Option<Date>,
    /// What changed, in a sentence [default: the policy’s `history` entry of this version]
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Mark the change as material: rights or duties changed, and readers must accept the text again
    #[arg(long, conflicts_with = "editorial")]
    material: bool,
    /// Mark the change as editorial: only wording or layout changed, and no notice is needed
    #[arg(long)]
    editorial: bool,
    /// Import text that predates the first release, from a Markdown file without tags
    #[arg(long, value_name = "FILE", requires_all = ["version", "effective"], conflicts_with = "baseline")]
    from: Option<PathBuf>,
    /// Import text that predates the first release, from the policy at a Git revision
    #[arg(long, value_name = "REV", requires_all = ["version", "effective"], conflicts_with_all = ["baseline", "from"])]
    rev: Option<String>,
    /// Delete a release that has not taken effect yet
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["version", "effective", "note", "material", "editorial", "from", "rev"])]
    withdraw: Option<String>,
    /// Ignore `check` findings listed in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Print the release without writing it
    #[arg(long)]
    dry_run: bool,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Release the text as of this date [default: SOURCE_DATE_EPOCH, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date)]
    as_of: Option<Date>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let options = Options {
        drafts: true,
        unreleased: true,
        ..Options::new(&arguments.root, super::as_of(arguments.as_of)?)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    let policy = super::policy::find(&site, &arguments.policy)?;
    if let Some(version) = &arguments.withdraw {
        return withdraw(&site, policy, version, options.as_of, arguments.dry_run);
    }
    let request = Request {
        policy,
        version: arguments.version.clone(),
        effective: arguments.effective,
        note: arguments.note.clone(),
        weight: match (arguments.material, arguments.editorial) {
            (true, _) => Some(Weight::Material),
            (_, true) => Some(Weight::Editorial),
            _ => None,
        },
    };
    if let Some(from) = &arguments.from {
        return import(arguments, site, &request, from, faults);
    }
    if let Some(rev) = &arguments.rev {
        return import_revision(arguments, &site, &request, rev, options);
    }
    let (site, ready, faults) = build::prepare_release(site, &request, faults)?;
    let Some(ready) = ready else {
        report(&faults)?;
        return Ok(ExitCode::from(FAULTS));
    };
    let errors = errors(&site, arguments)?;
    if !errors.is_empty() {
        report(&errors)?;
        writeln!(
            stderr(),
            "the release was not created: first fix the errors that `policygen check` reports"
        )?;
        return Ok(ExitCode::from(FAULTS));
    }
    finish(arguments, &site.root, &ready, options.as_of)
}

/// Writes a release, or prints it with `--dry-run`.
fn finish(
    arguments: &Arguments,
    root: &Folder,
    ready: &Ready,
    today: Date,
) -> anyhow::Result<ExitCode> {
    if arguments.dry_run {
        write!(stdout(), "{}", ready.text)?;
        return Ok(ExitCode::SUCCESS);
    }
    write(root, ready)?;
    report(ready.warning.as_slice())?;
    writeln!(
        stdout(),
        "{}: version {}, in effect from {}",
        ready.path,
        ready.version,
        ready.effective
    )?;
    if ready.effective > today {
        writeln!(
            stdout(),
            "build the site now to announce the release, and again on {}",
            ready.effective
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports an older text from a file.
fn import(
    arguments: &Arguments,
    site: Site,
    request: &Request,
    from: &Path,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<ExitCode> {
    let text =
        std::fs::read_to_string(from).with_context(|| format!("can't read {}", from.display()))?;
    let text = Source::new(from.to_string_lossy(), text);
    let root = Arc::clone(&site.root);
    let today = site.evaluator.as_of().date();
    let (ready, faults) = build::import(site, request, &text, faults)?;
    report(&faults)?;
    match ready {
        Some(ready) => finish(arguments, &root, &ready, today),
        None => Ok(ExitCode::from(FAULTS)),
    }
}

/// The errors that `check` would report once the policy is released.
fn errors(site: &Site, arguments: &Arguments) -> anyhow::Result<Vec<Diagnostic>> {
    let preview = site.settings.check.preview;
    let selection = Selection::new(&[], &[], preview, &site.rules)
        .map_err(|fault| anyhow::anyhow!(fault.message))?;
    let mut found = build::check(site, &selection, false, Vec::new())?.diagnostics;
    if let Some(path) = &arguments.baseline {
        let baseline = super::check::read_baseline(path)?;
        baseline.apply(&site.rules, &mut found);
    }
    // The content lock reports the very changes that are being released.
    found.retain(|fault| {
        fault.severity == Severity::Error && fault.code.id != codes::CHANGED_SINCE_RELEASE.id
    });
    Ok(found)
}

/// Imports the text that a policy had at a Git revision.
fn import_revision(
    arguments: &Arguments,
    site: &Site,
    request: &Request,
    rev: &str,
    options: Options,
) -> anyhow::Result<ExitCode> {
    let tree = super::git::Repository::open(site.root.path())?.tree(rev)?;
    let options = Options {
        // Evaluate the text as of its own date.
        as_of: request.effective.unwrap_or(options.as_of),
        ..options
    };
    let mut faults = Vec::new();
    let then = load::load_files(&options, tree.files, &mut faults)?;
    let path = site.tree.shown(&site.tree.policies[request.policy]);
    let policy = build::find_policy(&then, &path)
        .with_context(|| format!("there is no policy `{path}` at `{rev}`"))?;
    let (frozen, mut faults) = build::freeze(&then, policy, faults)?;
    faults.retain(|fault| fault.severity == Severity::Error && fault.file() == Some(&path));
    faults.retain(|fault| !fault.code.id.starts_with("REF"));
    let Some(frozen) = frozen.filter(|_| faults.is_empty()) else {
        report(&faults)?;
        anyhow::bail!("`{path}` has errors at `{rev}`, so there is no text to release");
    };
    match build::import_frozen(site, request, frozen, &format!("{path} at {rev}"))? {
        Ok(ready) => finish(arguments, &site.root, &ready, site.evaluator.as_of().date()),
        Err(fault) => {
            report(std::slice::from_ref(&*fault))?;
            Ok(ExitCode::from(FAULTS))
        }
    }
}

/// Writes the policy before the release: if this is interrupted, the command can be run again.
fn write(root: &Folder, ready: &Ready) -> anyhow::Result<()> {
    if let Some(rewrite) = &ready.policy {
        output::fix(root, std::slice::from_ref(rewrite))?;
    }
    output::create(root.path(), &[(ready.path.clone(), ready.text.clone())])
}

/// Deletes the last release, if it has not taken effect.
fn withdraw(
    site: &Site,
    policy: usize,
    version: &str,
    today: Date,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let path = &site.tree.policies[policy];
    let chain = site.releases.of(path);
    let last = chain.and_then(|chain| chain.last());
    let Some(last) = last.filter(|last| last.version == version) else {
        anyhow::bail!(
            "only the last release can be withdrawn, and version {version} of `{path}` is not the last one"
        );
    };
    anyhow::ensure!(
        today < last.effective,
        "version {version} has been in effect since {}: readers may rely on it, so release another version instead",
        last.effective
    );
    if !dry_run {
        output::remove(&site.root, &last.source.path)?;
    }
    writeln!(stdout(), "{}: withdrawn", last.source.path)?;
    // The release filled in the front matter, but only the author may change it back.
    let shown = site.tree.shown(path);
    if build::stated_version(site, policy).as_deref() == Some(version) {
        writeln!(
            stdout(),
            "{shown} still has version {version}: restore its text, `version`, `effective` and `history`, or release it again"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
