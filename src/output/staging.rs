//! Staging a build inside the output folder, and committing it.

use std::fs;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use rayon::prelude::*;

use super::disk::Disk;
use super::journal::{self, Journal};
use super::lock::Lock;
use super::place::{self, Owned};
use super::stage::{self, Interrupt, Stage};
use super::{Files, MANIFEST, Made, Manifest, Record, Sink, Writes, same_bytes, same_digest};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::{self, Digest, Digesting};
use crate::base::folder::{Folder, Found, Inside};

/// The maximum number of foreign files to name.
const NAMED: usize = 20;

/// An output folder with a build in progress.
#[derive(Debug)]
pub struct Staging {
    disk: Arc<Disk>,
    stage: Stage,
    /// The folder of the staged files, in the output folder.
    files: String,
    previous: Manifest,
    /// The files of earlier builds.
    owned: Owned,
    /// Whether the output folder was created for this build.
    created: bool,
    /// Whether the folder was empty, so that no file has to be compared.
    fresh: bool,
    made: Made,
    /// The staged files.
    staged: Mutex<Vec<Box<str>>>,
    foreign: Mutex<Vec<String>>,
    /// Whether a commit waits until all files are on disk.
    sync: bool,
    warnings: Vec<Diagnostic>,
    /// Dropped last: keeps other builds out until the staged files are gone.
    _lock: Lock,
}

/// The result of a commit.
#[derive(Debug)]
pub struct Committed {
    /// The number of files of the build, including the manifest.
    pub files: usize,
    /// The number of these files that were written.
    pub written: usize,
    /// The number of files of the earlier build that were removed.
    pub removed: usize,
    /// Warnings about the output folder.
    pub warnings: Vec<Diagnostic>,
}

impl Staging {
    /// Opens an output folder, creating it if necessary. An interrupted commit is completed, and
    /// leftovers of an aborted build are removed.
    pub fn open(out: &Path) -> anyhow::Result<Self> {
        if out.exists() && !out.is_dir() {
            bail!("the output {} is a file, not a folder", out.display());
        }
        let created = !out.exists();
        fs::create_dir_all(out)
            .with_context(|| format!("can't create the output folder {}", out.display()))?;
        let disk = Disk::open(out).with_context(|| format!("can't open {}", out.display()))?;
        Self::open_on(disk, created)
    }

    pub(super) fn open_on(disk: Disk, created: bool) -> anyhow::Result<Self> {
        let out = disk.root();
        let mut warnings = Vec::new();
        let lock = Lock::new(out, &mut warnings)?;
        let mut previous = Manifest::read(out)?;
        let mut owned = Owned::default();
        let mut is_torn = false;
        if let Some(journal) = Journal::read(&disk)? {
            match journal.complete(&disk, previous.take())? {
                Ok(manifest) => previous = Some(manifest),
                Err(left) => {
                    owned = left;
                    is_torn = true;
                    warnings.push(interrupted(out));
                }
            }
        }
        stage::clear(&disk)?;
        let fresh = previous.is_none() && !is_torn && is_empty(out)?;
        owned.extend(previous.as_ref().map(|previous| previous.files.clone()));
        let disk = Arc::new(disk);
        let stage = Stage::new(&disk).with_context(|| {
            format!("can't write to the output folder {}", disk.root().display())
        })?;
        Ok(Self {
            disk,
            files: stage.files(),
            stage,
            previous: previous.unwrap_or_default(),
            owned,
            created,
            fresh,
            made: Made::default(),
            staged: Mutex::default(),
            foreign: Mutex::default(),
            sync: false,
            warnings,
            _lock: lock,
        })
    }

    /// Makes the commit wait until all files are on disk, so that they survive a power failure.
    /// Otherwise, the next build finds incomplete files and writes them again.
    #[must_use]
    pub fn sync(self, sync: bool) -> Self {
        Self { sync, ..self }
    }

