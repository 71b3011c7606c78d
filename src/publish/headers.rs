//! `_headers`: headers of all pages, for hosts that read them from such a file
//! (Netlify, Cloudflare Pages and others).

use crate::load::Site;

pub(super) const FILE: &str = "_headers";

/// The file, on sites that have `headers: true` in their settings.
pub(super) fn render(site: &Site) -> Option<String> {
    site.settings.headers.then(|| {
        format!(
            concat!(
                "/*\n",
                "  Content-Security-Policy: {}\n",
                "  X-Content-Type-Options: nosniff\n",
                "  X-Frame-Options: DENY\n",
                "  Referrer-Policy: no-referrer\n",
                "  Permissions-Policy: camera=(), geolocation=(), microphone=()\n",
            ),
            site.theme.csp().header()
        )
    })
}
