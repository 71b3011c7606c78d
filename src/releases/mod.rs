//! Releases: frozen texts of policies, and which of them is in force on a day.
//!
//! A release is a file below `content/releases` that is never edited. It contains the merged text,
//! the facts that the text prints, its dates, and the digest of the release before it, so that the
//! releases of a policy are a chain.

mod chain;
mod days;
mod digests;
mod read;
mod release;
mod write;

pub use chain::{Chain, Standing};
pub use days::{Change, Later};
pub use release::{Origin, Release, Weight, compare, file_name};
pub use write::{Draft, LaterText, write};

pub(crate) use read::read;

use std::collections::BTreeMap;

/// The releases of a site: a chain for each policy, by its path below the policies' folder without
/// the extension.
#[derive(Debug, Default)]
pub struct Releases {
    chains: BTreeMap<String, Chain>,
}

/// The maximum size of a release's file, in bytes: a text and its later changes.
pub(crate) const MAX_SIZE: u64 = 4 * 1024 * 1024;

impl Releases {
    /// The releases in these chains.
    pub fn new(chains: BTreeMap<String, Chain>) -> Self {
        Self { chains }
    }

    /// The releases of a policy, by its path with or without the extension.
    pub fn of(&self, policy: &str) -> Option<&Chain> {
        self.chains.get(policy_name(policy))
    }

    /// All chains, with the names of their policies.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Chain)> {
        self.chains.iter().map(|(name, chain)| (&**name, chain))
    }

    /// Whether the site has no releases.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }
}

/// The name of a policy in releases: its path without the extension.
pub fn policy_name(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((name, "md" | "markdown")) => name,
        _ => path,
    }
}
