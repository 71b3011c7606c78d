//! Single files that are written outside the output folder: sources that are
//! fixed, and files that the caller names.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::base::diagnostic::fix::Rewrite;
use crate::base::folder::{self, Folder, Opened};
use crate::base::text::io_error;

/// Writes a file that the caller names, such as `what`: a new one, or one of the same
/// kind, which `is_ours` decides. A path in the site never leads out of its root.
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
                bail!("{shown} is not {what}, and is not overwritten; name another file");
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if path.is_symlink() {
                bail!("{shown} is a broken symbolic link");
            }
        }
        // Writing says what is wrong.
        Err(_) => {}
    }
    replace(path, bytes)
}

/// Refuses a path in the site that leads out of its root through a link.
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

/// Writes a file beside the one of this name, then in its place. Its rights
/// stay, and so does a link to it.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
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
pub fn fix(root: &Folder, files: &[Rewrite]) -> anyhow::Result<()> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mut fixed: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for file in files {
        let path = root.join(&file.source.path);
        let read = root.open_file(&file.source.path).and_then(Opened::read);
        let bytes = read.with_context(|| format!("can't read {}", path.display()))?;
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
