//! Pages at old addresses (`aliases`) that redirect to the new ones.

use std::collections::HashSet;

use crate::base::address;
use crate::link::Index;
use crate::load::Site;
use crate::render::{Rendered, Renderer};

/// The file that redirects from an alias; `None` if the alias is invalid. Old paths keep their
/// spelling.
pub(crate) fn alias_file(alias: &str) -> Option<String> {
    let alias = alias.trim();
    let is_odd = |c: char| matches!(c, '\\' | '?' | '#' | ':') || c.is_control();
    if alias.contains(is_odd) || alias.contains("//") {
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

/// An alias relative to the site, if it is a path on the host below that of the site.
pub(crate) fn within(alias: &str, base: &str) -> String {
    let path = alias.trim();
    let below = path.strip_prefix(base).filter(|below| !below.is_empty());
    match base != "/" {
        true => below.unwrap_or(path).to_owned(),
        false => path.to_owned(),
    }
}

/// Whether an alias may be a path on the host outside the site.
pub(super) fn is_of_host(alias: &str, base: &str) -> bool {
    alias.trim().starts_with('/') && base != "/"
}

/// The files of all pages, at which no redirect is written.
pub(super) fn page_files(site: &Site, index: &Index<'_>) -> HashSet<String> {
    let files = index
        .iter()
        .map(|(_, entry)| address::file(&entry.address, site.settings.urls));
    files.collect()
}

/// Renders a redirect for each alias, and passes it to `put` with its file
/// name.
pub(super) fn render(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    mut put: impl FnMut(&str, Rendered) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let has_aliases = index.iter().any(|(_, entry)| !entry.aliases().is_empty());
    if !has_aliases {
        return Ok(());
    }
    let pages = page_files(site, index);
    for (_, entry) in index.iter() {
        for file in entry.aliases().iter().filter_map(|alias| alias_file(alias)) {
            // The page itself, or one beside an old address outside the site.
            if pages.contains(&file) {
                continue;
            }
            let root = address::to_root(&file);
            let page = address::file(&entry.address, site.settings.urls);
            let canonical = site.settings.page_url(&entry.address);
            let href = format!("{root}{}", address::encode(&page));
            let language = entry.language().unwrap_or(&site.settings.language);
            let title = entry.about.title();
            let redirect = renderer.redirect(title, language, &href, canonical.as_deref(), &root);
            put(&file, redirect)?;
        }
    }
    Ok(())
}
