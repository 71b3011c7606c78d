//! The order of the stages. `build` and `build --check` are the same run into
//! different sinks.

mod calls;
pub(crate) mod draft;
mod locate;
mod memory;
mod merge;
mod outlines;
pub(crate) mod policy;
mod survey;
mod told;
mod unchanged;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use anyhow::Context as _;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, has_errors, settle};
use crate::base::digest::{self, Digest};
use crate::check::{Checker, Coverage};
use crate::link::{Entry, Index};
use crate::load::Site;
use crate::output::{Nowhere, Sink};
use crate::publish::{addresses, hub, languages, machines};
use crate::render::data::{BrandData, SiteData, direction};
use draft::Draft;
use memory::{Faces, Kept, Recall};
use outlines::Outlines;
use policy::{Policies, Processed, Scratch};
use survey::survey;

pub use calls::{Call, calls};
pub use locate::{Spot, Words, locate};
pub use memory::Memory;
pub use unchanged::is_unchanged;

/// Sites with more documents than this have no list of them on every page; it
/// would make the output grow with the square of the site.
const LISTED_ON_PAGES: usize = 200;

/// What a run found out.
#[derive(Debug)]
pub struct Built {
    /// Faults and findings, in the order of reports.
    pub diagnostics: Vec<Diagnostic>,
    /// The policies that became pages, by their position in the tree.
    pub policies: Vec<usize>,
    /// Digest of all inputs; none if there was anything to report.
    pub inputs: Option<Digest>,
}

/// Builds a loaded site into `sink`. `faults` are those of loading; with an
/// error among them, pages are made only to find what else is wrong.
pub fn run(site: &Site, sink: &dyn Sink, faults: Vec<Diagnostic>) -> anyhow::Result<Built> {
    stages(site, sink, None, faults, None)
}

/// What a check found out.
#[derive(Debug)]
pub struct Checked {
    /// Faults and findings, in the order of reports.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the policies that were looked at.
    pub policies: Vec<String>,
    /// What answers the requirements, if the checker keeps it.
    pub coverage: Option<Coverage>,
}

/// Checks a loaded site: all stages but the last, with rules. Nothing is
/// written.
pub fn check(
    site: &Site,
    checker: Checker<'_>,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<Checked> {
    let built = stages(site, &Nowhere, Some(&checker), faults, None)?;
    let mut diagnostics = built.diagnostics;
    let coverage = checker.finish(&mut diagnostics);
    settle(&mut diagnostics);
    let paths = built
        .policies
        .into_iter()
        .map(|policy| &site.tree.policies[policy]);
    Ok(Checked {
        diagnostics,
        policies: paths.map(|path| site.tree.shown(path)).collect(),
        coverage,
    })
}

/// The same, of a site that is built again and again: what `memory` has of the
/// runs before is not made again.
pub fn rerun(
    site: &Site,
    sink: &dyn Sink,
    faults: Vec<Diagnostic>,
    memory: &mut Memory,
) -> anyhow::Result<Built> {
    stages(site, sink, None, faults, Some(memory))
}

/// A policy of a small site before its page is made.
enum Step<'m> {
    Known(&'m Arc<Kept>),
    Read(Box<Draft>),
}

