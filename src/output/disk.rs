//! Writing to the output folder. Every call that changes it goes through [`Disk`],
//! so that tests can make each of them fail in turn.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::address;
use crate::base::folder::{Folder, Found};

/// The output folder, for writing. Paths are relative to it.
#[derive(Debug)]
pub(super) struct Disk {
    folder: Folder,
    /// Whether writing has stopped because the program is ending.
    is_closed: AtomicBool,
    #[cfg(test)]
    pub(super) faults: std::sync::Arc<super::tests::Faults>,
}

impl Disk {
    /// Opens the output folder, which must exist.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        Ok(Self {
            folder: Folder::open(root)?,
            is_closed: AtomicBool::new(false),
            #[cfg(test)]
            faults: std::sync::Arc::default(),
        })
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The output folder, for reading.
    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    pub(super) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// The kind of file at a path, without following links; `None` if there is
    /// nothing.
    pub(super) fn find(&self, path: &str) -> io::Result<Option<Found>> {
        self.folder.find(path)
    }

    pub(super) fn create_folder(&self, path: &str) -> io::Result<()> {
        self.call(|| self.folder.create_folder(path, false))
    }

    /// Creates a folder that only its owner can use.
    pub(super) fn create_private(&self, name: &str) -> io::Result<()> {
        self.call(|| self.folder.create_folder(name, true))
    }

    /// Creates a file with these bytes, and its folder if necessary.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let write = |bytes: &[u8]| self.folder.create_file(path)?.write_all(bytes);
        #[cfg(test)]
        if self.faults.tears() {
            let _ = write(&bytes[..bytes.len() / 2]);
        }
        self.with_folder(path, || self.call(|| write(bytes)))
    }

    /// Creates a file for writing, and its folder if necessary.
    pub(super) fn create(&self, path: &str) -> io::Result<File> {
        self.with_folder(path, || self.call(|| self.folder.create_file(path)))
    }

    /// Calls `act` on a file, creating its folder if necessary.
    fn with_folder<T>(&self, path: &str, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
        // Most pages are `index.html` in a separate folder that does not exist yet.
        if address::name(path) == "index.html"
            && let Some((folder, _)) = path.rsplit_once('/')
        {
            let _ = self.create_folder(folder);
        }
        match act() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                for folder in super::place::folders(path) {
                    match self.create_folder(folder) {
                        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                        done => done?,
                    }
                }
                act()
            }
            done => done,
        }
    }

    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.call(|| self.folder.rename(from, to))
    }

    pub(super) fn remove_file(&self, path: &str) -> io::Result<()> {
        self.call(|| self.folder.remove_file(path))
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, path: &str) -> io::Result<()> {
        self.call(|| self.folder.remove_folder(path))
    }

    /// Removes a folder and its contents. Links in it are removed, not
    /// followed.
    pub(super) fn remove_tree(&self, path: &str) -> io::Result<()> {
        self.call(|| self.folder.remove_tree(path))
    }

    /// Syncs a file to disk.
    pub(super) fn sync_file(&self, path: &str) -> io::Result<()> {
        self.call(|| self.folder.open_own(path)?.file.sync_all())
    }

    /// Syncs the names in the output folder to disk.
    pub(super) fn sync_names(&self) -> io::Result<()> {
        #[cfg(unix)]
        self.call(|| self.folder.names()?.sync_all())?;
        // Other systems can't open a folder as a file.
        Ok(())
    }

    /// Syncs these files in a folder to disk.
    #[cfg(target_os = "linux")]
    pub(super) fn sync_all(&self, _: &str, _: &[&str]) -> io::Result<()> {
        // One call for the whole file system is faster than one for each file.
        self.call(|| Ok(rustix::fs::syncfs(self.folder.names()?)?))
    }

    /// Syncs these files in a folder to disk.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn sync_all(&self, folder: &str, files: &[&str]) -> io::Result<()> {
        let path = |file: &str| match folder {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        let mut files = files.iter();
        files.try_for_each(|file| self.sync_file(&path(file)))
    }

    /// Makes all further calls fail.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }

    /// Like [`Self::remove_tree`], but works after [`Self::close`].
    pub(super) fn remove_closed(&self, path: &str) -> io::Result<()> {
        self.folder.remove_tree(path)
    }

    fn call<T>(&self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if self.is_closed.load(Ordering::SeqCst) {
            return Err(io::Error::other("interrupted"));
        }
        #[cfg(test)]
        self.faults.pass()?;
        act()
    }
}