    /// The manifest of the previous build; empty if there was none.
    pub fn previous(&self) -> &Manifest {
        &self.previous
    }

    /// A handle for ending the program on a signal.
    pub fn interrupt(&self) -> Interrupt {
        self.stage.interrupt()
    }

    /// The files of the build so far, sorted by path.
    pub fn made(&self) -> Files {
        self.made.sorted()
    }

    /// Whether `path` must be staged: false if an identical file already
    /// exists. Records files that policygen must not overwrite.
    fn wanted(
        &self,
        path: &str,
        same: impl FnOnce(&Folder) -> io::Result<Option<bool>>,
    ) -> io::Result<bool> {
        if self.fresh {
            return Ok(true);
        }
        let ours = match same(self.disk.folder()) {
            Ok(None) => return Ok(true),
            Ok(Some(true)) => return Ok(false),
            Ok(Some(false)) if self.disk.find(path)? == Some(Found::Folder) => {
                place::holds_only_ours(&self.disk, path, &self.owned)?
            }
            Ok(Some(false)) => self.owned.has(path),
            // One of our files may be where a folder is needed.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                place::folders(path).any(|folder| self.owned.has(folder))
            }
            Err(_) => false,
        };
        if !ours {
            self.foreign
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(path.to_owned());
        }
        Ok(ours)
    }

    fn staged_path(&self, path: &str) -> String {
        format!("{}/{path}", self.files)
    }

    /// Records that a file is staged.
    fn add_staged(&self, path: &str) {
        let mut staged = self.staged.lock().unwrap_or_else(PoisonError::into_inner);
        staged.push(path.into());
    }

    /// Puts the staged files in place, removes files of the previous build that this one no longer
    /// contains, and writes the manifest.
    pub fn commit(self, record: Record) -> anyhow::Result<Committed> {
        let Self {
            disk,
            stage,
            files: stage_files,
            previous,
            owned,
            made,
            staged,
            foreign,
            sync,
            mut warnings,
            _lock,
            ..
        } = self;
        let mut staged = staged.into_inner().unwrap_or_else(PoisonError::into_inner);
        staged.par_sort_unstable();
        staged.dedup();
        let staged: Vec<&str> = staged.iter().map(|path| &**path).collect();
        let foreign = foreign.into_inner().unwrap_or_else(PoisonError::into_inner);
        refuse_foreign(&disk, &staged, &owned, foreign)?;
        let manifest = Manifest {
            generator: None,
            record,
            files: made.into_sorted()?,
        };
        let bytes = manifest.to_bytes()?;
        let out = disk.root();
        let writing = || format!("can't write to the output folder {}", out.display());
        if staged.is_empty()
            && manifest.files.len() == previous.files.len()
            && owned.builds.len() == 1
            && same_bytes(disk.folder(), MANIFEST, &bytes).with_context(writing)? == Some(true)
        {
            return Ok(Committed {
                files: manifest.files.len() + 1,
                written: 0,
                removed: 0,
                warnings,
            });
        }
        if sync {
            disk.sync_all(&stage_files, &staged).with_context(writing)?;
        }
        // The manifest of the previous build still exists.
        let earlier = match previous.files.is_empty() {
            true => &owned.builds[..],
            false => &owned.builds[..owned.builds.len() - 1],
        };
        journal::write(&disk, &stage.name, earlier, &manifest)?;
        let committing = stage.begin();
        place::put_in_place(&disk, &stage_files, &staged)?;
        let removed = place::remove_stale(&disk, &owned, &manifest.files, &mut warnings)?;
        verify(&disk, &manifest.files)?;
        let is_same = same_bytes(disk.folder(), MANIFEST, &bytes).with_context(writing)?;
        journal::put_manifest(&disk, &stage.name, &bytes)?;
        if sync {
            disk.sync_all("", &staged).with_context(writing)?;
        }
        committing.end();
        Ok(Committed {
            files: manifest.files.len() + 1,
            written: staged.len() + usize::from(is_same != Some(true)),
            removed,
            warnings,
        })
    }

    /// Discards the build; the earlier output stays as it is. Returns warnings about the output
    /// folder.
    pub fn abort(self) -> Vec<Diagnostic> {
        drop(self.stage);
        if self.created {
            let _ = fs::remove_dir(self.disk.root());
        }
        self.warnings
    }
}

