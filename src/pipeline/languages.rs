//! The languages that a site is written in.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::link::Index;
use crate::load::Site;

/// Says of each language that there are no words in it, once.
pub(super) fn check(site: &Site, index: &Index<'_>, faults: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (policy, entry) in index.iter() {
        let language = entry.language().unwrap_or(&site.settings.language);
        if !first.contains_key(language) && !site.languages.has(language) {
            first.insert(language, policy);
        }
    }
    for (language, policy) in first {
        faults.push(
            Diagnostic::new(
                &codes::NO_WORDS,
                format!("there are no words in `{language}`; what policygen prints is in English"),
            )
            .path(site.tree.shown(&site.tree.policies[policy]))
            .help(format!(
                "write {}/{language}.yaml; every word that you leave out is in English",
                site.settings.paths.words
            )),
        );
    }
}
