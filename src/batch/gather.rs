//! The files of one tenant, in memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::base::digest::{self, Digest};
use crate::base::folder::Inside;
use crate::output::{Sink, Writes};

/// A file of a tenant.
#[derive(Debug)]
pub(super) enum Content {
    /// The file's bytes.
    Bytes(Vec<u8>),
    /// A file of the site to copy.
    Copy(Inside),
}

/// Files by path, with their digests.
pub(super) type Files = BTreeMap<String, (Content, Digest)>;

/// Keeps the files of a build.
#[derive(Debug, Default)]
pub(super) struct Gather(Mutex<Files>);

impl Gather {
    fn add(&self, path: &str, content: Content, digest: Digest) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), (content, digest));
    }

    pub(super) fn into_files(self) -> Files {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Gather {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(path, Content::Bytes(bytes.to_vec()), digest::of(bytes));
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        let digest = digest::of(&bytes);
        self.add(path, Content::Bytes(bytes), digest);
        Ok(())
    }

    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest> {
        let digest = digest::of_file(from.open()?)?;
        self.add(path, Content::Copy(from.clone()), digest);
        Ok(digest)
    }
}

/// A single digest of all files and their paths.
pub(super) fn digest_of(files: &Files) -> Digest {
    let mut parts = digest::Parts::default();
    for (path, (_, digest)) in files {
        parts.add(path.as_bytes());
        parts.add(digest);
    }
    parts.finish()
}
