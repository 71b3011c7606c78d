//! A folder for each tenant.

use std::path::Path;

use anyhow::Context as _;

use super::gather::{Content, Files};
use crate::output::{Record, Sink as _, Staging};

/// Puts the files of a tenant into its folder; what an earlier batch wrote there and is not among
/// them goes.
pub(super) fn write(out: &Path, id: &str, files: &Files) -> anyhow::Result<()> {
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
    staging.commit(Record::default())?;
    Ok(())
}

/// Removes the pages of a tenant. Files that are not policygen's stay.
pub(super) fn remove(out: &Path, id: &str) -> anyhow::Result<()> {
    if out.join(id).is_dir() {
        write(out, id, &Files::default())?;
    }
    Ok(())
}
