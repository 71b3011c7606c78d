//! Rows in, pages out: in the order of the rows, on all threads, a few tenants at a time.

use std::collections::HashSet;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Context as _;
use rayon::prelude::*;

use super::ahead::{read_ahead, wait};
use super::findings::Findings;
use super::fleet::{Clash, Fleet, Made};
use super::folder;
use super::manifest::{self, Known, Previous, TenantEntry, Writer};
use super::pack::Pack;
use super::row::Row;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;

/// One of several processes that share the tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub number: u32,
    /// The total number.
    pub of: u32,
}

impl Shard {
    /// Whether it builds the tenant with this key, which depends on the ID alone.
    fn has(self, key: &Digest) -> bool {
        let [.., a, b, c, d] = *key;
        u32::from_be_bytes([a, b, c, d]) % self.of == self.number - 1
    }
}

/// The destination of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder for each tenant, below this one.
    Folder(PathBuf),
    /// One file.
    Pack(PathBuf),
    /// Nowhere: the batch only reports which tenants' pages would change.
    Plan,
}

impl Target {
    /// Whether the earlier pages of a tenant may still exist.
    fn may_have(&self, id: &str) -> bool {
        match self {
            Self::Folder(out) => folder::is_there(out, id),
            Self::Pack(_) | Self::Plan => true,
        }
    }
}

/// The files written besides the pages.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The record of the results, for the next batch.
    pub manifest: PathBuf,
    /// Errors and findings of tenants.
    pub findings: PathBuf,
    /// The positions of files in a pack.
    pub index: PathBuf,
}

impl Beside {
    /// The files for an output, with the shard's number in their names.
    pub fn of(out: &Path, shard: Option<Shard>) -> Self {
        let name = |what: &str| {
            let mut name = out.file_name().unwrap_or_default().to_owned();
            if let Some(Shard { number, of }) = shard {
                name.push(format!(".{number}-of-{of}"));
            }
            name.push(format!(".{what}.jsonl"));
            out.with_file_name(name)
        };
        Self {
            manifest: name("manifest"),
            findings: name("findings"),
            index: name("index"),
        }
    }
}

/// The result for a tenant.
#[derive(Debug)]
pub enum Became<'a> {
    /// It has pages that it did not have before.
    New(&'a str),
    /// Its pages changed.
    Changed(&'a str),
    /// Its pages are unchanged.
    Same,
    /// It has no pages, because of these errors.
    Failed(&'a str, &'a [Diagnostic]),
    /// It is no longer among the rows.
    Gone(&'a str),
}

/// The results of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Tenants whose pages were built.
    pub made: usize,
    /// Tenants whose pages were kept from the previous batch.
    pub kept: usize,
    /// Tenants that have no pages because of errors.
    pub failed: usize,
    /// Tenants with pages in which rules found errors.
    pub faulty: usize,
    /// Tenants of the previous batch that are no longer among the rows.
    pub gone: usize,
    /// Tenants whose pages are new or changed.
    pub changed: usize,
    /// Files that were written.
    pub files: usize,
}

/// A batch.
pub struct Batch<'a> {
    /// The site.
    pub fleet: &'a Fleet,
    /// The part of the tenants to build; all of them if `None`.
    pub shard: Option<Shard>,
    /// The results of the previous batch.
    pub previous: Option<Previous>,
    /// How many tenants of the previous batch may be missing among the rows; half of them if `None`.
    /// If more are missing, the rows are probably incomplete, and the batch fails.
    pub max_gone: Option<usize>,
    /// The destination of the pages.
    pub target: Target,
    /// The paths of the other files.
    pub beside: Beside,
    /// Ends the batch when it becomes true.
    pub stop: &'static AtomicBool,
}

/// A row in progress: its known entry, or its new result.
enum Done {
    Kept(TenantEntry),
    Made(Box<Made>, Option<TenantEntry>),
}

impl Batch<'_> {
    /// Builds the tenants of `rows`, and reports the result for each, in order.
    ///
    /// Files get their names only when everything is complete, except tenants' folders, which are
    /// written one by one.
    pub fn run(
        self,
        rows: Box<dyn BufRead + Send>,
        tell: &mut dyn FnMut(&Became<'_>),
    ) -> anyhow::Result<Summary> {
        let Self {
            fleet,
            shard,
            previous,
            max_gone,
            target,
            beside,
            stop,
        } = self;
        let mut known = previous.map(|previous| Known::new(previous, fleet.header()));
        let rows = read_ahead(rows);
        let is_plan = target == Target::Plan;
        let mut outputs = match is_plan {
            true => None,
            false => Some(Outputs {
                pack: match &target {
                    Target::Pack(path) => Some(Pack::create(path, &beside.index)?),
                    _ => None,
                },
                manifest: Writer::create(&beside.manifest, fleet.header())?,
                findings: Findings::create(&beside.findings)?,
            }),
        };
        let mut summary = Summary::default();
        let mut seen: HashSet<Digest> = HashSet::new();
        while let Some(chunk) = wait(&rows, stop)? {
            let chunk = sort_out(chunk?, (fleet, &target), shard, &mut seen, known.as_mut())?;
            let done: Vec<anyhow::Result<Done>> = chunk
                .into_par_iter()
                .map(|begun| begun.finish(fleet, &target))
                .collect();
            for done in done {
                let done = done?;
                if let Some(outputs) = &mut outputs {
                    outputs.add(fleet, &done)?;
                }
                summary.add(&done, tell);
            }
        }
        if let Some(known) = &mut known {
            let is_ours = |key: &Digest| shard.is_none_or(|shard| shard.has(key));
            let gone = |key: &Digest| is_ours(key) && !seen.contains(key);
            let gone = known.previous.others(gone)?;
            let before = known.previous.count(is_ours);
            if !is_plan && gone.len() > max_gone.unwrap_or(before / 2) {
                anyhow::bail!(
                    "{} of {before} tenants of the last batch are not among the rows; their pages and the last \
                     manifest are kept. Pass the rows of all tenants, or `--max-gone {}` to remove them",
                    gone.len(),
                    gone.len()
                );
            }
            for id in gone {
                summary.gone += 1;
                if let (Target::Folder(out), Some(outputs)) = (&target, &mut outputs) {
                    let warnings = folder::remove(out, &id)?;
                    outputs.findings.add(fleet, &id, &warnings)?;
                }
                tell(&Became::Gone(&id));
            }
        }
        if let Some(outputs) = outputs {
            outputs.finish(&beside)?;
        }
        Ok(summary)
    }
}

