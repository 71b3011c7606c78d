//! The files of a site, in memory instead of in an output folder.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::digest::{self, Digest};
use crate::base::folder::Inside;
use crate::output::{Sink, Writes};

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum File {
    /// A generated file, kept in memory.
    Made(Arc<[u8]>),
    /// A copied file, sent directly from disk, because it may have any size.
    Copied { from: Inside, digest: Digest },
}

impl File {
    /// Whether it has the same bytes as another. Most unchanged files are the same object and need
    /// no comparison.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Made(one), Self::Made(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::Copied { digest: one, .. }, Self::Copied { digest: other, .. }) => one == other,
            _ => false,
        }
    }
}

/// Files by their path from the site's root.
pub(super) type Files = HashMap<String, File>;

/// Collects the files of a build.
#[derive(Debug, Default)]
pub(super) struct Gather(Mutex<Files>);

impl Gather {
    fn add(&self, path: &str, file: File) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), file);
    }

    pub(super) fn into_files(self) -> Files {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Gather {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(path, File::Made(bytes.into()));
        Ok(())
    }

    fn put_shared(&self, path: &str, bytes: &Arc<[u8]>) -> io::Result<()> {
        self.add(path, File::Made(Arc::clone(bytes)));
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.put(path, &bytes)
    }

    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest> {
        let digest = digest::of_file(from.open()?)?;
        let from = from.clone();
        self.add(path, File::Copied { from, digest });
        Ok(digest)
    }
}
