//! Staging a build inside the output folder, and committing it.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, bail};

use super::place::{find_foreign, holds_only_ours, put_in_place, remove_stale};
use super::{MANIFEST, Made, Manifest, Sink, Writes, same_bytes, same_digest};
use crate::base::dates::Window;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{self, Digest, Digesting};

/// The folder for staged files, inside the output folder so that a rename
/// never crosses a file system.
const STAGE: &str = ".policygen.tmp";
/// The file in it whose lock keeps two builds apart.
const LOCK: &str = "lock";
/// So many foreign files are named; there may be more.
const NAMED: usize = 20;

/// An output folder with a build on the way.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    stage: Stage,
    files: PathBuf,
    previous: Manifest,
    /// The output folder was made for this build.
    created: bool,
    /// Nothing was there before: no file has to be compared.
    fresh: bool,
    made: Made,
    written: AtomicUsize,
    foreign: Mutex<Vec<String>>,
}

/// The folder of staged files. It goes, whatever becomes of the build; what
/// can't be removed is cleared by the next one.
#[derive(Debug)]
struct Stage {
    folder: PathBuf,
    /// Keeps other builds out until the folder is gone.
    _lock: File,
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a commit did.
#[derive(Debug)]
pub struct Committed {
    /// Files of the build, with the manifest.
    pub files: usize,
    /// How many of them were written.
    pub written: usize,
    /// Files of the earlier build that were removed.
    pub removed: usize,
    /// Files that were kept though they are stale.
    pub warnings: Vec<Diagnostic>,
}

impl Staging {
    /// Opens an output folder, creating it if need be, and clears what an
    /// aborted build left there.
    pub fn open(out: &Path) -> anyhow::Result<Self> {
        if out.exists() && !out.is_dir() {
            bail!("the output {} is a file, not a folder", out.display());
        }
        let created = !out.exists();
        fs::create_dir_all(out)
            .with_context(|| format!("can't create the output folder {}", out.display()))?;
        let previous = Manifest::read(out)?;
        let fresh = previous.is_none() && is_empty(out)?;
        let stage = out.join(STAGE);
        let cant_write = || format!("can't write to the output folder {}", out.display());
        if stage.is_symlink() {
            bail!("{} is a link; remove it", stage.display());
        }
        fs::create_dir_all(&stage).with_context(cant_write)?;
        let lock = File::create(stage.join(LOCK)).with_context(cant_write)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!(
                    "another build is writing to {}; wait for it to end",
                    out.display()
                )
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(cant_write),
        }
        let stage = Stage {
            folder: stage,
            _lock: lock,
        };
        let files = stage.folder.join("files");
        match fs::remove_dir_all(&files) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("can't clear {}", stage.folder.display()));
            }
            _ => {}
        }
        fs::create_dir(&files).with_context(cant_write)?;
        Ok(Self {
            out: out.to_owned(),
            stage,
            files,
            previous: previous.unwrap_or_default(),
            created,
            fresh,
            made: Made::default(),
            written: AtomicUsize::new(0),
            foreign: Mutex::default(),
        })
    }

    /// The manifest of the build before; empty if there was none.
    pub fn previous(&self) -> &Manifest {
        &self.previous
    }

    /// Whether `path` must be staged: false if it is there already, byte for
    /// byte. Notes files that are not policygen's to overwrite.
    fn wanted(
        &self,
        path: &str,
        same: impl FnOnce(&Path) -> io::Result<Option<bool>>,
    ) -> io::Result<bool> {
        if self.fresh {
            return Ok(true);
        }
        let target = self.out.join(path);
        let ours = match same(&target) {
            Ok(None) => return Ok(true),
            Ok(Some(true)) => return Ok(false),
            Ok(Some(false)) if target.is_dir() => holds_only_ours(&target, path, &self.previous)?,
            Ok(Some(false)) => self.previous.digest(path).is_some(),
            // A file of ours may be where a folder will be.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
                parents
                    .into_iter()
                    .any(|parent| self.previous.digest(parent).is_some())
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

    fn staged_path(&self, path: &str) -> PathBuf {
        self.files.join(path)
    }

    /// Puts the staged files in place, removes files of the build before that
    /// are no longer made, and writes the manifest.
    pub fn commit(self, inputs: Option<Digest>, window: Window) -> anyhow::Result<Committed> {
        let foreign = {
            let mut foreign = self.foreign.lock().unwrap_or_else(PoisonError::into_inner);
            let mut all = std::mem::take(&mut *foreign);
            find_foreign(
                &self.files,
                &self.out,
                String::new(),
                &self.previous,
                &mut all,
            )
            .with_context(|| format!("can't read the output folder {}", self.out.display()))?;
            all.sort();
            all.dedup();
            all
        };
        if !foreign.is_empty() {
            let more = match foreign.len().checked_sub(NAMED) {
                Some(more) if more > 0 => format!("\n  … and {more} more"),
                _ => String::new(),
            };
            bail!(
                "the output folder {} holds files that policygen did not write:\n  {}{more}\nmove them away, or choose another output folder; nothing was written",
                self.out.display(),
                foreign[..foreign.len().min(NAMED)].join("\n  ")
            );
        }
        let moving = || {
            format!(
                "can't move files to the output folder {}",
                self.out.display()
            )
        };
        put_in_place(&self.files, &self.out).with_context(moving)?;
        let files = self.made.into_sorted();
        let mut warnings = Vec::new();
        let mut removed = 0;
        for (path, was) in self.previous.files.iter() {
            if files.digest(path).is_none() {
                removed += usize::from(remove_stale(&self.out, path, was, &mut warnings)?);
            }
        }
        let count = files.len() + 1;
        let manifest = Manifest {
            inputs,
            window,
            files,
        };
        let mut written = self.written.load(Ordering::Relaxed);
        let bytes = manifest.to_bytes()?;
        let target = self.out.join(MANIFEST);
        if same_bytes(&target, &bytes).with_context(moving)? != Some(true) {
            let staged = self.stage.folder.join("manifest");
            fs::write(&staged, &bytes).with_context(moving)?;
            fs::rename(&staged, &target).with_context(moving)?;
            written += 1;
        }
        Ok(Committed {
            files: count,
            written,
            removed,
            warnings,
        })
    }

    /// Gives up: the earlier output stays as it is.
    pub fn abort(self) {
        drop(self.stage);
        if self.created {
            let _ = fs::remove_dir(&self.out);
        }
    }
}

impl Sink for Staging {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if self.wanted(path, |target| same_bytes(target, bytes))? {
            let staged = self.staged_path(path);
            with_folder(&staged, || fs::write(&staged, bytes))?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        self.made.add(path, digest::of(bytes));
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let staged = self.staged_path(path);
        if let Some(folder) = staged.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut out = Digesting::new(BufWriter::new(File::create(&staged)?));
        write(&mut out)?;
        let digest = out.finish()?;
        if self.wanted(path, |target| same_digest(target, &digest))? {
            self.written.fetch_add(1, Ordering::Relaxed);
        } else {
            fs::remove_file(&staged)?;
        }
        self.made.add(path, digest);
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> io::Result<Digest> {
        let source = digest::of_file(from)?;
        if self.wanted(path, |target| same_digest(target, &source))? {
            let staged = self.staged_path(path);
            with_folder(&staged, || {
                // Not `fs::copy`, which would copy a read-only mode too.
                io::copy(&mut File::open(from)?, &mut File::create(&staged)?).map(|_| ())
            })?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        self.made.add(path, source);
        Ok(source)
    }
}

/// Does something to a file, making its folder if it is not there yet.
fn with_folder(path: &Path, act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    // Most pages are `index.html` in a folder of their own, which is not there.
    if path.ends_with("index.html")
        && let Some(folder) = path.parent()
    {
        let _ = fs::create_dir(folder);
    }
    match act() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            act()
        }
        done => done,
    }
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("can't read the output folder {}", folder.display()))?;
    for entry in entries {
        if entry?.file_name() != STAGE {
            return Ok(false);
        }
    }
    Ok(true)
}
