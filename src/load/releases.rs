//! Reading the releases of policies.

use std::collections::BTreeMap;

use super::read::{Read, read_up_to};
use super::tree;
use crate::base::diagnostic::{Diagnostic, codes, suggestion};
use crate::base::folder::Folder;
use crate::base::tree::Tree;
use crate::model::settings::Settings;
use crate::releases::{self, Chain, Release, Releases};

/// Reads all releases in the releases folder.
pub(super) fn read(
    root: &Folder,
    settings: &Settings,
    tree: &Tree,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Releases> {
    let folder = &settings.paths.releases;
    let mut found: BTreeMap<String, Vec<Release>> = BTreeMap::new();
    for path in tree::files_with(root, folder, &["md", "markdown"], faults)? {
        let Read::Source(source) = read_up_to(releases::MAX_SIZE, root, &path, faults) else {
            continue;
        };
        let below = match folder.as_str() {
            "" => source.path.as_str(),
            folder => &source.path[folder.len() + 1..],
        };
        let policy = below.rsplit_once('/').map(|(policy, _)| policy.to_owned());
        let Some(policy) = policy else {
            faults.push(
                Diagnostic::new(&codes::NOT_A_RELEASE, "the file is not in a policy’s folder")
                    .path(&source.path)
                    .help(format!("the releases of `privacy.md` are in `{folder}/privacy`; move the file elsewhere")),
            );
            continue;
        };
        if let Some(release) = releases::read(&source, faults) {
            found.entry(policy).or_default().push(release);
        }
    }
    if found.is_empty() {
        return Ok(Releases::default());
    }
    let mut policies: Vec<&str> = tree
        .policies
        .iter()
        .map(|path| releases::policy_name(path))
        .collect();
    policies.sort_unstable();
    let mut chains = BTreeMap::new();
    for (policy, list) in found {
        if policies.binary_search(&policy.as_str()).is_err() {
            let path = &list[0].source.path;
            let near = suggestion(&policy, policies.iter().copied());
            let message = format!("there is no policy `{policy}`, to which these releases belong");
            faults.push(
                Diagnostic::new(&codes::RELEASES_WITHOUT_POLICY, message)
                    .path(path)
                    .maybe_help(near.map(|near| format!("did you mean `{near}`? A policy’s releases are in the folder with its name")))
                    .help(format!("if the policy was renamed, rename `{folder}/{policy}` too; if it no longer applies, keep its file and set `retired` in it")),
            );
        }
        let chain = Chain::new(list, faults);
        chains.insert(policy, chain);
    }
    Ok(Releases::new(chains))
}
