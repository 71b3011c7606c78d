//! Creates new source files.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Writes new files below a folder, which is created if it does not exist: all of them, or none. An
/// existing file is an error, and is left unchanged.
pub fn create(root: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    for (path, _) in files {
        let path = root.join(path);
        anyhow::ensure!(
            path.symlink_metadata().is_err(),
            "{} already exists; nothing was written",
            path.display()
        );
    }
    let mut made = Vec::new();
    for (path, text) in files {
        let path = root.join(path);
        if let Err(error) = write(&path, text, &mut made) {
            // Undo everything; folders in use are kept.
            for path in made.iter().rev() {
                let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
            }
            return Err(error)
                .with_context(|| format!("can't write {}; nothing was written", path.display()));
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut missing: Vec<&Path> = folder.ancestors().take_while(|dir| !dir.exists()).collect();
    missing.reverse();
    for dir in missing
        .into_iter()
        .filter(|dir| !dir.as_os_str().is_empty())
    {
        fs::create_dir(dir)?;
        made.push(dir.to_owned());
    }
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    // A file with this name is complete from the start, or existed before.
    let mut file = like_any_new_file().tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    made.push(path.to_owned());
    sync(folder)
}

/// Creates temporary files with the permissions of any new file, hidden until they get their final
/// name.
pub(super) fn like_any_new_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".policygen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}
