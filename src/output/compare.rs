//! `build --check`: what a build would change, without writing anything.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{MANIFEST, Made, Manifest, Sink, same_bytes};
use crate::digest::{self, Digest};

/// Compares a build with an output folder.
#[derive(Debug)]
pub struct Compare {
    out: PathBuf,
    made: Made,
    differences: Mutex<Vec<Difference>>,
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
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(difference);
        Ok(())
    }

    /// All differences, sorted by path.
    pub fn finish(self) -> anyhow::Result<Vec<Difference>> {
        let mut differences = self
            .differences
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let files = self.made.into_sorted();
        match Manifest::read(&self.out)? {
            None => differences.push(Difference::Missing(MANIFEST.to_owned())),
            Some(previous) => {
                for (path, _) in &previous.files {
                    let made = files.binary_search_by(|(known, _)| known.cmp(path)).is_ok();
                    if !made && self.out.join(&**path).exists() {
                        differences.push(Difference::LeftOver(path.to_string()));
                    }
                }
                // The pages may be right and the list of them not.
                if differences.is_empty() && previous.files != files {
                    differences.push(Difference::Stale(MANIFEST.to_owned()));
                }
            }
        }
        differences.sort_by(|a, b| (a.path(), a).cmp(&(b.path(), b)));
        Ok(differences)
    }
}

impl Sink for Compare {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.note(path, same_bytes(&self.out.join(path), bytes))?;
        self.made.add(path, digest::of(bytes));
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> io::Result<Digest> {
        let source = digest::of_file(from)?;
        let same = match digest::of_file(&self.out.join(path)) {
            Ok(found) => Ok(Some(found == source)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        self.note(path, same)?;
        self.made.add(path, source);
        Ok(source)
    }
}
