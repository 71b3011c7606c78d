//! The policies of a site and the files beside them, by path.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::base::globs::Globs;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".policygen.json";

/// The contents of the policies' folder, sorted by path below it.
#[derive(Debug, Default)]
pub struct Tree {
    /// The folder, relative to the root; empty for the root itself.
    pub folder: String,
    /// Policies.
    pub policies: Vec<Box<str>>,
    /// Other files.
    pub assets: Vec<Asset>,
    /// Markdown about the repository, such as `README.md`, which is not a policy.
    pub set_aside: Vec<Box<str>>,
    /// Patterns of excluded files, which are not in these lists.
    pub exclude: Globs,
    /// Paths that differ from their composed form: the composed form, whether the file is a policy,
    /// and its index in its list.
    pub decomposed: Vec<(Box<str>, bool, usize)>,
}

/// The folder for Node.js packages, which is never read.
pub(crate) const NODE_MODULES: &[u8] = b"node_modules";

/// Whether a name is that of a hidden file, or of a file that an editor leaves beside a saved one:
/// `terms.md~`, `#terms.md#`, `~$terms.docx`. Such files are not meant to be published.
pub(crate) fn is_left_out(name: &[u8]) -> bool {
    name.starts_with(b".") && name != b".well-known"
        || name.starts_with(b"~$")
        || name.ends_with(b"~")
        || name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#")
}

/// A file that may be copied.
#[derive(Debug)]
pub struct Asset {
    /// The path below the policies' folder.
    pub path: Box<str>,
    /// Whether it may be published.
    pub kind: AssetKind,
}

/// Whether a file may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// A file that is always copied, even if nothing links to it.
    Always,
    /// A media file, which is copied if something links to it.
    Media,
    /// A file of another type.
    Other,
    /// A secret, a backup, or a file of tools or repositories. It is published only if `publish`
    /// lists its exact path.
    Private,
    /// A file whose name contains control characters.
    Unnameable,
}

impl Asset {
    /// Its path in the output.
    pub fn output(&self) -> Cow<'_, str> {
        composed(&self.path)
    }
}

impl Tree {
    /// The path of a policy or asset, relative to the root.
    pub fn shown(&self, path: &str) -> String {
        if self.folder.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.folder)
        }
    }

    /// The index of a policy by its path, in any Unicode normalization form.
    pub fn policy(&self, path: &str) -> Option<usize> {
        let find = |path: &str| {
            let policies = &self.policies;
            policies.binary_search_by(|known| (**known).cmp(path)).ok()
        };
        find(path).or_else(|| self.in_other_form(path, true, find))
    }

    /// The index of another file by its path, in any Unicode normalization form.
    pub fn asset(&self, path: &str) -> Option<usize> {
        let find = |path: &str| {
            let assets = &self.assets;
            let found = assets.binary_search_by(|known| (*known.path).cmp(path));
            found.ok()
        };
        find(path).or_else(|| self.in_other_form(path, false, find))
    }

    /// Whether an asset has this path.
    pub fn has_asset(&self, path: &str) -> bool {
        self.asset(path).is_some()
    }

    /// Whether this path is Markdown that is not a policy.
    pub fn is_set_aside(&self, path: &str) -> bool {
        let set_aside = &self.set_aside;
        set_aside
            .binary_search_by(|known| (**known).cmp(path))
            .is_ok()
    }

    /// Looks up a path in another normalization form: macOS writes names in one form, but most
    /// people link to them in another.
    fn in_other_form(
        &self,
        path: &str,
        is_policy: bool,
        find: impl Fn(&str) -> Option<usize>,
    ) -> Option<usize> {
        if path.is_ascii() {
            return None;
        }
        let path = composed(path);
        find(&path).or_else(|| {
            let key = (&*path, is_policy);
            let found = self
                .decomposed
                .binary_search_by(|(known, policy, _)| (&**known, *policy).cmp(&key));
            found.ok().map(|at| self.decomposed[at].2)
        })
    }

    /// Sorts the lists and records the composed forms of paths.
    pub fn settle(&mut self) {
        self.policies.sort_unstable();
        self.set_aside.sort_unstable();
        self.assets.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let policies = self.policies.iter().map(|path| (path, true));
        let assets = self.assets.iter().map(|asset| (&asset.path, false));
        let numbered = policies.enumerate().chain(assets.enumerate());
        let decomposed = numbered.filter_map(|(at, (path, is_policy))| match composed(path) {
            Cow::Owned(composed) => Some((composed.into(), is_policy, at)),
            Cow::Borrowed(_) => None,
        });
        self.decomposed = decomposed.collect();
        self.decomposed.sort_unstable();
    }
}

/// A name with accents composed into their letters (Unicode NFC), borrowed if nothing changes.
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return name.into();
    }
    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    NFC.normalize(name)
}