/// A row that is known or has to be built.
enum Begun {
    Kept(TenantEntry),
    Row(Row, Option<TenantEntry>),
    Clash(Row, Clash),
}

impl Begun {
    fn finish(self, fleet: &Fleet, target: &Target) -> anyhow::Result<Done> {
        let (row, before) = match self {
            Self::Kept(entry) => return Ok(Done::Kept(entry)),
            Self::Clash(row, clash) => {
                return Ok(Done::Made(Box::new(fleet.clashes(&row, clash)), None));
            }
            Self::Row(row, before) => (row, before),
        };
        let mut made = fleet.make(&row)?;
        if let (Target::Folder(out), Some(id), true) = (target, &made.id, made.is_sound) {
            // Not counted: the manifest describes the row, not the folder.
            made.findings.extend(folder::write(out, id, &made.files)?);
        }
        if !matches!(target, Target::Pack(_)) {
            made.files.clear();
        }
        Ok(Done::Made(Box::new(made), before))
    }
}

/// Skips the rows of other shards, and decides which of the rest have to be built.
fn sort_out(
    rows: Vec<Row>,
    (fleet, target): (&Fleet, &Target),
    shard: Option<Shard>,
    seen: &mut HashSet<Digest>,
    mut known: Option<&mut Known>,
) -> anyhow::Result<Vec<Begun>> {
    let mut begun = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(id) = row.id() else {
            // Only one shard reports a row that can't be assigned.
            if shard.is_none_or(|shard| shard.number == 1) {
                begun.push(Begun::Row(row, None));
            }
            continue;
        };
        let key = manifest::key(&id);
        if shard.is_some_and(|shard| !shard.has(&key)) {
            continue;
        }
        if !seen.insert(key) {
            begun.push(Begun::Clash(row, Clash::Row));
            continue;
        }
        let before = match &mut known {
            Some(known) => known.entry(&id, &row.digest, fleet.as_of())?,
            None => None,
        };
        begun.push(match before {
            Some((entry, _)) if entry.id != id => {
                Begun::Clash(row, Clash::LastBatch(Box::new(entry)))
            }
            Some((entry, true)) if target.may_have(&id) => Begun::Kept(entry),
            Some((entry, _)) => Begun::Row(row, Some(entry)),
            None => Begun::Row(row, None),
        });
    }
    Ok(begun)
}

impl Summary {
    fn add(&mut self, done: &Done, tell: &mut dyn FnMut(&Became<'_>)) {
        let (made, before) = match done {
            Done::Kept(entry) => {
                self.kept += 1;
                self.faulty += usize::from(entry.errors > 0);
                return tell(&Became::Same);
            }
            Done::Made(made, before) => (made, before),
        };
        let id = &*made.name();
        let Some(entry) = made.entry.as_ref().filter(|_| made.is_sound) else {
            self.failed += 1;
            return tell(&Became::Failed(id, &made.findings));
        };
        self.made += 1;
        self.files += entry.files;
        self.faulty += usize::from(entry.errors > 0);
        match before.as_ref().and_then(|before| before.pages) {
            None => {
                self.changed += 1;
                tell(&Became::New(id));
            }
            Some(pages) if Some(pages) == entry.pages => tell(&Became::Same),
            Some(_) => {
                self.changed += 1;
                tell(&Became::Changed(id));
            }
        }
    }
}

/// The files that a batch writes, except folders of tenants.
struct Outputs {
    pack: Option<Pack>,
    manifest: Writer,
    findings: Findings,
}

impl Outputs {
    fn add(&mut self, fleet: &Fleet, done: &Done) -> anyhow::Result<()> {
        let made = match done {
            Done::Kept(entry) => return Ok(self.manifest.line(entry)?),
            Done::Made(made, _) => made,
        };
        self.findings.add(fleet, &made.name(), &made.findings)?;
        if let (Some(pack), Some(id)) = (&mut self.pack, &made.id) {
            pack.add(id, &made.files)
                .with_context(|| format!("can't write the files of the tenant `{id}`"))?;
        }
        if let Some(entry) = &made.entry {
            self.manifest.line(entry)?;
        }
        Ok(())
    }

    /// The manifest comes last, so that everything it names exists.
    fn finish(self, beside: &Beside) -> anyhow::Result<()> {
        if let Some(pack) = self.pack {
            pack.finish()?;
        }
        self.findings.finish(&beside.findings)?;
        self.manifest.finish(&beside.manifest)
    }
}
