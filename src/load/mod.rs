//! Reads sources and themes from disk, and the data embedded in the binary. No other module does.

mod aside;
mod contents;
mod embedded;
mod files;
mod media;
mod names;
mod read;
mod releases;
mod rules;
mod settings_file;
mod shared;
mod site;
mod stray;
mod telling;
mod tenant;
mod theme;
mod tree;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, LazyLock};

use anyhow::Context as _;

pub(crate) use contents::faults as faults_in_file;
pub use files::load_files;
pub(crate) use media::looks_like_policy;
pub(crate) use read::unreadable;
pub use read::{Read, digest_source, digest_text, read_source, text};
pub use rules::rules;
use shared::{Shared, Sources};
pub(crate) use telling::fault as fault_in_name;
pub use theme::{SiteTheme, site_theme, theme_names};

use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, human};
use crate::base::digest::{self, Digest};
use crate::base::folder::Folder;
use crate::base::inputs;
use crate::base::source::Source;
use crate::base::tree::Tree;
use crate::clauses;
use crate::model::facts::Facts;
use crate::model::language::Languages;
use crate::model::settings::Settings;
use crate::releases::Releases;
use crate::render::Theme;
use crate::rules::RuleSet;

/// Options of the caller, which override the settings.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's root folder.
    pub root: PathBuf,
    /// The output folder, overriding the settings; relative to the working folder.
    pub out: Option<PathBuf>,
    /// The base URL, overriding the settings.
    pub base_url: Option<url::Url>,
    /// The build date.
    pub as_of: Date,
    /// Whether drafts are also built.
    pub drafts: bool,
    /// Whether pages are fragments for another site to embed.
    pub fragments: bool,
    /// Whether unknown facts are printed as placeholders, for a preview.
    pub placeholders: bool,
    /// Whether pages show the current texts rather than the released ones, to check or preview
    /// them.
    pub unreleased: bool,
}

impl Options {
    /// Options for building a site as of a date, without overriding its settings.
    pub fn new(root: impl Into<PathBuf>, as_of: Date) -> Self {
        Self {
            root: root.into(),
            out: None,
            base_url: None,
            as_of,
            drafts: false,
            fragments: false,
            placeholders: false,
            unreleased: false,
        }
    }
}

/// A loaded site, except for the policies themselves, which are read one by one.
#[derive(Debug)]
pub struct Site {
    /// The root folder.
    pub root: Arc<Folder>,
    /// The output folder.
    pub out: PathBuf,
    /// The settings, with the caller's options applied.
    pub settings: Arc<Settings>,
    /// Whether drafts are built.
    pub drafts: bool,
    /// Whether pages are fragments for another site to embed.
    pub fragments: bool,
    /// Facts that all policies share.
    pub facts: Arc<Facts>,
    /// The clauses.
    pub library: Arc<clauses::Library>,
    /// The facts and clauses on the build date, to evaluate policies.
    pub evaluator: Arc<clauses::Evaluator>,
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// The interface text of pages.
    pub languages: Arc<Languages>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The releases of policies.
    pub releases: Arc<Releases>,
    /// Whether pages show the current texts rather than the released ones.
    pub unreleased: bool,
    /// The text of a policy that replaces the contents of its file.
    replaced: Option<Arc<Source>>,
    /// The policies and other files of the policies' folder.
    pub tree: Arc<Tree>,
    /// The digest of everything that affects all pages or the diagnostics of a build: settings,
    /// facts, clauses, rules, theme, options, program, and the names of the policies and other
    /// files.
    pub shared_digest: Digest,
    /// The same digest without the clauses: a page depends only on those it calls.
    pub common_digest: Digest,
    /// The digest of everything that affects the look of pages, whatever their content: settings,
    /// options, interface text, theme and program.
    pub look_digest: Digest,
    /// The digests of inputs that are not files of the site, by their names in manifests.
    pub parts: Arc<BTreeMap<&'static str, Digest>>,
    /// The site's own settings, facts, clauses, interface text and theme files, with their digests.
    pub shared_sources: Arc<[(String, Digest)]>,
    /// The number of policies that the current run has finished, for progress
    /// reports.
    pub done: AtomicUsize,
    /// The data that all pages share, for the next load.
    shared: Shared,
}

/// Loads a site. Faults of the sources go to `faults`; errors are failures of
/// the program itself.
pub fn load(options: &Options, faults: &mut Vec<Diagnostic>) -> anyhow::Result<Site> {
    load_again(options, None, faults)
}

