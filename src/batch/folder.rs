//! A folder for each tenant.

use std::path::Path;

use anyhow::Context as _;

use super::gather::{Content, Files};
use crate::base::diagnostic::Diagnostic;
use crate::output::{MANIFEST, Record, Sink as _, Staging};

/// Whether a tenant has a folder that a batch has written.
pub(super) fn is_there(out: &Path, id: &str) -> bool {
    out.join(id).join(MANIFEST).is_file()
}

/// Writes the files of a tenant to its folder, and removes other files of an earlier batch. Returns
/// warnings about the folder.
pub(super) fn write(out: &Path, id: &str, files: &Files) -> anyhow::Result<Vec<Diagnostic>> {
    let staging = Staging::open(&out.join(id))?;
    let put = || {
        for (path, (content, _)) in files {
            match content {
                Content::Bytes(bytes) => staging.put(path, bytes)?,
                Content::Copy(from) => {
                    staging.copy(path, from)?;
                }
            }
        }
        Ok::<_, std::io::Error>(())
    };
    put().with_context(|| format!("can't write the files of the tenant `{id}`"))?;
    Ok(staging.commit(Record::default())?.warnings)
}

/// Removes the pages of a tenant. Files that policygen did not write, or that have changed since,
/// are kept.
pub(super) fn remove(out: &Path, id: &str) -> anyhow::Result<Vec<Diagnostic>> {
    match is_there(out, id) {
        true => write(out, id, &Files::default()),
        false => Ok(Vec::new()),
    }
}
