//! Finds the files next to policies that are copied, and reports the others.

use tera::Value;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::text::{counted, join_and};
use crate::base::tree::{Asset, AssetKind};
use crate::link::Index;
use crate::load::{Site, looks_like_policy};
use crate::model::settings;

/// The maximum number of omitted files to name; `--verbose` names all.
const NAMED: usize = 5;
/// The maximum number of texts in other formats to report one by one.
const UNREAD: usize = 20;

/// The files that are copied: those that are always copied, and those that pages, the theme or the
/// settings refer to. Sorted by path.
pub(crate) fn files<'a>(site: &'a Site, index: &Index<'_>) -> Vec<&'a Asset> {
    let assets = &site.tree.assets;
    let mut is_linked = vec![false; assets.len()];
    for (_, entry) in index.iter() {
        for file in &entry.left().files {
            if let Some(linked) = is_linked.get_mut(*file as usize) {
                *linked = true;
            }
        }
    }
    // Old versions still need their files.
    let chains = site.releases.iter().flat_map(|(_, chain)| chain.releases());
    for file in chains.flat_map(|release| &release.files) {
        if let Some(linked) = site.tree.asset(file).and_then(|at| is_linked.get_mut(at)) {
            *linked = true;
        }
    }
    let mut named = Vec::new();
    if let Some(extra) = &site.settings.extra {
        add_named(site, extra, &mut named);
    }
    if let Some(fact) = site.facts.get("security_txt") {
        add_named(site, fact, &mut named);
    }
    for file in named {
        is_linked[file as usize] = true;
    }
    let copied = assets.iter().zip(is_linked);
    copied
        .filter(|(asset, is_linked)| match asset.kind {
            AssetKind::Always => true,
            AssetKind::Media => *is_linked || site.theme.mentions(&asset.output()),
            AssetKind::Other | AssetKind::Private | AssetKind::Unnameable => false,
        })
        .map(|(asset, _)| asset)
        .collect()
}

/// Adds the files whose paths or addresses are values in custom data or facts: themes turn them
/// into links.
pub(crate) fn add_named(site: &Site, value: &Value, files: &mut Vec<u32>) {
    if let Some(text) = value.as_str() {
        let base = site
            .settings
            .base_url
            .as_ref()
            .map_or("", |base| base.as_str());
        let path = match text.strip_prefix(base) {
            Some(below) if !base.is_empty() => below,
            _ => text.trim_start_matches("./").trim_start_matches('/'),
        };
        let found = site.tree.asset(path);
        if let Some(at) = found.filter(|at| site.tree.assets[*at].kind == AssetKind::Media) {
            files.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    } else if let Some(list) = value.as_array() {
        list.iter().for_each(|value| add_named(site, value, files));
    } else if let Some(map) = value.as_map() {
        map.values().for_each(|value| add_named(site, value, files));
    }
}

/// The paths, from the root, of files next to policies that are not `copied`. Those that users may
/// miss come first.
pub(crate) fn left_out(site: &Site, copied: &[&Asset]) -> Vec<String> {
    let tree = &site.tree;
    let is_copied = |asset: &Asset| {
        let found = copied.binary_search_by(|copied| copied.path.cmp(&asset.path));
        // The logo is published under another name.
        found.is_ok() || site.settings.brand.logo.as_deref() == Some(&tree.shown(&asset.path))
    };
    let assets = tree.assets.iter().filter(|asset| !is_copied(asset));
    let mut left_out: Vec<(bool, String)> = assets
        .map(|asset| (asset.kind != AssetKind::Media, tree.shown(&asset.path)))
        .collect();
    let set_aside = tree.set_aside.iter();
    left_out.extend(set_aside.map(|path| (false, tree.shown(path))));
    left_out.sort_unstable();
    left_out.into_iter().map(|(_, path)| path).collect()
}

/// Reports all omitted files in a single note, and warns about texts that users may take for
/// policies.
pub(crate) fn report(site: &Site, left_out: &[String], faults: &mut Vec<Diagnostic>) {
    let (unread, others): (Vec<&String>, Vec<&String>) =
        left_out.iter().partition(|path| looks_like_policy(path));
    for (at, path) in unread.iter().enumerate().take(UNREAD) {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let mut fault = Diagnostic::new(
            &codes::UNREAD_TEXT,
            "the file is not read: policies are written in Markdown (`.md`)",
        )
        .path(path.escape_debug().to_string())
        .help(format!(
            "convert it, link to it, or list `*.{ending}` under `publish` or `exclude` in {}",
            settings::FILE
        ));
        if at + 1 == UNREAD && unread.len() > UNREAD {
            let more = counted(unread.len() - UNREAD, "other file is", "other files are");
            fault = fault.help(format!("{more} not read; `build --verbose` lists them"));
        }
        faults.push(fault);
    }
    if others.is_empty() {
        return;
    }
    let mut names: Vec<String> = others
        .iter()
        .take(NAMED)
        .map(|path| path.escape_debug().to_string())
        .collect();
    if others.len() > NAMED {
        names.push(format!("{} more", others.len() - NAMED));
    }
    let folder = &site.tree.folder;
    let mut note = Diagnostic::new(
        &codes::NOT_PUBLISHED,
        format!(
            "{} not linked from any page and not published: {}",
            counted(others.len(), "file is", "files are"),
            join_and(&names)
        ),
    )
    .path(if folder.is_empty() { "." } else { folder })
    .help(format!(
        "list files to copy under `publish` in {}, and files to ignore under `exclude`",
        settings::FILE
    ));
    if others.len() > NAMED {
        note = note.help("`policygen build --verbose` lists them all");
    }
    faults.push(note);
}
