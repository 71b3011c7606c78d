//! The data that all pages of a site share: facts, clauses, interface text and
//! theme.

use std::sync::Arc;

use super::theme::theme_files;
use super::{Options, embedded, read, tree};
use crate::base::dates::AsOf;
use crate::base::diagnostic::{Diagnostic, codes, is_built_in};
use crate::base::digest::{self, Digest};
use crate::base::folder::Folder;
use crate::base::source::Source;
use crate::clauses::{self, Evaluator, Folders, SHORTEST};
use crate::model::facts::{self, Facts};
use crate::model::language::Languages;
use crate::model::settings::Settings;
use crate::render::{Theme, ThemeFile};

/// The data that all pages share, parsed and compiled.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) facts: Part<Facts>,
    pub(super) library: Part<clauses::Library>,
    pub(super) languages: Part<Languages>,
    pub(super) theme: Part<Theme>,
    pub(super) evaluator: Arc<Evaluator>,
}

/// A part of the shared data.
#[derive(Debug)]
pub(super) struct Part<T> {
    pub(super) value: Arc<T>,
    /// The digest of its sources; `None` if some of them could not be read.
    made_of: Option<Digest>,
    faults: Vec<Diagnostic>,
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            made_of: self.made_of,
            faults: self.faults.clone(),
        }
    }
}

impl<T> Part<T> {
    /// Reuses the part from `before` if its sources have not changed, and calls `make` otherwise.
    fn new(
        made_of: Option<Digest>,
        before: Option<&Self>,
        make: impl FnOnce(&mut Vec<Diagnostic>) -> anyhow::Result<T>,
    ) -> anyhow::Result<Self> {
        if let Some(before) = before
            && made_of.is_some()
            && before.made_of == made_of
        {
            return Ok(before.clone());
        }
        let mut faults = Vec::new();
        let value = Arc::new(make(&mut faults)?);
        Ok(Self {
            value,
            made_of,
            faults,
        })
    }
}

impl Shared {
    /// The faults of the shared sources.
    pub(super) fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let Self {
            facts,
            library,
            languages,
            theme,
            ..
        } = self;
        let parts = [
            &facts.faults,
            &library.faults,
            &languages.faults,
            &theme.faults,
        ];
        parts.into_iter().flatten()
    }
}

/// The sources of the shared data.
pub(super) struct Sources {
    facts: Vec<Arc<Source>>,
    clauses: Vec<Arc<Source>>,
    words: Vec<Arc<Source>>,
    theme: Vec<ThemeFile>,
    /// The folders of clauses for single languages.
    folders: Folders,
    /// Whether some of the facts could not be read.
    facts_unread: bool,
    /// Whether something is missing or could not be read.
    pub(super) incomplete: bool,
}

