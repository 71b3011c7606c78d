//! Runs that check rules, on each page and on the site as a whole.

use std::sync::Arc;

use super::content_lock;
use super::locate::{self, Spot};
use super::memory::Memory;
use super::merge::Merged;
use super::policy::{Policies, Work};
use super::processed::CheckedPage;
use super::{Built, Wanted, stages};
use crate::base::diagnostic::{Diagnostic, codes, settle};
use crate::base::source::Source;
use crate::check::{self, Baseline, Checker, Coverage, Recognised, Selection, Summary};
use crate::clauses::{Changelog, Shown};
use crate::document::Document;
use crate::link::Index;
use crate::load::{Read, Site, read_source, standard_clauses};
use crate::output::{Nowhere, Sink};

/// The results of a check.
#[derive(Debug)]
pub struct Checked {
    /// Faults and findings, in the order in which they are reported.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the policies that were checked.
    pub policies: Vec<String>,
    /// The detected types and languages of pages, ordered by file.
    pub recognised: Vec<Recognised>,
    /// The coverage of the requirements, if requested.
    pub coverage: Option<Coverage>,
}

/// Checks a loaded site against rules: runs all stages except rendering, and writes nothing. Only
/// custom templates are rendered, to find their faults.
pub fn check(
    site: &Site,
    selection: &Selection,
    with_coverage: bool,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<Checked> {
    let checker = Checker::new(context(site, standard_clauses()), selection, with_coverage);
    let done = stages(site, wanted(site, &checker), faults, None)?;
    let Built {
        policies,
        diagnostics,
        ..
    } = done.built;
    let (summaries, mut findings) = done.pages.split();
    findings.extend(rendering(diagnostics, &findings));
    let found = checker.site(&summaries, findings, &|file| text(site, file));
    let mut recognised: Vec<_> = summaries.iter().map(Summary::recognised).collect();
    recognised.sort_by(|a, b| a.file.cmp(&b.file));
    let mut diagnostics = found.diagnostics;
    settle(&mut diagnostics);
    let paths = policies
        .into_iter()
        .map(|policy| &site.tree.policies[policy]);
    Ok(Checked {
        diagnostics,
        policies: paths.map(|path| site.tree.shown(path)).collect(),
        recognised,
        coverage: found.coverage,
    })
}

/// Builds a loaded site into `sink` and notes the clauses that pages call. `faults` are those of
/// loading.
pub fn build_with_clauses(
    site: &Site,
    sink: &dyn Sink,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<Built> {
    let wanted = Wanted {
        sink: Some(sink),
        names_clauses: true,
        ..Wanted::default()
    };
    Ok(stages(site, wanted, faults, None)?.built)
}

/// Like [`build_with_clauses`], and checks the pages in the same run. Returns the build, and its
/// diagnostics together with the findings.
pub fn build_and_check(
    site: &Site,
    sink: &dyn Sink,
    selection: &Selection,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Built, Vec<Diagnostic>)> {
    let checker = Checker::new(context(site, standard_clauses()), selection, false);
    let wanted = Wanted {
        sink: Some(sink),
        checker: Some(&checker),
        names_clauses: true,
        ..Wanted::default()
    };
    let done = stages(site, wanted, faults, None)?;
    let (summaries, mut findings) = done.pages.split();
    findings.extend(rendering(done.built.diagnostics.clone(), &findings));
    findings.extend(done.besides);
    let found = checker.site(&summaries, findings, &|file| text(site, file));
    let mut findings = found.diagnostics;
    settle(&mut findings);
    Ok((done.built, findings))
}

/// The first half of [`check`](fn@check): the findings on individual pages, and the data that
/// [`Checker::site`] needs from each.
pub fn check_pages(
    site: &Site,
    checker: &Checker<'_>,
    faults: Vec<Diagnostic>,
) -> anyhow::Result<(Vec<Summary>, Vec<Diagnostic>)> {
    let done = stages(site, wanted(site, checker), faults, None)?;
    let (summaries, mut findings) = done.pages.split();
    findings.extend(rendering(done.built.diagnostics, &findings));
    Ok((summaries, findings))
}

/// The template faults that rendering found. The other faults are already among the findings.
fn rendering(built: Vec<Diagnostic>, known: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_of_theme = |found: &Diagnostic| found.code == &codes::THEME;
    // Templates that don't compile are not rendered.
    match known.iter().any(is_of_theme) {
        true => Vec::new(),
        false => built.into_iter().filter(is_of_theme).collect(),
    }
}

/// The sink for pages that are rendered only to test a custom theme.
fn trial(site: &Site) -> Option<&'static dyn Sink> {
    site.theme.is_own().then_some(&Nowhere as &dyn Sink)
}

/// Compares texts with their last releases.
fn lock(policies: &Policies<'_>, index: &Index<'_>) -> anyhow::Result<Vec<Diagnostic>> {
    Ok(content_lock::check(policies, index))
}

/// The options for a run of `check`.
fn wanted<'a>(site: &Site, checker: &'a Checker<'a>) -> Wanted<'a> {
    Wanted {
        sink: trial(site),
        checker: Some(checker),
        then: (!site.releases.is_empty()).then_some(&lock),
        names_clauses: false,
    }
}

/// The site data, besides pages, that rules can read.
pub fn context<'a>(site: &'a Site, standard_clauses: &'a Changelog) -> check::Context<'a> {
    check::Context {
        rules: &site.rules,
        settings: &site.settings,
        languages: &site.languages,
        facts: &site.facts,
        clauses: site.library.clauses(),
        standard_clauses,
        today: site.evaluator.as_of().date(),
    }
}

/// The page data that rules can read.
pub(super) fn input<'a>(
    work: Work<'a>,
    (document, links_to): (&'a Document<'a>, &'a [&'a str]),
    shown: &'a Shown<'a>,
    site: &'a Site,
) -> check::Input<'a> {
    let draft = &work.merged.draft;
    check::Input {
        id: &work.merged.draft.path,
        doc_type: work.header.about.doc_type(),
        front_matter: &draft.front_matter,
        head: 0..draft.body.start,
        document,
        origin: work.merged.origin(site),
        facts: work.merged.own.as_ref().unwrap_or(&site.facts),
        printed: work.merged.facts,
        shown,
        address: &work.header.address,
        links_to,
    }
}

