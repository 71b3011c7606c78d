//! Listing the folders of a site.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use super::read::{Read, leads_out, read_source};
use super::walk::Found;
use super::{aside, media, walk};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::folder::{self, Folder, with_slashes};
use crate::base::globs::Globs;
use crate::base::source::Source;
use crate::base::text::io_error;
use crate::base::tree::{Asset, AssetKind, MANIFEST, NODE_MODULES, Tree, is_left_out};
use crate::model::publishing::{Publishing, set_aside_help};
use crate::model::settings::{self, Settings};

/// Lists the policies' folder. Hidden files, editor backups, the output, and
/// the site's other folders are left out.
pub(super) fn list(
    root: &Folder,
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
    if let Err(link) = root.contains(folder) {
        faults.push(leads_out(&link));
        return Ok(tree);
    }
    if !root.has_folder(folder) {
        faults.push(no_policies(folder).help(format!(
                "create the folder `{folder}` with a Markdown file in it, or set `paths: {{policies: …}}` in {}",
                settings::FILE
            )));
        return Ok(tree);
    }
    let others = settings.paths.folders().map(|folder| root.join(folder));
    let others: Vec<_> = others
        .into_iter()
        .filter(|folder| *folder != top && folder.starts_with(&top))
        .collect();
    let real_top = super::absolute(&top)?;
    let publishing = &settings.publishing;
    let wanted = |entry: &Found| {
        let path = &*entry.path;
        if entry.depth == 0 {
            return true;
        }
        let name = entry.name();
        let below = with_slashes(&path.strip_prefix(&top).unwrap_or(path).to_string_lossy());
        let is_hidden = || below.split('/').any(|name| is_left_out(name.as_bytes()));
        let from_root = shown(root, path);
        if publishing.exclude.matches(&below, &from_root) {
            return false;
        }
        if is_hidden() {
            let is_published = below == media::NOJEKYLL
                || publishing.publish.names(&below, &from_root)
                || entry.is_folder && publishing.publish.names_below(&below, &from_root);
            return is_published;
        }
        if entry.is_link {
            return name != NODE_MODULES;
        }
        !entry.is_folder
            || !(name == NODE_MODULES
                    // The output of an earlier build, under any name.
                    || root.has_file(&format!("{from_root}/{MANIFEST}"))
                    || others.iter().any(|other| other == path)
                    || path
                        .strip_prefix(&top)
                        .is_ok_and(|below| real_top.join(below) == out))
    };
    let before = faults.len();
    tree.exclude = settings.publishing.exclude.clone();
    for entry in walk::below(root, folder, &wanted) {
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
        // The policies' folder may be a link itself.
        if entry.depth == 0 || entry.is_folder {
            continue;
        }
        // Only links to files are followed: a link to a folder may leave the
        // site, or form a cycle.
        let path = &*entry.path;
        let is_link = entry.is_link;
        let is_file = entry.is_file || is_link && path.is_file();
        let is_published = |path: &Path| {
            path.to_str().is_none_or(|path| {
                let kind = |below| media::kind(below, &tree.shown(below), settings);
                let below = || with_slashes(path);
                is_markdown(path) || matches!(kind(&below()), AssetKind::Always | AssetKind::Media)
            })
        };
        let below = path.strip_prefix(&top).unwrap_or(path);
        if is_link
            && let Err(link) = root.contains(&shown(root, path))
            && (path.is_dir() || is_published(below))
        {
            faults.push(leads_out(&link).help(exclude_help()));
            continue;
        }
        if !is_file
            && is_published(below)
            && let Some(kind) = special(path)
        {
            faults.push(no_file(&shown(root, path), kind).help(exclude_help()));
            continue;
        }
        if !is_file {
            if is_link && path.is_dir() {
                faults.push(not_followed(&shown(root, path)).help(exclude_help()));
            } else if is_link {
                faults.push(leads_nowhere(&shown(root, path)));
            }
            continue;
        }
        let Some(path) = path.strip_prefix(&top).ok().and_then(Path::to_str) else {
            faults.push(not_utf8(&shown(root, &entry.path)));
            continue;
        };
        let path = with_slashes(path).into_boxed_str();
        if folder.is_empty() && &*path == settings::FILE {
            continue;
        }
        // A link is published like its target.
        let target = match is_link {
            true => entry.path.canonicalize().ok(),
            false => None,
        };
        let target = target.map(|target| with_slashes(&target.to_string_lossy()));
        if !is_markdown(&path) {
            let kind = media::kind(&path, &tree.shown(&path), settings);
            let kind = media::of_link(kind, target.as_deref());
            tree.assets.push(Asset { path, kind });
        } else if let Some(target) = target.filter(|target| !is_markdown(target)) {
            let name = target.rsplit('/').next().unwrap_or_default();
            let message = format!("the link points to `{name}`, which is not Markdown");
            let fault = Diagnostic::new(&codes::UNREADABLE, message).path(tree.shown(&path));
            faults.push(fault.help(exclude_help()));
        } else if path.contains(|c: char| c.is_control()) {
            faults.push(unnameable(&tree.shown(&path)));
        } else {
            tree.policies.push(path);
        }
    }
    aside::set_aside(root, &mut tree, settings);
    tree.settle();
    faults.extend(unmatched(&tree, &settings.publishing));
    if tree.policies.is_empty() && faults.len() == before {
        let fault = no_policies(folder);
        faults.push(match tree.set_aside.first() {
            Some(path) => fault.help(set_aside_help(path)),
            None => fault.help(format!(
                "put a Markdown file into `{}`",
                if folder.is_empty() { "." } else { folder }
            )),
        });
    }
    Ok(tree)
}

