//! Redirects from old addresses (`aliases`) as configuration for servers. Servers can also redirect
//! from paths outside the site, and inform search engines that pages have moved permanently.

use super::redirects::{alias_file, is_of_host, page_files};
use crate::base::address;
use crate::link::Index;
use crate::load::Site;
use crate::model::settings::Redirects;

/// For Netlify, Cloudflare Pages, GitLab Pages and others.
const NETLIFY: &str = "_redirects";
/// For Apache.
const APACHE: &str = ".htaccess";
/// For nginx: a map to include.
const NGINX: &str = "redirects.nginx.conf";

/// The files that are written on a site with aliases.
pub(super) fn files(site: &Site) -> impl Iterator<Item = String> {
    wanted(site).map(|(file, _)| file.to_owned())
}

type Writer = fn(&[(String, String)]) -> String;

/// The files with their writers. A file in the policies' folder takes precedence.
fn wanted(site: &Site) -> impl Iterator<Item = (&'static str, Writer)> {
    let Redirects {
        netlify: for_netlify,
        apache: for_apache,
        nginx: for_nginx,
    } = site.settings.redirects;
    let files: [(bool, &'static str, Writer); 3] = [
        (for_netlify, NETLIFY, netlify),
        (for_apache, APACHE, apache),
        (for_nginx, NGINX, nginx),
    ];
    let is_written = !site.fragments;
    files
        .into_iter()
        .filter(move |(is_wanted, file, _)| *is_wanted && is_written && !site.tree.has_asset(file))
        .map(|(_, file, writer)| (file, writer))
}

/// The files with their texts; none if there is no alias.
pub(super) fn render(site: &Site, index: &Index<'_>) -> Vec<(&'static str, String)> {
    let moves = moves(site, index);
    if moves.is_empty() {
        return Vec::new();
    }
    wanted(site)
        .map(|(file, writer)| (file, writer(&moves)))
        .collect()
}

/// Old paths on the host and their new paths, in order.
fn moves(site: &Site, index: &Index<'_>) -> Vec<(String, String)> {
    let base = site.settings.base_url.as_ref();
    let base = base.map_or("/", |base| base.path());
    let mut moves = Vec::new();
    let pages = page_files(site, index);
    for (_, entry) in index.headers() {
        let to = address::public(&entry.address, site.settings.urls);
        let to = format!("{base}{to}");
        for alias in entry.aliases() {
            let Some(file) = alias_file(alias) else {
                continue;
            };
            let path = address::encode(alias.trim().trim_matches('/')).into_owned();
            if !pages.contains(&file) {
                moves.push((format!("{base}{path}"), to.clone()));
            }
            if is_of_host(alias, base) {
                moves.push((format!("/{path}"), to.clone()));
            }
        }
    }
    moves.sort_unstable();
    moves.dedup_by(|a, b| a.0 == b.0);
    moves.retain(|(from, to)| from.trim_end_matches('/') != to.trim_end_matches('/'));
    moves
}

/// Whether a path is that of a folder, which may be requested with or without a trailing slash.
fn is_folder(path: &str) -> bool {
    !path.ends_with(".html") && !path.ends_with(".htm")
}

fn netlify(moves: &[(String, String)]) -> String {
    let mut out = String::new();
    for (from, to) in moves {
        out.push_str(&format!("{from} {to} 301\n"));
        if is_folder(from) {
            out.push_str(&format!("{from}/ {to} 301\n"));
        }
    }
    out
}

fn apache(moves: &[(String, String)]) -> String {
    let mut out = String::new();
    for (from, to) in moves {
        // Apache compares decoded paths.
        let from = percent_encoding::percent_decode_str(from).decode_utf8_lossy();
        let slash = if is_folder(&from) { "/?" } else { "" };
        let from = regex::escape(&from).replace('"', "\\\"");
        // Apache encodes the target itself; a dollar sign in it refers to a group.
        let to = percent_encoding::percent_decode_str(to).decode_utf8_lossy();
        let to = to.replace('$', "\\$").replace('"', "\\\"");
        out.push_str(&format!("RedirectMatch 301 \"^{from}{slash}$\" \"{to}\"\n"));
    }
    out
}

fn nginx(moves: &[(String, String)]) -> String {
    let mut out = String::from(concat!(
        "# In the block `http`: include this file. In the block `server`:\n",
        "#   if ($policygen_redirect) { return 301 $policygen_redirect; }\n",
        "map $uri $policygen_redirect {\n    default \"\";\n",
    ));
    for (from, to) in moves {
        // nginx compares decoded paths.
        let from = percent_encoding::percent_decode_str(from).decode_utf8_lossy();
        let from = from.replace('\\', "\\\\").replace('"', "\\\"");
        out.push_str(&format!("    \"{from}\" \"{to}\";\n"));
        if is_folder(&from) {
            out.push_str(&format!("    \"{from}/\" \"{to}\";\n"));
        }
    }
    out.push_str("}\n");
    out
}
