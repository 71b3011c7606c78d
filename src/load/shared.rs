//! What all pages of a site share: facts, clauses, words and theme.

use std::path::Path;
use std::sync::Arc;

use super::{embedded, read, theme_files, tree};
use crate::base::dates::AsOf;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Digest;
use crate::base::source::Source;
use crate::clauses;
use crate::model::facts::Facts;
use crate::model::language::Languages;
use crate::model::settings::Settings;
use crate::render::{Theme, ThemeFile};

/// Digests of the sources but for the clauses, and of the clauses; the day.
pub(super) type MadeOf = (Digest, Digest, chrono::NaiveDate);

/// What all pages share, parsed and compiled.
pub(super) struct Shared {
    pub(super) facts: Facts,
    pub(super) library: clauses::Library,
    pub(super) languages: Arc<Languages>,
    pub(super) theme: Theme,
    /// None if some of the sources could not be read.
    pub(super) made_of: Option<MadeOf>,
    /// What was wrong with them.
    pub(super) faults: Vec<Diagnostic>,
}

/// The same as it was read.
pub(super) struct Sources {
    facts: Vec<Arc<Source>>,
    clauses: Vec<Arc<Source>>,
    words: Vec<Arc<Source>>,
    theme: Vec<ThemeFile>,
    /// Whether some of the facts could not be read.
    facts_unread: bool,
    /// Whether something could not be read, or is not there.
    pub(super) incomplete: bool,
}

impl Sources {
    pub(super) fn read(
        root: &Path,
        settings: &Settings,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Self> {
        let start = faults.len();
        let facts = tree::text_files(root, &settings.paths.facts, &["yaml", "yml"], faults)?;
        let facts_unread = faults.len() > start;
        let clauses = clause_sources(root, settings, faults)?;
        let words = tree::text_files(root, &settings.paths.words, &["yaml", "yml"], faults)?;
        let theme = theme_files(root, settings, faults)?;
        Ok(Self {
            facts,
            clauses,
            words,
            theme,
            facts_unread,
            incomplete: faults.len() > start,
        })
    }

    /// The digest of all but the clauses, added to `digest`, and that of the
    /// clauses.
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

    /// Parses and compiles them.
    pub(super) fn compile(
        self,
        settings: &Settings,
        as_of: chrono::NaiveDate,
        made_of: Option<MadeOf>,
    ) -> anyhow::Result<Shared> {
        let mut found = Vec::new();
        let faults = &mut found;
        let mut layers = Vec::new();
        let mut unread = self.facts_unread;
        for source in &self.facts {
            match crate::model::facts::read(source, faults) {
                Some(layer) => layers.push(Arc::new(layer)),
                None => unread = true,
            }
        }
        let mut facts = Facts::default();
        if unread {
            facts = facts.incomplete();
        }
        let facts = facts.with_all(layers, faults);

        let languages = Arc::new(Languages::new(embedded::words(), self.words, faults));
        let library = clauses::Library::compile(
            &self.clauses,
            &facts,
            &settings.language,
            Arc::clone(&languages),
            Arc::new(AsOf::new(as_of)),
            faults,
        )?;
        let theme = Theme::compile(&settings.theme, self.theme, faults);
        Ok(Shared {
            facts,
            library,
            languages,
            theme,
            made_of,
            faults: found,
        })
    }
}

/// The standard clauses with the site's own over them, by name.
fn clause_sources(
    root: &Path,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Arc<Source>>> {
    let own = tree::text_files(root, &settings.paths.clauses, &["md", "markdown"], faults)?;
    let mut sources: Vec<Arc<Source>> = Vec::new();
    for source in own {
        if let Some(first) = sources
            .iter()
            .find(|other| clauses::name(&other.path) == clauses::name(&source.path))
        {
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
    for source in embedded::clauses() {
        if !sources
            .iter()
            .any(|own| clauses::name(&own.path) == clauses::name(&source.path))
        {
            sources.push(source);
        }
    }
    Ok(sources)
}
