//! No two things of a site may have the same address.

use std::collections::HashMap;

use crate::address;
use crate::diagnostic::{Diagnostic, codes};
use crate::link::Index;
use crate::load::Site;

/// Files of the output that are policygen's own.
const RESERVED: &[&str] = &["404.html", "sitemap.xml", ".policygen.json"];

/// Reports pages, redirects and copied files that would land on one another.
pub(super) fn check(site: &Site, index: &Index<'_>, faults: &mut Vec<Diagnostic>) {
    // Sorted by the file that they make; neighbours with one file collide.
    let mut files: Vec<(String, usize)> = index
        .iter()
        .map(|(policy, entry)| (address::file(&entry.address, site.settings.urls), policy))
        .collect();
    files.sort_unstable();
    let shown = |policy: usize| site.tree.shown(&site.tree.policies[policy]);
    for pair in files.windows(2) {
        if pair[0].0 == pair[1].0 {
            faults.push(
                Diagnostic::new(
                    &codes::SAME_ADDRESS,
                    format!("two policies have the address `{}`", pair[0].0),
                )
                .path(shown(pair[1].1))
                .help(format!(
                    "the other is {}; rename one of the files, or give it a `slug`",
                    shown(pair[0].1)
                )),
            );
        }
    }
    let page = |file: &str| {
        files
            .binary_search_by(|(known, _)| known.as_str().cmp(file))
            .ok()
            .map(|at| files[at].1)
    };
    for asset in &site.tree.assets {
        let in_the_way = match page(&asset.path) {
            Some(policy) => shown(policy),
            None if RESERVED.contains(&&*asset.path) || is_theme_file(site, &asset.path) => {
                "a file that policygen makes".to_owned()
            }
            None => continue,
        };
        faults.push(
            Diagnostic::new(
                &codes::SAME_ADDRESS,
                format!(
                    "the file would be copied to `{}`, which is {in_the_way}",
                    asset.path
                ),
            )
            .path(site.tree.shown(&asset.path))
            .help("rename it, or move it out of the policies' folder"),
        );
    }
    let mut aliases: HashMap<String, usize> = HashMap::new();
    for (policy, entry) in index.iter() {
        for alias in &entry.aliases {
            let Some(file) = alias_file(alias) else {
                faults.push(
                    Diagnostic::new(&codes::BAD_ALIAS, format!("`{alias}` can't be an alias"))
                        .path(shown(policy))
                        .help("write an old path of this site, such as `/old/privacy`"),
                );
                continue;
            };
            let other = page(&file).or_else(|| aliases.get(&file).copied());
            let in_the_way = match other {
                Some(other) => shown(other),
                None if RESERVED.contains(&file.as_str()) || site.tree.has_asset(&file) => {
                    "a file of its own".to_owned()
                }
                None => {
                    aliases.insert(file, policy);
                    continue;
                }
            };
            faults.push(
                Diagnostic::new(
                    &codes::SAME_ADDRESS,
                    format!("the alias `{alias}` leads to the address of {in_the_way}"),
                )
                .path(shown(policy)),
            );
        }
    }
}

fn is_theme_file(site: &Site, path: &str) -> bool {
    site.theme.assets().iter().any(|(known, _)| known == path)
}

/// The file that redirects from an alias. Old paths keep their spelling.
pub(super) fn alias_file(alias: &str) -> Option<String> {
    let alias = alias.trim();
    if alias.contains(['\\', '\0', '?', '#', ':']) || alias.contains("//") {
        return None;
    }
    let path = alias.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || part.starts_with('.'))
    {
        return None;
    }
    let last = parts.last()?;
    Some(if last.ends_with(".html") || last.ends_with(".htm") {
        path.to_owned()
    } else {
        format!("{path}/index.html")
    })
}