fn stages(
    site: &Site,
    sink: &dyn Sink,
    checker: Option<&Checker<'_>>,
    mut faults: Vec<Diagnostic>,
    memory: Option<&mut Memory>,
) -> anyhow::Result<Built> {
    let count = site.tree.policies.len();
    let small = count <= LISTED_ON_PAGES;
    let recall = memory.as_deref().map(|memory| Recall::new(memory, site));
    let known = |policy: usize| recall.as_ref()?.policy(policy);
    // Pages of a site that is only half there are not worth remembering.
    let sound = !has_errors(&faults);
    let outlines = Outlines::default();

    // On a small site everything is known of all pages before one is rendered.
    let (steps, surveys): (Vec<Step<'_>>, Vec<_>) = if small {
        (0..count)
            .into_par_iter()
            .map(|policy| match known(policy) {
                Some(kept) => (Step::Known(kept), kept.survey()),
                None => {
                    let draft = draft::read(site, policy);
                    let survey = survey(site, &draft);
                    (Step::Read(Box::new(draft)), survey)
                }
            })
            .unzip()
    } else {
        (Vec::new(), Vec::new())
    };
    let outline = |policy: usize| outlines.get(site, policy);
    let mut entries = Vec::with_capacity(surveys.len());
    let mut faces = Faces::default();
    for (policy, survey) in surveys.into_iter().enumerate() {
        if recall.is_some() {
            faces.push(survey.face());
        }
        outlines.extend(survey.outline.map(|outline| (policy, outline)));
        entries.push(survey.entry.map(Box::new));
    }
    let index = small.then(|| Index::new(entries, &outline));

    let site_data = SiteData {
        title: site.settings.title.clone(),
        language: site.settings.language.clone(),
        direction: direction(&site.settings.language),
        base_url: site.settings.base_url.as_ref().map(ToString::to_string),
        documents: index
            .as_ref()
            .map(|index| hub::documents(site, index))
            .unwrap_or_default(),
        feed: site.settings.base_url.is_some().then_some(machines::FEED),
        brand: BrandData {
            logo: site.settings.brand.logo_file(),
        },
        extra: site.settings.extra.clone(),
    };
    let surroundings = match &recall {
        Some(_) => memory::on_every_page(&site_data),
        None => Digest::default(),
    };
    let language = site.languages.get(&site.settings.language);
    let renderer = site.theme.renderer(&site_data, &language);
    let policies = Policies {
        site,
        renderer: &renderer,
        sink,
        checker,
        remembers: recall.is_some(),
        told: RwLock::default(),
    };

    // The first error, beside the results: collecting results in place takes
    // half the memory of collecting `Result`s.
    let error = Mutex::new(None);
    let mut processed: Vec<Processed> = (0..count)
        .into_par_iter()
        .map_init(Scratch::default, |scratch, policy| {
            let kept = match (steps.get(policy), &index) {
                (Some(Step::Known(kept)), Some(index)) => {
                    Some(*kept).filter(|kept| kept.has_links(policy, index, &faces))
                }
                (Some(_), _) => None,
                (None, _) => known(policy),
            };
            let kept = kept.filter(|kept| kept.has_surroundings(&surroundings));
            let done = match (kept, steps.get(policy)) {
                (Some(kept), _) => policies.repeat(kept),
                (None, Some(Step::Read(draft))) => policies.process(draft, index.as_ref(), scratch),
                (None, _) => policies.process(&draft::read(site, policy), index.as_ref(), scratch),
            };
            done.unwrap_or_else(|found| {
                error
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get_or_insert(found);
                Processed::default()
            })
        })
        .collect();
    if let Some(error) = error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }

    // What pages left behind says more than the survey: digests, for one.
    let entries = processed.iter_mut().map(|page| page.entry.take()).collect();
    let mut index = Index::new(entries, &outline);
    if !small {
        faces = Faces::of(&processed);
        outlines.extend(memory::outlines(&processed));
        // Pages whose links were guessed wrong are made again, and those whose
        // links are not what they were.
        let entries: Vec<(usize, &Entry)> = index.iter().collect();
        let again: Vec<usize> = entries
            .into_par_iter()
            .filter(|(policy, entry)| {
                if let Some(kept) = processed[*policy].kept() {
                    return !kept.has_links(*policy, &index, &faces);
                }
                // What a page says of its translations could not be guessed.
                let guessed = entry.references.iter().all(|reference| {
                    let target = &site.tree.policies[reference.target as usize];
                    index.holds(reference, &crate::base::address::of_policy(target, None))
                });
                !guessed || !index.translations(*policy).is_empty()
            })
            .map(|(policy, _)| policy)
            .collect();
        let remade: Vec<(usize, Processed)> = again
            .into_par_iter()
            .map_init(Scratch::default, |scratch, policy| {
                let draft = draft::read(site, policy);
                if let Some(entry) = index.get(policy) {
                    for file in policies.files(&entry.address) {
                        sink.retract(&file)
                            .with_context(|| format!("can't remove {file}"))?;
                    }
                }
                Ok((policy, policies.process(&draft, Some(&index), scratch)?))
            })
            .collect::<anyhow::Result<_>>()?;
        for (policy, mut page) in remade {
            index.replace(policy, page.entry.take());
            processed[policy] = page;
        }
    }

    let learnt = recall
        .filter(|_| sound)
        .map(|recall| recall.learn(&processed, &index, surroundings, &faces));
    if let (Some(memory), Some(learnt)) = (memory, learnt) {
        *memory = learnt;
    }

    let mut inputs = digest::Parts::default();
    inputs.add(&site.shared_digest);
    let mut front = None;
    for page in processed {
        inputs.add(&page.digest);
        if let Some(rare) = page.rare {
            faults.extend(rare.faults);
            front = front.or(rare.front);
        }
    }
    addresses::check(site, &index, &mut faults);
    languages::check(site, &index, &mut faults);
    let policies = index.iter().map(|(policy, _)| policy).collect();
    // What follows is of no use, and may be in its own way, when pages failed.
    if !has_errors(&faults) {
        let for_people = || {
            // The site that embeds fragments has all of this itself.
            if site.fragments {
                return Ok(());
            }
            hub::write(site, &index, &renderer, front, sink, &mut faults)?;
            site.theme.assets().iter().try_for_each(|(path, bytes)| {
                sink.put(path, bytes)
                    .with_context(|| format!("can't write {path}"))
            })
        };
        let (people, programs) = rayon::join(for_people, || machines::write(site, &index, sink));
        people.and(programs)?;
        let copied: Vec<Digest> = site
            .tree
            .assets
            .par_iter()
            .map(|asset| {
                let from = site.root.join(site.tree.shown(&asset.path));
                sink.copy(&asset.path, &from)
                    .with_context(|| format!("can't copy {}", from.display()))
            })
            .collect::<anyhow::Result<_>>()?;
        for digest in copied {
            inputs.add(&digest);
        }
    }
    settle(&mut faults);
    Ok(Built {
        inputs: faults.is_empty().then(|| inputs.finish()),
        diagnostics: faults,
        policies,
    })
}
