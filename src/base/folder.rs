//! Opens files inside a folder. Links can't lead outside, and opening a pipe or device never
//! blocks.

mod changes;
mod memory;

use std::ffi::OsString;
use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub(crate) use changes::Found;
pub use memory::Files;

/// A folder from which files are read: a site's root, or an output folder.
///
/// On Linux, files are opened relative to the folder's handle, and the kernel keeps the path inside
/// the folder (`openat2`). Elsewhere, and on kernels without that call, the path is resolved and
/// checked first.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The path with links resolved.
    real: PathBuf,
    #[cfg(target_os = "linux")]
    handle: rustix::fd::OwnedFd,
    /// Its contents in memory, if they are not read from disk.
    files: Option<Files>,
}

/// An opened regular file.
#[derive(Debug)]
pub struct Opened {
    /// The file, open for reading.
    pub file: File,
    /// Its length when it was opened.
    pub length: u64,
}

impl Opened {
    /// Reads the whole file.
    pub fn read(self) -> io::Result<Vec<u8>> {
        let Self { mut file, length } = self;
        // One extra byte, so that the buffer does not grow when the end of the file is reached.
        let mut bytes = Vec::with_capacity(length as usize + 1);
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A file in a folder, given by its path.
#[derive(Debug, Clone)]
pub struct Inside {
    folder: Arc<Folder>,
    path: String,
}

impl PartialEq for Inside {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.folder.real == other.folder.real
    }
}

impl Eq for Inside {}

impl Inside {
    /// The file at a path relative to a folder, with `/` as the separator.
    pub fn new(folder: &Arc<Folder>, path: impl Into<String>) -> Self {
        Self {
            folder: Arc::clone(folder),
            path: path.into(),
        }
    }

    /// Opens the file.
    pub fn open(&self) -> io::Result<Opened> {
        self.folder.open_file(&self.path)
    }
}

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

/// The error for a symbolic link that points outside the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadsOut {
    /// The link, relative to the folder.
    pub link: String,
    /// Its target.
    pub target: String,
}

impl fmt::Display for LeadsOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { link, target } = self;
        write!(
            f,
            "the symbolic link `{link}` points outside the folder, to `{target}`"
        )
    }
}

impl std::error::Error for LeadsOut {}

