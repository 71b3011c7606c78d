//! Listing the folders of a site.

use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use walkdir::{DirEntry, WalkDir};

use super::read::{Read, read_source};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::text::io_error;
use crate::base::tree::{Asset, MANIFEST, Tree};
use crate::model::settings::{self, Settings};

/// Lists the policies' folder. Hidden files, what editors leave, the output,
/// and the site's other folders are left out.
pub(super) fn list(
    root: &Path,
    out: &Path,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Tree> {
    let folder = &settings.paths.policies;
    let top = root.join(folder);
    let mut tree = Tree {
        folder: folder.clone(),
        ..Tree::default()
    };
    if !top.is_dir() {
        faults.push(no_policies(folder).help(format!(
                "create the folder `{folder}` with a Markdown file in it, or set `paths: {{policies: …}}` in {}",
                settings::FILE
            )));
        return Ok(tree);
    }
    let paths = &settings.paths;
    let others: Vec<_> = [
        &paths.facts,
        &paths.clauses,
        &paths.rules,
        &paths.words,
        &paths.releases,
        &paths.themes,
    ]
    .into_iter()
    .map(|folder| root.join(folder))
    .filter(|folder| *folder != top && folder.starts_with(&top))
    .collect();
    let real_top = super::absolute(&top)?;
    let wanted = |entry: &DirEntry| {
        let path = entry.path();
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name().as_encoded_bytes();
        if is_left_out(name) {
            return false;
        }
        !entry.file_type().is_dir()
            || !(name == b"node_modules"
                    // The output of an earlier build, under whatever name.
                    || path.join(MANIFEST).is_file()
                    || others.iter().any(|other| other == path)
                    || path
                        .strip_prefix(&top)
                        .is_ok_and(|below| real_top.join(below) == out))
    };
    let before = faults.len();
    for entry in WalkDir::new(&top).into_iter().filter_entry(wanted) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&top);
                let words = error.io_error().map_or_else(|| error.to_string(), io_error);
                faults.push(
                    Diagnostic::new(
                        &codes::UNREADABLE,
                        format!("can't list the folder: {words}"),
                    )
                    .path(shown(root, path)),
                );
                continue;
            }
        };
        // Links are followed to files only: a link to a folder may lead
        // out of the site, or round in a circle.
        let is_file = entry.file_type().is_file()
            || (entry.file_type().is_symlink() && entry.path().is_file());
        if !is_file {
            if entry.file_type().is_symlink() && !entry.path().exists() {
                faults.push(leads_nowhere(&shown(root, entry.path())));
            }
            continue;
        }
        let Some(path) = entry.path().strip_prefix(&top).ok().and_then(Path::to_str) else {
            faults.push(
                Diagnostic::new(&codes::NOT_UTF8, "the file's name is not UTF-8")
                    .path(shown(root, entry.path())),
            );
            continue;
        };
        let path = path.replace('\\', "/").into_boxed_str();
        if is_markdown(&path) {
            tree.policies.push(path);
        } else if !(folder.is_empty() && &*path == settings::FILE) {
            tree.assets.push(Asset { path });
        }
    }
    tree.policies.sort_unstable();
    tree.assets.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    if tree.policies.is_empty() && faults.len() == before {
        faults.push(no_policies(folder).help(format!(
            "put a Markdown file into `{}`",
            if folder.is_empty() { "." } else { folder }
        )));
    }
    Ok(tree)
}

/// Whether a name is that of a hidden file, or of one that an editor leaves
/// beside what it saves: `terms.md~`, `#terms.md#`, `~$terms.docx`. What stands in
/// those was not meant for anyone.
pub(crate) fn is_left_out(name: &[u8]) -> bool {
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || name.ends_with(b"~")
        || name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#")
}

fn leads_nowhere(path: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNREADABLE, "the link leads to no file").path(path)
}

fn no_policies(folder: &str) -> Diagnostic {
    Diagnostic::new(&codes::NO_POLICIES, "there are no policies to build")
        .path(if folder.is_empty() { "." } else { folder })
}

fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| {
        ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
    })
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Reads all texts with one of these endings below `folder` (relative to the
/// root), sorted by path. A folder that is not there has none.
pub(super) fn text_files(
    root: &Path,
    folder: &str,
    endings: &[&str],
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Arc<Source>>> {
    let mut sources = Vec::new();
    for path in all_files(&root.join(folder)).with_context(|| format!("can't list {folder}"))? {
        let fits = path
            .rsplit_once('.')
            .is_some_and(|(_, ending)| endings.contains(&ending));
        if !fits {
            continue;
        }
        let path = if folder.is_empty() {
            path
        } else {
            format!("{folder}/{path}")
        };
        if let Read::Source(source) = read_source(root, &path, faults) {
            sources.push(source);
        }
    }
    Ok(sources)
}

/// The paths of all files below a folder, sorted, but those that are hidden or
/// left by editors.
pub(super) fn all_files(folder: &Path) -> io::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    let visible =
        |entry: &DirEntry| entry.depth() == 0 || !is_left_out(entry.file_name().as_encoded_bytes());
    for entry in WalkDir::new(folder).into_iter().filter_entry(visible) {
        let entry = entry?;
        if (entry.path().is_file() || entry.path().is_symlink())
            && let Some(path) = entry
                .path()
                .strip_prefix(folder)
                .ok()
                .and_then(Path::to_str)
        {
            paths.push(path.replace('\\', "/"));
        }
    }
    paths.sort_unstable();
    Ok(paths)
}
