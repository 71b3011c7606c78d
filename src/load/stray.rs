//! Markdown that lies beside the folder of policies, where nothing reads it.

use super::{media, walk};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::folder::{Folder, with_slashes};
use crate::base::tree::{MANIFEST, is_left_out};
use crate::model::settings::Settings;

/// The maximum number of files that are reported.
const MOST: usize = 10;

/// Reports Markdown files in the folder that contains the policies and the facts, or in its other
/// folders: `content/privacy.md`, `content/policy/privacy.md`. If it contains policies only, such
/// as `docs`, its files have other purposes.
pub(super) fn report(root: &Folder, settings: &Settings, faults: &mut Vec<Diagnostic>) {
    let paths = &settings.paths;
    let parent = |path: &str| path.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let Some(around) = parent(&paths.policies).filter(|around| root.has_folder(around)) else {
        return;
    };
    if parent(&paths.facts).as_ref() != Some(&around) {
        return;
    }
    let shown = |found: &walk::Found| {
        let path = found.path.strip_prefix(root.path()).unwrap_or(&found.path);
        with_slashes(&path.to_string_lossy())
    };
    let is_searched = |path: &str| {
        // The output of a build contains pages in Markdown.
        !paths.folders().contains(&path) && !root.has_file(&format!("{path}/{MANIFEST}"))
    };
    let wanted = |found: &walk::Found| {
        let path = shown(found);
        found.depth == 0
            || !is_left_out(found.name())
                && !found.is_link
                && !settings.publishing.exclude.matches(&path, &path)
                && (found.is_file || found.depth == 1 && is_searched(&path))
    };
    let found = walk::below(root, &around, &wanted).into_iter().flatten();
    let found = found
        .filter(|found| found.is_file)
        .map(|found| shown(&found));
    let mut strays: Vec<String> = found
        .filter(|path| path.ends_with(".md") || path.ends_with(".markdown"))
        .filter(|path| !media::is_about_repository(path))
        .collect();
    strays.sort_unstable();
    for path in strays.into_iter().take(MOST) {
        let fault = Diagnostic::new(
            &codes::STRAY_TEXT,
            "this file is outside the policies folder, and is not published",
        );
        faults.push(fault.path(path).help(format!(
            "move it to `{}`, or list it under `exclude` in `policygen.yaml`",
            paths.policies
        )));
    }
}