impl Sources {
    pub(super) fn read(
        root: &Folder,
        settings: &Settings,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Self> {
        let start = faults.len();
        let facts = tree::text_files(root, &settings.paths.facts, &["yaml", "yml"], faults)?;
        let facts_unread = faults.len() > start;
        let words = tree::text_files(root, &settings.paths.words, &["yaml", "yml"], faults)?;
        let built_in = embedded::words();
        let languages = words
            .iter()
            .chain(&built_in)
            .map(|words| main_tag(&words.path));
        let folders = Folders {
            clauses: settings.paths.clauses.clone(),
            languages: languages.collect(),
        };
        let clauses = clause_sources(root, settings, &folders, faults)?;
        let theme = theme_files(root, settings, faults)?;
        Ok(Self {
            facts,
            clauses,
            words,
            theme,
            folders,
            facts_unread,
            incomplete: faults.len() > start,
        })
    }

    /// The digest of everything except the clauses, added to `digest`, and the
    /// digest of the clauses.
    pub(super) fn digests(&self, mut digest: read::SharedDigest) -> (Digest, Digest) {
        for source in self.facts.iter().chain(&self.words) {
            digest.add(source);
        }
        for file in &self.theme {
            digest.bytes(&file.path, &file.bytes);
        }
        let mut clauses = read::SharedDigest::new();
        for source in &self.clauses {
            clauses.add(source);
        }
        (digest.finish(), clauses.finish())
    }

    /// The digest of the shared files that determine how pages look: interface text and theme.
    pub(super) fn look(&self) -> Digest {
        let mut digest = read::SharedDigest::new();
        self.words.iter().for_each(|source| digest.add(source));
        for file in &self.theme {
            digest.bytes(&file.path, &file.bytes);
        }
        digest.finish()
    }

    /// The site's own sources, with their digests.
    pub(super) fn own(&self) -> impl Iterator<Item = (&str, Digest)> {
        let texts = self.facts.iter().chain(&self.words).chain(&self.clauses);
        let texts = texts.map(|source| (source.path.as_str(), source.text.as_bytes()));
        let theme = self.theme.iter();
        let theme = theme.map(|file| (file.shown.as_str(), file.bytes.as_slice()));
        let own = texts.chain(theme).filter(|(path, _)| !is_built_in(path));
        own.map(|(path, bytes)| (path, digest::of(bytes)))
    }

    /// Parses and compiles the sources. Reuses the parts of `before` whose sources are the same.
    pub(super) fn compile(
        self,
        settings: &Settings,
        options: &Options,
        before: Option<&Shared>,
    ) -> anyhow::Result<Shared> {
        let readable = |digest: read::SharedDigest| (!self.incomplete).then(|| digest.finish());
        let digest = |sources: &[Arc<Source>]| {
            let mut digest = read::SharedDigest::new();
            sources.iter().for_each(|source| digest.add(source));
            readable(digest)
        };
        let mut of_facts = read::SharedDigest::new();
        of_facts.text(&settings.paths.facts);
        of_facts.text(&settings.language);
        of_facts.text(if options.placeholders {
            "placeholders"
        } else {
            ""
        });
        self.facts.iter().for_each(|source| of_facts.add(source));
        let of_facts = readable(of_facts);
        let mut of_clauses = read::SharedDigest::new();
        let mut languages: Vec<&String> = self.folders.languages.iter().collect();
        languages.sort();
        languages
            .iter()
            .for_each(|language| of_clauses.text(language));
        self.clauses
            .iter()
            .for_each(|source| of_clauses.add(source));
        let of_clauses = readable(of_clauses);
        let of_words = digest(&self.words);
        let mut of_theme = read::SharedDigest::new();
        of_theme.text(&settings.theme);
        for file in &self.theme {
            of_theme.bytes(&file.path, &file.bytes);
        }
        let of_theme = readable(of_theme);

        let facts = Part::new(of_facts, before.map(|before| &before.facts), |faults| {
            let facts = Facts::default().in_folder(&settings.paths.facts);
            let mut facts = facts.of_site_in(&settings.language);
            if options.placeholders {
                facts = facts.with_placeholders();
            }
            Ok(read_facts(facts, &self.facts, self.facts_unread, faults))
        })?;
        let library = Part::new(of_clauses, before.map(|before| &before.library), |faults| {
            clauses::Library::compile_in(&self.folders, &self.clauses, faults)
        })?;
        let languages = Part::new(of_words, before.map(|before| &before.languages), |faults| {
            Ok(Languages::new(embedded::words(), self.words, faults))
        })?;
        let theme = Part::new(of_theme, before.map(|before| &before.theme), |faults| {
            Ok(Theme::compile(&settings.theme, self.theme, faults))
        })?;
        let evaluator = before.map(|before| Arc::clone(&before.evaluator));
        let evaluator = evaluator.filter(|evaluator| {
            let limit = settings.limits.evaluation;
            evaluator.is_of(&library.value, &facts.value, &languages.value, limit)
                && evaluator.as_of().date() == options.as_of
        });
        let evaluator = evaluator.unwrap_or_else(|| {
            Arc::new(Evaluator::new(
                Arc::clone(&library.value),
                Arc::clone(&facts.value),
                Arc::clone(&languages.value),
                Arc::new(AsOf::new(options.as_of)),
                settings.limits.evaluation,
            ))
        });
        Ok(Shared {
            facts,
            library,
            languages,
            theme,
            evaluator,
        })
    }
}

/// Reads shared facts and merges them over `facts`. `unread` says whether some files could not be
/// read.
fn read_facts(
    mut facts: Facts,
    sources: &[Arc<Source>],
    unread: bool,
    faults: &mut Vec<Diagnostic>,
) -> Facts {
    let mut layers = Vec::new();
    let mut unread = unread;
    let placeholders = facts.has_placeholders();
    for source in sources {
        match facts::read(source, faults) {
            Some(layer) => layers.push(Arc::new(layer)),
            None => unread = true,
        }
    }
    if placeholders {
        facts::forgive_unknown(faults);
    }
    if unread {
        facts = facts.incomplete();
    }
    facts.with_all(layers, faults)
}

/// The language of an interface text file, without its region: `de` for `words/de-AT.yaml`.
fn main_tag(path: &str) -> String {
    let name = clauses::name(path);
    name.split('_').next().unwrap_or_default().to_owned()
}

/// The standard clauses, overridden by the site's own clauses with the same name and language.
fn clause_sources(
    root: &Folder,
    settings: &Settings,
    folders: &Folders,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Arc<Source>>> {
    let own = tree::text_files(root, &settings.paths.clauses, &["md", "markdown"], faults)?;
    let key = |source: &Source| {
        let name = clauses::name(&source.path);
        let language = folders.language(&source.path);
        let language = language.filter(|_| name.len() >= SHORTEST);
        (name, language.map(str::to_owned))
    };
    let mut sources: Vec<Arc<Source>> = Vec::new();
    for source in own {
        let first = sources.iter().find(|other| key(other) == key(&source));
        if let Some(first) = first {
            faults.push(
                Diagnostic::new(
                    &codes::CLAUSE_NAME,
                    format!("two clauses are called `{}`", clauses::name(&source.path)),
                )
                .path(&source.path)
                .help(format!("the other is {}; rename one of them", first.path)),
            );
            continue;
        }
        sources.push(source);
    }
    let own = sources.len();
    for source in embedded::clauses() {
        if !sources[..own].iter().any(|own| key(own) == key(&source)) {
            sources.push(source);
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::load::{Options, Site, load_again};

    fn load(root: &Path, day: &str, before: Option<&Site>) -> Site {
        let options = Options {
            root: root.to_owned(),
            out: None,
            base_url: None,
            as_of: day.parse().unwrap(),
            drafts: false,
            fragments: false,
            placeholders: false,
            unreleased: false,
        };
        let mut faults = Vec::new();
        let site = load_again(&options, before, &mut faults).unwrap();
        assert_eq!(faults, []);
        site
    }

    #[test]
    fn what_has_not_changed_is_not_compiled_again() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        write("content/policies/privacy.md", "# Privacy\n");
        write("content/facts/company.yaml", "company: Acme\n");
        let site = load(folder.path(), "2026-05-23", None);
        let (library, evaluator) = (Arc::clone(&site.library), Arc::clone(&site.evaluator));

        let site = load(folder.path(), "2026-05-23", Some(&site));
        assert!(Arc::ptr_eq(&site.evaluator, &evaluator));
        let site = load(folder.path(), "2026-05-24", Some(&site));
        assert!(!Arc::ptr_eq(&site.evaluator, &evaluator));
        assert_eq!(site.evaluator.as_of().date().to_string(), "2026-05-24");

        write("content/facts/company.yaml", "company: Zenith\n");
        let site = load(folder.path(), "2026-05-24", Some(&site));
        assert_eq!(site.facts.company_name(), Some("Zenith"));
        assert!(Arc::ptr_eq(&site.library, &library));

        write("content/clauses/own.md", "---\nsummary: Own\n---\nWords\n");
        let site = load(folder.path(), "2026-05-24", Some(&site));
        assert!(!Arc::ptr_eq(&site.library, &library));
        assert!(site.library.find("own").is_some());
    }
}
