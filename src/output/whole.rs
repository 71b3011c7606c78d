//! Files that get their final names only when they are complete.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use tempfile::NamedTempFile;

use super::create;

/// Creates a temporary file next to `path`, which will replace it.
pub(crate) fn temporary(path: &Path) -> anyhow::Result<NamedTempFile> {
    let parent = folder_of(path);
    create::like_any_new_file()
        .tempfile_in(parent)
        .with_context(|| format!("can't write to {}", parent.display()))
}

/// Puts a temporary file in place, complete and synced to disk.
pub(crate) fn persist(file: BufWriter<NamedTempFile>, path: &Path) -> anyhow::Result<()> {
    let put = || -> std::io::Result<()> {
        let mut file = file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        create::sync(folder_of(path))
    };
    put().with_context(|| format!("can't write {}", path.display()))
}

fn folder_of(path: &Path) -> &Path {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
