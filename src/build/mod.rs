//! Runs the stages in order. `build`, `build --check`, `check` and `serve` are the same run with
//! different sinks, or stop early.
//!
//! All front matter is read first (`Directory`), so that addresses and titles are known before any
//! page is linked. Then each policy goes through all stages independently, in parallel. What a page
//! quotes from the text of another (the title or number of a section) may not be known yet: such a
//! page waits until all pages have put the data that others need into the `Index`.

mod besides;
mod called;
mod calls;
mod checked;
mod content_lock;
mod draft;
mod examples;
mod freeze;
mod header;
mod import;
mod linked;
mod locate;
mod memory;
mod merge;
mod notice;
mod parallel;
mod policy;
mod prepare;
mod processed;
mod published;
mod record;
mod redline;
mod refusal;
mod release;
mod released;
mod settle;
mod shared;
mod since;
mod site_data;
mod stage;
#[cfg(test)]
mod tests;
mod titles;
mod unchanged;
mod verify;
mod versions;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, Severity, has_errors};
use crate::base::digest::{self, Digest};
use crate::base::intern::Interner;
use crate::base::page::PageId;
use crate::check::Checker;
use crate::link::{Directory, Index, Known};
use crate::load::{self, Site};
use crate::output::{Nowhere, Sink};
use crate::publish;
use called::Called;
use header::ReadHeader;
use memory::{Kept, Recall};
use parallel::each;
use policy::{Policies, Scratch};
use prepare::{Prepared, prepare};
use processed::Processed;
use site_data::{LISTED_ON_PAGES, site_data};
use titles::titles;

pub use calls::{Call, calls};
pub use checked::{
    Checked, CheckedPages, build_and_check, build_with_clauses, check, check_pages, context,
    rerun_with_rules,
};
pub use examples::{Examples, Mismatch, Reason};
pub use freeze::{Frozen, freeze};
pub use import::{import, import_frozen};
pub use locate::{Spot, Words};
pub use memory::Memory;
pub use notice::{Notice, NoticeFormat, subprocessor_notice};
pub use published::Published;
pub use record::{moved, reasons, record};
pub use redline::{
    TextVersion, VersionFacts, find_policy, redline_page, release_version, text_version,
};
pub use release::{Ready, Request, prepare as prepare_release, stated_version};
pub use since::{Texts, texts};
pub use unchanged::is_unchanged;
pub use verify::{Verified, verify};

/// The results of a run.
#[derive(Debug)]
pub struct Built {
    /// Faults and findings, in the order in which they are reported.
    pub diagnostics: Vec<Diagnostic>,
    /// The policies that became pages, by their position in the tree.
    pub policies: Vec<usize>,
    /// The addresses of their pages.
    pub addresses: Vec<Box<str>>,
    /// The policies that state from when they apply, with that date.
    pub effective: Vec<(usize, Date)>,
    /// The digests of all policies' files.
    pub digests: Vec<Digest>,
    /// The digest of all inputs; `None` if anything except notes was reported.
    pub inputs: Option<Digest>,
    /// The files next to policies that are not published, as paths from the root.
    pub left_out: Vec<String>,
    /// For each document with releases, by its address, the digest of all inputs of its versions'
    /// pages.
    pub versions: BTreeMap<String, Digest>,
    /// The names of the clauses that pages call, whether or not they print anything; only if the
    /// run requests them.
    pub called: BTreeSet<String>,
}

/// Whether a repeated run without changes would have nothing to report: notes are reported only
/// once.
fn is_clean(faults: &[Diagnostic]) -> bool {
    faults.iter().all(|fault| fault.severity == Severity::Info)
}

/// Builds a loaded site into `sink`. `faults` are those of loading; if they
/// include an error, pages are built only to find further faults.
pub fn run(site: &Site, sink: &dyn Sink, faults: Vec<Diagnostic>) -> anyhow::Result<Built> {
    let wanted = Wanted {
        sink: Some(sink),
        ..Wanted::default()
    };
    Ok(stages(site, wanted, faults, None)?.built)
}