/// The facts that the text of a policy shows.
pub(super) fn shown<'a>(merged: &'a Merged, site: &'a Site) -> Shown<'a> {
    Shown::new(&site.evaluator, merged.input(site))
}

/// Builds the site again, and runs the rules on changed pages.
pub fn rerun_with_rules(
    site: &Site,
    sink: &dyn Sink,
    faults: Vec<Diagnostic>,
    memory: &mut Memory,
) -> anyhow::Result<(Built, CheckedPages)> {
    let context = context(site, standard_clauses());
    let selection = Selection::default();
    let checker = Checker::new(context, &selection, false);
    let wanted = Wanted {
        sink: Some(sink),
        checker: Some(&checker),
        ..Wanted::default()
    };
    let done = stages(site, wanted, faults, Some(memory))?;
    Ok((done.built, done.pages))
}

/// The findings on all individual pages.
#[derive(Debug, Default)]
pub struct CheckedPages {
    pub(super) pages: Vec<Arc<CheckedPage>>,
    /// Other faults of the site.
    pub(super) faults: Vec<Diagnostic>,
}

impl CheckedPages {
    /// Splits the pages into the summaries for the check of the whole site and all findings.
    fn split(self) -> (Vec<Summary>, Vec<Diagnostic>) {
        let mut findings = self.faults;
        let mut summaries = Vec::with_capacity(self.pages.len());
        for page in self.pages {
            // `serve` keeps pages for the next run.
            match Arc::try_unwrap(page) {
                Ok(page) => {
                    findings.extend(page.findings);
                    summaries.push(page.summary);
                }
                Err(page) => {
                    findings.extend(page.findings.iter().cloned());
                    summaries.push(page.summary.clone());
                }
            }
        }
        (summaries, findings)
    }

    /// All findings on the site and its pages, and their places on the pages.
    pub fn finish(self, site: &Site, known: Option<&Baseline>) -> (Vec<Diagnostic>, Vec<Spot>) {
        let context = context(site, standard_clauses());
        let selection = Selection::default();
        let checker = Checker::new(context, &selection, false);
        let pages = self.pages.clone();
        let (summaries, findings) = self.split();
        let mut diagnostics = checker
            .site(&summaries, findings, &|file| text(site, file))
            .diagnostics;
        settle(&mut diagnostics);
        let blocks = pages.iter().filter_map(|page| page.blocks.as_ref());
        if let Some(known) = known {
            known.apply(&site.rules, &mut diagnostics);
        }
        let spots = locate::locate(blocks, &diagnostics);
        (diagnostics, spots)
    }
}

/// The text of a policy's file.
fn text(site: &Site, file: &str) -> Option<Arc<Source>> {
    match read_source(&site.root, file, &mut Vec::new()) {
        Read::Source(source) => Some(source),
        Read::Missing | Read::Faulty => None,
    }
}