/// Reports patterns under `publish` that publish nothing.
fn unmatched(tree: &Tree, publishing: &Publishing) -> Vec<Diagnostic> {
    let globs = &publishing.publish;
    if globs.is_empty() {
        return Vec::new();
    }
    let published = tree.assets.iter();
    let published = published.filter(|asset| asset.kind == AssetKind::Always);
    let policies = tree.policies.iter().map(|path| &**path);
    let mut used = vec![false; globs.patterns().len()];
    for path in published.map(|asset| &*asset.path).chain(policies) {
        for pattern in globs.matching(path, &tree.shown(path)) {
            used[pattern] = true;
        }
    }
    let unused = used.iter().zip(&publishing.places).zip(globs.patterns());
    unused
        .filter(|((used, _), _)| !**used)
        .map(|((_, place), pattern)| {
            let private = tree.assets.iter().find(|asset| {
                asset.kind == AssetKind::Private
                    && Globs::new(std::slice::from_ref(pattern))
                        .is_ok_and(|glob| glob.matches(&asset.path, &tree.shown(&asset.path)))
            });
            let message = format!("`{pattern}` matches no file");
            let fault = Diagnostic::new(&codes::UNMATCHED_PATTERN, message).label(place.clone(), "");
            match private {
                Some(asset) => fault.help(format!(
                    "write the full path, `{}`: its name marks it as a secret, a source, a backup or a tool file",
                    asset.path
                )),
                None => fault.help(format!(
                    "write a path below `{}`",
                    if tree.folder.is_empty() { "." } else { &tree.folder }
                )),
            }
        })
        .collect()
}

/// Describes a path that is neither a file nor a folder, following links.
fn special(path: &Path) -> Option<&'static str> {
    path.metadata()
        .ok()
        .and_then(|found| folder::special(&found))
}

fn no_file(path: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNREADABLE,
        format!("can't read the file: it is {kind}, not a file"),
    )
    .path(path)
}

fn exclude_help() -> String {
    format!(
        "to leave it out, list it under `exclude` in {}",
        settings::FILE
    )
}

fn leads_nowhere(path: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNREADABLE, "broken symbolic link").path(path)
}

fn not_followed(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::LINKED_FOLDER,
        "a symbolic link to a folder is not followed; its contents are left out",
    )
    .path(path)
    .help("replace the link with the folder, or link to its files one by one")
}

fn not_utf8(path: &str) -> Diagnostic {
    Diagnostic::new(&codes::NOT_UTF8, "the file's name is not UTF-8").path(path)
}

fn unnameable(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FILE_NAME,
        "the file's name contains a control character",
    )
    .path(path.escape_debug().to_string())
    .help("rename the file")
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

fn shown(root: &Folder, path: &Path) -> String {
    let below = path.strip_prefix(root.path()).unwrap_or(path);
    with_slashes(&below.to_string_lossy())
}

/// Reads all texts with one of these extensions below `folder` (relative to the root), sorted by
/// path. Returns none if the folder is missing.
pub(super) fn text_files(
    root: &Folder,
    folder: &str,
    endings: &[&str],
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Arc<Source>>> {
    let mut sources = Vec::new();
    for path in files_with(root, folder, endings, faults)? {
        if let Read::Source(source) = read_source(root, &path, faults) {
            sources.push(source);
        }
    }
    Ok(sources)
}

/// The paths, from the root, of all files below a folder that have one of these endings, sorted.
pub(super) fn files_with(
    root: &Folder,
    folder: &str,
    endings: &[&str],
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<String>> {
    let mut files = all_files(root, folder, faults)?;
    files.retain(|path| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| endings.contains(&ending))
    });
    if !folder.is_empty() {
        files
            .iter_mut()
            .for_each(|path| *path = format!("{folder}/{path}"));
    }
    Ok(files)
}

/// The paths of all files below a folder (relative to the root), sorted, except hidden files and
/// editor backups. Linked folders are reported.
pub(super) fn all_files(
    root: &Folder,
    folder: &str,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<String>> {
    let top = root.join(folder);
    if let Err(link) = root.contains(folder) {
        faults.push(leads_out(&link));
        return Ok(Vec::new());
    }
    if !root.has_folder(folder) {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    let visible = |entry: &Found| entry.depth == 0 || !is_left_out(entry.name());
    for entry in walk::below(root, folder, &visible) {
        let entry = entry.with_context(|| format!("can't list {folder}"))?;
        let path = &*entry.path;
        let is_link = entry.depth > 0 && entry.is_link;
        if is_link && path.is_dir() {
            faults.push(match root.contains(&shown(root, path)) {
                Ok(()) => not_followed(&shown(root, path)),
                Err(link) => leads_out(&link),
            });
        } else if entry.is_file || !entry.is_folder && !path.is_dir() {
            // Anything that is not a file is reported when it is read.
            match path.strip_prefix(&top).ok().and_then(Path::to_str) {
                Some(path) => paths.push(with_slashes(path)),
                None => faults.push(not_utf8(&shown(root, path))),
            }
        }
    }
    paths.sort_unstable();
    Ok(paths)
}
