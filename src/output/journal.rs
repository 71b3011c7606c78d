//! The journal of a commit, which describes the future output and is on disk before the first file
//! is moved. If a build is interrupted after that, the next one completes it.

use std::io;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::manifest::{Digests, DigestsOf};
use super::place::{self, Owned};
use super::stage::PREFIX;
use super::{Files, JOURNAL, MANIFEST, Manifest, read_own, same_digest};

/// The journal.
#[derive(Debug, Deserialize)]
pub(super) struct Journal {
    /// The folder of the staged files, in the output folder.
    stage: String,
    /// Files of earlier builds that could not be completed.
    earlier: Vec<Digests>,
    /// The manifest of the future output.
    manifest: Manifest,
}

impl Journal {
    /// Reads the journal of an output folder; `None` if no commit was interrupted.
    pub(super) fn read(disk: &Disk) -> anyhow::Result<Option<Self>> {
        let path = disk.path(JOURNAL);
        let damaged = || {
            format!(
                "{} is damaged, so policygen can't complete the interrupted build; remove it together with the files that the build wrote, or empty the output folder",
                path.display()
            )
        };
        let Some(bytes) = read_own(disk.root(), JOURNAL).with_context(damaged)? else {
            return Ok(None);
        };
        let mut journal: Self = serde_json::from_slice(&bytes).with_context(damaged)?;
        // Someone else may have changed the journal.
        if !journal.stage.starts_with(PREFIX) || journal.stage.contains(['/', '\\']) {
            anyhow::bail!(damaged());
        }
        journal.manifest.files.sort();
        for files in &mut journal.earlier {
            files.0.sort();
        }
        Ok(Some(journal))
    }

    /// Completes the commit if all of its files exist, staged or in place. Otherwise, returns the
    /// files that it may have left behind.
    pub(super) fn complete(
        self,
        disk: &Disk,
        previous: Option<Manifest>,
    ) -> anyhow::Result<Result<Manifest, Owned>> {
        let out = disk.folder();
        let mut staged = Vec::new();
        let mut is_whole = true;
        for (path, digest) in self.manifest.files.iter() {
            let in_stage = format!("{}/files/{path}", self.stage);
            if same_digest(out, path, digest).unwrap_or(None) == Some(true) {
                continue;
            }
            is_whole &= same_digest(out, &in_stage, digest).unwrap_or(None) == Some(true);
            staged.push(path);
        }
        let mut owned = Owned::default();
        owned.extend(previous.map(|previous| previous.files));
        owned.extend(self.earlier.into_iter().map(|files| files.0));
        if !is_whole {
            owned.extend([self.manifest.files]);
            return Ok(Err(owned));
        }
        place::put_in_place(disk, &format!("{}/files", self.stage), &staged)?;
        place::remove_stale(disk, &owned, &self.manifest.files, &mut Vec::new())?;
        put_manifest(disk, &self.stage, &self.manifest.to_bytes()?)?;
        Ok(Ok(self.manifest))
    }
}

/// Writes the journal. From then on, the build is complete or will be
/// completed.
pub(super) fn write(
    disk: &Disk,
    stage: &str,
    earlier: &[Files],
    manifest: &Manifest,
) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Written<'a> {
        stage: &'a str,
        earlier: Vec<DigestsOf<'a>>,
        manifest: &'a Manifest,
    }
    let bytes = serde_json::to_vec(&Written {
        stage,
        earlier: earlier.iter().map(DigestsOf).collect(),
        manifest,
    })?;
    put_synced(disk, stage, "journal", &bytes, JOURNAL)
}

/// Writes the manifest, and removes the journal: the commit is complete.
pub(super) fn put_manifest(disk: &Disk, stage: &str, manifest: &[u8]) -> anyhow::Result<()> {
    put_synced(disk, stage, "manifest", manifest, MANIFEST)?;
    match disk.remove_file(JOURNAL) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("can't remove {}", disk.path(JOURNAL).display()))
        }
        _ => Ok(()),
    }
}

/// Writes a file under a temporary name, syncs it to disk, and renames it.
fn put_synced(
    disk: &Disk,
    stage: &str,
    name: &str,
    bytes: &[u8],
    path: &str,
) -> anyhow::Result<()> {
    let staged = format!("{stage}/{name}");
    let put = || {
        disk.write(&staged, bytes)?;
        disk.sync_file(&staged)?;
        disk.rename(&staged, path)?;
        disk.sync_names()
    };
    put().with_context(|| format!("can't write {}", disk.path(path).display()))
}
