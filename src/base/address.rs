//! The addresses of pages in the output, and the links between them.

use std::borrow::Cow;

use deunicode::deunicode;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that must be encoded in the path of a URL.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b':');

/// The style of page addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urls {
    /// `privacy/index.html`
    Pretty,
    /// `privacy.html`
    Flat,
}

/// The address of a policy without its extension: `terms/eu` for `terms/EU.md`, or empty for the
/// root's `index.md`. Folder names and the stem are slugified; `slug` replaces the stem.
pub fn of_policy(path: &str, slug: Option<&str>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut parts: Vec<String> = folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(slugify)
        .collect();
    match slug {
        Some(slug) => parts.extend(slug.split('/').filter(|part| !part.is_empty()).map(slugify)),
        None if is_index(stem) => {}
        None => parts.push(slugify(stem)),
    }
    parts.join("/")
}

/// A path's file name without its extension.
pub fn stem(path: &str) -> &str {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Whether a file with this stem is the index page of its folder.
pub fn is_index(stem: &str) -> bool {
    stem == "index" || stem == "_index"
}

/// A policy's name: the stem of its file, or the folder's name if the file is the index page of a
/// folder.
pub fn name(path: &str) -> &str {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match folder.rsplit('/').next() {
        Some(folder) if is_index(stem) && !folder.is_empty() => folder,
        _ => stem,
    }
}

/// Converts a name to a part of an address: ASCII lower-case letters, digits and `-`.
pub fn slugify(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let name = if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        deunicode(name).into()
    };
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() {
        "page".to_owned()
    } else {
        slug
    }
}

/// The output file of an address.
pub fn file(address: &str, urls: Urls) -> String {
    match urls {
        _ if address.is_empty() => "index.html".to_owned(),
        Urls::Pretty => format!("{address}/index.html"),
        Urls::Flat => format!("{address}.html"),
    }
}

/// Text files that programs expect at the root. A page's plain text can't use these names.
const FOR_PROGRAMS: &[&str] = &["security", "robots", "llms", "ads", "app-ads", "humans"];

/// The output file of a page's alternate format with this extension. Addresses contain no dots, so
/// no other page has this file.
pub fn twin(address: &str, ending: &str) -> String {
    if ending == "txt" && FOR_PROGRAMS.contains(&address) {
        return format!("{address}.page.{ending}");
    }
    let address = if address.is_empty() { "index" } else { address };
    format!("{address}.{ending}")
}

/// The address of the page to which `file` would belong as an alternate format. `bare` is its path
/// without the extension.
pub fn of_twin<'a>(bare: &'a str, file: &str) -> &'a str {
    match bare.strip_suffix(".page") {
        Some(address) if twin(address, "txt") == file => address,
        _ => bare,
    }
}

/// The public path of an address, below the base URL: `privacy/`.
pub fn public(address: &str, urls: Urls) -> String {
    match urls {
        _ if address.is_empty() => String::new(),
        Urls::Pretty => format!("{}/", encode(address)),
        Urls::Flat => format!("{}.html", encode(address)),
    }
}

/// The path by which an output file is requested: for an `index.html`, its folder.
pub fn asked_for(file: &str) -> &str {
    file.strip_suffix("index.html")
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .unwrap_or(file)
}

/// The relative path from an output file to the root: `../` for each folder.
pub fn to_root(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

/// Percent-encodes a path for use in a URL.
pub fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// Joins a relative link to the folder of the file that contains it, and resolves `.` and `..`.
/// Returns `None` if the result is outside the root.
pub fn join(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The link from one file to another.
pub fn relative(from: &str, to: &str) -> String {
    let mut here: Vec<&str> = from.split('/').collect();
    let mut there: Vec<&str> = to.split('/').collect();
    here.pop();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let shared = shared.min(there.len() - 1);
    let up = "../".repeat(here.len() - shared);
    format!("{up}{}", there.split_off(shared).join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_between_files_are_relative() {
        assert_eq!(relative("a/b.md", "c.md"), "../c.md");
        assert_eq!(relative("a/b.md", "a/c.md"), "c.md");
        assert_eq!(relative("b.md", "a/c.md"), "a/c.md");
    }

    #[test]
    fn policies_get_readable_addresses() {
        assert_eq!(of_policy("privacy.md", None), "privacy");
        assert_eq!(of_policy("Terms of Service.md", None), "terms-of-service");
        assert_eq!(
            of_policy("EU/Datenschutzerklärung.md", None),
            "eu/datenschutzerklarung"
        );
        assert_eq!(of_policy("eu/index.md", None), "eu");
        assert_eq!(of_policy("index.md", None), "");
        assert_eq!(of_policy("a/b.md", Some("Old Name")), "a/old-name");
        assert_eq!(of_policy("隐私.md", None), "yin-si");
    }

    #[test]
    fn links_stay_in_the_root() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "./x/../y.md").as_deref(), Some("a/y.md"));
        assert_eq!(join("a", "../../y.md"), None);
    }
}
