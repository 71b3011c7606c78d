//! The policies of a site and the files beside them, by path.

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".policygen.json";

/// What is in the policies' folder, by path below it, sorted.
#[derive(Debug, Default)]
pub struct Tree {
    /// The folder, relative to the root; empty for the root itself.
    pub folder: String,
    /// Policies.
    pub policies: Vec<Box<str>>,
    /// Other files, which are copied as they are.
    pub assets: Vec<Asset>,
}

/// A file that is copied.
#[derive(Debug)]
pub struct Asset {
    /// Path below the policies' folder.
    pub path: Box<str>,
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

    /// The index of a policy by its path.
    pub fn policy(&self, path: &str) -> Option<usize> {
        self.policies
            .binary_search_by(|known| (**known).cmp(path))
            .ok()
    }

    /// Whether there is an asset of this path.
    pub fn has_asset(&self, path: &str) -> bool {
        self.assets
            .binary_search_by(|known| (*known.path).cmp(path))
            .is_ok()
    }
}
