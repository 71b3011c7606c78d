//! The results of a batch, one tenant per line, for the next batch.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::base::dates::{AsOf, Window, parse};
use crate::base::digest::{self, Digest, Hex, Public};
use crate::output;

/// The first line: what all tenants share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The program that built the pages.
    pub generator: String,
    /// The digest of the site: everything that shapes pages, except tenants' facts and clauses.
    pub site: Hex,
    /// Whether pages were checked against rules.
    #[serde(rename = "checked")]
    pub is_checked: bool,
    /// The digests of the clauses, by name. Tenants name clauses by their positions here.
    pub clauses: BTreeMap<String, Hex>,
}

impl Header {
    /// The positions of the clauses that differ in `now` or are missing from it.
    pub fn changed(&self, now: &Self) -> Vec<u32> {
        let clauses = (0_u32..).zip(&self.clauses);
        let changed = clauses.filter(|(_, (name, digest))| now.clauses.get(*name) != Some(digest));
        changed.map(|(at, _)| at).collect()
    }

    /// Whether `now` differs in nothing but clauses, and asks for no checks that were left out.
    fn holds(&self, now: &Self) -> bool {
        self.generator == now.generator
            && self.site == now.site
            && (self.is_checked || !now.is_checked)
    }

    /// The positions of the clauses by their names.
    pub(super) fn positions(&self) -> HashMap<String, u32> {
        self.clauses.keys().cloned().zip(0..).collect()
    }
}

/// A line: the result for a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantEntry {
    /// The tenant.
    pub id: String,
    /// The SHA-256 digest of its row, as `sha256:…`.
    pub row: String,
    /// The digest of all its files; `None` if it has no pages because of errors.
    pub pages: Option<Hex>,
    /// The number of its files.
    pub files: usize,
    /// The number of errors, including those of rules.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// The first day for which the pages are valid, if there is one.
    pub good_from: Option<String>,
    /// The first day for which they are no longer valid, if there is one.
    pub good_before: Option<String>,
    /// The clauses that its pages call.
    pub clauses: Vec<u32>,
}

impl TenantEntry {
    /// Whether its pages are still valid for a row on a day, given the `changed` clauses.
    fn holds(&self, row: &Public, as_of: &AsOf, changed: &[u32]) -> bool {
        let day = |day: &Option<String>| day.as_deref().and_then(parse);
        let window = Window {
            from: day(&self.good_from),
            before: day(&self.good_before),
        };
        self.pages.is_some()
            && self.row == row.to_string()
            && as_of.within(&window)
            && !self.clauses.iter().any(|clause| changed.contains(clause))
    }
}

/// A tenant's key, which needs less memory than its ID. IDs that differ only in case have the same
/// key, because some file systems would give them the same folder.
pub(super) fn key(id: &str) -> Digest {
    digest::of(id.to_lowercase().as_bytes())
}

/// The manifest of an earlier batch. Lines are read on demand.
#[derive(Debug)]
pub struct Previous {
    path: PathBuf,
    file: BufReader<File>,
    /// The header that its tenants share.
    pub header: Header,
    lines: HashMap<Digest, u64>,
}

impl Previous {
    /// Opens a manifest and finds where the line of each tenant begins.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Id<'a> {
            #[serde(borrow)]
            id: std::borrow::Cow<'a, str>,
        }
        let shown = path.display();
        let file = File::open(path).with_context(|| format!("can't read {shown}"))?;
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        let mut start = file.read_until(b'\n', &mut line)? as u64;
        let header: Header = serde_json::from_slice(&line)
            .with_context(|| format!("{shown} is not a batch manifest"))?;
        let mut lines = HashMap::new();
        loop {
            line.clear();
            let length = file.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            let Id { id } = serde_json::from_slice(&line)
                .with_context(|| format!("{shown} is damaged at byte {start}"))?;
            if !line.ends_with(b"\n") {
                bail!("{shown} is damaged: its last line is incomplete");
            }
            if lines.insert(key(&id), start).is_some() {
                bail!("{shown} is damaged: the tenant `{id}` is listed twice");
            }
            start += length as u64;
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            header,
            lines,
        })
    }

    /// The entry of a tenant.
    pub(super) fn entry(&mut self, id: &str) -> anyhow::Result<Option<TenantEntry>> {
        match self.lines.get(&key(id)) {
            Some(start) => Ok(Some(self.at(*start)?.0)),
            None => Ok(None),
        }
    }

    /// The number of entries whose keys satisfy `wants`.
    pub(super) fn count(&self, wants: impl Fn(&Digest) -> bool) -> usize {
        self.lines.keys().filter(|key| wants(key)).count()
    }

    /// The sorted IDs of the entries whose keys satisfy `wants`.
    pub(super) fn others(
        &mut self,
        wants: impl Fn(&Digest) -> bool,
    ) -> anyhow::Result<Vec<String>> {
        let lines = self.lines.iter().filter(|(key, _)| wants(key));
        let mut starts: Vec<u64> = lines.map(|(_, start)| *start).collect();
        starts.sort_unstable();
        let mut ids: Vec<String> = Vec::with_capacity(starts.len());
        for start in starts {
            ids.push(self.at(start)?.0.id);
        }
        ids.sort_unstable();
        Ok(ids)
    }

    fn at(&mut self, start: u64) -> anyhow::Result<(TenantEntry, Vec<u8>)> {
        let path = &self.path;
        let mut line = Vec::new();
        let mut read = || {
            self.file.seek(SeekFrom::Start(start))?;
            self.file.read_until(b'\n', &mut line)
        };
        read().with_context(|| format!("can't read {}", path.display()))?;
        let entry = serde_json::from_slice(&line)
            .with_context(|| format!("{} is damaged at byte {start}", path.display()))?;
        Ok((entry, line))
    }
}

