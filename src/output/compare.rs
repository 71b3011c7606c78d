//! `build --check`: shows what a build would change, without writing anything.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::record::Changes;
use super::{
    Files, JOURNAL, MANIFEST, Made, Manifest, Reasons, Record, Sink, Writes, same_bytes,
    same_digest,
};
use crate::base::digest::{self, Digest, Digesting};
use crate::base::folder::{Folder, Inside, Opened};

/// Compares a build with an output folder.
#[derive(Debug)]
pub struct Compare {
    out: PathBuf,
    /// The same folder, opened; `None` if it does not exist.
    folder: Option<Folder>,
    made: Made,
    differences: Mutex<BTreeMap<String, State>>,
}

/// How a file of the output differs from the build.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The file's path in the output.
    pub path: String,
    /// The difference.
    pub state: State,
    /// The reason.
    pub reason: String,
}

/// A difference of an output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It exists with different bytes.
    Stale,
    /// It is missing.
    Missing,
    /// An earlier build wrote it, but this one doesn't.
    LeftOver,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Stale => "stale    ",
            State::Missing => "missing  ",
            State::LeftOver => "left over",
        };
        write!(f, "{state} {}: {}", self.path, self.reason)
    }
}

impl Compare {
    /// Compares a build with the folder `out`.
    pub fn new(out: &Path) -> Self {
        Self {
            out: out.to_owned(),
            folder: Folder::open(out).ok(),
            made: Made::default(),
            differences: Mutex::default(),
        }
    }

    fn note(
        &self,
        path: &str,
        same: impl FnOnce(&Folder) -> io::Result<Option<bool>>,
    ) -> io::Result<()> {
        let state = match self.folder.as_ref().map_or(Ok(None), same) {
            Ok(Some(true)) => return Ok(()),
            Ok(None) => State::Missing,
            Ok(Some(false)) => State::Stale,
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => State::Missing,
            Err(error) => return Err(error),
        };
        self.differences
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), state);
        Ok(())
    }

    /// The manifest of the output; `None` if it has none.
    pub fn previous(&self) -> anyhow::Result<Option<Manifest>> {
        Manifest::read(&self.out)
    }

    /// The files of the build so far, sorted by path.
    pub fn made(&self) -> Files {
        self.made.sorted()
    }

    /// All differences, sorted by path. This includes the manifest that a build
    /// would write; `previous` is that of the output.
    pub fn finish(
        self,
        record: Record,
        previous: Option<&Manifest>,
        reasons: &Reasons<'_>,
    ) -> anyhow::Result<Vec<Difference>> {
        let mut differences = self
            .differences
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let manifest = Manifest {
            generator: None,
            record,
            files: self.made.into_sorted()?,
        };
        if self.out.join(JOURNAL).exists() {
            differences.insert(JOURNAL.to_owned(), State::LeftOver);
        }
        match previous {
            None => {
                differences.insert(MANIFEST.to_owned(), State::Missing);
            }
            Some(previous) => {
                for (path, _) in previous.files.iter() {
                    if manifest.digest(path).is_none() && self.out.join(path).exists() {
                        differences.insert(path.to_owned(), State::LeftOver);
                    }
                }
                let bytes = manifest.to_bytes()?;
                let same = |out| same_bytes(out, MANIFEST, &bytes);
                if self.folder.as_ref().map_or(Ok(None), same)? != Some(true) {
                    differences.insert(MANIFEST.to_owned(), State::Stale);
                }
            }
        }
        let changes = previous.map(|previous| reasons.since(previous, &manifest));
        let reason = |path: &str, state| match (previous, &changes) {
            (Some(previous), Some(changes)) => {
                let folder = self.folder.as_ref();
                why(folder, path, state, previous, &manifest, changes)
            }
            _ => "there is no earlier build".to_owned(),
        };
        let differences = differences.into_iter();
        Ok(differences
            .map(|(path, state)| Difference {
                reason: reason(&path, state),
                path,
                state,
            })
            .collect())
    }
}

const LINE_ENDS: &str =
    "it differs only in line endings; set `-text` for the output folder in .gitattributes";

/// The reason why a file differs.
fn why(
    out: Option<&Folder>,
    path: &str,
    state: State,
    previous: &Manifest,
    manifest: &Manifest,
    changes: &Changes<'_>,
) -> String {
    let was = previous.digest(path);
    let read = || out?.open_own(path).and_then(Opened::read).ok();
    match state {
        State::Stale if path == MANIFEST => {
            let bytes = read().unwrap_or_default();
            let will = manifest.to_bytes().map(|bytes| digest::of(&bytes)).ok();
            if differs_in_line_ends(&bytes, None, will.as_ref()) {
                LINE_ENDS.to_owned()
            } else if previous.same_sources(manifest) {
                "it lists the files of another build".to_owned()
            } else {
                changes.reason(path)
            }
        }
        State::LeftOver if path == JOURNAL => "an interrupted build left it".to_owned(),
        State::LeftOver => "it is no longer part of the build".to_owned(),
        State::Missing if was.is_some() => "it was removed from the output".to_owned(),
        State::Missing => "it is new".to_owned(),
        State::Stale => match read() {
            Some(bytes) => {
                if was == Some(&digest::of(&bytes)) {
                    changes.reason(path)
                } else if differs_in_line_ends(&bytes, was, manifest.digest(path)) {
                    LINE_ENDS.to_owned()
                } else if was.is_some() {
                    "it was edited since policygen wrote it".to_owned()
                } else {
                    "policygen did not write it".to_owned()
                }
            }
            None => "it is not a regular file".to_owned(),
        },
    }
}

/// Whether bytes differ only in line endings from those that were or will be written.
pub(super) fn differs_in_line_ends(
    bytes: &[u8],
    was: Option<&Digest>,
    will: Option<&Digest>,
) -> bool {
    let known = [was, will].into_iter().flatten();
    let ends: [&[u8]; 2] = [b"\n", b"\r\n"];
    let digests = ends.map(|end| digest::of(&with_line_ends(bytes, end)));
    let own = digest::of(bytes);
    known
        .filter(|known| **known != own)
        .any(|known| digests.contains(known))
}

/// A text with the same ending on all lines.
fn with_line_ends(text: &[u8], end: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(text.len() + text.len() / 32);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(words) => {
                all.extend_from_slice(words.strip_suffix(b"\r").unwrap_or(words));
                all.extend_from_slice(end);
            }
            None => all.extend_from_slice(line),
        }
    }
    all
}

impl Sink for Compare {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.note(path, |out| same_bytes(out, path, bytes))?;
        self.made.add(path, digest::of(bytes));
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let mut out = Digesting::new(io::sink());
        write(&mut out)?;
        let digest = out.finish()?;
        self.note(path, |out| same_digest(out, path, &digest))?;
        self.made.add(path, digest);
        Ok(())
    }

    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest> {
        let source = digest::of_file(from.open()?)?;
        self.note(path, |out| same_digest(out, path, &source))?;
        self.made.add(path, source);
        Ok(source)
    }
}
