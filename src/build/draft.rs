//! A policy's file, read and parsed.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Digest;
use crate::base::source::{Place, Source};
use crate::clauses::called;
use crate::load::{Read, Site, digest_source, read_source};
use crate::model::facts::Layer;
use crate::model::front_matter::{self, FrontMatter};
use crate::template::instrument::instrument;

/// A policy as it was read: variables and calls are still in it.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Its position among the policies.
    pub(crate) policy: usize,
    /// Its file.
    pub(crate) path: Box<str>,
    /// What is in the file, if it could be parsed.
    pub(crate) parsed: Option<Parsed>,
    /// What is wrong with it.
    pub(crate) faults: Vec<Diagnostic>,
    /// The digest of its file.
    pub(crate) digest: Digest,
}

/// Front matter and text of a policy.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) source: Arc<Source>,
    pub(crate) front_matter: FrontMatter,
    /// The facts in its front matter, if there are any.
    pub(crate) facts: Option<Arc<Layer>>,
    /// Where its text is, behind the front matter.
    pub(crate) body: Range<usize>,
}

impl Draft {
    /// The file, and where its text is behind the front matter.
    pub(crate) fn body(&self) -> Option<(&Arc<Source>, &Range<usize>)> {
        let parsed = self.parsed.as_ref()?;
        Some((&parsed.source, &parsed.body))
    }

    /// The names of the clauses that it calls, each once.
    pub(crate) fn calls(&self) -> Box<[String]> {
        let Some((source, body)) = self.body() else {
            return Box::default();
        };
        let marked = instrument(&source.text[body.clone()], body.start, 0, "", "");
        let names: BTreeSet<&str> = called(&marked).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// Where an alias is written, by its position in the front matter.
    pub(crate) fn alias_place(&self, at: usize) -> Option<Place> {
        let (_, place) = self.parsed.as_ref()?.front_matter.aliases.get(at)?;
        place.clone()
    }

    /// Where it says what it is a translation of.
    pub(crate) fn translation_place(&self) -> Option<Place> {
        let front_matter = &self.parsed.as_ref()?.front_matter;
        front_matter.translation_of.as_ref()?.1.clone()
    }

    /// The document type: by default the file's stem.
    pub(crate) fn doc_type(&self, front_matter: &FrontMatter) -> String {
        front_matter
            .doc_type
            .clone()
            .unwrap_or_else(|| address::slugify(address::name(&self.path)))
    }
}

/// Reads and parses a policy's file.
pub(crate) fn read(site: &Site, policy: usize) -> Draft {
    let path = &site.tree.policies[policy];
    let mut draft = Draft {
        policy,
        path: path.clone(),
        parsed: None,
        faults: Vec::new(),
        digest: Digest::default(),
    };
    let source = match read_source(&site.root, &site.tree.shown(path), &mut draft.faults) {
        Read::Source(source) => source,
        Read::Faulty => return draft,
        Read::Missing => {
            draft.faults.push(
                Diagnostic::new(&codes::UNREADABLE, "the file is gone").path(site.tree.shown(path)),
            );
            return draft;
        }
    };
    draft.digest = digest_source(&source);
    let Some(parts) = front_matter::split(&source, &mut draft.faults) else {
        return draft;
    };
    let (front_matter, facts) = match parts.yaml {
        Some(range) => match front_matter::read(&source, range, &mut draft.faults) {
            Some(read) => read,
            None => return draft,
        },
        None => (FrontMatter::default(), None),
    };
    draft.parsed = Some(Parsed {
        source,
        front_matter,
        facts: facts.map(Arc::new),
        body: parts.body,
    });
    draft
}
