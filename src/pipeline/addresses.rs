//! No two things of a site may have the same address.

use std::collections::HashMap;

use super::hub;
use crate::address;
use crate::diagnostic::{Diagnostic, codes};
use crate::link::Index;
use crate::load::Site;

/// Reports pages, redirects and copied files that would land on one another.
pub(super) fn check(site: &Site, index: &Index<'_>, faults: &mut Vec<Diagnostic>) {
    // Sorted by the file that they make; neighbours with one file collide.
    let mut files: Vec<(String, usize)> = index
        .iter()
        .map(|(policy, entry)| (address::file(&entry.address, site.settings.urls), policy))
        .collect();
    files.sort_unstable();
    let addresses = Addresses {
        site,
        own: own_files(site, files.len()),
        files,
    };
    addresses.check_policies(faults);
    addresses.check_assets(faults);
    addresses.check_aliases(index, faults);
}

/// Files of the output that are policygen's own.
fn own_files(site: &Site, documents: usize) -> Vec<String> {
    let mut own: Vec<String> = ["404.html", "sitemap.xml", crate::output::MANIFEST]
        .map(str::to_owned)
        .into();
    own.extend((1..hub::pages(documents)).map(|at| hub::page_file(site, at)));
    own.extend((0..hub::sitemaps(documents)).map(hub::sitemap_file));
    own.extend(site.theme.assets().iter().map(|(path, _)| path.clone()));
    own
}

struct Addresses<'a> {
    site: &'a Site,
    files: Vec<(String, usize)>,
    own: Vec<String>,
}

impl Addresses<'_> {
    fn shown(&self, policy: usize) -> String {
        self.site.tree.shown(&self.site.tree.policies[policy])
    }

    /// What is in the way of a file: the same file, or one that needs a folder
    /// of that name, or one that is in place of its folder.
    fn in_the_way(&self, file: &str) -> Option<String> {
        let at = self
            .files
            .partition_point(|(known, _)| known.as_str() < file);
        if let Some((known, policy)) = self.files.get(at)
            && known == file
        {
            return Some(format!("the page of {}", self.shown(*policy)));
        }
        let folder = format!("{file}/");
        let at = self.files.partition_point(|(known, _)| *known < folder);
        if let Some((known, policy)) = self.files.get(at)
            && known.starts_with(&folder)
        {
            return Some(format!("the folder of {}", self.shown(*policy)));
        }
        let is_hub = file == "index.html";
        (is_hub
            || self
                .own
                .iter()
                .any(|own| own == file || own.starts_with(&folder)))
        .then(|| "a file that policygen makes".to_owned())
    }

    fn check_policies(&self, faults: &mut Vec<Diagnostic>) {
        for pair in self.files.windows(2) {
            if pair[0].0 == pair[1].0 {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("two policies have the address `{}`", pair[0].0),
                    )
                    .path(self.shown(pair[1].1))
                    .help(format!(
                        "the other is {}; rename one of the files, or give it a `slug`",
                        self.shown(pair[0].1)
                    )),
                );
            }
        }
        for own in &self.own {
            let found = self.files.binary_search_by(|(known, _)| known.cmp(own));
            if let Ok(at) = found {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!("the policy has the address `{own}`, which is a file that policygen makes"),
                    )
                    .path(self.shown(self.files[at].1))
                    .help("rename the file, or give it a `slug`"),
                );
            }
        }
    }

    fn check_assets(&self, faults: &mut Vec<Diagnostic>) {
        for asset in &self.site.tree.assets {
            if let Some(other) = self.in_the_way(&asset.path) {
                faults.push(
                    Diagnostic::new(
                        &codes::SAME_ADDRESS,
                        format!(
                            "the file would be copied to `{}`, which is {other}",
                            asset.path
                        ),
                    )
                    .path(self.site.tree.shown(&asset.path))
                    .help("rename it, or move it out of the policies' folder"),
                );
            }
        }
    }

    fn check_aliases(&self, index: &Index<'_>, faults: &mut Vec<Diagnostic>) {
        let mut aliases: HashMap<String, usize> = HashMap::new();
        for (policy, entry) in index.iter() {
            for (at, alias) in entry.aliases.iter().enumerate() {
                let Some(file) = alias_file(alias) else {
                    let fault =
                        Diagnostic::new(&codes::BAD_ALIAS, format!("`{alias}` can't be an alias"))
                            .help("write an old path of this site, such as `/old/privacy`");
                    faults.push(self.at_alias(fault, policy, at));
                    continue;
                };
                let asset = self.site.tree.has_asset(&file);
                let other = match (self.in_the_way(&file), aliases.get(&file)) {
                    (Some(other), _) => other,
                    (None, _) if asset => {
                        format!("the copied file {}", self.site.tree.shown(&file))
                    }
                    (None, Some(other)) if *other == policy => {
                        "an alias of the same policy".to_owned()
                    }
                    (None, Some(other)) => format!("an alias of {}", self.shown(*other)),
                    (None, None) => {
                        aliases.insert(file, policy);
                        continue;
                    }
                };
                let fault = Diagnostic::new(
                    &codes::SAME_ADDRESS,
                    format!("the alias `{alias}` would be `{file}`, which is {other}"),
                );
                faults.push(self.at_alias(fault, policy, at));
            }
        }
    }

    /// Points a fault at an alias. Its place is not kept, so the file is read
    /// once more.
    fn at_alias(&self, fault: Diagnostic, policy: usize, alias: usize) -> Diagnostic {
        match super::policy::read(self.site, policy).alias_place(alias) {
            Some(place) => fault.label(place, ""),
            None => fault.path(self.shown(policy)),
        }
    }
}

/// The file that redirects from an alias. Old paths keep their spelling.
pub(super) fn alias_file(alias: &str) -> Option<String> {
    let alias = alias.trim();
    if alias.contains(['\\', '\0', '?', '#', ':']) || alias.contains("//") {
        return None;
    }
    let path = alias.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || part.starts_with('.'))
    {
        return None;
    }
    let last = parts.last()?;
    Some(if last.ends_with(".html") || last.ends_with(".htm") {
        path.to_owned()
    } else {
        format!("{path}/index.html")
    })
}