/// Builds a site again, without rebuilding the pages that `memory` keeps from earlier runs if they
/// are still valid.
pub fn rerun(
    site: &Site,
    sink: &dyn Sink,
    faults: Vec<Diagnostic>,
    memory: &mut Memory,
) -> anyhow::Result<Built> {
    let wanted = Wanted {
        sink: Some(sink),
        ..Wanted::default()
    };
    Ok(stages(site, wanted, faults, Some(memory))?.built)
}

/// The options of a run.
#[derive(Clone, Copy, Default)]
struct Wanted<'a> {
    /// Where pages are written; without a sink, nothing is rendered.
    sink: Option<&'a dyn Sink>,
    /// Checks the documents against rules.
    checker: Option<&'a Checker<'a>>,
    /// Called when the index is complete.
    then: Option<&'a Then<'a>>,
    /// Whether to return the names of the clauses that pages call.
    names_clauses: bool,
}

/// A function that needs the data of all pages.
type Then<'a> = dyn Fn(&Policies<'_>, &Index<'_>) -> anyhow::Result<Vec<Diagnostic>> + 'a;

/// The result of the stages.
struct Done {
    built: Built,
    pages: CheckedPages,
    /// Diagnostics from writing the files other than pages.
    besides: Vec<Diagnostic>,
}

/// The stages that read policies, which tests replace with broken ones.
#[derive(Clone, Copy)]
struct Readers {
    header: fn(&Site, PageId, &Interner) -> ReadHeader,
    prepare: fn(&Site, PageId, &Digest) -> Prepared,
}

const READERS: Readers = Readers {
    header: header::read,
    prepare,
};

/// Takes all policies through the stages.
fn stages(
    site: &Site,
    wanted: Wanted<'_>,
    faults: Vec<Diagnostic>,
    memory: Option<&mut Memory>,
) -> anyhow::Result<Done> {
    stages_with(READERS, site, wanted, faults, memory)
}

