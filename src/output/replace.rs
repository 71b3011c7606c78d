//! Single files that are written outside the output folder: sources that are
//! fixed, and files that the caller names.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::base::diagnostic::fix::Rewrite;
use crate::base::text::io_error;

/// Writes a file beside the one of this name, then in its place. Its rights
/// stay, and so does a link to it.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // The operating system's words name a temporary file.
    write(path, bytes)
        .map_err(|error| anyhow::anyhow!("can't write {}: {}", path.display(), io_error(&error)))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(_) => path.to_owned(),
    };
    let folder = real
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".policygen-");
    let rights = fs::metadata(&real).ok().map(|file| file.permissions());
    if let Some(rights) = rights.clone().or_else(usual) {
        builder.permissions(rights);
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    if let Some(rights) = rights {
        file.as_file().set_permissions(rights)?;
    }
    file.persist(&real).map_err(|error| error.error)?;
    Ok(())
}

/// What a new file may be, before the user's mask: more than a temporary one.
#[cfg(unix)]
fn usual() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual() -> Option<fs::Permissions> {
    None
}

/// Whether a path lies in a folder, or would.
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

/// Writes fixed sources below `root`. If one of them is not what it was when
/// it was read, nothing is written.
pub fn fix(root: &Path, files: &[Rewrite]) -> anyhow::Result<()> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mut fixed: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for file in files {
        let path = root.join(&file.source.path);
        let bytes = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
        let (mark, text) = match bytes.strip_prefix(MARK) {
            Some(text) => (MARK, text),
            None => (&[] as &[u8], &*bytes),
        };
        if text != file.source.text.as_bytes() {
            anyhow::bail!(
                "{} changed while it was checked; nothing is written",
                file.source.path
            );
        }
        fixed.push((path, [mark, file.text.as_bytes()].concat()));
    }
    for (path, bytes) in fixed {
        replace(&path, &bytes)?;
    }
    Ok(())
}
