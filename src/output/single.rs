//! Replaces a single file of known bytes: a new file is written beside it, synced and renamed, and
//! the folder is synced. After a power failure, the file is either the old or the new one; once
//! this has returned, it is the new one.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use crate::base::folder::{Folder, Opened};

/// Writes a file in a folder. Its permissions are kept; a link with this name would be replaced.
pub(super) fn put(folder: &Folder, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    let found = folder.open_own(name.to_str().unwrap_or_default());
    let rights = |found: Opened| Some(found.file.metadata().ok()?.permissions());
    let rights = found.ok().and_then(rights);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".policygen-");
    let create = |path: &Path| create(folder, path.file_name().unwrap_or_default());
    let mut file = builder.make_in(folder.path(), create)?;
    file.write_all(bytes)?;
    if let Some(rights) = rights {
        file.as_file().set_permissions(rights)?;
    }
    file.as_file().sync_all()?;
    let written = file.into_temp_path();
    rename(folder, written.file_name().unwrap_or_default(), name)?;
    // It has its final name now.
    let _ = written.keep();
    sync(folder)
}

/// Removes a file from a folder.
pub(super) fn remove(folder: &Folder, name: &OsStr) -> io::Result<()> {
    unlink(folder, name)?;
    sync(folder)
}

#[cfg(target_os = "linux")]
fn unlink(folder: &Folder, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(
        folder.handle(),
        name,
        rustix::fs::AtFlags::empty(),
    )?)
}

#[cfg(not(target_os = "linux"))]
fn unlink(folder: &Folder, name: &OsStr) -> io::Result<()> {
    std::fs::remove_file(folder.join(name))
}

/// Creates a file, with the usual permissions of a new file.
#[cfg(target_os = "linux")]
fn create(folder: &Folder, name: &OsStr) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(0o666);
    Ok(rustix::fs::openat(folder.handle(), name, flags, mode)?.into())
}

#[cfg(target_os = "linux")]
fn rename(folder: &Folder, from: &OsStr, to: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat(
        folder.handle(),
        from,
        folder.handle(),
        to,
    )?)
}

#[cfg(target_os = "linux")]
fn sync(folder: &Folder) -> io::Result<()> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = rustix::fs::openat(folder.handle(), ".", flags, Mode::empty())?;
    Ok(rustix::fs::fsync(opened)?)
}

#[cfg(not(target_os = "linux"))]
fn create(folder: &Folder, name: &OsStr) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true).open(folder.join(name))
}

#[cfg(not(target_os = "linux"))]
fn rename(folder: &Folder, from: &OsStr, to: &OsStr) -> io::Result<()> {
    std::fs::rename(folder.join(from), folder.join(to))
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Folder) -> io::Result<()> {
    // Other systems can't open a folder as a file.
    match cfg!(unix) {
        true => File::open(folder.path())?.sync_all(),
        false => Ok(()),
    }
}
