//! Freezes the text of a policy for a release.

use tera::{Map, Value};

use super::draft::{self, Draft};
use super::linked;
use super::merge::{Merged, merge};
use super::policy::Policies;
use crate::base::diagnostic::{Diagnostic, codes, settle};
use crate::base::digest;
use crate::base::literal;
use crate::base::page::PageId;
use crate::base::source::Source;
use crate::clauses::Evaluator;
use crate::link::Index;
use crate::load::Site;
use crate::model::front_matter::{FrontMatter, Numbering};
use crate::releases::LaterText;
use crate::render::{self, twins};

/// A policy with nothing left to evaluate, for the build date and the days after it.
#[derive(Debug)]
pub struct Frozen {
    /// The policy's front matter, with the title and type of its page.
    pub front_matter: FrontMatter,
    /// The title of the page.
    pub title: String,
    /// The document type.
    pub doc_type: String,
    /// The language of the text.
    pub language: String,
    /// How sections are numbered.
    pub numbering: Numbering,
    /// The clauses in the text, by name, with a digest of each.
    pub clauses: Vec<(String, String)>,
    /// The facts that the text prints on any of these days.
    pub facts: Map,
    /// The files that the text links to on any of these days, as paths relative to the policies’
    /// folder.
    pub files: Vec<String>,
    /// The text on the build date.
    pub text: String,
    /// The text from each later day on which it may change.
    pub later: Vec<LaterText>,
    /// The content of the page on the build date, in the form that its digest covers.
    pub content: String,
}

impl Frozen {
    /// The digest of the content of the page.
    pub fn digest(&self) -> digest::Public {
        digest::Public::of(self.content.as_bytes())
    }
}

/// The maximum number of days on which a text may change: a text that changes every day can’t be
/// frozen for all days.
const MOST_DAYS: usize = 100;

/// Freezes today's text of a policy, given by its position in the tree. Also returns the faults of
/// the site. The text is `None` if the policy has no page.
pub fn freeze(
    site: &Site,
    policy: usize,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Option<Frozen>, Vec<Diagnostic>)> {
    let page = PageId::working(policy);
    let (frozen, mut faults) = linked::read(site, faults, |policies, index| {
        let mut faults = Vec::new();
        let frozen = freeze_page(policies, index, page, &mut faults);
        // Faults of the text have already been reported.
        faults.retain(|fault| fault.code.id == codes::NOT_FREEZABLE.id);
        (frozen, faults)
    })?;
    let (frozen, found) = frozen.unwrap_or_default();
    faults.extend(found);
    settle(&mut faults);
    Ok((frozen, faults))
}

/// The text of a policy on a day.
pub(super) struct OnDay {
    pub(super) merged: Merged,
    pub(super) title: String,
    /// The frozen text.
    pub(super) text: String,
    /// The headings with their positions in the merged text.
    pub(super) sections: Vec<(usize, String)>,
    /// The page as readers see it, in the form that digests cover.
    pub(super) content: String,
    /// The files that it links to, by their position in the tree.
    files: Vec<u32>,
}

/// Freezes a page for the build date and all later days. Faults of the text itself were
/// reported when it was read.
fn freeze_page(
    policies: &Policies<'_>,
    index: &Index<'_>,
    page: PageId,
    faults: &mut Vec<Diagnostic>,
) -> Option<Frozen> {
    let site = policies.site;
    let today = site.evaluator.on(site.evaluator.as_of().date());
    let first = on_day(policies, index, page, &today, faults)?;
    let content = readable(policies, index, page, &first, faults)?;
    let mut facts = first.merged.facts;
    let mut prints = first.merged.printed.clone();
    let mut files = first.files.clone();
    let mut later = Vec::new();
    let mut next = today.as_of().window().before;
    while let Some(on) = next {
        if later.len() == MOST_DAYS {
            let message = format!("the text changes on more than {MOST_DAYS} later days");
            faults.push(
                Diagnostic::new(&codes::NOT_FREEZABLE, message)
                    .path(&first.merged.draft.source.path)
                    .help("remove dates in the distant future from the facts that the text prints, and add them in a later release"),
            );
            return None;
        }
        let evaluator = site.evaluator.on(on);
        let text = on_day(policies, index, page, &evaluator, faults)?;
        let content = readable(policies, index, page, &text, faults)?;
        facts = facts.and(text.merged.facts);
        prints = prints
            .zip(text.merged.printed.as_ref())
            .map(|(all, more)| all.and(more));
        files.extend(text.files);
        later.push(LaterText {
            on,
            text: text.text,
            content: digest::Public::of(content.as_bytes()).to_string(),
        });
        next = evaluator.as_of().window().before;
    }
    let OnDay {
        merged,
        title,
        text,
        ..
    } = first;
    let header = index.get(page)?;
    let merged = Merged {
        facts,
        printed: prints,
        ..merged
    };
    Some(Frozen {
        title,
        doc_type: header.about.doc_type().to_owned(),
        language: merged.language.tag.to_string(),
        numbering: match merged.numbered {
            true => Numbering::Decimal,
            false => Numbering::None,
        },
        clauses: clauses(site, &merged),
        facts: printed(site, &merged),
        files: paths(site, files),
        front_matter: merged.draft.front_matter,
        text,
        later,
        content,
    })
}

