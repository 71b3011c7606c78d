//! Walks over everything below a folder of a site.

use std::collections::BTreeSet;
use std::path::PathBuf;

use walkdir::{DirEntry, WalkDir};

use crate::base::folder::Folder;

/// A file, folder or link that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The path, as a user would write it.
    pub(super) path: PathBuf,
    /// Its depth below the folder that was searched.
    pub(super) depth: usize,
    pub(super) is_file: bool,
    pub(super) is_folder: bool,
    pub(super) is_link: bool,
}

impl Found {
    /// The name, as bytes.
    pub(super) fn name(&self) -> &[u8] {
        let name = self.path.file_name().unwrap_or_default();
        name.as_encoded_bytes()
    }

    fn of(entry: &DirEntry) -> Self {
        Self {
            path: entry.path().to_owned(),
            depth: entry.depth(),
            is_file: entry.file_type().is_file(),
            is_folder: entry.file_type().is_dir(),
            is_link: entry.file_type().is_symlink(),
        }
    }
}

/// Lists everything below a folder that is `wanted`; unwanted folders are not searched.
pub(super) fn below(
    root: &Folder,
    folder: &str,
    wanted: &dyn Fn(&Found) -> bool,
) -> Vec<Result<Found, walkdir::Error>> {
    if root.files().is_some() {
        return in_memory(root, folder, wanted)
            .into_iter()
            .map(Ok)
            .collect();
    }
    let walk = WalkDir::new(root.join(folder)).into_iter();
    walk.filter_entry(|entry| wanted(&Found::of(entry)))
        .map(|entry| entry.map(|entry| Found::of(&entry)))
        .collect()
}

fn in_memory(root: &Folder, folder: &str, wanted: &dyn Fn(&Found) -> bool) -> Vec<Found> {
    let prefix = match folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let mut found = Vec::new();
    let mut unwanted = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for path in root.files().into_iter().flatten().map(|(path, _)| path) {
        let Some(below) = path.strip_prefix(&prefix) else {
            continue;
        };
        let ends = below.match_indices('/').map(|(at, _)| (at, true));
        for (depth, (end, is_folder)) in (1..).zip(ends.chain([(below.len(), false)])) {
            let part = &below[..end];
            if unwanted.contains(part) {
                break;
            }
            if !seen.insert(part) {
                continue;
            }
            let entry = Found {
                path: root.join(format!("{prefix}{part}")),
                depth,
                is_file: !is_folder,
                is_folder,
                is_link: false,
            };
            if !wanted(&entry) {
                unwanted.insert(part);
                break;
            }
            found.push(entry);
        }
    }
    found
}
