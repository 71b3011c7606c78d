//! Finds the target of a link's path.

use url::Url;

use super::Linker;
use super::resolve::Wanted;
use crate::base::address;
use crate::base::diagnostic::codes;
use crate::base::page::PageId;
use crate::base::tree::{Asset, AssetKind, composed};
use crate::model::settings;

/// The target of a path.
pub(super) enum Found {
    /// A policy, by its position in the tree.
    Policy(usize),
    /// A file beside the policies, by its position in the tree.
    Asset(usize),
    /// The list of all documents.
    Hub,
    /// A file of the output that policygen generates.
    Made(String),
}

/// Why a file can't be linked to.
pub(super) fn unpublished(asset: &Asset) -> Wanted {
    let path = &asset.path;
    let (reason, help) = match asset.kind {
        AssetKind::Unnameable => ("its name has a control character", None),
        AssetKind::Private => (
            "its name marks it as a secret, source, backup or tool file",
            Some("if it is meant for everyone, "),
        ),
        _ => (
            "files of this type are published only if `publish` lists them",
            Some(""),
        ),
    };
    Wanted {
        code: &codes::UNPUBLISHED_FILE,
        message: format!("`{}` is not published: {reason}", path.escape_debug()),
        help: Some(match help {
            Some(condition) => format!(
                "{condition}add `publish: [{}]` to {}",
                quoted(path),
                settings::FILE
            ),
            None => "rename the file".to_owned(),
        }),
        meant: None,
    }
}

/// A path as written in a YAML list.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    match path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("{path:?}"),
    }
}

impl Linker<'_> {
    /// The path of an absolute URL below the site's base URL, with a leading slash; `None` for
    /// other sites.
    pub(super) fn below_base(&self, destination: &str) -> Option<String> {
        let base = self.settings.base_url.as_ref()?;
        // Most addresses are on other hosts.
        let host = base.host_str().unwrap_or_default();
        let (_, rest) = destination.split_once("://")?;
        let begin = rest.get(..host.len());
        let is_like = begin.is_some_and(|begin| begin.eq_ignore_ascii_case(host));
        // These can be written in several ways.
        if !is_like
            && destination.is_ascii()
            && !rest.starts_with('[')
            && !rest.contains(['%', '@'])
        {
            return None;
        }
        let url = Url::parse(destination).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let is_same = is_web && url.host_str() == base.host_str() && url.port() == base.port();
        let path = match url.path().strip_prefix(base.path()) {
            Some(below) => below,
            None if format!("{}/", url.path()) == base.path() => "",
            None => return None,
        };
        is_same.then(|| {
            let query = url
                .query()
                .map_or(String::new(), |query| format!("?{query}"));
            let fragment = url.fragment();
            let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
            format!("/{path}{query}{fragment}")
        })
    }

    /// The target of a path in a link, and the corresponding path below the policies' folder.
    pub(super) fn look_up(&self, path: &str, is_own: bool) -> (Option<Found>, Option<String>) {
        if !path.starts_with('/') {
            let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let joined = address::join(folder, path);
            let found = joined.as_deref().and_then(|path| self.find(path));
            // Pages are in separate folders, but files beside them are not.
            return (found, joined);
        }
        let joined = address::join("", path);
        let found = joined.as_deref().and_then(|path| self.find(path));
        let below = match is_own {
            true => None,
            false => self.below_base_path(path),
        };
        match (found, below) {
            (None, Some(below)) => (self.find(&below), Some(below)),
            (found, _) => (found, joined),
        }
    }

    /// The part of an absolute path below the path of the site's base URL.
    pub(super) fn below_base_path(&self, path: &str) -> Option<String> {
        let base = self.settings.base_url.as_ref()?.path();
        if base == "/" {
            return None;
        }
        address::join("", path.strip_prefix(base)?)
    }

    /// The target of a path below the policies' folder. Texts written for other
    /// generators leave out the extension, or use the page's address.
    fn find(&self, path: &str) -> Option<Found> {
        let tree = self.tree;
        if let Some(policy) = tree.policy(path) {
            return Some(Found::Policy(policy));
        }
        if let Some(asset) = tree.asset(path) {
            return Some(Found::Asset(asset));
        }
        if self.made.contains(path) {
            return Some(Found::Made(path.to_owned()));
        }
        let bare = path
            .strip_suffix("/index.html")
            .or_else(|| path.strip_suffix(".html"))
            .unwrap_or(path);
        self.page(bare)
            .map(Found::Policy)
            .or_else(|| self.twin(path))
            .or_else(|| (bare.is_empty() || bare == "index").then_some(Found::Hub))
    }

    /// The policy whose file or address this is, without its extension.
    fn page(&self, bare: &str) -> Option<usize> {
        let folder = match bare {
            "" => String::new(),
            _ => format!("{bare}/"),
        };
        let candidates = [
            format!("{bare}.md"),
            format!("{folder}index.md"),
            format!("{folder}_index.md"),
        ];
        let mut candidates = candidates.iter();
        candidates
            .find_map(|candidate| self.tree.policy(candidate))
            .or_else(|| self.known.at(&composed(bare)).map(PageId::policy))
    }

    /// A page in another format: `privacy.txt`.
    fn twin(&self, path: &str) -> Option<Found> {
        let (bare, ending) = path.rsplit_once('.')?;
        if !self.settings.twins.has(ending) {
            return None;
        }
        let policy = self.page(if bare == "index" { "" } else { bare })?;
        let header = self.known.header(PageId::working(policy))?;
        Some(Found::Made(address::twin(&header.address, ending)))
    }
}