/// The paths of files, sorted.
fn paths(site: &Site, mut files: Vec<u32>) -> Vec<String> {
    files.sort_unstable();
    files.dedup();
    let assets = files
        .iter()
        .filter_map(|at| site.tree.assets.get(*at as usize));
    assets.map(|asset| asset.path.to_string()).collect()
}

/// The text of a page as evaluated by `evaluator`.
pub(super) fn on_day(
    policies: &Policies<'_>,
    index: &Index<'_>,
    page: PageId,
    evaluator: &Evaluator,
    faults: &mut Vec<Diagnostic>,
) -> Option<OnDay> {
    let site = policies.site;
    let draft = draft::read(site, page.policy()).draft?;
    let merged = merge(site, evaluator, draft, faults)?;
    let (mut text, mut content) = (String::new(), String::new());
    let (title, sections, files) = policies.read_linked(index, page, &merged, faults, |links| {
        let document = links.linked.document;
        let input = twins::Input {
            linked: &links.linked,
            merged: &merged.text,
            base: twins::Base {
                page: "",
                twin: "",
                url: None,
            },
            words: &merged.language.words,
        };
        twins::frozen(input, &mut text);
        render::quoting_content(&links.linked, &mut content);
        let starts = document.sections.iter().map(|section| section.range.start);
        let titles = document
            .headings()
            .map(|heading| heading.title().to_owned());
        let title = document.outline.title.clone();
        (title, starts.zip(titles).collect(), links.files)
    })?;
    Some(OnDay {
        merged,
        title,
        text,
        sections,
        content,
        files,
    })
}

/// The content of the page that a frozen text produces. Returns `None` and reports a fault if it
/// differs from the policy’s page. The text must not be released then.
fn readable(
    policies: &Policies<'_>,
    index: &Index<'_>,
    page: PageId,
    on_day: &OnDay,
    faults: &mut Vec<Diagnostic>,
) -> Option<String> {
    let merged = &on_day.merged;
    let draft = Draft {
        body: 0..on_day.text.len(),
        source: Source::new(merged.draft.source.path.clone(), on_day.text.as_str()),
        ..merged.draft.clone()
    };
    let frozen = Merged::of_text(policies.site, draft, &on_day.title, merged, &mut Vec::new());
    let (seen, content) = policies.read_linked(index, page, &frozen, &mut Vec::new(), |links| {
        let (mut seen, mut content) = (String::new(), String::new());
        render::quoting_content(&links.linked, &mut seen);
        render::content(&links.linked, &mut content);
        (seen, content)
    })?;
    if seen == on_day.content {
        return Some(content);
    }
    let mut lines = on_day.content.lines().zip(seen.lines());
    let first = lines.find(|(line, other)| line != other);
    let line = first.map_or("", |(line, _)| line.trim());
    let shown: String = line.chars().take(LINE).collect();
    faults.push(
        Diagnostic::new(
            &codes::NOT_FREEZABLE,
            "the text can’t be frozen: as plain Markdown it would produce a different page",
        )
        .path(&merged.draft.source.path)
        .help(format!(
            "the first line that differs is `{shown}`; write it in simpler Markdown"
        )),
    );
    None
}

/// The maximum number of characters shown of a line.
const LINE: usize = 80;

/// The clauses that a text calls, directly or indirectly, with digests of their files.
fn clauses(site: &Site, merged: &Merged) -> Vec<(String, String)> {
    let files = site
        .library
        .files(&merged.draft.calls(), &merged.language.tag);
    let clauses = site.library.clauses().iter();
    let mut used: Vec<_> = clauses
        .filter(|clause| files.contains(clause.source.path.as_str()))
        .map(|clause| {
            let digest = digest::Public::of(clause.source.text.as_bytes());
            (clause.name.clone(), digest.to_string())
        })
        .collect();
    used.sort();
    used
}

/// The facts that a text prints, as they were written.
pub(super) fn printed(site: &Site, merged: &Merged) -> Map {
    let facts = merged.facts(site).into_iter();
    facts
        .map(|(name, value)| (name.into(), revealed(&value)))
        .collect()
}

/// A value with its protected characters restored.
fn revealed(value: &Value) -> Value {
    if let Some(text) = value.as_str() {
        return literal::reveal(text).as_ref().into();
    }
    if let Some(list) = value.as_array() {
        return list.iter().map(revealed).collect::<Vec<_>>().into();
    }
    if let Some(map) = value.as_map() {
        let entries = map
            .iter()
            .map(|(key, value)| (key.clone(), revealed(value)));
        return entries.collect::<Map>().into();
    }
    value.clone()
}
