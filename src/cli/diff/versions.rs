//! Finds the versions of a policy to compare, by name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use policygen::base::diagnostic::{Diagnostic, Severity};
use policygen::base::source::Source;
use policygen::base::text::io_error;
use policygen::build::{self, TextVersion, VersionFacts};
use policygen::load::{self, Options, Site};
use policygen::model::language::Language;
use policygen::redline::{MarkdownFile, Text};

use super::super::{git, policy};

/// A version as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// The current sources.
    Working,
    /// A Markdown file.
    File(PathBuf),
    /// The sources at a Git revision.
    Revision(String),
    /// A released version.
    Release(String),
    /// The last released version.
    LastRelease,
}

impl Named {
    /// Parses a name.
    pub(super) fn of(name: &str) -> Self {
        let path = Path::new(name);
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_markdown = ending.is_some_and(|ending| {
            ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
        });
        match is_markdown {
            true => Self::File(path.to_owned()),
            false => Self::Release(name.to_owned()),
        }
    }
}

/// A version of a policy.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) text: Text,
    pub(super) title: String,
    /// Its name in the redline.
    pub(super) name: String,
    pub(super) language: Arc<Language>,
    /// Its facts; `None` for a file, which states no facts.
    pub(super) facts: Option<VersionFacts>,
}

impl Version {
    fn of(found: TextVersion, name: String) -> Self {
        Self {
            text: found.text,
            title: found.title,
            name,
            language: found.language,
            facts: Some(found.facts),
        }
    }
}

/// Finds the versions of a policy.
pub(super) struct Versions<'a> {
    site: &'a Site,
    options: &'a Options,
    faults: Vec<Diagnostic>,
    policy: &'a str,
}

impl<'a> Versions<'a> {
    /// Prepares to find versions of a policy of a site that was loaded with these faults.
    pub(super) fn new(
        site: &'a Site,
        options: &'a Options,
        faults: Vec<Diagnostic>,
        policy: &'a str,
    ) -> Self {
        Self {
            site,
            options,
            faults,
            policy,
        }
    }

    /// The version with this name.
    pub(super) fn get(&mut self, named: &Named) -> anyhow::Result<Version> {
        match named {
            Named::Working => self.working(),
            Named::File(path) => self.file(path),
            Named::Revision(revision) => self.revision(revision),
            Named::Release(version) => self.release(Some(version)),
            Named::LastRelease => self.release(None),
        }
    }

    /// A released version, or the last one if `version` is `None`.
    fn release(&self, version: Option<&str>) -> anyhow::Result<Version> {
        let policy = policy::find(self.site, self.policy)?;
        let chain = self.site.releases.of(&self.site.tree.policies[policy]);
        let release = chain.and_then(|chain| match version {
            Some(version) => chain.version(version),
            None => chain.last(),
        });
        let Some(release) = release else {
            let Some(version) = version else {
                anyhow::bail!(
                    "`{}` has no releases to compare with; name a Markdown file, or a Git revision with `--rev`",
                    self.policy
                );
            };
            let releases = chain.into_iter().flat_map(|chain| chain.releases());
            let known: Vec<&str> = releases.map(|release| release.version.as_str()).collect();
            let known = match known.as_slice() {
                [] => "the policy has no releases".to_owned(),
                known => format!("the versions are {}", known.join(", ")),
            };
            anyhow::bail!(
                "there is no version `{version}`: {known}; to compare with a Git revision, write `--rev {version}`"
            );
        };
        let found = build::release_version(self.site, policy, release)?
            .with_context(|| format!("`{}` can't be read", self.policy))?;
        let name = policygen::model::language::fill(
            &found.language.words.redline.version,
            &[("version", &release.version)],
        );
        Ok(Version::of(found, name))
    }

    fn working(&mut self) -> anyhow::Result<Version> {
        let policy = policy::find(self.site, self.policy)?;
        let faults = std::mem::take(&mut self.faults);
        let found = build::text_version(self.site, policy, faults)?;
        made(found, |language| {
            language.words.redline.working_text.clone()
        })?
        .with_context(|| {
            format!(
                "`{}` has errors, so there is no text to compare",
                self.policy
            )
        })
    }

    fn file(&self, path: &Path) -> anyhow::Result<Version> {
        /// The maximum size of a text, as for the texts of a site.
        const MOST: u64 = 8 * 1024 * 1024;
        let shown = path.display();
        let read = || -> std::io::Result<Vec<u8>> {
            use std::io::Read as _;
            let mut bytes = Vec::new();
            let file = std::fs::File::open(path)?;
            file.take(MOST + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes =
            read().map_err(|error| anyhow::anyhow!("can't read {shown}: {}", io_error(&error)))?;
        if bytes.len() as u64 > MOST {
            anyhow::bail!("{shown} is larger than {} MB", MOST / 1024 / 1024);
        }
        let mut faults = Vec::new();
        let source = load::text(&shown.to_string(), bytes, &mut faults);
        let language = &self.site.settings.language;
        let found = source.and_then(|source: Arc<Source>| {
            let base = self.site.settings.base_url.as_ref().map(url::Url::as_str);
            MarkdownFile::read(&source, &self.site.languages, language, base, &mut faults)
        });
        let Some(found) = found else {
            super::super::report(&faults)?;
            anyhow::bail!("{shown} can't be compared");
        };
        let language = found.language.as_deref().unwrap_or(language);
        let language = self.site.languages.get(language);
        Ok(Version {
            text: found.text,
            title: found.title,
            name: match &found.version {
                Some(version) => policygen::model::language::fill(
                    &language.words.redline.version,
                    &[("version", version)],
                ),
                None => shown.to_string(),
            },
            language,
            facts: None,
        })
    }

    fn revision(&self, revision: &str) -> anyhow::Result<Version> {
        let tree = git::Repository::open(self.site.root.path())?.tree(revision)?;
        let links = tree.links;
        let mut faults = Vec::new();
        let site = load::load_files(self.options, tree.files, &mut faults)?;
        let policy = self.there(&site);
        let Some(policy) = policy else {
            policy::find(self.site, self.policy)?;
            let is_link = links.iter().any(|link| link.ends_with(self.policy));
            let help = match is_link {
                true => "symbolic links are not followed in revisions",
                false => "use the file's name at that revision, or choose a later revision",
            };
            anyhow::bail!(
                "there is no policy `{}` at `{revision}`; {help}",
                self.policy
            );
        };
        let found = build::text_version(&site, policy, faults)?;
        made(found, |_| revision.to_owned())?.with_context(|| {
            format!(
                "`{}` has errors at `{revision}`, so there is no text to compare",
                self.policy
            )
        })
    }

    /// The policy in another site: at the same path, or else under the same name.
    fn there(&self, site: &Site) -> Option<usize> {
        let here = build::find_policy(self.site, self.policy);
        let here = here.map(|policy| self.site.tree.shown(&self.site.tree.policies[policy]));
        here.and_then(|path| build::find_policy(site, &path))
            .or_else(|| build::find_policy(site, self.policy))
    }
}

/// A version, unless there were errors, which are reported.
fn made(
    found: Result<TextVersion, Vec<Diagnostic>>,
    name: impl FnOnce(&Language) -> String,
) -> anyhow::Result<Option<Version>> {
    Ok(match found {
        Ok(found) => {
            let name = name(&found.language);
            Some(Version::of(found, name))
        }
        Err(mut diagnostics) => {
            diagnostics.retain(|found| found.severity == Severity::Error);
            super::super::report(&diagnostics)?;
            None
        }
    })
}