impl LeadsOut {
    /// The `LeadsOut` inside an I/O error, if any.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl Folder {
    /// Opens a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        let real = path.canonicalize()?;
        if !real.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        #[cfg(target_os = "linux")]
        let handle = {
            use rustix::fs::{Mode, OFlags};
            let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
            rustix::fs::open(&real, flags, Mode::empty())?
        };
        Ok(Self {
            path: path.to_owned(),
            real,
            #[cfg(target_os = "linux")]
            handle,
            files: None,
        })
    }

    /// The folder's path, as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Joins a path to the folder's path, as a user would write it.
    pub fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.path.join(path)
    }

    /// Opens a file, following links that stay inside the folder.
    pub fn open_file(&self, path: &str) -> io::Result<Opened> {
        if self.files.is_some() {
            return Err(io::Error::other("it is not on disk"));
        }
        regular(self.follow(path))
    }

    /// Opens a file without following links.
    pub fn open_own(&self, path: &str) -> io::Result<Opened> {
        regular(self.open_resolved(Path::new(path)))
    }

    /// The folder that contains a file once all links are resolved, and the file's name in it.
    /// Writing to this folder is safe even if someone changes the links meanwhile.
    pub fn folder_of(&self, path: &str) -> io::Result<(Self, OsString)> {
        let real = self.path.join(path).canonicalize()?;
        let Ok(inside) = real.strip_prefix(&self.real) else {
            return Err(io::Error::other(self.way_out(path)));
        };
        let name = inside.file_name().unwrap_or_default().to_owned();
        let parent = inside.parent().unwrap_or(Path::new(""));
        Ok((self.open_folder(parent)?, name))
    }

    /// Opens a subfolder whose path contains no links.
    #[cfg(target_os = "linux")]
    fn open_folder(&self, path: &Path) -> io::Result<Self> {
        use rustix::fs::{Mode, OFlags, ResolveFlags};
        use rustix::io::Errno;
        let whole = self.real.join(path);
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let path = Path::new(".").join(path);
        match rustix::fs::openat2(&self.handle, &path, flags, Mode::empty(), resolve) {
            Ok(handle) => Ok(Self {
                path: whole.clone(),
                real: whole,
                handle,
                files: None,
            }),
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => Self::open(&whole),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a subfolder whose path contains no links.
    #[cfg(not(target_os = "linux"))]
    fn open_folder(&self, path: &Path) -> io::Result<Self> {
        Self::open(&self.real.join(path))
    }

    /// The handle of the folder.
    #[cfg(target_os = "linux")]
    pub(crate) fn handle(&self) -> rustix::fd::BorrowedFd<'_> {
        use rustix::fd::AsFd as _;
        self.handle.as_fd()
    }

    /// Checks that a path stays inside the folder when its links are resolved. Missing files are
    /// ignored.
    pub fn contains(&self, path: &str) -> Result<(), LeadsOut> {
        match self.path.join(path).canonicalize() {
            _ if self.files.is_some() => Ok(()),
            Ok(real) if !real.starts_with(&self.real) => Err(self.way_out(path)),
            _ => Ok(()),
        }
    }

    /// The first link in a path that points outside the folder.
    pub(crate) fn way_out(&self, path: &str) -> LeadsOut {
        let mut link = PathBuf::new();
        for part in Path::new(path).components() {
            link.push(part);
            let whole = self.path.join(&link);
            if let Ok(target) = whole.read_link()
                && whole
                    .canonicalize()
                    .is_ok_and(|real| !real.starts_with(&self.real))
            {
                return LeadsOut {
                    link: link.to_string_lossy().into_owned(),
                    target: target.to_string_lossy().into_owned(),
                };
            }
        }
        // No link is at fault: the path itself is outside.
        LeadsOut {
            link: path.to_owned(),
            target: path.to_owned(),
        }
    }

    #[cfg(target_os = "linux")]
    fn follow(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{Mode, ResolveFlags, openat2};
        use rustix::io::Errno;
        match openat2(
            &self.handle,
            path,
            READING,
            Mode::empty(),
            ResolveFlags::BENEATH,
        ) {
            // An absolute link may point back inside the folder.
            Err(Errno::XDEV | Errno::NOSYS | Errno::PERM | Errno::AGAIN) => self.resolve(path),
            opened => Ok(opened?.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn follow(&self, path: &str) -> io::Result<File> {
        self.resolve(path)
    }

    /// Resolves all links, then opens the target if it is inside.
    fn resolve(&self, path: &str) -> io::Result<File> {
        let real = self.path.join(path).canonicalize()?;
        match real.strip_prefix(&self.real) {
            Ok(inside) => self.open_resolved(inside),
            Err(_) => Err(io::Error::other(self.way_out(path))),
        }
    }

    /// Opens a path that contains no links.
    fn open_resolved(&self, path: &Path) -> io::Result<File> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::Mode;
            if let Some(opened) = without_links(self.handle(), path, READING, Mode::empty()) {
                return Ok(opened?.into());
            }
        }
        let mut whole = self.real.clone();
        for part in path.components() {
            whole.push(part);
            let is_link = whole.symlink_metadata()?.is_symlink();
            if is_link || !matches!(part, Component::Normal(_) | Component::CurDir) {
                return Err(io::Error::other("a symbolic link is in the way"));
            }
        }
        let mut options = File::options();
        options.read(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt as _;
            let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY;
            options.custom_flags(flags.bits().cast_signed());
        }
        options.open(whole)
    }
}

/// The flags for opening files to read. Without `NONBLOCK`, opening a named pipe would wait for a
/// writer.
#[cfg(target_os = "linux")]
const READING: rustix::fs::OFlags = rustix::fs::OFlags::RDONLY
    .union(rustix::fs::OFlags::CLOEXEC)
    .union(rustix::fs::OFlags::NONBLOCK)
    .union(rustix::fs::OFlags::NOCTTY);

/// Opens a path below a folder without following links. Returns `None` if the kernel lacks
/// `openat2` or a sandbox blocks it.
#[cfg(target_os = "linux")]
fn without_links(
    folder: rustix::fd::BorrowedFd<'_>,
    path: &Path,
    flags: rustix::fs::OFlags,
    mode: rustix::fs::Mode,
) -> Option<Result<rustix::fd::OwnedFd, rustix::io::Errno>> {
    use rustix::fs::ResolveFlags;
    use rustix::io::Errno;
    let inside = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    match rustix::fs::openat2(folder, path, flags, mode, inside) {
        Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => None,
        opened => Some(opened),
    }
}

/// Whether an error means that the file does not exist.
pub(crate) fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Checks through its handle that an opened file is a regular file, since its name may refer to
/// something else by now.
fn regular(opened: io::Result<File>) -> io::Result<Opened> {
    #[cfg(unix)]
    if let Err(error) = &opened
        && error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
    {
        return Err(io::Error::other("it is a socket, not a file"));
    }
    let file = opened?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        let length = metadata.len();
        return Ok(Opened { file, length });
    }
    if metadata.is_dir() {
        #[cfg(unix)]
        return Err(rustix::io::Errno::ISDIR.into());
        #[cfg(not(unix))]
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let kind = special(&metadata).unwrap_or("something else");
    Err(io::Error::other(format!("it is {kind}, not a file")))
}

/// Describes a special file. Returns `None` for files, folders and links.
pub fn special(metadata: &Metadata) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return Some("a named pipe");
        } else if kind.is_socket() {
            return Some("a socket");
        } else if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    let known = metadata.is_file() || metadata.is_dir() || metadata.is_symlink();
    (!known).then_some("something else")
}

/// Whether a path in the settings stays inside the root as written: it is relative and contains no
/// `..`.
pub fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// A path with `/` as the separator. On systems other than Windows, a backslash is an ordinary
/// character in a name.
pub(crate) fn with_slashes(path: &str) -> String {
    match cfg!(windows) {
        true => path.replace('\\', "/"),
        false => path.to_owned(),
    }
}
