//! Replaces an earlier output with staged files.

use std::io;
use std::path::Path;

use super::Files;
use super::disk::Disk;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::{self, Digest};
use crate::base::folder::Found;
use crate::base::text::io_error;

/// The files of the output that earlier builds wrote: the last one, and interrupted ones that could
/// not be completed.
#[derive(Debug, Default)]
pub(super) struct Owned {
    pub(super) builds: Vec<Files>,
}

impl Owned {
    pub(super) fn extend(&mut self, builds: impl IntoIterator<Item = Files>) {
        self.builds.extend(builds);
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.builds.iter().any(|files| files.digest(path).is_some())
    }

    /// Whether one of the builds wrote these bytes to this path.
    fn wrote(&self, path: &str, digest: &Digest) -> bool {
        let mut builds = self.builds.iter();
        builds.any(|files| files.digest(path) == Some(digest))
    }

    /// All paths, without duplicates.
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.builds.iter().enumerate().flat_map(|(at, files)| {
            let before = &self.builds[..at];
            let paths = files.iter().map(|(path, _)| path);
            paths.filter(move |path| before.iter().all(|files| files.digest(path).is_none()))
        })
    }
}

/// The parent folders of a path, from the top.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Finds anything that is in the way of staged files: links, folders in place of files and files in
/// place of folders, unless earlier builds wrote them.
pub(super) fn find_foreign(
    disk: &Disk,
    staged: &[&str],
    owned: &Owned,
    foreign: &mut Vec<String>,
) -> io::Result<()> {
    // The last folder known to exist, and the last one that is missing or was reported.
    let (mut known, mut free) = ("", None);
    for path in staged {
        if free.is_some_and(|free| is_below(path, free)) {
            continue;
        }
        free = None;
        for folder in folders(path) {
            if is_below(known, folder) {
                continue;
            }
            match disk.find(folder)? {
                Some(Found::Folder) => {
                    known = folder;
                    continue;
                }
                None => {}
                // A file of ours that becomes a folder.
                Some(Found::File) if owned.has(folder) => {}
                Some(_) => foreign.push(folder.to_owned()),
            }
            free = Some(folder);
            break;
        }
        if free.is_some() {
            continue;
        }
        match disk.find(path)? {
            None => {}
            Some(Found::File) => {}
            Some(Found::Folder) if holds_only_ours(disk, path, owned)? => {}
            Some(_) => foreign.push((*path).to_owned()),
        }
    }
    Ok(())
}

/// Whether `folder` is `path` or one of its parent folders.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a folder of the output contains only files of earlier builds.
pub(super) fn holds_only_ours(disk: &Disk, folder: &str, owned: &Owned) -> io::Result<bool> {
    for entry in std::fs::read_dir(disk.path(folder))? {
        let entry = entry?;
        let below = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let ours = if entry.file_type()?.is_dir() {
            holds_only_ours(disk, &below, owned)?
        } else {
            owned.has(&below)
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The error that stopped a commit halfway.
fn stopped<'a>(
    disk: &'a Disk,
    act: &'static str,
    path: &'a str,
) -> impl Fn(io::Error) -> anyhow::Error + Copy + 'a {
    move |error| {
        anyhow::anyhow!(
            "can't {act} {}: {}\nthe output folder is now partly old and partly new; fix the cause, then run `policygen build` again to complete the build",
            disk.path(path).display(),
            io_error(&error),
        )
    }
}

/// Moves files, which are sorted, from the folder `stage` to their
/// destinations. Folders that don't exist yet are moved as a whole.
pub(super) fn put_in_place(disk: &Disk, stage: &str, staged: &[&str]) -> anyhow::Result<()> {
    let mut known = "";
    let mut moved: Option<&str> = None;
    for path in staged {
        if moved.is_some_and(|moved| is_below(path, moved)) {
            continue;
        }
        moved = None;
        let replace = stopped(disk, "replace", path);
        for folder in folders(path) {
            if is_below(known, folder) {
                continue;
            }
            let found = disk.find(folder).map_err(replace)?;
            if found == Some(Found::Folder) {
                known = folder;
                continue;
            }
            if found.is_some() {
                disk.remove_file(folder).map_err(replace)?;
            }
            disk.rename(&format!("{stage}/{folder}"), folder)
                .map_err(replace)?;
            moved = Some(folder);
            break;
        }
        if moved.is_some() {
            continue;
        }
        let found = disk.find(path).map_err(replace)?;
        if found == Some(Found::Folder) {
            disk.remove_tree(path).map_err(replace)?;
        }
        disk.rename(&format!("{stage}/{path}"), path)
            .map_err(replace)?;
    }
    Ok(())
}

/// Removes files of earlier builds that are no longer part of the output, and folders left empty by
/// them. A file that has been changed since no longer belongs to policygen.
pub(super) fn remove_stale(
    disk: &Disk,
    owned: &Owned,
    made: &Files,
    warnings: &mut Vec<Diagnostic>,
) -> anyhow::Result<usize> {
    let mut removed = 0;
    let is_folder = |folder: &&str| disk.find(folder).ok().flatten() == Some(Found::Folder);
    for path in owned.paths().filter(|path| made.digest(path).is_none()) {
        // Never follow a link that was put in place of a folder.
        let parents: Vec<&str> = folders(path).take_while(is_folder).collect();
        let is_there =
            parents.len() == folders(path).count() && disk.find(path)? == Some(Found::File);
        if is_there {
            let found = disk.folder().open_own(path).and_then(digest::of_file);
            if !found.is_ok_and(|found| owned.wrote(path, &found)) {
                warnings.push(kept(&disk.path(path)));
                continue;
            }
            disk.remove_file(path)
                .map_err(stopped(disk, "remove", path))?;
            removed += 1;
        }
        // An interrupted build may have removed the file but not the folder.
        for folder in parents.into_iter().rev() {
            match disk.remove_folder(folder) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => break,
                done => done.map_err(stopped(disk, "remove", folder))?,
            }
        }
    }
    Ok(removed)
}

fn kept(file: &Path) -> Diagnostic {
    Diagnostic::new(
        &codes::CHANGED_FILE,
        "the file is no longer part of the build, but has changed since policygen wrote it, so it is kept",
    )
    .path(file.display().to_string())
    .help("remove it, or move it out of the output folder")
}
