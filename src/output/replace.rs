//! Writes single files outside the output folder: fixed sources, and files that
//! the caller names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::single::put;
use crate::base::diagnostic::fix::Rewrite;
use crate::base::folder::{self, Folder};
use crate::base::text::io_error;

/// Writes a file that the caller names, whose kind `what` describes. An existing file must be of
/// the same kind, as decided by `is_ours`. A path in the site must not leave its root.
pub fn replace_own(
    root: &Folder,
    path: &Path,
    bytes: &[u8],
    what: &str,
    is_ours: impl Fn(&[u8]) -> bool,
) -> anyhow::Result<()> {
    let shown = path.display();
    stays_inside(root, path)?;
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => bail!("{shown} is not a file"),
        Ok(_) => {
            let found = fs::read(path).with_context(|| format!("can't read {shown}"))?;
            if !found.is_empty() && !is_ours(&found) {
                bail!("{shown} is not {what}, so it is not overwritten; choose another file");
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if path.is_symlink() {
                bail!("{shown} is a broken symbolic link");
            }
        }
        // Writing will report the fault.
        Err(_) => {}
    }
    replace(path, bytes)
}

/// Refuses a path in the site that leaves its root through a link.
fn stays_inside(root: &Folder, path: &Path) -> anyhow::Result<()> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let (Some(whole), Some(top)) = (absolute(path), absolute(root.path())) else {
        return Ok(());
    };
    let below = whole.strip_prefix(top).ok().and_then(Path::to_str);
    match below.filter(|below| folder::is_below(below)) {
        Some(below) => Ok(root.contains(below)?),
        None => Ok(()),
    }
}

/// Writes a file that the caller names. A symbolic link to it is kept.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(_) => std::path::absolute(path)?,
        };
        let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        put(&Folder::open(folder)?, name, bytes)
    };
    write().map_err(|error| cant_write(path, &error))
}

/// The operating system's message would name a temporary file, so only its cause is reported.
fn cant_write(path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow::anyhow!("can't write {}: {}", path.display(), io_error(error))
}

/// Whether a path is, or would be, in a folder.
pub fn is_within(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let (Some(parent), Some(folder)) = (real(&parent), real(folder)) else {
        return false;
    };
    real(path).unwrap_or(parent).starts_with(folder)
}

/// Removes a file below `root`, durably: it stays removed after a power failure.
pub fn remove(root: &Folder, path: &str) -> anyhow::Result<()> {
    let remove = || {
        let (folder, name) = root.folder_of(path)?;
        super::single::remove(&folder, &name)
    };
    let done: io::Result<()> = remove();
    done.map_err(|error| anyhow::anyhow!("can't remove {path}: {}", io_error(&error)))
}

/// Writes fixed sources below `root`. If one of them has changed since it was
/// read, nothing is written.
pub fn fix(root: &Folder, files: &[Rewrite]) -> anyhow::Result<()> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mut fixed = Vec::new();
    for file in files {
        let path = root.join(&file.source.path);
        let read = || {
            let (folder, name) = root.folder_of(&file.source.path)?;
            let bytes = folder.open_own(name.to_str().unwrap_or_default())?.read()?;
            Ok((folder, name, bytes))
        };
        let read: io::Result<_> = read();
        let (folder, name, bytes) =
            read.with_context(|| format!("can't read {}", path.display()))?;
        let (mark, text) = match bytes.strip_prefix(MARK) {
            Some(text) => (MARK, text),
            None => (&[] as &[u8], &*bytes),
        };
        if text != file.source.text.as_bytes() {
            anyhow::bail!(
                "{} changed while it was being checked; nothing was written",
                file.source.path
            );
        }
        fixed.push((path, folder, name, [mark, file.text.as_bytes()].concat()));
    }
    for (path, folder, name, bytes) in fixed {
        put(&folder, &name, &bytes).map_err(|error| cant_write(&path, &error))?;
    }
    Ok(())
}
