//! Putting staged files in the place of an earlier output.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context as _;

use super::Manifest;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::{self, Digest};

/// Looks for things that are in the way of the staged files: links that lead
/// out of the output, folders in place of files and files in place of folders.
pub(super) fn find_foreign(
    staged: &Path,
    target: &Path,
    path: String,
    previous: &Manifest,
    foreign: &mut Vec<String>,
) -> io::Result<()> {
    for entry in fs::read_dir(staged)? {
        let entry = entry?;
        let there = target.join(entry.file_name());
        let path = format!("{path}{}", entry.file_name().to_string_lossy());
        let Ok(found) = fs::symlink_metadata(&there) else {
            continue;
        };
        let folder = entry.file_type()?.is_dir();
        if folder && found.is_dir() {
            find_foreign(&entry.path(), &there, format!("{path}/"), previous, foreign)?;
        } else if folder && found.is_file() && previous.digest(&path).is_some()
            || !folder && found.is_dir() && holds_only_ours(&there, &path, previous)?
        {
            // A file of ours became a folder, or a folder a file: it is replaced.
        } else if folder || !found.is_file() {
            foreign.push(path);
        }
    }
    Ok(())
}

/// Whether a folder of the output holds nothing but files of the build before.
pub(super) fn holds_only_ours(folder: &Path, path: &str, previous: &Manifest) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let below = format!("{path}/{}", entry.file_name().to_string_lossy());
        let ours = if entry.file_type()?.is_dir() {
            holds_only_ours(&entry.path(), &below, previous)?
        } else {
            previous.digest(&below).is_some()
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Renames staged files to where they belong; folders that are not there yet
/// are renamed whole.
pub(super) fn put_in_place(staged: &Path, target: &Path) -> io::Result<()> {
    for entry in fs::read_dir(staged)? {
        let entry = entry?;
        let there = target.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            match fs::symlink_metadata(&there) {
                Ok(found) if found.is_dir() => {
                    put_in_place(&entry.path(), &there)?;
                    continue;
                }
                Ok(_) => fs::remove_file(&there)?,
                Err(_) => {}
            }
        } else if there.is_dir() && !there.is_symlink() {
            fs::remove_dir_all(&there)?;
        }
        fs::rename(entry.path(), there)?;
    }
    Ok(())
}

/// Removes a file that is no longer made, and folders that it leaves empty. A
/// file that was changed since is not policygen's any more.
pub(super) fn remove_stale(
    out: &Path,
    path: &str,
    was: &Digest,
    warnings: &mut Vec<Diagnostic>,
) -> anyhow::Result<bool> {
    let file = out.join(path);
    // Never through a link that was put in place of a folder.
    let linked = file
        .ancestors()
        .take_while(|folder| *folder != out)
        .any(Path::is_symlink);
    if linked || !file.is_file() {
        return Ok(false);
    }
    if digest::of_file(&file).ok().as_ref() != Some(was) {
        warnings.push(
            Diagnostic::new(
                &codes::CHANGED_FILE,
                "the file is no longer made, but was changed since policygen wrote it, and is kept",
            )
            .path(file.display().to_string())
            .help("remove it, or move it out of the output folder"),
        );
        return Ok(false);
    }
    fs::remove_file(&file).with_context(|| format!("can't remove {}", file.display()))?;
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != out) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(true)
}
