//! A policy's file, read and parsed.

use std::ops::Range;
use std::sync::Arc;

use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::Digest;
use crate::base::page::PageId;
use crate::base::source::{Place, Source};
use crate::load::{Read, Site, digest_source};
use crate::model::facts::{Layer, forgive_unknown};
use crate::model::front_matter::{self, FrontMatter};
use crate::publish;
use crate::template::tags;

/// A policy as read: it still has variables and calls.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The path of its file, relative to the policies' folder.
    pub(super) path: Box<str>,
    pub(super) source: Arc<Source>,
    pub(super) front_matter: FrontMatter,
    /// The facts in its front matter, if any.
    pub(super) facts: Option<Arc<Layer>>,
    /// The range of its text, after the front matter.
    pub(super) body: Range<usize>,
}

/// The result of reading a policy's file.
#[derive(Debug, Default)]
pub(super) struct ReadDraft {
    /// The policy, if its file could be read and parsed.
    pub(super) draft: Option<Draft>,
    /// Its errors.
    pub(super) faults: Vec<Diagnostic>,
    /// The digest of its file.
    pub(super) digest: Digest,
}

impl Draft {
    /// Marks the policy as a draft, which gets a banner.
    pub(super) fn unfinished(mut self) -> Self {
        self.front_matter.draft = true;
        self
    }

    /// The place of a key in its front matter.
    pub(super) fn place_of(&self, key: &str) -> Option<Place> {
        let head = &self.source.text[..self.body.start];
        let mut at = 0;
        for line in head.split_inclusive('\n') {
            if line
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'))
            {
                return Some(self.source.place(at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        None
    }

    /// The names of the clauses that it calls, without duplicates.
    pub(super) fn calls(&self) -> Box<[String]> {
        let text = &self.source.text[self.body.clone()];
        let names = tags::clauses_in(text);
        names.into_iter().map(str::to_owned).collect()
    }
}

/// The document type; by default, it is derived from the file's stem.
pub(super) fn doc_type(path: &str, front_matter: &FrontMatter) -> String {
    let given = front_matter.doc_type.clone();
    given.unwrap_or_else(|| address::slugify(address::name(path)))
}

/// Reads and parses a policy's file.
pub(super) fn read(site: &Site, policy: usize) -> ReadDraft {
    let path = &site.tree.policies[policy];
    let mut read = ReadDraft::default();
    let source = match site.read_policy(policy, &mut read.faults) {
        Read::Source(source) => source,
        Read::Faulty => return read,
        Read::Missing => {
            read.faults.push(
                Diagnostic::new(&codes::UNREADABLE, "the file no longer exists")
                    .path(site.tree.shown(path)),
            );
            return read;
        }
    };
    read.digest = digest_source(&source);
    let Some(parts) = front_matter::split(&source, &mut read.faults) else {
        return read;
    };
    let (front_matter, facts) = match parts.yaml {
        Some(range) => match front_matter::read(&source, range, &mut read.faults) {
            Some(read) => read,
            None => return read,
        },
        None => (front_matter::absent(&source, &mut read.faults), None),
    };
    if !front_matter.states_draft {
        let is_there = |path: &str| site.tree.policy(path).is_some();
        front_matter::copied_name(path, &source, is_there, &mut read.faults);
    }
    if site.facts.has_placeholders() {
        forgive_unknown(&mut read.faults);
    }
    if let Some(levels) = &front_matter.check {
        site.rules.verify(levels, &mut read.faults);
    }
    if let Some(regimes) = &front_matter.regimes {
        site.rules.verify_regimes(regimes, &mut read.faults);
    }
    read.draft = Some(Draft {
        path: path.clone(),
        source,
        front_matter,
        facts: facts.map(Arc::new),
        body: parts.body,
    });
    read
}

/// The place of a value in the front matter of a policy. Reads the file again.
pub(super) fn place(site: &Site, page: PageId, written: publish::Place) -> Option<Place> {
    let front_matter = read(site, page.policy()).draft?.front_matter;
    match written {
        publish::Place::Alias(at) => front_matter.aliases.get(at)?.1.clone(),
        publish::Place::TranslationOf => front_matter.translation_of?.1,
    }
}
