//! The folder of staged files.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;

use super::disk::Disk;

/// The prefix of these folders' names. The rest is random, so that nobody can
/// put links or files there beforehand.
pub(super) const PREFIX: &str = ".policygen.tmp-";

/// A folder of staged files, inside the output folder so that a rename never
/// crosses a file system. It is removed whatever the result of the build; if
/// that fails, the next build removes it.
#[derive(Debug)]
pub(super) struct Stage {
    disk: Arc<Disk>,
    /// Its name in the output folder.
    pub(super) name: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Staging,
    /// The journal has been written: the files are needed to complete the
    /// commit.
    Committing,
    Removed,
}

impl Stage {
    /// Creates a folder that only its owner can write to.
    pub(super) fn new(disk: &Arc<Disk>) -> io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .make_in(disk.root(), |path| {
                let name = path.file_name().and_then(OsStr::to_str);
                disk.create_private(name.unwrap_or_default())
            })?
            .into_temp_path()
            .keep()
            .map_err(|error| error.error)?;
        let name = folder.file_name().unwrap_or_default();
        let stage = Self {
            disk: Arc::clone(disk),
            name: name.to_string_lossy().into_owned(),
            state: Arc::new(Mutex::new(State::Staging)),
        };
        // Keeps leftovers of a killed build out of Git.
        disk.write(&format!("{}/.gitignore", stage.name), b"*\n")?;
        disk.create_folder(&stage.files())?;
        Ok(stage)
    }

    /// The folder that contains the files at their paths.
    pub(super) fn files(&self) -> String {
        format!("{}/files", self.name)
    }

    /// Begins the commit: the folder is kept from now on, and signals wait until the result is
    /// dropped.
    pub(super) fn begin(&self) -> Committing<'_> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State::Committing;
        Committing(state)
    }

    /// A handle for ending the program on a signal.
    pub(super) fn interrupt(&self) -> Interrupt {
        Interrupt {
            disk: Arc::clone(&self.disk),
            name: self.name.clone(),
            state: Arc::clone(&self.state),
        }
    }
}

/// A commit in progress.
pub(super) struct Committing<'s>(MutexGuard<'s, State>);

impl Committing<'_> {
    /// Marks the commit as complete: the folder is no longer needed.
    pub(super) fn end(mut self) {
        *self.0 = State::Staging;
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Staging {
            let _ = self.disk.remove_tree(&self.name);
            *state = State::Removed;
        }
    }
}

/// A handle for ending a build on a signal.
#[derive(Debug, Clone)]
pub struct Interrupt {
    disk: Arc<Disk>,
    name: String,
    state: Arc<Mutex<State>>,
}

impl Interrupt {
    /// Removes the staged files and calls `exit`, before the build notices. A commit in progress
    /// finishes first; if it fails, its files are left for the next build.
    pub fn interrupt(&self, exit: impl FnOnce()) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Staging {
            self.disk.close();
            // Calls in progress may still add files.
            for _ in 0..10 {
                if self.disk.remove_closed(&self.name).is_ok() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }
        exit();
        drop(state);
    }
}

/// Removes leftovers of killed builds from an output folder.
pub(super) fn clear(disk: &Disk) -> anyhow::Result<()> {
    let read = || format!("can't read the output folder {}", disk.root().display());
    for entry in fs::read_dir(disk.root()).with_context(read)? {
        let entry = entry.with_context(read)?;
        let name = entry.file_name();
        if let Some(name) = name.to_str().filter(|name| is_stage(Path::new(name)))
            && entry.file_type().with_context(read)?.is_dir()
        {
            disk.remove_tree(name)
                .with_context(|| format!("can't remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Whether a name is that of a folder of staged files.
pub(super) fn is_stage(name: &Path) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX))
}