/// Loads a site again. Parts of `before` whose sources have not changed are reused.
pub fn load_again(
    options: &Options,
    before: Option<&Site>,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Site> {
    load_folder(open_root(&options.root)?, options, before, faults)
}

fn load_folder(
    root: Folder,
    options: &Options,
    before: Option<&Site>,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Site> {
    let root = &Arc::new(root);
    let mut digest = read::SharedDigest::new();
    let mut shared_sources = Vec::new();
    let settings = settings_file::read(root, options, &mut digest, &mut shared_sources, faults)?;
    let out = match &options.out {
        Some(out) => out.clone(),
        None => root.join(&settings.output),
    };
    let out = absolute(&out)?;
    // A site that is not on disk is never built.
    if root.files().is_none() {
        check_output(root, &out, options.out.is_some(), &settings)?;
    }

    let (rules, rules_digest) = rules::read(root, &settings, faults)?;
    rules.verify(&settings.check, faults);
    rules.verify_regimes(&settings.regimes, faults);
    let sources = Sources::read(root, &settings, faults)?;
    shared_sources.extend(
        sources
            .own()
            .map(|(path, digest)| (path.to_owned(), digest)),
    );
    let of_options = options.digest(&settings, &shared_sources);
    let look_digest = digest::of(&[of_options, sources.look()].concat());
    let (frame, clauses) = sources.digests(digest);
    let before = before.map(|before| &before.shared);
    let shared = sources.compile(&settings, options, before)?;
    faults.extend(shared.faults().cloned());

    let tree = tree::list(root, &out, &settings, faults)?;
    stray::report(root, &settings, faults)?;
    let releases = releases::read(root, &settings, &tree, faults)?;
    let names = names::digest(&tree, &releases);
    Ok(Site {
        root: Arc::clone(root),
        out,
        drafts: options.drafts,
        fragments: options.fragments,
        facts: Arc::clone(&shared.facts.value),
        library: Arc::clone(&shared.library.value),
        rules,
        evaluator: Arc::clone(&shared.evaluator),
        languages: Arc::clone(&shared.languages.value),
        theme: Arc::clone(&shared.theme.value),
        tree: Arc::new(tree),
        settings: Arc::new(settings),
        releases: Arc::new(releases),
        unreleased: options.unreleased,
        replaced: None,
        shared_digest: digest::of(&[frame, clauses, names, rules_digest].concat()),
        common_digest: digest::of(&[frame, names, rules_digest].concat()),
        look_digest,
        parts: Arc::new(BTreeMap::from([
            (inputs::OPTIONS, of_options),
            (inputs::CLAUSES, clauses),
            (inputs::NAMES, names),
            (inputs::RULES, rules_digest),
        ])),
        shared_sources: shared_sources.into(),
        done: AtomicUsize::default(),
        shared,
    })
}

/// Opens the root of a site.
fn open_root(root: &Path) -> anyhow::Result<Folder> {
    if !root.is_dir() {
        anyhow::bail!("{} is not a folder", root.display());
    }
    Folder::open(root).with_context(|| format!("can't open {}", root.display()))
}

/// Checks that neither the output nor the sources are inside the other: a build would read its own
/// pages, or write among files that are not its own.
fn check_output(
    root: &Folder,
    out: &Path,
    is_given: bool,
    settings: &Settings,
) -> anyhow::Result<()> {
    // Only the command line may name a folder outside the root: the settings may come from a
    // stranger.
    if !is_given && !out.starts_with(absolute(root.path())?) {
        let link = root.way_out(&settings.output);
        anyhow::bail!("the output: {link}; use `--out` to build there");
    }
    for folder in settings.paths.folders() {
        let sources = absolute(&root.join(folder))?;
        if sources.starts_with(out) {
            anyhow::bail!(
                "the output folder {} contains the sources in {}; choose another with `--out` or `output:`",
                out.display(),
                sources.display()
            );
        }
        // A folder of Markdown may contain its output, which is not read.
        let whole_site = folder.is_empty();
        if out.starts_with(&sources) && !whole_site {
            anyhow::bail!(
                "the output folder {} is inside the sources in {}; choose another with `--out` or `output:`",
                out.display(),
                sources.display()
            );
        }
    }
    Ok(())
}

/// The standard clauses, without a site.
pub fn standard_library(faults: &mut Vec<Diagnostic>) -> anyhow::Result<clauses::Library> {
    clauses::Library::compile(&embedded::clauses(), faults)
}

/// The standard clauses by version, including those that a site overrides.
///
/// # Panics
///
/// Panics if the embedded data is invalid, which a test rules out.
pub fn standard_clauses() -> &'static clauses::Changelog {
    static READ: LazyLock<clauses::Changelog> = LazyLock::new(|| {
        let source = embedded::clause_changes();
        clauses::Changelog::read(&source).unwrap_or_else(|fault| {
            panic!(
                "embedded data can't be read:\n{}",
                human::render(&[*fault], false)
            )
        })
    });
    &READ
}

/// Makes a path absolute, and resolves `.`, `..` and links as far as its folders exist.
pub(crate) fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    let path =
        std::path::absolute(path).with_context(|| format!("no such path: {}", path.display()))?;
    // The longest part that exists is resolved, so that links can't hide that
    // one folder is inside another.
    let mut rest = Vec::new();
    let mut head = path.as_path();
    loop {
        if let Ok(found) = head.canonicalize() {
            let mut whole = found;
            for part in rest.iter().rev() {
                match part {
                    std::path::Component::ParentDir => {
                        whole.pop();
                    }
                    std::path::Component::Normal(name) => whole.push(name),
                    _ => {}
                }
            }
            return Ok(whole);
        }
        match (head.parent(), head.components().next_back()) {
            (Some(parent), Some(last)) => {
                rest.push(last);
                head = parent;
            }
            _ => return Ok(path.clone()),
        }
    }
}
