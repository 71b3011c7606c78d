//! Folders whose files are in memory, and queries that work on both kinds of folder.

use std::collections::BTreeMap;
use std::io::{self, Read as _};

use super::{Folder, Opened};

/// The files of a folder that is not read from disk, by path with `/` as the separator.
pub type Files = BTreeMap<String, Vec<u8>>;

impl Folder {
    /// The same folder with these files, such as those of an earlier revision; nothing is read from
    /// disk.
    pub fn with_files(self, files: Files) -> Self {
        Self {
            files: Some(files),
            ..self
        }
    }

    /// The files in memory that replace those on disk, if any.
    pub fn files(&self) -> Option<&Files> {
        self.files.as_ref()
    }

    /// Whether a path in it is a folder.
    pub fn has_folder(&self, path: &str) -> bool {
        match &self.files {
            None => self.path.join(path).is_dir(),
            Some(_) if path.is_empty() => true,
            Some(files) => {
                let below = format!("{path}/");
                let mut after = files.range(below.clone()..);
                after
                    .next()
                    .is_some_and(|(path, _)| path.starts_with(&below))
            }
        }
    }

    /// Whether a path in it is a file.
    pub fn has_file(&self, path: &str) -> bool {
        match &self.files {
            None => self.path.join(path).is_file(),
            Some(files) => files.contains_key(path),
        }
    }

    /// Whether a path in it is a symbolic link.
    pub fn has_link(&self, path: &str) -> bool {
        self.files.is_none() && self.path.join(path).is_symlink()
    }

    /// The bytes of a file. Returns `None` if there are more than `most`.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        if let Some(files) = &self.files {
            let bytes = files.get(path).ok_or(io::ErrorKind::NotFound)?;
            return Ok((bytes.len() as u64 <= most).then(|| bytes.clone()));
        }
        let Opened { file, length } = self.open_file(path)?;
        if length > most {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(length as usize + 1);
        // Limit the bytes even if the file grows meanwhile.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    }
}
