//! Merges a policy's facts, clauses and text.

use std::sync::Arc;

use tera::Value;
use tera::value::Key;

use super::draft::Draft;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::placeholder;
use crate::clauses::{self, Evaluated, Evaluator, FactSet, Printed};
use crate::document::{self, Document, Labels, Node};
use crate::load::Site;
use crate::model::facts::Facts;
use crate::model::front_matter::{FrontMatter, Numbering};
use crate::model::language::Language;
use crate::releases::Release;
use crate::template::Origin;
use crate::template::instrument::Segment;
use crate::template::source_map::{self, SourceMap};

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
    /// The facts that the text mentions.
    pub(super) facts: FactSet,
    /// The facts that it prints; `None` for the text of a release, which contains only printed
    /// facts.
    pub(super) printed: Option<Printed>,
    /// Its own facts; `None` if the site's facts apply unchanged.
    pub(super) own: Option<Facts>,
    /// Whether it is the text of a release, which can't be edited.
    pub(super) released: bool,
}

/// Merges facts, clauses and text. Returns `None` on failure.
pub(super) fn merge(
    site: &Site,
    evaluator: &Evaluator,
    draft: Draft,
    faults: &mut Vec<Diagnostic>,
) -> Option<Merged> {
    let front_matter = &draft.front_matter;
    let own = own_facts(site, &draft, faults);
    let input = input(&draft, own.as_ref(), site);
    let before = faults.len();
    let evaluated = evaluator.evaluate(&input, faults);
    // Faulty tags are skipped, so there may be faults even if evaluation succeeds.
    summarise(&draft, before, faults);
    let Evaluated {
        mut text,
        map,
        facts,
        printed,
    } = evaluated?;
    if text.trim().is_empty()
        && !draft.source.text[draft.body.clone()].trim().is_empty()
        && faults.len() == before
    {
        faults.push(document::no_text(&draft.source.path));
    }
    let all = own.as_ref().unwrap_or(&site.facts);
    faults.extend(all.untranslated(|name| facts.has(name)));
    let origin = Origin {
        map: &map,
        policy: &draft.source,
        snippets: site.library.snippets(),
    };
    let labels = Labels::separate(&mut text, origin, faults);
    let numbering = front_matter.numbering.unwrap_or(site.settings.numbering);
    let language = site.languages.get(input.language);
    // A page with placeholders can't be in force.
    let draft = match site.facts.has_placeholders() && placeholder::is_in(&text) {
        true => draft.unfinished(),
        false => draft,
    };
    Some(Merged {
        text,
        map,
        labels,
        language,
        numbered: numbering == Numbering::Decimal,
        facts,
        printed: Some(printed),
        own,
        released: false,
        draft,
    })
}

/// The facts of a policy that has its own, or whose language changes some; otherwise `None`, and
/// the site's facts apply.
fn own_facts(site: &Site, draft: &Draft, faults: &mut Vec<Diagnostic>) -> Option<Facts> {
    let language = draft.front_matter.language.as_deref();
    let language = language.unwrap_or(&site.settings.language);
    let translated = site.facts.in_language(language, draft.facts.as_deref());
    match &draft.facts {
        Some(layer) => {
            let shared = translated.as_ref().unwrap_or(&site.facts);
            Some(shared.with(Arc::clone(layer), faults))
        }
        None => translated,
    }
}

/// The parts of a policy to evaluate.
fn input<'a>(draft: &'a Draft, own: Option<&'a Facts>, site: &'a Site) -> clauses::Input<'a> {
    let front_matter = &draft.front_matter;
    let (regimes, language) = (&front_matter.regimes, &front_matter.language);
    clauses::Input {
        policy: &draft.source,
        body: draft.body.clone(),
        front_matter,
        own_facts: own,
        regimes: regimes.as_deref().unwrap_or(&site.settings.regimes),
        language: language.as_deref().unwrap_or(&site.settings.language),
    }
}

