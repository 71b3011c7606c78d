//! `robots.txt`, for crawlers.

use super::sitemap;
use crate::load::Site;

pub(super) const FILE: &str = "robots.txt";

/// The contents of the file, unless the policies' folder contains one.
pub(super) fn render(site: &Site) -> Option<String> {
    if site.tree.has_asset(FILE) {
        return None;
    }
    let mut robots = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &site.settings.base_url {
        robots.push_str(&format!("Sitemap: {base}{}\n", sitemap::FILE));
    }
    Some(robots)
}