/// The tenants of an earlier batch.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) previous: Previous,
    /// The clauses that have changed; `None` if everything has.
    changed: Option<Vec<u32>>,
    /// For each clause of the earlier batch, its current position; `None` if it has been removed.
    moved: Vec<Option<u32>>,
}

impl Known {
    pub(super) fn new(previous: Previous, now: &Header) -> Self {
        let same = previous.header.holds(now);
        let changed = same.then(|| previous.header.changed(now));
        let positions = now.positions();
        let clauses = previous.header.clauses.keys();
        let moved = clauses.map(|name| positions.get(name).copied()).collect();
        Self {
            previous,
            changed,
            moved,
        }
    }

    /// The earlier entry of a tenant, with its clauses at their current positions, and whether it
    /// is still valid.
    pub(super) fn entry(
        &mut self,
        id: &str,
        row: &Public,
        as_of: &AsOf,
    ) -> anyhow::Result<Option<(TenantEntry, bool)>> {
        let Some(mut entry) = self.previous.entry(id)? else {
            return Ok(None);
        };
        let changed = self.changed.as_ref();
        let holds = changed.is_some_and(|changed| entry.holds(row, as_of, changed));
        let clauses = entry.clauses.iter();
        let moved = clauses.filter_map(|at| *self.moved.get(*at as usize)?);
        entry.clauses = moved.collect();
        Ok(Some((entry, holds)))
    }
}

/// Writes a manifest, which gets its final name when it is complete.
pub(super) struct Writer(BufWriter<tempfile::NamedTempFile>);

impl Writer {
    pub(super) fn create(path: &Path, header: &Header) -> anyhow::Result<Self> {
        let mut writer = Self(BufWriter::new(output::temporary(path)?));
        writer.line(header)?;
        Ok(writer)
    }

    pub(super) fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, line)?;
        self.0.write_all(b"\n")
    }

    pub(super) fn finish(self, path: &Path) -> anyhow::Result<()> {
        output::persist(self.0, path)
    }
}

/// Joins the manifests of shards into one, sorted by tenant. Returns the number of tenants.
pub fn merge(manifests: &[PathBuf], out: &Path) -> anyhow::Result<usize> {
    let mut parts = Vec::new();
    for path in manifests {
        parts.push(Previous::open(path)?);
    }
    let Some(first) = parts.first() else {
        bail!("there are no manifests to join");
    };
    let header = first.header.clone();
    if let Some(other) = parts.iter().find(|part| part.header != header) {
        bail!(
            "{} and {} come from different sites or policygen versions; build all shards from the same site with the same version",
            first.path.display(),
            other.path.display()
        );
    }
    let mut lines: Vec<(String, usize, u64)> = Vec::new();
    for (at, part) in parts.iter_mut().enumerate() {
        let starts: Vec<u64> = part.lines.values().copied().collect();
        for start in starts {
            let (entry, _) = part.at(start)?;
            lines.push((entry.id, at, start));
        }
    }
    lines.sort_unstable();
    if let Some(pair) = lines.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        bail!("the tenant `{}` is in two of the manifests", pair[0].0);
    }
    let mut writer = Writer::create(out, &header)?;
    for (_, at, start) in &lines {
        let (_, line) = parts[*at].at(*start)?;
        writer.0.write_all(&line)?;
    }
    writer.finish(out)?;
    Ok(lines.len())
}
