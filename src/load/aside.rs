//! Markdown that is about the repository, such as `README.md`: it is a policy only if its front
//! matter, the settings or a link make it one.

use memchr::memmem;

use super::media;
use super::read::{Read, read_source, read_whole};
use crate::base::address;
use crate::base::folder::Folder;
use crate::base::tree::Tree;
use crate::model::front_matter;
use crate::model::settings::Settings;

/// Moves files about the repository from the policies to the files set aside.
pub(super) fn set_aside(root: &Folder, tree: &mut Tree, settings: &Settings) {
    let all = std::mem::take(&mut tree.policies);
    let is_doubtful =
        |path: &str| media::is_about_repository(path) && !is_asked_for(root, tree, path, settings);
    let (mut doubtful, mut policies): (Vec<Box<str>>, Vec<Box<str>>) =
        all.into_iter().partition(|path| is_doubtful(path));
    // A linked file may link to others.
    let mut unseen = 0;
    while unseen < policies.len() && !doubtful.is_empty() {
        let text = read_whole(root, &tree.shown(&policies[unseen])).unwrap_or_default();
        let path = policies[unseen].clone();
        let (linked, others) = doubtful
            .into_iter()
            .partition(|other| links_to(&text, &path, other));
        doubtful = others;
        policies.extend::<Vec<_>>(linked);
        unseen += 1;
    }
    tree.policies = policies;
    tree.set_aside = doubtful;
}

/// Whether front matter with a title or type, or the settings, make a file a
/// policy.
fn is_asked_for(root: &Folder, tree: &Tree, path: &str, settings: &Settings) -> bool {
    let shown = tree.shown(path);
    if settings.publishing.publish.matches(path, &shown) {
        return true;
    }
    // Faults of a file that is left out are irrelevant.
    let mut ignored = Vec::new();
    let Read::Source(source) = read_source(root, &shown, &mut ignored) else {
        return false;
    };
    front_matter::split(&source, &mut ignored)
        .and_then(|parts| front_matter::peek(&source, parts.yaml?))
        .is_some_and(|(found, _)| found.title.is_some() || found.doc_type.is_some())
}

/// Whether the text of the policy at `from` has a link to a file.
fn links_to(text: &[u8], from: &str, to: &str) -> bool {
    let name = to.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let ends = |byte: &u8| b"()<>\"'#?".contains(byte) || byte.is_ascii_whitespace();
    memmem::find_iter(text, stem.as_bytes()).any(|at| {
        let start = text[..at]
            .iter()
            .rposition(ends)
            .map_or(0, |before| before + 1);
        let end = text[at..]
            .iter()
            .position(ends)
            .map_or(text.len(), |after| at + after);
        let before = text[..start].trim_ascii_end();
        let is_link = [&b"]("[..], b"](<", b"]:", b"]:<", b"=\"", b"='"]
            .iter()
            .any(|head| before.ends_with(head) || before.ends_with(&[head, &b" <"[..]].concat()));
        let Ok(link) = std::str::from_utf8(&text[start..end]) else {
            return false;
        };
        let path = match link.strip_prefix('/') {
            Some(from_root) => address::join("", from_root),
            None => address::join(folder, link),
        };
        let to_stem = to.rsplit_once('.').map_or(to, |(stem, _)| stem);
        is_link && path.is_some_and(|path| path == to || path == to_stem)
    })
}

#[cfg(test)]
mod tests {
    use super::links_to;

    #[test]
    fn links_are_found_in_text() {
        for (text, expected) in [
            ("[x](README.md)", true),
            ("[x](./README.md#part)", true),
            ("[x](README)", true),
            ("[x](<README.md>)", true),
            ("[x]: README.md", true),
            ("<a href=\"README.md\">x</a>", true),
            ("See README.md", false),
            ("[README.md](x.md)", false),
            ("[x](../README.md)", false),
        ] {
            assert_eq!(
                links_to(text.as_bytes(), "a.md", "README.md"),
                expected,
                "{text}"
            );
        }
        assert!(links_to(b"[x](../README.md)", "a/b.md", "README.md"));
    }
}
