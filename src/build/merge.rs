//! A policy's facts, clauses and text made one.

use std::sync::Arc;

use tera::Value;

use super::draft::Draft;
use crate::base::diagnostic::Diagnostic;
use crate::clauses::{self, Evaluated, FactSet};
use crate::document::{self, Document, Labels, Node};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::front_matter::Numbering;
use crate::model::language::Language;
use crate::template::Origin;
use crate::template::source_map::SourceMap;

/// A policy with its facts and clauses merged into its text.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) draft: Draft,
    pub(super) text: String,
    pub(super) map: SourceMap,
    /// The labels of links that the text defines.
    pub(super) labels: Labels,
    pub(super) language: Arc<Language>,
    pub(super) numbered: bool,
    /// The facts that the text prints.
    pub(super) facts: FactSet,
    /// The facts that apply to it, if some are its own.
    pub(super) own: Option<Facts>,
}

/// Merges facts, clauses and text. `None` if that went wrong.
pub(super) fn merge(site: &Site, draft: Draft, faults: &mut Vec<Diagnostic>) -> Option<Merged> {
    let front_matter = &draft.front_matter;
    let own: Option<Facts> = draft
        .facts
        .as_ref()
        .map(|layer| site.facts.with(Arc::clone(layer), faults));
    let language = front_matter
        .language
        .as_deref()
        .unwrap_or(&site.settings.language);
    let input = clauses::Input {
        policy: &draft.source,
        body: draft.body.clone(),
        front_matter,
        own_facts: own.as_ref(),
        regimes: front_matter
            .regimes
            .as_deref()
            .unwrap_or(&site.settings.regimes),
        language,
    };
    let Evaluated {
        mut text,
        map,
        facts,
    } = site.evaluator.evaluate(&input, faults)?;
    let origin = Origin {
        map: &map,
        policy: &draft.source,
        snippets: site.library.snippets(),
    };
    let labels = Labels::separate(&mut text, origin, faults);
    let numbering = front_matter.numbering.unwrap_or(site.settings.numbering);
    Some(Merged {
        text,
        map,
        labels,
        language: site.languages.get(language),
        numbered: numbering == Numbering::Decimal,
        facts,
        own,
        draft,
    })
}

impl Merged {
    /// The facts that the text speaks of.
    pub(super) fn facts<'s>(&'s self, site: &'s Site) -> Vec<(&'static str, &'s Value)> {
        let facts = self.own.as_ref().unwrap_or(&site.facts);
        self.facts
            .names()
            .filter_map(|name| Some((name, facts.get(name)?)))
            .collect()
    }

    /// The same in as little memory as it takes, to be held.
    pub(super) fn shrunk(mut self) -> Self {
        self.text.shrink_to_fit();
        self.map.shrink();
        self
    }

    /// The way back to the sources.
    pub(super) fn origin<'a>(&'a self, site: &'a Site) -> Origin<'a> {
        Origin {
            map: &self.map,
            policy: &self.draft.source,
            snippets: site.library.snippets(),
        }
    }

    /// The text as a document, in `nodes`, an empty buffer.
    pub(super) fn document<'a>(
        &'a self,
        site: &'a Site,
        nodes: Vec<Node<'a>>,
        faults: &mut Vec<Diagnostic>,
    ) -> Document<'a> {
        document::parse(
            document::Input {
                text: &self.text,
                origin: self.origin(site),
                title: self.draft.front_matter.title.as_deref(),
                numbered: self.numbered,
                labels: &self.labels,
            },
            nodes,
            faults,
        )
    }
}
