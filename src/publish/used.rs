//! Files that copied HTML files and stylesheets use, and that are not copied with them.

use std::sync::LazyLock;

use regex::Regex;

use crate::base::address;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::tree::Asset;
use crate::load::Site;

/// Extensions of files that may use others.
const USERS: &[&str] = &["css", "htm", "html", "svg", "xhtml"];
/// The maximum size of a file that is read.
const LARGEST: u64 = 2 * 1024 * 1024;
/// The maximum number of files reported for each.
const MOST: usize = 5;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)\b(?:src|href|poster|data)\s*=\s*["']([^"'<>\n]{1,500})["']|url\(\s*["']?([^"'()<>\s]{1,500})|@import\s+["']([^"'<>\n]{1,500})["']"#)
        .ok()
});

/// Reports the files that a copied file uses and that exist, but are not copied.
pub(crate) fn report(site: &Site, copied: &[&Asset], faults: &mut Vec<Diagnostic>) {
    let users = copied.iter().filter(|asset| {
        let ending = asset.path.rsplit('.').next().unwrap_or_default();
        USERS.contains(&&*ending.to_ascii_lowercase())
    });
    for asset in users {
        let shown = site.tree.shown(&asset.path);
        // A file that can't be read is reported elsewhere.
        let Ok(Some(bytes)) = site.root.read(&shown, LARGEST) else {
            continue;
        };
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let source = Source::new(shown, text);
        let mut reported: Vec<usize> = Vec::new();
        let all = ADDRESS.as_ref().into_iter();
        for found in all.flat_map(|it| it.captures_iter(&source.text)) {
            let Some(address) = found.iter().skip(1).flatten().next() else {
                continue;
            };
            let Some(at) = target(site, &asset.path, address.as_str()) else {
                continue;
            };
            let other = &site.tree.assets[at];
            let is_copied = copied.binary_search_by(|copied| copied.path.cmp(&other.path));
            if is_copied.is_ok() || reported.contains(&at) || reported.len() >= MOST {
                continue;
            }
            reported.push(at);
            let path = site.tree.shown(&other.path);
            let message = format!("this file uses `{path}`, which is not published");
            faults.push(
                Diagnostic::new(&codes::INCOMPLETE_FILE, message)
                    .at(&source, address.range())
                    .help("list it under `publish` in `policygen.yaml`, or remove the reference"),
            );
        }
    }
}

/// The file beside the policies to which an address points.
fn target(site: &Site, from: &str, address: &str) -> Option<usize> {
    let address = address.split(['?', '#']).next()?.trim();
    if address.is_empty() || address.contains(':') || address.starts_with("//") {
        return None;
    }
    let address = percent_encoding::percent_decode_str(address)
        .decode_utf8()
        .ok()?;
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match address.strip_prefix('/') {
        Some(from_root) => address::join("", from_root),
        None => address::join(folder, &address),
    };
    site.tree.asset(&path?)
}
