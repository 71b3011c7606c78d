//! Changes to a folder's contents. On Linux, paths are relative to the folder's handle and links
//! are never followed, so that no one can redirect a change by inserting a link.

use std::fs::File;
use std::io;

use super::{Folder, is_missing};

/// The kind of file at a path in a folder, without following links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    File,
    Folder,
    /// A link, a device or another special file.
    Other,
}

impl Folder {
    /// The kind of file at a path; `None` if it does not exist.
    pub(crate) fn find(&self, path: &str) -> io::Result<Option<Found>> {
        match system::find(self, path) {
            Err(error) if is_missing(&error) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Creates a file for writing, or truncates an existing one.
    pub(crate) fn create_file(&self, path: &str) -> io::Result<File> {
        system::create_file(self, path)
    }

    /// Creates a folder. A private folder is accessible only to its owner.
    pub(crate) fn create_folder(&self, path: &str, is_private: bool) -> io::Result<()> {
        system::create_folder(self, path, is_private)
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        system::rename(self, from, to)
    }

    pub(crate) fn remove_file(&self, path: &str) -> io::Result<()> {
        system::remove_file(self, path)
    }

    /// Removes an empty folder.
    pub(crate) fn remove_folder(&self, path: &str) -> io::Result<()> {
        system::remove_folder(self, path)
    }

    /// Removes a folder and its contents.
    pub(crate) fn remove_tree(&self, path: &str) -> io::Result<()> {
        system::remove_tree(self, path)
    }

    /// Opens the folder as a file, to sync its entries to disk.
    #[cfg(unix)]
    pub(crate) fn names(&self) -> io::Result<File> {
        system::names(self)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::ffi::{CStr, OsStr};
    use std::fs::File;
    use std::io;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::{Component, Path};

    use rustix::fd::{AsFd as _, BorrowedFd, OwnedFd};
    use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
    use rustix::io::Errno;

    use super::super::without_links;
    use super::{Folder, Found};

    const FOLDER: OFlags = OFlags::PATH
        .union(OFlags::DIRECTORY)
        .union(OFlags::NOFOLLOW)
        .union(OFlags::CLOEXEC);

    /// Calls `act` with the folder that contains a path, and the file's name in it.
    fn at<T>(
        folder: &Folder,
        path: &str,
        act: impl FnOnce(BorrowedFd<'_>, &OsStr) -> Result<T, Errno>,
    ) -> io::Result<T> {
        let path = Path::new(path);
        let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        match parent.as_os_str().is_empty() {
            true => Ok(act(folder.handle(), name)?),
            false => Ok(act(open(folder.handle(), parent)?.as_fd(), name)?),
        }
    }

    fn open(top: BorrowedFd<'_>, path: &Path) -> Result<OwnedFd, Errno> {
        if let Some(opened) = without_links(top, path, FOLDER, Mode::empty()) {
            return opened;
        }
        let mut opened: Option<OwnedFd> = None;
        for part in path.components() {
            let Component::Normal(name) = part else {
                return Err(Errno::XDEV);
            };
            let parent = opened.as_ref().map_or(top, OwnedFd::as_fd);
            opened = Some(rustix::fs::openat(parent, name, FOLDER, Mode::empty())?);
        }
        opened.ok_or(Errno::NOENT)
    }

    pub(super) fn find(folder: &Folder, path: &str) -> io::Result<Found> {
        let found = rustix::fs::statat(folder.handle(), path, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => Found::File,
            FileType::Directory => Found::Folder,
            _ => Found::Other,
        })
    }

    pub(super) fn create_file(folder: &Folder, path: &str) -> io::Result<File> {
        // Without `NONBLOCK`, opening a named pipe would wait for a reader.
        let flags = OFlags::WRONLY
            | OFlags::CREATE
            | OFlags::TRUNC
            | OFlags::NOFOLLOW
            | OFlags::NONBLOCK
            | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(0o666);
        if let Some(opened) = without_links(folder.handle(), Path::new(path), flags, mode) {
            return Ok(opened?.into());
        }
        let create = |parent: BorrowedFd<'_>, name: &OsStr| {
            rustix::fs::openat(parent, name, flags, mode).map(File::from)
        };
        at(folder, path, create)
    }

    pub(super) fn create_folder(folder: &Folder, path: &str, is_private: bool) -> io::Result<()> {
        let mode = Mode::from_raw_mode(if is_private { 0o700 } else { 0o777 });
        at(folder, path, |parent, name| {
            rustix::fs::mkdirat(parent, name, mode)
        })
    }

    pub(super) fn rename(folder: &Folder, from: &str, to: &str) -> io::Result<()> {
        at(folder, from, |before, name| {
            let rename =
                |after: BorrowedFd<'_>, new: &OsStr| rustix::fs::renameat(before, name, after, new);
            Ok(at(folder, to, rename))
        })?
    }

    pub(super) fn remove_file(folder: &Folder, path: &str) -> io::Result<()> {
        at(folder, path, |parent, name| {
            rustix::fs::unlinkat(parent, name, AtFlags::empty())
        })
    }

    pub(super) fn remove_folder(folder: &Folder, path: &str) -> io::Result<()> {
        at(folder, path, |parent, name| {
            rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)
        })
    }

    pub(super) fn remove_tree(folder: &Folder, path: &str) -> io::Result<()> {
        at(folder, path, remove_all)
    }

    fn remove_all(parent: BorrowedFd<'_>, name: &OsStr) -> Result<(), Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = rustix::fs::openat(parent, name, flags, Mode::empty())?;
        let mut found = Vec::new();
        for entry in Dir::read_from(&folder)? {
            let entry = entry?;
            if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
                found.push(entry.file_name().to_owned());
            }
        }
        for name in &found {
            remove_any(folder.as_fd(), name)?;
        }
        rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)
    }

    fn remove_any(parent: BorrowedFd<'_>, name: &CStr) -> Result<(), Errno> {
        match rustix::fs::unlinkat(parent, name, AtFlags::empty()) {
            Err(Errno::ISDIR) => remove_all(parent, OsStr::from_bytes(name.to_bytes())),
            // Another process removed it first.
            Err(Errno::NOENT) => Ok(()),
            done => done,
        }
    }

    pub(super) fn names(folder: &Folder) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let opened = rustix::fs::openat(folder.handle(), ".", flags, Mode::empty())?;
        Ok(opened.into())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::fs::{self, File};
    use std::io;

    use super::{Folder, Found};

    pub(super) fn find(folder: &Folder, path: &str) -> io::Result<Found> {
        let found = fs::symlink_metadata(folder.join(path))?;
        Ok(match found {
            _ if found.is_file() => Found::File,
            _ if found.is_dir() => Found::Folder,
            _ => Found::Other,
        })
    }

    pub(super) fn create_file(folder: &Folder, path: &str) -> io::Result<File> {
        File::create(folder.join(path))
    }

    pub(super) fn create_folder(folder: &Folder, path: &str, is_private: bool) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        }
        let _ = is_private;
        builder.create(folder.join(path))
    }

    pub(super) fn rename(folder: &Folder, from: &str, to: &str) -> io::Result<()> {
        fs::rename(folder.join(from), folder.join(to))
    }

    pub(super) fn remove_file(folder: &Folder, path: &str) -> io::Result<()> {
        fs::remove_file(folder.join(path))
    }

    pub(super) fn remove_folder(folder: &Folder, path: &str) -> io::Result<()> {
        fs::remove_dir(folder.join(path))
    }

    pub(super) fn remove_tree(folder: &Folder, path: &str) -> io::Result<()> {
        fs::remove_dir_all(folder.join(path))
    }

    #[cfg(unix)]
    pub(super) fn names(folder: &Folder) -> io::Result<File> {
        File::open(folder.path())
    }
}