/// A text with nothing left to evaluate, with its map and labels.
fn plain(site: &Site, draft: &Draft, faults: &mut Vec<Diagnostic>) -> (String, SourceMap, Labels) {
    let body = &draft.body;
    let mut text = draft.source.text[body.clone()].to_owned();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let map = source_map::identity(Segment {
        start: offset(body.start),
        length: offset(text.len()),
        tag: offset(body.end),
    });
    let origin = Origin {
        map: &map,
        policy: &draft.source,
        snippets: site.library.snippets(),
    };
    let labels = Labels::separate(&mut text, origin, faults);
    (text, map, labels)
}

/// If a policy is written for another template language, replaces the faults on its tags, from the
/// position `from` on, with a single fault.
fn summarise(draft: &Draft, from: usize, faults: &mut Vec<Diagnostic>) {
    let is_on_tag = |fault: &Diagnostic| {
        let codes = [
            &codes::TEMPLATE_SYNTAX,
            &codes::UNKNOWN_VARIABLE,
            &codes::TEMPLATE,
        ];
        codes.iter().any(|code| code.id == fault.code.id)
            && fault.file() == Some(draft.source.path.as_str())
    };
    if !faults[from..].iter().any(is_on_tag) {
        return;
    }
    let Some(found) = clauses::written_for(&draft.source.text[draft.body.clone()]) else {
        return;
    };
    let mut at = 0;
    faults.retain(|fault| {
        at += 1;
        at <= from || !is_on_tag(fault)
    });
    let start = draft.body.start;
    faults.push(
        Diagnostic::new(
            &codes::TEMPLATE_SYNTAX,
            format!("the text is written for {}: {} of its tags are not policygen tags", found.language, found.tags),
        )
        .at(&draft.source, start + found.first.start..start + found.first.end)
        .help("replace these tags: `policygen clauses` lists the clauses, and `{{ company.legal_name }}` prints a fact")
        .help("to leave the file out, list it under `exclude` in `policygen.yaml`; to print braces, put them in code, or between `{% raw %}` and `{% endraw %}`"),
    );
}

impl Merged {
    /// Merges the text of a release. `draft` contains the range of the text.
    pub(super) fn of_release(
        site: &Site,
        draft: Draft,
        release: &Release,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let (text, map, labels) = plain(site, &draft, faults);
        Self {
            language: site.languages.get(&release.language),
            numbered: release.numbering == Numbering::Decimal,
            facts: FactSet::of(release.facts.keys().filter_map(Key::as_str)),
            printed: None,
            own: Some(Facts::of(release.facts.clone())),
            text,
            map,
            labels,
            released: true,
            draft,
        }
    }

    /// A merged policy with a frozen text, and with `title` as the title of its page.
    pub(super) fn of_text(
        site: &Site,
        draft: Draft,
        title: &str,
        policy: &Self,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let (text, map, labels) = plain(site, &draft, faults);
        Self {
            language: Arc::clone(&policy.language),
            numbered: policy.numbered,
            facts: policy.facts,
            printed: policy.printed.clone(),
            own: policy.own.clone(),
            text,
            map,
            labels,
            released: true,
            draft: Draft {
                front_matter: FrontMatter {
                    title: Some(title.to_owned()),
                    ..FrontMatter::default()
                },
                ..draft
            },
        }
    }

    /// The input that was evaluated.
    pub(super) fn input<'a>(&'a self, site: &'a Site) -> clauses::Input<'a> {
        input(&self.draft, self.own.as_ref(), site)
    }

    /// The facts that the text prints, limited to the printed parts.
    pub(super) fn facts(&self, site: &Site) -> Vec<(&'static str, Value)> {
        let facts = self.own.as_ref().unwrap_or(&site.facts);
        let printed = |name, value: &Value| match &self.printed {
            Some(printed) => printed.of(name, value),
            None => Some(value.clone()),
        };
        self.facts
            .names()
            .filter_map(|name| Some((name, printed(name, facts.get(name)?)?)))
            .collect()
    }

    /// Releases unused memory, because the policy will be kept.
    pub(super) fn shrunk(mut self) -> Self {
        self.text.shrink_to_fit();
        self.map.shrink();
        self
    }

    /// The mapping back to the sources.
    pub(super) fn origin<'a>(&'a self, site: &'a Site) -> Origin<'a> {
        Origin {
            map: &self.map,
            policy: &self.draft.source,
            snippets: site.library.snippets(),
        }
    }

    /// Parses the text as a document. Reuses `nodes`, an empty buffer.
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
