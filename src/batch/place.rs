//! Files that are there under their names when they are whole.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use tempfile::NamedTempFile;

/// A file beside `path` that will take its place.
pub(super) fn temporary(path: &Path) -> anyhow::Result<NamedTempFile> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".policygen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
        .tempfile_in(parent)
        .with_context(|| format!("can't write to {}", parent.display()))
}

/// Puts it there, whole and on the disk.
pub(super) fn persist(file: BufWriter<NamedTempFile>, path: &Path) -> anyhow::Result<()> {
    let put = || -> std::io::Result<()> {
        let mut file = file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    put().with_context(|| format!("can't write {}", path.display()))
}
