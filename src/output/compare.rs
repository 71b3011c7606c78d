//! `build --check`: what a build would change, without writing anything.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{JOURNAL, MANIFEST, Made, Manifest, Sink, Writes, same_bytes, same_digest};
use crate::base::dates::Window;
use crate::base::digest::{self, Digest, Digesting};

/// Compares a build with an output folder.
#[derive(Debug)]
pub struct Compare {
    out: PathBuf,
    made: Made,
    differences: Mutex<BTreeMap<String, Difference>>,
}

/// How a file of the output differs from the build.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It is there, with other bytes.
    Stale(String),
    /// It is not there.
    Missing(String),
    /// It was made by an earlier build and no longer is.
    LeftOver(String),
}

impl Difference {
    /// The file's path in the output.
    pub fn path(&self) -> &str {
        match self {
            Self::Stale(path) | Self::Missing(path) | Self::LeftOver(path) => path,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale(path) => write!(f, "stale     {path}"),
            Self::Missing(path) => write!(f, "missing   {path}"),
            Self::LeftOver(path) => write!(f, "left over {path}"),
        }
    }
}

impl Compare {
    /// Compares with the folder `out`.
    pub fn new(out: &Path) -> Self {
        Self {
            out: out.to_owned(),
            made: Made::default(),
            differences: Mutex::default(),
        }
    }

    fn note(&self, path: &str, same: io::Result<Option<bool>>) -> io::Result<()> {
        let difference = match same {
            Ok(Some(true)) => return Ok(()),
            Ok(None) => Difference::Missing(path.to_owned()),
            Ok(Some(false)) => Difference::Stale(path.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Difference::Missing(path.to_owned())
            }
            Err(error) => return Err(error),
        };
        self.differences
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), difference);
        Ok(())
    }

    /// All differences, sorted by path. The manifest that a build would write
    /// counts as well.
    pub fn finish(self, inputs: Option<Digest>, window: Window) -> anyhow::Result<Vec<Difference>> {
        let mut differences = self
            .differences
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let manifest = Manifest {
            inputs,
            window,
            files: self.made.into_sorted()?,
        };
        let mut note = |difference: Difference| {
            differences.insert(difference.path().to_owned(), difference);
        };
        if self.out.join(JOURNAL).exists() {
            note(Difference::LeftOver(JOURNAL.to_owned()));
        }
        match Manifest::read(&self.out)? {
            None => note(Difference::Missing(MANIFEST.to_owned())),
            Some(previous) => {
                for (path, _) in previous.files.iter() {
                    if manifest.digest(path).is_none() && self.out.join(path).exists() {
                        note(Difference::LeftOver(path.to_owned()));
                    }
                }
                let same = same_bytes(&self.out.join(MANIFEST), &manifest.to_bytes()?)?;
                if same != Some(true) {
                    note(Difference::Stale(MANIFEST.to_owned()));
                }
            }
        }
        Ok(differences.into_values().collect())
    }
}

impl Sink for Compare {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.note(path, same_bytes(&self.out.join(path), bytes))?;
        self.made.add(path, digest::of(bytes));
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let mut out = Digesting::new(io::sink());
        write(&mut out)?;
        let digest = out.finish()?;
        self.note(path, same_digest(&self.out.join(path), &digest))?;
        self.made.add(path, digest);
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> io::Result<Digest> {
        let source = digest::of_file(from)?;
        self.note(path, same_digest(&self.out.join(path), &source))?;
        self.made.add(path, source);
        Ok(source)
    }
}
