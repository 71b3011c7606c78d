//! Writing to the output folder. Every call that changes it goes through [`Disk`],
//! so that tests can make each of them fail in turn.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The output folder, for writing. Paths are relative to it.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    /// Nothing more is written: the program ends.
    is_closed: AtomicBool,
    #[cfg(test)]
    pub(super) faults: std::sync::Arc<super::tests::Faults>,
}

impl Disk {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            is_closed: AtomicBool::new(false),
            #[cfg(test)]
            faults: std::sync::Arc::default(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// What is there, without following a link; `None` if nothing is.
    pub(super) fn find(&self, path: impl AsRef<Path>) -> io::Result<Option<fs::Metadata>> {
        match fs::symlink_metadata(self.path(path)) {
            Ok(found) => Ok(Some(found)),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn create_folder(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| fs::create_dir(self.path(path)))
    }

    /// Makes a folder that only its owner can use.
    pub(super) fn create_private(&self, path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        self.call(|| builder.create(path))
    }

    /// Makes a file of these bytes, and its folder if that is not there yet.
    pub(super) fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(path);
        #[cfg(test)]
        if self.faults.tears() {
            let _ = fs::write(&path, &bytes[..bytes.len() / 2]);
        }
        self.with_folder(&path, || self.call(|| fs::write(&path, bytes)))
    }

    /// Makes a file to be written to, and its folder if that is not there yet.
    pub(super) fn create(&self, path: impl AsRef<Path>) -> io::Result<File> {
        let path = self.path(path);
        self.with_folder(&path, || self.call(|| File::create(&path)))
    }

    /// Does something to a file, making its folder if it is not there yet.
    fn with_folder<T>(&self, path: &Path, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
        // Most pages are `index.html` in a folder of their own, which is not there.
        if path.ends_with("index.html")
            && let Some(folder) = path.parent()
        {
            let _ = self.call(|| fs::create_dir(folder));
        }
        match act() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(folder) = path.parent() {
                    self.call(|| fs::create_dir_all(folder))?;
                }
                act()
            }
            done => done,
        }
    }

    pub(super) fn rename(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| fs::rename(self.path(from), self.path(to)))
    }

    pub(super) fn remove_file(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| fs::remove_file(self.path(path)))
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| fs::remove_dir(self.path(path)))
    }

    /// Removes a folder with all that is in it. Links in it are removed, not
    /// followed.
    pub(super) fn remove_tree(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| fs::remove_dir_all(self.path(path)))
    }

    /// Waits until a file is on the disk.
    pub(super) fn sync_file(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.call(|| File::open(self.path(path))?.sync_all())
    }

    /// Waits until the names in the output folder are on the disk.
    pub(super) fn sync_names(&self) -> io::Result<()> {
        // Other systems can't open a folder as a file.
        match cfg!(unix) {
            true => self.sync_file(""),
            false => Ok(()),
        }
    }

    /// Waits until these files in a folder are on the disk.
    #[cfg(target_os = "linux")]
    pub(super) fn sync_all(&self, _: &str, _: &[&str]) -> io::Result<()> {
        // One call for the whole file system is faster than one for each file.
        self.call(|| Ok(rustix::fs::syncfs(File::open(&self.root)?)?))
    }

    /// Waits until these files in a folder are on the disk.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn sync_all(&self, folder: &str, files: &[&str]) -> io::Result<()> {
        let mut files = files.iter();
        files.try_for_each(|file| self.sync_file(Path::new(folder).join(file)))
    }

    /// Lets all further calls fail.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }

    /// The same as [`Self::remove_tree`], when nothing else is written any more.
    pub(super) fn remove_closed(&self, path: impl AsRef<Path>) -> io::Result<()> {
        fs::remove_dir_all(self.path(path))
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
