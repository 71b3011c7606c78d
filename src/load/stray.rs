//! Files that nothing reads: Markdown beside the folder of policies, facts in JSON, and rules in
//! subfolders.

use super::tree::all_files;
use super::{media, walk};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::folder::{Folder, with_slashes};
use crate::base::tree::{MANIFEST, is_left_out};
use crate::model::settings::Settings;
use crate::model::tables::FACTS;

/// The maximum number of files that are reported.
const MOST: usize = 10;

/// Reports all such files.
pub(super) fn report(
    root: &Folder,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<()> {
    texts(root, settings, faults);
    // In the site's own folder, other files have other purposes.
    if !settings.paths.facts.is_empty() {
        facts(root, settings, faults)?;
    }
    if !settings.paths.rules.is_empty() {
        rules(root, settings, faults)?;
    }
    Ok(())
}

/// The files in a folder that are not read, with their paths in the site and their texts.
fn unread(
    root: &Folder,
    settings: &Settings,
    folder: &str,
    is_meant: impl Fn(&str) -> bool,
) -> anyhow::Result<Vec<(String, String)>> {
    // Other faults of the folder are reported when it is read.
    let files = all_files(root, folder, &mut Vec::new())?;
    let paths = files.into_iter().filter(|path| is_meant(path));
    let paths = paths.map(|path| match folder.is_empty() {
        true => path,
        false => format!("{folder}/{path}"),
    });
    let is_listed = |path: &String| settings.publishing.exclude.matches(path, path);
    let paths = paths.filter(|path| !is_listed(path));
    let texts = paths.filter_map(|path| {
        let bytes = root.open_file(&path).ok()?.read().ok()?;
        Some((path, String::from_utf8(bytes).ok()?))
    });
    Ok(texts.take(MOST).collect())
}

fn stray(path: String, message: String, help: String) -> Diagnostic {
    let fault = Diagnostic::new(&codes::STRAY_TEXT, message);
    fault.path(path).help(help)
}

/// Reports files in the facts folder that state facts in JSON.
fn facts(root: &Folder, settings: &Settings, faults: &mut Vec<Diagnostic>) -> anyhow::Result<()> {
    let is_json = |path: &str| path.ends_with(".json") && !path.ends_with(".schema.json");
    for (path, text) in unread(root, settings, &settings.paths.facts, is_json)? {
        let value: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let keys = value.as_ref().and_then(serde_json::Value::as_object);
        let mut keys = keys.into_iter().flat_map(serde_json::Map::keys);
        if keys.any(|key| FACTS.field(key).is_some()) {
            let name = path.trim_end_matches(".json");
            let help = format!("rename it to `{name}.yaml`: JSON is valid YAML");
            let message = "the facts in this file are not read, because its name ends with `.json`";
            faults.push(stray(path, message.to_owned(), help));
        }
    }
    Ok(())
}

/// Reports rule packs in subfolders of the rules folder.
fn rules(root: &Folder, settings: &Settings, faults: &mut Vec<Diagnostic>) -> anyhow::Result<()> {
    let folder = &settings.paths.rules;
    let is_below =
        |path: &str| path.contains('/') && (path.ends_with(".yaml") || path.ends_with(".yml"));
    for (path, text) in unread(root, settings, folder, is_below)? {
        if text.starts_with("rules:") || text.contains("\nrules:") {
            let message = "the rules in this file are not read, because it is in a subfolder";
            let help = format!("move it to `{folder}` itself");
            faults.push(stray(path, message.to_owned(), help));
        }
    }
    Ok(())
}

/// Reports Markdown files in the folder that contains the policies and the facts, or in its other
/// folders: `content/privacy.md`, `content/policy/privacy.md`. If it contains policies only, such
/// as `docs`, its files have other purposes.
fn texts(root: &Folder, settings: &Settings, faults: &mut Vec<Diagnostic>) {
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