/// Warns that an interrupted build left the output in an intermediate state, and that the files
/// needed to complete it are gone.
fn interrupted(out: &Path) -> Diagnostic {
    Diagnostic::new(
        &codes::INTERRUPTED,
        "an earlier build into the folder was interrupted while it was replacing files",
    )
    .path(out.display().to_string())
    .help("until a build succeeds, the folder is partly old and partly new")
}

/// Refuses to replace files that policygen did not write.
fn refuse_foreign(
    disk: &Disk,
    staged: &[&str],
    owned: &Owned,
    mut foreign: Vec<String>,
) -> anyhow::Result<()> {
    place::find_foreign(disk, staged, owned, &mut foreign)
        .with_context(|| format!("can't read the output folder {}", disk.root().display()))?;
    foreign.sort();
    foreign.dedup();
    if foreign.is_empty() {
        return Ok(());
    }
    let more = match foreign.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("\n  … and {more} more"),
        _ => String::new(),
    };
    bail!(
        "the output folder {} contains files that policygen did not write:\n  {}{more}\nmove them elsewhere, or choose another output folder; nothing was written",
        disk.root().display(),
        foreign[..foreign.len().min(NAMED)].join("\n  ")
    )
}

/// Checks that every file of the build exists.
fn verify(disk: &Disk, files: &Files) -> anyhow::Result<()> {
    let missing = files
        .par_iter()
        .find_any(|(path, _)| disk.find(path).ok().flatten() != Some(Found::File));
    match missing {
        None => Ok(()),
        Some((path, _)) => bail!(
            "{} disappeared after it was written: another program is changing the output folder. Run `policygen build` again",
            disk.path(path).display()
        ),
    }
}

impl Sink for Staging {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if self.wanted(path, |out| same_bytes(out, path, bytes))? {
            self.disk.write(&self.staged_path(path), bytes)?;
            self.add_staged(path);
        }
        self.made.add(path, digest::of(bytes));
        Ok(())
    }

    fn keep(&self, group: &str, key: &Digest, paths: &[String]) -> io::Result<bool> {
        if self.previous.record.versions.get(group) != Some(key) {
            return Ok(false);
        }
        let mut kept = Vec::with_capacity(paths.len());
        for path in paths {
            // Files that are missing or have changed since are built again.
            match self.previous.digest(path) {
                Some(digest) if same_digest(self.disk.folder(), path, digest)? == Some(true) => {
                    kept.push((path, *digest));
                }
                _ => return Ok(false),
            }
        }
        for (path, digest) in kept {
            self.made.add(path, digest);
        }
        Ok(true)
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let staged = self.staged_path(path);
        let mut out = Digesting::new(BufWriter::new(self.disk.create(&staged)?));
        write(&mut out)?;
        let digest = out.finish()?;
        if self.wanted(path, |out| same_digest(out, path, &digest))? {
            self.add_staged(path);
        } else {
            self.disk.remove_file(&staged)?;
        }
        self.made.add(path, digest);
        Ok(())
    }

    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest> {
        let source = digest::of_file(from.open()?)?;
        if self.wanted(path, |out| same_digest(out, path, &source))? {
            // Not `fs::copy`, which would also copy a read-only mode.
            let mut staged = self.disk.create(&self.staged_path(path))?;
            io::copy(&mut from.open()?.file, &mut staged)?;
            self.add_staged(path);
        }
        self.made.add(path, source);
        Ok(source)
    }
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    let mut entries = fs::read_dir(folder)
        .with_context(|| format!("can't read the output folder {}", folder.display()))?;
    Ok(entries.next().is_none())
}
