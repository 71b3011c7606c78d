//! Prevents two builds from running at once.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::base::diagnostic::{Diagnostic, codes};

/// Keeps other builds out of an output folder until it is dropped. The lock is on the folder
/// itself, so that there is no lock file to clean up.
#[derive(Debug)]
pub(super) struct Lock(#[allow(dead_code)] Option<File>);

impl Lock {
    /// Locks a folder. Adds a warning if the file system does not support locks.
    pub(super) fn new(folder: &Path, warnings: &mut Vec<Diagnostic>) -> anyhow::Result<Self> {
        let locked = open(folder).and_then(|file| match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        });
        match locked {
            Ok(Some(file)) => Ok(Self(Some(file))),
            Ok(None) => bail!(
                "another build is writing to {}; wait for it to finish",
                folder.display()
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("can't open {}", folder.display()))
            }
            Err(_) => {
                warnings.push(
                    Diagnostic::new(
                        &codes::NO_LOCK,
                        "the output folder can't be locked on this file system",
                    )
                    .path(folder.display().to_string())
                    .help("don't run two builds into this folder at the same time"),
                );
                Ok(Self(None))
            }
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// Opens a lock file, because Windows can lock only files. It is never removed: otherwise, two
/// builds could lock two files with the same name.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    options.open(folder.join(".policygen.lock"))
}
