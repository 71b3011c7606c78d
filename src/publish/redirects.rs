//! Pages at old addresses (`aliases`) that redirect to the new ones.

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

/// Renders a redirect for each alias, and passes it to `put` with its file
/// name.
pub(super) fn render(
    site: &Site,
    index: &Index<'_>,
    renderer: &Renderer<'_>,
    mut put: impl FnMut(&str, Rendered) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for (_, entry) in index.iter() {
        for file in entry.aliases().iter().filter_map(|alias| alias_file(alias)) {
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
