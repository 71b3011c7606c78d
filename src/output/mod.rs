//! Writes the output; no other module does. A build is staged next to the earlier output and
//! replaces it at the end, or not at all.

mod compare;
mod create;
mod disk;
mod files;
mod journal;
mod lock;
mod manifest;
mod place;
mod record;
mod replace;
mod single;
mod stage;
mod staging;
#[cfg(test)]
mod tests;
mod whole;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

pub use compare::{Compare, Difference, State};
pub use create::create;
pub use files::Files;
pub use manifest::Manifest;
pub(crate) use manifest::is_inside;
pub use record::{Reasons, Record};

pub use crate::base::tree::MANIFEST;
pub use replace::{fix, is_within, remove, replace_own};
pub use stage::Interrupt;
pub use staging::{Committed, Staging};
pub(crate) use whole::{persist, temporary};

/// The journal's name in the output folder; it exists only while a build is
/// being committed, and after an interrupted commit.
const JOURNAL: &str = ".policygen.journal";

use crate::base::digest::{self, Digest};
use crate::base::folder::{Folder, Inside, Opened, is_missing};

/// Writes the bytes of a file.
pub type Writes<'a> = dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'a;

/// The destination of a build's files. Paths are relative to the output, with
/// `/`.
pub trait Sink: Sync {
    /// Takes a file's bytes.
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Like `put`, for bytes that the caller keeps: a sink that also keeps them can share them.
    fn put_shared(&self, path: &str, bytes: &Arc<[u8]>) -> io::Result<()> {
        self.put(path, bytes)
    }

    /// Keeps files of the previous build if it made them from exactly this `key`, and returns
    /// whether it did. `group` identifies these files.
    fn keep(&self, group: &str, key: &Digest, paths: &[String]) -> io::Result<bool> {
        let _ = (group, key, paths);
        Ok(false)
    }

    /// Takes a file that is too large for memory, as written by `write`.
    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()>;

    /// Copies a file from disk, whatever its size, and returns its digest.
    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest>;
}

/// The files that a build made, in order of completion.
#[derive(Debug, Default)]
struct Made(Mutex<Files>);

impl Made {
    fn add(&self, path: &str, digest: Digest) {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .add(path, digest);
    }

    /// The files so far, sorted by path.
    fn sorted(&self) -> Files {
        let files = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut files = files.clone();
        files.sort();
        files
    }

    /// All files, sorted by path; if a file was made again, only the last one. Fails if a file is
    /// also needed as a folder.
    fn into_sorted(self) -> io::Result<Files> {
        let mut files = self
            .0
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        files.sort();
        // A folder known not to be a file: most files are in the same folder as the previous one.
        let mut known = "";
        for (path, _) in files.iter() {
            for folder in place::folders(path).filter(|folder| !place::is_below(known, folder)) {
                if files.digest(folder).is_some() {
                    return Err(io::Error::other(format!(
                        "{folder} would be both a file and the folder of {path}"
                    )));
                }
                known = folder;
            }
        }
        Ok(files)
    }
}

/// Opens a file of an output folder; the inner error says whether something else exists at the
/// path. Links are not followed: their targets are not part of the output.
fn open_own(out: &Folder, path: &str) -> io::Result<Result<Opened, bool>> {
    match out.open_own(path) {
        Ok(opened) => Ok(Ok(opened)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Err(false)),
        Err(error) => {
            let kind = |name| out.join(name).symlink_metadata();
            let is_linked = || {
                place::folders(path)
                    .chain([path])
                    .any(|name| kind(name).is_ok_and(|found| found.is_symlink()))
            };
            match kind(path) {
                Ok(found) if !found.is_file() || is_linked() => Ok(Err(true)),
                _ => Err(error),
            }
        }
    }
}

/// Whether a file of an output folder contains exactly these bytes. `None` if nothing exists at the
/// path.
fn same_bytes(out: &Folder, path: &str, bytes: &[u8]) -> io::Result<Option<bool>> {
    match open_own(out, path)? {
        Ok(opened) if opened.length != bytes.len() as u64 => Ok(Some(false)),
        Ok(opened) => Ok(Some(opened.read()? == bytes)),
        Err(is_there) => Ok(is_there.then_some(false)),
    }
}

/// Whether a file of an output folder has this digest. `None` if nothing exists at the path.
fn same_digest(out: &Folder, path: &str, digest: &Digest) -> io::Result<Option<bool>> {
    match open_own(out, path)? {
        Ok(opened) => Ok(Some(digest::of_file(opened)? == *digest)),
        Err(is_there) => Ok(is_there.then_some(false)),
    }
}

/// The bytes of a file that policygen keeps in an output folder; `None` if it does not exist.
pub(crate) fn read_own(out: &Path, path: &str) -> io::Result<Option<Vec<u8>>> {
    match Folder::open(out).and_then(|out| out.open_own(path)) {
        Ok(opened) => opened.read().map(Some),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Discards files, to find only the errors of a build.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn stream(&self, _: &str, write: &Writes<'_>) -> io::Result<()> {
        write(&mut io::sink())
    }

    fn copy(&self, _: &str, _: &Inside) -> io::Result<Digest> {
        Ok(Digest::default())
    }
}
