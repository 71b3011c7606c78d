//! A site that many tenants share, and the result for each tenant.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use anyhow::bail;

use super::gather::{Files, Gather, digest_of};
use super::manifest::{Header, TenantEntry};
use super::row::Row;
use crate::base::dates::AsOf;
use crate::base::diagnostic::sarif::RuleData;
use crate::base::diagnostic::{Code, Counts, Diagnostic, Severity, codes, has_errors, settle};
use crate::base::digest::{self, Digest, Hex};
use crate::build;
use crate::check::{About, Selection};
use crate::load::{self, Options, Site, digest_text};
use crate::model::tenant::{self, Tenant};

/// A site that many tenants share: everything that is built only once.
#[derive(Debug)]
pub struct Fleet {
    site: Site,
    /// The rules that check pages; `None` if pages are not checked.
    selection: Option<Selection>,
    header: Header,
    /// The positions of clauses in the header, by name.
    positions: HashMap<String, u32>,
}

/// The result of a row.
#[derive(Debug)]
pub(super) struct Made {
    /// The tenant's ID; `None` if the row is invalid.
    pub(super) id: Option<String>,
    /// The number of the row.
    number: u64,
    /// The tenant's files; empty if there are errors.
    pub(super) files: Files,
    /// Whether its pages were built.
    pub(super) is_sound: bool,
    /// Its errors and findings.
    pub(super) findings: Vec<Diagnostic>,
    /// Its manifest entry, if it has an ID.
    pub(super) entry: Option<TenantEntry>,
}

/// Why a row can't have its ID.
#[derive(Debug)]
pub(super) enum Clash {
    /// An earlier row has it.
    Row,
    /// The last batch has a tenant whose ID, this one, differs only in case.
    LastBatch(Box<TenantEntry>),
}

impl Made {
    /// The tenant, or else the row, for messages.
    pub(super) fn name(&self) -> Cow<'_, str> {
        match &self.id {
            Some(id) => id.into(),
            None => format!("row {}", self.number).into(),
        }
    }

    /// The result for a row that could not be built.
    fn faulty(row: &Row, findings: Vec<Diagnostic>) -> Self {
        Self {
            id: None,
            number: row.number,
            files: Files::default(),
            is_sound: false,
            findings,
            entry: None,
        }
    }
}

