//! `_headers`: the headers of all pages, for hosts that support this file (Netlify, Cloudflare
//! Pages and others).

use std::fmt::Write as _;

use crate::base::address;
use crate::link::Index;
use crate::load::Site;

pub(super) const FILE: &str = "_headers";

/// The maximum number of rules: some hosts ignore the whole file if there are
/// more.
const RULES: usize = 100;

/// The contents of the file, if the site has `headers: true` in its settings.
pub(super) fn render(site: &Site, index: &Index<'_>) -> Option<String> {
    site.settings.headers.then(|| {
        let mut out = format!(
            concat!(
                "/*\n",
                "  Content-Security-Policy: {}\n",
                "  X-Content-Type-Options: nosniff\n",
                "  X-Frame-Options: DENY\n",
                "  Referrer-Policy: no-referrer\n",
                "  Permissions-Policy: camera=(), geolocation=(), microphone=()\n",
            ),
            site.theme.csp().header()
        );
        let canonical = canonical(site, index);
        if canonical.len() < RULES {
            out.extend(canonical);
        }
        out
    })
}

/// Rules that make each page the canonical URL of its alternate formats, so that search engines
/// show only the page.
fn canonical(site: &Site, index: &Index<'_>) -> Vec<String> {
    let Some(base) = &site.settings.base_url else {
        return Vec::new();
    };
    let endings = ["md", "txt", "json"].into_iter();
    let endings: Vec<&str> = endings
        .filter(|ending| site.settings.twins.has(ending))
        .collect();
    let mut rules = Vec::new();
    for (_, header) in index.headers() {
        let url = address::public(&header.address, site.settings.urls);
        for ending in &endings {
            let file = address::twin(&header.address, ending);
            let file = address::encode(&file);
            let mut rule = String::new();
            // Writing to a string can't fail.
            let _ = write!(
                rule,
                "{}{file}\n  Link: <{base}{url}>; rel=\"canonical\"\n",
                base.path()
            );
            rules.push(rule);
        }
    }
    rules
}