fn stages_with(
    readers: Readers,
    site: &Site,
    wanted: Wanted<'_>,
    mut faults: Vec<Diagnostic>,
    memory: Option<&mut Memory>,
) -> anyhow::Result<Done> {
    let Wanted {
        sink,
        checker,
        then,
        names_clauses,
    } = wanted;
    let called = names_clauses.then(Called::default);
    let count = site.tree.policies.len();
    let pages = || (0..count).into_par_iter().map(PageId::working);
    let strings = memory.as_ref().map(|memory| memory.strings());
    let strings: &Interner = &strings.unwrap_or_default();
    let recall = memory.as_deref().map(|memory| Recall::new(memory, site));
    // Pages of an incomplete site are not worth remembering.
    let sound = !has_errors(&faults);
    let renders = sink.is_some();
    let sink = sink.unwrap_or(&Nowhere);

    // Read all front matter and, if every page lists all documents, the titles that are only in
    // texts.
    let known: Vec<Option<&Arc<Kept>>> = match &recall {
        Some(recall) => pages().map(|page| recall.page(page)).collect(),
        None => vec![None; count],
    };
    let headers: Vec<ReadHeader> = pages()
        .map(|page| match known[page.policy()] {
            Some(kept) => kept.header.clone(),
            None => (readers.header)(site, page, strings),
        })
        .collect();
    let announced: Vec<Digest> = headers.iter().map(|read| read.digest).collect();
    let mut headers: Vec<_> = headers
        .into_iter()
        .enumerate()
        .map(|(policy, read)| (PageId::working(policy), read.header))
        .collect();
    let mut prepared: HashMap<PageId, Prepared> = HashMap::new();
    if renders && count <= LISTED_ON_PAGES {
        prepared = titles(readers, site, &mut headers, &announced);
    }
    let directory = Directory::new(headers);

    let site_data = site_data(site, &directory);
    let on_every_page = match &recall {
        Some(_) => memory::on_every_page(&site_data),
        None => Digest::default(),
    };
    let language = site.languages.get(&site.settings.language);
    let limit = site.settings.limits.evaluation;
    let renderer = site.theme.renderer(&site_data, &language, limit);
    let made = publish::own_files(site, directory.iter())
        .chain(publish::document_files(site, directory.iter()))
        .collect();
    let policies = Policies {
        site,
        site_data: &site_data,
        made: &made,
        renderer: &renderer,
        sink,
        checker,
        renders,
        remembers: recall.is_some(),
        strings,
        held: AtomicUsize::default(),
        shared: shared::SharedFacts::default(),
        called: called.as_ref(),
    };

    // Process each policy by itself.
    let settled = |page: PageId| known[page.policy()]?.outline(strings);
    let others = Known::Headers(&directory, &settled);
    let prepared = Mutex::new(prepared);
    site.done.store(0, Ordering::Relaxed);
    let mut processed = each(pages(), |page, scratch| {
        site.done.fetch_add(1, Ordering::Relaxed);
        if let Some(kept) = known[page.policy()] {
            return Ok(Processed::known(kept));
        }
        let held = prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&page);
        let announced = &announced[page.policy()];
        let held = held.unwrap_or_else(|| (readers.prepare)(site, page, announced));
        policies.process(page, directory.get(page), held, others, scratch)
    })?;

    // Process the policies that waited for others.
    let left = processed.iter_mut().map(Processed::take_left);
    let mut index = Index::new(directory, left.collect::<Vec<_>>().into_iter(), strings);
    faults.extend(settle::references(site, &index));
    let mut versions = BTreeMap::new();
    if renders {
        settle::make_waiting(
            &policies,
            &mut index,
            &mut processed,
            &announced,
            &on_every_page,
        )?;
        versions = versions::make(&policies, &index, &site_data, &mut faults)?;
    }
    if let Some(then) = then {
        faults.extend(then(&policies, &index)?);
    }

    let learnt = recall
        .filter(|_| sound)
        .map(|recall| recall.learn(&mut processed, &announced, &index, on_every_page));
    if let (Some(memory), Some(learnt)) = (memory, learnt) {
        *memory = learnt;
    }

    let mut inputs = digest::Parts::default();
    inputs.add(&site.shared_digest);
    let mut fronts = Vec::new();
    if sound {
        faults.extend(settle::account_for_all(site, &processed));
    }
    let place = |page: PageId, place| draft::place(site, page, place);
    let copied = publish::copied::files(site, &index);
    publish::check(site, &index, &copied, &place, &mut faults);
    for asset in &copied {
        let path = site.tree.shown(&asset.path);
        faults.extend(load::fault_in_name(site, asset));
        faults.extend(load::unreadable(&site.root, &path));
        faults.extend(load::faults_in_file(&site.root, &path));
    }
    // A page that failed may link to the files.
    let mut left_out = Vec::new();
    if !has_errors(&faults) && !processed.iter().any(|page| has_errors(page.faults())) {
        left_out = publish::copied::left_out(site, &copied);
        publish::copied::report(site, &left_out, &mut faults);
    }
    let mut pages = CheckedPages {
        pages: Vec::new(),
        faults: match checker {
            Some(_) => faults.clone(),
            None => Vec::new(),
        },
    };
    let mut digests = Vec::with_capacity(count);
    for page in processed {
        digests.push(page.digest);
        inputs.add(&page.digest);
        if let Some(rare) = page.rare {
            match rare.checked {
                Some(checked) => pages.pages.push(checked),
                None if checker.is_some() => pages.faults.extend(rare.faults.iter().cloned()),
                None => {}
            }
            faults.extend(rare.faults);
            fronts.extend(rare.front);
        }
    }
    // The remaining steps are useless if pages failed, and could fail
    // themselves.
    let mut besides = Vec::new();
    if renders && !has_errors(&faults) {
        for digest in besides::write(
            site,
            &index,
            &renderer,
            &fronts,
            &copied,
            sink,
            &mut besides,
        )? {
            inputs.add(&digest);
        }
        faults.extend(besides.iter().cloned());
    }
    crate::base::diagnostic::settle(&mut faults);
    let built = Built {
        inputs: is_clean(&faults).then(|| inputs.finish()),
        left_out,
        versions,
        called: called.map(Called::into_names).unwrap_or_default(),
        diagnostics: faults,
        policies: index.iter().map(|(page, _)| page.policy()).collect(),
        addresses: index
            .iter()
            .map(|(_, entry)| entry.address.clone())
            .collect(),
        effective: index
            .iter()
            .filter_map(|(page, entry)| Some((page.policy(), entry.effective?)))
            .collect(),
        digests,
    };
    Ok(Done {
        built,
        pages,
        besides,
    })
}