impl Fleet {
    /// Loads the site, whose pages are built and, if `checks`, checked against rules. `None` if its
    /// own sources have errors, which go to `faults`.
    pub fn load(
        options: &Options,
        checks: bool,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Option<Self>> {
        let site = load::load(options, faults)?;
        if !site.releases.is_empty() {
            bail!(
                "{} contains releases, which belong to a single company; a batch needs a site without releases",
                site.settings.paths.releases
            );
        }
        if has_errors(faults) {
            return Ok(None);
        }
        let preview = site.settings.check.preview;
        let selection = Selection::new(&[], &[], preview, &site.rules)
            .map_err(|fault| anyhow::anyhow!("{}", fault.message))?;
        let selection = checks.then_some(selection);
        let header = header(&site, checks)?;
        Ok(Some(Self {
            site,
            selection,
            positions: header.positions(),
            header,
        }))
    }

    /// The site's manifest entry.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The build date.
    pub(super) fn as_of(&self) -> &AsOf {
        self.site.evaluator.as_of()
    }

    /// Reads a row; errors go to `faults`.
    fn read(row: &Row, faults: &mut Vec<Diagnostic>) -> Option<Tenant> {
        match row.source() {
            Ok(source) => tenant::read(&source, faults),
            Err(message) => {
                let message = format!("the row can't be read: {message}");
                let fault = Diagnostic::new(&codes::ROW, message);
                faults.push(fault.path(format!("row {}", row.number)));
                None
            }
        }
    }

    /// The result for a row whose ID is already used; `clash` says by what.
    pub(super) fn clashes(&self, row: &Row, clash: Clash) -> Made {
        let mut findings = Vec::new();
        if let Some(Tenant { id, .. }) = Self::read(row, &mut Vec::new()) {
            let message = match &clash {
                Clash::Row => format!(
                    "duplicate tenant `{id}`: an earlier row has the same ID; upper and lower case count as the same"
                ),
                Clash::LastBatch(before) => format!(
                    "the tenant `{id}` was `{}` in the last batch; keep the ID, or give the tenant one that \
                     differs in more than case",
                    before.id
                ),
            };
            let fault = Diagnostic::new(&codes::ROW, message);
            findings.push(fault.path(format!("row {}", row.number)));
        }
        let mut made = Made::faulty(row, findings);
        if let Clash::LastBatch(before) = clash {
            // Its pages are still there.
            made.entry = Some(*before);
        }
        made
    }

    /// The description of a finding's rule.
    pub(super) fn about(&self, code: &'static Code) -> RuleData {
        About::of(code.id, &self.site.rules).map_or_else(RuleData::default, |about| about.data())
    }

    /// Builds the pages of a tenant, and checks them unless the batch leaves that out.
    pub(super) fn make(&self, row: &Row) -> anyhow::Result<Made> {
        let mut findings = Vec::new();
        let Some(tenant) = Self::read(row, &mut findings) else {
            return Ok(Made::faulty(row, findings));
        };
        let mut made = Made::faulty(row, findings);
        made.id = Some(tenant.id.clone());
        let mut entry = TenantEntry {
            id: tenant.id.clone(),
            row: row.digest.to_string(),
            ..TenantEntry::default()
        };
        let site = self.site.of_tenant(&tenant, &mut made.findings);
        if has_errors(&made.findings) {
            // Any other faults of the tenant's pages would follow from these.
            settle(&mut made.findings);
        } else {
            let files = Gather::default();
            let faults = std::mem::take(&mut made.findings);
            let (built, found) = match &self.selection {
                Some(rules) => build::build_and_check(&site, &files, rules, faults)?,
                None => {
                    let built = build::build_with_clauses(&site, &files, faults)?;
                    let found = built.diagnostics.clone();
                    (built, found)
                }
            };
            made.findings = found;
            made.is_sound = !has_errors(&built.diagnostics);
            if made.is_sound {
                made.files = files.into_files();
                entry.pages = Some(Hex(digest_of(&made.files)));
                entry.files = made.files.len();
                let window = site.evaluator.as_of().window();
                entry.good_from = window.from.map(|day| day.to_string());
                entry.good_before = window.before.map(|day| day.to_string());
                entry.clauses = self.positions_of(&built.called);
            } else if !has_errors(&made.findings) {
                // Suppressing an error does not make the page buildable.
                let errors = built.diagnostics.into_iter();
                let errors = errors.filter(|found| found.severity == Severity::Error);
                made.findings.extend(errors);
            }
        }
        let counts = Counts::of(&made.findings);
        (entry.errors, entry.warnings) = (counts.errors, counts.warnings);
        made.entry = Some(entry);
        Ok(made)
    }

    /// The positions of clauses in the header.
    fn positions_of(&self, names: &BTreeSet<String>) -> Vec<u32> {
        // Both are sorted by name.
        let positions = names.iter().filter_map(|name| self.positions.get(name));
        positions.copied().collect()
    }
}

/// The data that all tenants of a site share.
fn header(site: &Site, is_checked: bool) -> anyhow::Result<Header> {
    let mut parts = digest::Parts::default();
    parts.add(&site.common_digest);
    parts.add(&site.look_digest);
    for path in &site.tree.policies {
        parts.add(&digest_text(&site.root, &site.tree.shown(path))?);
    }
    for asset in &site.tree.assets {
        let opened = site.root.open_file(&site.tree.shown(&asset.path))?;
        parts.add(&digest::of_file(opened)?);
    }
    let site_digest: Digest = parts.finish();
    let clauses = site.library.file_digests().into_iter();
    Ok(Header {
        generator: concat!("policygen ", env!("CARGO_PKG_VERSION")).to_owned(),
        site: Hex(site_digest),
        is_checked,
        clauses: clauses
            .map(|(name, digest)| (name.to_owned(), Hex(digest)))
            .collect(),
    })
}
